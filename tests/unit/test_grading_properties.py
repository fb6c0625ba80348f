"""What holds of every grade, whatever the item and the response."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from quizapp.domain.grading import (
    Arranged,
    Grade,
    Paired,
    Part,
    Passed,
    Picked,
    Pointed,
    Response,
    Typed,
    accepts,
    fold,
    fold_code,
    grade,
    json_text,
    longest_run,
    shown,
)
from quizapp.domain.items.arranged import Match, Order, Pair
from quizapp.domain.items.picked import Choice, Option, Spot
from quizapp.domain.items.predicted import Ask, Predict
from quizapp.domain.items.typed import AcceptNumber, Blank, Cloze, Short
from quizapp.domain.session import showing_order

HEAD = {"id": "x", "topic": "t", "difficulty": 1, "seconds": 10, "stem": "Which?", "explanation": "Because."}
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12).filter(
    str.strip
)
NUMBERS = st.floats(-1e9, 1e9) | st.integers(-(10**12), 10**12).map(float)


def options(count, keys):
    """That many options, of which the ones in `keys` are right."""
    return [Option(text=f"o{each}", key=each in keys, why="w") for each in range(count)]


@st.composite
def choices(draw):
    """Choice items, single and multiple."""
    count = draw(st.integers(2, 9))
    keys = draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=count - 1))
    return Choice(kind="choice", options=options(count, keys), multiple=len(keys) > 1 or draw(st.booleans()), **HEAD)


@st.composite
def accepted(draw):
    """An accepted answer of any form but a pattern."""
    if draw(st.booleans()):
        return draw(TEXTS)
    return AcceptNumber(number=draw(NUMBERS), tolerance=draw(st.floats(0, 10)))


@st.composite
def shorts(draw):
    """Short items."""
    return Short(kind="short", accept=draw(st.lists(accepted(), min_size=1, max_size=3)), **HEAD)


@st.composite
def clozes(draw):
    """Cloze items."""
    names = [f"b{each}" for each in range(draw(st.integers(1, 4)))]
    blanks = {name: Blank(accept=[draw(accepted())], why="w") for name in names}
    return Cloze(kind="cloze", code=" ".join(f"{{{{{name}}}}}" for name in names), blanks=blanks, **HEAD)


@st.composite
def orders(draw):
    """Order items."""
    lines = [f"l{each}" for each in range(draw(st.integers(3, 12)))]
    return Order(kind="order", lines=lines, extra=[f"e{each}" for each in range(draw(st.integers(0, 4)))], **HEAD)


@st.composite
def matches(draw):
    """Match items; several left sides may share a right side."""
    rights = draw(st.lists(st.sampled_from("abcd"), min_size=2, max_size=9))
    pairs = [Pair(left=f"l{number}", right=right, why="w") for number, right in enumerate(rights)]
    return Match(kind="match", pairs=pairs, extra=["x", "y"][: draw(st.integers(0, 2))], **HEAD)


@st.composite
def predicts(draw):
    """Predict items, typed or with choices."""
    scalars = TEXTS | st.integers(-(10**12), 10**12) | NUMBERS | st.booleans() | st.none()
    asks = []
    for _ in range(draw(st.integers(1, 4))):
        answers = draw(st.lists(scalars, min_size=1, max_size=5, unique_by=json_text))
        asks.append(Ask(say="s", of="status", answer=answers[0], choices=answers if draw(st.booleans()) else []))
    return Predict(kind="predict", app="a", request={"GET": "/"}, asks=asks, **HEAD)


@st.composite
def spots(draw):
    """Spot items."""
    height = draw(st.integers(1, 9))
    lines = draw(st.lists(st.integers(1, height), min_size=1, max_size=3))
    count = draw(st.integers(2, 6))
    return Spot(
        kind="spot",
        code="\n".join("c" * height),
        lines=lines,
        options=options(count, {draw(st.integers(0, count - 1))}),
        **HEAD,
    )


ITEMS = choices() | shorts() | clozes() | orders() | matches() | predicts() | spots()
POSITION = st.integers(0, 8)


def responses_to(item):
    """Responses of the right shape, right and wrong."""
    match item:
        case Choice():
            return st.lists(st.integers(0, len(item.options) - 1), unique=True).map(lambda each: Picked(options=each))
        case Short():
            return typed(1)
        case Cloze():
            return typed(len(item.blanks))
        case Predict():
            return typed(len(item.asks))
        case Order():
            every = range(len(item.lines) + len(item.extra))
            return st.lists(st.sampled_from(every), unique=True).map(lambda each: Arranged(lines=each))
        case Match():
            side = st.none() | st.integers(0, len(item.rights) - 1)
            return st.lists(side, min_size=len(item.pairs), max_size=len(item.pairs)).map(
                lambda each: Paired(rights=each)
            )
        case Spot():
            option = st.none() | st.integers(0, len(item.options) - 1)
            return st.builds(Pointed, line=st.integers(0, 12), option=option)
    raise AssertionError(item)


def typed(count):
    """That many texts."""
    return st.lists(st.text(max_size=20), min_size=count, max_size=count).map(lambda each: Typed(texts=each))


def key_of(item):
    """The response that is wholly right, as a learner would give it."""
    match item:
        case Choice():
            return Picked(options=[position for position, option in enumerate(item.options) if option.key])
        case Short():
            return Typed(texts=[shown(item.accept[0])])
        case Cloze():
            return Typed(texts=[shown(blank.accept[0]) for blank in item.blanks.values()])
        case Predict():
            return Typed(texts=[json_text(ask.answer) for ask in item.asks])
        case Order():
            return Arranged(lines=list(range(len(item.lines))))
        case Match():
            return Paired(rights=[item.rights.index(pair.right) for pair in item.pairs])
        case Spot():
            keys = [position for position, option in enumerate(item.options) if option.key]
            return Pointed(line=item.lines[0], option=keys[0])
    raise AssertionError(item)


@given(st.data(), ITEMS)
def test_a_score_lies_between_0_and_1(data, item):
    """Whatever is answered; and the grade survives storing."""
    result = grade(item, data.draw(responses_to(item)))

    assert 0.0 <= result.score <= 1.0
    assert Grade.model_validate_json(result.model_dump_json()) == result


@given(ITEMS)
@example(Short(kind="short", accept=[AcceptNumber(number=1234567)], **HEAD))
@example(Short(kind="short", accept=[AcceptNumber(number=0.1 + 0.2)], **HEAD))
@example(Cloze(kind="cloze", code="{{b}}", blanks={"b": Blank(accept=["x" * 5000], why="w")}, **HEAD))
def test_the_key_gets_1(item):
    """The answer that is shown as right is right, in all its parts."""
    result = grade(item, key_of(item))

    assert result.score == 1.0
    assert result.right
    assert all(part.right for part in result.parts)


@given(ITEMS)
def test_passing_gets_0(item):
    """Who says that they do not know gets nothing, and sees what would have been right."""
    result = grade(item, Passed())

    assert result.score == 0.0
    assert result.parts


@given(shorts() | clozes(), st.sampled_from(["", " ", "\t\n"]))
@example(Short(kind="short", accept=['""'], **HEAD), "")
def test_nothing_typed_is_never_right(item, nothing):
    """An empty line earns nothing, whatever is accepted."""
    count = 1 if isinstance(item, Short) else len(item.blanks)

    assert grade(item, Typed(texts=[nothing] * count)).score == 0.0


@given(st.data(), ITEMS)
def test_only_the_whole_answer_is_right(data, item):
    """A full score and a wrong part exclude each other."""
    result = grade(item, data.draw(responses_to(item)))

    assert result.right == all(part.right for part in result.parts)


@given(st.data(), choices(), st.integers(0, 2**32), st.integers(1, 3))
def test_the_order_of_showing_changes_nothing(data, item, seed, showing):
    """Options are picked by their place on the screen and graded by their place in the pack."""
    order = showing_order(len(item.options), seed=seed, item="p/x", showing=showing)
    wanted = data.draw(st.sets(st.sampled_from(range(len(item.options)))))
    on_screen = [place for place, position in enumerate(order) if position in wanted]

    shuffled = grade(item, Picked(options=[order[place] for place in on_screen]))

    assert sorted(order) == list(range(len(item.options)))
    assert shuffled == grade(item, Picked(options=sorted(wanted)))


@given(choices().filter(lambda item: item.multiple))
def test_picking_everything_is_no_way_to_a_good_score(item):
    """Right minus wrong: all options earn what the keys outnumber the distractors by."""
    keys = sum(option.key for option in item.options)
    wrong = len(item.options) - keys

    everything = grade(item, Picked(options=list(range(len(item.options)))))

    assert everything.score == pytest.approx(max(0.0, (keys - wrong) / keys))
    assert not everything.right


@given(st.data(), choices().filter(lambda item: item.multiple))
def test_a_further_key_never_lowers_and_a_distractor_never_raises_the_score(data, item):
    """Each pick counts in its own direction."""
    picked = data.draw(st.sets(st.sampled_from(range(len(item.options)))))
    more = data.draw(st.sampled_from(range(len(item.options))))
    assume(more not in picked)

    before, after = (grade(item, Picked(options=sorted(each))).score for each in (picked, picked | {more}))

    assert (after >= before) if item.options[more].key else (after <= before)


@given(orders(), st.data())
def test_an_order_with_one_fault_is_worth_less_than_the_right_one(item, data):
    """Any other arrangement stays below 1, and extra lines cost."""
    every = list(range(len(item.lines) + len(item.extra)))
    arrangement = data.draw(st.lists(st.sampled_from(every), unique=True))
    assume(arrangement != every[: len(item.lines)])

    result = grade(item, Arranged(lines=arrangement))

    assert result.score < 1.0
    assert any(not part.right for part in result.parts)


@given(orders().filter(lambda item: item.extra), st.data())
def test_a_stray_line_is_the_only_fault_of_an_order_that_is_right_without_it(item, data):
    """Wherever it was put, the lines behind it are not told to be wrong."""
    count = len(item.lines)
    arrangement = list(range(count))
    arrangement.insert(data.draw(st.integers(0, count)), count)

    result = grade(item, Arranged(lines=arrangement))

    assert [part.given for part in result.parts if not part.right] == [item.extra[0]]


@given(st.lists(st.integers(0, 30), unique=True))
def test_longest_run_is_the_longest_rising_subsequence(values):
    """Against the quadratic definition."""
    best = []
    for position, value in enumerate(values):
        best.append(1 + max((best[before] for before in range(position) if values[before] < value), default=0))

    assert longest_run(values) == max(best, default=0)


@given(st.text(max_size=40))
@example("'a'.")
@example("''a''")
@example("‘a’")
def test_folding_twice_is_folding_once(text):
    """What does not matter is gone after one time."""
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
@example("\x00")
@example("'\\d'")
@example("(" * 500)
def test_folding_code_never_fails(text):
    """A learner may type anything into a blank."""
    assert isinstance(fold_code(text), str)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Depends( get_db )", "Depends(get_db)", True),
        ("x='a'", 'x = "a"', True),
        ("'it\"s'", '"it\'s"', False),
        ("if x:\n  y", "if x:\n      y", True),
        ("x = 1  # why", "x=1", True),
        ("Depends", "depends", False),
        ("async def", "asyncdef", False),
        ("f'{a}'", 'f"{a}"', True),
    ],
)
def test_code_is_compared_by_tokens(one, other, same):
    """Spaces, indentation, comments and the kind of quotes do not matter; names and texts do."""
    assert (fold_code(one) == fold_code(other)) == same


@pytest.mark.parametrize(
    ("number", "tolerance", "text", "right"),
    [
        (422, 0, "422", True),
        (422, 0, " 422.0 ", True),
        (1.5, 0, "1,5", True),
        (1000, 0, "1,000", True),
        (1000, 0, "1 000", True),
        (2500000, 0, "2,500,000", True),
        (40, 2, "41", True),
        (40, 2, "43", False),
        (0.3, 0, "0.1", False),
        (1, 0, "nan", False),
        (1, 0, "one", False),
    ],
)
def test_numbers_are_read_as_people_write_them(number, tolerance, text, right):
    """A decimal comma and separators of thousands are no mistake."""
    item = Short(kind="short", accept=[AcceptNumber(number=number, tolerance=tolerance)], **HEAD)

    assert grade(item, Typed(texts=[text])).right == right


def test_choices_that_differ_in_case_only_are_different_answers():
    """What was picked from a list is compared to the letter."""
    ask = Ask(say="s", of="body", answer="Not Found", choices=["Not Found", "not found"])
    item = Predict(kind="predict", app="a", request={"GET": "/"}, asks=[ask], **HEAD)

    assert grade(item, Typed(texts=["Not Found"])).right
    assert not grade(item, Typed(texts=["not found"])).right


def test_choices_that_differ_in_type_only_are_different_answers():
    """1 and 1.0 are two answers when both are offered."""
    ask = Ask(say="s", of="$.total", answer=1.0, choices=[1, 1.0])
    item = Predict(kind="predict", app="a", request={"GET": "/"}, asks=[ask], **HEAD)

    assert grade(item, Typed(texts=["1.0"])).right
    assert not grade(item, Typed(texts=["1"])).right


@pytest.mark.parametrize(
    "response",
    [
        Picked(options=[0]),
        Typed(texts=[]),
        Typed(texts=["a", "b"]),
        Arranged(lines=[0, 0]),
        Arranged(lines=[99]),
        Arranged(lines=[-1]),
        Paired(rights=[0]),
        Paired(rights=[9, 9]),
        Paired(rights=[-1, 0]),
        Pointed(line=1, option=9),
        Pointed(line=1, option=-1),
    ],
)
def test_a_response_of_the_wrong_shape_is_a_value_error(response):
    """What cannot have come from the item is the caller's fault, and never a grade."""
    items = {
        "picked": Order(kind="order", lines=["a", "b", "c"], **HEAD),
        "typed": Short(kind="short", accept=["a"], **HEAD),
        "arranged": Order(kind="order", lines=["a", "b", "c"], **HEAD),
        "paired": Match(
            kind="match", pairs=[Pair(left="a", right="b", why="w"), Pair(left="c", right="d", why="w")], **HEAD
        ),
        "pointed": Spot(kind="spot", code="a", lines=[1], options=options(2, {0}), **HEAD),
    }

    with pytest.raises(ValueError):
        grade(items[response.kind], response)


@given(st.data(), ITEMS)
def test_a_response_survives_storing(data, item):
    """The store keeps JSON; the grade of what comes back is the same."""
    response = data.draw(responses_to(item) | st.just(Passed()))

    back = TypeAdapter(Response).validate_python(json.loads(response.model_dump_json()))

    assert grade(item, back) == grade(item, response)
    assert all(isinstance(part, Part) for part in grade(item, back).parts)


def test_a_comment_that_is_asked_for_is_not_any_comment() -> None:
    """Comments are left out of code, but for a blank that is one."""
    assert accepts("# noqa", "#  noqa", code=True)
    assert not accepts("# noqa", "# type: ignore", code=True)
    assert accepts("x = 1", "x=1  # one", code=True)
