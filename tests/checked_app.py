"""A small shop that shows every behaviour of the check language; wrong versions are edits of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from quizapp.domain.report import CheckResult, Report
from quizapp.domain.task import Task

DEPS = """\
import time
from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel
from pydantic_settings import BaseSettings
import jwt

KEY = "s" * 32


class Settings(BaseSettings):
    app_name: str = "demo"
    limit: int = 3
    window: float = 0.4


def get_settings() -> Settings:
    return Settings()


class User(BaseModel):
    id: int
    name: str
    admin: bool = False


def get_current_user(bearer: HTTPAuthorizationCredentials = Depends(HTTPBearer())) -> User:
    try:
        claims = jwt.decode(bearer.credentials, KEY, algorithms=["HS256"])
    except jwt.PyJWTError:
        raise HTTPException(401, "bad token", {"WWW-Authenticate": "Bearer"})
    return User(id=claims["sub_id"], name=claims["sub"], admin=claims.get("admin", False))


def admin(user: User = Depends(get_current_user)) -> User:
    if not user.admin:
        raise HTTPException(403, "admins only")
    return user


class Database:
    open = 0


async def get_db():
    Database.open += 1
    try:
        yield Database
    finally:
        Database.open -= 1


HITS: list[float] = []


def limiter(settings: Settings = Depends(get_settings)) -> None:
    now = time.monotonic()
    HITS[:] = [hit for hit in HITS if now - hit < settings.window]
    if len(HITS) >= settings.limit:
        raise HTTPException(429, "slow down", {"Retry-After": "1"})
    HITS.append(now)
"""

MAIN = """\
import asyncio
import logging
import time
from contextlib import asynccontextmanager
import jwt
from fastapi import BackgroundTasks, Depends, FastAPI, Form, Request, Response, UploadFile
from fastapi import WebSocket, WebSocketDisconnect
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import RedirectResponse, StreamingResponse
from pydantic import BaseModel, Field
from app.deps import KEY, Settings, get_db, get_settings, limiter
from app.routers import users

log = logging.getLogger("app.jobs")


@asynccontextmanager
async def lifespan(app):
    app.state.cache = {"warm": True}
    yield
    log.info("cache closed")


app = FastAPI(lifespan=lifespan)
app.add_middleware(
    CORSMiddleware, allow_origins=["https://shop.example"], allow_methods=["GET", "POST"], allow_headers=["X-Token"]
)


@app.middleware("http")
async def timing(request, call_next):
    began = time.perf_counter()
    response = await call_next(request)
    response.headers["X-Process-Time"] = f"{time.perf_counter() - began:.4f}"
    return response


app.include_router(users.router)


class ItemIn(BaseModel):
    name: str = Field(min_length=1, max_length=40)
    price: float = Field(gt=0)


class Item(ItemIn):
    id: int


ITEMS: list[Item] = []


@app.post("/items", status_code=201, response_model=Item, tags=["items"])
def create(item: ItemIn):
    made = Item(id=len(ITEMS) + 1, **item.model_dump())
    ITEMS.append(made)
    return made


@app.get("/items", response_model=list[Item], tags=["items"])
def items(limit: int = 10):
    return ITEMS[:limit]


@app.get("/old", deprecated=True, tags=["items"])
def old():
    return RedirectResponse("/items", 307)


@app.post("/token")
def token(username: str = Form(), password: str = Form()):
    claims = {"sub": username, "sub_id": 7, "admin": username == "root"}
    return {"access_token": jwt.encode(claims, KEY, "HS256"), "token_type": "bearer"}


@app.get("/slow")
async def slow():
    await asyncio.sleep(0.15)
    return {}


JOBS = {}


async def work(job):
    await asyncio.sleep(0.3)
    JOBS[job] = "done"
    log.info("job %s done", job)


@app.post("/jobs", status_code=202)
async def start_job(background: BackgroundTasks):
    JOBS["1"] = "running"
    background.add_task(work, "1")
    return {"id": "1"}


@app.get("/jobs/{job}")
async def job_status(job: str):
    return {"status": JOBS[job]}


@app.get("/limited", dependencies=[Depends(limiter)])
def limited():
    return {}


@app.get("/ready")
def ready(request: Request):
    return request.app.state.cache


def first(settings: Settings = Depends(get_settings)):
    return settings


def second(settings: Settings = Depends(get_settings)):
    return settings


@app.get("/info")
def info(one=Depends(first), two=Depends(second)):
    return {"app": one.app_name}


