"""Plots of a debrief as SVG that stands inside a page: no scripts, no styles from outside, every text escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from quizapp.domain.interview.score import LEVELS
from quizapp.services.interview.changes import Change
from quizapp.services.interview.debrief import Judged, QuestionLine

WIDTH = 720
ROW = 26
LABEL = 230
PLOT = WIDTH - LABEL - 60


def shares(judged: Sequence[Judged], *, pass_mark: float | None = None, title: str) -> str:
    """A row each: the share as a point, its range as a line; the bounds of the four levels as a grid."""
    height = ROW * len(judged) + 30
    return _svg(height, title, _share_rows(judged, height, pass_mark))


def _share_rows(judged: Sequence[Judged], height: int, pass_mark: float | None) -> Iterator[str]:
    for bound in (0.0, *LEVELS, 1.0):
        x = LABEL + bound * PLOT
        yield f'<line class="grid" x1="{x:.1f}" y1="4" x2="{x:.1f}" y2="{height - 24}"/>'
        yield f'<text class="tick" x="{x:.1f}" y="{height - 8}">{bound:.0%}</text>'
    if pass_mark is not None:
        x = LABEL + pass_mark * PLOT
        yield f'<line class="mark" x1="{x:.1f}" y1="2" x2="{x:.1f}" y2="{height - 22}"/>'
    for number, one in enumerate(judged):
        y = ROW * number + 17
        low, mean, high = (LABEL + value * PLOT for value in (one.share.low, one.share.mean, one.share.high))
        yield f'<text class="name" x="{LABEL - 10}" y="{y + 4}">{escape(_short(one.name))}</text>'
        yield f'<line class="range" x1="{low:.1f}" y1="{y}" x2="{high:.1f}" y2="{y}"/>'
        yield f'<circle class="point" cx="{mean:.1f}" cy="{y}" r="4.5"/>'
        yield f'<text class="value" x="{LABEL + PLOT + 10}" y="{y + 4}">{one.share.mean:.0%}</text>'


def times(lines: Sequence[QuestionLine]) -> str:
    """A bar a question: seconds used, with the expected time as a tick."""
    shown = [line for line in lines if line.reached]
    if not shown:
        return ""
    height = 170
    return _svg(height, "Seconds used, question by question; the tick is what was expected", _time_bars(shown, height))


def _time_bars(lines: Sequence[QuestionLine], height: int) -> Iterator[str]:
    longest = max(max(line.seconds, line.item.seconds) for line in lines)
    room, step = height - 40, (WIDTH - 60) / len(lines)
    for number, line in enumerate(lines):
        x, width = 40 + number * step, max(2.0, step * 0.7)
        tall = line.seconds / longest * room
        tick = height - 22 - line.item.seconds / longest * room
        style = "slow" if line.seconds > 2 * line.item.seconds else "bar"
        box = f'x="{x:.1f}" y="{height - 22 - tall:.1f}" width="{width:.1f}" height="{tall:.1f}"'
        yield f'<rect class="{style}" {box}/>'
        yield f'<line class="expected" x1="{x - 2:.1f}" y1="{tick:.1f}" x2="{x + width + 2:.1f}" y2="{tick:.1f}"/>'
        yield f'<text class="tick" x="{x + width / 2:.1f}" y="{height - 8}">{line.number}</text>'
    yield f'<text class="value" x="2" y="20">{longest:.0f} s</text>'


def progress(steps: Sequence[Change], minutes: float) -> str:
    """Checks passed over time, as a staircase."""
    known = [step for step in steps if step.passed is not None]
    if not known:
        return ""
    return _svg(150, "Checks passed over time", _stairs(known, minutes))


def _stairs(steps: Sequence[Change], minutes: float) -> Iterator[str]:
    whole = max(minutes * 60, steps[-1].at, 1.0)
    most = max(step.checks for step in steps) or 1
    points, last = [], 0
    for step in steps:
        x = 50 + step.at / whole * (WIDTH - 90)
        points += [(x, 118 - last / most * 95), (x, 118 - (step.passed or 0) / most * 95)]
        last = step.passed or 0
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in [(50.0, 118.0), *points])
    yield '<line class="grid" x1="50" y1="118" x2="680" y2="118"/><line class="grid" x1="50" y1="23" x2="680" y2="23"/>'
    yield f'<polyline class="stairs" points="{path}"/>'
    for x, y in points[1::2]:
        yield f'<circle class="point" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
    yield f'<text class="value" x="4" y="27">{most} of {most}</text><text class="value" x="4" y="122">0</text>'
    yield f'<text class="tick" x="660" y="140">{whole / 60:.0f} min</text>'


def _svg(height: int, title: str, parts: Iterator[str]) -> str:
    name = escape(title)
    head = f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{name}"><title>{name}</title>'
    return head + "".join(parts) + "</svg>"


def _short(text: str, room: int = 34) -> str:
    return text if len(text) <= room else text[: room - 1] + "…"
