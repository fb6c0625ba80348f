import httpx
import pytest

from main import app

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
async def client():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        yield client


async def test_health(client):
    response = await client.get("/health")
    assert (response.status_code, response.json()["status"]) == (200, "ok")


async def test_read(client):
    assert (await client.get("/items/1")).json()["name"] == "pen"
    assert (await client.get("/items/4711")).status_code == 404


@pytest.mark.parametrize(("name", "price"), [("cup", 4), ("b", 0.5)])
async def test_create(client, name, price):
    response = await client.post("/items", json={"name": name, "price": price})
    assert response.status_code == 201
    item = response.json()
    assert item["name"] == name
    assert item["price"] == price
    other = await client.post("/items", json={"name": "other", "price": 1})
    assert item["id"] != other.json()["id"]
    read = await client.get(f"/items/{item['id']}")
    assert read.json() == item


@pytest.mark.parametrize("change", [{"price": 0}, {"price": -3}, {"name": ""}])
async def test_invalid(client, change):
    response = await client.post("/items", json={"name": "cup", "price": 4, **change})
    assert response.status_code == 422
