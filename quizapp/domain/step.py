"""The steps of the check language: what a check, a proof or a `predict` item does to a running app.

A step has exactly one action, written as its key: `{GET: /items, expect: 200}`. Everything here is data;
`checker` carries it out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator

from quizapp.domain.expectation import (
    ExpectApp,
    Expectation,
    ExpectPreflight,
    ExpectPytest,
    ExpectSocket,
    JournalFacts,
    KnownWrong,
    LogFacts,
    OpenApiFacts,
)
from quizapp.domain.fields import Duration, Line, Model, Name, Raw, RelativePath, Slug, Symbol, Text
from quizapp.domain.matcher import Matcher, Pattern

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")
MAX_STEPS = 200
MAX_CALLS = 100
MAX_WAIT = 10.0


def _check_request_path(path: str) -> str:
    """A path, or a capture such as `${place}` that holds the one which a `Location` header named."""
    if not path.startswith(("/", "${")) or path.startswith("//"):
        raise ValueError(f"{path!r} must be a path on the learner's app, such as /items: never a whole address")
    return path


RequestPath = Annotated[Raw, AfterValidator(_check_request_path)]
Calls = Annotated[int, Field(ge=1, le=MAX_CALLS)]
Wait = Annotated[Duration, Field(ge=0, le=MAX_WAIT)]


class Step(Model):
    """What every step may carry beside its action."""

    ACTIONS: ClassVar[tuple[str, ...]] = ()

    concept: Slug | None = None
    why: Text | None = None
    hint: Text | None = None


def _fold(data: Any, actions: tuple[str, ...], unfold: Callable[[str, Any], dict[str, Any]]) -> Any:
    """`{GET: /items, ...}` as fields; data that has been folded already is left alone."""
    if not isinstance(data, Mapping):
        return data
    written = [action for action in actions if action in data]
    if len(written) != 1:
        return data
    rest = {key: value for key, value in data.items() if key != written[0]}
    return {**unfold(written[0], data[written[0]]), **rest}


class ForgedToken(Model):
    """A JWT that the checker makes: right, expired, or signed with another key."""

    jwt: dict[str, Any]
    key: str = ""
    alg: Literal["HS256", "HS384", "HS512", "none"] = "HS256"
    expires: Duration | None = None
    """Seconds from now; negative for the past."""


class UploadedFile(Model):
    """One file of a multipart body: its content from `text`, `base64`, or `size` bytes of zeros."""

    name: str
    type: str | None = None
    text: str | None = None
    base64: str | None = None
    size: int | Annotated[str, Field(pattern=r"^\d+ ?(B|kB|KiB|MB|MiB)$")] | None = None

    @model_validator(mode="after")
    def _one_content(self) -> UploadedFile:
        if sum(part is not None for part in (self.text, self.base64, self.size)) != 1:
            raise ValueError("give exactly one of text, base64 and size")
        return self


class Fuzz(Model):
    """Bodies made from the app's own OpenAPI schema, each breaking one rule."""

    source: Literal["openapi"] = Field(default="openapi", alias="from")
    kind: Literal["negative"] = "negative"
    cases: Calls = 12


class RequestStep(Step):
    """Send one or many HTTP requests: `{POST: /items, json: {...}, expect: 201, save: {id: $.id}}`."""

    ACTIONS = METHODS

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"]
    path: RequestPath
    json_body: Any = Field(default=None, alias="json")
    form: dict[str, Any] | None = None
    multipart: dict[str, UploadedFile | str | int | float] | None = None
    body: str | None = None
    query: dict[str, Any] | list[tuple[str, Any]] | None = None
    headers: dict[str, str] = {}
    cookies: dict[str, str] | None = None
    bearer: str | ForgedToken | None = None
    follow: bool = False
    client: str | None = None
    """The address that the app sees as the caller's; 127.0.0.1 unless said."""
    save: dict[Name, str] = {}
    """Captures: a JSON path, or `header NAME`, or `cookie NAME`."""
    repeat: Calls | None = None
    together: Calls | None = None
    rows: dict[Name, list[Any]] | None = Field(default=None, alias="with")
    """A table: the step runs once for each value (of several columns: row by row)."""
    fuzz: Fuzz | None = None
    stream: Literal["sse", "lines", "chunks"] | None = None
    leave_after: Calls | None = None
    """With `stream`: the client is gone after so many events, without a word."""
    until: Expectation | None = None
    """Ask again and again until this holds, for `within` at most."""
    within: Wait | None = None
    expect: Expectation | None = None
    wrong: list[KnownWrong] = []

    @model_validator(mode="before")
    @classmethod
    def _fold_action(cls, data: Any) -> Any:
        return _fold(data, METHODS, lambda method, path: {"method": method, "path": path})

    @model_validator(mode="after")
    def _one_mode(self) -> RequestStep:
        modes = [
            name
            for name in ("repeat", "together", "rows", "fuzz", "stream", "until")
            if getattr(self, name) is not None
        ]
        if len(modes) > 1:
            raise ValueError(f"{' and '.join(modes)} cannot be combined in one step")
        bodies = [name for name in ("json_body", "form", "multipart", "body") if name in self.model_fields_set]
        if len(bodies) > 1:
            raise ValueError(f"a request has one body: {' and '.join(bodies)} were given")
        if self.leave_after is not None and self.stream is None:
            raise ValueError("leave_after counts events: say stream: sse, lines or chunks as well")
        if (self.until is None) != (self.within is None):
            raise ValueError("until and within go together")
        if self.expect is None and self.until is None and not self.save:
            raise ValueError("say what to expect, or what to save")
        return self

    @property
    def written(self) -> str:
        """The request as one line a reader understands: method, path, query, headers, body."""
        parts = [f"{self.method} {self.path}"]
        if self.query:
            pairs = self.query.items() if isinstance(self.query, dict) else self.query
            parts[0] += "?" + "&".join(f"{name}={value}" for name, value in pairs)
        parts += [f"{name}: {value}" for name, value in self.headers.items()]
        if isinstance(self.bearer, str):
            parts.append(f"Authorization: Bearer {self.bearer}")
        if self.has_json:
            parts.append(json.dumps(self.json_body, ensure_ascii=False))
        elif self.body is not None:
            parts.append(self.body)
        elif self.form is not None:
            parts.append("form " + "&".join(f"{name}={value}" for name, value in self.form.items()))
        return "   ".join(parts)

    @property
    def has_json(self) -> bool:
        """Whether a JSON body was written, `null` included."""
        return "json_body" in self.model_fields_set


