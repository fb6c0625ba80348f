"""Items: the questions of a pack, one model a kind."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, NewType

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from quizapp.domain.fields import CoverageRow, Difficulty, Line, Model, Seconds, Slug, Text
from quizapp.domain.matcher import JsonPath, Pattern
from quizapp.domain.points import FollowUp, Point, RedFlag
from quizapp.domain.step import METHODS, RequestStep, Steps

ItemId = NewType("ItemId", str)
"""`pack/item`, unique in the library: `fastapi/body-422`, `fastapi/first-routes`."""

BLANK = re.compile(r"\{\{([a-z][a-z0-9_]*)\}\}")


def item_id(pack: str, local: str) -> ItemId:
    """The full id of a pack's item."""
    return ItemId(f"{pack}/{local}")


class Proof(Model):
    """Code that shows an item's claim: the app runs in the sandbox and the steps must hold."""

    app: Text
    """A whole program: `app = FastAPI()` and what the claim is about."""
    steps: Steps
    """Requests and what they must answer, as in the checks of a coding task."""
    requires: Line | None = None
    """FastAPI versions for which the claim holds, such as `>=0.132`; elsewhere the proof is skipped, and shown so."""


class BaseItem(Model):
    """What every kind of item has."""

    id: Slug
    """Unique in the pack, and never changed without an entry under `aliases`."""
    topic: Slug
    """The id of a topic of the roadmap."""
    difficulty: Difficulty
    """1 (a first week's fact) to 5 (few seniors know it)."""
    seconds: Seconds
    """What a prepared candidate needs."""
    stem: Text
    """The question, in Markdown."""
    explanation: Text
    """Why it is so, in Markdown; shown after every answer."""
    refs: list[Line] = []
    """Where a learner reads on: https addresses."""
    covers: list[CoverageRow] = []
    """Rows of the syllabus that it teaches."""
    proof: Proof | None = None
    """Code that shows the claim; it is run, in the sandbox only."""
    critical: bool = False
    """Nobody should go without it: an interview draws it twice as often."""


class Option(Model):
    """One of several answers to pick from."""

    text: Text
    """What is picked."""
    key: bool = False
    """It is right."""
    why: Text
    """The rationale: why it is right, or what a person who picks it has mixed up."""


def _check_keys(options: list[Option], *, several: bool) -> None:
    keys = sum(option.key for option in options)
    if keys == 0:
        raise ValueError("no option is the key: mark the right one with `key: true`")
    if keys == len(options):
        raise ValueError("every option is a key: at least one must be wrong")
    if keys > 1 and not several:
        raise ValueError("more than one option is a key: mark one, or write `multiple: true`")


class Choice(BaseItem):
    """Pick one option, or with `multiple: true` all that hold."""

    kind: Literal["choice"]
    options: Annotated[list[Option], Field(min_length=2, max_length=9)]
    """Shown in another order each time."""
    multiple: bool = False
    """All that hold are to be picked."""

    @model_validator(mode="after")
    def _has_key(self) -> Choice:
        _check_keys(self.options, several=self.multiple)
        return self


class AcceptNumber(Model):
    """A number, right within the tolerance."""

    number: Annotated[float, Field(allow_inf_nan=False)]
    """The right one."""
    tolerance: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    """How far off it may be."""


class AcceptPattern(Model):
    """Any text in which this pattern is found, and one example of it to show."""

    pattern: Pattern
    """A regular expression of linear time: no look-around, no back references."""
    example: Line
    """Shown as the answer; the pattern must match it."""


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Accept = Annotated[AcceptNumber | AcceptPattern | Line, BeforeValidator(_as_text)]
"""A right answer: a text (case, spaces and quotes folded), a number with tolerance, or a pattern."""

Accepts = Annotated[list[Accept], Field(min_length=1)]


class Misconception(Model):
    """A wrong answer that people give, and what to tell them."""

    answer: Accept
    """What they type."""
    why: Text
    """What is wrong with it."""


