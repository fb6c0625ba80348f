"""What tests of the sandbox share: a client for a running app, sources, and a look at what is left of it all."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from quizapp.checker.transport import ORIGIN, SocketTransport
from quizapp.domain.ports.sandbox import RunningApp
from quizapp.domain.run import Event, Launch

HEAD = """\
import asyncio, ctypes, logging, os, signal, socket, subprocess, sys, threading, time
from contextlib import asynccontextmanager
from fastapi import Depends, FastAPI, Request, Response, WebSocket
from fastapi.responses import StreamingResponse
app = FastAPI()
@app.get("/health")
async def health():
    return {"status": "ok"}
"""


def launch_of(
    source: str = "", *, head: str = HEAD, files: dict[str, bytes] | None = None, **settings: object
) -> Launch:
    """A launch of one module, `main.py`, with other files beside it."""
    sources = {"main.py": (head + source).encode(), **(files or {})}
    return Launch.model_validate({"sources": sources, **settings})


def client(app: RunningApp) -> httpx.AsyncClient:
    """A client that speaks to this app only."""
    return httpx.AsyncClient(transport=SocketTransport(app.socket_path), base_url=ORIGIN, trust_env=False)


async def names(app: RunningApp) -> list[str]:
    """The journal as a journal step reads it."""
    return [event.name for event in await app.journal()]


async def event(app: RunningApp, what: str) -> Event:
    """The first event of this kind or name, waited for: teardown and the sampler take turns of their own."""
    for _ in range(200):
        for one in await app.journal():
            if what in (one.kind, one.name):
                return one
        await asyncio.sleep(0.02)
    raise AssertionError(f"no {what} in {await names(app)}")


def processes(mark: str) -> dict[int, str]:
    """Living processes whose command line or working directory names `mark`, by id."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if mark in line and state != "Z":
            found[int(folder.name)] = line
    return found
