"""Steps that speak to the app over WebSockets."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from quizapp.domain.expectation import ExpectSocket
from quizapp.domain.fields import Name
from quizapp.domain.matcher import Matcher
from quizapp.domain.steps.base import RequestPath, Step, Wait


class SocketStep(Step):
    """Open a WebSocket as a named peer, or expect the handshake to be refused."""

    ACTIONS = ("ws",)

    ws: RequestPath
    peer_name: Name = Field(default="it", alias="as")
    query: dict[str, Any] = {}
    headers: dict[str, str] = {}
    subprotocols: list[str] = []
    expect: ExpectSocket | None = None


class PeerStep(Step):
    """Let one peer send, receive, close, vanish, stop reading, or see itself closed."""

    ACTIONS = ("peer",)

    peer: Name
    send: Any = None
    text: str | None = None
    recv: Matcher = None
    recv_text: Matcher = None
    silent: Wait | None = None
    """Nothing arrives for this long."""
    close: int | None = None
    leave: bool = False
    """The connection is cut without a closing handshake."""
    stall: bool = False
    """From now on nothing is read: the connection stays open, and what is sent to it piles up."""
    closed: Matcher = None
    """The close code that the server sends."""
    within: Wait = 1.0

    @model_validator(mode="after")
    def _one_act(self) -> PeerStep:
        acts = self.model_fields_set - {"peer", "within", "concept", "why", "hint"}
        if len(acts) != 1:
            raise ValueError(
                "a peer does one thing a step: send, text, recv, recv_text, silent, close, leave, stall or closed"
            )
        return self
