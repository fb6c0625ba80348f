import httpx
import pytest

import main


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
async def client():
    transport = httpx.ASGITransport(app=main.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.fixture
def user(request, monkeypatch):
    user = main.User(id=5, name="cid", is_admin=getattr(request, "param", "") == "admin")
    monkeypatch.setitem(main.app.dependency_overrides, main.get_current_user, lambda: user)
    return user


@pytest.fixture
def note():
    note = {"id": 4711, "text": "given", "author": "nobody"}
    main.notes[4711] = note
    yield note
    main.notes.pop(4711, None)
