"""One item of each kind, and topics and a blueprint around them, for tests of screens."""

from __future__ import annotations

from pydantic import TypeAdapter

from quizapp.domain.grading import Arranged, Paired, Picked, Pointed, Typed
from quizapp.domain.items.any import Item
from quizapp.domain.pack import Blueprint, Section, Topic

_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


def item(kind: str, slug: str, **fields: object) -> Item:
    """An item, without what every item has."""
    common = {
        "id": slug,
        "kind": kind,
        "topic": "http",
        "difficulty": 1,
        "seconds": 40,
        "stem": f"What of {slug}?",
        "explanation": "Because it does.",
    }
    return _ITEM.validate_python({**common, **fields})


CHOICE = item(
    "choice",
    "body-422",
    topic="validation",
    stem='A client sends `{"quantity": "lots"}` here. What does FastAPI answer?\n\n'
    "```python\nclass Order(BaseModel):\n    quantity: int\n    tags: list[int] = []\n```\n",
    options=[
        {"text": "`422` and a list that names the field", "key": True, "why": "It validates before it calls you."},
        {"text": "`400` and the exception's text", "why": "400 is a choice that FastAPI did not make."},
        {"text": '`500`, because `int("lots")` raises', "why": "It never reaches your code."},
    ],
    explanation="The default handler for `RequestValidationError` answers with **422**.",
    refs=["https://fastapi.tiangolo.com/tutorial/handling-errors/"],
)
SEVERAL = item(
    "choice",
    "idempotent",
    multiple=True,
    stem="Which of these methods are idempotent?",
    options=[
        {"text": "`PUT`", "key": True, "why": "Twice leaves the same state."},
        {"text": "`DELETE`", "key": True, "why": "The second finds nothing left to do."},
        {"text": "`POST`", "why": "Each may create another."},
    ],
)
SHORT = item(
    "short",
    "created",
    stem="Which status code says that a resource was created?",
    accept=[{"number": 201}],
    wrong=[{"answer": "200", "why": "200 only says that it went well."}],
)
CLOZE = item(
    "cloze",
    "session",
    topic="depends",
    stem="Fill the blanks so that the session is closed.",
    code="def get():\n    session = new()\n    try:\n        {{give}} session\n    finally:\n        session.{{end}}()",
    blanks={
        "end": {"accept": ["close"], "why": "It gives the connection back."},
        "give": {"accept": ["yield"], "why": "The code after it runs later."},
    },
)
ORDER = item(
    "order",
    "onion",
    topic="middleware",
    stem="Put the lines in the order in which they run.",
    code=True,
    lines=["before_outer()", "    before_inner()", "    after_inner()", "after_outer()"],
    extra=["around_inner()"],
)
MATCH = item(
    "match",
    "codes",
    stem="Match each status with its meaning.",
    pairs=[
        {"left": "`401`", "right": "Not authenticated", "why": "Misnamed Unauthorized."},
        {"left": "`403`", "right": "Not allowed", "why": "Knowing you does not help."},
        {"left": "`409`", "right": "Conflict", "why": "Such as a duplicate."},
    ],
    extra=["Overloaded"],
)
PREDICT = item(
    "predict",
    "path-int",
    topic="validation",
    stem="What does this app answer?",
    app="from fastapi import FastAPI\n\napp = FastAPI()\n\n"
    '@app.get("/items/{item_id}")\ndef read(item_id: int):\n    return item_id\n',
    before=[{"GET": "/items/1"}],
    request={"GET": "/items/x", "headers": {"accept": "application/json"}},
    asks=[
        {"say": "The status code", "of": "status", "answer": 422, "choices": [200, 404, 422]},
        {"say": "The `type` of the first error", "of": "$.detail[0].type", "answer": "int_parsing"},
    ],
)
SPOT = item(
    "spot",
    "blocking",
    topic="event-loop",
    stem="This endpoint makes every other request wait. Where, and why?",
    code="import time  # blocks\n\n@app.get('/slow')\nasync def slow():\n    time.sleep(2)\n    return 'done'\n",
    lines=5,
    options=[
        {"text": "It blocks the event loop", "key": True, "why": "`time.sleep` never yields."},
        {"text": "It sleeps too long", "why": "The length does not matter."},
    ],
)
ITEMS = [CHOICE, SEVERAL, SHORT, CLOZE, ORDER, MATCH, PREDICT, SPOT]

HOSTILE = item(
    "choice",
    "hostile",
    stem="Which is \x1b[31mred\x1b[0m: [/] or [bold]bold[/bold] or list[int]?".replace("\x1b", ""),
    options=[
        {"text": "list[int]", "key": True, "why": "[/] closes nothing here."},
        {"text": "[/]", "why": "[bold]not bold[/bold]"},
        {"text": "dict[str, list[int]]", "why": "[@click=app.quit]never[/]"},
    ],
    explanation="`Annotated[int, Path()]` and [link=x]y[/link] are shown as text.",
)


def topic(slug: str, title: str, *, after: tuple[str, ...] = ()) -> Topic:
    """A topic with notes in two languages."""
    return Topic(
        id=slug,
        title=title,
        summary=f"What one must know of {title}.",
        after=list(after),
        notes={"en": f"**{title}** in a minute: `list[int]`.", "zh-Hans": f"一分钟了解 {title}。"},
    )


TOPICS = [
    topic("http", "HTTP for APIs"),
    topic("event-loop", "The event loop"),
    topic("middleware", "Middleware", after=("event-loop",)),
    topic("validation", "Request validation", after=("http",)),
    topic("depends", "Dependencies", after=("validation",)),
]
BLUEPRINT = Blueprint(
    id="screen",
    title="Phone screen",
    summary="A quarter of an hour over the basics.",
    sections=[
        Section(title="Basics", minutes=10, items=5, topics=["http", "validation"]),
        Section(title="Depth", minutes=5, items=3, topics=["event-loop", "middleware", "depends"]),
    ],
)


def keys_for(item: Item, order: list[int]) -> list[str]:
    """The keys that answer a sample rightly, with the options in that order."""
    digit = {position: str(place) for place, position in enumerate(order, 1)}
    letter = {position: "abcdefghi"[place] for place, position in enumerate(order)}
    match item.id:
        case "body-422":
            return [digit[0], "enter"]
        case "idempotent":
            return [digit[0], digit[1], "enter"]
        case "created":
            return ["2", "0", "1", "enter"]
        case "session":
            return [*"yield", "enter", *"close", "enter"]
        case "onion":
            return [letter[0], letter[1], letter[2], letter[3], "enter"]
        case "codes":
            return [letter[0], letter[1], letter[2], "enter"]
        case "path-int":
            return ["3", *"int", "underscore", *"parsing", "enter"]
        case _:
            return ["down", "down", "down", "down", "space", digit[0], "enter"]


RESPONSES = {
    "body-422": Picked(options=[0]),
    "idempotent": Picked(options=[0, 1]),
    "created": Typed(texts=["201"]),
    "session": Typed(texts=["close", "yield"]),
    "onion": Arranged(lines=[0, 1, 2, 3]),
    "codes": Paired(rights=[0, 1, 2]),
    "path-int": Typed(texts=["422", "int_parsing"]),
    "blocking": Pointed(line=5, option=0),
}
"""What is right for each sample."""
