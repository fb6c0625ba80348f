"""Keys of one's own: pressed, shown, and told when they cannot be had."""

from __future__ import annotations

import pytest
from textual.binding import Binding
from textual.widgets import Input

from quizapp.config import Settings
from quizapp.domain.items.any import Item
from quizapp.ui.app import QuizApp
from quizapp.ui.keys import keymap, known
from quizapp.ui.keys.own import FIELDS
from quizapp.ui.messages import StudyRequested
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.settings import SettingsScreen
from quizapp.ui.screens.study import StudyScreen
from tests.ui import samples
from tests.ui.conftest import FakeServices, notices, shown


async def test_the_new_key_works_and_the_old_one_does_not() -> None:
    """And the help shows the new one."""
    app = QuizApp(FakeServices(settings=Settings(keys={"home.settings": "z"})))

    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.press("comma")
        await pilot.pause()
        stayed = isinstance(app.screen, HomeScreen)
        footer = shown(app)
        await pilot.press("z")
        await pilot.pause()

        assert stayed
        assert isinstance(app.screen, SettingsScreen)
        assert "z Settings" in footer


async def test_another_key_for_next_leaves_enter_to_the_answer() -> None:
    """Two commands of one place share Enter by turns: one of them can be moved without the other."""
    services = FakeServices([samples.CHOICE], settings=Settings(keys={"told.next": "z"}))
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        await pilot.press("1", "enter")
        await pilot.pause()
        answered = shown(app)
        await pilot.press("enter")
        await pilot.pause()
        stood = shown(app)
        await pilot.press("z")
        await pilot.pause(0.2)

        assert "z Next" in answered
        assert "z Next" in stood
        assert "z Next" not in shown(app)


async def test_a_clash_is_told_and_both_keep_their_keys() -> None:
    """On the screen, when the app starts."""
    app = QuizApp(FakeServices(settings=Settings(keys={"home.study": "c"})))

    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        told = notices(app)
        await pilot.press("s")
        await pilot.pause()

        assert told == ["Keys of your own home.study: c is the key of home.choose; s stays."]
        assert isinstance(app.screen, StudyScreen)


def test_two_keys_can_change_places() -> None:
    """What is moved away leaves its key free."""
    keys, notes = keymap({"home.study": "p", "home.practice": "s"})

    assert notes == []
    assert (keys["home.study"], keys["home.practice"]) == ("p", "s")


def test_the_table_itself_is_free_of_clashes() -> None:
    """Each command with its own keys, written down as a person might, is taken."""
    own = {identity: command.key for identity, command in known().items()}

    assert keymap(own) == (own, [])


@pytest.mark.parametrize("identity", ["page.back", "modal.close"])
@pytest.mark.parametrize("key", ["b", "question_mark", "ctrl+w", "space", "b,ctrl+w"])
def test_the_way_out_works_where_one_types(identity: str, key: str) -> None:
    """Or else whoever stands in a list that narrows could not leave it; another key beside it will do."""
    merged, notes = keymap({identity: key})

    assert merged[identity] == "escape"
    assert len(notes) == 1
    assert "would not lead out of a text field; escape stays." in notes[0]


def test_a_way_out_may_have_a_letter_beside_another_key() -> None:
    """The letter holds wherever nothing is typed."""
    merged, notes = keymap({"page.back": "0,ctrl+y"})

    assert (merged["page.back"], notes) == ("0,ctrl+y", [])


def test_keys_of_fields_are_known() -> None:
    """All that a field of Textual's binds."""
    bound = {binding.key for binding in Binding.make_bindings(Input.BINDINGS)}

    assert bound <= FIELDS


@pytest.mark.parametrize(
    ("item", "command", "answers"),
    [(samples.CHOICE, "answer.submit", "Ctrl+T answers"), (samples.SHORT, "typing.submit", "Ctrl+T answers")],
    ids=["picked", "typed"],
)
async def test_words_name_the_key_that_is_one_s_own(item: Item, command: str, answers: str) -> None:
    """How to answer, and how to close a box: neither names a key that does it no longer."""
    services = FakeServices([item], settings=Settings(keys={command: "ctrl+t", "modal.close": "ctrl+y"}))
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        asked = shown(app)
        await pilot.press("f1")
        await pilot.pause()
        box = shown(app)
        await pilot.press("ctrl+y")
        await pilot.pause()

        assert answers in asked
        assert "Enter answers" not in asked
        assert "Ctrl+Y closes" in box
        assert "esc closes" not in box
        assert isinstance(app.screen, StudyScreen)
