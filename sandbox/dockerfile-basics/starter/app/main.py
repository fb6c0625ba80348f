"""Given: the app that the image is to run."""

import json
from pathlib import Path

from fastapi import FastAPI, HTTPException

GREETINGS = json.loads((Path(__file__).parent / "greetings.json").read_text(encoding="utf-8"))

app = FastAPI()


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/hello/{language}")
def hello(language: str):
    if language not in GREETINGS:
        raise HTTPException(404, "nobody here speaks that")
    return {"greeting": GREETINGS[language]}
