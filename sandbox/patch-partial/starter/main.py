from itertools import count

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Book(BaseModel):
    id: int = 0
    title: str = ""
    author: str = ""
    note: str | None = None
    created_by: str = "api"


books: dict[int, Book] = {}
ids = count(1)


@app.post("/books")
def create_book(book: Book):
    book.id = book.id or next(ids)
    books[book.id] = book
    return book


@app.get("/books/{book_id}")
def read_book(book_id: int):
    return books[book_id]


@app.put("/books/{book_id}")
def replace_book(book_id: int, book: Book):
    books[book_id] = books[book_id].model_copy(update=book.model_dump(exclude_unset=True))
    return books[book_id]


@app.patch("/books/{book_id}")
def change_book(book_id: int, book: Book):
    books[book_id] = book
    return book
