"""What to study: sources, filters and length, with what the choice gives told as it is made."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Footer, Static
from textual.worker import get_current_worker

from quizapp.domain.selection import Selection
from quizapp.domain.wording import plural
from quizapp.errors import QuizAppError
from quizapp.services.choosing import Offer
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings, spoken
from quizapp.ui.services import Services
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.page import Page, tell
from quizapp.ui.widgets.rows import Rows
from quizapp.ui.widgets.wishes import SourceWish, wishes
from quizapp.ui.words import span_words

NAME = 10
COUNT = 6


class ChooserScreen(Page):
    """One row a wish. Enter begins."""

    BINDINGS = bindings("chooser")
    heading = "What to study"

    def __init__(self, services: Services, selection: Selection | None = None) -> None:
        super().__init__(services)
        usual = services.settings.session_size
        self.selection = selection or Selection(size=usual)
        self._wishes = wishes(services.overview.roadmap(), usual)
        self._offer: Offer | None = None

    def compose(self) -> ComposeResult:
        """The page, with what the choice gives above the keys."""
        for widget in super().compose():
            if isinstance(widget, Footer):
                yield Static(id="offer", markup=False)
            yield widget

    def content(self) -> ComposeResult:
        """The rows."""
        sources = "".join(str(place) for place, wish in enumerate(self._wishes, 1) if isinstance(wish, SourceWish))
        yield Rows([self._row(place) for place in range(len(self._wishes))], keys=sources)

    def on_mount(self) -> None:
        """The rows have the keys."""
        self.query_one(Rows).focus()
        self._count(self.selection)

    def _row(self, place: int) -> tuple[Content, Content]:
        wish = self._wishes[place]
        on = wish.on(self.selection)
        if not isinstance(wish, SourceWish):
            return (
                Content.assemble(" " * 7, (f"{wish.name:<{NAME}}", "bold"), " " * (COUNT - 1)),
                Content.assemble(("‹ ", "$muted"), wish.value(self.selection), (" ›", "$muted")),
            )
        count = self._offer.counts[wish.source] if self._offer else ""
        return (
            Content.assemble(
                (f" {place + 1} ", "bold $text-accent"),
                ("[x]" if on else "[ ]", "bold" if on else "$muted"),
                (f" {wish.name:<{NAME}}", "bold"),
                f"{count:>{COUNT - 1}}",
            ),
            Content.styled(wish.value(self.selection), "$muted"),
        )

    def _paint(self) -> None:
        for place, row in enumerate(self.query_one(Rows).rows):
            row.tell(*self._row(place))

    @on(Rows.Picked)
    def pick(self, event: Rows.Picked) -> None:
        """Space, a digit or a click turns a row."""
        event.stop()
        self._turn(event.position, 1)

    def action_turn(self, by: int) -> None:
        """Left and right turn the row under the cursor."""
        self._turn(self.query_one(Rows).cursor, by)

    def _turn(self, place: int, by: int) -> None:
        self.selection = self._wishes[place].turn(self.selection, by)
        self._paint()
        self._count(self.selection)

    @work(thread=True, exclusive=True)
    def _count(self, selection: Selection) -> None:
        """Ask what the choice gives, beside the screen: it may take a while in a large library."""
        worker = get_current_worker()
        try:
            offer = self.services.study.offer(selection)
        except QuizAppError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(tell, self, error)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self.call_later, self._told, offer)

    def _told(self, offer: Offer) -> None:
        self._offer = offer
        self._paint()
        picking = spoken("rows.pick", self.services.settings.keys)
        words = offer_words(offer, any_source=bool(self.selection.sources), picking=picking)
        self.query_one("#offer", Static).update(words)

    def action_begin(self) -> None:
        """Begin such a session."""
        if self.selection.sources:
            self.post_message(to.StudyRequested(selection=self.selection).instead())
        else:
            self.notify("Choose at least one source first.", timeout=4, markup=False)


def offer_words(offer: Offer, *, any_source: bool, picking: str) -> Content:
    """What a choice gives, in one line."""
    if not offer.planned:
        words = "Nothing fits this choice." if any_source else "Choose at least one source."
        return Content.styled(f"{Mark.OPEN} {words} {picking} adds the source under the cursor.", "$text-warning")
    alone = "" if offer.moves_schedule else f" {Mark.DOT} the schedule is left alone"
    return Content.assemble(
        (f"{Mark.CURSOR} {plural(offer.planned, 'question')}", "bold"),
        f", about {span_words(offer.seconds)}{alone}",
    )
