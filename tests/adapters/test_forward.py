"""The port in front of a kept app: an answer arrives, however much of the request the app has read."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from quizapp.runner.forward import forwarding


async def _answer_at_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """What uvicorn does for a handler that takes no body."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
    await writer.drain()
    writer.close()


async def test_an_answer_that_comes_before_the_body_was_read_is_not_lost(tmp_path: Path) -> None:
    """The app closes with half of a large body unread; the client gets its answer all the same."""
    path = tmp_path / "app.sock"
    app = await asyncio.start_unix_server(_answer_at_once, path)

    async with (
        app,
        forwarding() as forward,
        httpx.AsyncClient(base_url=forward.address, trust_env=False, timeout=30) as client,
    ):
        forward.target = str(path)
        answers = [(await client.post("/orders", content=b"x" * 2_000_000)).text for _ in range(5)]

    assert answers == ["ok"] * 5
