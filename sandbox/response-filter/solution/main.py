import db
from db import UserRow
from fastapi import FastAPI, HTTPException, status
from pydantic import BaseModel

app = FastAPI()


class UserIn(BaseModel):
    username: str
    email: str
    full_name: str | None = None
    password: str


class UserOut(BaseModel):
    id: int
    username: str
    email: str
    full_name: str | None


# What is returned and what leaves are two things: the annotation says the first, the response model the second.


@app.get("/users/{user_id}", response_model=UserOut)
def read_user(user_id: int) -> UserRow:
    row = db.find_user(user_id)
    if row is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "user not found")
    return row


@app.get("/users", response_model=list[UserOut])
def list_users() -> list[UserRow]:
    return db.all_users()


@app.post("/users", status_code=status.HTTP_201_CREATED, response_model=UserOut)
def create_user(user: UserIn) -> UserRow:
    return db.add_user(user.username, user.email, user.full_name, user.password)
