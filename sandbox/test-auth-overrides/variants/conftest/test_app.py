import pytest

pytestmark = pytest.mark.anyio
admin = pytest.mark.parametrize("user", ["admin"], indirect=True)


async def test_me(client, user):
    assert (await client.get("/me")).json() == {"id": 5, "name": "cid"}


async def test_notes(client, user, note):
    assert note in (await client.get("/notes")).json()


async def test_author(client, user):
    response = await client.post("/notes", json={"text": "x"})
    assert (response.status_code, response.json()["author"], response.json()["text"]) == (201, "cid", "x")


@admin
async def test_delete(client, user, note):
    assert (await client.delete("/notes/4711")).is_success
    assert (await client.delete("/notes/4711")).status_code == 404


async def test_forbidden(client, user, note):
    assert (await client.delete("/notes/4711")).status_code == 403
    assert note in (await client.get("/notes")).json()


async def test_anonymous(client, note):
    statuses = [
        (await client.get("/me")).status_code,
        (await client.get("/notes")).status_code,
        (await client.post("/notes", json={"text": "x"})).status_code,
        (await client.delete("/notes/4711")).status_code,
    ]
    assert statuses == [401] * 4
