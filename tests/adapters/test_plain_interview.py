"""Interviews line by line and on the command line, over the real files."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quizapp.cli import interviewing
from quizapp.cli.interviewing import PlainInterview
from quizapp.cli.reminder import reminded
from quizapp.cli.root import quizapp
from quizapp.services.interview import Phase
from tests.ui import samples
from tests.ui.conftest import FakeServices
from tests.ui.interviewing import coding_services

EXTERNAL = re.compile(
    r"""(?:src|href|action|data|poster)\s*=|url\(|@import|<script|<link|<img|<iframe""", re.IGNORECASE
)


def run(*arguments: str, lines: str = "") -> Result:
    """The command line, in this process."""
    return CliRunner().invoke(quizapp, ["interview", *arguments], input=lines, catch_exceptions=False)


class Reader:
    """Types what fits the prompt; keeps everything that was told."""

    def __init__(self, replies: dict[str, list[str]], otherwise: str = "x") -> None:
        self.replies = replies
        self.otherwise = otherwise
        self.told: list[str] = []

    def say(self, line: str) -> None:
        """Keep a line."""
        self.told.append(line)

    def read(self, prompt: str) -> str:
        """The next reply to a prompt that begins so."""
        self.told.append(prompt)
        for beginning, lines in self.replies.items():
            if prompt.startswith(beginning) and lines:
                return lines.pop(0)
        return "" if prompt.startswith(("A number", "Enter")) else self.otherwise

    @property
    def text(self) -> str:
        """Everything that was told."""
        return "\n".join(self.told)


async def hold(services: FakeServices, blueprint: str, reader: Reader) -> None:
    """A whole interview."""
    session = services.interviews.start(blueprint, seed=7)
    await PlainInterview(services.interviews, session, say=reader.say, read=reader.read).hold()


async def test_a_whole_interview_line_by_line() -> None:
    """Every question once, each section closed by Enter, then the verdict; nothing is told before."""
    services = FakeServices()
    reader = Reader({})

    await hold(services, "screen", reader)

    before, _, after = reader.text.partition("=== The interview is over ===")
    assert before.count("--- Basics ·") == 5
    assert before.count("--- Depth ·") == 3
    assert "section 10:00 · total 16:00" in before
    assert "Because it does." not in before
    assert "Not passed: even at its high end" in after
    assert "1. Study" in after
    assert len(services.progress.attempts()) == 8


async def test_commands_in_place_of_an_answer() -> None:
    """Mark, skip, go back, pause: lines with a colon; the review lists what is open."""
    services = FakeServices()
    reader = Reader({"A number": ["1", ""], "\nPaused": [""]})
    commands = [":m", ":n", ":pause"]
    usual = reader.read
    reader.read = lambda prompt: commands.pop(0) if commands and "Paused" not in prompt else usual(prompt)

    await hold(services, "screen", reader)

    assert "Marked." in reader.text
    assert "1) not answered, marked" in reader.text
    assert "Enter closes the section with 1 not answered: " in reader.text
    assert "Paused: the clock stands still" in reader.text
    assert len(services.progress.attempts()) == 8


@pytest.mark.parametrize(
    ("command", "reply", "asked"),
    [(":end", "", 8), (":end", ":n", 8), (":end", "y", 0), (":close", "no", 8), (":close", "yes", 3)],
)
async def test_what_cannot_be_taken_back_is_asked_about(command: str, reply: str, asked: int) -> None:
    """A slip ends neither the interview nor a section."""
    services = FakeServices()
    reader = Reader({"y: yes": [reply]})
    commands = [command]
    usual = reader.read
    reader.read = lambda prompt: (
        commands.pop() if commands and not prompt.startswith(("Enter", "y:")) else usual(prompt)
    )

    await hold(services, "screen", reader)

    assert ("no way back into it." if command == ":close" else "What is not answered counts nothing.") in reader.text
    assert len(services.progress.attempts()) == asked


async def test_time_that_is_up_while_a_line_is_read() -> None:
    """The answer that comes too late does not count, and that is told at once."""
    services = FakeServices()
    reader = Reader({})
    usual, late = reader.read, [700.0]

    def slow(prompt: str) -> str:
        if late:
            services.clock.advance(late.pop())
        return usual(prompt)

    reader.read = slow
    await hold(services, "screen", reader)

    assert "The section's time was up before this answer" in reader.text
    assert "out of time. 0 answers kept." in reader.text
    assert len(services.progress.attempts()) == 3
    debrief = services.interviews.debrief(services.interviews.history()[0])
    assert debrief.absences == []


async def test_lines_before_the_time_count_when_it_is_up_in_the_middle_of_an_answer() -> None:
    """Words of one's own are kept line by line; what comes after the time is not counted, and that is told."""
    services = coding_services()
    reader = Reader({"> ": ["They all wait.", "A thread would help.", "."], "c: check": ["d"]})
    usual = reader.read

    def slow(prompt: str) -> str:
        line = usual(prompt)
        if line.startswith("A thread"):
            services.clock.advance(400)
        return line

    reader.read = slow
    await hold(services, "coding", reader)

    (attempt,) = services.progress.attempts()
    assert attempt.response["text"] == "They all wait."
    assert "was up before this answer was whole: the lines before it count, later ones do not." in reader.text


def test_the_end_of_a_section_is_announced_in_the_middle_of_a_line() -> None:
    """Reading a line blocks, so the words come from a timer; none once the line is there."""
    told: list[str] = []
    came = threading.Event()

    def say(words: str) -> None:
        told.append(words)
        came.set()

    with reminded(0.02, say, before=0.01):
        came.wait(30)
    with reminded(None, say), reminded(600, say):
        pass

    (words,) = told
    assert words.endswith("left in this section. A line counts once you press Enter.)")


async def test_an_answered_question_says_what_was_answered() -> None:
    """Who goes back reads the answer that stands, and a skip keeps it."""
    services = FakeServices([samples.SHORT])
    reader = Reader({"Your answer": ["404", ":n"], "A number": ["1", ""]})

    await hold(services, "screen", reader)

    (attempt,) = services.progress.attempts()
    assert "(answered already: 404; a new answer takes its place, :n keeps it)" in reader.text
    assert attempt.response["texts"] == ["404"]


async def test_leaving_and_going_on() -> None:
    """Q leaves, the clock runs on, and the interview is there to go on with."""
    services = FakeServices()
    reader = Reader({}, otherwise="q")

    await hold(services, "screen", reader)

    assert "Left with 16:00 to go" in reader.text
    assert services.interviews.resumable() is not None


async def test_a_coding_task_line_by_line() -> None:
    """The place of the files is told, c checks without reasons, d is done, and the end judges."""
    services = coding_services()
    reader = Reader({"c: check": ["what", "c", "d"]})

    await hold(services, "coding", reader)

    assert "Your files:" in reader.text
    assert "Type c or d." in reader.text
    assert "passed: It answers" in reader.text
    assert services.interviews.clocks(services.interviews.history()[0]).phase is Phase.ENDED


@pytest.fixture
def held(quizapp_home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Result]:
    """Holds an interview of the bundled pack in which nothing is known."""
    monkeypatch.setattr(
        interviewing, "read_line", lambda prompt: "" if prompt.startswith(("A number", "Enter")) else "x"
    )
    return lambda: run("--blueprint", "foundations", "--plain", "--seed", "7")


async def test_what_only_looks_like_a_number_is_asked_for_again() -> None:
    """A superscript two is a digit to Python and no number to int: it is told what may be typed, and nothing ends."""
    services = FakeServices()
    reader = Reader({"A number": ["²", "1000000000000", ""]})

    await hold(services, "screen", reader)

    assert reader.text.count("Type a number from 1 to 5, or nothing.") == 2
    assert "=== The interview is over ===" in reader.text


def test_the_command_line_from_the_list_to_the_report(held: Callable[[], Result], tmp_path: Path) -> None:
    """List, hold, debrief, export in three formats, compare: over the real files."""
    offered = run("list")
    first, second = held(), held()
    listed, record_of_all = run("list"), json.loads(run("list", "--json").output)
    names = re.findall(r"^([0-9a-f]{8})  ", listed.output, re.MULTILINE)
    told = run("debrief")
    page = tmp_path / "report.html"
    exported = run("export", names[0], "-o", str(page))
    record = run("export", names[0], "--format", "json", "-o", "-")
    compared = run("compare", *names)

    assert "fastapi/junior: Junior backend engineer, 30:00" in offered.output
    assert "=== The interview is over ===" in first.output
    assert first.output.split("--- ")[1].split(" · section")[0] == second.output.split("--- ")[1].split(" · section")[0]
    assert len(names) == 2
    assert [held["session"][:8] for held in record_of_all["held"]] == names
    assert [held["standing"] for held in record_of_all["held"]] == ["not passed", "not passed"]
    assert {held["blueprint"] for held in record_of_all["held"]} == {"fastapi/foundations"}
    assert record_of_all["held"][0]["score"]["count"] == 12
    assert [one["id"] for one in record_of_all["blueprints"]] == re.findall(
        r"^(\S+/\S+): ", listed.output, re.MULTILINE
    )
    assert told.output.startswith("# Interview: Phase: Foundations")
    assert exported.output.strip() == str(page)
    assert not EXTERNAL.search(page.read_text(encoding="utf-8"))
    assert json.loads(record.output)["verdict"]["standing"] == "not passed"
    assert "All: no clear difference" in compared.output


def test_a_blueprint_is_built_on_the_command_line(quizapp_home: Path) -> None:
    """What comes of the wishes is told, with the command that begins it."""
    built = run("build", "My round", "--minutes", "40", "--topic", "routing", "--level", "1-2", "--tasks", "1")
    wrong = run("build", "Mine", "--topic", "nowhere")

    assert "Questions: " in built.output
    assert "Coding: 1 coding task, 15:00" in built.output
    assert "quizapp interview --blueprint own/my-round" in built.output
    assert "there is no topic nowhere" in wrong.output
    assert "own/my-round: My round, 40:00" in run("list").output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--plain"], "say which interview"),
        (["debrief"], "No interview was held yet"),
        (["build", "X", "--level", "7"], "7 is no level"),
        (["build", "   "], "TITLE has to be a line of 1 to 60 letters"),
        (["build", "x" * 61], "TITLE has to be a line of 1 to 60 letters"),
        (["build", "a\x1b[31m"], "TITLE has to be a line of 1 to 60 letters"),
        (["build", "X", "--topic", "nowhere/routing"], "there is no topic nowhere/routing"),
        (["build", "X", "--kind", "riddle"], "no kind of question is called riddle"),
    ],
)
def test_what_cannot_be_had_is_told(quizapp_home: Path, arguments: list[str], told: str) -> None:
    """Wrong usage names what would be right."""
    result = CliRunner().invoke(quizapp, ["interview", *arguments])

    assert result.exit_code != 0
    assert told in f"{result.output}{result.exception}"
