from itertools import count

from fastapi import FastAPI, HTTPException, status
from pydantic import BaseModel

app = FastAPI()


class BookIn(BaseModel):
    """A whole book, as POST and PUT take it."""

    title: str
    author: str
    note: str | None = None


class BookPatch(BaseModel):
    """Any part of a book. The defaults are never used: only what was sent is applied. Null is for the note alone."""

    title: str = ""
    author: str = ""
    note: str | None = None


class BookOut(BookIn):
    id: int


class Book(BookOut):
    """What is kept."""

    created_by: str = "api"


books: dict[int, Book] = {}
ids = count(1)


def find(book_id: int) -> Book:
    if book_id not in books:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "book not found")
    return books[book_id]


def keep(book: Book) -> Book:
    books[book.id] = book
    return book


@app.post("/books", status_code=status.HTTP_201_CREATED, response_model=BookOut)
def create_book(new: BookIn) -> Book:
    return keep(Book(id=next(ids), **new.model_dump()))


@app.get("/books/{book_id}", response_model=BookOut)
def read_book(book_id: int) -> Book:
    return find(book_id)


@app.put("/books/{book_id}", response_model=BookOut)
def replace_book(book_id: int, new: BookIn) -> Book:
    return keep(find(book_id).model_copy(update=new.model_dump()))


@app.patch("/books/{book_id}", response_model=BookOut)
def change_book(book_id: int, patch: BookPatch) -> Book:
    return keep(find(book_id).model_copy(update=patch.model_dump(exclude_unset=True)))
