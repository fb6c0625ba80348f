"""Items that are forgotten again and again: when it is said, and what is suggested."""

from __future__ import annotations

from datetime import timedelta

from quizapp.domain.grading import Picked
from quizapp.domain.items.identity import ItemId
from quizapp.domain.selection import Selection
from quizapp.services.answering import Outcome
from quizapp.services.leech import LeechService
from quizapp.services.study import StudyService
from tests.fakes import FakeClock, FakeLibrary, FakeProgress, FakeScheduler, make_choice, make_task

RIGHT, WRONG = Picked(options=[0]), Picked(options=[1])
HARD = ItemId("demo/hard")


class Desk:
    """A topic with a hard question, easier ones and a task."""

    def __init__(self, *, tasks: bool = True, easier: int = 2, lapses: int = 3) -> None:
        items = [make_choice(f"easy-{n}", difficulty=1) for n in range(easier)]
        self.library = FakeLibrary(
            [make_choice("hard", difficulty=3), *items, make_choice("other", topic="cors", difficulty=1)],
            tasks=[make_task("a-task")] if tasks else [],
        )
        self.progress, self.clock = FakeProgress(), FakeClock()
        self.study = StudyService(self.library, self.progress, FakeScheduler(), self.clock)
        self.leeches = LeechService(self.library, self.progress, lapses=lapses)

    def answer(self, response: Picked) -> Outcome:
        """One answer to the hard question, on a new day."""
        self.clock.advance(days=30)
        session = self.study.begin(Selection(items=(HARD,)))
        assert session is not None
        showing = self.study.showing(session)
        assert showing is not None
        return self.study.answer(showing, response, 20)

    def forget(self, times: int) -> Outcome:
        """Known once, then forgotten so many times."""
        outcome = self.answer(RIGHT)
        for _ in range(times):
            outcome = self.answer(WRONG)
        return outcome


def test_suggestion_comes_at_the_limit_and_not_before() -> None:
    """The third time of forgetting is one too many, the second was not."""
    desk = Desk(lapses=3)

    assert desk.leeches.after(desk.forget(2)) is None
    leech = desk.leeches.after(desk.answer(WRONG))

    assert leech is not None
    assert leech.lapses == 3


def test_right_answer_brings_no_suggestion() -> None:
    """Whoever knows it at last is not reminded of the times before."""
    desk = Desk(lapses=2)
    desk.forget(2)

    assert desk.leeches.after(desk.answer(RIGHT)) is None


def test_second_try_within_a_session_is_not_counted() -> None:
    """A failure minutes after the first one is no lapse of memory."""
    desk = Desk(lapses=1)
    outcome = desk.forget(1)
    session = desk.progress.session(outcome.attempt.session or "")
    assert session is not None
    showing = desk.study.showing(session)
    assert showing is not None

    again = desk.study.answer(showing, WRONG, 20)

    assert desk.leeches.after(outcome) is not None
    assert desk.leeches.after(again) is None


def test_note_task_and_easier_questions_are_suggested() -> None:
    """The suggestion names what the topic has, and that nothing is suspended."""
    desk = Desk()

    leech = desk.leeches.after(desk.forget(3))

    assert leech is not None
    assert leech.in_words() == (
        "Forgotten 3 times by now. Asking again rarely helps: read the note on Basics, write the coding task "
        f"“{leech.task}”, or study the 2 easier questions of the topic first. It stays in your schedule."
    )
    assert leech.task == desk.library.task(ItemId("demo/a-task")).task.title


def test_only_what_there_is_is_suggested() -> None:
    """Without a task and without easier questions the note is left."""
    desk = Desk(tasks=False, easier=0)

    leech = desk.leeches.after(desk.forget(3))

    assert leech is not None
    assert "Asking again rarely helps: read the note on Basics. It stays" in leech.in_words()


def test_leeches_are_listed_until_they_last() -> None:
    """A leech is on the list until it holds for weeks, or no pack has it any more; it stays due all the while."""
    desk = Desk(lapses=3)
    desk.forget(4)

    listed = [(leech.item, leech.lapses) for leech in desk.leeches.all()]
    counted = desk.leeches.count()
    due = desk.progress.due_items(desk.clock.now() + timedelta(days=2))
    for _ in range(3):
        desk.answer(RIGHT)

    assert (listed, counted) == ([(HARD, 4)], 1)
    assert HARD in due
    assert desk.leeches.all() == []
    assert desk.leeches.count() == 0


def test_item_gone_from_the_library_is_no_leech() -> None:
    """What no pack has any more cannot be studied otherwise."""
    desk = Desk(lapses=3)
    desk.forget(3)
    desk.library.remove(HARD)

    assert desk.leeches.all() == []
    assert desk.leeches.count() == 0
