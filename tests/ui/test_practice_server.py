"""The learner's app, kept running beside its code: its address, its log, its docs, and its end."""

from __future__ import annotations

import pytest

from quizapp.config import Settings
from quizapp.domain.run import CodeLine, StartFailure
from quizapp.errors import SandboxError
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.widgets import browser
from tests.ui.conftest import notices, shown
from tests.ui.practice_samples import SOLUTION, PracticeServices, settled
from tests.ui.practising import NARROW, WIDE, practice, practising, solve, until, write

ADDRESS = "http://127.0.0.1:8123"
BROKEN = StartFailure(
    kind="import error",
    error="NameError",
    message="name '[/red]' is not defined",
    at=CodeLine(file="main.py", line=3, code="[/red]"),
)


@pytest.fixture
def services() -> PracticeServices:
    """Three tasks, nothing tried."""
    return PracticeServices()


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_app_is_kept_running_by_a_key(services: PracticeServices, size: tuple[int, int]) -> None:
    """Its address stands in its pane; the same key ends it."""
    async with practising(services, size) as pilot:
        await pilot.press(*(["escape"] if size == WIDE else []), "w")
        await until(pilot, lambda: practice(pilot).server.is_serving)
        running = shown(pilot.app)
        await pilot.press("w")
        await until(pilot, lambda: not practice(pilot).server.is_on)
        ended = shown(pilot.app)

    assert f"Running at {ADDRESS}" in running
    assert "Server on" in running
    assert "Not running." in ended
    assert services.addresses.open == 0
    assert services.sandbox.apps[0].ended()


async def test_what_it_prints_is_shown_as_it_comes(services: PracticeServices) -> None:
    """As text, without its escapes, the newest line in sight."""
    async with practising(services, NARROW) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: practice(pilot).server.is_serving)
        app = services.sandbox.apps[0]
        app.printed = "".join(f"GET /{number} 200\n" for number in range(100)) + "\x1b[2J[bold]last[/bold] [/]\n"
        await until(pilot, lambda: "last" in shown(pilot.app))
        text = shown(pilot.app)

    assert "[bold]last[/bold] [/]" in text
    assert "GET /99 200" in text
    assert "GET /1 200" not in text


async def test_a_save_replaces_it(services: PracticeServices) -> None:
    """After the check the saved code runs, at the same address."""
    async with practising(services) as pilot:
        await pilot.press("escape", "w")
        await until(pilot, lambda: practice(pilot).server.is_serving)
        await solve(pilot)
        await until(pilot, lambda: len(services.sandbox.apps) == 2 and practice(pilot).server.is_serving)
        address = practice(pilot).server.address

    assert services.sandbox.launches[1].sources["main.py"].decode() == SOLUTION
    assert services.sandbox.apps[0].ended()
    assert address == ADDRESS
    assert len(services.addresses.opened) == 1


async def test_a_save_without_a_check_replaces_it_too() -> None:
    """With check_on_save off."""
    services = PracticeServices(Settings(check_on_save=False))
    async with practising(services) as pilot:
        await pilot.press("escape", "w")
        await until(pilot, lambda: practice(pilot).server.is_serving)
        await write(pilot, SOLUTION)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(services.sandbox.apps) == 2)

    assert services.checker.given == []
    assert services.sandbox.launches[1].sources["main.py"].decode() == SOLUTION


async def test_nothing_is_started_unasked(services: PracticeServices) -> None:
    """A check leaves no app running."""
    async with practising(services) as pilot:
        await solve(pilot)

    assert services.sandbox.launches == []
    assert services.addresses.opened == []


async def test_leaving_ends_it(services: PracticeServices) -> None:
    """The address is closed and the process is gone with the screen."""
    async with practising(services) as pilot:
        await pilot.press("escape", "w")
        await until(pilot, lambda: practice(pilot).server.is_serving)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        await until(pilot, lambda: services.addresses.open == 0)
        ended = services.sandbox.apps[0].ended()

    assert ended


