import pytest
from fastapi.testclient import TestClient

from main import app

client = TestClient(app)


def create(name="cup", price=4.25):
    return client.post("/items", json={"name": name, "price": price})


def test_health():
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_read_item():
    response = client.get("/items/1")
    assert response.status_code == 200
    assert response.json() == {"id": 1, "name": "pen", "price": 1.5}


def test_unknown_item_is_404():
    assert client.get("/items/99999").status_code == 404


def test_created_item_is_answered():
    response = create(name="cup", price=4.25)
    assert response.status_code == 201
    assert response.json() == {"id": response.json()["id"], "name": "cup", "price": 4.25}


def test_created_item_can_be_read():
    created = create(name="ink").json()
    assert client.get(f"/items/{created['id']}").json() == created


def test_ids_differ():
    assert create().json()["id"] != create().json()["id"]


@pytest.mark.parametrize("price", [-1, 0])
def test_price_must_be_positive(price):
    assert create(price=price).status_code == 422


def test_name_must_not_be_empty():
    assert create(name="").status_code == 422
