"""What an app that is kept running needs, as services need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from quizapp.domain.request import Request, Response


class Address(Protocol):
    """A loopback address; whatever is asked there goes to the app that is its target."""

    target: str | None
    """Where the app listens, as `RunningApp.socket_path` names it; None while there is none."""

    @property
    def address(self) -> str:
        """What to call in a browser: `http://127.0.0.1:8123`."""


class Addresses(Protocol):
    """Opens loopback addresses."""

    def __call__(self, port: int = 0) -> AbstractAsyncContextManager[Address]:
        """An address that lasts as long as the block, on a free port unless one is named; OSError if it is taken."""


class Courier(Protocol):
    """Carries a person's own requests to an app."""

    async def send(self, socket_path: str, request: Request) -> Response:
        """Ask, and read the answer within bounds; what goes wrong stands in the response, and is never raised."""
