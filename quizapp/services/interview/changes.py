"""How the code of a task grew: the difference from one check run to the next, and to the last saved state."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from quizapp.domain.fields import Model
from quizapp.domain.interview.records import CodeState, StateKind


class Change(Model):
    """One step of the work."""

    at: float
    """Seconds of the interview since the task was opened."""
    title: str
    """`Run 2: 3 of 5 checks`."""
    passed: int | None
    """Checks passed; None where none ran."""
    checks: int
    saves: int
    """How often it was saved since the step before."""
    diff: str
    """Unified, empty if nothing changed."""


def changes(states: Sequence[CodeState]) -> list[Change]:
    """Every check run and the end, each with what was changed since the one before."""
    return list(_changes(states)) if states else []


def _changes(states: Sequence[CodeState]) -> Iterator[Change]:
    begun, files, saves, runs = states[0].at, states[0].files, 0, 0
    for state in states[1:]:
        if state.kind is StateKind.SAVE:
            saves += 1
            continue
        if state.kind is StateKind.CHECK:
            runs += 1
        checked = state.checked
        count = f"{checked.passed} of {len(checked.verdicts)} checks" if checked else "not checked"
        name = f"Run {runs}" if state.kind is StateKind.CHECK else "At the end"
        yield Change(
            at=state.at - begun,
            title=f"{name}: {count}",
            passed=checked.passed if checked else None,
            checks=len(checked.verdicts) if checked else 0,
            saves=saves,
            diff=diff_of(files, state.files),
        )
        files, saves = state.files, 0


def diff_of(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """A unified diff over all files."""
    parts = []
    for path in sorted({*before, *after}):
        old, new = before.get(path, ""), after.get(path, "")
        if old != new:
            lines = difflib.unified_diff(
                old.splitlines(), new.splitlines(), fromfile=path, tofile=path, lineterm="", n=2
            )
            parts.append("\n".join(lines))
    return "\n".join(parts)
