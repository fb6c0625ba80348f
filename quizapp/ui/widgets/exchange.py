"""A request as one reads it."""

from __future__ import annotations

from textual.content import Content

from quizapp.domain.items.predicted import Predict
from quizapp.domain.steps.request import RequestStep
from quizapp.ui.text import clean


def request_lines(request: RequestStep) -> Content:
    """Method and path first, then headers and body, one a line."""
    first, *rest = clean(request.written).split("   ")
    method, _, path = first.partition(" ")
    return Content("\n").join(
        [
            Content.assemble((f"{method} ", "bold $text-primary"), path),
            *(Content.assemble("    ", (line, "$muted")) for line in rest),
        ]
    )


def request_text(item: Predict) -> Content:
    """What happens to the app before, and the request whose answer is asked for."""
    lines: list[Content] = []
    for number, step in enumerate(item.before, 1):
        lines.append(Content.assemble((f"{number}. ", "$muted"), request_lines(step)))
    if lines:
        lines.append(Content.assemble(("then ", "$muted"), request_lines(item.request)))
    else:
        lines.append(request_lines(item.request))
    return Content("\n").join(lines)
