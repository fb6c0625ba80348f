from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI
from support import new_id

app = FastAPI()


def get_trace_id() -> int:
    return new_id()


@dataclass
class Repo:
    trace_id: int


@dataclass
class Service:
    repo: Repo
    trace_id: int


def get_repo() -> Repo:
    return Repo(get_trace_id())


def get_service(repo: Annotated[Repo, Depends(get_repo)]) -> Service:
    return Service(repo, get_trace_id())


@app.get("/trace")
def trace(service: Annotated[Service, Depends(get_service)]):
    return {"route": get_trace_id(), "service": service.trace_id, "repo": service.repo.trace_id}


@app.get("/nonces")
def nonces(a: Annotated[int, Depends(get_trace_id)], b: Annotated[int, Depends(get_trace_id)]):
    return {"a": a, "b": b}


@app.get("/signed")
def signed(service: Annotated[Service, Depends(get_service)], nonce: Annotated[int, Depends(get_trace_id)]):
    return {"trace": get_trace_id(), "service": service.trace_id, "nonce": nonce}
