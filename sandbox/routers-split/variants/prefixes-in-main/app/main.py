from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException

from . import store
from .routers import orders as orders_module
from .routers.products import products
from .routers.users import users


async def key(x_key: Annotated[str, Header()] = "") -> str:
    if x_key in store.KEYS:
        return x_key
    raise HTTPException(status_code=401)


app = FastAPI(title="Shop")

for router, name, dependencies in (
    (users, "users", []),
    (products, "products", []),
    (orders_module.router, "orders", [Depends(key)]),
):
    app.include_router(router, prefix=f"/{name}", tags=[name], dependencies=dependencies)


@app.get("/health")
async def health():
    return {"status": "ok"}
