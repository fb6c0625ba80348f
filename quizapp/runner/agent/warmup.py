"""Serves a sample app once: lazy imports, specialised byte code and caches are there before learners' code comes."""

from __future__ import annotations

import asyncio
import base64  # noqa: F401 - for learners, as those below
import collections  # noqa: F401 - for learners
import csv  # noqa: F401 - for learners
import dataclasses  # noqa: F401 - for learners
import datetime as dt
import enum
import hashlib  # noqa: F401 - for learners
import hmac  # noqa: F401 - for learners
import secrets  # noqa: F401 - for learners
import socket
import sqlite3  # noqa: F401 - for learners
import tempfile
import threading
import time
import typing
import uuid
import zoneinfo  # noqa: F401 - for learners
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal

import fastapi.encoders
import fastapi.middleware.cors
import fastapi.middleware.gzip
import fastapi.openapi.utils
import fastapi.responses
import fastapi.security
import fastapi.staticfiles
import fastapi.websockets  # noqa: F401 - for learners
import pydantic
import starlette.middleware.base  # noqa: F401 - for learners
import uvicorn.lifespan.on
import uvicorn.protocols.http.auto
import uvicorn.protocols.websockets.auto
from fastapi import BackgroundTasks, Cookie, Depends, FastAPI, Header, HTTPException, Path, Query, Request, Response

from quizapp.runner.agent.server import configured

ROUNDS = 3
THREADS_END = 2.0
"""Seconds in which the worker thread of the sync handler must have ended."""


class _Colour(enum.StrEnum):
    red = "red"


class _In(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid")
    name: str = pydantic.Field(min_length=1)
    number: int = pydantic.Field(ge=0)
    colour: _Colour = _Colour.red
    tags: list[str] = []
    counts: dict[str, int] = {}
    key: uuid.UUID | None = None
    at: dt.datetime | None = None
    price: Decimal | None = None

    @pydantic.field_validator("tags")
    @classmethod
    def _tags(cls, tags: list[str]) -> list[str]:
        return tags


class _Out(_In):
    id: int = 0


class _Page(pydantic.BaseModel):
    total: int
    items: list[_Out]


def _header(x: typing.Annotated[str | None, Header()] = None) -> str | None:
    return x


async def _number(q: typing.Annotated[int, Query(ge=0)] = 0) -> AsyncIterator[int]:
    yield q


def _sample() -> FastAPI:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/items", response_model=_Page)
    async def items(
        _q: typing.Annotated[int, Depends(_number)], _c: typing.Annotated[str | None, Cookie()] = None
    ) -> _Page:
        return _Page(total=1, items=[_Out(name="a", number=1)])

    @app.post("/items", status_code=201, response_model=_Out)
    async def create(item: _In, later: BackgroundTasks, response: Response, _request: Request) -> _Out:
        async def note() -> None:
            pass

        later.add_task(note)
        response.headers["location"] = "/items/1"
        return _Out(**item.model_dump(), id=1)

    @app.get("/sync")
    def sync(_x: typing.Annotated[str | None, Depends(_header)]) -> dict[str, int]:
        return {"a": 1}

    @app.get("/items/{key}")
    async def one(key: typing.Annotated[uuid.UUID, Path()]) -> None:
        raise HTTPException(404, f"no item {key}")

    app.openapi()
    return app


def _requests() -> list[bytes]:
    body = b'{"name":"a","number":1}'
    post = b"POST /items HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
    return [
        b"GET /items HTTP/1.1\r\nhost: x\r\n\r\n",
        post % (len(body), body),
        post % (2, b"{}"),
        b"GET /sync HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /items/3fa85f64-5717-4562-b3fc-2c963f66afa6 HTTP/1.1\r\nhost: x\r\n\r\n",
    ]


async def _serve_once() -> None:
    config = configured(_sample())
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.lifespan.startup()
    loop = asyncio.get_running_loop()
    client, served = socket.socketpair()
    client.setblocking(False)  # noqa: FBT003 - the standard library's own way
    make: Callable[..., asyncio.Protocol] = config.http_protocol_class
    protocol = make(config=config, server_state=server.server_state, app_state=server.lifespan.state)
    await loop.connect_accepted_socket(lambda: protocol, served)
    for request in _requests() * ROUNDS:
        await loop.sock_sendall(client, request)
        await loop.sock_recv(client, 65536)
    client.close()
    await asyncio.sleep(0)
    await server.lifespan.shutdown()


def run() -> None:
    """Serve the sample, and leave no thread and no loop behind: the zygote must be able to fork."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(_serve_once())
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
    finally:
        asyncio.set_event_loop(None)
        loop.close()
        tempfile.tempdir = None
    deadline = time.monotonic() + THREADS_END
    while threading.active_count() > 1 and time.monotonic() < deadline:
        time.sleep(0.001)
