"""Keys of one's own, given on the screen: found, pressed, refused in words, taken back."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import OptionList

from quizapp.config import Settings
from quizapp.ui.app import QuizApp
from quizapp.ui.keys import keymap, known, named, signs, told
from quizapp.ui.messages import KeysRequested, SettingsRequested
from quizapp.ui.modals.key import KeyModal
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.keys import KeysScreen
from quizapp.ui.screens.settings import SettingsScreen
from tests.ui.conftest import FakeServices, picture, shown


async def open_command(pilot: Pilot[None], words: str) -> None:
    """The box of the first command that fits the words."""
    await pilot.pause()
    await pilot.press(*words, "enter")
    await pilot.pause()
    assert isinstance(pilot.app.screen, KeyModal)


async def test_settings_lead_to_the_keys(services: FakeServices) -> None:
    """By its key, and by the last of the rows; every command is there."""
    app = QuizApp(services, opening=SettingsRequested())

    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await pilot.pause()
        by_key = isinstance(app.screen, KeysScreen)
        told = shown(app)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press(*["down"] * 40, "enter")
        await pilot.pause()

        assert by_key
        assert f"{len(known())} commands, 0 with keys of your own" in told
        assert isinstance(app.screen, KeysScreen)


async def test_the_cursor_stays_while_the_window_is_drawn_to_another_size(services: FakeServices) -> None:
    """On the command that was under it, in view, however few lines there were meanwhile."""
    app = QuizApp(services, opening=KeysRequested())

    async with app.run_test(size=(100, 32)) as pilot:
        await pilot.pause()
        await pilot.press(*["down"] * 30)
        lines = app.screen.query_one(OptionList)
        before = lines.highlighted_option
        for size in [(30, 8), (100, 32)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()

        assert before is not None
        assert lines.highlighted_option is not None
        assert lines.highlighted_option.id == before.id
        assert known()[str(before.id)].tooltip in shown(app)


async def test_a_key_is_given_and_holds_at_once(services: FakeServices) -> None:
    """It is kept, marked with a word, and works on the screen below without a new start."""
    app = QuizApp(services, opening=KeysRequested())

    async with app.run_test(size=(120, 40)) as pilot:
        await open_command(pilot, "home.settings")
        await pilot.press("z", "f3", "enter")
        await pilot.pause()
        listed = shown(app)
        await pilot.press("escape", "escape")
        await pilot.pause()
        at_home = isinstance(app.screen, HomeScreen)
        await pilot.press("z")
        await pilot.pause()

        assert services.kept == [("keys.home.settings", "z,f3")]
        assert "z f3" in listed
        assert "yours" in listed
        assert at_home
        assert isinstance(app.screen, SettingsScreen)


async def test_a_clash_is_told_in_words_and_not_kept(services: FakeServices) -> None:
    """Which command has the key, and what that does; another key mends it."""
    app = QuizApp(services, opening=KeysRequested())

    async with app.run_test(size=(120, 40)) as pilot:
        await open_command(pilot, "home.settings")
        await pilot.press("s", "enter")
        await pilot.pause()
        clash = shown(app)
        refused = list(services.kept)
        await pilot.press("backspace", "z", "enter")
        await pilot.pause()

        assert "s is the key of home.study (Study what is due and what is new)" in " ".join(clash.split())
        assert refused == []
        assert services.kept == [("keys.home.settings", "z")]


async def test_a_key_that_one_gave_to_another_command_is_no_less_a_clash() -> None:
    """It stays whose it is, and is told before it is kept."""
    services = FakeServices(settings=Settings(keys={"home.study": "z"}))
    app = QuizApp(services, opening=KeysRequested())

    async with app.run_test(size=(120, 40)) as pilot:
        await open_command(pilot, "home.settings")
        await pilot.press("z", "enter")
        await pilot.pause()

        assert "z is the key of home.study" in shown(app)
        assert services.kept == []


async def test_keys_are_shown_and_found_by_their_signs(services: FakeServices) -> None:
    """As they stand on the keyboard and in the footer, in the list as in the box of a command."""
    app = QuizApp(services, opening=KeysRequested())

    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        listed = shown(app)
        await pilot.press("enter")
        await pilot.pause()
        box = shown(app)

        assert "? f1" in listed
        assert "Study what is due" not in listed
        assert "now ? or f1" in box
        assert "question_mark" not in listed + box


@pytest.mark.parametrize(
    ("keys", "in_a_list", "in_a_sentence"),
    [
        ("question_mark,f1", "? f1", "? or f1"),
        ("comma", ",", "the comma"),
        ("ctrl+slash,ö,G", "ctrl+/ ö G", "ctrl+/ or ö or G"),
        ("space,pageup,left", "space pageup left", "space or pageup or left"),
    ],
)
def test_signs(keys: str, in_a_list: str, in_a_sentence: str) -> None:
    """Only what is typed has a sign; other keys have the names by which they are found."""
    assert (in_a_list, in_a_sentence) == (signs(keys), told(keys))


def test_shown_keys_are_understood() -> None:
    """What is shown of a key of the table may be written for it."""
    keys = [key for command in known().values() for key in command.key.split(",")]

    assert keys == [named(signs(key)) for key in keys]


async def test_delete_brings_the_manual_s_key_back() -> None:
    """And it works again at once."""
    services = FakeServices(settings=Settings(keys={"home.settings": "z"}))
    app = QuizApp(services, opening=KeysRequested())

    async with app.run_test(size=(120, 40)) as pilot:
        await open_command(pilot, "home.settings")
        await pilot.press("delete")
        await pilot.pause()
        await pilot.press("escape", "escape")
        await pilot.pause()
        await pilot.press("comma")
        await pilot.pause()

        assert services.settings.keys == {}
        assert isinstance(app.screen, SettingsScreen)


async def test_escape_keeps_nothing(services: FakeServices) -> None:
    """Whatever was pressed before."""
    app = QuizApp(services, opening=KeysRequested())

    async with app.run_test(size=(120, 40)) as pilot:
        await open_command(pilot, "home.settings")
        await pilot.press("z", "escape")
        await pilot.pause()

        assert services.kept == []
        assert isinstance(app.screen, KeysScreen)


@pytest.mark.parametrize("key", ["j", "k", "down", "enter"])
def test_a_key_that_a_list_takes_is_refused(key: str) -> None:
    """It would never arrive: the list of the screen has it first."""
    _, notes = keymap({"home.study": key})

    assert len(notes) == 1
    assert notes[0].startswith(f"home.study: {key} is the key of ")


@pytest.mark.parametrize("size", [(80, 24)], ids=["80x24"])
async def test_picture(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """Keys, what they do, whose they are."""
    app = QuizApp(FakeServices(settings=Settings(keys={"app.theme": "f9"})), opening=KeysRequested())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()

        assert await picture(app, pilot) == picture_of


@pytest.mark.parametrize("size", [(80, 24)], ids=["80x24"])
async def test_picture_of_a_clash(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """What was pressed, and whose it is."""
    app = QuizApp(FakeServices(), opening=KeysRequested())

    async with app.run_test(size=size) as pilot:
        await open_command(pilot, "home.settings")
        await pilot.press("s")
        await pilot.pause()

        assert await picture(app, pilot) == picture_of
