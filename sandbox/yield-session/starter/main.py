import bank
from bank import Session
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, PositiveInt

app = FastAPI()


class NewAccount(BaseModel):
    owner: str
    balance: PositiveInt


class Transfer(BaseModel):
    source: int
    target: int
    amount: PositiveInt


def must_exist(account_id: int) -> None:
    session = Session()
    account = session.get(account_id)
    session.close()
    if account is None:
        raise HTTPException(404, "account not found")


@app.post("/accounts", status_code=201)
def open_account(new: NewAccount):
    session = Session()
    account = session.add(new.owner, new.balance)
    session.commit()
    session.close()
    return account


@app.get("/accounts/{account_id}")
def read_account(account_id: int):
    must_exist(account_id)
    session = Session()
    account = session.get(account_id)
    session.close()
    return account


@app.post("/transfers")
def transfer(order: Transfer):
    must_exist(order.source)
    must_exist(order.target)
    session = Session()
    try:
        bank.transfer(session, order.source, order.target, order.amount)
    except bank.InsufficientFundsError:
        session.commit()
        raise HTTPException(409, "insufficient funds") from None
    session.commit()
    session.close()
    return {"moved": order.amount}


@app.post("/accounts/{account_id}/interest")
def add_interest(account_id: int):
    session = Session()
    session.book(account_id, 1)
    raise RuntimeError("nobody has written this yet")
