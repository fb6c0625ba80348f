"""Packs by keyboard: listed, switched, linted, added from an address, refused, stopped, removed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from quizapp.errors import PackRefusedError
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import PacksRequested
from quizapp.ui.modals.confirm import ConfirmModal
from quizapp.ui.modals.lines import LinesModal
from quizapp.ui.modals.source import SourceModal
from quizapp.ui.screens.packs import PacksScreen
from tests.fakes.installer import BUNDLED, SQL, FakeInstaller, offered
from tests.ui.conftest import FakeServices, notices, picture, shown
from tests.ui.test_preview_screen import NOTICES

HOSTILE = SQL.model_copy(update={"title": "SQL at work [/] \x1b[31m"})
"""A pack whose title is no plain text."""


async def until(pilot: Pilot[None], seen: Callable[[], bool]) -> None:
    """Wait, at most ten seconds, until something is so."""
    async with asyncio.timeout(10):
        while not seen():
            await pilot.pause(0.02)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_picture(services: FakeServices, picture_of: object, size: tuple[int, int]) -> None:
    """Packs with their state and where they come from; the keys below fit the one under the cursor."""
    off = SQL.model_copy(update={"id": "http", "title": "HTTP in depth", "enabled": False, "pinned": True})
    services.installer = FakeInstaller(BUNDLED, off, HOSTILE)
    app = QuizApp(services, opening=PacksRequested())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("down", "down")

        assert await picture(app, pilot) == picture_of


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_picture_of_an_offer(services: FakeServices, picture_of: object, size: tuple[int, int]) -> None:
    """What it has and what of it would ever run is said before it is installed."""
    services.installer.offers["~/sql.zip"] = offered("~/sql.zip", description="For those who [b]query[/b].")
    app = QuizApp(services, opening=PacksRequested())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("a", *"~/sql.zip", "enter")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))

        assert await picture(app, pilot) == picture_of


async def test_a_pack_is_added_from_an_address(services: FakeServices) -> None:
    """Home, k, a, the address, enter, enter: it is in the list."""
    services.installer.offers["~/sql.zip"] = offered("~/sql.zip")
    app = QuizApp(services)

    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, PacksScreen)
        await pilot.press("a", *"~/sql.zip", "enter")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        assert "Nothing of it is ever run." in shown(app)
        await pilot.press("enter")
        await until(pilot, lambda: "sql" in services.installer.packs and "SQL at work" in shown(app))

        assert "is in your library" in "".join(notices(app))


async def test_an_offer_that_is_left_is_thrown_away(services: FakeServices) -> None:
    """Escape at the question installs nothing and leaves nothing behind."""
    services.installer.offers["x"] = offered("x")
    app = QuizApp(services, opening=PacksRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("a", "x", "enter")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("escape")
        await until(pilot, lambda: services.installer.discarded == ["x"])

        assert list(services.installer.packs) == ["fastapi"]


async def test_what_cannot_be_had_is_told_and_can_be_mended(services: FakeServices) -> None:
    """The address that led nowhere stands in the field again."""
    app = QuizApp(services, opening=PacksRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("a", *"nowhere", "enter")
        await until(pilot, lambda: bool(notices(app)) and isinstance(app.screen, SourceModal))

        assert "Nothing lies there" in notices(app)[0]
        assert app.screen.query_one(Input).value == "nowhere"


async def test_a_refused_pack_says_why(services: FakeServices) -> None:
    """The findings of the lint are listed, as text."""
    findings = ("questions/a.yaml:3:1: error: [/] `kee` is no field here [unknown-field]",)
    services.installer.offers["bad"] = PackRefusedError(
        "The pack has 1 error", hint="Tell its author.", findings=findings
    )
    app = QuizApp(services, opening=PacksRequested())

    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("a", *"bad", "enter")
        await until(pilot, lambda: isinstance(app.screen, LinesModal))

        assert "[/] `kee` is no field here" in shown(app)
        assert "Tell its author." in shown(app)


async def test_escape_stops_a_fetch(services: FakeServices) -> None:
    """Progress is told while it lasts; the first escape stops it, the second one leaves."""
    services.installer.waits = True
    app = QuizApp(services, opening=PacksRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("a", "x", "enter")
        await until(pilot, lambda: "fetching, 2 KiB" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Stopped; nothing was changed." in "".join(notices(app)))
        assert isinstance(app.screen, PacksScreen)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, PacksScreen))


async def test_a_pack_is_switched_off_and_on(services: FakeServices) -> None:
    """Space switches; the last one stays on, and says why."""
    services.installer = FakeInstaller(BUNDLED, SQL)
    app = QuizApp(services, opening=PacksRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("down", "space")
        await until(pilot, lambda: "switched off" in shown(app))
        assert not services.installer.packs["sql"].enabled
        await pilot.press("up", "space")
        await until(pilot, lambda: bool(notices(app)))

        assert "only pack that is switched on" in notices(app)[0]
        assert services.installer.packs["fastapi"].enabled


async def test_the_lint_of_a_pack_is_shown(services: FakeServices) -> None:
    """Every finding with its place; without any that is said too."""
    services.noticed = list(NOTICES)
    app = QuizApp(services, opening=PacksRequested())

    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, LinesModal))

        assert "2 findings" in shown(app)
        assert "questions/http.yaml:12:7: warning" in shown(app)


async def test_the_bundled_pack_stays(services: FakeServices) -> None:
    """It is neither removed nor updated, and has no page here: those keys do nothing."""
    app = QuizApp(services, opening=PacksRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("d", "u", "o")
        await pilot.pause()

        assert isinstance(app.screen, PacksScreen)
        assert "Remove" not in shown(app)
        assert list(services.installer.packs) == ["fastapi"]


async def test_a_pack_is_removed_once_that_is_meant(services: FakeServices) -> None:
    """The cursor starts on keeping it."""
    services.installer = FakeInstaller(BUNDLED, SQL)
    app = QuizApp(services, opening=PacksRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("down", "d")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("enter")
        await pilot.pause()
        assert "sql" in services.installer.packs
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "sql" not in services.installer.packs)


@pytest.mark.parametrize(
    ("homepage", "opened"),
    [
        ("https://example.org/sql", ["https://example.org/sql"]),
        ("http://example.org", []),
        ("javascript:alert(1)", []),
        ("https://example.org/a b", []),
        ("file:///etc/passwd", []),
    ],
)
async def test_only_an_https_page_is_opened(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch, homepage: str, opened: list[str]
) -> None:
    """A pack's author chooses the address; the browser is given nothing else."""
    services.installer = FakeInstaller(SQL.model_copy(update={"homepage": homepage}))
    seen: list[str] = []
    app = QuizApp(services, opening=PacksRequested())
    monkeypatch.setattr(app, "open_url", seen.append)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause()

        assert seen == opened
