"""Other texts beside the learner's own, difference by difference: the solution, an earlier state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Literal

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from quizapp.domain.fields import Model
from quizapp.ui.keys import bindings
from quizapp.ui.text import clean
from quizapp.ui.widgets.modal import Modal
from quizapp.ui.widgets.reading import Reading

BESIDE = 100
"""Columns from which on both texts stand side by side."""


BEFORE = 4
"""Lines of what is the same that stay in sight above the first difference."""

Line = tuple[Content, bool]
"""A line as it is painted, and whether the texts differ there."""


class Stretch(Model):
    """Lines that are the same in both texts, or that stand in each other's place."""

    kind: Literal["same", "other"]
    mine: list[str]
    theirs: list[str]


def stretches(mine: str, theirs: str) -> list[Stretch]:
    """Two texts, line by line: what is the same, and what differs."""
    left, right = mine.splitlines(), theirs.splitlines()
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [
        Stretch(kind="same" if tag == "equal" else "other", mine=left[a:b], theirs=right[c:d])
        for tag, a, b, c, d in matcher.get_opcodes()
    ]


class DiffModal(Modal[bool]):
    """Each file that differs, with `-` before the learner's own lines and `+` before the others."""

    def __init__(self, mine: Mapping[str, str], theirs: Mapping[str, str]) -> None:
        super().__init__()
        self._is_at_change = False
        self._files = [(path, stretches(mine.get(path, ""), theirs.get(path, ""))) for path in sorted({*mine, *theirs})]

    def content(self) -> ComposeResult:
        """One text, painted for the width."""
        with Reading(id="diff-scroll"):
            yield Static(id="diff", markup=False)

    def on_mount(self) -> None:
        """Arrows scroll."""
        self.begin_at("#diff-scroll")

    def on_resize(self, event: Resize) -> None:
        """Paint for the new width; at first, begin where the texts begin to differ."""
        width = max(20, int(event.size.width * 0.96) - 8)
        lines = [line for path, parts in self._files for line in _file(path, parts, width)]
        self.query_one("#diff", Static).update(Content("\n").join(line for line, _ in lines))
        if not self._is_at_change:
            self._is_at_change = True
            change = next((row for row, (_, differs) in enumerate(lines) if differs), 0)
            self.call_after_refresh(self._begin_at_row, change - BEFORE)

    def _begin_at_row(self, row: int) -> None:
        for reading in self.query("#diff-scroll"):
            reading.scroll_to(y=max(0, row), animate=False)


class SolutionModal(DiffModal):
    """The solution, difference by difference."""

    heading = "The solution beside your code"
    footnote = "- yours   + solution   esc closes"


class VersionModal(DiffModal):
    """What going back to an earlier state would change; answers True to go back."""

    BINDINGS = bindings("version")
    footnote = "- now   + then   enter goes back to it   esc closes"

    def __init__(self, heading: str, mine: Mapping[str, str], theirs: Mapping[str, str]) -> None:
        super().__init__(mine, theirs)
        self.heading = heading

    def action_restore(self) -> None:
        """Go back."""
        self.dismiss(result=True)


def _file(path: str, parts: list[Stretch], width: int) -> Iterator[Line]:
    if all(part.kind == "same" for part in parts):
        yield Content.assemble((clean(path), "bold"), ("  the same", "$muted")), False
        return
    yield Content.styled(clean(path), "bold"), False
    for part in parts:
        for line in _beside(part, width) if width >= BESIDE else _below(part):
            yield line, part.kind == "other"
    yield Content(""), False


def _below(part: Stretch) -> Iterator[Content]:
    if part.kind == "same":
        yield from (Content.styled(f"  {clean(line)}", "$muted") for line in part.mine)
        return
    yield from (Content.styled(f"- {clean(line)}", "$text-error") for line in part.mine)
    yield from (Content.styled(f"+ {clean(line)}", "$text-success") for line in part.theirs)


def _beside(part: Stretch, width: int) -> Iterator[Content]:
    half = (width - 3) // 2
    for row in range(max(len(part.mine), len(part.theirs))):
        mine = part.mine[row] if row < len(part.mine) else None
        theirs = part.theirs[row] if row < len(part.theirs) else None
        same = part.kind == "same"
        yield Content.assemble(
            _cell(mine, " " if same else "-", "$muted" if same else "$text-error", half),
            (" │ ", "$border"),
            _cell(theirs, " " if same else "+", "$muted" if same else "$text-success", half),
        )


def _cell(line: str | None, sign: str, style: str, width: int) -> Content:
    if line is None:
        return Content(" " * width)
    text = Content(f"{sign} {clean(line)}")
    return text.truncate(width, ellipsis=True, pad=True).stylize(style)
