"""Doubts: what a learner holds to be wrong or unclear in a pack, written down so that an author can be sent it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import quizapp
from quizapp.domain.activity import ActivityEvent
from quizapp.domain.grading import Grade
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.doubts import DoubtFile
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.visible import visible
from quizapp.services.answering import Outcome, Showing, new_id

KIND = "doubt"
LIMIT = 4000
"""Characters of a learner's words that are kept."""


class DoubtService:
    """Keeps doubts as Markdown in one file, and as events in the history."""

    def __init__(self, library: Library, progress: Progress, clock: Clock, file: DoubtFile) -> None:
        self._library = library
        self._progress = progress
        self._clock = clock
        self._file = file

    @property
    def path(self) -> Path:
        """The file; it is there once something was reported."""
        return self._file.path

    def text(self) -> str:
        """Everything reported so far, nothing if there is nothing."""
        return self._file.read()

    def report(self, showing: Showing, outcome: Outcome, words: str) -> Path:
        """Write a doubt down, with what was shown and what was answered; returns the file."""
        words = words.strip()[:LIMIT]
        pack = showing.id.partition("/")[0]
        manifest = next((each for each in self._library.manifests() if each.id == pack), None)
        version = manifest.version if manifest else "unknown"
        now = self._clock.now()
        entry = [
            f"## {showing.id}",
            "",
            f"- pack: {pack} {version}" + (f" ({manifest.homepage})" if manifest and manifest.homepage else ""),
            f"- quizapp: {quizapp.__version__}",
            f"- reported: {now:%Y-%m-%d %H:%M} UTC",
            "",
            *(f"> {line}".rstrip() for line in words.splitlines()),
            "",
            "### What was shown",
            "",
            *_fenced(visible(showing.item, showing.order)),
            "",
            f"### What was answered, and judged {outcome.grade.score:.0%}",
            "",
            *_fenced("\n".join(_answered(outcome.grade))),
            "",
            "",
        ]
        self._file.append("\n".join(entry))
        detail = {"text": words, "version": version, "attempt": outcome.attempt.id, "order": showing.order}
        self._progress.log(ActivityEvent(id=new_id(), kind=KIND, subject=showing.id, at=now, detail=detail))
        return self._file.path


def _fenced(text: str) -> list[str]:
    """A block that stays one whatever stands in it."""
    fence = "~" * max(3, 1 + max((len(line) - len(line.lstrip("~")) for line in text.splitlines()), default=0))
    return [fence, text, fence]


def _answered(grade: Grade) -> Iterator[str]:
    if grade.said:
        yield grade.said
        yield ""
    for part in grade.parts:
        label = part.label.strip()
        if grade.said:
            yield f"- {label}: {'heard' if part.right != part.flag else 'not heard'}"
        elif part.given or part.expected:
            yield f"- {label}: {part.given or 'nothing'}" + ("" if part.right else f"; expected {part.expected}")
        else:
            yield f"- [{'x' if part.chosen else ' '}] {label}" + (" (key)" if part.key else "")
