"""Steps that look at the learner's files without running them."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from quizapp.domain.fields import Line, Model, Raw, RelativePath
from quizapp.domain.matcher import Matcher, Pattern
from quizapp.domain.steps.base import Step


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
