from datetime import date
from typing import Annotated, Self

from fastapi import FastAPI, status
from pydantic import BaseModel, Field, model_validator

app = FastAPI()


class Customer(BaseModel):
    name: str
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class Line(BaseModel):
    sku: str
    qty: Annotated[int, Field(gt=0)]
    unit_price: Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Invoice(BaseModel):
    customer: Customer
    lines: Annotated[list[Line], Field(min_length=1, max_length=10)]
    issued: date
    due: date
    discount: Annotated[float, Field(ge=0, le=1)] = 0

    # Runs only when every field is right, so both dates are dates here.
    @model_validator(mode="after")
    def due_is_not_before_issued(self) -> Self:
        if self.due < self.issued:
            raise ValueError("due is before issued")
        return self

    @property
    def total(self) -> float:
        """Rounded once, at the end."""
        return round(sum(line.qty * line.unit_price for line in self.lines) * (1 - self.discount), 2)


class InvoiceOut(BaseModel):
    total: float


@app.post("/invoices", status_code=status.HTTP_201_CREATED)
def create_invoice(invoice: Invoice) -> InvoiceOut:
    return InvoiceOut(total=invoice.total)
