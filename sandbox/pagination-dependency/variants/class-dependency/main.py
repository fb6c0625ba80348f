from itertools import islice

from data import ITEMS, USERS
from fastapi import APIRouter, Depends, FastAPI, Query


class Page:
    def __init__(self, page: int = Query(1, gt=0), per_page: int = Query(20, gt=0, lt=101)) -> None:
        self.page = page
        self.per_page = per_page

    def __call__(self, rows: list) -> dict:
        last = self.page * self.per_page
        return {
            "total": len(rows),
            "page": self.page,
            "per_page": self.per_page,
            "items": list(islice(rows, last - self.per_page, last)),
        }


lists = APIRouter()


@lists.get("/items")
async def items(page: Page = Depends()):
    return page(ITEMS)


@lists.get("/users")
async def users(page: Page = Depends(Page)):
    return page(USERS)


app = FastAPI()
app.include_router(lists)
