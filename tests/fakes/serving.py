"""What an app that is kept running needs: an address where nobody listens, and a courier with answers of its own."""
# ruff: noqa: D102 - the Protocols of quizapp.domain.ports say what each method does

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from quizapp.domain.request import Request, Response


class FakeAddress:
    """An address on paper."""

    def __init__(self, port: int) -> None:
        self.target: str | None = None
        self.address = f"http://127.0.0.1:{port}"


class FakeAddresses:
    """Opens port 8123 unless another one is named; remembers which were opened and which are still open."""

    def __init__(self) -> None:
        self.opened: list[FakeAddress] = []
        self.open = 0
        self.error: OSError | None = None

    @asynccontextmanager
    async def __call__(self, port: int = 0) -> AsyncIterator[FakeAddress]:
        if self.error is not None:
            raise self.error
        self.opened.append(FakeAddress(port or 8123))
        self.open += 1
        try:
            yield self.opened[-1]
        finally:
            self.open -= 1


class FakeCourier:
    """Answers as the test says; remembers what it carried and where."""

    def __init__(self) -> None:
        self.carried: list[tuple[str, Request]] = []
        self.response = Response(
            status=201,
            phrase="201 Created",
            headers=(("content-type", "application/json"), ("x-note", "[/red] \x1b[31m")),
            body='{\n  "item": "[b]Pen[/b]"\n}',
            size=14,
            seconds=0.0123,
        )

    async def send(self, socket_path: str, request: Request) -> Response:
        self.carried.append((socket_path, request))
        return self.response
