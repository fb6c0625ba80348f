from fastapi import Depends, FastAPI, Header, HTTPException
from shop import ORDERS, USERS_BY_TOKEN, User

app = FastAPI()


def get_current_user(authorization: str = Header(...)) -> User:
    token = authorization.replace("Bearer ", "")
    user = USERS_BY_TOKEN.get(token)
    if user is None:
        raise HTTPException(status_code=403, detail="unknown token")
    return user


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/me")
def me(user: User = Depends(get_current_user)):
    return {"user": user.name}


@app.delete("/orders/{order_id}")
def delete_order(order_id: int, user: User = Depends(get_current_user)):
    if order_id not in ORDERS:
        raise HTTPException(status_code=404, detail="order not found")
    if not user.is_admin:
        raise HTTPException(status_code=401, detail="admins only")
    del ORDERS[order_id]
