"""A request as a curl command that a learner can paste; `$APP` stands for the app's address."""

from __future__ import annotations

import json
import shlex
from typing import Any

from quizapp.checker.values import as_text
from quizapp.checker.wording import clean
from quizapp.domain.request import header_of, literal

_LONGEST = 600


def command(method: str, target: str, *, headers: list[tuple[str, str]], body: list[str], follow: bool = False) -> str:
    """`curl -i -X POST $APP/items --json '{"name": "Pen"}'`; `body` holds curl's own options."""
    parts = ["curl", "-i"]
    if follow:
        parts.append("-L")
    if method == "HEAD":
        parts = ["curl", "-I"]
    elif method != "GET":
        parts += ["-X", method]
    parts += literal(target)
    parts.append(_address(target))
    for name, value in headers:
        parts += ["-H", shlex.quote(header_of(name, value))]
    written = clean(" ".join([*parts, *body]))
    return written if len(written) <= _LONGEST else f"{written[:_LONGEST]}…"


def _address(target: str) -> str:
    if shlex.quote(target) == target:
        return f"$APP{target}"
    if set(target) & set('$`"\\!'):
        return f'"$APP"{shlex.quote(target)}'
    return f'"$APP{target}"'


def json_body(value: Any) -> list[str]:
    """Curl's options for a JSON body."""
    return ["--json", shlex.quote(json.dumps(value, ensure_ascii=False))]


def form_body(fields: dict[str, Any]) -> list[str]:
    """Curl's options for a form."""
    pairs = ((name, each) for name, value in fields.items() for each in (value if isinstance(value, list) else [value]))
    return [part for name, each in pairs for part in ("--data-urlencode", shlex.quote(f"{name}={as_text(each)}"))]


def multipart_body(fields: dict[str, str], files: dict[str, tuple[str, str | None]]) -> list[str]:
    """Curl's options for an upload; the learner needs a file of that name."""
    # -F would read a file where a value begins with @ or <.
    parts = [part for name, value in fields.items() for part in ("--form-string", shlex.quote(f"{name}={value}"))]
    for name, (filename, kind) in files.items():
        parts += ["-F", shlex.quote(f"{name}=@{filename}" + (f";type={kind}" if kind else ""))]
    return parts


def raw_body(text: str) -> list[str]:
    """Curl's options for a body as it is."""
    return ["--data-raw", shlex.quote(text)]
