"""Steps that ask the app over HTTP."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from quizapp.domain.expectation import Expectation, ExpectPreflight, KnownWrong, OpenApiFacts
from quizapp.domain.fields import Duration, Model, Name
from quizapp.domain.request import METHODS, Method
from quizapp.domain.steps.base import Calls, RequestPath, Step, Wait, fold


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

    method: Method
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
        return fold(data, METHODS, lambda method, path: {"method": method, "path": path})

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
