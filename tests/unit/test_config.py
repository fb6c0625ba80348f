"""Settings: where they come from, and what is said of wrong ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from quizapp.config import Settings, settings
from quizapp.errors import SettingsError
from quizapp.settingsfile import save, unset
from quizapp.toml import FILE_NAME, KEYS


def load(folder: Path, text: str | None = None, **flags: Any) -> Settings:
    """Load settings from a file's text, without the real environment."""
    if text is not None:
        (folder / FILE_NAME).write_text(text, encoding="utf-8")
    environment = flags.pop("environment", {})
    return Settings.load(folder, environment=environment, **flags)


def refused(folder: Path, text: str | None = None, **flags: Any) -> SettingsError:
    """The error that loading ends with."""
    with pytest.raises(SettingsError) as caught:
        load(folder, text, **flags)
    return caught.value


def test_defaults(tmp_path: Path) -> None:
    """Without a file, variables or flags the defaults stand."""
    assert load(tmp_path) == Settings()
    assert Settings().desired_retention == 0.9
    assert Settings().session_size == 10
    assert Settings().new_per_day == 20


def test_settings_are_frozen() -> None:
    """Settings do not change under those who were given them."""
    with pytest.raises(ValidationError):
        Settings().theme = "nord"


def test_flag_goes_before_environment_before_file(tmp_path: Path) -> None:
    """Each source is asked in turn; a flag that was not given and an empty variable do not count."""
    text = 'theme = "one"\neditor = "external"\nsession_size = 5\nnew_per_day = 3\n'
    environment = {"QUIZAPP_THEME": "two", "QUIZAPP_SESSION_SIZE": "6", "QUIZAPP_NEW_PER_DAY": " ", "PATH": "/bin"}

    found = load(tmp_path, text, environment=environment, theme="three", session_size=None)

    assert found == Settings(theme="three", editor="external", session_size=6, new_per_day=3)