@app.get("/db")
async def db(database=Depends(get_db)):
    return {"open": database.open}


@app.post("/upload")
async def upload(file: UploadFile, note: str = Form()):
    return {"size": len(await file.read()), "type": file.content_type, "note": note}


@app.get("/login")
def login(response: Response):
    response.set_cookie("sid", "abc", httponly=True, samesite="lax", max_age=60)
    return {}


@app.get("/whoami")
def whoami(request: Request):
    return {"sid": request.cookies.get("sid"), "client": request.client.host}


@app.get("/ticks")
async def ticks():
    async def produce():
        for number in range(3):
            yield f'event: tick\\ndata: {{"n": {number}}}\\n\\n'
            await asyncio.sleep(0.1)

    return StreamingResponse(produce(), media_type="text/event-stream")


ROOM: dict[str, WebSocket] = {}


@app.websocket("/chat/{name}")
async def chat(socket: WebSocket, name: str, token: str = ""):
    if token != "t":
        await socket.close(1008)
        return
    await socket.accept()
    ROOM[name] = socket
    for other in list(ROOM.values()):
        await other.send_json({"type": "joined", "name": name})
    try:
        while True:
            message = await socket.receive_json()
            if message.get("type") == "bye":
                await socket.close(1000)
                break
            for other in list(ROOM.values()):
                await other.send_json({"type": "msg", "from": name, "text": message["text"]})
    except WebSocketDisconnect:
        pass
    finally:
        ROOM.pop(name, None)
        for other in list(ROOM.values()):
            await other.send_json({"type": "left", "name": name})
"""

USERS = """\
from fastapi import APIRouter, Depends
from pydantic import BaseModel
from app.deps import User, admin, get_current_user

router = APIRouter(prefix="/users", tags=["users"])


class UserOut(BaseModel):
    id: int
    name: str


@router.get("/me", response_model=UserOut)
def me(user: User = Depends(get_current_user)):
    return {"id": user.id, "name": user.name, "password": "hunter2"}


@router.delete("/{uid}", status_code=204)
def remove(uid: int, _: User = Depends(admin)):
    return None
"""

TESTS = """\
from fastapi.testclient import TestClient
from app.main import app

client = TestClient(app)


def test_create():
    answer = client.post("/items", json={"name": "Pen", "price": 2})
    assert answer.status_code == 201
    assert answer.json()["name"] == "Pen"


def test_refuses_a_negative_price():
    assert client.post("/items", json={"name": "Pen", "price": -1}).status_code == 422
"""

GOOD: Mapping[str, str] = {
    "app/__init__.py": "",
    "app/deps.py": DEPS,
    "app/main.py": MAIN,
    "app/routers/__init__.py": "",
    "app/routers/users.py": USERS,
    "tests/test_items.py": TESTS,
}


def sources(*edits: tuple[str, str, str], app: Mapping[str, str] = GOOD) -> dict[str, bytes]:
    """The app's files, with (file, text, other text) replaced; each edit must apply exactly once."""
    files = dict(app)
    for path, old, new in edits:
        assert files[path].count(old) == 1, f"{old!r} stands {files[path].count(old)} times in {path}"
        files[path] = files[path].replace(old, new)
    return {path: text.encode() for path, text in files.items()}


def one_file(text: str, *, imports: str = "from fastapi import FastAPI\n\napp = FastAPI()\n") -> dict[str, bytes]:
    """An app of one file, `main.py`."""
    return {"main.py": (imports + text).encode()}


def task(checks: Sequence[Mapping[str, Any]], *, app: str = "app.main:app", **fields: Any) -> Task:
    """A task with these checks; what a check does not say is filled in."""
    filled = [
        {"title": f"Check {number}", "why": "Because.", "id": f"c{number}", **check}
        for number, check in enumerate(checks, 1)
    ]
    return Task.model_validate(
        {
            "id": "shop",
            "title": "Shop",
            "topic": "basics",
            "intent": "drill",
            "difficulty": 2,
            "minutes": 10,
            "brief": "Build it.",
            "app": app,
            "checks": filled,
            **fields,
        }
    )


def steps_task(steps: str, *, app: str = "app.main:app", check: Mapping[str, Any] | None = None, **fields: Any) -> Task:
    """A task of one check, its steps written in YAML."""
    return task([{"steps": yaml.load(steps, yaml.CSafeLoader), **(check or {})}], app=app, **fields)


def only(report: Report) -> CheckResult:
    """The result of the only check."""
    [result] = report.checks
    return result
