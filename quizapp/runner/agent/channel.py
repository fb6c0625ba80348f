"""Messages between our processes: four bytes of length, then JSON, in pieces that fit a socket's buffer."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Sequence
from typing import Any

PIECE = 60_000
MAX_MESSAGE = 32 << 20
KIND = socket.SOCK_SEQPACKET if sys.platform == "linux" else socket.SOCK_STREAM
"""Packets where the system has them: what two threads send never mixes."""

Message = dict[str, Any]


class GarbledError(Exception):
    """The other end sent what is no message."""


def pieces(message: Message) -> list[bytes]:
    """A message as it goes over the wire, each piece small enough to be sent at once."""
    body = json.dumps(message, separators=(",", ":"), default=str).encode()
    wire = len(body).to_bytes(4, "big") + body
    return [wire[start : start + PIECE] for start in range(0, len(wire), PIECE)]


class Inbox:
    """Puts pieces together again. What arrives is bounded and may be hostile."""

    def __init__(self, limit: int = MAX_MESSAGE) -> None:
        self._limit = limit
        self._waiting = bytearray()

    def feed(self, piece: bytes) -> list[Message]:
        """The messages that this piece completes; raises GarbledError."""
        self._waiting += piece
        complete: list[Message] = []
        while len(self._waiting) >= 4:
            length = int.from_bytes(self._waiting[:4], "big")
            if length > self._limit:
                raise GarbledError(f"a message of {length} bytes is over the limit")
            if len(self._waiting) < 4 + length:
                break
            body = bytes(self._waiting[4 : 4 + length])
            del self._waiting[: 4 + length]
            complete.append(_parse(body))
        return complete


def _parse(body: bytes) -> Message:
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise GarbledError("a message is not JSON") from error
    if not isinstance(message, dict):
        raise GarbledError("a message is not an object")
    return message


class Channel:
    """One end of a channel that waits: the end that our processes in the sandbox hold."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._inbox = Inbox()
        self._ready: list[Message] = []
        self._sending = threading.Lock()

    def send(self, message: Message, fds: Sequence[int] = ()) -> None:
        """Send a message, with open files if need be."""
        with self._sending:
            for number, piece in enumerate(pieces(message)):
                if number == 0 and fds:
                    socket.send_fds(self.sock, [piece], fds)
                else:
                    self.sock.sendall(piece)

    def receive(self) -> Message | None:
        """The next message, waited for; None when the other end has gone."""
        while not self._ready:
            try:
                piece = self.sock.recv(PIECE + 4)
            except BlockingIOError:
                continue
            except OSError:
                return None
            if not piece:
                return None
            self._ready = self._inbox.feed(piece)
        return self._ready.pop(0)
