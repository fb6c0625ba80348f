"""Interviews: drawn from a blueprint, timed section by section, told about only at the end."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.grading import Passed, Picked, Said
from quizapp.domain.interview import MIN_ANSWERED, Standing, judge, share
from quizapp.domain.interview.course import Closing
from quizapp.domain.interview.draw import draw_items
from quizapp.domain.items.identity import ItemId
from quizapp.domain.pack import Blueprint
from quizapp.domain.selection import Listing
from quizapp.domain.session import Session
from quizapp.errors import NotFoundError
from quizapp.services.interview import InterviewService, Phase, Wish
from tests.fakes import FakeClock, FakeInterviews, FakeLibrary, FakeProgress, FakeScheduler, make_choice, make_task
from tests.ui.samples import item as make_item

RIGHT, WRONG = Picked(options=[0]), Picked(options=[1])
BLUEPRINT = Blueprint.model_validate(
    {
        "id": "junior",
        "title": "Junior",
        "summary": "Short.",
        "sections": [
            {"title": "Basics", "minutes": 10, "items": 4, "topics": ["basics"]},
            {"title": "CORS", "minutes": 5, "items": 3, "topics": ["cors"]},
        ],
    }
)
TALK = Blueprint.model_validate(
    {
        "id": "talk",
        "title": "Talk",
        "summary": "In words.",
        "sections": [{"title": "Words", "minutes": 5, "items": 1, "topics": ["words"]}],
    }
)
ADAPTIVE = Blueprint.model_validate(
    {
        "id": "adaptive",
        "title": "Adaptive",
        "summary": "As you go.",
        "adaptive": True,
        "sections": [{"title": "All", "minutes": 20, "items": 6, "topics": ["ladder"]}],
    }
)
SPOKEN = make_item(
    "open",
    "spoken",
    topic="words",
    stem="What does a blocking call do?",
    points=[
        {"id": "stall", "say": "All wait", "any_of": ["wait"], "missing": "They wait.", "must": True},
        {"id": "thread", "say": "A thread helps", "any_of": ["thread"], "missing": "A thread."},
    ],
    model_answer="They wait.",
    follow_ups=[
        {"ask": "What would you do?", "when_missing": "thread"},
        {"ask": "Who waits?", "when_missing": "stall"},
    ],
)


class Room:
    """An interview service with everything around it in reach."""

    def __init__(self) -> None:
        items = [make_choice(f"{topic}-{n}", topic=topic) for topic in ("basics", "cors") for n in range(6)]
        items += [
            make_choice(f"step-{level}-{n}", topic="ladder", difficulty=level)
            for level in range(1, 6)
            for n in range(6)
        ]
        self.library = FakeLibrary(
            [*items, SPOKEN], blueprints=[BLUEPRINT, TALK, ADAPTIVE], tasks=[make_task("first", topic="basics")]
        )
        self.progress = FakeProgress()
        self.records = FakeInterviews()
        self.clock = FakeClock()
        self.scheduler = FakeScheduler()
        self.interviews = self.reopened()

    def reopened(self) -> InterviewService:
        """The service as it is after the app was quit, or killed, and started again."""
        self.interviews = InterviewService(
            self.library, self.progress, self.scheduler, self.clock, records=self.records
        )
        return self.interviews

    def answer(self, session: Session, response: object = RIGHT, seconds: float = 20) -> bool:
        """Answer what stands there."""
        return self.interviews.answer(session, self.interviews.clocks(session).current, response, seconds)

    def through(self, session: Session, response: object = RIGHT) -> None:
        """Answer everything, closing each section by hand."""
        while (phase := self.interviews.clocks(session).phase) is not Phase.ENDED:
            if phase is Phase.ASKING:
                self.answer(session, response)
            elif phase is Phase.REVIEW:
                self.interviews.close_section(session)
            else:
                self.interviews.begin_section(session)


def test_sections_draw_what_the_blueprint_says() -> None:
    """So many of each section, in its order, none twice; the same seed draws the same."""
    room = Room()

    first = room.interviews.start("junior", seed=3)
    again = room.interviews.start("demo/junior", seed=3)

    topics = [item.partition("/")[2].rpartition("-")[0] for item in first.plan]
    assert topics == ["basics"] * 4 + ["cors"] * 3
    assert len(set(first.plan)) == 7
    assert again.plan == first.plan


@pytest.mark.parametrize("how", ["advance", "sleep", "restart"])
def test_what_is_left_is_what_the_clocks_say(how: str) -> None:
    """Quit, asleep or started anew: the time that is left follows from what was stored."""
    room = Room()
    session = room.interviews.start("junior")
    getattr(room.clock, how)(420)

    interviews = room.reopened()
    clocks = interviews.clocks(session)

    assert interviews.resumable().id == session.id
    assert (clocks.section, clocks.whole) == (180, 16 * 60 - 420)


@pytest.mark.parametrize("shift", [-7200, -90, 90, 7200])
def test_a_clock_that_is_set_changes_nothing(shift: float) -> None:
    """Forwards or back, with the app open or closed: the interview's time goes by the clock that nobody can set."""
    room = Room()
    session = room.interviews.start("junior")
    room.clock.advance(60)
    room.clock.set(shift)
    open_all_the_time = room.interviews.clocks(session)
    room.clock.advance(60)
    after = room.reopened().clocks(session)

    debrief = room.interviews.debrief(room.interviews.finish(session))
    assert open_all_the_time.section == 540
    assert after.section == 480
    assert [one.seconds for one in debrief.shifts] == [shift]
    assert debrief.seconds == 120


