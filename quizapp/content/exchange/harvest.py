"""What was found in another program's file, as items of ours, and what was not carried over."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from quizapp.content.exchange.bounds import MAX_FIELD, MAX_QUESTIONS
from quizapp.content.exchange.guess import points_of
from quizapp.content.exchange.markup import one_line, visible
from quizapp.domain.fields import Model
from quizapp.domain.items.typed import BLANK
from quizapp.domain.work import EVERY, UNWATCHED, Advance, Watch

NO_REASON = "The source gives no reason."
FILL = "Fill the gaps."
TYPED_WORDS = 4
TYPED_LENGTH = 40
"""An answer that is no longer is typed; a longer one is said in one's own words."""
MAX_BLANKS = 8
MAX_OPTIONS = 9
_KIND_SECONDS = {"choice": 40, "short": 20, "cloze": 40, "match": 60, "open": 90}
_CLOZE = re.compile(r"\{\{c(\d{1,3})::((?:[^{}]|\{(?!\{)|\}(?!\}))*)\}\}")
"""One pass over the text, whatever stands in it."""


class Loss(Model):
    """Something of the source that the pack does not have, or not as it was."""

    where: str
    """`file:line`, or the note or question."""
    what: str
    why: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.where}: {self.what}: {self.why}"


@dataclass(slots=True)
class Taken:
    """An item as it will be written, without its id."""

    where: str
    topic: str
    """The topic's title."""
    data: dict[str, Any]


@dataclass(slots=True)
class Answer:
    """One of several answers in a source."""

    text: str
    key: bool
    why: str = ""


