"""One work on the whole history at a time, whoever begins it: a person, or the day's backup behind their back."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest

from quizapp.domain.safekeeping import Backup
from quizapp.domain.work import Advance, Watch
from quizapp.errors import StoppedError
from quizapp.services.safekeeping import SafekeepingService
from tests.fakes import START, FakeClock, FakeScheduler


class Slow:
    """Backups that take as long as a test wants."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.goes_on = threading.Event()
        self.at_once = 0
        self.most_at_once = 0
        self.kept: list[str] = []

    def keep(self, now: datetime) -> Backup:
        """The day's, slowly."""
        return self._made("daily", now)

    def take(self, reason: str, now: datetime, *, watch: Watch) -> Backup:
        """One that was asked for."""
        watch.check()
        return self._made(reason, now)

    def _made(self, reason: str, now: datetime) -> Backup:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.begun.set()
        self.goes_on.wait(30)
        self.kept.append(reason)
        self.at_once -= 1
        return Backup(path=Path("a.sqlite3"), at=now, reason=reason, size=1)


class Nowhere:
    """A history in health."""

    place = None
    why = None


@pytest.fixture
def backups() -> Slow:
    """None yet."""
    return Slow()


@pytest.fixture
def service(backups: Slow) -> SafekeepingService:
    """Over them."""
    return SafekeepingService(backups, Nowhere(), FakeClock(), scheduler=FakeScheduler, reopen=lambda: None)


def test_a_second_work_waits_and_says_so(service: SafekeepingService, backups: Slow) -> None:
    """It begins when the first one is done, and both are whole."""
    daily = threading.Thread(target=service.keep)
    daily.start()
    assert backups.begun.wait(30)
    told: list[str] = []

    def hear(advance: Advance) -> None:
        told.append(advance.doing)
        backups.goes_on.set()

    backup = service.take(watch=Watch(hear))
    daily.join(30)

    assert told[0] == "waiting for another work on your history"
    assert (backups.most_at_once, backups.kept) == (1, ["daily", "by hand"])
    assert (backup.reason, backup.at) == ("by hand", START)


def test_whoever_waits_can_be_stopped(service: SafekeepingService, backups: Slow) -> None:
    """The first work goes on, and nothing came of the second one; a third one finds the way free."""
    daily = threading.Thread(target=service.keep)
    daily.start()
    assert backups.begun.wait(30)

    with pytest.raises(StoppedError):
        service.take(watch=Watch(is_cancelled=lambda: True))
    backups.goes_on.set()
    daily.join(30)
    service.take()

    assert backups.kept == ["daily", "by hand"]
