"""The request console: written, sent, answered, all by keyboard; what comes back is text."""

from __future__ import annotations

import asyncio

import pytest
from textual.pilot import Pilot

from quizapp.domain.request import Request, Response
from quizapp.ui.modals.console import ConsoleModal
from quizapp.ui.modals.requests import RequestsModal
from tests.ui.conftest import shown
from tests.ui.practice_samples import PracticeServices, settled
from tests.ui.practising import NARROW, WIDE, practising, until


@pytest.fixture
def services() -> PracticeServices:
    """Three tasks, nothing tried."""
    return PracticeServices()


async def opened(pilot: Pilot[None], *keys: str) -> ConsoleModal:
    """The console, over the task."""
    await pilot.press(*keys, "x")
    await until(pilot, lambda: isinstance(pilot.app.screen, ConsoleModal) and pilot.app.screen.is_mounted)
    await pilot.pause()
    return pilot.app.screen


async def typed(pilot: Pilot[None], console: ConsoleModal, text: str) -> None:
    """A text in place of what is there, and sent."""
    console.area.text = text
    await pilot.press("ctrl+s")
    await pilot.pause()


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_request_of_the_brief_is_there_to_be_sent(services: PracticeServices, size: tuple[int, int]) -> None:
    """One key from the task to a request, one more to its answer: status, time, size, headers, body."""
    async with practising(services, size) as pilot:
        console = await opened(pilot, *(["escape"] if size == WIDE else []))
        written = console.area.text
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "201 Created" in shown(pilot.app))
        text = shown(pilot.app)

    assert written == 'POST /orders\ncontent-type: application/json\n\n{"item": "Pen"}'
    assert services.courier.carried == [
        (
            "/run/fake.sock",
            Request(
                method="POST",
                target="/orders",
                headers=(("content-type", "application/json"),),
                body='{"item": "Pen"}',
            ),
        )
    ]
    assert "✓ 201 Created   12 ms   14 bytes" in text
    assert "x-note: [/red]" in text
    assert '"item": "[b]Pen[/b]"' in text


async def test_a_failed_checks_request_comes_first(services: PracticeServices) -> None:
    """From a failure its own request opens."""
    services.checker.request = Request(method="POST", target="/orders", body='{"itme": [1]}')
    async with practising(services, NARROW) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        console = await opened(pilot, "down")
        text = console.area.text

    assert text == 'POST /orders\n\n{"itme": [1]}'


async def test_what_is_no_request_is_told_and_not_sent(services: PracticeServices) -> None:
    """With its line, and the cursor goes there."""
    async with practising(services, NARROW) as pilot:
        console = await opened(pilot)
        await typed(pilot, console, "GET /orders\nno header\n")
        text = shown(pilot.app)
        place = console.area.cursor_location

    assert "Line 2: this is no header" in text
    assert place == (1, 0)
    assert services.courier.carried == []


async def test_trouble_is_told(services: PracticeServices) -> None:
    """An app that does not answer."""
    services.courier.response = Response(trouble="no answer within 10 s.")
    async with practising(services, NARROW) as pilot:
        await opened(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "no answer within 10 s." in shown(pilot.app))
        text = shown(pilot.app)

    assert "✗ no answer within 10 s." in text


async def test_other_requests_to_begin_with(services: PracticeServices) -> None:
    """Those asked before, of the brief and of the app's routes, once each."""
    async with practising(services, NARROW) as pilot:
        console = await opened(pilot)
        services.sandbox.apps[0].listed = ["GET /orders", "WS /chat"]
        await typed(pilot, console, "GET /orders/7?q=[b]")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestsModal))
        await pilot.pause()
        listed = shown(pilot.app)
        await pilot.press("end", "enter")
        await until(pilot, lambda: pilot.app.screen is console)
        text = console.area.text

    assert "earlier  GET /orders/7?q=[b]" in listed
    assert 'brief    POST /orders   {"item": "Pen"}' in listed
    assert "route    GET /orders" in listed
    assert "/chat" not in listed
    assert text == "GET /orders"


async def test_what_was_written_is_there_again(services: PracticeServices) -> None:
    """Closing the console loses nothing."""
    async with practising(services, NARROW) as pilot:
        console = await opened(pilot)
        console.area.text = "DELETE /orders/1"
        await pilot.press("escape")
        await settled(pilot)
        again = await opened(pilot)
        text = again.area.text

    assert text == "DELETE /orders/1"


async def test_turning_to_the_answer_and_back(services: PracticeServices) -> None:
    """F6, so that the answer can be scrolled; Tab does not indent."""
    services.courier.response = Response(status=200, phrase="200 OK", body="\n".join(map(str, range(100))), size=290)
    async with practising(services, NARROW) as pilot:
        console = await opened(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "200 OK" in shown(pilot.app))
        await pilot.press("f6", "end")
        await until(pilot, lambda: "99" in shown(pilot.app))
        at_end = console.response.has_focus
        await pilot.press("f6")
        back = console.area.has_focus
        await pilot.press("tab")
        away = console.area.has_focus

    assert (at_end, back, away) == (True, True, False)


async def test_the_request_as_curl(services: PracticeServices) -> None:
    """With the address that the app has now."""
    async with practising(services, NARROW) as pilot:
        await opened(pilot)
        await pilot.press("f9")
        await pilot.pause()
        copied = pilot.app.clipboard

    assert copied == (
        "curl -i -X POST http://127.0.0.1:8123/orders -H 'content-type: application/json' "
        """--data-raw '{"item": "Pen"}'"""
    )


async def test_a_slow_answer_blocks_nothing(services: PracticeServices) -> None:
    """While the app thinks, the console can be closed."""
    gate = asyncio.Event()

    async def wait(*_: object) -> Response:
        await gate.wait()
        return Response()

    services.courier.send = wait
    async with practising(services, NARROW) as pilot:
        await opened(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "POST /orders …" in shown(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ConsoleModal))
        gate.set()
        await pilot.pause()
        closed = not isinstance(pilot.app.screen, ConsoleModal)

    assert closed


@pytest.mark.parametrize("size", [(60, 20), (30, 8)])
async def test_a_small_window(services: PracticeServices, size: tuple[int, int]) -> None:
    """It can be used where there is hardly any room."""
    async with practising(services, size) as pilot:
        await opened(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: services.courier.carried)

    assert len(services.courier.carried) == 1
