"""Keeping an app running: one address, one process after another, nothing left behind."""

from __future__ import annotations

import asyncio

import pytest

from quizapp.domain.request import Request
from quizapp.domain.run import StartFailure
from quizapp.services.serving import KEEP_SECONDS, MOST_REMEMBERED, ServingService
from tests.fakes import FakeAddresses, FakeCourier, FakeSandbox, FakeWorkspaces, make_task

BROKEN = StartFailure(kind="import error", error="NameError", message="name 'x' is not defined", output="Traceback")


class Kitchen:
    """The service over fakes, and the fakes."""

    def __init__(self) -> None:
        self.workspaces = FakeWorkspaces()
        self.sandbox = FakeSandbox()
        self.addresses = FakeAddresses()
        self.courier = FakeCourier()
        self.folder = make_task("pages")
        self.service = ServingService(
            workspaces=self.workspaces,
            sandbox=self.sandbox,
            addresses=self.addresses,
            courier=self.courier,
            trusts=lambda _: False,
        )


@pytest.fixture
def kitchen() -> Kitchen:
    """A task that nobody has touched."""
    return Kitchen()


async def test_what_is_saved_is_launched_as_a_check_would(kitchen: Kitchen) -> None:
    """The same sources and the same trust; only the deadline is longer, and it prints what it logs."""
    async with kitchen.service.serve(kitchen.folder) as kept:
        failure = await kept.renew()
    launch = kitchen.sandbox.launches[0]

    assert failure is None
    assert launch.sources == dict(kitchen.workspaces.sources(kitchen.folder))
    assert (launch.trusted, launch.talks, launch.deadline) == (False, True, KEEP_SECONDS)


async def test_the_address_stays_and_leads_to_the_newest(kitchen: Kitchen) -> None:
    """A second state takes the place of the first, whose process ends."""
    async with kitchen.service.serve(kitchen.folder) as kept:
        await kept.renew()
        before = kept.address
        await kept.renew({"main.py": b"new"})
        first, second = kitchen.sandbox.apps
        target = kitchen.addresses.opened[0].target

    assert before == "http://127.0.0.1:8123"
    assert len(kitchen.addresses.opened) == 1
    assert first.ended() is not None
    assert target == second.socket_path
    assert kitchen.sandbox.launches[1].sources == {"main.py": b"new"}


async def test_closing_ends_the_app_and_the_address(kitchen: Kitchen) -> None:
    """Nothing runs and nothing listens afterwards."""
    async with kitchen.service.serve(kitchen.folder) as kept:
        await kept.renew()
        serving = kept.is_serving

    assert serving
    assert kept.is_serving is False
    assert kept.address == ""
    assert kitchen.addresses.open == 0
    assert kitchen.sandbox.apps[0].ended() is not None


async def test_a_state_that_does_not_start_answers_nothing(kitchen: Kitchen) -> None:
    """The old process ends too: nobody is to look at answers of code that is gone."""
    async with kitchen.service.serve(kitchen.folder) as kept:
        await kept.renew()
        kitchen.sandbox.failure = BROKEN
        failure = await kept.renew()
        target = kitchen.addresses.opened[0].target
        response = await kept.ask(Request())

        assert failure == kept.failure == BROKEN
        assert kept.output() == "Traceback"
    assert target is None
    assert response.trouble == "Your app is not running."
    assert all(app.ended() for app in kitchen.sandbox.apps)


async def test_a_start_that_is_given_up_leaves_no_process(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cancelled while it starts, the new process is killed and the old one stays."""
    async with kitchen.service.serve(kitchen.folder) as kept:
        await kept.renew()
        begun = asyncio.Event()

        async def never() -> None:
            begun.set()
            await asyncio.Event().wait()

        monkeypatch.setattr("tests.fakes.sandbox.FakeRunningApp.started", lambda _: never())
        renewing = asyncio.create_task(kept.renew())
        await begun.wait()
        renewing.cancel()
        await asyncio.wait([renewing])
        old, new = kitchen.sandbox.apps

        assert new.ended() is not None
        assert old.ended() is None
        assert kept.is_serving


async def test_an_app_that_ends_by_itself_is_told(kitchen: Kitchen) -> None:
    """It no longer serves, and how it ended can be asked for."""
    async with kitchen.service.serve(kitchen.folder) as kept:
        await kept.renew()
        kitchen.sandbox.apps[0].printed = "bye"
        kitchen.sandbox.apps[0].crash()

        assert kept.is_serving is False
        assert kept.ended().code == 1
        assert kept.output() == "bye"


async def test_requests_go_to_the_app_that_runs(kitchen: Kitchen) -> None:
    """Past the address, to its own socket."""
    request = Request(method="POST", target="/items", body="{}")
    async with kitchen.service.serve(kitchen.folder) as kept:
        await kept.renew()
        response = await kept.ask(request)

    assert kitchen.courier.carried == [("/run/fake.sock", request)]
    assert response.phrase == "201 Created"


def test_requests_are_remembered_the_latest_first(kitchen: Kitchen) -> None:
    """Once each, so many at most, and by task."""
    requests = [Request(target=f"/{number}") for number in range(MOST_REMEMBERED + 5)]
    for request in [*requests, requests[-2]]:
        kitchen.service.note(kitchen.folder, request)
    asked = kitchen.service.asked(kitchen.folder)

    assert [request.target for request in asked[:3]] == ["/53", "/54", "/52"]
    assert len(asked) == MOST_REMEMBERED
    assert kitchen.service.asked(make_task("another")) == []