@pytest.mark.parametrize("shift", [-7200, 7200])
def test_the_home_screen_sees_the_right_end_after_the_clock_was_set(shift: float) -> None:
    """The session's deadline moves with the wall clock, so that what is left stays what it was."""
    room = Room()
    session = room.interviews.start("junior")
    room.clock.set(shift)

    room.interviews.clocks(session)

    deadline = room.progress.session(session.id).deadline
    assert deadline - room.clock.now() == timedelta(minutes=16)


def test_across_a_restart_with_the_clock_set_back_no_time_is_given_back() -> None:
    """Only the wall clock is left then; one that runs before its own past counts as standing still."""
    room = Room()
    session = room.interviews.start("junior")
    room.clock.advance(300)
    room.interviews.beat(session)
    room.clock.restart(-3600)

    clocks = room.reopened().clocks(session)

    assert clocks.section == 300


def test_time_closes_a_section_and_not_the_interview() -> None:
    """The next section has its whole time, until the limit of all of it."""
    room = Room()
    session = room.interviews.start("junior")
    room.answer(session)
    room.clock.advance(10 * 60 + 20)

    between = room.interviews.stand(session)
    room.interviews.begin_section(session)
    second = room.interviews.clocks(session)
    room.clock.advance(5 * 60)
    end = room.interviews.clocks(session)

    assert (between.phase, between.closed, between.answered) == (Phase.BREAK, Closing.TIME, 1)
    assert (second.section, second.whole) == (300, 340)
    assert end.phase is Phase.ENDED
    assert [one.closing for one in room.records.course(session.id).stretches] == [Closing.TIME, Closing.TIME]


def test_a_long_break_takes_from_the_last_section() -> None:
    """The limit of the whole stands: who lingers has less, and never more."""
    room = Room()
    session = room.interviews.start("junior")
    room.interviews.close_section(session)
    room.clock.advance(13 * 60)

    room.interviews.begin_section(session)

    assert room.interviews.clocks(session).section == 180


def test_the_end_is_where_the_limit_was_however_late_one_looks() -> None:
    """An interview that was killed and forgotten ends at its limit, with its answers kept."""
    room = Room()
    session = room.interviews.start("junior")
    room.answer(session)
    room.clock.advance(days=3)

    assert room.reopened().resumable() is None
    (ended,) = room.interviews.history()
    assert ended.ended == session.started + timedelta(minutes=16)
    assert len(room.progress.attempts(session=session.id)) == 1


