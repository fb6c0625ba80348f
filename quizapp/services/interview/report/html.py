"""A debrief as one HTML file: styles and plots inside, nothing fetched or run, everything escaped, fit to print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from quizapp.domain.interview.score import Standing
from quizapp.domain.wording import clock
from quizapp.services.interview.changes import changes
from quizapp.services.interview.debrief import CodeLine, Debrief, Judged, QuestionLine
from quizapp.services.interview.report.plot import progress, shares, times
from quizapp.services.interview.report.style import STYLE
from quizapp.services.interview.telling import at_first, material, missed, right_answer, strong
from quizapp.services.interview.verdict import (
    ability_words,
    circumstances,
    headline,
    level_words,
    range_words,
    section_words,
)

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A browser that reads it fetches nothing and runs nothing, even if a text slipped through."""
_FENCE = re.compile(r"^(?P<fence>`{3,}+)[^\n]*+\n(?P<code>.*?)\n?(?P=fence)[ ]*$", re.MULTILINE | re.DOTALL)
_SIGNS = {Standing.PASSED: "✓", Standing.CLOSE: "◐", Standing.NOT_PASSED: "✗", Standing.NOT_ENOUGH: "–"}


def as_html(debrief: Debrief) -> str:
    """The document."""
    title = escape(f"Interview: {debrief.session.title}")
    head = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><main>\n"
    )
    return head + "\n".join(_body(debrief)) + "\n</main></body></html>\n"


def _body(debrief: Debrief) -> Iterator[str]:
    started = debrief.session.started
    yield f"<h1>{escape(debrief.session.title)}</h1><p class=when>Mock interview, {started:%d %B %Y, %H:%M} UTC</p>"
    style = debrief.standing.name.lower().replace("_", "-")
    yield f'<p class="verdict {style}">{_SIGNS[debrief.standing]} {escape(headline(debrief))}</p>'
    yield (
        f"<p><strong>{range_words(debrief.result)}</strong>; pass mark {debrief.blueprint.pass_mark:.0%}; "
        f"{debrief.answered} of {debrief.planned} answered.</p>"
    )
    notes = [section_words(section) for section in debrief.sections] + circumstances(debrief)
    yield "<ul>" + "".join(f"<li>{escape(note)}</li>" for note in notes) + "</ul>"
    if debrief.next_steps:
        steps = "".join(
            f"<li><strong>{escape(step.title)}</strong><br><span class=quiet>{_inline(step.why)}</span></li>"
            for step in debrief.next_steps
        )
        yield f"<h2>What to do next</h2><ol>{steps}</ol>"
    yield "<h2>By criterion</h2>" + shares(debrief.by_criterion, title="Share by criterion")
    yield _table(debrief.by_criterion)
    yield "<h2>By topic</h2>" + shares(debrief.by_topic, pass_mark=debrief.blueprint.pass_mark, title="Share by topic")
    yield _table(debrief.by_topic)
    yield from _abilities(debrief)
    plot = times(debrief.lines)
    yield f"<h2>Time</h2>{plot}<p class=quiet>Seconds a question; the tick is what was expected.</p>" if plot else ""
    yield "<h2>Questions</h2>"
    for line in debrief.asked:
        yield from _task(line) if isinstance(line, CodeLine) else _question(line)


def _table(judged: list[Judged]) -> str:
    rows = "".join(
        f"<tr><th>{escape(one.name)}</th><td>{escape(level_words(one.share))}</td><td>{range_words(one.share)}</td>"
        f"<td class=quiet>{_inline(one.evidence[0]) if one.evidence else ''}</td></tr>"
        for one in judged
    )
    head = "<thead><tr><th></th><th>Level, 1 to 4</th><th>Share</th><th>Evidence</th></tr></thead>"
    return f"<table>{head}<tbody>{rows}</tbody></table>"


def _abilities(debrief: Debrief) -> Iterator[str]:
    if debrief.ability is None:
        return
    rows = [("All topics", debrief.ability), *((one.name, one.ability) for one in debrief.by_topic)]
    told = "".join(
        f"<li>{escape(name)}: {ability_words(ability.mean, ability.low, ability.high)}</li>"
        for name, ability in rows
        if ability is not None
    )
    yield (
        "<h2>Ability</h2><p class=quiet>By the Rasch model, on the scale of difficulty: at this level about half of "
        f"the answers are right.</p><ul>{told}</ul>"
    )


