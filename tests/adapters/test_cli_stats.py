"""`quizapp stats` over the real library and a real file."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from quizapp.bootstrap import application
from quizapp.cli.root import run
from quizapp.store.progress import SqliteProgress
from tests.seeding import Learner, write

FIELDS = {
    "format", "at", "window_days", "activity", "forecast", "retention", "retention_by_topic", "calibration",
    "pace_by_kind", "weak_spots",
}  # fmt: skip


@pytest.fixture
def studied(quizapp_home: Path) -> Path:
    """Sixty days of the bundled pack."""
    app = application()
    now = app.clock.now()
    learner = Learner(app.library.listings(), app.scheduler, seed=3, new_a_day=4)
    assert isinstance(app.progress, SqliteProgress)
    write(app.progress, learner.history((now - timedelta(days=60)).replace(hour=7, minute=0), now), app.scheduler)
    app.progress.close()
    app.library.close()
    return quizapp_home


def test_nothing_answered_is_told(quizapp_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty history is no error, and says how to begin."""
    assert run(["stats"]) == 0

    assert "Nothing has been answered yet. Begin with: quizapp study" in capsys.readouterr().out


def test_the_parts_of_the_progress_screen_are_printed(studied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each part has its heading, and no line is wider than a terminal."""
    code = run(["stats"])

    out = capsys.readouterr().out
    assert code == 0
    for heading in ("Activity", "Weak spots", "Time per item", "Forecast", "Calibration", "Retention by topic"):
        assert f"\n{heading}\n{'-' * len(heading)}\n" in out
    assert "in the last 90 days" in out
    assert max(map(len, out.splitlines())) <= 80


def test_json_has_the_documented_shape(studied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The fields that scripts rely on, with units in their names and shares between 0 and 1."""
    code = run(["stats", "--json", "--days", "30"])

    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert set(told) == FIELDS
    assert (told["format"], told["window_days"]) == (1, 30)
    assert set(told["activity"]["streak"]) == {"study_days", "days_off", "best_study_days", "is_today_done"}
    assert len(told["forecast"]["expected_recall_share_by_day"]) == len(told["forecast"]["due_cards_by_day"]) == 31
    assert all(0 <= share <= 1 for share in told["forecast"]["expected_recall_share_by_day"])
    assert told["calibration"]["reviews"] == told["retention"]["reviews"] > 0
    assert {"from_chance", "to_chance", "reviews", "predicted_share", "remembered_share"} == set(
        told["calibration"]["bins"][0]
    )
    assert {"kind", "answers", "median_seconds", "expected_seconds", "median_ratio"} == set(told["pace_by_kind"][0])


def test_zero_days_are_all_time(studied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--days 0` looks back on everything; a window of a day on less."""
    run(["stats", "--json", "--days", "0"])
    everything = json.loads(capsys.readouterr().out)
    run(["stats", "--json", "--days", "10"])
    few = json.loads(capsys.readouterr().out)

    assert everything["window_days"] is None
    assert everything["activity"]["answers"] > few["activity"]["answers"]


def test_the_streak_rule_stands_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` says what a streak counts and what it forgives."""
    run(["stats", "--help"])

    assert "A day off is forgiven" in " ".join(capsys.readouterr().out.split())


def test_no_terminal_library_is_loaded(tmp_path: Path) -> None:
    """The charts are characters: `quizapp stats` loads neither Textual nor Rich."""
    script = (
        "import sys; from quizapp.cli.root import run; code = run(['stats']); "
        "print(code, sorted({'textual', 'rich', 'httpx', 'fastapi'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"QUIZAPP_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )

    assert done.stdout.splitlines()[-1] == "0 []"
