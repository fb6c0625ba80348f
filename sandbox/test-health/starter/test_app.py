from fastapi.testclient import TestClient

from main import app

client = TestClient(app)


def test_health():
    assert client.get("/health")


def test_item():
    client.get("/items/1").status_code == 200


def create_item():
    response = client.post("/items", json={"name": "cup", "price": 4.0})
    assert response.status_code == 200