@dataclass(slots=True)
class Harvest:
    """Everything that a reader found."""

    items: list[Taken] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    title: str = ""
    """What the source calls itself, if it does."""
    unexplained: int = 0
    """Items without a word of why."""
    watch: Watch = UNWATCHED
    """Hears how many questions were taken, and may stop it."""

    @property
    def is_full(self) -> bool:
        """Whether no more is taken."""
        return len(self.items) >= MAX_QUESTIONS

    def lose(self, where: str, what: str, why: str) -> None:
        """Tell of something that is not carried over."""
        if len(self.losses) < 2 * MAX_QUESTIONS:
            self.losses.append(Loss(where=one_line(where)[:200], what=one_line(what)[:120], why=one_line(why)[:200]))

    def media(self, where: str, lost: Iterable[str]) -> None:
        """Tell of pictures and sounds."""
        for name in dict.fromkeys(lost):
            self.lose(where, name, "packs hold text and code only")

    def take(self, where: str, topic: str, kind: str, stem: str, explanation: str, **fields: Any) -> None:
        """Add an item; what is empty or too long is told."""
        if len(self.items) % EVERY == 0:
            self.watch.tell(Advance("reading", len(self.items), unit="question"))
        stem = visible(stem)
        if not stem:
            self.lose(where, "a question", "it has no text")
            return
        if max(len(stem), len(explanation)) > MAX_FIELD:
            self.lose(where, f"the question {stem[:40]!r}", f"it has more than {MAX_FIELD >> 10} Ki characters")
            return
        if self.is_full:
            self.lose(where, f"the question {stem[:40]!r}", f"a pack made this way has at most {MAX_QUESTIONS}")
            return
        self.unexplained += not visible(explanation)
        common = {"kind": kind, "topic": "", "difficulty": 2, "seconds": _KIND_SECONDS[kind], "stem": stem}
        data = {**common, **fields, "explanation": visible(explanation) or NO_REASON}
        self.items.append(Taken(where, one_line(topic)[:80] or "Imported", data))

    def card(self, where: str, topic: str, front: str, back: str, *, explanation: str = "") -> None:
        """A card with a front and a back: typed if the back is a word or two, else said in one's own words."""
        front, back = visible(front), visible(back)
        if not back:
            self.lose(where, f"the card {front[:40]!r}", "its back is empty")
        elif terms := terms_of(back):
            # In any order, as the card would have taken them; the order of the back is the one that is shown.
            names = [f"t{place}" for place in range(1, len(terms) + 1)]
            blanks = {
                name: {"accept": [term, *(other for other in terms if other != term)], "why": explanation or NO_REASON}
                for name, term in zip(names, terms, strict=True)
            }
            code = ", ".join("{{" + name + "}}" for name in names)
            self.take(where, topic, "cloze", front, explanation, code=code, language="text", blanks=blanks)
        elif is_typed(back):
            self.take(where, topic, "short", front, explanation, accept=[back])
        else:
            points = points_of(front, back)
            if points:
                self.take(where, topic, "open", front, explanation or back, points=points, model_answer=back)
            else:
                self.lose(where, f"the card {front[:40]!r}", "its back has no words by which an answer could be known")

    def choice(self, where: str, topic: str, stem: str, answers: Sequence[Answer], *, explanation: str = "") -> None:
        """A question with answers to pick from."""
        answers = [answer for answer in answers if visible(answer.text)]
        keys = sum(answer.key for answer in answers)
        if not 0 < keys < len(answers) or len(answers) > MAX_OPTIONS:
            why = {0: "no answer is the right one"}.get(keys, f"of {len(answers)} answers {keys} are right")
            self.lose(where, f"the question {visible(stem)[:40]!r}", why)
            return
        bare = sum(not visible(answer.why) for answer in answers)
        if bare:
            self.lose(where, f"rationales of {bare} answers", "the source has none: each says so, write them")
        options = [
            {
                "text": visible(answer.text),
                **({"key": True} if answer.key else {}),
                "why": visible(answer.why) or NO_REASON,
            }
            for answer in answers
        ]
        several = {"multiple": True} if keys > 1 else {}
        self.take(where, topic, "choice", stem, explanation, options=options, **several)

    def short(
        self,
        where: str,
        topic: str,
        stem: str,
        accept: Sequence[str | dict[str, float]],
        *,
        wrong: Sequence[Answer] = (),
        explanation: str = "",
    ) -> None:
        """A question whose answer is typed: texts, or numbers with a tolerance."""
        wanted: list[str | dict[str, float]] = []
        for each in accept:
            right = one_line(each) if isinstance(each, str) else each
            if right and right not in wanted:
                wanted.append(right)
        told = [{"answer": one_line(each.text), "why": visible(each.why)} for each in wrong if visible(each.why)]
        if not wanted:
            self.lose(where, f"the question {visible(stem)[:40]!r}", "it has no right answer")
            return
        fields: dict[str, Any] = {"accept": wanted}
        if told:
            fields["wrong"] = told[:20]
        self.take(where, topic, "short", stem, explanation, **fields)

    def match(self, where: str, topic: str, stem: str, pairs: Sequence[tuple[str, str]], extra: Sequence[str]) -> None:
        """Pairs that belong together."""
        written = [{"left": visible(left), "right": visible(right), "why": NO_REASON} for left, right in pairs]
        if not 2 <= len(written) <= MAX_OPTIONS:
            self.lose(
                where, f"the question {visible(stem)[:40]!r}", f"it has {len(written)} pairs; 2 to 9 can be asked"
            )
            return
        more = {"extra": [visible(each) for each in extra][:4]} if extra else {}
        self.take(where, topic, "match", stem, "", pairs=written, **more)

    def cloze(self, where: str, topic: str, text: str, *, explanation: str = "") -> None:
        """A text with `{{c1::gaps}}`."""
        blanks: dict[str, Any] = {}

        def blank(found: re.Match[str]) -> str:
            said, _, asked = found[2].partition("::")
            answer, hint = one_line(said), one_line(asked)
            name = f"c{found[1]}" if f"c{found[1]}" not in blanks else f"c{found[1]}_{len(blanks)}"
            blanks[name] = {"accept": [answer], "why": f"Hint: {hint}" if hint else NO_REASON}
            return "{{" + name + "}}"

        code = visible(_CLOZE.sub(blank, text))
        if not 0 < len(blanks) <= MAX_BLANKS or set(BLANK.findall(code)) != set(blanks):
            self.lose(where, f"the text {visible(text)[:40]!r}", f"it has {len(blanks)} gaps; 1 to 8 can be asked")
            return
        fields = {"code": code, "language": "text", "blanks": blanks}
        self.take(where, topic, "cloze", FILL, explanation, **fields)


def terms_of(back: str) -> list[str]:
    """The terms of a back that is nothing but a list of them, such as `GET, POST, PUT`; else none."""
    terms = (
        [term.strip().rstrip(".") for term in re.split(r",\s+(?:and\s+)?|\s+and\s+", back)] if "\n" not in back else []
    )
    is_list = "," in back and 3 <= len(terms) <= MAX_BLANKS and len(set(terms)) == len(terms)
    return terms if is_list and all(term and len(term.split()) <= 2 and "{" not in term for term in terms) else []


def is_typed(answer: str) -> bool:
    """Whether an answer is short enough to be typed to the letter."""
    return "\n" not in answer and len(answer) <= TYPED_LENGTH and len(answer.split()) <= TYPED_WORDS


def is_cloze(text: str) -> bool:
    """Whether a text has gaps in Anki's way."""
    return _CLOZE.search(text) is not None


def number(text: str) -> float | None:
    """A number, if the text is one."""
    try:
        value = float(text.strip())
    except ValueError:
        return None
    return value if math.isfinite(value) else None