@pytest.mark.parametrize(("text", "expected"), [("no", False), ("1", True), ("TRUE", True), ("off", False)])
def test_environment_says_yes_and_no(tmp_path: Path, text: str, *, expected: bool) -> None:
    """A switch is understood in the words that people use for one in a shell."""
    assert load(tmp_path, environment={"QUIZAPP_CHECK_ON_SAVE": text}).check_on_save is expected


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ('\n\neditr = "builtin"\n', 3, "There is no setting editr.", "Write editor."),
        ('"session-size" = 5\n', 1, "There is no setting session-size.", "Write session_size."),
        ("# notes\nzzz = 1\n", 2, "There is no setting zzz.", "Settings are theme, motion, "),
        ('[ui]\ntheme = "nord"\n', 1, "There is no setting ui.", "Settings are theme, motion, "),
        ('editor = "vim"\n', 1, 'editor cannot be "vim".', "Write builtin or external."),
        ("\nsession_size = 0\n", 2, "session_size cannot be 0.", "Write a whole number from 1 to 200."),
        ('session_size = "10"\n', 1, 'session_size cannot be "10".', "Write a whole number from 1 to 200."),
        ("desired_retention = 0.5\n", 1, "desired_retention cannot be 0.5.", "Write a number from 0.7 to 0.97."),
        ("desired_retention = nan\n", 1, "desired_retention cannot be NaN.", "Write a number from 0.7 to 0.97."),
        ("check_on_save = 1\n", 1, "check_on_save cannot be 1.", "Write true or false."),
        ('theme = ""\n', 1, 'theme cannot be "".', "Write a name in quotes."),
        ('language = "English"\n', 1, 'language cannot be "English".', "Write a language tag such as en or zh-Hans."),
        ("theme = 2026-03-02\n", 1, 'theme cannot be "2026-03-02".', "Write a name in quotes."),
    ],
)
def test_file_faults(tmp_path: Path, text: str, line: int, message: str, hint: str) -> None:
    """A wrong line is named, with what is wrong and what to write."""
    error = refused(tmp_path, text)

    assert error.where == f"{tmp_path / FILE_NAME}:{line}"
    assert error.message == message
    assert error.hint is not None
    assert error.hint.startswith(hint)
    assert error.exit_code == 2


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Nobody mends a file one error at a time."""
    error = refused(tmp_path, 'editor = "vim"\nsession_size = 0\nzzz = 1\n')

    told = str(error)
    for line in (1, 2, 3):
        assert f"{FILE_NAME}:{line}" in told


@pytest.mark.parametrize(("text", "line"), [("theme =\n", 1), ('\ntheme = "x\n', 2), ("a = 1\na = 2\n", 2), ("x", 1)])
def test_file_that_is_no_toml(tmp_path: Path, text: str, line: int) -> None:
    """A file that cannot be parsed is told with its line."""
    error = refused(tmp_path, text)

    assert error.where == f"{tmp_path / FILE_NAME}:{line}"
    assert "TOML" in error.message


def test_file_that_is_no_text(tmp_path: Path) -> None:
    """A file in another encoding is told with its line."""
    (tmp_path / FILE_NAME).write_bytes(b'session_size = 5\ntheme = "gr\xfcn"\n')

    assert refused(tmp_path).where == f"{tmp_path / FILE_NAME}:2"


def test_file_that_is_a_folder(tmp_path: Path) -> None:
    """What cannot be read is an error about this file, not a traceback."""
    (tmp_path / FILE_NAME).mkdir()

    assert refused(tmp_path).where == str(tmp_path / FILE_NAME)


def test_environment_faults(tmp_path: Path) -> None:
    """A variable with a wrong value, or a slip in its name, is named."""
    wrong = refused(tmp_path, environment={"QUIZAPP_SESSION_SIZE": "many"})
    misspelt = refused(tmp_path, environment={"QUIZAPP_SESION_SIZE": "5"})

    assert wrong.where == "environment variable QUIZAPP_SESSION_SIZE"
    assert wrong.hint == "Write a whole number from 1 to 200."
    assert misspelt.hint == "Write QUIZAPP_SESSION_SIZE, or unset QUIZAPP_SESION_SIZE."


def test_foreign_variables_are_left_alone(tmp_path: Path) -> None:
    """Variables that merely begin alike belong to others."""
    assert load(tmp_path, environment={"QUIZAPP_HOME": "/x", "QUIZAPP_RUN": "1", "THEME": "x"}) == Settings()


def test_flag_faults(tmp_path: Path) -> None:
    """A flag's wrong value is told in the flag's own spelling."""
    assert refused(tmp_path, session_size=0).where == "--session-size"


def test_settings_are_described() -> None:
    """Every setting has a sentence for the screen and the manual, and says what it takes."""
    described = settings()

    assert [each.key for each in described] == [key for key in Settings.model_fields if key != KEYS]
    for each in described:
        assert each.description.endswith(".")
        assert each.allowed
        assert each.variable == f"QUIZAPP_{each.key.upper()}"
        assert each.default == getattr(Settings(), each.key)


def test_save_makes_the_file(tmp_path: Path) -> None:
    """The first setting saved makes the folder and the file."""
    folder = tmp_path / "config"

    saved = save(folder, "session_size", 7)

    assert saved == Settings(session_size=7) == load(folder)
    assert (folder / FILE_NAME).read_text() == "session_size = 7\n"


def test_save_leaves_the_rest_alone(tmp_path: Path) -> None:
    """Comments, order and other settings stay as the person wrote them."""
    text = '# mine\neditor = "builtin"  # for now\n\n  session_size   = 5\n'
    load(tmp_path, text)

    save(tmp_path, "editor", "external")
    save(tmp_path, "theme", 'grün "x" #1')
    save(tmp_path, "theme", "nord")

    said = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert said == '# mine\neditor = "external"  # for now\n\n  session_size   = 5\ntheme = "nord"\n'


@pytest.mark.parametrize("value", ['grün "quoted" #1 \\ \t', "🎈"])
def test_save_writes_any_text(tmp_path: Path, value: str) -> None:
    """What is saved is what is read."""
    assert save(tmp_path, "theme", value).theme == value == load(tmp_path).theme


@pytest.mark.parametrize(("key", "value"), [("session_size", 0), ("theme", ""), ("nothing", 1), ("editor", "vim")])
def test_save_refuses_what_load_would(tmp_path: Path, key: str, value: str | int) -> None:
    """A wrong value leaves the file as it was."""
    text = "session_size = 5\n"
    load(tmp_path, text)

    with pytest.raises(SettingsError):
        save(tmp_path, key, value)

    assert (tmp_path / FILE_NAME).read_text() == text
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


def test_save_does_not_repair_by_guessing(tmp_path: Path) -> None:
    """A file that cannot be parsed is not overwritten."""
    (tmp_path / FILE_NAME).write_text("theme =\n")

    with pytest.raises(SettingsError):
        save(tmp_path, "session_size", 5)

    assert (tmp_path / FILE_NAME).read_text() == "theme =\n"


@pytest.mark.parametrize("written", ['"2027-01-15"', "2027-01-15"])
def test_interview_date_with_or_without_quotes(tmp_path: Path, written: str) -> None:
    """TOML has dates of its own; either way of writing one is understood, and kept when another setting changes."""
    found = load(tmp_path, f"interview_date = {written}\n")

    assert found.interview_date == "2027-01-15"
    assert save(tmp_path, "daily_minutes", 45).interview_date == "2027-01-15"
    assert save(tmp_path, "interview_date", "").interview_date == ""


@pytest.mark.parametrize("written", ['"2027-02-30"', '"15.1.2027"', '"tomorrow"', "2027-01-15T10:00:00", "20270115"])
def test_what_is_no_day_is_refused(tmp_path: Path, written: str) -> None:
    """A date that does not exist, or is written otherwise, says what to write."""
    error = refused(tmp_path, f"interview_date = {written}\n")

    assert error.where == f"{tmp_path / FILE_NAME}:1"
    assert error.hint == 'Write a day such as "2027-01-15", or "" for none.'


@pytest.mark.parametrize(
    "text", ['[keys]\nhome.study = "z"\n', '[keys]\n"home.study" = "z"\n', 'keys = {"home.study" = "z"}\n']
)
def test_keys_of_ones_own_are_a_table(tmp_path: Path, text: str) -> None:
    """With or without quotes around the id, as TOML allows."""
    assert load(tmp_path, text).keys == {"home.study": "z"}


@pytest.mark.parametrize("keys", ['"z z"', '"?"', '""', "5", '"z,"'])
def test_keys_that_are_none_are_refused(tmp_path: Path, keys: str) -> None:
    """With the line of the table, the command, and an example."""
    error = refused(tmp_path, f"session_size = 5\n[keys]\nhome.study = {keys}\n")

    assert error.where == f"{tmp_path / FILE_NAME}:2"
    assert str(error).startswith("keys.home.study cannot be ")
    assert '"ctrl+s,f5"' in str(error.hint)


def test_a_value_saved_beside_a_table_is_not_the_table_s(tmp_path: Path) -> None:
    """A new line goes before the head of the table."""
    load(tmp_path, '# mine\n[keys]\nhome.study = "z"  # as in vi\n')

    saved = save(tmp_path, "session_size", 5)

    assert (saved.session_size, saved.keys) == (5, {"home.study": "z"})
    assert (tmp_path / FILE_NAME).read_text() == '# mine\nsession_size = 5\n\n[keys]\nhome.study = "z"  # as in vi\n'


def test_a_key_is_saved_changed_and_taken_back(tmp_path: Path) -> None:
    """The table is made when first needed; what else stands in the file stays."""
    load(tmp_path, "session_size = 5\n")

    first = save(tmp_path, "keys.home.study", "z").keys
    second = save(tmp_path, "keys.home.study", "y").keys
    both = save(tmp_path, "keys.home.quit", "ctrl+x,f12").keys
    one = unset(tmp_path, "keys.home.study")

    assert (first, second) == ({"home.study": "z"}, {"home.study": "y"})
    assert both == {"home.study": "y", "home.quit": "ctrl+x,f12"}
    assert (one.keys, one.session_size) == ({"home.quit": "ctrl+x,f12"}, 5)


def test_unset_brings_the_default_back(tmp_path: Path) -> None:
    """Unsetting what is not set changes nothing."""
    load(tmp_path, 'session_size = 5 # few\nlanguage = "de"\n')

    assert unset(tmp_path, "session_size").session_size == 10
    assert unset(tmp_path, "session_size").language == "de"
