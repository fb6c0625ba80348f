import contextlib
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from render import JOBS, progress


class EventStream(StreamingResponse):
    media_type = "text/event-stream"

    def __init__(self, content: AsyncIterator[bytes]) -> None:
        super().__init__(content, headers={"cache-control": "no-store"})


class Progress(BaseModel):
    percent: int


def known_job(job_id: str) -> str:
    if job_id in JOBS:
        return job_id
    raise HTTPException(404)


router = APIRouter(prefix="/jobs/{job_id}", dependencies=[Depends(known_job)])


@router.get("/events", response_class=EventStream)
async def watch(request: Request, job: Annotated[str, Depends(known_job)]):
    seen = request.headers.get("last-event-id")

    async def stream() -> AsyncIterator[bytes]:
        # Comments keep proxies from closing a connection that is silent; clients skip them.
        yield b": watching\r\n\r\n"
        async with contextlib.aclosing(progress(job)) as source:
            async for percent in source:
                if seen is None or percent > int(seen):
                    data = Progress(percent=percent).model_dump_json()
                    yield f"id:{percent}\r\nevent:progress\r\ndata:{data}\r\n\r\n".encode()
        yield b'event: done\r\ndata: {"job":\r\ndata: "' + job.encode() + b'"}\r\n\r\n'

    return EventStream(stream())


app = FastAPI()
app.include_router(router)


@app.get("/ping")
def ping():
    return {"ping": "pong"}
