from typing import Annotated

import db
from fastapi import APIRouter, Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, SecretStr


class Profile(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    username: str
    email: str
    full_name: str | None = None


class NewUser(Profile):
    password: SecretStr


class PublicUser(Profile):
    id: int


def find(user_id: int) -> db.UserRow:
    if row := db.find_user(user_id):
        return row
    raise HTTPException(404, "user not found")


users = APIRouter(prefix="/users")


@users.get("")
async def index() -> list[PublicUser]:
    return [PublicUser.model_validate(row) for row in db.all_users()]


@users.get("/{user_id}")
async def show(row: Annotated[db.UserRow, Depends(find)]) -> PublicUser:
    return PublicUser.model_validate(row)


@users.post("", status_code=201)
async def create(new: NewUser) -> PublicUser:
    row = db.add_user(password=new.password.get_secret_value(), **new.model_dump(exclude={"password"}))
    return PublicUser(id=row.id, username=row.username, email=row.email, full_name=row.full_name)


app = FastAPI()
app.include_router(users)
