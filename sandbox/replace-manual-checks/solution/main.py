from typing import Annotated

from fastapi import FastAPI, status
from pydantic import AfterValidator, BaseModel, EmailStr, Field

app = FastAPI()

Username = Annotated[str, Field(min_length=3, max_length=30, pattern=r"^[a-z0-9_]+$")]
Email = Annotated[EmailStr, AfterValidator(str.lower)]


class User(BaseModel):
    username: Username
    email: Email
    full_name: Annotated[str, Field(max_length=100)] | None = None


@app.post("/users", status_code=status.HTTP_201_CREATED)
def create_user(user: User) -> User:
    return user
