import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Literal

from fastapi import FastAPI, HTTPException, Response, status
from fastapi.concurrency import run_in_threadpool
from model import predict
from pydantic import BaseModel

log = logging.getLogger(__name__)

WAITING_ROOM = 2


class NewJob(BaseModel):
    x: float


class Job(BaseModel):
    id: int
    x: float
    status: Literal["queued", "running", "done", "failed"] = "queued"
    result: float | None = None
    error: str | None = None


jobs: dict[int, Job] = {}
ids = count(1)
# A bounded queue: what does not fit is refused while it is cheap, instead of being late for everybody.
queue: asyncio.Queue[Job | None] = asyncio.Queue(maxsize=WAITING_ROOM)


async def work() -> None:
    """One job after the other, until None comes. The model blocks, so it runs in a thread."""
    while (job := await queue.get()) is not None:
        job.status = "running"
        try:
            job.result = await run_in_threadpool(predict, job.x)
        except Exception as error:
            log.exception("job %d failed", job.id)
            job.status, job.error = "failed", str(error)
        else:
            job.status = "done"


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    worker = asyncio.create_task(work())
    yield
    # The running job ends; those that wait are lost, as all jobs are that live in one process only.
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)
    await worker


app = FastAPI(lifespan=lifespan)


@app.get("/ping")
async def ping() -> dict[str, str]:
    return {"ping": "pong"}


@app.post("/jobs", status_code=status.HTTP_202_ACCEPTED, response_model_exclude_none=True)
async def create(new: NewJob, response: Response) -> Job:
    # The queue belongs to the event loop: `async def`, and no await between the question and the answer.
    if queue.full():
        raise HTTPException(status.HTTP_503_SERVICE_UNAVAILABLE, "too many jobs", headers={"Retry-After": "1"})
    job = Job(id=next(ids), x=new.x)
    jobs[job.id] = job
    queue.put_nowait(job)
    response.headers["Location"] = f"/jobs/{job.id}"
    return job


@app.get("/jobs/{job_id}", response_model_exclude_none=True)
async def read(job_id: int) -> Job:
    if job_id not in jobs:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "job not found")
    return jobs[job_id]