def test_a_pause_is_kept_over_a_kill() -> None:
    """The clock stands still until somebody lets it run, and the debrief tells."""
    room = Room()
    session = room.interviews.start("junior")
    room.clock.advance(100)
    room.interviews.pause(session)
    room.clock.advance(5000)
    room.reopened()
    room.clock.restart(5000)

    paused = room.interviews.clocks(session)
    room.interviews.unpause(session)
    room.clock.advance(10)

    assert (paused.phase, paused.section) == (Phase.PAUSED, 500)
    assert room.interviews.clocks(session).section == 490
    assert [pause.seconds for pause in room.interviews.debrief(session).pauses] == [10000]


def test_an_absence_is_told() -> None:
    """Closed, asleep or left: the clock ran on, and the debrief says for how long."""
    room = Room()
    session = room.interviews.start("junior")
    for _ in range(3):
        room.clock.advance(10)
        room.interviews.beat(session, seconds=10)
    room.clock.sleep(200)
    room.interviews.clocks(session)

    debrief = room.interviews.debrief(room.interviews.finish(session))

    assert [(one.at, one.seconds) for one in debrief.absences] == [(30, 200)]
    assert debrief.lines[0].seconds == 30


def test_nothing_moves_the_schedule_before_the_section_closes() -> None:
    """An answer may be changed until then; what stands at the end is the attempt, once."""
    room = Room()
    session = room.interviews.start("junior")
    room.answer(session, WRONG)
    during = list(room.progress.attempts())
    room.interviews.go_to(session, 0)
    room.answer(session, RIGHT)
    room.interviews.close_section(session)

    (attempt,) = room.progress.attempts()
    assert during == []
    assert (attempt.score, attempt.seconds) == (1, 40)
    assert room.progress.card(attempt.item) is not None
    assert len(room.progress.reviews(item=attempt.item)) == 1


def test_a_draft_counts_when_its_section_closes_and_never_over_an_answer() -> None:
    """What stands in the field is the answer of who gave none; who gave one is taken at their word."""
    room = Room()
    session = room.interviews.start("junior")
    room.answer(session, RIGHT)
    room.interviews.go_to(session, 0, seconds=5, draft=RIGHT)
    room.interviews.beat(session, seconds=5, draft=WRONG)
    room.clock.advance(1000)
    room.reopened().clocks(session)

    scores = [attempt.score for attempt in room.progress.attempts()]
    assert scores == [1, 1]


def test_an_answer_after_the_time_counts_nothing() -> None:
    """It is refused, whatever the screen still shows."""
    room = Room()
    session = room.interviews.start("junior")
    room.clock.advance(601)

    taken = room.interviews.answer(session, 0, RIGHT, 5)

    assert not taken
    assert room.progress.attempts() == []


def test_a_follow_up_asks_after_the_point_that_an_answer_needs_first() -> None:
    """Of two missing points the one without which an answer fails is asked for; what is said then counts with it."""
    room = Room()
    session = room.interviews.start("talk")
    room.answer(session, Said(text="It is bad."))
    asked = room.interviews.stand(session)
    room.answer(session, Said(text="All the others wait."))
    room.interviews.close_section(session)

    (line,) = room.interviews.debrief(session).lines
    assert (asked.ask, asked.said) == ("Who waits?", "It is bad.")
    assert line.grade.said == "It is bad.\n\nAll the others wait."
    assert [part.right for part in line.grade.parts] == [True, False]
    assert [one.ask for one in line.follow_ups] == ["Who waits?"]


@pytest.mark.parametrize("said", [Passed(), Said(text="The others wait; use a thread.")])
def test_no_follow_up_where_there_is_nothing_to_ask_after(said: object) -> None:
    """A whole answer is not asked after, nor is "I don't know"."""
    room = Room()
    session = room.interviews.start("talk")

    room.answer(session, said)

    assert room.interviews.clocks(session).phase is Phase.REVIEW


