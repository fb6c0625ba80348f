import uuid
from collections.abc import AsyncIterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from threading import Lock
from typing import Any

import model
from fastapi import APIRouter, Body, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse

router = APIRouter(prefix="/jobs")
futures: dict[str, Future[float]] = {}
accepting = Lock()


def told(job_id: str, future: Future[float]) -> dict[str, Any]:
    """What a future knows of itself is all the state that there is."""
    if future.running():
        return {"id": job_id, "status": "running"}
    if not future.done():
        return {"id": job_id, "status": "queued"}
    if (error := future.exception()) is not None:
        return {"id": job_id, "status": "failed", "result": None, "error": repr(error)}
    return {"id": job_id, "status": "done", "result": future.result(), "error": None}


@router.post("")
def create(request: Request, x: float = Body(embed=True)):
    with accepting:
        if sum(not future.done() for future in futures.values()) >= 3:
            return JSONResponse({"detail": "busy"}, 503, {"retry-after": "5"})
        job_id = uuid.uuid4().hex
        futures[job_id] = request.state.model.submit(model.predict, x)
    place = request.url_for("read", job_id=job_id)
    return JSONResponse({"id": job_id}, 202, {"location": str(place)})


@router.get("/{job_id}")
def read(job_id: str):
    if (future := futures.get(job_id)) is None:
        raise HTTPException(404)
    return told(job_id, future)


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
    pool = ThreadPoolExecutor(max_workers=1)
    yield {"model": pool}
    pool.shutdown(wait=True, cancel_futures=True)


app = FastAPI(lifespan=lifespan)
app.include_router(router)


@app.get("/ping")
def ping():
    return {"ping": "pong"}
