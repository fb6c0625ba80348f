"""Draws what the app shows as SVG: one moment is a picture, several are a film that plays without a script.

A line that stands still is drawn once, however many moments it lasts, so that half a minute weighs little. Nothing is
asked of the network: fonts are the reader's own, and each piece of text says how wide it is. Whoever wants no motion,
or has a viewer that knows none, sees the moment chosen as the poster.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import App

WIDE, HIGH, SIZE = 8.4, 18, 14
"""A character's width, a line's height and the size of the type, in pixels."""
EDGE, BAR = 12, 34
FONT = "ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,'Liberation Mono',monospace"
FRAME, INK, FAINT, KEY = "#1c2128", "#d6d9de", "#8b949e", "#e0a458"


@dataclass(frozen=True)
class Moment:
    """What stood on the screen for some seconds, and what is said below it."""

    lines: tuple[str, ...]
    seconds: float = 1.0
    keys: str = ""
    said: str = ""


@dataclass
class Camera:
    """Looks at an app, and keeps what it saw."""

    app: App[None]
    moments: list[Moment] = field(default_factory=list)
    _classes: dict[str, str] = field(default_factory=dict)

    def see(self) -> tuple[str, ...]:
        """The lines of the screen, as SVG, with whatever lies over it."""
        app = self.app
        update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens, simplify=True)
        return tuple("".join(self._line(segment for strip in row for segment in strip)) for row in update.strips)

    def take(self, seconds: float, *, keys: str = "", said: str = "") -> None:
        """Add a moment to the film."""
        self.moments.append(Moment(self.see(), seconds, keys, said))

    def picture(self) -> str:
        """What the app shows now."""
        return drawn([Moment(self.see())], self._classes, self.app.size.width)

    def film(self, *, poster: int) -> str:
        """All moments, one after another, for ever."""
        return drawn(self.moments, self._classes, self.app.size.width, poster=poster)

    def _line(self, segments: Iterator[Segment]) -> Iterator[str]:
        at = 0
        texts = []
        for segment in segments:
            ink, ground, weight = _look(segment.style or Style())
            wide = segment.cell_length
            if ground:
                yield f'<rect x="{_x(at)}" width="{_x(wide)}" height="{HIGH}" fill="{ground}"/>'
            bare = segment.text.strip()
            if bare:
                start = at + len(segment.text) - len(segment.text.lstrip())
                width = Segment(bare).cell_length
                name = self._classes.setdefault(f"fill:{ink or INK}{weight}", f"c{len(self._classes)}")
                texts.append(
                    f'<text class="{name}" x="{_x(start)}" y="{HIGH - 4}" textLength="{_x(width)}">'
                    f"{escape(bare, quote=False)}</text>"
                )
            at += wide
        yield from texts


def _look(style: Style) -> tuple[str, str, str]:
    """Colours of the letters and of what is behind them, and how the letters stand."""
    ink, ground = _hex(style.color), _hex(style.bgcolor)
    if style.reverse:
        ink, ground = ground, ink
    lines = [word for word, on in (("underline", style.underline), ("line-through", style.strike)) if on]
    return (
        ink,
        ground,
        (";font-weight:bold" if style.bold else "")
        + (";font-style:italic" if style.italic else "")
        + (";opacity:.6" if style.dim else "")
        + (f";text-decoration:{' '.join(lines)}" if lines else ""),
    )


def _hex(color: Color | None) -> str:
    return "" if color is None or color.is_default else color.get_truecolor().hex


def _x(cells: int) -> str:
    return f"{cells * WIDE:.1f}".removesuffix(".0")


def drawn(moments: Sequence[Moment], classes: dict[str, str], columns: int, *, poster: int = 0) -> str:
    """An SVG of these moments; `poster` is the one to show where nothing moves."""
    moving = len(moments) > 1
    width = round(columns * WIDE) + 2 * EDGE
    rows = max(len(moment.lines) for moment in moments)
    height = BAR + rows * HIGH + (BAR + EDGE if moving else EDGE)
    total = sum(moment.seconds for moment in moments)
    tracks = [[moment.lines[row] if row < len(moment.lines) else "" for moment in moments] for row in range(rows)]
    shown: dict[tuple[int, int], list[str]] = {}
    for row, track in enumerate(tracks):
        for first, last, text in _runs(track):
            shown.setdefault((first, last), []).append(
                f'<g transform="translate({EDGE},{BAR + row * HIGH})">{text}</g>'
            )
    if moving:
        below = [_caption(moment, width, height) for moment in moments]
        for first, last, text in _runs(below):
            shown.setdefault((first, last), []).append(text)

    times = [sum(moment.seconds for moment in moments[:count]) / total * 100 for count in range(len(moments) + 1)]
    style = [
        f"text{{font:{SIZE}px {FONT};white-space:pre}}",
        *(f".{name}{{{look}}}" for look, name in classes.items()),
    ]
    groups = []
    for number, ((first, last), pieces) in enumerate(sorted(shown.items())):
        if (first, last) == (0, len(moments)):
            groups.append("\n".join(pieces))
            continue
        rest = "visible" if first <= poster < last else "hidden"
        style.append(f"#m{number}{{visibility:{rest};animation:k{number} {total:g}s step-end infinite}}")
        style.append(f"@keyframes k{number}{{{_steps(times[first], times[last])}}}")
        groups.append(f'<g id="m{number}">' + "\n".join(pieces) + "</g>")
    style.append("@media (prefers-reduced-motion:reduce){g{animation:none!important}}" if moving else "")
    dots = "".join(
        f'<circle cx="{20 + 18 * place}" cy="{BAR // 2}" r="5.5" fill="{colour}"/>'
        for place, colour in enumerate(("#ff5f57", "#febc2e", "#28c840"))
    )
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {box} xml:space="preserve">',
            "<style>" + "\n".join(style) + "</style>",
            f'<rect width="{width}" height="{height}" rx="8" fill="{FRAME}"/>{dots}',
            f'<text x="{width // 2}" y="22" text-anchor="middle" fill="{FAINT}">quizapp</text>',
            *groups,
            "</svg>\n",
        ]
    )


def _runs(track: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """From which moment to before which one each text stands."""
    for text, run in groupby(enumerate(track), key=lambda numbered: numbered[1]):
        numbers = [number for number, _ in run]
        if text:
            yield numbers[0], numbers[-1] + 1, text


def _steps(start: float, end: float) -> str:
    """Keyframes of something that is seen from one per cent of the time to another."""
    before = "0%{visibility:hidden}" if start > 0 else ""
    after = f"{end:.3f}%,100%{{visibility:hidden}}" if end < 100 else "100%{visibility:visible}"
    return f"{before}{start:.3f}%{{visibility:visible}}{after}"


def _caption(moment: Moment, width: int, height: int) -> str:
    middle = height - BAR // 2 - EDGE // 2 + 5
    pieces = [
        f'<text x="{EDGE + 8}" y="{middle}" fill="{INK}">{escape(moment.said, quote=False)}</text>'
        if moment.said
        else "",
        f'<text x="{width - EDGE - 8}" y="{middle}" text-anchor="end" fill="{KEY}" font-weight="bold">'
        f"{escape(moment.keys, quote=False)}</text>"
        if moment.keys
        else "",
    ]
    return "".join(pieces)
