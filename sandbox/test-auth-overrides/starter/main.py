"""Given: the app that your tests are to protect. The checks plant bugs in copies of it."""

from itertools import count
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

import identity

app = FastAPI()
bearer = HTTPBearer()
ids = count(1)
notes: dict[int, dict[str, int | str]] = {}


class User(BaseModel):
    id: int
    name: str
    is_admin: bool = False


class NewNote(BaseModel):
    text: str


def get_current_user(credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> User:
    return User(**identity.user_of(credentials.credentials))


CurrentUser = Annotated[User, Depends(get_current_user)]


def require_admin(user: CurrentUser) -> User:
    if not user.is_admin:
        raise HTTPException(403, "admins only")
    return user


@app.get("/me")
def me(user: CurrentUser):
    return {"id": user.id, "name": user.name}


@app.get("/notes", dependencies=[Depends(get_current_user)])
def list_notes():
    return list(notes.values())


@app.post("/notes", status_code=201)
def create_note(new: NewNote, user: CurrentUser):
    note = {"id": next(ids), "text": new.text, "author": user.name}
    notes[note["id"]] = note
    return note


@app.delete("/notes/{note_id}", status_code=204, dependencies=[Depends(require_admin)])
def delete_note(note_id: int):
    if notes.pop(note_id, None) is None:
        raise HTTPException(404, "note not found")
