"""Doubts about questions, as an author gets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.grading import Grade, Response
from quizapp.domain.items.any import Item
from quizapp.domain.visible import quotable, visible
from quizapp.errors import StoreError
from quizapp.services.doubts import DoubtService
from quizapp.store.doubts import TITLE, MarkdownDoubts
from tests.ui import samples
from tests.ui.conftest import FakeServices


def answered(services: FakeServices, response: Response) -> str:
    """The doubt about the only item of a library, answered so."""
    session = services.study.start()
    assert session is not None
    showing = services.study.showing(session)
    assert showing is not None
    outcome = services.study.answer(showing, response, 5)
    services.doubts.report(showing, outcome, "Is it?\n\nI think not.")
    return services.doubts.text()


@pytest.mark.parametrize("item", samples.ITEMS, ids=lambda item: item.id)
def test_a_doubt_says_what_an_author_needs(item: Item) -> None:
    """Item, versions, the learner's words, all that was shown, and what was answered."""
    services = FakeServices([item])

    text = answered(services, samples.RESPONSES[item.id])

    for piece in (
        f"## demo/{item.id}",
        "demo 1.0.0",
        "quizapp: ",
        "2026-03-02 09:30 UTC",
        "> Is it?\n>\n> I think not.",
    ):
        assert piece in text
    assert item.stem.rstrip() in text
    assert "judged 100%" in text
    (event,) = services.progress.events(kind="doubt")
    assert (event.subject, event.detail["version"]) == (f"demo/{item.id}", "1.0.0")


def test_options_stand_in_the_order_in_which_they_were_shown() -> None:
    """An author sees the same numbers as the learner did, what was picked, and the key."""
    services = FakeServices([samples.CHOICE])

    text = answered(services, samples.RESPONSES["body-422"])

    session = services.progress.sessions()[0]
    order = services.study.showing(session.model_copy(update={"id": "other"})).order  # the first showing again
    numbered = [line for line in text.splitlines() if line[:2] in {"1.", "2.", "3."}]
    assert numbered == [f"{place}. {samples.CHOICE.options[at].text}" for place, at in enumerate(order, 1)]
    assert "- [x] `422` and a list that names the field (key)" in text


@pytest.mark.parametrize("item", samples.ITEMS, ids=lambda item: item.id)
def test_what_is_visible_gives_nothing_away(item: Item) -> None:
    """No explanation, no rationale; everything to pick from is there."""
    text = visible(item)

    assert item.explanation not in text
    for option in getattr(item, "options", []):
        assert option.why not in text
        assert option.text in text


@given(st.permutations(["alpha", "beta", "gamma", "delta"]))
def test_what_search_quotes_tells_no_order(lines: list[str]) -> None:
    """However an author orders lines, or options of which the first is the key, the text is the same."""
    ordered = samples.item("order", "steps", lines=lines)

    assert quotable(ordered) == "What of steps?\n\nalpha · beta · delta · gamma"
    assert ("give" in visible(samples.CLOZE), "give" in quotable(samples.CLOZE)) == (True, False)


def test_a_fence_in_a_question_ends_no_block() -> None:
    """Tildes in what was shown get a longer fence around them."""
    services = FakeServices([samples.item("short", "fence", stem="~~~~\ncode\n~~~~", accept=["x"])])

    text = answered(services, samples.RESPONSES["created"])

    assert "~~~~~\n~~~~\ncode\n~~~~\n~~~~~" in text


def test_the_file_grows_and_is_nobody_elses(tmp_path: Path) -> None:
    """Each entry is added at the end; nothing reported reads as nothing."""
    file = MarkdownDoubts(tmp_path / "data" / "doubts.md")

    before = file.read()
    file.append("## one\n")
    file.append("## two \ud83d\n")

    assert before == ""
    assert file.read() == f"{TITLE}## one\n## two \\ud83d\n"
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The error names the file and what to do."""
    file = MarkdownDoubts(tmp_path)

    with pytest.raises(StoreError, match="cannot be written") as told:
        file.append("x")
    with pytest.raises(StoreError, match="cannot be read"):
        file.read()

    assert told.value.where == str(tmp_path)
    assert told.value.hint


def test_service_and_grade_are_models_of_their_own() -> None:
    """An answer in one's own words is reported with its words."""
    services = FakeServices([samples.SHORT])
    service: DoubtService = services.doubts
    session = services.study.start()
    assert session is not None
    showing = services.study.showing(session)
    assert showing is not None
    outcome = services.study.answer(showing, samples.RESPONSES["created"], 5)
    spoken = outcome.model_copy(update={"grade": Grade(score=0.5, parts=[], said="As I would say it.")})

    service.report(showing, spoken, "x" * 9000)

    assert "As I would say it." in service.text()
    assert "x" * 4000 in service.text()
    assert "x" * 4001 not in service.text()