def _question(line: QuestionLine) -> Iterator[str]:
    kind = f"{line.item.kind}, level {line.item.difficulty}"
    yield f"<article><h3>{line.number}. {escape(line.topic_title)} <span class=quiet>{kind}</span></h3>"
    yield _prose(line.item.stem)
    if material(line.item):
        yield f"<pre>{escape(material(line.item))}</pre>"
    sign, style = _sign(line.score) if line.answered else ("–", "none")
    state = f"{line.score:.0%}" if line.answered else "not answered" if line.reached else "not reached"
    word = " · overruled by you" if line.overruled else ""
    took = f" · {line.seconds:.0f} s, expected {line.item.seconds:.0f} s" if line.reached else ""
    yield f'<h4>You said <span class="{style}">{sign} {state}</span><span class=quiet>{took}{word}</span></h4>'
    yield f"<blockquote>{escape(at_first(line.item, line.grade, line.later)) or 'nothing'}</blockquote>"
    for follow_up in line.follow_ups:
        yield f"<h4>Asked after it: {_inline(follow_up.ask)}</h4>"
        yield f"<blockquote>{escape(follow_up.said) or 'nothing added'}</blockquote>"
    found = missed(line.item, line.grade)
    if found:
        yield "<h4>Missed</h4><ul>" + "".join(f"<li>{_inline(one)}</li>" for one in found) + "</ul>"
    if right_answer(line.item, line.grade):
        yield f"<h4>Right</h4><pre>{escape(right_answer(line.item, line.grade))}</pre>"
    yield f"<h4>A strong answer</h4>{_prose(strong(line.item))}</article>"


def _task(task: CodeLine) -> Iterator[str]:
    yield f"<article><h3>{task.number}. Coding: {escape(task.title)}</h3>"
    if task.checked is None:
        word = "Not judged yet." if task.pending else "Nothing of it was done." if task.begun else "Not reached."
        yield f"<p>{word}</p></article>"
        return
    sign, style = _sign(task.score)
    count = f"{task.checked.passed} of {len(task.checked.verdicts)} checks passed"
    yield (
        f'<p><span class="{style}">{sign} {count}</span><span class=quiet> · {task.seconds / 60:.0f} min of '
        f"{clock(task.minutes * 60)} · {len(task.runs)} runs before the end</span></p><ul>"
    )
    for name, verdict in task.checked.verdicts.items():
        found = task.checked.messages.get(name, "")
        told = f"<br><span class=quiet>{_inline(found)}</span>" if found else ""
        yield f"<li>{escape(verdict.value)}: {escape(task.checked.titles.get(name, name))}{told}</li>"
    yield "</ul>"
    steps = changes(task.states)
    yield progress(steps, task.minutes)
    for step in steps:
        yield f"<h4>{clock(step.at)} · {escape(step.title)}</h4>{_diff(step.diff)}"
    yield "</article>"


def _diff(diff: str) -> str:
    if not diff:
        return "<p class=quiet>No change.</p>"
    styles = {"+": "added", "-": "removed"}
    rows = "".join(
        f'<span class="{styles[row[0]]}">{escape(row)}</span>\n' if row[:1] in styles else f"{escape(row)}\n"
        for row in diff.splitlines()
    )
    return f"<pre class=diff>{rows}</pre>"


def _sign(score: float) -> tuple[str, str]:
    if score >= 1:
        return "✓", "right"
    return ("◐", "partly") if score > 0 else ("✗", "wrong")


def _prose(text: str) -> str:
    """Paragraphs, code fences and code spans of a pack's Markdown; links stay text."""
    parts, end = [], 0
    for found in _FENCE.finditer(text):
        parts += [_paragraphs(text[end : found.start()]), f"<pre>{escape(found['code'])}</pre>"]
        end = found.end()
    return "".join([*parts, _paragraphs(text[end:])])


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{_inline(part)}</p>" for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def _inline(text: str) -> str:
    spans = re.split(r"(`[^`\n]+`)", text.strip())
    return "".join(
        f"<code>{escape(span[1:-1])}</code>" if number % 2 else _strong(escape(span)).replace("\n", " ")
        for number, span in enumerate(spans)
    )


def _strong(text: str) -> str:
    return re.sub(r"\*\*([^*\n]+)\*\*", r"<strong>\1</strong>", text)
