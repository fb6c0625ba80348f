import pytest
from fastapi.testclient import TestClient

from main import User, app, get_current_user

client = TestClient(app)

ANN = User(id=71, name="ann", is_admin=True)
BOB = User(id=29, name="bob")
PROTECTED = [("GET", "/me"), ("GET", "/notes"), ("POST", "/notes"), ("DELETE", "/notes/1")]


@pytest.fixture
def sign_in():
    def as_user(user):
        app.dependency_overrides[get_current_user] = lambda: user

    yield as_user
    app.dependency_overrides.clear()


def create(text="buy milk"):
    return client.post("/notes", json={"text": text})


@pytest.mark.parametrize(("method", "path"), PROTECTED)
def test_anonymous_is_401(method, path):
    body = {"text": "hello"} if method == "POST" else None
    assert client.request(method, path, json=body).status_code == 401


@pytest.mark.parametrize("user", [ANN, BOB])
def test_me_is_who_signed_in(sign_in, user):
    sign_in(user)
    response = client.get("/me")
    assert response.status_code == 200
    assert response.json() == {"id": user.id, "name": user.name}


@pytest.mark.parametrize("user", [ANN, BOB])
def test_everybody_writes_under_their_own_name(sign_in, user):
    sign_in(user)
    response = create("buy milk")
    assert response.status_code == 201
    assert response.json() == {"id": response.json()["id"], "text": "buy milk", "author": user.name}
    assert response.json() in client.get("/notes").json()


def test_admin_deletes(sign_in):
    sign_in(ANN)
    note = create().json()
    assert client.delete(f"/notes/{note['id']}").status_code == 204
    assert note not in client.get("/notes").json()


def test_others_may_not_delete(sign_in):
    sign_in(BOB)
    note = create().json()
    assert client.delete(f"/notes/{note['id']}").status_code == 403
    assert note in client.get("/notes").json()
