import logging
from collections.abc import Callable
from itertools import count
from typing import Annotated, Literal
from uuid import uuid4

from fastapi import BackgroundTasks, FastAPI, HTTPException, status
from pydantic import BaseModel, Field
from support import draw_avatar, hash_password, send_mail

app = FastAPI()
log = logging.getLogger(__name__)

State = Literal["pending", "running", "done", "failed"]
Step = Literal["mail", "avatar"]


class Registration(BaseModel):
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s.]+$")]
    password: Annotated[str, Field(min_length=8)]


class Registered(BaseModel):
    user_id: int
    task_id: str


class Task(BaseModel):
    status: State = "pending"
    steps: dict[Step, State] = {"mail": "pending", "avatar": "pending"}


users: dict[int, dict[str, str]] = {}
tasks: dict[str, Task] = {}
ids = count(1)
WORK: dict[Step, Callable[[str], None]] = {"mail": send_mail, "avatar": draw_avatar}


# A plain def: FastAPI runs it in a worker thread, so the loop stays free although the work blocks.
def welcome(task: Task, email: str) -> None:
    """Do each step whatever became of the others, and write down how it went."""
    task.status = "running"
    for name, work in WORK.items():
        task.steps[name] = "running"
        try:
            work(email)
        except Exception:
            log.exception("%s for a new user failed", name)
            task.steps[name] = "failed"
        else:
            task.steps[name] = "done"
    task.status = "failed" if "failed" in task.steps.values() else "done"


@app.get("/ping")
async def ping() -> dict[str, str]:
    return {"ping": "pong"}


@app.post("/register", status_code=status.HTTP_201_CREATED)
def register(new: Registration, background: BackgroundTasks) -> Registered:
    registered = Registered(user_id=next(ids), task_id=uuid4().hex)
    users[registered.user_id] = {"email": new.email, "hash": hash_password(new.password)}
    task = tasks[registered.task_id] = Task()
    background.add_task(welcome, task, new.email)
    return registered


@app.get("/tasks/{task_id}")
def read_task(task_id: str) -> Task:
    if task_id not in tasks:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "task not found")
    return tasks[task_id]
