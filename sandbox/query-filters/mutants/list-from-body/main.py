from operator import attrgetter
from typing import Annotated, Literal

from catalog import PRODUCTS
from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/products")
def list_products(
    tag: list[str] = [],
    in_stock: bool | None = None,
    sort: Literal["name", "price"] = "name",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
):
    found = [p for p in PRODUCTS if p.tags.issuperset(tag) and in_stock in {None, p.in_stock}]
    found.sort(key=attrgetter(sort))
    return [{"name": p.name, "price": p.price, "in_stock": p.in_stock} for p in found[:limit]]
