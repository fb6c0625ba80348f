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


window_began = clock()


async def rate_limit(request: Request) -> None:
    global window_began
    if clock() - window_began >= WINDOW:
        let_in.clear()
        window_began = clock()
    client = request.client.host
    if let_in.get(client, 0) >= LIMIT:
        raise HTTPException(429, "too many requests", headers={"Retry-After": "2"})
    let_in[client] = let_in.get(client, 0) + 1


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
