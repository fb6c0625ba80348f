"""`quizapp run`: the learner's app on a loopback port, restarted at every save, closed to other hosts."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from quizapp.cli.root import run

ROOT = Path(__file__).parents[2]
TASK = ROOT / "sandbox" / "first-routes"


class Kept:
    """A running `quizapp run`."""

    def __init__(self, process: subprocess.Popen[str], code: Path) -> None:
        self.process = process
        self.code = code
        self.address = re.findall(r"http://[\d.:]+", self.until("export APP="))[0]
        self.client = httpx.Client(base_url=self.address, trust_env=False, timeout=20)

    def until(self, words: str) -> str:
        """What was printed up to the line with these words."""
        assert self.process.stdout
        said = ""
        for line in self.process.stdout:
            said += line
            if words in line:
                return said
        raise AssertionError(f"ended without {words!r}: {said}")


@pytest.fixture
def kept(tmp_path: Path, quizapp_home: Path) -> Iterator[Kept]:
    """The solution of first-routes, kept running."""
    code = tmp_path / "code"
    shutil.copytree(TASK / "solution", code)
    with subprocess.Popen(
        [sys.executable, "-m", "quizapp", "run", "first-routes", "--path", str(code)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QUIZAPP_HOME": str(quizapp_home), "PYTHONUNBUFFERED": "1"},
    ) as process:
        kept = Kept(process, code)
        kept.until("Running")
        yield kept
        kept.client.close()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        assert process.returncode == 0


def test_the_app_answers_on_the_port(kept: Kept) -> None:
    """Requests with and without a body, one after another, and the docs page."""
    assert [kept.client.get("/about").json() for _ in range(3)] == [{"msg": "About"}] * 3
    assert kept.client.post("/items", json={"a": "b" * 200_000}).json() == {"created": True}
    assert "swagger" in kept.client.get("/docs").text


def test_other_hosts_are_refused(kept: Kept) -> None:
    """A page that reaches the port under another name (DNS rebinding) gets nothing of the app."""
    answers = [kept.client.get("/about", headers={"host": host}) for host in ("evil.example", "127.0.0.1", "")]

    assert [answer.status_code for answer in answers] == [421, 421, 421]
    assert not any("About" in answer.text for answer in answers)


def test_a_save_restarts_and_a_broken_app_is_told(kept: Kept) -> None:
    """The port stays; a file that cannot be imported is told with its line, and the next save mends it."""
    (kept.code / "main.py").write_text("import nothing_of_the_kind\n")
    said = kept.until("Waiting for the next save.")
    answer = kept.client.get("/about")
    shutil.copy(TASK / "starter" / "main.py", kept.code / "main.py")
    kept.until("Running")

    assert "main.py:1 import nothing_of_the_kind" in said
    assert answer.status_code == 502
    assert kept.client.get("/about").json() == "about"


@pytest.mark.usefixtures("quizapp_home")
def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """With its number and the way out; a fault of another kind is not mistaken for it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        code = run(["run", "first-routes", "--port", str(port)])

    said = capsys.readouterr().err
    assert code == 2
    assert f"Port {port} cannot be used" in said
    assert "Name another one" in said
