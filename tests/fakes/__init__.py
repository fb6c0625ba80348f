"""Fakes of the ports: small, honest, in memory. The same contract is tested on them and on the real adapters."""

from __future__ import annotations

from tests.fakes.clock import START, FakeClock, FakeScheduler
from tests.fakes.doubts import FakeDoubts
from tests.fakes.history import FakeHistory
from tests.fakes.interviews import FakeInterviews
from tests.fakes.library import FakeLibrary
from tests.fakes.progress import FakeProgress
from tests.fakes.samples import make_attempt, make_choice, make_review, make_short, make_task, make_topic
from tests.fakes.sandbox import (
    ISOLATION,
    VERSIONS,
    FakeChecker,
    FakeReports,
    FakeRunningApp,
    FakeSandbox,
    FakeWorkspaces,
)
from tests.fakes.serving import FakeAddress, FakeAddresses, FakeCourier

__all__ = [
    "ISOLATION",
    "START",
    "VERSIONS",
    "FakeAddress",
    "FakeAddresses",
    "FakeChecker",
    "FakeClock",
    "FakeCourier",
    "FakeDoubts",
    "FakeHistory",
    "FakeInterviews",
    "FakeLibrary",
    "FakeProgress",
    "FakeReports",
    "FakeRunningApp",
    "FakeSandbox",
    "FakeScheduler",
    "FakeWorkspaces",
    "make_attempt",
    "make_choice",
    "make_review",
    "make_short",
    "make_task",
    "make_topic",
]
