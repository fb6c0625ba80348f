"""What a step may expect of an answer, a handshake, a test run or the app itself."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from quizapp.domain.fields import Line, Model, Symbol
from quizapp.domain.matcher import JsonPath, Matcher
from quizapp.domain.schema import JsonSchema

StatusCode = Annotated[int, Field(ge=100, le=599)] | Annotated[str, Field(pattern=r"^[1-5]xx$")]
StatusSpec = StatusCode | list[StatusCode]
"""`201`, `2xx`, or a list of such."""


class ExpectResponse(Model):
    """What an HTTP answer must be. Nothing said of the status means 2xx or 3xx."""

    status: StatusSpec | None = None
    headers: dict[str, Matcher] = {}
    json_body: Matcher = Field(default=None, alias="json")
    at: dict[JsonPath, Matcher] = {}
    json_schema: JsonSchema | None = Field(default=None, alias="schema")
    """A JSON Schema that the body fits; its references stay inside it."""
    body: Matcher = None
    cookies: dict[str, Matcher] = {}
    invalid: dict[str, Matcher] = {}
    """A 422 that names these fields: `{body.price: missing}`; the value is the error's type."""
    url: Matcher = None
    """The path after redirects."""
    elapsed: Matcher = None
    """Seconds; upper bounds are retried twice before they fail."""
    statuses: dict[int, int] = {}
    """With `repeat` or `together`: how many answers have each status."""
    speedup: Matcher = None
    """With `together`: (n times one call) / (n calls at once)."""
    loop: Literal["free"] | None = None
    """The event loop was not held while the step ran."""
    distinct: JsonPath | None = None
    """With `repeat` or `together`: the values at this path differ from answer to answer."""
    events: Matcher = None
    """With `stream`: the events or chunks, in order; a list, or a matcher such as `{$len: 3}`."""
    spread: Matcher = None
    """With `stream`: seconds between the first and the last event."""

    def asks(self, name: str) -> bool:
        """Whether the author wrote this expectation at all (so that `json: null` is one)."""
        return name in self.model_fields_set


def _as_expectation(value: Any) -> Any:
    return {"status": value} if isinstance(value, int | str | list) and not isinstance(value, bool) else value


Expectation = Annotated[ExpectResponse, BeforeValidator(_as_expectation)]
"""`expect: 201` is short for `expect: {status: 201}`."""


class KnownWrong(Model):
    """A wrong answer that many people give, recognised by what comes back."""

    got: Expectation
    raised: str = ""
    """The exception behind a status of 5xx. Without it any, but those whose cause the checker tells by itself."""
    say: Line


class ExpectPreflight(Model):
    """Whether a browser would let the page go on."""

    allowed: bool
    status: StatusSpec | None = None
    headers: dict[str, Matcher] = {}


class OpenApiFacts(Model):
    """Matchers on parts of the document; an operation is written `POST /items`."""

    info: Matcher = None
    operations: dict[str, Matcher] = {}
    schemas: dict[str, Matcher] = {}
    security_schemes: dict[str, Matcher] = {}
    at: dict[JsonPath, Matcher] = {}


class ExpectSocket(Model):
    """The status of a refused handshake, or the subprotocol of an accepted one."""

    refused: StatusSpec | None = None
    subprotocol: Matcher = None


class JournalFacts(Model):
    """What must, and must not, have happened inside the app.

    An event's name is `GET /items request`, `GET /items response.start`, `GET /items response.end`,
    `GET /items app.done`, `log NAME: MESSAGE`, for a traced function `FUNCTION start`, `FUNCTION yield`,
    `FUNCTION resume`, `FUNCTION return`, or of the lifespan in this order: `lifespan begin` (all is imported, start-up
    begins), `lifespan startup` (it is done), `lifespan end` (shutdown begins), `lifespan shutdown` (it is done).
    """

    order: list[Line] = []
    """Names of events that occur one after another, others between them or not."""
    calls: dict[Symbol, int] = {}
    """How often a traced function started."""
    never: list[Line] = []


class LogFacts(Model):
    """Records that must be there and records that must not."""

    has: list[Matcher] = []
    never: list[Matcher] = []


class ExpectPytest(Model):
    """Numbers of tests, and whether every planted bug was caught."""

    passed: Matcher = None
    failed: Matcher = None
    errors: Matcher = None
    caught: Literal["all"] | None = None


class ExpectApp(Model):
    """How a start or a stop went."""

    started: bool | None = None
    exit: Matcher = None
    output: Matcher = None
    logs: list[Matcher] = []
