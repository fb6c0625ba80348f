from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI
from support import new_id

app = FastAPI()


def get_trace_id() -> int:
    return new_id()


TraceId = Annotated[int, Depends(get_trace_id)]
"""The request's own id: made once, then shared."""

Nonce = Annotated[int, Depends(get_trace_id, use_cache=False)]
"""An id that nobody else in the request has; declare it behind every TraceId."""


@dataclass
class Repo:
    trace_id: int


@dataclass
class Service:
    repo: Repo
    trace_id: int


def get_repo(trace_id: TraceId) -> Repo:
    return Repo(trace_id)


def get_service(repo: Annotated[Repo, Depends(get_repo)], trace_id: TraceId) -> Service:
    return Service(repo, trace_id)


ServiceDep = Annotated[Service, Depends(get_service)]


@app.get("/trace")
def trace(service: ServiceDep, trace_id: TraceId) -> dict[str, int]:
    return {"route": trace_id, "service": service.trace_id, "repo": service.repo.trace_id}


@app.get("/nonces")
def nonces(a: Nonce, b: Nonce) -> dict[str, int]:
    return {"a": a, "b": b}


# The order counts: a fresh call that runs first fills the request's cache, and the trace id would be the nonce.
@app.get("/signed")
def signed(service: ServiceDep, trace_id: TraceId, nonce: Nonce) -> dict[str, int]:
    return {"trace": trace_id, "service": service.trace_id, "nonce": nonce}
