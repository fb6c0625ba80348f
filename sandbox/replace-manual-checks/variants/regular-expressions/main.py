import re

from fastapi import FastAPI
from pydantic import BaseModel, EmailStr, Field, field_validator


class UserCreate(BaseModel):
    username: str
    email: EmailStr
    full_name: str | None = Field(default=None, max_length=100)

    @field_validator("username")
    @classmethod
    def username_is_plain(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z0-9_]{3,30}", value):
            raise ValueError("3 to 30 of a-z, 0-9 and _")
        return value

    @field_validator("email", mode="before")
    @classmethod
    def email_in_lower_case(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value


class UserPublic(BaseModel):
    username: str
    email: str
    full_name: str | None


app = FastAPI()


@app.post("/users", status_code=201, response_model=UserPublic)
async def create_user(user: UserCreate):
    return user.model_dump()
