"""The fakes have the shape of the ports that they stand for."""

from __future__ import annotations

import inspect

import pytest

from quizapp.content.install.installer import PackInstaller
from quizapp.domain import ports
from quizapp.domain.history import History
from quizapp.domain.interview.records import InterviewRecords
from tests import fakes
from tests.fakes.installer import FakeInstaller


@pytest.mark.parametrize(
    ("port", "fake"),
    [
        (ports.Clock, fakes.FakeClock),
        (ports.Library, fakes.FakeLibrary),
        (ports.Progress, fakes.FakeProgress),
        (History, fakes.FakeHistory),
        (ports.Scheduler, fakes.FakeScheduler),
        (ports.Installer, FakeInstaller),
        (ports.Installer, PackInstaller),
        (ports.RunningApp, fakes.FakeRunningApp),
        (ports.Sandbox, fakes.FakeSandbox),
        (ports.Checker, fakes.FakeChecker),
        (ports.Workspaces, fakes.FakeWorkspaces),
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
