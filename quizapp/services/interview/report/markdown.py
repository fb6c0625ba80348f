"""A debrief as Markdown, for notes and mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.domain.wording import clock
from quizapp.services.interview.changes import changes
from quizapp.services.interview.debrief import CodeLine, Debrief, Judged, QuestionLine
from quizapp.services.interview.telling import at_first, material, missed, right_answer, strong
from quizapp.services.interview.verdict import (
    ability_words,
    circumstances,
    headline,
    level_words,
    range_words,
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
    yield from _table(debrief.by_criterion)
    yield "\n## By topic\n"
    yield from _table(debrief.by_topic)
    if debrief.ability is not None:
        yield "\n## Ability\n"
        yield "By the Rasch model, on the scale of difficulty; at this level about half of the answers are right.\n"
        for name, ability in [("All topics", debrief.ability), *((one.name, one.ability) for one in debrief.by_topic)]:
            if ability is not None:
                yield f"- {_inline(name)}: {ability_words(ability.mean, ability.low, ability.high)}"
    yield "\n## Questions"
    for line in debrief.asked:
        yield from _task(line) if isinstance(line, CodeLine) else _question(line)


def _table(judged: list[Judged]) -> Iterator[str]:
    yield "| | level, 1 to 4 | share | evidence |\n| --- | --- | --- | --- |"
    for one in judged:
        evidence = _inline(one.evidence[0]) if one.evidence else ""
        yield f"| {_inline(one.name)} | {level_words(one.share)} | {range_words(one.share)} | {evidence} |"


def _question(line: QuestionLine) -> Iterator[str]:
    yield f"\n### {line.number}. {_inline(line.topic_title)} ({line.item.kind}, level {line.item.difficulty})\n"
    yield line.item.stem.strip()
    if material(line.item):
        yield "\n" + _fenced(material(line.item), "python")
    notes = [f"score {line.score:.0%}", f"{line.seconds:.0f} s, expected {line.item.seconds:.0f} s"]
    notes += ["overruled by you"] if line.overruled else []
    state = "; ".join(notes) if line.answered else "not answered" if line.reached else "not reached"
    yield f"\n**You said** ({state}):\n"
    yield _fenced(at_first(line.item, line.grade, line.later) or "nothing")
    for follow_up in line.follow_ups:
        yield f"\n**Asked after it:** {_inline(follow_up.ask)}\n"
        yield _fenced(follow_up.said or "nothing added")
    if missed(line.item, line.grade):
        yield "\n**Missed:**\n"
        yield from (f"- {_inline(one)}" for one in missed(line.item, line.grade))
    if right_answer(line.item, line.grade):
        yield "\n**Right:**\n\n" + _fenced(right_answer(line.item, line.grade))
    yield "\n**A strong answer:**\n"
    yield strong(line.item)


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
        yield f"\n**{clock(step.at)}, {step.title}**\n"
        yield _fenced(step.diff or "no change", "diff")


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
