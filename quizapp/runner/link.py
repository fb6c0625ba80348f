"""Our end of a channel to a process in the sandbox, on the event loop. Whatever comes from there may be hostile."""

from __future__ import annotations

import array
import asyncio
import contextlib
import os
import socket
from collections.abc import Callable

from quizapp.runner.agent.channel import PIECE, GarbledError, Inbox, Message, pieces

MAX_FILES = 8
MAX_DRAINED = 256


class Link:
    """Reads messages as they come; `on_message` gets them, with files only where they are expected."""

    def __init__(
        self,
        sock: socket.socket,
        on_message: Callable[[Message, list[int]], None],
        on_end: Callable[[str], None],
        *,
        files: bool,
        limit: int,
    ) -> None:
        self._sock = sock
        self._on_message = on_message
        self._on_end = on_end
        self.takes_files = files
        self._inbox = Inbox(limit)
        self._loop = asyncio.get_running_loop()
        self._sending = asyncio.Lock()
        sock.setblocking(False)  # noqa: FBT003 - the standard library's own way
        self._loop.add_reader(sock, self._readable)

    def _readable(self) -> bool:
        files: list[int] = []
        try:
            if self.takes_files:
                piece, files = self._receive_with_files()
            else:
                # Plain recv: files that a learner's process sends along are dropped by the kernel.
                piece = self._sock.recv(PIECE + 4)
        except BlockingIOError:
            return False
        except OSError:
            piece = b""
        if not piece:
            self._end("")
            return False
        try:
            messages = self._inbox.feed(piece)
        except GarbledError as error:
            self._end(str(error))
            return False
        for message in messages:
            self._on_message(message, files)
            files = []
        for fd in files:
            os.close(fd)
        return True

    def _receive_with_files(self) -> tuple[bytes, list[int]]:
        fds = array.array("i")
        room = socket.CMSG_SPACE(MAX_FILES * fds.itemsize)
        piece, extras, _, _ = self._sock.recvmsg(PIECE + 4, room, getattr(socket, "MSG_CMSG_CLOEXEC", 0))
        for level, kind, content in extras:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                fds.frombytes(content[: len(content) - len(content) % fds.itemsize])
        return piece, list(fds)

    def _end(self, garbled: str) -> None:
        # Told first: a process that sees its channel closed leaves by itself, and would hide why it is killed.
        self._on_end(garbled)
        self.close()

    def drain(self) -> None:
        """Take what has arrived already."""
        for _ in range(MAX_DRAINED):
            if self._sock.fileno() < 0 or not self._readable():
                return

    async def send(self, message: Message) -> None:
        """Send a message; a process that has gone is no error here, its end is told elsewhere."""
        with contextlib.suppress(OSError):
            async with self._sending:
                for piece in pieces(message):
                    await self._loop.sock_sendall(self._sock, piece)

    def close(self) -> None:
        """Stop reading."""
        if self._sock.fileno() >= 0:
            if not self._loop.is_closed():
                self._loop.remove_reader(self._sock)
            self._sock.close()
