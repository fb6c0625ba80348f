from fastapi import APIRouter, Depends, FastAPI, Request
from support import new_id


async def get_trace_id() -> int:
    return new_id()


async def get_nonce(made: int = Depends(get_trace_id, use_cache=False)) -> int:
    return made


async def remember_trace(request: Request, made: int = Depends(get_trace_id)) -> None:
    request.state.trace_id = made


class Repo:
    def __init__(self, request: Request, _: None = Depends(remember_trace)) -> None:
        self.trace_id = request.state.trace_id


class Service:
    def __init__(self, repo: Repo = Depends(Repo), trace_id: int = Depends(get_trace_id)) -> None:
        self.repo = repo
        self.trace_id = trace_id


router = APIRouter()


@router.get("/trace")
async def trace(request: Request, service: Service = Depends(Service)):
    return {"route": request.state.trace_id, "service": service.trace_id, "repo": service.repo.trace_id}


@router.get("/nonces")
async def nonces(a: int = Depends(get_trace_id), b: int = Depends(get_nonce)):
    return {"a": a, "b": b}


@router.get("/signed")
async def signed(service: Service = Depends(), nonce: int = Depends(get_nonce)):
    return {"trace": service.repo.trace_id, "service": service.trace_id, "nonce": nonce}


app = FastAPI()
app.include_router(router)
