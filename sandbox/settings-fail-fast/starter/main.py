import os

from dotenv import load_dotenv
from fastapi import FastAPI

import support

load_dotenv(override=True)
print("the shop starts with key", os.getenv("SHOP_API_KEY"))

app = FastAPI()
app.include_router(support.router)


@app.get("/info")
def info():
    return {
        "app_name": os.getenv("SHOP_APP_NAME", "demo"),
        "debug": bool(os.getenv("SHOP_DEBUG")),
        "allowed_hosts": os.getenv("SHOP_ALLOWED_HOSTS", "localhost").split(","),
    }


@app.get("/signature")
def signature():
    return {"signature": support.sign("GET /prices", os.getenv("SHOP_API_KEY"))}
