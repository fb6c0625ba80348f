"""Studying towards an interview's date on the command line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import click
import pytest

from quizapp.cli.duration import Minutes

LINE = re.compile(r"Interview in \d+ days · 20 min a day · expected recall 0% → \d+% if you keep it up")


def study(home: Path, *arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """One plain session's output."""
    return subprocess.run(
        [sys.executable, "-m", "quizapp", "study", "--plain", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QUIZAPP_HOME": str(home), "PYTHONWARNINGS": "error", **environment},
    )


def in_days(days: int) -> str:
    """A day from today, as flags write it."""
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 - the learner's own day


def test_flags_plan_the_day(quizapp_home: Path) -> None:
    """The session begins with the outlook, and has as many questions as the minutes allow, not as the settings say."""
    done = study(quizapp_home, "--interview", in_days(40), "--daily", "20m", typed="q\n")

    first, *_ = done.stdout.splitlines()
    total = re.search(r"--- 1 of (\d+)", done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert LINE.fullmatch(first)
    assert total
    assert 12 <= int(total[1]) <= 40


def test_size_is_kept_to(quizapp_home: Path) -> None:
    """Who says how many questions gets so many of the plan."""
    done = study(quizapp_home, "--interview", in_days(40), "--size", "3", typed="q\n")

    assert "--- 1 of 3" in done.stdout


def test_settings_plan_too(quizapp_home: Path) -> None:
    """A date in the settings needs no flag."""
    done = study(quizapp_home, typed="q\n", QUIZAPP_INTERVIEW_DATE=in_days(40), QUIZAPP_DAILY_MINUTES="20")

    assert LINE.match(done.stdout)


def test_passed_date_is_said_and_harmless(quizapp_home: Path) -> None:
    """After the date one line says so, and the session is an everyday one."""
    done = study(quizapp_home, typed="q\n", QUIZAPP_INTERVIEW_DATE=in_days(-1))

    assert "has passed: the normal schedule is back." in done.stdout.splitlines()[0]
    assert "--- 1 of 10" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--interview", "15.1.2027"), "'15.1.2027' does not match the format '%Y-%m-%d'"),
        (("--daily", "soon"), "'soon' is no time of day to study: write 30m, 1h or 1h30m"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, arguments: tuple[str, str], said: str) -> None:
    """A wrong flag says what to write, and nothing is created."""
    done = study(tmp_path / "home", *arguments)

    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("text", "minutes"), [("30m", 30), ("45", 45), ("1h", 60), ("1h30m", 90), ("1H 5 min", 65), ("12h", 720)]
)
def test_minutes_are_read_as_written(text: str, minutes: int) -> None:
    """Hours, minutes, both, or a bare number."""
    assert Minutes().convert(text, None, None) == minutes


@pytest.mark.parametrize("text", ["", "0", "0m", "h", "m", "1.5h", "-5", "13h", "30s"])
def test_other_times_are_refused(text: str) -> None:
    """What is no time within a day is refused."""
    with pytest.raises(click.BadParameter):
        Minutes().convert(text, None, None)
