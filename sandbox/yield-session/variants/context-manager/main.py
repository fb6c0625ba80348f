from contextlib import closing, contextmanager
from dataclasses import asdict

import bank
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field


@contextmanager
def transaction():
    with closing(bank.Session()) as session:
        try:
            yield session
        except Exception:
            session.rollback()
            raise
        else:
            session.commit()


async def get_db():
    with transaction() as session:
        yield session


class Accounts:
    def __init__(self, db: bank.Session = Depends(get_db)) -> None:
        self.db = db

    def __getitem__(self, account_id: int) -> bank.Account:
        if (account := self.db.get(account_id)) is None:
            raise HTTPException(404, "account not found")
        return account


class AccountIn(BaseModel):
    owner: str
    balance: int = Field(gt=0)


class TransferIn(BaseModel):
    source: int
    target: int
    amount: int = Field(gt=0)


async def insufficient(request: Request, error: bank.InsufficientFundsError):
    return JSONResponse({"detail": "insufficient funds"}, 409)


router = APIRouter()


@router.post("/accounts", status_code=201)
async def create(new: AccountIn, db: bank.Session = Depends(get_db)):
    return asdict(db.add(**new.model_dump()))


@router.get("/accounts/{account_id}")
async def show(account_id: int, accounts: Accounts = Depends()):
    return asdict(accounts[account_id])


@router.post("/transfers")
async def move(order: TransferIn, accounts: Accounts = Depends(), db: bank.Session = Depends(get_db)):
    bank.transfer(db, accounts[order.source].id, accounts[order.target].id, order.amount)
    return {"moved": order.amount}


@router.post("/accounts/{account_id}/interest")
async def interest(account_id: int, accounts: Accounts = Depends(), db: bank.Session = Depends(get_db)):
    db.book(accounts[account_id].id, 1)
    raise RuntimeError("nobody has written this yet")


app = FastAPI(exception_handlers={bank.InsufficientFundsError: insufficient})
app.include_router(router)
