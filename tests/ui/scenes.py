"""Moments of screens that take more than a wish and some keys: how the fakes have to stand, and where to go then."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from quizapp.domain.safekeeping import Backup
from quizapp.services.interview import Phase
from quizapp.ui import messages as to
from tests.fakes import START
from tests.ui.conftest import FakeServices
from tests.ui.places import Opening, studied
from tests.ui.practice_samples import SOLUTION
from tests.ui.test_preview_screen import NOTICES, previewed


def home_later(services: FakeServices) -> to.Requested:
    """Home some days after a session, with another one left open."""
    studied(services)
    services.clock.advance(days=3)
    services.study.start(size=4)
    return to.HomeRequested()


def backups(services: FakeServices) -> to.Requested:
    """Two backups of different reasons."""
    services.safekeeping.backups = [
        Backup(path=Path("b"), at=START, reason="before a merge", size=40 << 20),
        Backup(path=Path("a"), at=START - timedelta(days=1), reason="daily", size=300),
    ]
    return to.BackupsRequested()


def preview(services: FakeServices) -> to.Requested:
    """A pack that is being written, with two findings."""
    previewed(services, NOTICES)
    return to.PreviewRequested()


def pause_between(services: FakeServices) -> to.Requested:
    """An interview between its sections."""
    session = services.interviews.start("demo/screen", seed=1)
    services.interviews.close_section(session)
    assert services.interviews.stand(session).phase is Phase.BREAK
    return to.InterviewRequested(resume=session)


def held_code(services: FakeServices) -> to.Requested:
    """The debrief of an interview with a coding task."""
    session = services.interviews.start("demo/coding", seed=1)
    services.interviews.finish(session)
    return to.DebriefRequested(session)


def solved(services: FakeServices) -> to.Requested:
    """A coding task whose files pass."""
    folder = services.practice.open("demo/orders")
    services.workspaces.write(folder, "main.py", SOLUTION)
    return to.TaskRequested(folder.id)


SCENES: dict[str, tuple[Opening, tuple[str, ...]]] = {
    "home-later": (home_later, ()),
    "backups-kept": (backups, ()),
    "preview": (preview, ()),
    "interview-break": (pause_between, ()),
    "debrief-code": (held_code, ("end", "enter")),
    "task-solved": (solved, ("ctrl+s",)),
}
"""By name: the place, and keys from there."""
