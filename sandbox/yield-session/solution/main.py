from collections.abc import Iterator
from typing import Annotated

import bank
from bank import Account, Session
from fastapi import Depends, FastAPI, HTTPException, status
from pydantic import BaseModel, PositiveInt

app = FastAPI()


def get_db() -> Iterator[Session]:
    """One session for the whole request: committed, or rolled back if anything raised, and always closed."""
    session = Session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()


Db = Annotated[Session, Depends(get_db)]


class NewAccount(BaseModel):
    owner: str
    balance: PositiveInt


class Transfer(BaseModel):
    source: int
    target: int
    amount: PositiveInt


def find(db: Session, account_id: int) -> Account:
    account = db.get(account_id)
    if account is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "account not found")
    return account


def get_account(account_id: int, db: Db) -> Account:
    return find(db, account_id)


def get_transfer(order: Transfer, db: Db) -> Transfer:
    find(db, order.source)
    find(db, order.target)
    return order


@app.post("/accounts", status_code=status.HTTP_201_CREATED)
def open_account(new: NewAccount, db: Db) -> Account:
    return db.add(new.owner, new.balance)


@app.get("/accounts/{account_id}")
def read_account(account: Annotated[Account, Depends(get_account)]) -> Account:
    return account


@app.post("/transfers")
def transfer(order: Annotated[Transfer, Depends(get_transfer)], db: Db) -> dict[str, int]:
    try:
        bank.transfer(db, order.source, order.target, order.amount)
    except bank.InsufficientFundsError:
        raise HTTPException(status.HTTP_409_CONFLICT, "insufficient funds") from None
    return {"moved": order.amount}


@app.post("/accounts/{account_id}/interest")
def add_interest(account: Annotated[Account, Depends(get_account)], db: Db) -> None:
    db.book(account.id, 1)
    raise RuntimeError("nobody has written this yet")
