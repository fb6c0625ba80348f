"""An answer in one's own words on a plain terminal, graded and overruled, over the bundled pack."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from tests.piped import piped

ARGUMENTS = ["study", "--plain", "--item", "say-what-makes-it-quick"]
ANSWER = "While one request waits for the database,\nthe loop serves other requests.\n.\n"


def study(home: Path, typed: str) -> subprocess.CompletedProcess[str]:
    """One session's output for what was typed."""
    return piped(home, *ARGUMENTS, typed=typed)


def test_points_are_told_with_the_words_that_earned_them_and_can_be_overruled(tmp_path: Path) -> None:
    """`o` and a number turn a point around; the answer and the overrule are both on disk."""
    done = study(tmp_path, f"{ANSWER}o 2\no 99\n\n")

    assert (done.returncode, done.stderr) == (0, "")
    assert "1 ✓ made: While one request waits" in done.stdout
    assert 'you said: "While one request waits for the database, the loop serves other requests"' in done.stdout
    assert "2 ✗ missed: It stands on ASGI" in done.stdout
    assert "A good answer:" in done.stdout
    assert "An interviewer asks next:" in done.stdout
    assert "2 ✓ made: It stands on ASGI, with Starlette and uvicorn below it. (your word)" in done.stdout
    assert "Type o and a number from 1 to 4" in done.stdout
    with closing(sqlite3.connect(next(tmp_path.rglob("*.sqlite3")))) as database:
        assert [kind for (kind,) in database.execute("SELECT kind FROM events")] == ["overrule"]
        assert [json.loads(response) for (response,) in database.execute("SELECT response FROM attempts")] == [
            {"kind": "said", "text": ANSWER.removesuffix("\n.\n"), "overruled": {}}
        ]


def test_an_answer_cut_off_by_the_end_of_input_is_kept(tmp_path: Path) -> None:
    """A pipe without the closing line loses nothing that was typed."""
    done = study(tmp_path, "While one request waits, the loop serves other requests.")

    assert (done.returncode, done.stderr) == (0, "")
    assert "1 ✓ made: While one request waits" in done.stdout
    assert "goes on from here" in done.stdout
