from contextlib import AsyncExitStack

import pytest
from fastapi.testclient import TestClient
from httpx import ASGITransport, AsyncClient

import main

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="module")
async def http():
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(main.lifespan(main.app))
        yield await stack.enter_async_context(AsyncClient(transport=ASGITransport(main.app), base_url="http://x"))
    assert not main.stock


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/stock/bolt", 200, {"name": "bolt", "pieces": 12}),
        ("/stock/screw", 200, {"name": "screw", "pieces": 400}),
        ("/stock/x", 404, None),
        ("/summary", 200, {"things": 3, "pieces": 442}),
    ],
)
async def test_answers(http, path, status, body):
    response = await http.get(path)
    assert response.status_code == status
    assert body is None or response.json() == body


async def test_list(http):
    things = (await http.get("/stock")).json()
    assert {thing["name"]: thing["pieces"] for thing in things} == {"bolt": 12, "nut": 30, "screw": 400}


class TestSync:
    @pytest.fixture
    def client(self):
        with TestClient(main.app) as client:
            yield client

    def test_stock(self, client):
        assert len(client.get("/stock").json()) == 3
