"""What is told after an answer in one's own words: its points, with the learner's words that earned them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from quizapp.domain.grading import Grade, Part
from quizapp.domain.items.said import Open
from quizapp.ui.keys import bindings
from quizapp.ui.text import clean, inline, passage, plain
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.prose import Prose
from quizapp.ui.widgets.rows import Rows

LETTERS = "cdfilmqstvwxyz0"
"""A key each for points and red flags: those that mean nothing else once the answer is told (a test holds it)."""

OVERRULING = "Judged by its words, so it may be wrong. The letter of a point says that you did say it, or did not."
Line = tuple[Content, Content]


class PointRows(Rows, inherit_bindings=False):
    """Points under a cursor. Space stays what it is on this screen: on to the next question."""

    BINDINGS = bindings("points")


class Points(Vertical):
    """Points, red flags, a model answer, and what an interviewer asks next."""

    @dataclass
    class Overruled(Message):
        """The learner holds otherwise than what is shown of one point."""

        point: str
        said: bool

    def __init__(self, item: Open, grade: Grade, *, overrulable: bool) -> None:
        super().__init__()
        self._item = item
        self._grade = grade
        self._overrulable = overrulable

    def compose(self) -> ComposeResult:
        """The points first: they are what the score is made of."""
        parts = self._grade.parts
        rows = PointRows([self._line(part, place) for place, part in enumerate(parts)], keys=LETTERS[: len(parts)])
        rows.can_focus = self._overrulable
        yield rows
        if self._overrulable:
            yield Static(OVERRULING, classes="advice", markup=False)
        if self._grade.said.strip():
            earned = any(part.given and part.right and not part.flag for part in parts)
            yield Static(f"Your answer{', in bold what earned a point' if earned else ''}", classes="heading")
            yield Static(answer_text(self._grade), id="said", classes="said", markup=False)
        yield Static("A good answer", classes="heading")
        yield Prose(self._item.model_answer)
        asks = list(follow_ups(self._item, self._grade))
        if asks:
            yield Static("What an interviewer asks next", classes="heading")
            yield Prose("\n".join(f"- {ask}" for ask in asks))

    def _line(self, part: Part, place: int) -> Line:
        letter = (f" {LETTERS[place]}", "bold $text-accent") if self._overrulable else ("", "")
        return Content.assemble(letter, _mark(part)), _told(part)

    def tell(self, grade: Grade) -> None:
        """Show what an overrule has made of the points; a red flag that was taken back stays in its row."""
        self._grade = grade
        rows = self.query_one(PointRows)
        for place, (row, part) in enumerate(zip(rows.rows, grade.parts, strict=True)):
            row.tell(*self._line(part, place))
        for said in self.query("#said").results(Static):
            said.update(answer_text(grade))

    @on(Rows.Picked)
    def overrule(self, event: Rows.Picked) -> None:
        """Turn what is held of a point around."""
        event.stop()
        part = self._grade.parts[event.position]
        if self._overrulable:
            # Of a red flag `right` means that the claim was not made.
            self.post_message(self.Overruled(part.id, said=part.right if part.flag else not part.right))

    def take_focus(self) -> None:
        """Make the keys go to the points."""
        self.screen.set_focus(self.query_one(PointRows), scroll_visible=False)


def answer_text(grade: Grade) -> Content:
    """The learner's answer; the words that earned a point stand out, and those of a wrong claim."""
    text = plain(grade.said)
    if text.plain != grade.said:  # something was cleaned out of it, so places have moved
        return text
    for part in grade.parts:
        if part.given and part.right != part.flag:
            style = "$text-error underline" if part.flag else "$text-success bold"
            text = text.stylize(style, part.start, part.start + len(part.given))
    return text


def follow_ups(item: Open, grade: Grade) -> Iterator[str]:
    """What an interviewer would ask after this answer."""
    missing = {part.id for part in grade.parts if not part.right}
    yield from (ask.ask for ask in item.follow_ups if ask.when_missing is None or ask.when_missing in missing)


def _mark(part: Part) -> Content:
    if part.flag:
        return Content.styled(f" {Mark.FLAG} ", "$muted" if part.right else "bold $text-error")
    if part.right:
        return Content.styled(f" {Mark.RIGHT} ", "bold $text-success")
    return (
        Content.styled(f" {Mark.WRONG} ", "bold $text-error")
        if part.chosen
        else Content.styled(f" {Mark.OPEN} ", "$muted")
    )


def _told(part: Part) -> Content:
    """The point, the learner's own words, and what there is to say."""
    must = (" (an answer needs it)", "$muted") if part.key and not part.right else ("", "")
    pieces: list[Content | tuple[str, str]] = [inline(part.label), must]
    if part.flag:
        pieces = [("taken back by you: " if part.right else "not so: ", "$text-error"), passage(part.label)]
    if part.given and (part.right or part.flag or part.denied):
        opening = "\nyou said: " if not part.denied or part.right else "\nthis seems to say the contrary: "
        pieces += [(opening, "$muted"), (f"“{' '.join(clean(part.given).split())}”", "italic")]
    if part.overruled and not part.flag:
        pieces.append((f"\nyour word: {'said' if part.right else 'not said'}", "$text-warning"))
    if part.why:
        pieces += [("\n", ""), passage(part.why).stylize_before("$muted")]
    return Content.assemble(*pieces)