def test_an_adaptive_interview_climbs_with_right_answers_and_falls_with_wrong_ones() -> None:
    """The difficulty of each question follows from the answers before it."""
    levels = {}
    for response in (RIGHT, WRONG):
        room = Room()
        session = room.interviews.start("adaptive", seed=1)
        seen = []
        while room.interviews.clocks(session).phase is Phase.ASKING:
            seen.append(room.interviews.stand(session).showing.item.difficulty)
            room.answer(session, response)
        levels[response.options[0]] = seen

    assert [len(seen) for seen in levels.values()] == [6, 6]
    assert levels[0][0] == levels[1][0] == 3
    assert levels[0][-1] == 5
    assert levels[1][-1] == 1


def test_an_adaptive_interview_tells_ability_with_its_range() -> None:
    """Who is right at every level is able, within a range that says how sure that is."""
    room = Room()
    session = room.interviews.start("adaptive", seed=1)
    room.through(session, RIGHT)

    ability = room.interviews.debrief(session).ability

    assert ability.answers == 6
    assert ability.low < ability.mean < ability.high
    assert ability.mean > 4


def test_the_debrief_counts_what_was_not_reached() -> None:
    """Unanswered questions are listed, and count as nothing."""
    room = Room()
    session = room.interviews.start("junior")
    for response in (RIGHT, WRONG):
        room.answer(session, response)

    debrief = room.interviews.debrief(room.interviews.finish(session))

    assert debrief.score == pytest.approx(1 / 7)
    assert debrief.standing is Standing.NOT_ENOUGH
    assert [line.answered for line in debrief.lines] == [True, True] + [False] * 5
    assert [judged.name for judged in debrief.by_topic] == ["Cors", "Basics"]
    assert debrief.by_topic[1].evidence[0].startswith("question ")


def test_every_judgement_quotes_evidence_for_its_questions() -> None:
    """A topic and a criterion each rest on the answers that were given, quoted."""
    room = Room()
    session = room.interviews.start("junior")
    room.through(session, WRONG)

    debrief = room.interviews.debrief(session)

    for judged in [*debrief.by_topic, *debrief.by_criterion]:
        assert len(judged.evidence) == judged.share.count
        assert all("“Wrong” – right is: Right; wrong: Wrong (It is not.)" in words for words in judged.evidence)


def test_a_debrief_stays_whole_when_the_pack_changes() -> None:
    """A question that is gone from the library is told as it was asked."""
    room = Room()
    session = room.interviews.start("junior")
    room.through(session, RIGHT)
    before = room.interviews.debrief(session)
    for line in before.lines:
        room.library.remove(line.item_id)

    after = room.reopened().debrief(session)

    assert [line.item for line in after.lines] == [line.item for line in before.lines]
    assert after.score == before.score == 1


def test_overruling_a_point_moves_the_score_and_the_schedule() -> None:
    """The attempt stays; a review overrides, the debrief counts the candidate's word and says so."""
    room = Room()
    session = room.interviews.start("talk")
    room.answer(session, Said(text="The rest must be patient; nothing else moves."))
    session = room.interviews.finish(session)
    (line,) = room.interviews.debrief(session).lines

    changed = room.interviews.overrule(session, line.attempt, "stall", said=True)
    changed = room.interviews.overrule(session, line.attempt, "thread", said=True)

    (attempt,) = room.progress.attempts()
    ratings = [int(review.rating) for review in room.progress.reviews(item=attempt.item)]
    assert line.score == 0
    assert (changed.lines[0].score, changed.lines[0].overruled, changed.overruled) == (1, True, 1)
    assert attempt.score == 0
    assert ratings[0] == 1
    assert ratings[-1] > 1
    assert room.progress.card(attempt.item).reviews == 1


def test_answers_of_an_interview_move_the_schedule() -> None:
    """What is answered there is reviewed there."""
    room = Room()
    session = room.interviews.start("junior")
    room.through(session)

    cards = room.progress.cards()
    assert set(cards) == set(session.plan)


