"""A pack as its author looks at it: what is wrong with it, and every item as a learner will meet it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizapp.domain.installation import Notice
from quizapp.domain.items.identity import ItemId
from quizapp.domain.selection import Listing, Selection
from quizapp.domain.wording import plural
from quizapp.errors import QuizAppError
from quizapp.services.preview import PreviewService
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.services import Services
from quizapp.ui.text import clean, hanging
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.outside import OutsideError, edit_outside
from quizapp.ui.widgets.page import Page

MOST = 200
"""Findings that are listed; who has more mends these first."""


class PreviewScreen(Page):
    """Findings above, items below; Enter opens either. What is saved appears by itself."""

    BINDINGS = bindings("preview")
    heading = "Preview"
    advice = "What you save in your editor is read at once. Nothing here touches your own progress."

    def __init__(self, services: Services, preview: PreviewService) -> None:
        super().__init__(services)
        self._preview = preview
        self._findings: dict[str, Notice] = {}

    def content(self) -> ComposeResult:
        """How it stands, and the list."""
        yield Static(id="preview-standing", markup=False)
        yield Choices(id="preview")

    async def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one("#preview").focus()
        await self.reload()

    async def reload(self) -> None:
        """Show how the pack stands now; the cursor stays on its line."""
        report = self._preview.report
        self.bar.title = f"Preview: {clean(report.title)}"
        self.bar.status = report.summary
        lines = self.query_one("#preview", OptionList)
        before = lines.highlighted_option.id if lines.highlighted_option else None
        self._findings = {f"finding {place}": found for place, found in enumerate(report.findings[:MOST])}
        options = [Option(_finding(found, self.room), id=name) for name, found in self._findings.items()]
        if len(report.findings) > MOST:
            options.append(Option(Content(f"   and {len(report.findings) - MOST} more"), disabled=True))
        topic, room = "", self.room - 2
        for listing in report.listings:
            if listing.topic != topic:
                topic = listing.topic
                options.append(Option(Content.styled(clean(topic.partition("/")[2]), "$muted"), disabled=True))
            options.append(Option(_item(listing, room), id=listing.id))
        lines.clear_options()
        lines.add_options(options)
        places: dict[str, int | None] = {option.id: place for place, option in enumerate(options) if option.id}
        lines.highlighted = places.get(before or "", next(iter(places.values()), None))
        self.query_one("#preview-standing", Static).update(_standing(len(report.listings), len(report.findings)))

    @on(Resize)
    async def repaint(self) -> None:
        """Fit the lines to the new width."""
        await self.reload()

    @on(OptionList.OptionSelected, "#preview")
    def open_line(self, event: OptionList.OptionSelected) -> None:
        """An item is asked, a task is opened, a finding leads to its file."""
        name = event.option_id or ""
        if name in self._findings:
            self._edit(self._findings[name])
        elif any(listing.id == name and listing.kind == "task" for listing in self._preview.report.listings):
            self.post_message(to.TaskRequested(ItemId(name)))
        elif name:
            selection = Selection(items=(ItemId(name),), size=1, cram=True)
            self.post_message(to.StudyRequested(selection=selection, title="Preview"))

    def _edit(self, notice: Notice) -> None:
        try:
            edit_outside(self.app, self._preview.place(notice))
        except (OutsideError, QuizAppError) as error:
            self.notify(str(error), severity="warning", markup=False)

    def action_study(self) -> None:
        """Everything, one item after another."""
        items = tuple(listing.id for listing in self._preview.report.listings if listing.kind != "task")
        if items:
            selection = Selection(items=items, size=len(items), cram=True)
            self.post_message(to.StudyRequested(selection=selection, title="Preview"))


def _standing(items: int, findings: int) -> Content:
    if not items:
        return Content.styled("Nothing of the pack can be shown yet: mend what is listed, and save.", "$text-warning")
    told = (
        "Enter opens the file of a finding, or an item as a learner meets it." if findings else "Enter opens an item."
    )
    return Content.styled(told, "$muted")


def _finding(notice: Notice, room: int) -> Content:
    error = notice.severity == "error"
    mark = Content.styled(f" {Mark.WRONG if error else Mark.PARTLY} ", "$text-error" if error else "$text-warning")
    told = Content.assemble(
        (clean(notice.where), "bold"), f"\n{clean(notice.message)}", (f"\n{clean(notice.hint)}", "$muted")
    )
    return hanging(mark, told, room)


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 60 else plural(round(seconds / 60), "minute")


def _item(listing: Listing, room: int) -> Content:
    kind = "coding task" if listing.kind == "task" else listing.kind
    title = clean(listing.title)
    title = title if len(title) <= room else f"{title[: room - 1]}…"
    return Content.assemble(
        f" {Mark.OPEN} {title}",
        (f"\n   {listing.id.partition('/')[2]} {Mark.DOT} {kind} {Mark.DOT} {_time(listing.seconds)}", "$muted"),
    )
