from threading import Lock
from typing import Annotated

import support
from fastapi import Depends, FastAPI, HTTPException, Request


class SlidingWindow:
    def __init__(self, limit: int, seconds: float) -> None:
        self.limit = limit
        self.seconds = seconds
        self.lock = Lock()
        self.hits: dict[str, list[float]] = {}
        support.watch(self.hits)

    def __call__(self, request: Request) -> None:
        now = support.clock()
        with self.lock:
            self.hits_of_late(now)
            recent = self.hits.get(request.client.host, [])
            if len(recent) >= self.limit:
                after = recent[0] + self.seconds - now
                raise HTTPException(429, detail="slow down", headers={"retry-after": f"{int(after) + 1}"})
            self.hits[request.client.host] = [*recent, now]

    def hits_of_late(self, now: float) -> None:
        for client, hits in list(self.hits.items()):
            recent = [hit for hit in hits if now - hit < self.seconds]
            if recent:
                self.hits[client] = recent
            else:
                self.hits.pop(client)


limiter = SlidingWindow(5, 2)
Limited = Annotated[None, Depends(limiter)]
app = FastAPI()


@app.get("/api/items")
async def items(_: Limited):
    return {"items": ["Pen"]}


@app.get("/api/users")
async def users(_: Limited):
    return {"users": ["ann"]}


@app.get("/health")
async def health():
    return {"status": "ok"}


app.include_router(support.router)
