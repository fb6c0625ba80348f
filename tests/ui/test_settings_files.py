"""Settings written to a file and read from one, on the screen; and defaults that come back."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from quizapp.bootstrap import Application
from quizapp.config import Settings
from quizapp.paths import Paths
from quizapp.toml import FILE_NAME
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import SettingsRequested
from quizapp.ui.modals.phrase import PhraseModal
from tests.ui.conftest import FakeServices, notices, shown


async def name(pilot: Pilot[None], key: str, file: Path) -> None:
    """Press the key, and answer with a file."""
    await pilot.press(key)
    await pilot.pause()
    pilot.app.screen.query_one(Input).value = str(file)
    await pilot.press("enter")
    await pilot.pause()


async def test_settings_go_out_and_come_back(tmp_path: Path) -> None:
    """What one person exported, another one imports: theme and keys hold at once."""
    mine = FakeServices(settings=Settings(theme="quizapp-light", session_size=7, keys={"home.study": "z"}))
    app = QuizApp(mine, opening=SettingsRequested())
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        await name(pilot, "e", tmp_path / FILE_NAME)
        assert "Every setting is in this file." in notices(app)[-1]

    yours = FakeServices()
    app = QuizApp(yours, opening=SettingsRequested())
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        await name(pilot, "i", tmp_path / FILE_NAME)

        assert yours.settings == mine.settings
        assert app.theme == "quizapp-light"
        assert "quizapp-light" in shown(app)


async def test_a_file_that_is_there_is_left_alone(services: FakeServices, tmp_path: Path) -> None:
    """The name is asked for again, as it was typed."""
    file = tmp_path / "mine.toml"
    file.write_text("precious")
    app = QuizApp(services, opening=SettingsRequested())

    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        await name(pilot, "e", file)

        assert file.read_text() == "precious"
        assert "There is a file of that name already." in notices(app)[-1]
        assert isinstance(app.screen, PhraseModal)
        assert app.screen.query_one(Input).value == str(file)


async def test_a_file_that_is_not_there_changes_nothing(services: FakeServices, tmp_path: Path) -> None:
    """It is told, and asked for again."""
    before = services.settings
    app = QuizApp(services, opening=SettingsRequested())

    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        await name(pilot, "i", tmp_path / "nowhere.toml")

        assert "There is no such file." in notices(app)[-1]
        assert services.settings is before
        assert isinstance(app.screen, PhraseModal)


async def test_a_default_comes_back(services: FakeServices) -> None:
    """The theme of the row under the cursor, at once."""
    services.settings = Settings(theme="quizapp-light")
    app = QuizApp(services, opening=SettingsRequested())

    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        await pilot.press("d")
        await pilot.pause()

        assert services.kept == [("theme", None)]
        assert app.theme == "quizapp-dark"


@pytest.fixture
def real(tmp_path: Path) -> Application:
    """The application itself, in folders of its own."""
    paths = Paths.discover(environment={"QUIZAPP_HOME": str(tmp_path)})
    return Application(Settings.load(paths.config, environment={}), paths)


def test_import_keeps_what_was_before_however_often(real: Application, tmp_path: Path) -> None:
    """Each of the settings before stands in a file of its own."""
    file = tmp_path / "other.toml"
    real.change("session_size", 5)
    kept = []
    for size in (6, 7):
        file.write_text(f"session_size = {size}\n")
        kept.append(real.import_settings(file))

    assert real.settings.session_size == 7
    assert [path.read_text() for path in kept if path] == ["session_size = 5\n", "session_size = 6\n"]


def test_keys_are_changed_and_taken_back(real: Application) -> None:
    """In the file as in what holds now."""
    real.change("keys.home.study", "z")
    given = dict(real.settings.keys)
    real.unset("keys.home.study")

    assert given == {"home.study": "z"}
    assert real.settings.keys == {}
    assert Settings.load(real.paths.config, environment={}).keys == {}
