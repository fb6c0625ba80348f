import httpx
import pytest
from fastapi.testclient import TestClient

from main import app


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.mark.anyio
async def test_stock():
    async with httpx.AsyncClient(app=app, base_url="http://test") as client:
        response = await client.get("/stock")
    assert response.status_code == 200


def test_stock_sync():
    client = TestClient(app)
    assert client.get("/stock").json() == []
