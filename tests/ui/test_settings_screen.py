"""Settings by keyboard: picked, typed, refused, kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.widgets import Input

from quizapp.config import settings
from quizapp.errors import SettingsError
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import SettingsRequested
from quizapp.ui.modals.setting import SettingModal
from quizapp.ui.screens.settings import SettingsScreen, read
from tests.ui.conftest import FakeServices, notices, shown


def steps_to(key: str) -> list[str]:
    """The keys from the first setting to that one."""
    return ["down"] * [setting.key for setting in settings()].index(key)


async def test_every_setting_is_shown_with_its_value(services: FakeServices) -> None:
    """Comma on the home screen leads to all settings."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 70)) as pilot:
        await pilot.pause()
        await pilot.press("comma")
        await pilot.pause()
        text = shown(app)

        assert isinstance(app.screen, SettingsScreen)
        assert all(setting.key.replace("_", " ").capitalize() in text for setting in settings())
        assert "quizapp-dark" in text


async def test_choice_is_picked_and_kept(services: FakeServices) -> None:
    """The theme is picked by its number, shown at once and kept."""
    app = QuizApp(services, opening=SettingsRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("2")
        await pilot.pause()

        assert [("theme", "quizapp-light")] == services.kept
        assert app.theme == "quizapp-light"


@pytest.mark.parametrize(
    ("key", "keys", "value"),
    [
        ("session_size", ["backspace", "backspace", "2", "5"], 25),
        ("desired_retention", ["5"], 0.95),
        ("language", ["backspace", "backspace", *"zh-Hans"], "zh-Hans"),
    ],
)
async def test_value_is_typed_and_kept(services: FakeServices, key: str, keys: list[str], value: object) -> None:
    """Numbers arrive as numbers, texts as texts."""
    app = QuizApp(services, opening=SettingsRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*steps_to(key), "enter")
        await pilot.pause()
        await pilot.press(*keys, "enter")
        await pilot.pause()

        assert [(key, value)] == services.kept


@pytest.mark.parametrize(("days", "passed"), [(-1, True), (0, False), (1, False)])
async def test_a_date_that_is_over_is_kept_and_said_to_be(services: FakeServices, days: int, passed: bool) -> None:
    """Where it was typed, and as long as it stands there."""
    app = QuizApp(services, opening=SettingsRequested())
    day = (services.clock.now().astimezone().date() + timedelta(days=days)).isoformat()

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*steps_to("interview_date"), "enter")
        await pilot.pause()
        await pilot.press(*day, "enter")
        await pilot.pause()

        assert [("interview_date", day)] == services.kept
        assert day in shown(app)
        assert passed == (f"{day} ! has passed" in shown(app))


async def test_refused_value_is_told_and_nothing_changes(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value that makes no sense is refused with the reason."""

    def refuse(key: str, value: object) -> None:
        raise SettingsError(f"{key} cannot be {value}.", hint="Write a whole number from 1 to 200.")

    monkeypatch.setattr(services, "change", refuse)
    app = QuizApp(services, opening=SettingsRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*steps_to("session_size"), "enter")
        await pilot.pause()
        await pilot.press("x", "enter")
        await pilot.pause()

        assert ["session_size cannot be 10x. next: Write a whole number from 1 to 200."] == notices(app)
        assert services.settings.session_size == 10


async def test_refused_value_stays_to_be_mended(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """The box is open again with what was typed: nobody writes a day twice because of one wrong sign."""

    def refuse(key: str, value: object) -> None:
        raise SettingsError(f"{key} cannot be {value}.")

    monkeypatch.setattr(services, "change", refuse)
    app = QuizApp(services, opening=SettingsRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*steps_to("interview_date"), "enter")
        await pilot.pause()
        await pilot.press(*"2027-13-01", "enter")
        await pilot.pause()

        assert isinstance(app.screen, SettingModal)
        assert app.screen.query_one(Input).value == "2027-13-01"


@pytest.mark.parametrize(
    ("typed", "value"), [('"2027-01-15"', "2027-01-15"), ('""', ""), (" 2027-01-15 ", "2027-01-15")]
)
def test_text_may_be_written_with_quotes(typed: str, value: str) -> None:
    """The advice shows a text as the file has it, so quotes around it are no mistake."""
    assert value == read(typed, str)


async def test_escape_changes_nothing(services: FakeServices) -> None:
    """Escape closes the box without a value."""
    app = QuizApp(services, opening=SettingsRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()

        assert services.kept == []


async def test_theme_key_keeps_the_theme(services: FakeServices) -> None:
    """f8 changes between dark and light, and the next start has it too."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f8")
        await pilot.pause()

        assert app.theme == "quizapp-light"
        assert [("theme", "quizapp-light")] == services.kept
