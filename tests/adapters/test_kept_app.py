"""An app that is kept running, for real: it answers at its address, prints what it does, and leaves nothing behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from urllib.parse import urlsplit

import httpx
import pytest_asyncio

from quizapp.checker.courier import SocketCourier
from quizapp.domain.request import Request
from quizapp.domain.run import Launch
from quizapp.runner.forward import forwarding
from quizapp.runner.sandbox import ForkSandbox
from quizapp.services.serving import KeptApp
from tests.launches import launch_of

SOURCE = """
@app.get("/talk")
def talk():
    print("printed by hand")
    logging.getLogger("shop").info("sold a %s", "pen")
    logging.getLogger("shop").debug("too fine")
    return {}
@app.get("/boom")
def boom():
    raise RuntimeError("no ink")
@app.websocket("/chat")
async def chat(socket: WebSocket):
    await socket.accept()
    await socket.close(4001)
"""


@pytest_asyncio.fixture
async def kept() -> AsyncIterator[KeptApp]:
    """The app above, behind an address."""

    def launch(sources: Mapping[str, bytes] | None) -> Launch:
        return launch_of(SOURCE if sources is None else sources["main.py"].decode(), talks=True, deadline=60)

    sandbox = ForkSandbox()
    try:
        async with KeptApp(launch, sandbox, forwarding, SocketCourier()) as kept:
            assert await kept.renew() is None
            yield kept
    finally:
        await sandbox.close()


async def printed(kept: KeptApp, words: str) -> str:
    """What it has printed, once these words are in it."""
    async with asyncio.timeout(30):
        while words not in kept.output():  # noqa: ASYNC110 - a pipe that somebody else writes to
            await asyncio.sleep(0.02)
    return kept.output()


async def test_it_answers_at_its_address(kept: KeptApp) -> None:
    """For anybody on this machine, and for requests of ours."""
    async with httpx.AsyncClient(base_url=kept.address, trust_env=False, timeout=30) as client:
        asked = await client.get("/talk")
        docs = await client.get("/docs")
    response = await kept.ask(Request(target="/health"))

    assert asked.json() == {}
    assert "swagger" in docs.text
    assert response.phrase == "200 OK"
    assert "GET /talk" in await kept.routes()


async def test_what_it_does_can_be_read(kept: KeptApp) -> None:
    """Prints, records that no handler takes, tracebacks, and a line for each request."""
    await kept.ask(Request(target="/talk"))
    await kept.ask(Request(target="/boom"))
    text = await printed(kept, "RuntimeError: no ink")

    assert "printed by hand" in text
    assert "INFO shop: sold a pen" in text
    assert "too fine" not in text
    assert "GET /talk 200 " in text
    assert "GET /boom 500 " in text


async def test_the_learners_own_logging_stays_theirs() -> None:
    """With `logging.basicConfig` nothing is printed twice."""
    source = 'logging.basicConfig(format="OWN %(message)s", level="INFO")\n' + SOURCE
    sandbox = ForkSandbox()
    try:
        async with KeptApp(lambda _: launch_of(source, talks=True), sandbox, forwarding, SocketCourier()) as kept:
            await kept.renew()
            await kept.ask(Request(target="/talk"))
            text = await printed(kept, "GET /talk 200")
    finally:
        await sandbox.close()

    assert text.count("sold a pen") == 1
    assert "OWN sold a pen" in text


async def test_the_newest_state_answers_and_the_address_goes_with_it(kept: KeptApp) -> None:
    """After a save another process answers; after closing nobody does."""
    address = kept.address
    await kept.renew({"main.py": b'@app.get("/talk")\ndef talk():\n    return "new"\n'})
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=30) as client:
        answer = await client.get("/talk")
    await kept.__aexit__(None, None, None)
    port = urlsplit(address).port
    refused = False
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        refused = True

    assert answer.json() == "new"
    assert refused
