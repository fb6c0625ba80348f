import httpx
import pytest
from fastapi.testclient import TestClient

import main
from main import app

STOCK = [{"name": "bolt", "pieces": 12}, {"name": "nut", "pieces": 30}, {"name": "screw", "pieces": 400}]


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
async def client():
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


@pytest.mark.anyio
async def test_stock(client):
    response = await client.get("/stock")
    assert response.status_code == 200
    assert response.json() == STOCK


@pytest.mark.anyio
async def test_one_thing(client):
    response = await client.get("/stock/nut")
    assert response.status_code == 200
    assert response.json() == {"name": "nut", "pieces": 30}


@pytest.mark.anyio
async def test_unknown_thing_is_404(client):
    assert (await client.get("/stock/unicorn")).status_code == 404


@pytest.mark.anyio
async def test_summary(client):
    response = await client.get("/summary")
    assert response.status_code == 200
    assert response.json() == {"things": 3, "pieces": 442}


def test_start_and_shutdown():
    with TestClient(app) as client:
        assert client.get("/stock").json() == STOCK
        assert client.get("/summary").json() == {"things": 3, "pieces": 442}
    assert main.stock == {}
