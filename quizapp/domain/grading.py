"""From a response to a score, and to what is said about each part of it."""

from __future__ import annotations

import io
import re
import tokenize
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Literal, assert_never

from pydantic import Field

from quizapp.domain.fields import Model
from quizapp.domain.item import (
    Accept,
    AcceptNumber,
    AcceptPattern,
    Ask,
    Choice,
    Cloze,
    Item,
    Match,
    Misconception,
    Open,
    Order,
    Predict,
    Short,
    Spot,
)
from quizapp.domain.matcher import compile_pattern
from quizapp.domain.rubric import Finding, Heard, judge, score

MAX_TYPED = 2000
"""Characters of a typed answer that are looked at."""
_PLAIN_QUOTES = str.maketrans("‘’“”`´", "''\"\"''")
_STRING = re.compile(r"""(?P<prefix>[A-Za-z]*)(?P<quote>'''|\"\"\"|'|")(?P<text>.*)(?P=quote)""", re.DOTALL)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:[ ,'\u00a0\u202f]\d{3})+(?:\.\d+)?")
_SILENT = frozenset([tokenize.NEWLINE, tokenize.NL, tokenize.ENDMARKER, tokenize.COMMENT])


class Picked(Model):
    """Options picked, by their position in the pack."""

    kind: Literal["picked"] = "picked"
    options: list[int]


class Typed(Model):
    """Texts typed or chosen: one for `short`, one a blank for `cloze`, one an ask for `predict`."""

    kind: Literal["typed"] = "typed"
    texts: list[str]


class Arranged(Model):
    """Lines in the learner's order, by their position in `lines + extra`."""

    kind: Literal["arranged"] = "arranged"
    lines: list[int]


class Paired(Model):
    """For each left side the position of a right side in `Match.rights`, or None."""

    kind: Literal["paired"] = "paired"
    rights: list[int | None]


class Pointed(Model):
    """A line, counted from 1, and the option picked for it."""

    kind: Literal["pointed"] = "pointed"
    line: int
    option: int | None = None


class Said(Model):
    """An answer in the learner's own words."""

    kind: Literal["said"] = "said"
    text: str
    overruled: dict[str, bool] = {}
    """Points and red flags, by id, about which the learner holds otherwise than the grader: whether they are said."""


class Passed(Model):
    """The learner said that they do not know."""

    kind: Literal["passed"] = "passed"


Response = Annotated[Picked | Typed | Arranged | Paired | Pointed | Said | Passed, Field(discriminator="kind")]
"""What a learner answered."""


class Part(Model):
    """What is said about one part of a response, or one option of an item."""

    label: str
    right: bool
    """Whether the learner was right about this part."""
    chosen: bool = False
    key: bool = False
    given: str = ""
    expected: str = ""
    why: str = ""
    id: str = ""
    """Of a point or a red flag."""
    flag: bool = False
    """It is a wrong claim that was made; `right` if the learner holds that it was not."""
    denied: bool = False
    """The words seem to say the contrary of the point."""
    overruled: bool = False
    """The learner's word stands here, not the grader's."""
    start: int = 0
    """Where in an answer of one's own words `given` begins; it ends `len(given)` later."""


class Grade(Model):
    """A score in [0, 1] and its parts."""

    score: Annotated[float, Field(ge=0, le=1)]
    parts: list[Part]
    said: str = ""
    """An answer in the learner's own words, as it was given."""

    @property
    def right(self) -> bool:
        """Wholly right."""
        return self.score >= 1.0


def grade(item: Item, response: Response) -> Grade:
    """Grade a response; one of the wrong shape, or longer than the item, is a ValueError: a fault of the caller."""
    if isinstance(response, Passed):
        return _grade_item(item, _nothing(item)).model_copy(update={"score": 0.0})
    return _grade_item(item, response)


def _nothing(item: Item) -> Response:
    match item:
        case Choice():
            return Picked(options=[])
        case Short():
            return Typed(texts=[""])
        case Cloze():
            return Typed(texts=[""] * len(item.blanks))
        case Predict():
            return Typed(texts=[""] * len(item.asks))
        case Order():
            return Arranged(lines=[])
        case Match():
            return Paired(rights=[None] * len(item.pairs))
        case Spot():
            return Pointed(line=0)
        case Open():
            return Said(text="")
        case _:
            assert_never(item)


def _grade_item(item: Item, response: Response) -> Grade:
    match item, response:
        case Choice(), Picked():
            return _grade_choice(item, response)
        case Short(), Typed():
            return _grade_short(item, response)
        case Cloze(), Typed():
            return _grade_cloze(item, response)
        case Predict(), Typed():
            return _grade_predict(item, response)
        case Order(), Arranged():
            return _grade_order(item, response)
        case Match(), Paired():
            return _grade_match(item, response)
        case Spot(), Pointed():
            return _grade_spot(item, response)
        case Open(), Said():
            return _grade_open(item, response)
        case _:
            raise ValueError(f"a {item.kind} item cannot be answered by {response.kind}")


def _grade_choice(item: Choice, response: Picked) -> Grade:
    picked = set(response.options)
    if not picked <= set(range(len(item.options))):
        raise ValueError(f"no such option: {sorted(picked)}")
    keys = {position for position, option in enumerate(item.options) if option.key}
    if item.multiple:
        score = max(0.0, (len(picked & keys) - len(picked - keys)) / len(keys))
    else:
        score = 1.0 if picked == keys else 0.0
    parts = [
        Part(
            label=option.text,
            right=(position in picked) == option.key,
            chosen=position in picked,
            key=option.key,
            why=option.why,
        )
        for position, option in enumerate(item.options)
    ]
    return Grade(score=score, parts=parts)


def fold(text: str) -> str:
    """A typed text without what does not matter: case, outer quotes, surplus spaces, a closing full stop.

    Full-width letters and digits, as some keyboards write them, are the plain ones (NFKC).
    """
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = " ".join(text.translate(_PLAIN_QUOTES).split())
    while (shorter := _less(text)) != text:
        text = shorter
    return text


def _less(text: str) -> str:
    """One layer of quotes or one full stop less, unless nothing would be left."""
    inner = text.removesuffix(".")
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        inner = text[1:-1]
    return inner.strip() or text


def fold_code(text: str) -> str:
    """Code as its tokens, so that spaces and quotes do not matter; what is no Python is folded as text."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text.strip()).readline))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return fold(text)
    return " ".join(_token_text(token) for token in tokens if token.type not in _SILENT)


def _token_text(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.INDENT:
        return "indent"
    string = _STRING.fullmatch(token.string)
    if string is not None and not set('"\\') & set(string["text"]):
        return f'{string["prefix"].lower()}"{string["text"]}"'
    if token.type not in {tokenize.STRING, tokenize.OP, tokenize.NAME, tokenize.NUMBER}:
        return token.string.replace("'", '"')  # from 3.12 on an f-string is several tokens
    return token.string


def shown(accept: Accept) -> str:
    """An accepted answer as a person would write it."""
    match accept:
        case AcceptNumber():
            return repr(accept.number).removesuffix(".0")
        case AcceptPattern():
            return accept.example
        case _:
            return accept


def _readings(text: str) -> list[float]:
    """The numbers that a text may mean: a comma is a decimal point, or parts thousands."""
    text = text.strip()
    readings = [text.replace(",", ".")]
    if _THOUSANDS.fullmatch(text):
        readings.append(re.sub(r"[ ,'\u00a0\u202f]", "", text))
    numbers = []
    for reading in readings:
        try:
            numbers.append(float(reading))
        except ValueError:
            continue
    return numbers


def accepts(accept: Accept, text: str, *, code: bool = False) -> bool:
    """Whether a typed text is this answer. A blank text never is."""
    if not text.strip():
        return False
    match accept:
        case AcceptNumber():
            return any(abs(number - accept.number) <= accept.tolerance for number in _readings(text[:MAX_TYPED]))
        case AcceptPattern():
            return compile_pattern(accept.pattern).isinstance_python(text[:MAX_TYPED].strip())
        case _:
            normal = fold_code if code else fold
            return normal(accept) == normal(text[: MAX_TYPED + len(accept)])


def _misconception(wrong: Sequence[Misconception], text: str) -> str:
    return next((known.why for known in wrong if accepts(known.answer, text)), "")


def _grade_short(item: Short, response: Typed) -> Grade:
    (text,) = response.texts
    right = any(accepts(accept, text) for accept in item.accept)
    part = Part(
        label="Your answer",
        right=right,
        chosen=True,
        given=text,
        expected=shown(item.accept[0]),
        why="" if right else _misconception(item.wrong, text),
    )
    return Grade(score=float(right), parts=[part])


def _grade_cloze(item: Cloze, response: Typed) -> Grade:
    parts = [
        Part(
            label=name,
            right=any(accepts(accept, text, code=True) for accept in blank.accept),
            chosen=True,
            given=text,
            expected=shown(blank.accept[0]),
            why=blank.why,
        )
        for (name, blank), text in zip(item.blanks.items(), response.texts, strict=True)
    ]
    return _share(parts)


def _share(parts: list[Part]) -> Grade:
    return Grade(score=sum(part.right for part in parts) / len(parts), parts=parts)


def json_text(value: str | float | bool | None) -> str:
    """A JSON scalar as a learner would type it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _predicts(ask: Ask, text: str) -> bool:
    picked = [choice for choice in ask.choices if json_text(choice) == text]
    if picked:
        return any(type(choice) is type(ask.answer) and choice == ask.answer for choice in picked)
    if isinstance(ask.answer, int | float) and not isinstance(ask.answer, bool):
        return accepts(AcceptNumber(number=ask.answer), text)
    return fold(json_text(ask.answer)) == fold(text)


def _grade_predict(item: Predict, response: Typed) -> Grade:
    parts = [
        Part(
            label=ask.say,
            right=_predicts(ask, text),
            chosen=True,
            given=text,
            expected=json_text(ask.answer),
            why=ask.why or "",
        )
        for ask, text in zip(item.asks, response.texts, strict=True)
    ]
    return _share(parts)


def longest_run(order: Sequence[int]) -> int:
    """The length of the longest subsequence that stands in rising order (patience sorting)."""
    tails: list[int] = []
    for value in order:
        position = next((index for index, tail in enumerate(tails) if tail >= value), len(tails))
        tails[position : position + 1] = [value]
    return len(tails)


def _grade_order(item: Order, response: Arranged) -> Grade:
    every = item.lines + item.extra
    placed = response.lines
    if len(set(placed)) != len(placed) or not set(placed) <= set(range(len(every))):
        raise ValueError(f"no such arrangement: {placed}")
    count = len(item.lines)
    strays = sum(position >= count for position in placed)
    run = longest_run([position for position in placed if position < count])
    # One line in place is no achievement: credit starts with the second.
    partial = max(0.0, min((run - 1 - strays) / count, 1.0 - 1.0 / count))
    score = 1.0 if placed == list(range(count)) else partial
    parts = [
        Part(
            label=str(place + 1),
            right=place < len(placed) and placed[place] == place,
            chosen=True,
            given=every[placed[place]] if place < len(placed) else "",
            expected=line,
        )
        for place, line in enumerate(item.lines)
    ]
    parts += [
        Part(label="extra", right=False, chosen=True, given=every[position], expected="belongs nowhere")
        for position in placed
        if position >= count
    ]
    return Grade(score=score, parts=parts)


def _grade_match(item: Match, response: Paired) -> Grade:
    rights = item.rights
    if not all(position is None or 0 <= position < len(rights) for position in response.rights):
        raise ValueError(f"no such right side: {response.rights}")
    parts = []
    for pair, position in zip(item.pairs, response.rights, strict=True):
        given = "" if position is None else rights[position]
        parts.append(
            Part(
                label=pair.left, right=given == pair.right, chosen=True, given=given, expected=pair.right, why=pair.why
            )
        )
    return _share(parts)


def _grade_spot(item: Spot, response: Pointed) -> Grade:
    on_line = response.line in item.lines
    if response.option is not None and not 0 <= response.option < len(item.options):
        raise ValueError(f"no such option: {response.option}")
    named = response.option is not None and item.options[response.option].key
    parts = [
        Part(
            label="Line",
            right=on_line,
            chosen=True,
            given=str(response.line) if response.line else "",
            expected=" or ".join(str(line) for line in item.lines),
        )
    ]
    parts += [
        Part(
            label=option.text,
            right=(position == response.option) == option.key,
            chosen=position == response.option,
            key=option.key,
            why=option.why,
        )
        for position, option in enumerate(item.options)
    ]
    return Grade(score=(on_line + named) / 2, parts=parts)


def _grade_open(item: Open, response: Said) -> Grade:
    opinion = judge(item, response.text)
    heard = {one.id: one for one in [*opinion.points, *opinion.flags]}
    if not set(response.overruled) <= set(heard):
        raise ValueError(f"no such point: {sorted(set(response.overruled) - set(heard))}")
    said = {**opinion.said(), **response.overruled}
    spoke = bool(response.text.strip())
    parts = [
        Part(
            id=point.id,
            label=point.say,
            right=said[point.id],
            chosen=spoke,
            key=point.must,
            given=heard[point.id].words,
            start=heard[point.id].start,
            why=(point.found or "") if said[point.id] else point.missing,
            denied=heard[point.id].finding is Finding.DENIED,
            overruled=_differs(response, heard[point.id]),
        )
        for point in item.points
    ]
    parts += [
        Part(
            id=flag.id,
            label=flag.say,
            right=not said[flag.id],
            chosen=spoke,
            given=heard[flag.id].words,
            start=heard[flag.id].start,
            flag=True,
            overruled=_differs(response, heard[flag.id]),
        )
        for flag in item.red_flags
        if said[flag.id] or flag.id in response.overruled
    ]
    return Grade(score=score(item, said), parts=parts, said=response.text)


def _differs(response: Said, heard: Heard) -> bool:
    return response.overruled.get(heard.id, heard.finding is Finding.SAID) != (heard.finding is Finding.SAID)
