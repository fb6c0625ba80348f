"""`quizapp config`: settings and keys from the command line, and the manual's page of keys."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from quizapp.cli.root import run
from quizapp.toml import FILE_NAME

README = Path(__file__).parents[2] / "README.md"

Out = pytest.CaptureFixture[str]


def said(capsys: Out, *arguments: str, code: int = 0) -> str:
    """What a command prints."""
    assert run(["config", *arguments]) == code
    told = capsys.readouterr()
    return told.out if code == 0 else told.err


@pytest.fixture
def file(quizapp_home: Path) -> Path:
    """The settings file, which is not there yet."""
    return quizapp_home / "config" / FILE_NAME


def test_a_value_is_set_read_and_taken_back(file: Path, capsys: Out) -> None:
    """In the file that `path` names; a number stays a number, a truth a truth."""
    said(capsys, "set", "session_size", "7")
    said(capsys, "set", "check_on_save", "false")

    assert said(capsys, "path") == f"{file}\n"
    assert file.read_text() == "session_size = 7\ncheck_on_save = false\n"
    assert (said(capsys, "get", "session_size"), said(capsys, "get", "check_on_save")) == ("7\n", "false\n")
    said(capsys, "unset", "session_size")
    assert said(capsys, "get", "session_size") == "10\n"


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("set", "sesion_size", "7"), "Write session_size."),
        (("get", "sesion_size"), "Write session_size."),
        (("set", "session_size", "many"), "a whole number from 1 to 200"),
        (("set", "keys.home.stdy", "z"), "Write home.study."),
        (("get", "keys.home.stdy"), "Write keys.home.study."),
        (("set", "keys.home.study", "c"), "c is the key of home.choose"),
        (("set", "keys.home.study", "f1"), "f1 is the key of app.help"),
        (("set", "keys.home.study", "ctlr+z"), "no key is called ctlr+z"),
        (("set", "keys.home.study", "?"), "? is the key of app.help"),
        (("set", "keys.home.study", ","), "the comma is the key of home.settings"),
        (("set", "nothing", "7"), "Settings are theme, motion, "),
        (("set", "nothing"), "Settings are theme, motion, "),
        (("set", "session-size"), "Write session_size."),
        (("set", "session_size"), "Write a whole number from 1 to 200 behind it."),
        (("set", "keys.home.stdy"), "Write keys.home.study."),
        (("set", "keys.home.study"), "such as z or ctrl+s,f5 behind it."),
        (("set", "theme", "quizap-light"), "Write quizapp-light."),
        (("set", "theme", "pink"), "Write quizapp-dark, quizapp-light, "),
        (("unset", "nothing"), "Settings are theme, motion, "),
        (("unset", "sesion_size"), "Write session_size."),
        (("unset", "keys.home.stdy"), "Write keys.home.study."),
    ],
)
def test_what_makes_no_sense_is_refused(file: Path, capsys: Out, arguments: tuple[str, ...], advice: str) -> None:
    """With what to write instead; nothing is written."""
    assert advice in said(capsys, *arguments, code=2)
    assert not file.exists()


@pytest.mark.parametrize(
    ("typed", "kept"), [("<,Ctrl+Z", "less_than_sign,ctrl+z"), ("Alt++", "alt+plus"), ("F5", "f5"), ("ö", "ö")]
)
def test_a_key_may_be_written_as_it_is_shown(quizapp_home: Path, capsys: Out, typed: str, kept: str) -> None:
    """By its sign, and with capitals, as sentences have it; kept is the name that the keyboard gives it."""
    said(capsys, "set", "keys.home.study", typed)

    assert said(capsys, "get", "keys.home.study") == f"{kept}\n"
    assert "* home.study" in said(capsys, "keys")


def test_a_key_that_one_gave_to_another_command_is_refused(quizapp_home: Path, capsys: Out) -> None:
    """Neither loses its own."""
    said(capsys, "set", "keys.home.study", "z")

    told = said(capsys, "set", "keys.home.settings", "z", code=2)

    assert "home.settings: z is the key of home.study; the comma stays." in told
    assert said(capsys, "get", "keys.home.study") == "z\n"


def test_a_key_that_comes_back_to_where_another_is_now_is_told(quizapp_home: Path, capsys: Out) -> None:
    """`s` went to another command meanwhile: that one's own key gives way, and one hears of it."""
    said(capsys, "set", "keys.home.study", "z")
    said(capsys, "set", "keys.home.settings", "s")

    assert run(["config", "unset", "keys.home.study"]) == 0

    assert capsys.readouterr().err == "! home.settings: s is the key of home.study; the comma stays.\n"


