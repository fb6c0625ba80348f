"""`quizapp search`, `quizapp roadmap`, `quizapp doubts` and a chosen session, over the sample pack."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp.cli.root import run

Command = Callable[..., tuple[int, str]]


@pytest.fixture
def command(sample_installed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command over a copy of the sample pack; returns exit code and output."""

    def call(*arguments: str, typed: str = "") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = run(list(arguments))
        return code, capsys.readouterr().out

    return call


def test_search_tells_where_something_is_and_no_key(command: Command) -> None:
    """Kind, id and title; what is only told after an answer is found and not quoted."""
    code, told = command("search", "body")
    none, nothing = command("search", "zzzz", "yyyy")

    assert code == 0
    assert "sample/body-422" in told
    assert (none, nothing) == (1, "Nothing has these words.\n")


def test_search_as_json_has_what_the_text_tells(command: Command) -> None:
    """One object, the same hits in the same order, the same exit code; no key and no explanation of an item."""
    _, text = command("search", "http")
    code, told = command("search", "http", "--json")
    partly, some = command("search", "body", "zzzz", "--json")
    none, nothing = command("search", "zzzz", "--json")

    hits = json.loads(told)["hits"]
    lines = [f"{hit['kind']:<9} {hit['id']:<40} {hit['title']}" for hit in hits]
    assert code == 0
    assert lines == [line for line in text.splitlines() if not line.startswith(" ")]
    assert {frozenset(hit) for hit in hits} == {frozenset({"kind", "id", "title", "topic", "excerpt", "seen"})}
    assert all(hit["excerpt"] in text for hit in hits)
    assert (partly, json.loads(some)["partly"]) == (0, True)
    assert (none, json.loads(nothing)) == (1, {"hits": [], "partly": False})


def test_what_is_only_told_after_an_answer_is_not_quoted_in_json(command: Command) -> None:
    """An item is found by the words of its explanation, and none of them is told."""
    _, told = command("search", "RFC", "9110", "--json")

    assert [(hit["id"], hit["excerpt"]) for hit in json.loads(told)["hits"]] == [("sample/teapot", "")]


def test_roadmap_as_json_adds_up(command: Command) -> None:
    """One object: the counts of the whole are those of its phases, and theirs are those of their topics."""
    command("study", "--plain", "--item", "teapot", typed="405\n\n")
    code, told = command("roadmap", "--json")

    roadmap = json.loads(told)
    topics = [topic for phase in roadmap["phases"] for topic in phase["topics"]]
    assert code == 0
    assert (roadmap["total"], roadmap["new"], roadmap["due"]) == (5, 4, 0)
    assert {topic["id"] for topic in topics} >= {"sample/http", "sample/validation"}
    assert sum(topic["total"] for topic in topics) == sum(phase["total"] for phase in roadmap["phases"]) == 5
    assert sum(topic["known"] for topic in topics) == roadmap["known"]
    assert sum(topic["seen"] for topic in topics) == 1


def test_roadmap_tells_every_topic_with_progress(command: Command) -> None:
    """Phases, topics, and how much is known; an answer makes an item seen."""
    _, before = command("roadmap")
    command("study", "--plain", "--item", "teapot", typed="405\n\n")
    _, after = command("roadmap")

    assert before.splitlines()[0] == "0 of 5 known, 0 due, 5 new"
    assert after.splitlines()[0].endswith("0 due, 4 new")
    for topic in ("http", "validation"):
        assert f"  {topic}" in before


def test_a_doubt_is_printed_for_its_author(command: Command) -> None:
    """What was reported in a session comes out of `quizapp doubts`, whose file is told."""
    _, nothing = command("doubts")
    command("study", "--plain", "--item", "teapot", typed="405\n:r Is it a joke?\n\n")
    code, told = command("doubts")
    _, path = command("doubts", "--path")

    assert "You have reported none." in nothing
    assert code == 0
    assert "## sample/teapot" in told
    assert "> Is it a joke?" in told
    assert Path(path.strip()).read_text(encoding="utf-8") == told


def test_a_cram_changes_no_due_date(command: Command) -> None:
    """It is said so, and what was asked stays new."""
    code, told = command("study", "--plain", "--cram", "--item", "teapot", typed="405\n\n")
    _, roadmap = command("roadmap")

    assert code == 0
    assert "These answers leave the schedule alone." in told
    assert "1 of 1 right at once" in told
    assert roadmap.splitlines()[0] == "0 of 5 known, 0 due, 5 new"


def test_a_choice_that_fits_nothing_is_told(command: Command) -> None:
    """And begins no session."""
    code, told = command("study", "--plain", "--bookmarked")

    assert (code, told) == (0, "No question fits this choice.\n")
