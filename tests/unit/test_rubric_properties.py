"""What holds of every answer in one's own words, over the open items of the bundled pack."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.content.pack import load_pack
from quizapp.domain.grading import Said, grade
from quizapp.domain.items.said import Open
from quizapp.domain.rubric.judge import judge

ROOT = Path(__file__).parents[2]


@cache
def items() -> list[Open]:
    """The open items of the bundled pack."""
    return [record.model for record in load_pack(ROOT).items if isinstance(record.model, Open)]


ITEMS = st.deferred(lambda: st.sampled_from(items()))
UNRELATED = st.sampled_from(
    [
        "My grandmother bakes bread on Sundays.",
        "The mountain was covered with snow, and we walked for hours.",
        "Zebras have stripes; elephants have trunks.",
        "It rained all week.",
        "We painted the kitchen yellow (and the hall green).",
    ]
)


@st.composite
def answers(draw, item: Open) -> str:
    """Sentences of the model answer, phrasings, small words and noise, in any order."""
    phrases = [phrase for part in [*item.points, *item.red_flags] for phrase in part.any_of if isinstance(phrase, str)]
    pieces = st.sampled_from([*item.model_answer.split(". "), *phrases, "not", "but", "because", ", ", ". ", "?", "\n"])
    return " ".join(draw(st.lists(pieces | st.text(max_size=15), max_size=12)))


@settings(max_examples=60, deadline=None)
@given(st.data(), ITEMS)
def test_the_score_lies_between_0_and_1_and_what_is_quoted_was_said(data, item: Open) -> None:
    """Whatever is said, and the same every time."""
    text = data.draw(answers(item))

    graded = grade(item, Said(text=text))
    opinion = judge(item, text)

    assert 0.0 <= graded.score <= 1.0
    assert graded == grade(item, Said(text=text))
    assert all(text[heard.start : heard.end] == heard.words for heard in [*opinion.points, *opinion.flags])


@settings(max_examples=60, deadline=None)
@given(ITEMS, st.integers(0, 7), st.lists(UNRELATED, min_size=1, max_size=3), st.booleans())
def test_an_unrelated_sentence_loses_no_point(item: Open, upto: int, more: list[str], first: bool) -> None:
    """Before the answer or after it."""
    said = ". ".join(item.model_answer.replace("\n", " ").split(". ")[: upto + 1]).rstrip(".") + "."
    unrelated = " ".join(more)

    before = {point for point, made in judge(item, said).said().items() if made}
    after = judge(item, f"{unrelated} {said}" if first else f"{said} {unrelated}").said()

    assert {point for point in before if not after[point]} == set()


@settings(max_examples=60, deadline=None)
@given(st.data(), ITEMS)
def test_what_the_learner_holds_is_what_counts(data, item: Open) -> None:
    """All points overruled as said give 1 less the penalties; all as not said give 0."""
    text = data.draw(answers(item))
    flags = judge(item, text).said()
    penalties = sum(flag.penalty for flag in item.red_flags if flags[flag.id])

    said = grade(item, Said(text=text, overruled={point.id: True for point in item.points}))
    nothing = grade(item, Said(text=text, overruled={point.id: False for point in item.points}))

    assert said.score == round(max(0.0, 1.0 - penalties), 9)
    assert nothing.score == 0.0


@given(ITEMS, st.text(alphabet=" \n\t.,;", max_size=20))
def test_saying_nothing_is_worth_nothing(item: Open, text: str) -> None:
    """An empty text, or only marks."""
    assert grade(item, Said(text=text)).score == 0.0


@settings(max_examples=20, deadline=None)
@given(ITEMS)
def test_the_model_answer_is_worth_1(item: Open) -> None:
    """And its parts are all right."""
    assert grade(item, Said(text=item.model_answer)).score == 1.0
