"""What stands in an interview's page when no question does: between sections, the review, a pause."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.interview.course import Closing, EntryKind
from quizapp.domain.pack import Section
from quizapp.services.interview import Mark as Entry
from quizapp.services.interview import Stand
from quizapp.ui.text import clean, inline
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.rows import Menu
from quizapp.ui.words import counted, span_words

CLOSINGS = {
    Closing.BY_HAND: "is closed",
    Closing.TIME: "is closed: its time ran out",
    Closing.ENDED: "is closed",
}


class BreakPane(Vertical):
    """Between two sections: what closed, what comes."""

    def __init__(self, stand: Stand) -> None:
        super().__init__()
        self._stand = stand

    def compose(self) -> ComposeResult:
        """What closed, then what comes."""
        stand = self._stand
        place = stand.clocks.place
        sections = stand.blueprint.sections
        if stand.closed is not None:
            before = clean(sections[place - 1].title)
            asked = f"{counted(stand.answered, 'answer')} kept."
            yield Static(
                Content.assemble((f"“{before}” {CLOSINGS[stand.closed]}. ", "bold"), asked), classes="gap", markup=False
            )
        yield Static(f"Section {place + 1} of {len(sections)}", classes="heading")
        yield Static(section_line(sections[place]), markup=False)
        words = "The section's clock starts with Enter. The total runs on; a minute for each break is granted on top."
        yield Static(Content.styled(words, "$muted"), classes="gap", markup=False)


def section_line(section: Section) -> Content:
    """A section in one line: what it asks and how long it has."""
    return Content.assemble(
        (f" {Mark.OPEN} {clean(section.title)}", "bold"),
        (f"  {asks(section)}, {span_words(section.minutes * 60)}", "$muted"),
    )


def asks(section: Section) -> str:
    """`7 questions and 1 coding task`."""
    parts = [
        counted(section.items, "question") if section.items else "",
        counted(section.task_count, "coding task") if section.task_count else "",
    ]
    return " and ".join(filter(None, parts))


class PausePane(Vertical):
    """The clock stands still; the question is out of sight."""

    def compose(self) -> ComposeResult:
        """Two sentences."""
        yield Static(Content.styled("Paused: the clock stands still.", "bold"), classes="gap", markup=False)
        yield Static(
            Content.styled(
                "The question is hidden while it does. The debrief will tell how long. Enter goes on.", "$muted"
            ),
            classes="gap",
            markup=False,
        )


class ReviewPane(Vertical):
    """All questions of the section; the first row closes it."""

    def __init__(self, stand: Stand) -> None:
        super().__init__()
        self._stand = stand

    def compose(self) -> ComposeResult:
        """What closing means, then the questions."""
        marks = self._stand.marks
        rows = [(Content.styled(" → ", "bold $text-accent"), _closing(marks))]
        rows += [_row(mark) for mark in marks]
        yield Static("All questions of this section", classes="heading")
        menu = Menu(rows, id="review")
        menu.set_reactive(Menu.cursor, _first(marks))
        yield menu


def _first(marks: list[Entry]) -> int:
    """The row to start at: what is not answered, else what is marked, else the one that closes."""
    for wanted in (lambda mark: not mark.answered and not mark.begun, lambda mark: mark.marked):
        for mark in marks:
            if wanted(mark):
                return mark.number
    return 0


def _closing(marks: list[Entry]) -> Content:
    missing = sum(not mark.answered and not mark.begun for mark in marks)
    marked = sum(mark.marked for mark in marks)
    notes = [f"{missing} not answered" if missing else "everything is answered"]
    if marked:
        notes.append(f"{marked} marked")
    return Content.assemble(
        ("Close this section and go on", "bold"), (f"\n{', '.join(notes)}; there is no way back into it", "$muted")
    )


def _row(mark: Entry) -> tuple[Content, Content]:
    if mark.answered:
        sign, style, word = Mark.DUE, "$text-primary", "answered"
    elif mark.begun:
        sign, style, word = Mark.PARTLY, "$text-primary", "begun: it counts as it stands"
    else:
        sign, style, word = Mark.OPEN, "$muted", "not answered"
    if mark.kind is EntryKind.TASK:
        word = "coding task, counts as last saved" if mark.answered else "coding task"
    elif mark.kind is EntryKind.FOLLOW_UP:
        word = f"follow-up, {word}"
    flag = ("  marked", "$text-warning") if mark.marked else ("", "")
    return (
        Content.assemble((f" {sign} ", style), (f"{mark.number:>2}", "bold")),
        Content.assemble(inline(mark.title.strip().split("\n")[0]), ("\n" + word, "$muted"), flag),
    )
