import time
from collections import deque
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from pydantic import BaseModel
from shop import router

app = FastAPI()
app.include_router(router)


class Record(BaseModel):
    method: str
    path: str
    status: int
    duration_ms: float


# The deque forgets the oldest by itself. It lives in one process; several workers want Prometheus or the like.
records: deque[Record] = deque(maxlen=100)


@app.middleware("http")
async def record(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    if request.url.path == "/metrics":
        return await call_next(request)
    began = time.perf_counter()
    status = 500
    try:
        response = await call_next(request)
        status = response.status_code
    finally:
        # Also when the route has crashed: the exception passes through here and is answered further out.
        took = (time.perf_counter() - began) * 1000
        records.append(
            Record(method=request.method, path=request.url.path, status=status, duration_ms=round(took, 3))
        )
    return response


@app.get("/metrics")
def metrics() -> list[Record]:
    return list(records)
