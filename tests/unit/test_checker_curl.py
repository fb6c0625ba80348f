"""Requests as curl commands: what is pasted sends what was sent."""

from __future__ import annotations

import shlex

import pytest

from quizapp.checker import curl
from quizapp.domain.request import Request


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (Request(target="/items/1"), "curl -i A/items/1"),
        (Request(target="/items?tag[]=a"), "curl -i -g 'A/items?tag[]=a'"),
        (Request(target="/items/{id}"), "curl -i -g 'A/items/{id}'"),
        (Request(target="/static/../main.py"), "curl -i --path-as-is A/static/../main.py"),
        (Request(method="HEAD"), "curl -I A/"),
        (Request(headers=(("x-empty", ""), ("x", "1"))), "curl -i A/ -H 'x-empty;' -H 'x: 1'"),
        (Request(method="POST", body="@/etc/passwd"), "curl -i -X POST A/ --data-raw @/etc/passwd"),
    ],
)
def test_nothing_in_a_request_means_anything_else_to_curl(request_: Request, told: str) -> None:
    """No pattern of many addresses, no file of the person's own, no header left out."""
    assert request_.curl("A") == told


def test_a_check_s_request_is_as_literal() -> None:
    """The same holds for the command below a failed check."""
    form = curl.multipart_body({"note": "@home", "more": "<in"}, {"file": ("a.txt", None)})

    assert curl.command("GET", "/a?b[]=1", headers=[("x", "")], body=[]) == "curl -i -g \"$APP/a?b[]=1\" -H 'x;'"
    assert curl.raw_body("@x") == ["--data-raw", "@x"]
    texts = ["--form-string", "note=@home", "--form-string", "more=<in"]
    assert shlex.split(" ".join(form)) == [*texts, "-F", "file=@a.txt"]
