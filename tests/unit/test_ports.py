"""The fakes have the shape of the ports that they stand for."""

from __future__ import annotations

import inspect

import pytest

from quizapp.content.install.installer import PackInstaller
from quizapp.domain.ports.checker import Checker
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.history import History
from quizapp.domain.ports.installer import Installer
from quizapp.domain.ports.interviews import InterviewRecords
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.ports.reports import Reports
from quizapp.domain.ports.sandbox import RunningApp, Sandbox
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.ports.serving import Courier
from quizapp.domain.ports.workspaces import Workspaces
from tests import fakes
from tests.fakes.installer import FakeInstaller


@pytest.mark.parametrize(
    ("port", "fake"),
    [
        (Clock, fakes.FakeClock),
        (Library, fakes.FakeLibrary),
        (Progress, fakes.FakeProgress),
        (History, fakes.FakeHistory),
        (Scheduler, fakes.FakeScheduler),
        (Installer, FakeInstaller),
        (Installer, PackInstaller),
        (RunningApp, fakes.FakeRunningApp),
        (Sandbox, fakes.FakeSandbox),
        (Checker, fakes.FakeChecker),
        (Workspaces, fakes.FakeWorkspaces),
        (Reports, fakes.FakeReports),
        (Courier, fakes.FakeCourier),
        (InterviewRecords, fakes.FakeInterviews),
    ],
)
def test_fake_fits_its_port(port: type, fake: type) -> None:
    """Every method of a port is there, takes the same arguments, and is awaited where the port is."""
    for name, wanted in vars(port).items():
        if name.startswith("_"):
            continue
        given = inspect.getattr_static(fake, name, None)
        assert given is not None, f"{fake.__name__} lacks {name}"
        assert type(given) is type(wanted), name
        if inspect.isfunction(wanted):
            assert inspect.iscoroutinefunction(given) == inspect.iscoroutinefunction(wanted), name
            assert arguments(given) == arguments(wanted), name


def arguments(function: object) -> list[tuple[str, object, object]]:
    """The names, kinds and defaults of what a function takes."""
    taken = inspect.signature(function).parameters.values()
    return [(each.name, each.kind, each.default) for each in taken]
