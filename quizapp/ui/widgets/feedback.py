"""What is told after an answer: every part of it with its rationale, then the explanation and where to read on."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.grading import Grade, Part
from quizapp.domain.items.any import Item
from quizapp.domain.items.arranged import Match, Order
from quizapp.domain.items.picked import Choice, Spot
from quizapp.domain.items.predicted import Predict
from quizapp.domain.items.said import Open
from quizapp.domain.items.typed import Cloze, Short
from quizapp.ui.text import clean, code, inline, passage
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.points import Points
from quizapp.ui.widgets.prose import Prose
from quizapp.ui.widgets.rows import Row

Line = tuple[Content, Content]


class Feedback(Vertical):
    """The same after a study answer and in a debrief."""

    def __init__(
        self, item: Item, grade: Grade, order: list[int], *, overrulable: bool = False, advice: str = ""
    ) -> None:
        super().__init__()
        self._advice = advice
        self._overrulable = overrulable
        self._item = item
        self._grade = grade
        self._order = order

    def compose(self) -> ComposeResult:
        """Advice if there is any, parts, explanation, references."""
        if self._advice:
            yield Static(Content(f"{Mark.FLAG} {clean(self._advice)}"), classes="advice")
        if isinstance(self._item, Open):
            yield Points(self._item, self._grade, overrulable=self._overrulable)
        for position, (label, text) in enumerate(part_lines(self._item, self._grade, self._order)):
            yield Row(position, label, text)
        yield Static("Why", classes="heading")
        yield Prose(self._item.explanation)
        if self._item.refs:
            yield Static("Read on", classes="heading")
            yield Prose("\n".join(f"- <{ref}>" for ref in self._item.refs))


def said_nothing(grade: Grade) -> bool:
    """Whether the learner passed: nothing typed, nothing picked."""
    return not any(part.given.strip() or (part.chosen and not part.expected) for part in grade.parts)


def verdict(grade: Grade) -> tuple[str, str]:
    """Mark and word, and the class that colours them."""
    if said_nothing(grade):
        return f"{Mark.OPEN} Not known yet", "muted"
    if grade.right:
        return f"{Mark.RIGHT} Right", "right"
    if grade.score > 0:
        return f"{Mark.PARTLY} Partly right, {grade.score:.0%}", "partly"
    return f"{Mark.WRONG} Not right", "wrong"


def part_lines(item: Item, grade: Grade, order: list[int]) -> Iterator[Line]:
    """A label and a text for every part of a response."""
    match item:
        case Choice():
            yield from _options(grade.parts, order, several=item.multiple)
        case Spot():
            yield _spotted(item, grade.parts[0])
            yield from _options(grade.parts[1:], order)
        case Order():
            yield from _arranged(item, grade.parts)
        case Short() | Cloze() | Match() | Predict():
            for part in grade.parts:
                yield _given(part, labelled=not isinstance(item, Short), as_code=isinstance(item, Cloze))


def _mark(*, right: bool, said: bool = True) -> Content:
    if right:
        return Content.styled(f" {Mark.RIGHT} ", "bold $text-success")
    return Content.styled(f" {Mark.WRONG} ", "bold $text-error") if said else Content.styled(f" {Mark.OPEN} ", "$muted")


def _options(parts: list[Part], order: list[int], *, several: bool = False) -> Iterator[Line]:
    """Each option with its mark and, unless nothing was picked, the box as the learner left it.

    The box tells what was picked from what was missed where colours do not.
    """
    silent = not any(part.chosen for part in parts)
    picked, left = ("[x]", "[ ]") if several else ("(•)", "( )")
    for place, position in enumerate(order):
        part = parts[position]
        if part.key:
            mark = _mark(right=True)
            tag = "right, and you picked it" if part.chosen else "right" if silent else "right; you did not pick it"
        elif part.chosen:
            mark, tag = _mark(right=False), "your pick, but wrong"
        else:
            mark, tag = Content.styled(f" {Mark.DOT} ", "$muted"), "wrong"
        style = "$text-success" if part.key else "$text-error" if part.chosen else "$muted"
        yield (
            Content.assemble(
                mark,
                (f"{place + 1} ", "bold"),
                "" if silent else (f"{picked} ", "bold") if part.chosen else (f"{left} ", "$muted"),
            ),
            Content.assemble(
                passage(part.label), "\n", (f"{tag}. ", style), passage(part.why).stylize_before("$muted")
            ),
        )


def _quoted(text: str, *, as_code: bool = False) -> Content:
    return code(text) if as_code else passage(text)


def _given(part: Part, *, labelled: bool, as_code: bool) -> Line:
    pieces: list[Content | tuple[str, str] | str] = []
    if labelled:
        pieces += [inline(part.label), "\n"]
    if part.given.strip():
        pieces += [("you: ", "$muted"), _quoted(part.given, as_code=as_code)]
    if not part.right:
        line_break = "\n" if part.given.strip() else ""
        pieces += [(f"{line_break}right: ", "$text-success"), _quoted(part.expected, as_code=as_code)]
    if part.why:
        pieces += ["\n", passage(part.why).stylize_before("$muted")]
    return _mark(right=part.right, said=bool(part.given.strip())), Content.assemble(*pieces)


def _spotted(item: Spot, part: Part) -> Line:
    lines = clean(item.code).split("\n")
    width = len(str(max(item.lines)))
    right = Content("\n").join(
        [
            Content.assemble((f"{number:>{width}} ", "$muted"), code(lines[number - 1].strip(), item.language))
            for number in item.lines
        ]
    )
    said = Content.assemble(("you: ", "$muted"), f"line {part.given}\n") if part.given else Content("")
    words = "right: either of the lines\n" if len(item.lines) > 1 else "right: line "
    return _mark(right=part.right, said=bool(part.given)), Content.assemble(said, (words, "$text-success"), right)


def _arranged(item: Order, parts: list[Part]) -> Iterator[Line]:
    for part in parts:
        given = _quoted(part.given, as_code=item.code)
        expected = _quoted(part.expected, as_code=item.code)
        if part.label == "extra":
            yield _mark(right=False), Content.assemble(given, ("\nbelongs nowhere", "$text-error"))
        elif part.right:
            yield Content.assemble(_mark(right=True), (f"{part.label}. ", "bold")), expected
        elif part.given:
            yield (
                Content.assemble(_mark(right=False), (f"{part.label}. ", "bold")),
                Content.assemble(expected, ("\nyou: ", "$muted"), given),
            )
        else:
            yield Content.assemble(_mark(right=False, said=False), (f"{part.label}. ", "bold")), expected
