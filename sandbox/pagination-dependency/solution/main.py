from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from data import ITEMS, USERS
from fastapi import Depends, FastAPI, Query
from pydantic import BaseModel

app = FastAPI()


class Row(BaseModel):
    id: int
    name: str


class PageOut(BaseModel):
    items: list[Row]
    page: int
    per_page: int
    total: int


@dataclass(frozen=True)
class Pagination:
    page: int
    per_page: int

    def cut(self, rows: Sequence[dict]) -> PageOut:
        """The rows of this page, and what a client needs to find the others."""
        start = (self.page - 1) * self.per_page
        items = rows[start : start + self.per_page]
        return PageOut(items=items, page=self.page, per_page=self.per_page, total=len(rows))


def get_pagination(
    page: Annotated[int, Query(ge=1)] = 1,
    per_page: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Pagination:
    return Pagination(page, per_page)


PaginationDep = Annotated[Pagination, Depends(get_pagination)]


@app.get("/items")
def list_items(pagination: PaginationDep) -> PageOut:
    return pagination.cut(ITEMS)


@app.get("/users")
def list_users(pagination: PaginationDep) -> PageOut:
    return pagination.cut(USERS)
