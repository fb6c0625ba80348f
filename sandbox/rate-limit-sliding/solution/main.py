import math
from collections import deque

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, status
from support import clock, router, watch

LIMIT = 5
WINDOW = 2.0

app = FastAPI()
app.include_router(router)

# When each client was let in, oldest first. In one process only: with several workers this belongs in Redis.
let_in: dict[str, deque[float]] = watch({})


def forget_idle(now: float) -> None:
    """Give back the memory of clients that have not been let in for a window."""
    for client in [client for client, times in let_in.items() if times[-1] <= now - WINDOW]:
        del let_in[client]


# An async def that never awaits: nothing else runs between the count and the entry.
async def rate_limit(request: Request) -> None:
    now = clock()
    forget_idle(now)
    times = let_in.setdefault(request.client.host if request.client else "", deque())
    while times and times[0] <= now - WINDOW:
        times.popleft()
    if len(times) >= LIMIT:
        wait = max(1, math.ceil(times[0] + WINDOW - now))
        raise HTTPException(
            status.HTTP_429_TOO_MANY_REQUESTS, "too many requests", headers={"Retry-After": str(wait)}
        )
    times.append(now)


api = APIRouter(prefix="/api", dependencies=[Depends(rate_limit)])


@api.get("/items")
def items() -> dict[str, list[str]]:
    return {"items": ["Pen"]}


@api.get("/users")
def users() -> dict[str, list[str]]:
    return {"users": ["ann"]}


app.include_router(api)


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}
