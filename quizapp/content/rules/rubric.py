"""Answers in one's own words: rubrics that can be met, and that cannot be met by repeating the question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quizapp.content.loader import Record
from quizapp.content.rule import Finding, at, item_rule
from quizapp.domain.items.said import Open
from quizapp.domain.rubric.judge import Finding as Heard
from quizapp.domain.rubric.judge import judge
from quizapp.domain.rubric.phrase import parse, says
from quizapp.domain.rubric.points import PhrasePattern, Point, RedFlag


@item_rule("error")
def no_must(record: Record[Any]) -> Iterator[Finding]:
    """No point is marked `must: true`, so an answer could pass that leaves out what the question is about."""
    if isinstance(record.model, Open) and not any(point.must for point in record.model.points):
        hint = "Write `must: true` at the point without which no answer is right."
        yield at(record, ("points",), "no point must be made", hint)


@item_rule("warning")
def single_point(record: Record[Any]) -> Iterator[Finding]:
    """An open item has one point only.

    An interviewer listens for several, and a word or two can be asked for as a `short` item.
    """
    if isinstance(record.model, Open) and len(record.model.points) == 1:
        hint = "Say in a second point what a good answer has beyond the first, or make it a `short` item."
        yield at(record, ("points",), "there is one point only", hint)


@item_rule("error")
def unearned_point(record: Record[Any]) -> Iterator[Finding]:
    """The model answer does not earn a point, so a learner who says just that would be marked down."""
    if not isinstance(record.model, Open):
        return
    for position, heard in enumerate(judge(record.model, record.model.model_answer).points):
        if heard.finding is not Heard.SAID:
            how = f"seems denied by {heard.words!r}" if heard.finding is Heard.DENIED else "is not found"
            hint = "Add a phrasing with the words of the model answer, or say the point in the model answer."
            yield at(record, ("points", position), f"the point {heard.id} {how} in the model answer", hint)


@item_rule("error")
def flagged_model_answer(record: Record[Any]) -> Iterator[Finding]:
    """The model answer raises a red flag: right answers would be punished for its words."""
    if not isinstance(record.model, Open):
        return
    for position, heard in enumerate(judge(record.model, record.model.model_answer).flags):
        if heard.finding is Heard.SAID:
            hint = "Make its phrasings narrower; `!word` keeps a phrasing away from a word."
            message = f"the model answer raises {heard.id} with {heard.words!r}"
            yield at(record, ("red_flags", position), message, hint)


@item_rule("error")
def earned_by_question(record: Record[Any]) -> Iterator[Finding]:
    """The words of the question earn a point, so that repeating it would be an answer."""
    if not isinstance(record.model, Open):
        return
    stem = record.model.stem
    asked = judge(record.model.model_copy(update={"stem": ""}), stem.replace("?", "."))
    for position, heard in enumerate(asked.points):
        if heard.finding is Heard.SAID:
            hint = "Let its phrasings ask for a word that the question does not give away."
            yield at(record, ("points", position), f"the question itself earns {heard.id} with {heard.words!r}", hint)


@item_rule("error")
def shared_phrasing(record: Record[Any]) -> Iterator[Finding]:
    """Whoever says a phrasing of one point says another point, or a wrong claim, as well.

    Then one statement is counted twice, or is right and wrong at once.
    """
    if not isinstance(record.model, Open):
        return
    for position, point in enumerate(record.model.points):
        others: list[Point | RedFlag] = [other for other in record.model.points if other is not point]
        for place, phrase in enumerate(point.any_of):
            for other in [*others, *record.model.red_flags]:
                also = next((their for their in other.any_of if _says(phrase, their)), None)
                if also is not None:
                    message = f"whoever says {str(phrase)!r} also says {str(also)!r} of {other.id}"
                    hint = "Give one of the two a word that the other one lacks."
                    yield at(record, ("points", position, "any_of", place), message, hint)


def _says(phrase: Any, other: Any) -> bool:
    if isinstance(phrase, PhrasePattern) or isinstance(other, PhrasePattern):
        return False
    return any(says(mine, theirs) for mine in parse(phrase) for theirs in parse(other))


@item_rule("error")
def unmatched_pattern(record: Record[Any]) -> Iterator[Finding]:
    """The example of a phrasing's pattern is not found by the pattern."""
    if not isinstance(record.model, Open):
        return
    for name in ("points", "red_flags"):
        for position, part in enumerate(getattr(record.model, name)):
            for place, phrase in enumerate(part.any_of):
                if isinstance(phrase, PhrasePattern) and not phrase.holds():
                    message = f"{phrase.example!r} does not match its own pattern"
                    hint = "Mend the pattern or the example; patterns see lower case."
                    yield at(record, (name, position, "any_of", place, "example"), message, hint)
