"""A step's request, worked out: every `${...}` filled in, its body encoded, and told for people."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from quizapp.checker import curl
from quizapp.checker.answer import Sent
from quizapp.checker.bounds import MAX_UPLOAD
from quizapp.checker.failure import PackFaultError, StepFailedError
from quizapp.checker.tokens import forge
from quizapp.checker.values import Names, as_text, fill, fill_text
from quizapp.checker.wire import ORIGIN
from quizapp.checker.wording import shown
from quizapp.domain.run import CLIENT_HEADER
from quizapp.domain.steps.request import RequestStep, UploadedFile

_SIZES = {"B": 1, "kB": 1024, "KiB": 1024, "MB": 1024**2, "MiB": 1024**2}


@dataclass(frozen=True)
class Prepared:
    """One request, worked out and ready to be sent any number of times."""

    method: str
    target: str
    headers: dict[str, str]
    content: dict[str, Any]
    """Keyword arguments of httpx: json, data, files, content."""
    follow: bool
    sent: Sent


def prepare(step: RequestStep, names: Names) -> Prepared:
    """The step's request with every `${...}` filled in."""
    told: list[tuple[str, str]] = [
        (fill_text(name, names), fill_text(value, names)) for name, value in step.headers.items()
    ]
    if step.bearer is not None:
        token = fill_text(step.bearer, names) if isinstance(step.bearer, str) else forge(step.bearer, names)
        told.append(("Authorization", f"Bearer {token}"))
    if step.cookies is not None:
        told.append(("Cookie", "; ".join(f"{name}={fill_text(value, names)}" for name, value in step.cookies.items())))
    content, body, options = _content(step, names)
    kind = content.pop("content_type", None)
    target = target_of(step.path, step.query, names)
    headers = dict(told)
    if kind is not None and not any(name.lower() == "content-type" for name in headers):
        headers["content-type"] = kind
    if step.client is not None:
        headers[CLIENT_HEADER] = fill_text(step.client, names)
    for name, value in headers.items():
        _check_header(name, value)
    written = curl.command(step.method, target, headers=told, body=options, follow=step.follow)
    sent = Sent(step.method, target, tuple(told), body, written)
    return Prepared(step.method, target, headers, content, step.follow, sent)


def _check_header(name: str, value: str) -> None:
    if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
        raise PackFaultError(f"{shown(name)} is no name of a header")
    if re.search(r"[\r\n\x00]", value):
        raise PackFaultError(f"the value of the header {name} has a line break in it")


def target_of(path: str, query: dict[str, Any] | list[tuple[str, Any]] | None, names: Names) -> str:
    """Path and query as they stand on the wire; PackFaultError if they cannot be asked for.

    A path that begins with a capture is the app's own word, as a path or as a whole address of this app: if it is
    neither, that is a StepFailedError.
    """
    is_captured, path = path.startswith("${"), fill_text(path, names)
    if is_captured:
        path = path.removeprefix(ORIGIN)
    if not path.startswith("/") or path.startswith("//"):
        if is_captured:
            raise StepFailedError(f"{shown(path, 80)} is no address on this app.", expected="a path, such as /items/1")
        raise PackFaultError(f"{path!r} is no path on the app")
    try:
        url = httpx.URL(ORIGIN + path)
        pairs = list(_query(query, names))
        if pairs:
            url = url.copy_with(params=[*url.params.multi_items(), *pairs])
    except (httpx.InvalidURL, UnicodeError) as error:
        raise PackFaultError(f"{path!r} is no path that can be asked for: {error}") from error
    return url.raw_path.decode("ascii")


def _query(query: dict[str, Any] | list[tuple[str, Any]] | None, names: Names) -> Iterator[tuple[str, str]]:
    pairs = query.items() if isinstance(query, dict) else query or []
    for name, value in pairs:
        filled = fill(value, names)
        for each in filled if isinstance(filled, list) else [filled]:
            if each is not None:
                yield fill_text(name, names), as_text(each)


def _content(step: RequestStep, names: Names) -> tuple[dict[str, Any], str, list[str]]:
    """Httpx's arguments, the body as shown, and curl's options."""
    if step.has_json:
        value = fill(step.json_body, names)
        text = json.dumps(value, ensure_ascii=False)
        content = {"content": _bounded(text.encode()), "content_type": "application/json"}
        return content, text, curl.json_body(value)
    if step.form is not None:
        fields = {name: fill(value, names) for name, value in step.form.items()}
        told = "&".join(f"{name}={as_text(value)}" for name, value in fields.items())
        plain = {
            name: [as_text(each) for each in value] if isinstance(value, list) else as_text(value)
            for name, value in fields.items()
        }
        return {"data": plain}, told, curl.form_body(fields)
    if step.multipart is not None:
        return _multipart(step.multipart, names)
    if step.body is not None:
        text = fill_text(step.body, names)
        return {"content": _bounded(text.encode())}, text, curl.raw_body(text)
    return {}, "", []


def _multipart(
    parts: dict[str, UploadedFile | str | int | float], names: Names
) -> tuple[dict[str, Any], str, list[str]]:
    fields: dict[str, str] = {}
    files: dict[str, tuple[str, bytes, str | None]] = {}
    for name, part in parts.items():
        if isinstance(part, UploadedFile):
            files[name] = (
                fill_text(part.name, names),
                _file_content(part, names),
                fill_text(part.type, names) if part.type else None,
            )
        else:
            fields[name] = as_text(fill(part, names))
    told = [f"{name}={value}" for name, value in fields.items()]
    told += [f"{name}=@{filename} ({len(content)} bytes)" for name, (filename, content, _) in files.items()]
    options = curl.multipart_body(fields, {name: (file[0], file[2]) for name, file in files.items()})
    sent: list[tuple[str, Any]] = [(name, (None, value.encode())) for name, value in fields.items()]
    sent += [
        (name, (filename, content, kind) if kind else (filename, content))
        for name, (filename, content, kind) in files.items()
    ]
    return {"files": sent}, "multipart: " + ", ".join(told), options


def _file_content(file: UploadedFile, names: Names) -> bytes:
    if file.text is not None:
        return _bounded(fill_text(file.text, names).encode())
    if file.base64 is not None:
        try:
            return _bounded(base64.b64decode(file.base64, validate=True))
        except binascii.Error as error:
            raise PackFaultError(f"the base64 of {shown(file.name)} cannot be read: {error}") from error
    found = re.fullmatch(r"(\d{1,12}) ?([A-Za-z]*)", str(file.size))
    size = int(found[1]) * _SIZES.get(found[2] or "B", 1) if found else 0
    if size > MAX_UPLOAD:
        raise PackFaultError(f"a file of {size} bytes is larger than {MAX_UPLOAD}")
    return bytes(size)


def _bounded(content: bytes) -> bytes:
    if len(content) > MAX_UPLOAD:
        raise PackFaultError(f"a body of {len(content)} bytes is larger than {MAX_UPLOAD}")
    return content
