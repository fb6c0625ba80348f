import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

import render
from fastapi import FastAPI, Header, HTTPException, status
from fastapi.responses import StreamingResponse

app = FastAPI()


def event(name: str, data: dict[str, Any], event_id: int | None = None) -> str:
    """One event as it goes over the wire: a field a line, and an empty line at its end."""
    fields = [f"event: {name}", f"data: {json.dumps(data)}"]
    if event_id is not None:
        fields.append(f"id: {event_id}")
    return "\n".join(fields) + "\n\n"


# Async, because the source is: when the client leaves, this generator is cancelled where it awaits, and the source with it.
async def events(job_id: str, after: int) -> AsyncIterator[str]:
    async for percent in render.progress(job_id, after):
        yield event("progress", {"percent": percent}, percent)
    yield event("done", {"job": job_id})


@app.get("/ping")
async def ping() -> dict[str, str]:
    return {"ping": "pong"}


@app.get("/jobs/{job_id}/events")
async def watch(job_id: str, last_event_id: Annotated[int, Header()] = -1) -> StreamingResponse:
    # Before the stream begins: later the 200 is out.
    if job_id not in render.JOBS:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "job not found")
    # The second header asks nginx not to collect the events.
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return StreamingResponse(events(job_id, last_event_id), media_type="text/event-stream", headers=headers)
