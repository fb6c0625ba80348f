from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.post("/invoices")
def create_invoice(data: dict):
    if data["due"] < data["issued"]:
        raise HTTPException(400, "due is before issued")
    total = 0.0
    for line in data["lines"]:
        total += round(line["qty"] * line["unit_price"], 2)
    return {"total": total - data.get("discount", 0)}
