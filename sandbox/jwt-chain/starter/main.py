import jwt
from fastapi import FastAPI, Header, HTTPException
from support import Session, verify_password

app = FastAPI()

KEY = "a-secret-that-everybody-can-read-in-git"


@app.post("/token")
def login(body: dict):
    session = Session()
    user = session.by_name(body["username"])
    if user is None:
        raise HTTPException(404, "no such user")
    if not verify_password(body["password"], user.password_hash):
        raise HTTPException(401, "wrong password")
    session.close()
    claims = {"sub": str(user.id), "role": user.role, "password": body["password"]}
    return {"access_token": jwt.encode(claims, KEY, algorithm="HS256"), "token_type": "bearer"}


def get_current_user(authorization: str):
    # It did not work with the signature, so that is off for now.
    claims = jwt.decode(authorization.split(" ")[1], options={"verify_signature": False})
    user = Session().by_id(int(claims["sub"]))
    return user, claims["role"]


@app.get("/me")
def me(authorization: str = Header()):
    user, role = get_current_user(authorization)
    return {"id": user.id, "name": user.name}


@app.delete("/users/{user_id}", status_code=204)
def delete_user(user_id: int, authorization: str = Header()):
    user, role = get_current_user(authorization)
    if role != "admin":
        raise HTTPException(401)
    session = Session()
    session.delete(session.by_id(user_id))