def test_an_unknown_blueprint_is_told() -> None:
    """The message names what there is."""
    with pytest.raises(NotFoundError) as told:
        Room().interviews.start("principal")

    assert "demo/junior" in str(told.value)


def test_blueprints_say_what_they_can_draw_from() -> None:
    """A choice that the library cannot fill is seen before it is made."""
    choice = Room().interviews.shelf.all()[0]

    assert (choice.id, choice.available, choice.blueprint.minutes) == ("demo/junior", 7, 15)


def test_a_blueprint_of_ones_own_is_built_kept_held_and_forgotten() -> None:
    """Minutes, topics, level and tasks become sections; the interview outlives its blueprint."""
    room = Room()
    wish = Wish(title="Mine", minutes=30, topics=["ladder"], level=(2, 3), tasks=1)
    blueprint = room.interviews.shelf.build(wish)
    own = room.interviews.shelf.save(blueprint)

    listed = room.interviews.shelf.all()[0]
    session = room.interviews.start("mine")
    room.interviews.shelf.remove(own.id)
    debrief = room.interviews.debrief(room.interviews.finish(session))

    assert [(one.title, one.minutes, one.items, one.task_count) for one in blueprint.sections] == [
        ("Questions", 15, 12, 0),
        ("Coding", 15, 0, 1),
    ]
    assert (listed.id, listed.own) == ("own/mine", True)
    assert debrief.blueprint == blueprint
    assert room.interviews.shelf.all()[0].id == "demo/junior"


@given(st.lists(st.floats(0, 1), max_size=60), st.floats(0.01, 0.99))
def test_a_standing_is_never_better_for_worse_scores(scores: list[float], mark: float) -> None:
    """All right never fails, all wrong never passes, and too few answers say nothing."""
    standing = judge(share(scores), answered=len(scores), pass_mark=mark)
    best = judge(share([1.0] * len(scores)), answered=len(scores), pass_mark=mark)
    worst = judge(share([0.0] * len(scores)), answered=len(scores), pass_mark=mark)

    if len(scores) < MIN_ANSWERED:
        assert standing is Standing.NOT_ENOUGH
    else:
        assert best in {Standing.PASSED, Standing.CLOSE}
        assert worst in {Standing.NOT_PASSED, Standing.CLOSE}


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 10)), min_size=1, max_size=40))
def test_a_range_holds_its_share(pairs: list[tuple[float, float]]) -> None:
    """Whatever the scores and weights, the range lies within 0 to 1 and around the mean."""
    found = share([score for score, _ in pairs], [weight for _, weight in pairs])

    assert 0 <= found.low <= found.mean <= found.high <= 1
    assert found.levels[0] <= found.level <= found.levels[1]


def test_a_critical_question_is_drawn_twice_as_often() -> None:
    """One critical question among nine others is drawn in about 2 of 11 interviews of one question."""
    listings = [
        Listing(id=ItemId(f"demo/{n}"), kind="choice", topic="t", difficulty=1, seconds=30, title="", critical=n == 0)
        for n in range(10)
    ]
    rng = random.Random(4)

    drawn = [draw_items(listings, 1, rng)[0].id for _ in range(4000)]

    assert 2 / 11 * 0.9 < drawn.count(ItemId("demo/0")) / 4000 < 2 / 11 * 1.1
    assert len({listing.id for listing in draw_items(listings, 10, rng)}) == 10


def test_a_list_of_results_grades_nothing_anew() -> None:
    """What the look back came to is kept; an overrule changes it there as well."""
    room = Room()
    session = room.interviews.start("talk")
    room.answer(session, Said(text="The rest must be patient."))
    session = room.interviews.finish(session)
    (line,) = room.interviews.debrief(session).lines
    before = room.interviews.results()[0].result.mean
    room.interviews.overrule(session, line.attempt, "stall", said=True)
    debriefing = room.interviews.debrief
    room.interviews.debrief = None

    after = room.interviews.results()[0].result.mean

    assert before == 0
    assert after == debriefing(session).score > 0
