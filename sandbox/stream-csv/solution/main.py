import csv
import io
from collections.abc import Iterator
from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import StreamingResponse

from source import COLUMNS, products

app = FastAPI()


def csv_line(values: tuple) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()


def csv_lines(rows: int) -> Iterator[str]:
    yield csv_line(COLUMNS)
    for product in products(rows):
        yield csv_line(product)


@app.get("/export")
def export(rows: Annotated[int, Query(ge=1, le=1_000)]):
    headers = {"Content-Disposition": 'attachment; filename="export.csv"'}
    return StreamingResponse(csv_lines(rows), media_type="text/csv", headers=headers)
