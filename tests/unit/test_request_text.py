"""Requests as text: what is written is what is sent, and what cannot be sent says where and why."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from quizapp.domain.request import METHODS, Request, RequestTextError, examples, of_route, read

PLAIN = some.text(some.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)
NAMES = some.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,12}", fullmatch=True)


@given(
    method=some.sampled_from(METHODS),
    path=PLAIN.map(lambda text: "/" + text.lstrip("/")),
    headers=some.lists(some.tuples(NAMES, PLAIN), max_size=4),
    body=some.text(some.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs"]), max_size=40),
)
def test_what_is_written_is_read_again(method: str, path: str, headers: list[tuple[str, str]], body: str) -> None:
    """`written` and `read` are each other's inverse once the content type is said."""
    request = Request(
        method=method, target=path, headers=(*headers, ("content-type", "text/plain")), body=body.strip("\n")
    )

    assert read(request.written) == request


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET /items", Request(method="GET", target="/items")),
        ("  get   /items?a=1 HTTP/1.1\n", Request(method="GET", target="/items?a=1")),
        ("/items", Request(method="GET", target="/items")),
        ("\n\nDELETE http://127.0.0.1:8123/items/1", Request(method="DELETE", target="/items/1")),
        ("HEAD http://localhost:8000", Request(method="HEAD", target="/")),
        (
            "POST /a\nX-A: b: c\n\nhi\n\nyou\n",
            Request(method="POST", target="/a", headers=(("X-A", "b: c"),), body="hi\n\nyou"),
        ),
    ],
)
def test_texts_that_are_requests(text: str, expected: Request) -> None:
    """Method or not, address of this machine or not."""
    assert read(text) == expected


def test_json_says_that_it_is() -> None:
    """A body that is JSON gets its content type, unless another one is written."""
    plain = read('POST /items\n\n{"name": "Pen"}')
    own = read("POST /items\nContent-Type: text/x\n\n{}")

    assert plain.headers == (("content-type", "application/json"),)
    assert own.headers == (("Content-Type", "text/x"),)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "such as GET /items"),
        ("FETCH /items", 1, "FETCH is no method"),
        ("GET items", 1, "begins with /"),
        ("GET https://example.org/", 1, "only your own app"),
        ("GET //example.org/", 1, "only your own app"),
        ("GET /a b", 1, "%20"),
        ("POST /a\nname Pen", 2, "Name: value"),
        ('POST /a\n{"a": 1}', 2, "Leave a line empty before the body"),
        ("GET /a\nX: a\x00b", 2, "control characters"),
    ],
)
def test_texts_that_are_none(text: str, line: int, says: str) -> None:
    """Which line it is, and what to write."""
    with pytest.raises(RequestTextError) as raised:
        read(text)

    assert raised.value.line == line
    assert says in str(raised.value)


BRIEF = """\
Please give us `GET /health`, and *also*:

| Request | Answer |
| --- | --- |
| `POST /orders` with `{"item": "Pen"}` | 201 `{"id": 1}` |
| `GET /orders/{id}` | `{"id": 1}` |
| `GET /health` | again |

Then `PUT /orders/1 {"item": "Ink"}`, never `DROP /orders`.
"""


def test_a_brief_names_requests() -> None:
    """Each once, in order, with the body of its own cell and not with the answer."""
    found = examples(BRIEF)

    assert [request.line.partition("   ")[0] for request in found] == [
        "GET /health",
        "POST /orders",
        "GET /orders/{id}",
        "PUT /orders/1",
    ]
    assert [json.loads(request.body) for request in found if request.body] == [{"item": "Pen"}, {"item": "Ink"}]


def test_a_route_is_a_request() -> None:
    """With an empty object where a body is usual; what is no HTTP route is none."""
    assert of_route("POST /items").body == "{}"
    assert of_route("GET /items/{item_id}") == Request(target="/items/{item_id}")
    assert of_route("WS /chat") is None