def test_a_theme_of_textual_s_may_be_set(file: Path, capsys: Out) -> None:
    """Ours are four, and those that come with Textual work too."""
    said(capsys, "set", "theme", "nord")

    assert file.read_text() == 'theme = "nord"\n'


def test_what_is_no_setting_can_be_taken_out_of_the_file(file: Path, capsys: Out) -> None:
    """It is what the settings cannot be loaded for, and must not stay for that."""
    said(capsys, "set", "session_size", "7")
    file.write_text("nothing = 1\n" + file.read_text() + '[keys]\n"home.stdy" = "z"\n')

    said(capsys, "unset", "nothing")
    said(capsys, "unset", "keys.home.stdy")

    assert file.read_text() == "session_size = 7\n[keys]\n"


def test_no_line_of_the_file_is_blamed_for_what_was_typed(file: Path, capsys: Out) -> None:
    """A line is named for a fault of the file alone."""
    said(capsys, "set", "session_size", "7")

    told = said(capsys, "set", "interview_date", "in 9 days", code=2)

    assert told.startswith('interview_date cannot be "in 9 days".\n  next:  Write a day such as')
    assert file.read_text() == "session_size = 7\n"


def test_a_date_that_is_over_is_kept_and_said_to_be_over(file: Path, capsys: Out) -> None:
    """A slip in the year is noticed at once; a day to come is taken without a word."""
    passed = said(capsys, "set", "interview_date", "2020-01-02")
    to_come = said(capsys, "set", "interview_date", "9999-01-02")

    assert passed == "The interview date, 2 January 2020, has passed: the normal schedule is back.\n"
    assert to_come == ""
    assert file.read_text() == 'interview_date = "9999-01-02"\n'


def test_what_was_exported_can_be_imported(file: Path, tmp_path: Path, capsys: Out) -> None:
    """Everything comes back, keys too; what stood there before is kept beside it."""
    said(capsys, "set", "session_size", "7")
    said(capsys, "set", "keys.home.study", "z")
    there = tmp_path / "mine.toml"
    said(capsys, "export", str(there))
    told = said(capsys, "export", str(there), code=2)
    said(capsys, "set", "session_size", "9")
    before = file.read_text()

    imported = said(capsys, "import", str(there))

    assert "a file of that name already" in told
    assert (said(capsys, "get", "session_size"), said(capsys, "get", "keys.home.study")) == ("7\n", "z\n")
    assert file.with_suffix(".toml.before").read_text() == before
    assert str(file.with_suffix(".toml.before")) in imported


def test_a_file_that_makes_no_sense_is_not_imported(file: Path, tmp_path: Path, capsys: Out) -> None:
    """What was set before stays."""
    said(capsys, "set", "session_size", "7")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("session_size = 0\n")

    assert "session_size cannot be 0" in said(capsys, "import", str(wrong), code=2)
    assert file.read_text() == "session_size = 7\n"


def test_settings_that_cannot_be_kept_are_not_replaced(
    file: Path, tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was set before is never lost for what comes."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    said(capsys, "set", "session_size", "7")
    there = tmp_path / "theirs.toml"
    there.write_text("session_size = 9\n")

    monkeypatch.setattr(Path, "replace", refuse)
    assert "cannot be kept" in said(capsys, "import", str(there), code=2)
    assert file.read_text() == "session_size = 7\n"


def test_ones_own_keys_are_marked(file: Path, capsys: Out) -> None:
    """Among all the others; a clash in a file that was written by hand is told."""
    file.parent.mkdir(parents=True)
    file.write_text('[keys]\nhome.study = "z"\nhome.quit = "c"\n')

    assert run(["config", "keys"]) == 0
    told = capsys.readouterr()

    assert [line.split()[:3] for line in told.out.splitlines() if line.startswith("*")] == [["*", "home.study", "z"]]
    assert "home.quit: c is the key of home.choose; q stays." in told.err


def test_the_manual_s_page_of_keys_is_true(quizapp_home: Path, capsys: Out) -> None:
    """README's tables are what `quizapp config keys --markdown` prints: after a change put its output there."""
    written = README.read_text(encoding="utf-8").partition("--markdown` -->\n")[2].partition("<!-- keys: end")[0]

    assert written == said(capsys, "keys", "--markdown")
