"""A real `quizapp serve` for tests, and what a browser would keep of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from websockets.sync.client import ClientConnection, connect


class Served:
    """A server that runs, its address, and the pass once somebody is in."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout
        for line in process.stdout:
            if found := re.search(r"http://\S+", line):
                self.address = found[0]
                break
        else:
            raise AssertionError("ended without an address")
        parts = urlsplit(self.address)
        assert parts.port
        self.port, self.path = parts.port, parts.path
        self.origin = f"http://127.0.0.1:{self.port}"
        self.page = self.origin + self.path
        self.cookie = ""

    def get(self, address: str, *, method: str = "GET", **headers: str | bytes) -> httpx.Response:
        """One request as a browser that knows nothing sends it, but for these headers (`_` for `-`)."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with httpx.Client(trust_env=False, timeout=30) as client:
            return client.request(method, address, headers=named)

    def enter(self) -> httpx.Response:
        """Open the address, and keep the pass."""
        answer = self.get(self.address)
        self.cookie = answer.headers["set-cookie"].split(";")[0]
        return answer

    def socket(self, *, host: str | None = None, **headers: str | None) -> ClientConnection:
        """Open the WebSocket as the page does; a header of None is left out, one of text sent in its place."""
        sent: dict[str, Any] = {"Origin": self.origin, "Cookie": self.cookie, **headers}
        import socket

        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        return connect(
            f"ws://{host or f'127.0.0.1:{self.port}'}{self.path}ws?width=80&height=24",
            sock=plain,
            additional_headers={name: value for name, value in sent.items() if value is not None},
            proxy=None,
            open_timeout=30,
            close_timeout=10,
            max_size=None,
        )

    def apps(self) -> list[int]:
        """The processes that the server has started, in Linux's /proc."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]


@contextmanager
def served(home: Path, *arguments: str, **variables: str) -> Iterator[Served]:
    """Run the real command until the block ends, then end it as Ctrl+C does."""
    with subprocess.Popen(
        [sys.executable, "-m", "quizapp", "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "QUIZAPP_HOME": str(home), "PYTHONUNBUFFERED": "1", **variables},
        start_new_session=True,
    ) as process:
        try:
            yield Served(process)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.communicate(timeout=40)