Misconceptions = Annotated[list[Misconception], Field(max_length=20)]


class Short(BaseItem):
    """Type a word, a number, a status code, a header. The first accepted answer is the one that is shown."""

    kind: Literal["short"]
    accept: Accepts
    """Texts (case, spaces and quotes do not matter), numbers, patterns."""
    wrong: Misconceptions = []
    """Wrong answers that people give, each with what to tell them."""


class Blank(Model):
    """One blank of a snippet."""

    accept: Accepts
    """What may stand there; the first one is shown."""
    why: Text
    """Why it is that."""


class Cloze(BaseItem):
    """Fill the blanks, written `{{name}}`, of a snippet. Code is compared by tokens, not by spaces."""

    kind: Literal["cloze"]
    code: Text
    """The snippet, with `{{name}}` for each blank."""
    language: Slug = "python"
    """For its colours; `text` for prose."""
    blanks: Annotated[dict[str, Blank], Field(min_length=1, max_length=8)]
    """Each by its name."""

    @model_validator(mode="after")
    def _blanks_match(self) -> Cloze:
        written = BLANK.findall(self.code)
        if len(written) != len(set(written)):
            raise ValueError("a blank stands twice in the code: give each its own name")
        if set(written) != set(self.blanks):
            odd = ", ".join(sorted(set(written) ^ set(self.blanks)))
            raise ValueError(f"blanks of the code and of `blanks` differ: {odd}")
        return self


class Order(BaseItem):
    """Arrange lines, written here in the right order; `extra` lines belong nowhere."""

    kind: Literal["order"]
    lines: Annotated[list[Text], Field(min_length=3, max_length=12)]
    """In the right order; no two may look the same."""
    extra: Annotated[list[Text], Field(max_length=4)] = []
    """Lines that belong nowhere."""
    code: bool = False
    """The lines are code, shown with their indentation."""

    @model_validator(mode="after")
    def _lines_differ(self) -> Order:
        every = [line.rstrip() for line in self.lines + self.extra]
        if len(set(every)) != len(every):
            raise ValueError("two lines look the same, so their order could not be judged: give each its own text")
        return self


class Pair(Model):
    """A left side and the right side that belongs to it."""

    left: Text
    """Shown in this order."""
    right: Text
    """Shown mixed."""
    why: Text
    """Why they belong together."""


class Match(BaseItem):
    """Pair left with right; `extra` right sides belong to nothing."""

    kind: Literal["match"]
    pairs: Annotated[list[Pair], Field(min_length=2, max_length=9)]
    """Several lefts may have the same right."""
    extra: Annotated[list[Text], Field(max_length=4)] = []
    """Right sides that belong to nothing."""

    @model_validator(mode="after")
    def _sides_differ(self) -> Match:
        lefts = [pair.left for pair in self.pairs]
        if len(set(lefts)) != len(lefts):
            raise ValueError("two left sides are the same")
        if len(set(self.extra)) != len(self.extra):
            raise ValueError("two extra right sides are the same")
        if set(self.extra) & {pair.right for pair in self.pairs}:
            raise ValueError("an extra right side is also the right side of a pair")
        return self

    @property
    def rights(self) -> list[str]:
        """Every right side once, in the order written; equal ones are one choice."""
        return list(dict.fromkeys([pair.right for pair in self.pairs] + self.extra))


_OF = re.compile(r"status|body|header [A-Za-z-]+|\$.*")


def _check_of(text: str) -> str:
    if not _OF.fullmatch(text):
        raise ValueError(
            f"{text!r} is no part of an answer: write status, body, header NAME, or a path such as $.detail"
        )
    return text


