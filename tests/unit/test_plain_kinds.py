"""A plain session of each kind through a pipe: asked, answered, told, summed up; and what may be said afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from quizapp.cli.plain import ADVICE, study_plainly
from quizapp.config import Settings
from quizapp.domain.items.any import Item
from quizapp.domain.selection import Selection, Source
from tests.ui import samples
from tests.ui.conftest import FakeServices

OPEN = samples.item(
    "open",
    "loop",
    points=[
        {"id": "blocks", "say": "It blocks the loop", "must": True, "missing": "The loop.", "any_of": ["blocks loop"]},
        {"id": "others", "say": "Others wait", "missing": "The others.", "any_of": ["request|client wait"]},
    ],
    model_answer="It blocks the event loop, so every other request waits.",
)
Session = Callable[..., str]


def lines_for(item: Item, order: list[int]) -> list[str]:
    """What a learner types who knows, with the options in that order."""
    place = {position: str(number) for number, position in enumerate(order, 1)}
    match item.id:
        case "body-422":
            return [place[0]]
        case "idempotent":
            return [f"{place[0]}, {place[1]}"]
        case "created":
            return ["201"]
        case "session":
            return ["close", "yield"]
        case "onion":
            return [" ".join(place[line] for line in range(4))]
        case "codes":
            return [place[0], place[1], place[2]]
        case "path-int":
            return ["3", "int_parsing"]
        case "blocking":
            return ["5", place[0]]
        case _:
            return ["It blocks the event loop.", "So every other request waits.", ".", ""]


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Session:
    """Runs a session whose stdin is a pipe; returns what was printed."""

    def run(services: FakeServices, *typed: str, selection: Selection | None = None) -> str:
        read, write = os.pipe()
        with os.fdopen(write, "w", encoding="utf-8") as pipe:
            pipe.write("".join(f"{line}\n" for line in typed))
        with os.fdopen(read, encoding="utf-8") as stdin:
            monkeypatch.setattr("sys.stdin", stdin)
            assert study_plainly(services, selection, size=10) == 0
        return capsys.readouterr().out

    return run


def order_of(item: Item) -> list[int]:
    """The order in which a first session will show it: a twin of the services draws the same one."""
    study = FakeServices([item]).study
    begun = study.start()
    assert begun is not None
    showing = study.showing(begun)
    assert showing is not None
    return showing.order


@pytest.mark.parametrize("item", [*samples.ITEMS, OPEN], ids=lambda item: item.id)
def test_a_full_session_of_each_kind(session: Session, item: Item) -> None:
    """The lines alone give the right answer; it is recorded, explained and counted."""
    services = FakeServices([item])

    told = session(services, *lines_for(item, order_of(item)), "")

    assert [attempt.score for attempt in services.progress.attempts()] == [1.0]
    assert "✓ Right." in told
    assert item.explanation.rstrip() in told
    assert "=== 1 of 1 right at once ===" in told


@pytest.mark.parametrize("item", [*samples.ITEMS, OPEN], ids=lambda item: item.id)
def test_nothing_is_given_away_before_the_answer(session: Session, item: Item) -> None:
    """What explains the answer is not printed while it is asked, and leaving keeps the question."""
    services = FakeServices([item])

    told = session(services, "q")

    assert item.explanation.rstrip() not in told
    assert services.progress.attempts() == []
    assert told.rstrip().endswith("the same command goes on from here.")


def test_an_answer_is_taken_back(session: Session) -> None:
    """`u` asks the question before again; only the second answer counts, and both stand in the log."""
    services = FakeServices([samples.SHORT])

    told = session(services, "200", "u", "201", "")

    assert "Taken back: it is asked again." in told
    assert "=== 1 of 1 right at once ===" in told
    assert [attempt.score for attempt in services.progress.attempts()] == [1.0]
    assert [attempt.score for attempt in services.progress.attempts(undone=True)] == [0.0, 1.0]


def test_nothing_to_take_back(session: Session) -> None:
    """Before the first answer `u` says so, and the question is asked again."""
    told = session(FakeServices([samples.SHORT]), "u", "201", "")

    assert "There is no answer to take back." in told
    assert "=== 1 of 1 right at once ===" in told


def test_bookmark_and_doubt_concern_the_question_before(session: Session) -> None:
    """After an answer, even the last one, a bookmark is set and a doubt is written down."""
    services = FakeServices([samples.SHORT])

    told = session(services, ":b", "201", ":b", ":r", ":r 200 would do as well", "")

    assert "There is no question before this one yet." in told
    assert services.bookmarks.all() == ["demo/created"]
    assert "Write what is doubtful behind it" in told
    assert "> 200 would do as well" in services.doubts.text()
    assert "Written down in" in told


def test_a_choice_is_studied_and_what_is_left_goes_on_only_without_one(session: Session) -> None:
    """With a selection a new session begins; a cram says that the schedule is left alone."""
    services = FakeServices([samples.SHORT])

    told = session(services, "201", "", selection=Selection(sources=(Source.ALL,), cram=True))
    empty = session(services, selection=Selection(sources=(Source.BOOKMARKED,)))

    assert "These answers leave the schedule alone." in told
    assert services.progress.reviews() == []
    assert "No question fits this choice." in empty


def test_topics_are_told_by_their_titles(session: Session) -> None:
    """Above a question and in the summary; a slug is for files."""
    told = session(FakeServices([samples.ORDER]), "x", "x", "x", "")

    assert "--- 1 of 1 · Middleware ---" in told
    assert "(Middleware, 3 tries)" in told


def test_a_question_mark_tells_the_commands(session: Session) -> None:
    """Wherever something may be typed; the question waits."""
    services = FakeServices([samples.SHORT])

    told = session(services, "?", "201", "")

    assert told.count(ADVICE[1]) == 2
    assert [attempt.score for attempt in services.progress.attempts()] == [1.0]


def test_the_note_of_the_question_before_can_be_read(session: Session) -> None:
    """In the language of the settings, after an answer."""
    services = FakeServices([samples.SHORT], Settings(language="zh-Hans"))

    told = session(services, ":n", "201", ":n", "")

    assert "There is no question before this one yet." in told
    assert "HTTP for APIs\n\n一分钟了解 HTTP for APIs。" in told
