"""What stands in an interview's page when no question does: between sections, the review, a pause."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.interview.stretch import Closing, EntryKind
from quizapp.domain.pack import Section
from quizapp.domain.wording import plural
from quizapp.services.interview import Mark as Entry
from quizapp.services.interview import Stand
from quizapp.ui.text import clean, inline
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.rows import DIGITS, Menu
from quizapp.ui.words import span_words

CLOSINGS = {
    Closing.BY_HAND: "is closed",
    Closing.TIME: "is closed: its time ran out",
    Closing.ENDED: "is closed",
}

NO_KEY = "\ue000"
"""In place of a key, for a row that has none: no keyboard has it."""


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
            asked = f"{plural(stand.answered, 'answer')} kept."
            yield Static(
                Content.assemble((f"“{before}” {CLOSINGS[stand.closed]}. ", "bold"), asked), classes="gap", markup=False
            )
        yield Static(f"Section {place + 1} of {len(sections)}", classes="heading")
        yield Static(section_line(sections[place]), markup=False)
        words = (
            "The section's clock starts with Enter. The total runs on; a minute for each break is granted on top. "
            "Time that a section left over is not added to the next."
        )
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
        plural(section.items, "question") if section.items else "",
        plural(section.task_count, "coding task") if section.task_count else "",
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
        rows = [(Content.styled(" → ", "bold $text-accent"), _closing(self._stand))]
        rows += [_row(mark) for mark in marks]
        yield Static("All questions of this section: Enter or its number opens one", classes="heading")
        menu = Menu(rows, keys=f"{NO_KEY}{DIGITS}"[: len(rows)], id="review")
        menu.set_reactive(Menu.cursor, _first(marks))
        yield menu


def _first(marks: list[Entry]) -> int:
    """The row to start at: what is not answered, else what is begun, else what is marked, else the one that closes."""
    for wanted in (_is_missing, _is_begun, lambda mark: mark.marked):
        for mark in marks:
            if wanted(mark):
                return mark.number
    return 0


def _is_missing(mark: Entry) -> bool:
    """A follow-up that nobody answered is none, nor is a task: what was said before it, or is saved, stands."""
    return not mark.answered and not mark.begun and mark.kind is EntryKind.ITEM


def _is_begun(mark: Entry) -> bool:
    return mark.begun and not mark.answered


def open_words(marks: list[Entry], to_draw: int = 0) -> str:
    """`2 not answered, 1 begun, 1 marked`, or that everything is answered."""
    questions = any(mark.kind is not EntryKind.TASK for mark in marks) or to_draw
    missing = sum(map(_is_missing, marks)) + to_draw
    begun = sum(map(_is_begun, marks))
    marked = sum(mark.marked for mark in marks)
    notes = [f"{missing} not answered"] if missing else []
    notes += [f"{begun} begun, which counts as it stands"] if begun else []
    notes += [] if notes or not questions else ["everything is answered"]
    notes += [f"{marked} marked"] if marked else []
    return ", ".join(notes) or "code counts as it is saved"


def _closing(stand: Stand) -> Content:
    is_last = stand.clocks.place + 1 == len(stand.blueprint.sections)
    where = "Close this section, the last one" if is_last else "Close this section and go on"
    words = open_words(stand.marks, stand.to_draw)
    return Content.assemble((where, "bold"), (f"\n{words}; there is no way back into it", "$muted"))


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
        word = f"follow-up, {word}" if mark.answered or mark.begun else "follow-up, nothing added; it costs nothing"
    flag = ("  marked", "$text-warning") if mark.marked else ("", "")
    has_key = mark.number < 10
    return (
        Content.assemble((f" {sign} ", style), (f"{mark.number:>2}", "bold $text-accent" if has_key else "bold")),
        Content.assemble(inline(mark.title.strip().split("\n")[0]), ("\n" + word, "$muted"), flag),
    )


def follow_up(stand: Stand, skip: str) -> str:
    """A follow-up with the answer that it follows, as a stem; `skip` is the key that passes it over."""
    asked = f"**Follow-up:** {stand.ask}\n"
    quote = "\n".join(f"> {line}" for line in clean(stand.said).splitlines())
    said = f"\nYou said:\n\n{quote}\n" if quote else ""
    return f"{asked}{said}\nNothing to add? {skip} goes on, and what you said stands.\n"
