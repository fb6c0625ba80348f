from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, field_validator


class NewBook(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    author: str
    note: str | None = None


class BookChanges(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str | None = None
    author: str | None = None
    note: str | None = None

    @field_validator("title", "author")
    @classmethod
    def not_null(cls, value: str | None) -> str:
        if value is None:
            raise ValueError("may be left out, but not null")
        return value


class PublicBook(BaseModel):
    id: int
    title: str
    author: str
    note: str | None


rows: list[dict[str, Any]] = []


async def row(book_id: int) -> dict[str, Any]:
    for candidate in rows:
        if candidate["id"] == book_id:
            return candidate
    raise HTTPException(404, "book not found")


Row = Annotated[dict[str, Any], Depends(row)]
router = APIRouter(prefix="/books")


@router.post("", status_code=201)
async def create(book: NewBook) -> PublicBook:
    rows.append({"id": len(rows) + 1, "created_by": "api", **book.model_dump()})
    return rows[-1]


@router.get("/{book_id}")
async def show(row: Row) -> PublicBook:
    return row


@router.put("/{book_id}")
async def replace(row: Row, book: NewBook) -> PublicBook:
    row.update(book.model_dump())
    return row


@router.patch("/{book_id}")
async def change(row: Row, changes: BookChanges) -> PublicBook:
    for name in changes.model_fields_set:
        row[name] = getattr(changes, name)
    return row


app = FastAPI()
app.include_router(router)
