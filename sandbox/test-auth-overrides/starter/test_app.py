import pytest
from fastapi.testclient import TestClient

from main import User, app, get_current_user

client = TestClient(app)


def test_anonymous():
    assert client.get("/me").status_code == 401


@pytest.fixture
def ann():
    app.dependency_overrides[get_current_user] = lambda: User(id=1, name="ann", is_admin=True)


def test_me(ann):
    assert client.get("/me").status_code == 200


def test_delete(ann):
    note = client.post("/notes", json={"text": "buy milk"}).json()
    assert client.delete(f"/notes/{note['id']}").status_code == 204