class PreflightStep(Step):
    """Ask as a browser asks before a cross-origin request."""

    ACTIONS = ("preflight",)

    preflight: RequestPath
    origin: str = Field(alias="from")
    method: str = "GET"
    headers: list[str] = []
    expect: ExpectPreflight


class OpenApiStep(Step):
    """Look into the app's own OpenAPI document."""

    ACTIONS = ("openapi",)

    openapi: OpenApiFacts


class SocketStep(Step):
    """Open a WebSocket as a named peer, or expect the handshake to be refused."""

    ACTIONS = ("ws",)

    ws: RequestPath
    peer_name: Name = Field(default="it", alias="as")
    query: dict[str, Any] = {}
    headers: dict[str, str] = {}
    subprotocols: list[str] = []
    expect: ExpectSocket | None = None


class PeerStep(Step):
    """Let one peer send, receive, close, vanish, stop reading, or see itself closed."""

    ACTIONS = ("peer",)

    peer: Name
    send: Any = None
    text: str | None = None
    recv: Matcher = None
    recv_text: Matcher = None
    silent: Wait | None = None
    """Nothing arrives for this long."""
    close: int | None = None
    leave: bool = False
    """The connection is cut without a closing handshake."""
    stall: bool = False
    """From now on nothing is read: the connection stays open, and what is sent to it piles up."""
    closed: Matcher = None
    """The close code that the server sends."""
    within: Wait = 1.0

    @model_validator(mode="after")
    def _one_act(self) -> PeerStep:
        acts = self.model_fields_set - {"peer", "within", "concept", "why", "hint"}
        if len(acts) != 1:
            raise ValueError(
                "a peer does one thing a step: send, text, recv, recv_text, silent, close, leave, stall or closed"
            )
        return self


class JournalStep(Step):
    """What happened inside the app, in which order and how often."""

    ACTIONS = ("journal",)

    journal: JournalFacts
    within: Wait = 0.3


class LogStep(Step):
    """What the app logged: objects with `logger`, `level`, `message`."""

    ACTIONS = ("logs",)

    logs: LogFacts
    within: Wait = 0.3


class CodePattern(Model):
    """A fact about the learner's syntax tree; names are resolved through imports, `*` is any part."""

    call: str | None = None
    inside: Literal["async def", "def", "class"] | None = None
    imports: str | None = None
    route: str | None = None
    """A path operation whose path matches, such as `/users/**`."""
    lines: Matcher = None
    """The number of lines that are neither blank nor comments."""
    text: Pattern | None = None

    @model_validator(mode="after")
    def _says_something(self) -> CodePattern:
        if not self.model_fields_set - {"inside"}:
            raise ValueError("say what to look for: call, imports, route, lines or text")
        return self


class CodeStep(Step):
    """Facts about the learner's own source; for what behaviour cannot show."""

    ACTIONS = ("code",)

    code: RelativePath
    must: list[CodePattern] = []
    never: list[CodePattern] = []
    say: Line | None = None
    """What is wrong when something that must be there is not, as a plain sentence in place of the pattern."""


class Replacement(Model):
    """One edit that must apply exactly once."""

    replace: Raw = Field(min_length=1)
    by: Raw


