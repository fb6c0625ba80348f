"""What an answer in one's own words earns, rule by rule."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from quizapp.domain.card import PASS_SCORE
from quizapp.domain.grading import Grade, Passed, Said, grade
from quizapp.domain.items.any import Item
from quizapp.domain.items.said import Open
from quizapp.domain.rubric.judge import Finding, judge

HEAD = {"id": "x", "kind": "open", "topic": "t", "difficulty": 1, "seconds": 60, "explanation": "e"}


def rubric(*phrases: str, stem: str = "Well?", flags: tuple[str, ...] = ()) -> Open:
    """An item with one point of these phrasings, another one that is never made, and one red flag."""
    item = TypeAdapter(Item).validate_python(
        {
            **HEAD,
            "stem": stem,
            "model_answer": "m",
            "points": [
                {"id": "p", "say": "The point", "any_of": list(phrases), "missing": "Say it.", "must": True},
                {"id": "q", "say": "Another one", "any_of": ["unheard"], "missing": "Say it."},
            ],
            "red_flags": [{"id": "f", "say": "Not so.", "any_of": list(flags or ("unsaid",)), "penalty": 0.2}],
        }
    )
    assert isinstance(item, Open)
    return item


def finding(phrase: str, answer: str, **more: str) -> Finding:
    """What is found of a point with this phrasing."""
    return judge(rubric(phrase, **more), answer).points[0].finding


@pytest.mark.parametrize(
    ("phrase", "answer"),
    [
        ("block loop", "The loop is blocked."),
        ("block loop", "Blocking calls in there stop the whole event loop from turning; they are blocking the loop."),
        ("block|stall loop", "It stalls the loop."),
        ("validate", "Validation of the body."),
        ("serialize", "It is serialised."),
        ("event-loop", "It runs on the event loop."),
        ("event-loop", "It runs on the event-loop."),
        ("event-loop", "It runs on the eventloop."),
        ("threadpool", "It goes to a thread pool."),
        ("dependency-overrides", "Use `app.dependency_overrides[get_db]`."),
        ("run > twice", "It runs twice."),
        ("cache request", "It is cahced per reqeust."),
        ("block loop", "It doesn't only wait, it blocks the loop."),
        ("422", "The client gets a 422."),
        ("not wait", "It doesn't wait."),
        ("not wait", "It goes on without waiting."),
        ("not|avoid read", "That avoids reading it."),
        ("not|avoid read", "It isn't read."),
        ("block loop", "It does not answer, but it blocks the loop."),
        ("block loop", "If you do not await, the loop is blocked."),
        ("wildcard", "With '*' as origin."),
        ("leave loop !never", "You leave the loop. Never mind."),
        ("wait", "- it waits\n- it runs"),
        ("wait", "ＷＡＩＴ for it, please."),
        ("block loop", "It depends on the driver, which may block the loop."),
        ("default", "`q: str | None = None` has a default."),
        ("lines > quantity", '["body", "lines", 1, "quantity"]'),
        ("forget close", "Do not forget to close it."),
        ("not know", "Please log in, I do not know who you are."),
        ("caller known", "The server has no clue yet. The caller is known."),
        ("not read", "Nothing is read."),
        ("null default", "Give it = none as its default."),
        ("return null", "Then it returns none and blocks."),
        ("status 200", "The status is 200, nothing is filtered."),
        ("verify signature", "Verify the signature against the key, pin RS256, check expiry, issuer and audience."),
        ("401 > not idea", "401 means I have no idea who you are."),
    ],
)
def test_a_point_is_said(phrase: str, answer: str) -> None:
    """In any word form, order and spelling that an interviewer would let pass."""
    assert finding(phrase, answer) is Finding.SAID


@pytest.mark.parametrize(
    "answer",
    [
        "It does not block the loop.",
        "It doesn't block the loop.",
        "It never blocks the loop.",
        "It isn't blocking the loop.",
        "It runs without blocking the loop.",
        "It waits rather than blocking the loop.",
        "I don't think that it blocks the loop.",
        "It dont block the loop.",
        "That it blocks the loop is not true.",
        "The loop cannot be blocked.",
        "The loop never blocks.",
        "Blocking the loop cannot happen.",
        "You need no answers that block the loop.",
        "With blocking of the loop nothing is wrong.",
    ],
)
def test_a_denied_point_is_a_contradiction_and_no_hit(answer: str) -> None:
    """A negation next to the words earns nothing, and is told."""
    assert finding("block loop", answer) is Finding.DENIED


def test_a_subject_whose_verb_is_denied_is_not_said() -> None:
    """In a phrasing of a single word its clause decides."""
    assert finding("expiry", "The expiry is never checked.") is Finding.DENIED


@pytest.mark.parametrize(
    ("phrase", "answer"),
    [
        ("async", "It is sync."),
        ("401", "A 403."),
        ("block loop", "It blocks. The loop turns."),
        ("block loop", "block " + "very long words about something else altogether " * 3 + "loop"),
        ("run > twice", "Twice it runs."),
        ("leave loop !never", "You never ever leave the loop."),
        ("not wait", "It waits."),
        ("block loop", "Does it block the loop?"),
        ("block loop", "I would google how it blocks the loop."),
        ("block loop", "I don't know, it could be that it is different. No idea how it blocks the loop."),
        ("block loop", "It depends on whether it blocks the loop."),
        ("block loop", "It depends on the situation and how one blocks the loop."),
        ("default", "None of them has a default."),
        ("outdated", "It is out."),
        ("location", "I look at it."),
        ("401 > not login", "401 never means that the user isn't logged in."),
        ("not token test", "There is no need for a test without a token."),
        ("403 > not permission", "403 doesn't mean that permission is missing."),
        ("block loop", "People often think that it blocks the loop, but they are wrong."),
        ("block loop", "async, loop, blocking, thread, pool"),
        ("check expiry", "signature check, expiry check, issuer check, audience check"),
        ("block loop", "async loop blocking thread pool starvation def await"),
        ("loop", "Loop.\nThread.\nBlocking.\n"),
        ("block loop", ""),
        ("block loop", "   \n"),
    ],
)
def test_a_point_is_not_said(phrase: str, answer: str) -> None:
    """Other words, questions, evasions and lists of terms state nothing."""
    assert finding(phrase, answer) is not Finding.SAID


def test_the_question_said_again_earns_nothing() -> None:
    """A sentence of the question's own words is an echo."""
    stem = "Why does a blocking call stop the loop?"

    assert finding("block loop", "A blocking call does stop the loop.", stem=stem) is Finding.ABSENT
    assert finding("block loop", "A blocking call holds the loop.", stem=stem) is Finding.SAID


