from enum import StrEnum

from catalog import PRODUCTS
from fastapi import Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError


class Sort(StrEnum):
    PRICE = "price"
    NAME = "name"


KNOWN = {"tag", "in_stock", "sort", "limit"}


async def refuse_unknown(request: Request) -> None:
    unknown = [name for name in request.query_params if name not in KNOWN]
    if unknown:
        raise RequestValidationError(
            [
                {"type": "extra_forbidden", "loc": ("query", name), "msg": "unknown", "input": request.query_params[name]}
                for name in unknown
            ]
        )


app = FastAPI()


@app.get("/products", dependencies=[Depends(refuse_unknown)])
async def list_products(
    tag: list[str] | None = Query(default=None),
    in_stock: bool | None = None,
    sort: Sort = Sort.NAME,
    limit: int = Query(default=20, gt=0, lt=101),
):
    rows = [
        {"name": product.name, "price": product.price, "in_stock": product.in_stock}
        for product in PRODUCTS
        if all(wanted in product.tags for wanted in tag or ()) and (in_stock is None or product.in_stock is in_stock)
    ]
    rows.sort(key=lambda row: row[sort])
    return rows[:limit]