async def test_quitting_ends_it(services: PracticeServices) -> None:
    """So does the end of the program."""
    async with practising(services) as pilot:
        await pilot.press("escape", "w")
        await until(pilot, lambda: practice(pilot).server.is_serving)
        await pilot.press("ctrl+q")

    assert services.addresses.open == 0
    assert services.sandbox.apps[0].ended()


async def test_an_app_that_does_not_start(services: PracticeServices) -> None:
    """Why and where, as text; the next save mends it."""
    services.sandbox.failure = BROKEN
    async with practising(services, NARROW) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: "does not start" in shown(pilot.app))
        broken = shown(pilot.app)
        services.sandbox.failure = None
        await solve(pilot)
        await until(pilot, lambda: practice(pilot).server.is_serving)
        await pilot.press("5")
        await settled(pilot)
        mended = shown(pilot.app)

    assert "NameError name '[/red]' is not defined" in " ".join(broken.split())
    assert "main.py:3  [/red]" in broken
    assert "Server !" in broken
    assert f"Running at {ADDRESS}" in mended


async def test_an_app_that_ends_by_itself(services: PracticeServices) -> None:
    """How it ended, and what to do."""
    async with practising(services, NARROW) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: practice(pilot).server.is_serving)
        services.sandbox.apps[0].crash()
        await until(pilot, lambda: "has ended" in shown(pilot.app))
        text = shown(pilot.app)

    assert "Your app has ended: exit code 1." in text


async def test_copying_the_address_starts_the_app(services: PracticeServices) -> None:
    """One key from code to an address in the clipboard."""
    async with practising(services, NARROW) as pilot:
        await pilot.press("a")
        await until(pilot, lambda: pilot.app.clipboard)
        copied = pilot.app.clipboard

    assert copied == ADDRESS
    assert len(services.sandbox.launches) == 1


@pytest.mark.parametrize("has_browser", [True, False])
async def test_docs(services: PracticeServices, monkeypatch: pytest.MonkeyPatch, *, has_browser: bool) -> None:
    """The browser opens /docs; where there is none the address is told."""
    opened: list[str] = []
    monkeypatch.setattr(browser, "_is_there", lambda: has_browser)
    async with practising(services, NARROW) as pilot:
        monkeypatch.setattr(pilot.app, "open_url", lambda address, **_: opened.append(address))
        await pilot.press("d")
        await until(pilot, lambda: notices(pilot.app))
        told = notices(pilot.app)

    assert opened == ([f"{ADDRESS}/docs"] if has_browser else [])
    assert any(f"{ADDRESS}/docs" in notice for notice in told)
    assert any(("no browser" in notice) is not has_browser for notice in told)


@pytest.mark.parametrize("name", ["lynx", "/usr/bin/w3m", "www-browser"])
def test_a_browser_of_the_terminal_is_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """It would draw over the screen."""
    monkeypatch.setattr(browser.webbrowser, "get", lambda: browser.webbrowser.GenericBrowser(name))
    in_terminal = browser._is_there()
    monkeypatch.setattr(browser.webbrowser, "get", lambda: browser.webbrowser.BackgroundBrowser("firefox"))

    assert in_terminal is False
    assert browser._is_there()


async def test_a_sandbox_that_cannot_run(services: PracticeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, nothing stays open, and the screen goes on."""

    async def refuse(*_: object) -> None:
        raise SandboxError("The sandbox cannot fork.", hint="Close other programs.")

    monkeypatch.setattr(services.sandbox, "launch", refuse)
    async with practising(services, NARROW) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: any("The sandbox cannot fork." in notice for notice in notices(pilot.app)))
        await until(pilot, lambda: not practice(pilot).server.is_on)
        await until(pilot, lambda: "Not running." in shown(pilot.app))
        text = shown(pilot.app)

    assert "Not running." in text
    assert services.addresses.open == 0


async def test_an_address_that_cannot_be_opened(services: PracticeServices) -> None:
    """No socket may be had: that is told."""
    services.addresses.error = OSError(24, "Too many open files")
    async with practising(services, NARROW) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: any("Too many open files" in notice for notice in notices(pilot.app)))

    assert services.sandbox.launches == []