def test_the_words_that_earned_a_point_are_quoted() -> None:
    """With their offsets into the answer, the clause around them included."""
    answer = "First, it would block the loop, and so on."

    heard = judge(rubric("block loop"), answer).points[0]

    assert heard.words == answer[heard.start : heard.end] == "it would block the loop"


def test_a_missing_must_point_caps_the_score_below_the_pass() -> None:
    """Whatever else is said."""
    item = rubric("block loop")
    whole = item.model_copy(update={"points": [item.points[0], item.points[1].model_copy(update={"weight": 10.0})]})

    assert grade(whole, Said(text="It is unheard of.")).score < PASS_SCORE


def test_a_red_flag_costs_its_penalty_and_a_denied_one_nothing() -> None:
    """Whoever denies the wrong claim does not make it."""
    item = rubric("block loop", flags=("makes code faster",))

    flagged = grade(item, Said(text="It blocks the loop. It makes the code faster."))
    denied = grade(item, Said(text="It blocks the loop. It does not make the code faster."))

    assert (flagged.score, denied.score) == (0.3, 0.5)
    assert [part.flag for part in flagged.parts] == [False, False, True]
    assert [part.flag for part in denied.parts] == [False, False]


def test_the_learners_word_counts() -> None:
    """An overruled point and an overruled red flag turn the score; both stay visible."""
    item = rubric("block loop", flags=("makes code faster",))
    text = "It makes the code faster."

    graded = grade(item, Said(text=text, overruled={"p": True, "q": True, "f": False}))

    assert graded.score == 1.0
    assert [(part.id, part.right, part.overruled) for part in graded.parts] == [
        ("p", True, True),
        ("q", True, True),
        ("f", True, True),
    ]


def test_an_overrule_of_nothing_there_is_a_value_error() -> None:
    """It cannot have come from the item."""
    with pytest.raises(ValueError, match="no such point"):
        grade(rubric("loop"), Said(text="loop", overruled={"z": True}))


def test_not_knowing_tells_every_point() -> None:
    """Without any of them having been given."""
    graded = grade(rubric("block loop"), Passed())

    assert graded == Grade(score=0.0, parts=graded.parts)
    assert [(part.right, part.chosen, part.why) for part in graded.parts] == [(False, False, "Say it.")] * 2


def test_a_pattern_is_searched_clause_by_clause() -> None:
    """And negated like any other phrasing, unless the negation is its own."""
    assert finding({"pattern": r"\bmax-age=\d+", "example": "max-age=60"}, "Use max-age=600.") is Finding.SAID
    assert finding({"pattern": "max-age", "example": "max-age"}, "Not with max-age.") is Finding.DENIED
    assert finding({"pattern": "no-store|not stored", "example": "no-store"}, "It is not stored.") is Finding.SAID


def test_a_negation_is_no_part_of_another_word() -> None:
    """A phrasing such as `not-found` would only look for the negation, so it is refused."""
    with pytest.raises(ValidationError, match="write `not` as a word of its own"):
        rubric("route not-found|missing")


def test_a_list_answers_a_question_that_asks_for_one() -> None:
    """There, what is merely named is said; elsewhere it is not."""
    item = rubric("health check")
    listing = item.model_copy(update={"wants_list": True})
    answer = "Structured logs, health checks, timeouts, backups, alerts, HTTPS."

    found = [judge(one, answer).points[0].finding for one in (item, listing)]

    assert found == [Finding.ABSENT, Finding.SAID]
