"""One run of a learner's app: what is launched, what is seen of it, how it ended."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

from quizapp.domain.fields import Model
from quizapp.domain.steps.app import OverrideSpec

CLIENT_HEADER = "x-quizapp-client"
"""A request that carries it seems to come from that address; the app never sees the header."""
REQUEST_HEADER = "x-quizapp-request"
"""A number that journal events repeat, so that a failure finds its own request; the app never sees the header."""


class Launch(Model):
    """What to start."""

    sources: dict[str, bytes]
    given: list[str] = []
    """Those of the sources that are not the learner's own: what goes wrong in them is told where they were called."""
    app: str = "main:app"
    env: dict[str, str] = {}
    trace: list[str] = []
    overrides: dict[str, OverrideSpec] = {}
    network: Literal["none", "loopback"] = "none"
    trusted: bool = True
    """Whether the person agreed to run this pack's code where there is no isolation."""
    talks: bool = False
    """Whether it prints what it logs, and a line for each request, as for somebody who watches it."""
    deadline: float = 10.0
    """Seconds after which the process is killed whatever it does."""


class CodeLine(Model):
    """A line of the learner's own code."""

    file: str
    line: int
    function: str = ""
    code: str = ""


class StartFailure(Model):
    """Why the app does not answer."""

    kind: Literal["import error", "no app", "not an app", "lifespan", "exited", "timed out", "killed"]
    error: str = ""
    """The exception's type."""
    message: str = ""
    at: CodeLine | None = None
    output: str = ""
    """The end of what the app printed."""


class Exit(Model):
    """How the process ended."""

    code: int | None = None
    signal: int | None = None
    reason: str = ""
    """In plain words, where we know: the memory limit, the CPU limit, too much output."""


class Event(Model):
    """One line of the journal that the agent keeps inside the app's process."""

    at: float
    """Seconds since the start, by the monotonic clock."""
    kind: Literal[
        "request",
        "response.start",
        "response.end",
        "app.done",
        "exception",
        "log",
        "trace",
        "loop.blocked",
        "thread.busy",
        "lifespan",
    ]
    request: str = ""
    """`GET /items`."""
    number: int | None = None
    """What REQUEST_HEADER said."""
    status: int | None = None
    error: str = ""
    message: str = ""
    spot: CodeLine | None = None
    logger: str = ""
    level: str = ""
    function: str = ""
    """The traced function, `module:name`."""
    phase: Literal["", "start", "yield", "resume", "return", "raise"] = ""
    """Of a traced function; a loop that was held, and a thread that was busy, `return` when they are free again."""
    seconds: float | None = None
    """How long the loop was held; of a busy thread, the processor time of the call that does not end."""

    @property
    def name(self) -> str:
        """The name by which a journal step calls it."""
        if self.kind == "log":
            return f"log {self.logger}: {self.message}"
        if self.kind == "trace":
            return f"{self.function.rpartition(':')[2]} {self.phase}"
        if self.kind == "lifespan":
            return f"lifespan {self.message}"
        return f"{self.request} {self.kind}"


class PytestRun(Model):
    """What a run of the learner's tests came to."""

    passed: int = 0
    failed: int = 0
    errors: int = 0
    exit_code: int | None = None
    failures: list[str] = []
    """Node ids with the last line of each failure."""
    tests: list[str] = []
    output: str = ""
    fault: StartFailure | None = None
    """Set when the tests could not be run to the end."""


class IsolationLevel(IntEnum):
    """How well the learner's code is contained; found by trying, never by reading settings."""

    NONE = 0
    LIMITED = 1
    STRONG = 2
    FULL = 3


class Isolation(Model):
    """What the running sandbox holds back, proved inside the process that will run the code."""

    level: IsolationLevel
    layers: list[str] = []
    """`landlock`, `seccomp`, `limits`, `namespaces`, ... as active."""
    missing: dict[str, str] = {}
    """Layer and why it is not active."""

    @property
    def badge(self) -> str:
        """Two words for the status line."""
        return "no sandbox" if self.level is IsolationLevel.NONE else f"sandbox: {self.level.name.lower()}"

    @property
    def sentence(self) -> str:
        """What it means, in plain words."""
        return {
            IsolationLevel.FULL: "Your code can't reach the network, your files or other programs."
            " Memory, disk, processes and time are capped.",
            IsolationLevel.STRONG: "Your code can't reach the network, your files or other programs."
            " Memory, processes and time are capped; total disk use in the temporary folder is not.",
            IsolationLevel.LIMITED: "Your code can read and change your files. Memory, processes and time are capped.",
            IsolationLevel.NONE: "Your code runs with your full rights; only time and the process itself are limited.",
        }[self.level]

    @property
    def brief(self) -> str:
        """The same in at most 58 cells."""
        return {
            IsolationLevel.FULL: "Your code can't reach the network, files or programs.",
            IsolationLevel.STRONG: "No network, none of your files; disk use isn't capped.",
            IsolationLevel.LIMITED: "Your code can change your files; its time is capped.",
            IsolationLevel.NONE: "Your code runs with your full rights.",
        }[self.level]
