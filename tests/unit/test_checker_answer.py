"""What came back, as it is read: its text, its cookies."""

from __future__ import annotations

import httpx
import pytest

from quizapp.checker.answer import Answer, Sent
from quizapp.checker.charset import decoded


@pytest.mark.parametrize(
    ("content_type", "text"),
    [
        ("", "\u00e9"),
        ("text/plain; charset=utf-8", "\u00e9"),
        ('text/plain; charset="latin-1"', "\u00c3\u00a9"),
        ("text/plain; Charset = ISO-8859-1", "\u00c3\u00a9"),
        ("text/plain; charset=ISO-8859-1; x=y", "\u00c3\u00a9"),
        ("text/plain; charset=no-such", "\u00e9"),
        ("text/plain; charset=zlib", "\u00e9"),
        ("text/plain; charset=\x00", "\u00e9"),
        ("text/plain; charset=", "\u00e9"),
    ],
)
def test_a_body_is_read_by_its_charset(content_type: str, text: str) -> None:
    """One that is none is UTF-8."""
    assert decoded("\u00e9".encode(), content_type) == text


@pytest.mark.parametrize("charset", ["punycode", "IDNA", "unicode_escape", "undefined"])
def test_an_encoding_that_no_client_knows_is_none(charset: str) -> None:
    """Python's punycode takes minutes for a megabyte, and an app may name it."""
    body = b"-" + b"a" * 1_000_000

    assert decoded(body, f"text/plain; charset={charset}") == body.decode()


@pytest.mark.parametrize(
    ("written", "age"),
    [("60", 60), ("-1", -1), ("--5", "--5"), ("\u00b2", "\u00b2"), ("1.5", "1.5"), ("9" * 20, "9" * 20)],
)
def test_a_cookie_s_number_is_a_number_if_it_is_one(written: str, age: object) -> None:
    """What only looks like one stays text: no answer is our own fault."""
    headers = httpx.Headers([(b"set-cookie", f"sid=1; max-age={written}".encode("latin-1"))])

    assert Answer(Sent("GET", "/"), 200, headers, b"", 0.0).cookies["sid"]["max-age"] == age
