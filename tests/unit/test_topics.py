"""A topic's questions, its mistakes, and how the learner has done."""

from __future__ import annotations

import pytest

from quizapp.domain.grading import Passed, Picked, Pointed, Response, Typed
from quizapp.domain.items.identity import ItemId
from quizapp.domain.task import Mutant
from quizapp.errors import NotFoundError
from quizapp.services.topics import Record, Standing, TopicPage
from tests.fakes import FakeLibrary, make_task
from tests.ui import samples
from tests.ui.conftest import FakeServices


def page(services: FakeServices, topic: str = "demo/event-loop") -> TopicPage:
    """The topic as it stands."""
    return services.topics.page(topic)


def answer(services: FakeServices, item: str, response: Response, seconds: float = 20) -> None:
    """One answer."""
    session = services.study.start(topics=[f"demo/{item}"])
    assert session is not None
    showing = services.study.showing(session)
    assert showing is not None
    services.study.answer(showing, response, seconds)


def test_a_defect_is_named_once_its_question_is_answered() -> None:
    """Before that it is only counted."""
    services = FakeServices()

    before = page(services)
    answer(services, "event-loop", Passed())
    after = page(services)

    assert (before.usual, before.hidden) == ([], 1)
    assert [mistake.text for mistake in after.usual] == ["It blocks the event loop"]
    assert after.hidden == 0


def test_mistakes_of_ones_own_come_from_the_latest_answer() -> None:
    """A wrong pick is told with its rationale; a right answer later takes it away."""
    services = FakeServices()

    answer(services, "event-loop", Pointed(line=5, option=1))
    wrong = page(services).own
    services.clock.advance(days=2)
    answer(services, "event-loop", Pointed(line=5, option=0))

    assert [(mistake.text, mistake.why) for mistake in wrong] == [("It sleeps too long", "The length does not matter.")]
    assert page(services).own == []


def test_a_known_misconception_is_a_mistake_of_ones_own() -> None:
    """What was typed, and why people type it."""
    services = FakeServices([samples.SHORT])

    answer(services, "http", Typed(texts=["200"]))

    assert [(mistake.text, mistake.why) for mistake in page(services, "demo/http").own] == [
        ("200", "200 only says that it went well.")
    ]


def test_an_answer_to_an_older_question_is_no_mistake() -> None:
    """A question that has fewer options now is passed over."""
    services = FakeServices([samples.CHOICE])
    answer(services, "validation", Picked(options=[2]))
    shorter = samples.CHOICE.model_copy(update={"options": samples.CHOICE.options[:2]})
    services.__dict__.pop("topics", None)
    services.library = FakeLibrary([shorter], topics=samples.TOPICS)

    assert page(services, "demo/validation").own == []


async def test_known_wrong_solutions_are_named_once_the_task_is_tried() -> None:
    """A task that was never run keeps its mistakes to itself."""
    services = FakeServices([])
    folder = make_task("first", topic="http")
    mutant = Mutant(id="m", say="The status is forgotten", caught_by=["answers"])
    task = folder.task.model_copy(update={"mutants": [mutant]})
    services.library = FakeLibrary(tasks=[folder.model_copy(update={"task": task})], topics=samples.TOPICS)

    before = page(services, "demo/http")
    await services.practice.check(services.practice.open(ItemId("demo/first")))
    after = page(services, "demo/http")

    assert (before.usual, before.hidden) == ([], 1)
    assert [mistake.text for mistake in after.usual] == ["The status is forgotten"]


def test_the_record_counts_first_and_last_answers() -> None:
    """First wrong and then right is both; pace is of right answers; a withdrawn answer counts nowhere."""
    services = FakeServices([samples.SHORT])
    empty = page(services, "demo/http").record

    answer(services, "http", Passed())
    services.clock.advance(days=2)
    answer(services, "http", Typed(texts=["201"]), seconds=30)
    full = page(services, "demo/http")
    services.study.undo(services.progress.sessions()[0])

    assert empty == Record(answers=0, items=0, first_right=0, last_right=0, lapses=0, pace=None)
    assert full.record == Record(answers=2, items=1, first_right=0, last_right=1, lapses=0, pace=0.75)
    assert [line.standing for line in full.lines] == [Standing.KNOWN]
    assert page(services, "demo/http").record.answers == 1
    assert [line.standing for line in page(services, "demo/http").lines] == [Standing.DUE]


def test_an_unknown_topic_is_an_error() -> None:
    """Nothing is made up for it."""
    with pytest.raises(NotFoundError):
        page(FakeServices(), "demo/nowhere")
