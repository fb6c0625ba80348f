"""`quizapp serve` in a real browser: a question and a coding task, from the address to the last check."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from quizapp.bootstrap import application
from tests.chromium import chromium, found
from tests.served import served

pytest.importorskip("textual_serve", reason="the extra `serve` is not installed")
pytestmark = [
    pytest.mark.skipif(found() is None, reason="there is no Chromium on this machine"),
    pytest.mark.skipif(sys.platform != "linux", reason="the flags are those of Chromium on Linux"),
    pytest.mark.timeout(300),
]

SOLUTION = Path(__file__).parents[2] / "sandbox" / "first-routes" / "solution" / "main.py"


def test_a_question_and_a_task_are_completed_in_a_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Study one item, solve one task; nothing comes from anywhere but this server, and the token leaves the address."""
    home = tmp_path / "home"
    with served(home, "--open", BROWSER="true") as server, chromium(tmp_path / "profile") as tab:
        (pointer,) = (home / "run").glob("serve-*.html")
        tab.go(pointer.as_uri())
        tab.wait_for("Settings")
        where = tab.evaluate("location.href")
        tab.evaluate("document.querySelector('.xterm-helper-textarea').focus()")

        tab.press("s")
        tab.wait_for("Don't know")
        tab.press("1")
        tab.press("Enter")
        tab.wait_for("Next")
        tab.press("Escape")
        tab.wait_for("Settings")

        tab.press("p")
        tab.wait_for("a health check and the basic methods")
        for letter in "health":
            tab.press(letter)
        tab.wait_for("health")  # the list is painted anew, with this task alone
        tab.press("Enter")
        tab.wait_for("^s")
        tab.press("F7")
        tab.wait_for("yes")  # the starter is painted anew, as selected
        tab.paste(SOLUTION.read_text())
        tab.wait_for("deleted")
        tab.press("s", control=True)
        told = tab.wait_for("8 of 8 checks passed", *(f"{passed} of 8 checks passed" for passed in range(8)))
        tab.picture(tmp_path / "solved.png")

        assert told == "8 of 8 checks passed"
        assert where == server.page
        assert tab.complaints == []
        elsewhere = {address for address in tab.asked if address.split("/")[2] != server.origin[7:]}
        assert elsewhere == {pointer.as_uri()}

    monkeypatch.setenv("QUIZAPP_HOME", str(home))
    after = application()
    kept = after.progress.attempts()
    asyncio.run(after.close())
    assert len(kept) == 2
    assert kept[-1].score == 1.0
