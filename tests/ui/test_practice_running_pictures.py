"""What the running app and the request console look like, at the two sizes that people have."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from quizapp.domain.run import CodeLine, StartFailure
from quizapp.ui.modals.console import ConsoleModal
from tests.ui.conftest import shown
from tests.ui.practice_samples import PracticeServices
from tests.ui.practising import NARROW, WIDE, photo, practice, practising, until

LOG = """\
INFO shop: 3 prices read
GET /orders 200 2 ms
POST /orders 422 1 ms
"""
BROKEN = StartFailure(
    kind="import error",
    error="NameError",
    message="name 'Order' is not defined",
    at=CodeLine(file="main.py", line=9, code="def create(order: Order):"),
)
sizes = pytest.mark.parametrize("size", [NARROW, WIDE], ids=lambda size: f"{size[0]}x{size[1]}")


@sizes
async def test_running(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """Its address, what to do with it, its log."""
    services = PracticeServices()

    async with practising(services, size) as pilot:
        await pilot.press("ctrl+t")
        await until(pilot, lambda: practice(pilot).server.is_serving)
        services.sandbox.apps[0].printed = LOG
        await until(pilot, lambda: "3 prices" in shown(pilot.app))

        assert await photo(pilot) == picture_of


@sizes
async def test_not_running(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """Why it does not start, and what to do."""
    services = PracticeServices()
    services.sandbox.failure = BROKEN

    async with practising(services, size) as pilot:
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "does not start" in shown(pilot.app))

        assert await photo(pilot) == picture_of


@sizes
async def test_console(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """A request and its answer, side by side or one below the other."""
    async with practising(PracticeServices(), size) as pilot:
        await pilot.press("ctrl+l")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConsoleModal) and pilot.app.screen.is_mounted)
        await pilot.press("f5")
        await until(pilot, lambda: "201 Created" in shown(pilot.app))

        assert await photo(pilot) == picture_of
