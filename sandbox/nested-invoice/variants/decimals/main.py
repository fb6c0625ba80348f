from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, PositiveInt, conlist, constr


class Address(BaseModel):
    name: str
    country: constr(pattern="^[A-Z][A-Z]$")


class Position(BaseModel):
    sku: str
    qty: PositiveInt
    unit_price: Decimal = Field(gt=0)

    @property
    def price(self) -> Decimal:
        return self.qty * self.unit_price


class NewInvoice(BaseModel):
    customer: Address
    lines: conlist(Position, min_length=1, max_length=10)
    issued: date
    due: date
    discount: Decimal = Field(default=Decimal(0), ge=0, le=1)


app = FastAPI()


@app.post("/invoices", status_code=201)
async def create(invoice: NewInvoice):
    if invoice.issued > invoice.due:
        error = {"type": "value_error", "loc": ("body",), "msg": "due before issued", "input": None}
        raise RequestValidationError([error])
    total = sum(line.price for line in invoice.lines) * (1 - invoice.discount)
    return {"total": float(total.quantize(Decimal("0.01"), ROUND_HALF_UP))}
