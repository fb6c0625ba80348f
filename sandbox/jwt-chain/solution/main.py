import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException, status
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pydantic import BaseModel
from support import AUDIENCE, ISSUER, Session, User, now, verify_password

KEY = os.environ["JWT_KEY"]
LIFETIME = timedelta(minutes=15)

app = FastAPI()
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")


def unauthorized(detail: str) -> HTTPException:
    return HTTPException(status.HTTP_401_UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"})


def get_db() -> Iterator[Session]:
    session = Session()
    try:
        yield session
    finally:
        session.close()


DB = Annotated[Session, Depends(get_db)]


def get_current_user(token: Annotated[str, Depends(oauth2_scheme)], session: DB) -> User:
    try:
        # The algorithm is ours to choose, not the token's. Issuer, audience and expiry are checked because we ask.
        claims = jwt.decode(
            token,
            KEY,
            algorithms=["HS256"],
            issuer=ISSUER,
            audience=AUDIENCE,
            options={"require": ["exp", "iss", "aud", "sub"]},
        )
        user = session.by_id(int(claims["sub"]))
    except (jwt.InvalidTokenError, ValueError):
        raise unauthorized("invalid token") from None
    if user is None:
        raise unauthorized("invalid token")
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]


def require_admin(user: CurrentUser) -> User:
    # The role comes from the table, so that taking it away works at once.
    if user.role != "admin":
        raise HTTPException(status.HTTP_403_FORBIDDEN, "admins only")
    return user


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"


class Me(BaseModel):
    id: int
    name: str


@app.post("/token")
def login(form: Annotated[OAuth2PasswordRequestForm, Depends()], session: DB) -> Token:
    user = session.by_name(form.username)
    if user is None or not verify_password(form.password, user.password_hash):
        raise unauthorized("wrong name or password")
    claims = {"sub": str(user.id), "exp": now() + LIFETIME, "iss": ISSUER, "aud": AUDIENCE}
    return Token(access_token=jwt.encode(claims, KEY, algorithm="HS256"))


@app.get("/me", response_model=Me)
def me(user: CurrentUser) -> User:
    return user


@app.delete("/users/{user_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[Depends(require_admin)])
def delete_user(user_id: int, session: DB) -> None:
    user = session.by_id(user_id)
    if user is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "user not found")
    session.delete(user)