class Ask(Model):
    """One fact about the real answer that the learner predicts."""

    say: Line
    """What is asked, such as `Status code`."""
    of: Annotated[str, AfterValidator(_check_of)] | JsonPath
    """Of the answer: `status`, `body`, `header NAME`, or a path into its JSON such as `$.detail[0].type`."""
    answer: str | int | float | bool | None
    """What really comes back; `pack verify` runs the app and refuses a pack that states anything else."""
    choices: Annotated[list[str | int | float | bool | None], Field(max_length=9)] = []
    """Answers to pick from; without them the learner types."""
    why: Text | None = None
    """Why it is that."""

    @model_validator(mode="after")
    def _answer_among_choices(self) -> Ask:
        if self.choices and not any(
            type(choice) is type(self.answer) and choice == self.answer for choice in self.choices
        ):
            raise ValueError(f"the answer {self.answer!r} is not among the choices")
        return self

    @model_validator(mode="after")
    def _nothing_empty(self) -> Ask:
        if any(isinstance(text, str) and not text.strip() for text in [self.answer, *self.choices]):
            raise ValueError("an empty text looks like no answer at all: ask for something that can be seen")
        return self


def _as_bare_request(value: Any) -> Any:
    if isinstance(value, dict) and any(method in value for method in METHODS) and "expect" not in value:
        return {**value, "expect": {"status": ["1xx", "2xx", "3xx", "4xx", "5xx"]}}
    return value


BareRequest = Annotated[RequestStep, BeforeValidator(_as_bare_request)]
"""A request of which nothing is expected: any answer will do."""


class Predict(BaseItem):
    """Say what a given app answers to a given request."""

    kind: Literal["predict"]
    app: Text
    """A whole program."""
    before: list[BareRequest] = []
    """Requests that came earlier."""
    request: BareRequest
    """The one that is asked about, such as `{GET: /users/me}`."""
    asks: Annotated[list[Ask], Field(min_length=1, max_length=4)]
    """One to four facts about the answer."""
    requires: Line | None = None
    """FastAPI versions for which the answer holds, such as `>=0.132`."""


def _as_lines(value: Any) -> Any:
    return [value] if isinstance(value, int) else value


class Spot(BaseItem):
    """Point at a line with the defect, then pick which defect it is."""

    kind: Literal["spot"]
    code: Text
    """The snippet; its lines are numbered from 1."""
    language: Slug = "python"
    """For its colours."""
    lines: Annotated[list[Annotated[int, Field(ge=1)]], BeforeValidator(_as_lines), Field(min_length=1)]
    """Any of these lines is right, counted from 1."""
    options: Annotated[list[Option], Field(min_length=2, max_length=6)]
    """Which defect it is: one is the key."""

    @model_validator(mode="after")
    def _lines_exist(self) -> Spot:
        _check_keys(self.options, several=False)
        height = len(self.code.rstrip("\n").split("\n"))
        if max(self.lines) > height:
            raise ValueError(f"line {max(self.lines)} is asked for, the code has {height}")
        return self


class Open(BaseItem):
    """Answer in one's own words, as to an interviewer; graded by the points that the answer makes."""

    kind: Literal["open"]
    points: Annotated[list[Point], Field(min_length=1, max_length=9)]
    """What a good answer says."""
    red_flags: Annotated[list[RedFlag], Field(max_length=6)] = []
    """Wrong claims that cost more than silence."""
    model_answer: Text
    """What a good candidate would say; it must earn every point."""
    follow_ups: Annotated[list[FollowUp], Field(max_length=6)] = []
    """What an interviewer asks next."""

    @model_validator(mode="after")
    def _ids_differ(self) -> Open:
        points = [point.id for point in self.points]
        ids = points + [flag.id for flag in self.red_flags]
        if len(set(ids)) != len(ids):
            raise ValueError("two points or red flags have the same id")
        strange = [ask.when_missing for ask in self.follow_ups if ask.when_missing not in {None, *points}]
        if strange:
            raise ValueError(f"a follow-up waits for {strange[0]}, which is no point of this item")
        return self


Item = Annotated[Choice | Short | Cloze | Order | Match | Predict | Spot | Open, Field(discriminator="kind")]
"""Any item but a coding task."""

KINDS = ("choice", "short", "cloze", "order", "match", "predict", "spot", "open")
