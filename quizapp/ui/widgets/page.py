"""What every full screen is made of: a bar on top, a body that scrolls, the keys below."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from quizapp.errors import QuizAppError
from quizapp.logbook import note_error
from quizapp.ui.keys import bindings
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.foot import Foot
from quizapp.ui.widgets.once import LeftOnce
from quizapp.ui.widgets.opened import OpenedAtOnce
from quizapp.ui.widgets.painting import paint_at_once

MEASURE = 110
"""Cells of the widest line: what is wider is hard to follow. `theme.tcss` has the same number."""


TAKEN = " …"
"""Stands behind a title while what a key asked for is being made."""


class TopBar(Widget):
    """Where one is, and on the right how things stand."""

    title: reactive[str] = reactive("")
    warning: reactive[str] = reactive("")
    """What must not be overlooked on any screen: it stands before the title."""
    status: reactive[str] = reactive("")
    _is_acknowledged = False
    """Whether the sign that a key was taken stands there."""

    def compose(self) -> ComposeResult:
        """Two texts in one line."""
        yield Static(classes="topbar--title", markup=False)
        yield Static(classes="topbar--status", markup=False)

    def watch_title(self, title: str) -> None:
        """Paint the left."""
        for label in self.query(".topbar--title").results(Static):
            mark = (f" {Mark.FLAG} {self.warning} ", "reverse $text-warning") if self.warning else ""
            label.update(Content.assemble(mark, " " if self.warning else "", clean(title)))

    def watch_warning(self) -> None:
        """Paint the left anew."""
        self.watch_title(self.title)

    def watch_status(self, status: str) -> None:
        """Paint the right."""
        self._paint(".topbar--status", status)

    def on_mount(self) -> None:
        """Paint what was set before."""
        self.watch_title(self.title)
        self.watch_status(self.status)

    def acknowledge(self) -> None:
        """Paint at once, and until the next paint, that a key was taken: with an ellipsis behind the title.

        For what takes longer than a frame: to open a screen, to keep an answer and say what it is worth.
        """
        if self._is_acknowledged:
            return
        self._is_acknowledged = True
        self.call_after_refresh(self._repainted)
        for label in self.query(".topbar--title").results(Static):
            title = label.visual
            if isinstance(title, Content) and label.size.width > len(TAKEN):
                label.update(title.truncate(label.size.width - len(TAKEN)) + TAKEN, layout=False)
                paint_at_once(label)
                label.update(title, layout=False)

    def _repainted(self) -> None:
        self._is_acknowledged = False

    def _paint(self, selector: str, text: str) -> None:
        for label in self.query(selector).results(Static):
            label.update(Content(clean(text)))


class Body(VerticalScroll, can_focus=False):
    """The part that scrolls."""

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Have itself styled; not all that is in it, which looks the same wherever the keys go."""
        self.app.stylesheet.update_nodes([self])


class Page(LeftOnce, OpenedAtOnce[None]):
    """A full screen. Subclasses say what stands in the body (`content`) and what it is called (`heading`)."""

    BINDINGS = bindings("page")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-normal")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (23, "-tall")]
    AUTO_FOCUS = ""
    """Each page says for itself where the keys go, so that nothing scrolls by itself."""
    heading = ""
    advice = ""
    """What the help says of the page before its keys."""

    services: Services

    def __init__(self, services: Services | None) -> None:
        """A page; one that is there before the services gets them later."""
        super().__init__()
        if services is not None:
            self.services = services

    def compose(self) -> ComposeResult:
        """Bar, body, keys."""
        bar = TopBar()
        bar.title = self.heading
        yield bar
        with Body():
            yield from self.content()
        yield Foot()

    def content(self) -> ComposeResult:
        """What stands in the body."""
        yield from ()

    @property
    def bar(self) -> TopBar:
        """The bar on top."""
        return self.query_one(TopBar)

    def acknowledge(self) -> None:
        """Say at once that a key was taken, if what it asked for may take longer than a frame."""
        for bar in self.query(TopBar):
            bar.acknowledge()

    @property
    def body(self) -> Body:
        """The part that scrolls."""
        return self.query_one(Body)

    @property
    def room(self) -> int:
        """Cells of a line of a list in the body, for whoever wraps or aligns lines."""
        # The page's edges, the list's, and the scrollbar, whether it is there or not.
        return max(20, min(self.size.width or 80, MEASURE + 5) - 8)

    async def reload(self) -> None:
        """Show what packs hold now: they have changed on disk. Screens that only look back need not."""

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave this screen."""
        self.acknowledge()
        return super().dismiss(result)

    def action_back(self) -> None:
        """Leave this screen."""
        self.dismiss()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell an error of ours as a notification, so that it never ends the app."""
        try:
            yield
        except QuizAppError as error:
            tell(self, error)


def tell(widget: Widget, error: QuizAppError) -> None:
    """Show an error: what happened, where, what next. Those that are not the learner's are logged too."""
    if error.exit_code == QuizAppError.exit_code:
        note_error(error, "screen")
    lines = [
        error.message,
        *(f"{word}: {text}" for word, text in (("where", error.where), ("next", error.hint)) if text),
    ]
    title, *rest = (clean(line) for line in lines)
    widget.notify("\n".join(rest) or "Nothing was lost.", title=title, severity="error", timeout=12, markup=False)