class ImageStep(Step):
    """Look at the image that a Dockerfile describes; nothing is built.

    What is compared: `base` (as in FROM), `python` (`[3, 13]`, told from the base), `user`, `signals` (whether SIGTERM
    reaches the server), `server` (`program`, `app`, `host`, `port`, `workers`, `reload`, and `asgi`, which is false
    for a gunicorn with its own worker), `installs` (names of packages), `requirements` (the files that they are read
    from), `lacks` (packages that the server needs and nobody installs), `holds` (the files of the folder that come into
    the image), `reinstalls` (those whose change makes the packages be installed again).
    """

    ACTIONS = ("image",)

    image: RelativePath
    """The Dockerfile; `.dockerignore` beside it counts."""
    files: dict[RelativePath, Raw] = {}
    """Files that lie in the folder as well when it is built, such as `.env`."""
    expect: Matcher
    say: Line
    """What is wrong when that does not hold, as a plain sentence."""


def _as_replacements(value: Any) -> Any:
    return [value] if isinstance(value, Mapping) else value


Edits = dict[RelativePath, Annotated[list[Replacement], BeforeValidator(_as_replacements), Field(min_length=1)]]
"""Edits by file: `{main.py: {replace: ..., by: ...}}`, or a list of them."""


class BrokenApp(Model):
    """A planted bug that the learner's tests must catch."""

    id: Line
    edit: Edits


class PytestStep(Step):
    """Run the learner's own tests against the good app or against broken copies of it."""

    ACTIONS = ("pytest",)

    pytest: RelativePath
    order: Literal["as written", "reversed"] = "as written"
    mutants: list[BrokenApp] = []
    plugin: Raw = ""
    """Python source of a pytest plugin that watches the run; what its fixtures raise counts as an error."""
    expect: ExpectPytest


class RaisedError(Model):
    """An HTTPException."""

    status: Annotated[int, Field(ge=400, le=599)]
    detail: Any = None


class OverrideSpec(Model):
    """What takes a dependency's place: a value, a model built from one, or an HTTP error."""

    value: Any = Field(default=None, alias="return")
    build: Symbol | None = Field(default=None, alias="as")
    error: RaisedError | None = Field(default=None, alias="raise")


class AppStep(Step):
    """Start, restart or stop the app, with other environment variables, traced functions or overridden dependencies."""

    ACTIONS = ("app",)

    app: Literal["start", "restart", "stop"]
    env: dict[Name, str | int | float] = {}
    unset: list[Name] = []
    files: dict[RelativePath, Raw] = {}
    """Files laid into the working directory before the start, such as `.env`."""
    image: RelativePath | None = None
    """A Dockerfile: the app that its command names is started, with the files that its image holds."""
    keep_files: bool = False
    """The restarted app finds the files that the last one wrote."""
    trace: list[Symbol] = []
    overrides: dict[Symbol, OverrideSpec] = {}
    expect: ExpectApp | None = None


class WaitStep(Step):
    """Let time pass."""

    ACTIONS = ("wait",)

    wait: Wait


_STEP_TYPES: tuple[type[Step], ...] = (
    RequestStep,
    PreflightStep,
    OpenApiStep,
    SocketStep,
    PeerStep,
    JournalStep,
    LogStep,
    CodeStep,
    PytestStep,
    ImageStep,
    AppStep,
    WaitStep,
)
_TYPE_BY_ACTION = {action: step.__name__ for step in _STEP_TYPES for action in step.ACTIONS}
ACTIONS = tuple(_TYPE_BY_ACTION)


def _step_type(data: Any) -> str | None:
    if isinstance(data, Step):
        return type(data).__name__
    if not isinstance(data, Mapping):
        return None
    if "method" in data and "path" in data:
        return RequestStep.__name__
    if "app" in data:
        return AppStep.__name__  # it may start from an image, which is an action of its own elsewhere
    written = [_TYPE_BY_ACTION[key] for key in data if key in _TYPE_BY_ACTION]
    return written[0] if len(written) == 1 else None


AnyStep = Annotated[
    Annotated[RequestStep, Tag("RequestStep")]
    | Annotated[PreflightStep, Tag("PreflightStep")]
    | Annotated[OpenApiStep, Tag("OpenApiStep")]
    | Annotated[SocketStep, Tag("SocketStep")]
    | Annotated[PeerStep, Tag("PeerStep")]
    | Annotated[JournalStep, Tag("JournalStep")]
    | Annotated[LogStep, Tag("LogStep")]
    | Annotated[CodeStep, Tag("CodeStep")]
    | Annotated[PytestStep, Tag("PytestStep")]
    | Annotated[ImageStep, Tag("ImageStep")]
    | Annotated[AppStep, Tag("AppStep")]
    | Annotated[WaitStep, Tag("WaitStep")],
    Discriminator(
        _step_type,
        custom_error_type="step_action",
        custom_error_message="a step has exactly one action: " + ", ".join(ACTIONS),
    ),
]
"""Any step, told by its action."""

Steps = Annotated[list[AnyStep], Field(min_length=1, max_length=MAX_STEPS)]
