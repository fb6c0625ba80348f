import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import support
from fastapi import APIRouter, FastAPI, HTTPException
from pydantic import BaseModel, Field, field_validator

running: set[asyncio.Task[None]] = set()


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield
    await asyncio.gather(*running, return_exceptions=True)


class Job:
    def __init__(self) -> None:
        self.steps = {"mail": "pending", "avatar": "pending"}

    @property
    def status(self) -> str:
        states = set(self.steps.values())
        if states <= {"done", "failed"}:
            return "failed" if "failed" in states else "done"
        return "pending" if states == {"pending"} else "running"

    async def step(self, name, work, email) -> None:
        self.steps[name] = "running"
        try:
            await asyncio.to_thread(work, email)
            self.steps[name] = "done"
        except Exception:
            self.steps[name] = "failed"

    async def run(self, email: str) -> None:
        await asyncio.sleep(0.05)
        await asyncio.gather(
            self.step("mail", support.send_mail, email), self.step("avatar", support.draw_avatar, email)
        )


class SignUp(BaseModel):
    email: str
    password: str = Field(min_length=8)

    @field_validator("email")
    @classmethod
    def looks_like_an_address(cls, email: str) -> str:
        if not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", email):
            raise ValueError("no e-mail address")
        return email


router = APIRouter()
jobs: list[Job] = []
hashes: list[str] = []


@router.get("/ping")
async def ping():
    return {"ping": "pong"}


@router.post("/register", status_code=201)
async def register(new: SignUp):
    hashes.append(support.hash_password(new.password))
    jobs.append(Job())
    task = asyncio.create_task(jobs[-1].run(new.email))
    running.add(task)
    task.add_done_callback(running.discard)
    return {"user_id": len(hashes), "task_id": f"t{len(jobs)}"}


@router.get("/tasks/{task_id}")
async def show(task_id: str):
    number = task_id.removeprefix("t")
    if not number.isdecimal() or not 1 <= int(number) <= len(jobs):
        raise HTTPException(404)
    job = jobs[int(number) - 1]
    return {"status": job.status, "steps": job.steps}


app = FastAPI(lifespan=lifespan)
app.include_router(router)
