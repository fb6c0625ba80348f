"""A debrief as Markdown, for notes and mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quizapp.domain.interview.ability import Ability
from quizapp.domain.items.any import Item
from quizapp.domain.items.arranged import Order
from quizapp.domain.items.picked import Choice
from quizapp.domain.items.said import Open
from quizapp.domain.wording import clock
from quizapp.services.interview.changes import changes
from quizapp.services.interview.debrief import CodeLine, Debrief, Judged, QuestionLine
from quizapp.services.interview.telling import at_first, material, missed, right_answer, said, strong
from quizapp.services.interview.verdict import (
    TOO_FEW,
    ability_words,
    circumstances,
    headline,
    level_words,
    range_words,
    right_words,
    section_words,
)


def as_markdown(debrief: Debrief) -> str:
    """The document. What the candidate said is fenced, so that nothing in it is taken for Markdown."""
    return "\n".join(_lines(debrief)).rstrip() + "\n"


def _lines(debrief: Debrief) -> Iterator[str]:
    started = debrief.session.started
    yield f"# Interview: {_inline(debrief.session.title)}, {started:%Y-%m-%d %H:%M} UTC"
    yield f"\n**{headline(debrief)}**\n"
    yield f"- Score: {range_words(debrief.result)}; pass mark {debrief.blueprint.pass_mark:.0%}"
    yield f"- Answered: {debrief.answered} of {debrief.planned}"
    yield from (f"- {_inline(section_words(section))}" for section in debrief.sections)
    yield from (f"- {line}" for line in circumstances(debrief))
    if debrief.next_steps:
        yield "\n## What to do next\n"
        for number, step in enumerate(debrief.next_steps, 1):
            yield f"{number}. {_inline(step.title)}: {_inline(step.why)}"
    yield "\n## By criterion\n"
    yield from _judgements(debrief.by_criterion)
    yield "\n## By topic\n"
    yield from _judgements(debrief.by_topic)
    if debrief.ability is not None:
        yield "\n## Ability\n"
        yield "By the Rasch model, on the scale of difficulty; at this level about half of the answers are right.\n"
        for name, ability in [("All topics", debrief.ability), *_abilities(debrief)]:
            if ability is not None:
                yield f"- {_inline(name)}: {ability_words(ability.mean, ability.low, ability.high)}"
    yield "\n## Questions"
    for line in debrief.asked:
        yield from _task(line) if isinstance(line, CodeLine) else _question(line)


def _abilities(debrief: Debrief) -> Iterator[tuple[str, Ability | None]]:
    """Topic by topic, where enough was asked: the range of one or two questions is the whole scale."""
    return ((one.name, one.ability) for one in debrief.by_topic if one.share.is_enough)


def _judgements(judged: Sequence[Judged]) -> Iterator[str]:
    """A table of what was asked enough for a level, and in one sentence all the rest, as the screen has it."""
    enough = [one for one in judged if one.share.is_enough]
    if enough:
        yield "| | level, 1 to 4 | share | evidence |\n| --- | --- | --- | --- |"
    for one in enough:
        evidence = _inline(one.evidence[0]) if one.evidence else ""
        yield f"| {_inline(one.name)} | {level_words(one.share)} | {range_words(one.share)} | {evidence} |"
    few = " · ".join(f"{_inline(one.name)} {right_words(one.share)}" for one in judged if not one.share.is_enough)
    if few:
        yield ("\n" if enough else "") + f"{TOO_FEW} {few}"


def _question(line: QuestionLine) -> Iterator[str]:
    yield f"\n### {line.number}. {_inline(line.topic_title)} ({line.item.kind}, level {line.item.difficulty})\n"
    yield line.item.stem.strip()
    if material(line.item):
        yield "\n" + _fenced(material(line.item), "python")
    yield from _said(line)
    yield from _wanted(line)
    yield from _strong(line.item)


def _said(line: QuestionLine) -> Iterator[str]:
    """The answer with what was asked after it; one line where there is none."""
    if not line.answered:
        yield "\n**Not answered.**" if line.reached else "\n**Not reached.**"
        return
    notes = [f"score {line.score:.0%}", f"{line.seconds:.0f} s, expected {line.item.seconds:.0f} s"]
    notes += ["overruled by you"] if line.overruled else []
    state = "; ".join(notes)
    if not said(line.item, line.grade):
        yield f"\n**You said that you don't know** ({state})."
    elif first := at_first(line.item, line.grade, line.later):
        yield f"\n**You said** ({state}):\n\n{_fenced(first)}"
    else:
        yield f"\n**You said nothing at first** ({state})."
    for follow_up in line.follow_ups:
        answer = f"\n\n{_fenced(follow_up.said)}" if follow_up.said.strip() else " You added nothing."
        yield f"\n**Asked after it:** {_inline(follow_up.ask)}{answer}"


def _wanted(line: QuestionLine) -> Iterator[str]:
    """What was missed, and what is right; each once, and nothing is missed in an answer that was not given."""
    item, grade = line.item, line.grade
    words, wanting, right = said(item, grade), missed(item, grade), right_answer(item, grade)
    if right:
        # Where every part is wrong, what is right stands below as a whole.
        wanting = wanting if words and len(wanting) < len(grade.parts) else []
    elif not words and not isinstance(item, Open):
        wanting = []
    if wanting:
        yield "\n**Missed:**\n" if words else "\n**What it asks for:**\n"
        yield from (f"- {_inline(one)}" for one in wanting)
    if right and right != words:
        yield "\n**Right:**\n\n" + _fenced(right)


def _strong(item: Item) -> Iterator[str]:
    """A strong answer; options and lines stay apart, which a paragraph would run together."""
    yield "\n**A strong answer:**\n"
    match item:
        case Choice():
            yield from (f"- {_inline(option.text)}" for option in item.options if option.key)
        case Order() if item.code:
            yield _fenced("\n".join(line.rstrip() for line in item.lines), "python")
        case Order():
            yield from (f"{number}. {_inline(line)}" for number, line in enumerate(item.lines, 1))
        case _:
            yield strong(item)
            return
    yield "\n" + item.explanation.strip()


def _task(task: CodeLine) -> Iterator[str]:
    yield f"\n### {task.number}. Coding: {_inline(task.title)}\n"
    if task.checked is None:
        yield "Not judged yet." if task.pending else "Nothing of it was done." if task.begun else "Not reached."
        return
    count = f"{task.checked.passed} of {len(task.checked.verdicts)} checks passed"
    yield f"{count}; {clock(task.seconds)} of {clock(task.minutes * 60)}; {len(task.runs)} runs before the end.\n"
    for name, verdict in task.checked.verdicts.items():
        found = task.checked.messages.get(name, "")
        sign = "x" if verdict.value == "passed" else " "
        told = f": {verdict.value}; {_inline(found)}" if found else ""
        yield f"- [{sign}] {_inline(task.checked.titles.get(name, name))}{told}"
    for step in changes(task.states):
        change = f"\n\n{_fenced(step.diff, 'diff')}" if step.diff else ", nothing changed"
        yield f"\n**{clock(step.at)}, {step.title}**{change}"


def _inline(text: str) -> str:
    """Text in one line, in which nothing is Markdown or HTML but code spans."""
    line = " ".join(text.split())
    pieces = re.split(r"(`[^`]*`)", line)
    return "".join(
        piece.replace("|", "\\|") if number % 2 else re.sub(r"([\\*_\[\]<>|#])", r"\\\1", piece)
        for number, piece in enumerate(pieces)
    )


def _fenced(text: str, language: str = "text") -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"
