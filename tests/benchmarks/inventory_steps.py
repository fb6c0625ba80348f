"""The 12 requests that `verdict.py` sends to `inventory.py`, for any client; imports nothing that would take time."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

TOKEN = {"authorization": "Bearer secret"}
Step = tuple[str, str, dict[str, Any]]
Answer = tuple[int, Any]
Steps = Generator[Step, Answer, None]


def steps() -> Steps:
    """The 12 requests of a check on an inventory; each answer is judged before the next is sent."""
    pen = {"name": "pen", "price": 2.5, "category": "book", "tags": ["B", "a"]}
    assert (yield "GET", "/health", {}) == (200, {"status": "ok"})
    assert (yield "POST", "/items", {"json": pen})[0] == 401
    status, item = yield "POST", "/items", {"json": pen, "headers": TOKEN}
    assert (status, item["tags"]) == (201, ["a", "b"])
    path = f"/items/{item['id']}"
    status, wrong = yield "POST", "/items", {"json": {"name": "", "price": -1, "category": "x"}, "headers": TOKEN}
    assert (status, len(wrong["detail"])) == (422, 3)
    assert (yield "GET", path, {})[1]["name"] == "pen"
    assert (yield "GET", "/items?category=book&limit=5", {})[1]["total"] == 1
    assert (yield "GET", "/items?limit=0", {})[0] == 422
    assert (yield "PATCH", path, {"json": {"price": 3}, "headers": TOKEN})[1]["price"] == 3
    assert (yield "POST", "/orders", {"json": {"item": item["id"], "quantity": 4}})[1] == {"total": 12}
    assert (yield "DELETE", path, {"headers": TOKEN})[0] == 204
    assert (yield "GET", path, {})[0] == 404
    assert len((yield "GET", "/log", {})[1]) == 1
