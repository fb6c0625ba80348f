"""Markup and escapes from packs, servers and learners stand as text, or not at all: around a coding task.

Every other place is in `test_text_in_boxes`.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widget import Widget

from quizapp.domain.report import CheckResult
from quizapp.domain.request import Response
from quizapp.ui.app import QuizApp
from tests.fakes import FakeLibrary
from tests.ui import samples
from tests.ui.conftest import shown
from tests.ui.places import OPEN, Everything, arrive, go
from tests.ui.practice_samples import TextChecker, make_folder

MARKUP = "[/] [link=evil:x]l[/link] [@click=app.quit]q[/] [b]x[/b] [/nothing] $text"
INVISIBLE = "\u202e\u2066\u200b\u200d\ufeff\u2069"
"""Bidirectional controls and zero-width characters, which make a text look like another one."""
ESCAPES = "\x1b[31mred\x1b[0m\x1b]8;;evil:x\x1b\\l\x1b]8;;\x1b\\\x1b]0;owned\x07\x1b[2J\x9b31m\x08\x07"
LONG = "W" * 3000
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

KEPT_BY_MODELS = {"interview", "history", "comparison", "debrief"}
"""An interview keeps its blueprint and questions as JSON, whose models refuse control characters before all else."""

pytestmark = pytest.mark.timeout(300)


def nasty(value: Any, *, tail: str) -> Any:
    """The same data with something nasty after each text that a person would read."""
    match value:
        case str() if " " in value and "\n" not in value:
            return f"{value} {tail}"
        case list():
            return [nasty(each, tail=tail) for each in value]
        case dict():
            kept = {"id", "kind", "of", "request", "before", "app", "code", "any_of", "refs", "topic"}
            return {key: each if key in kept else nasty(each, tail=tail) for key, each in value.items()}
        case _:
            return value


def remade(model: Any, tail: str) -> Any:
    """A model whose texts are nasty; what its own rules refuse in a pack is set past them."""
    kind = type(model)
    fields = {name: getattr(model, name) for name in kind.model_fields}
    return model.model_copy(update={name: _nasty_field(name, value, tail) for name, value in fields.items()})


def _nasty_field(name: str, value: Any, tail: str) -> Any:
    if name in {"id", "kind", "topic", "pack", "code", "app", "refs", "of", "any_of", "given", "starter", "solution"}:
        return value
    if isinstance(value, str):
        return f"{value} {tail}" if " " in value else value
    if isinstance(value, tuple | list):
        return type(value)(_nasty_field("", each, tail) for each in value)
    if isinstance(value, dict):
        return {key: _nasty_field("", each, tail) for key, each in value.items()}
    return remade(value, tail) if hasattr(type(value), "model_fields") else value


class Hostile(Everything):
    """The same library, written by somebody who wishes us ill."""

    def __init__(self, reports: Path, tail: str) -> None:
        super().__init__(reports)
        folder = make_folder()
        folder = folder.model_copy(update={"task": remade(folder.task, tail)})
        self.library = FakeLibrary(
            [remade(item, tail) for item in [*samples.ITEMS, OPEN]],
            tasks=[folder],
            topics=[remade(topic, tail) for topic in samples.TOPICS],
            blueprints=[remade(samples.BLUEPRINT, tail)],
        )
        self.folder = folder


def contents(app: QuizApp) -> list[Content]:
    """What each widget on the screen shows, whether it is scrolled into view or not."""
    found = []
    for widget in app.screen.walk_children(Widget):
        visual = getattr(widget, "visual", None)
        if isinstance(visual, Content):
            found.append(visual)
    return found


def harmless(app: QuizApp) -> None:
    """No action hangs on a text that is not ours, and no character stands there that a terminal acts upon."""
    painted = shown(app)
    assert FORBIDDEN.search(painted) is None, FORBIDDEN.search(painted)
    for content in contents(app):
        assert FORBIDDEN.search(content.plain) is None, content.plain[:200]
        for span in content.spans:
            meta = getattr(span.style, "meta", {})
            assert "app.quit" not in str(meta) + str(span.style), content.plain[:200]
            assert "evil:x" not in str(meta) + str(span.style), content.plain[:200]
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            assert segment.control is None
            assert segment.style is None or segment.style.link is None or "evil:x" not in segment.style.link


async def answered(pilot: Pilot[None]) -> None:
    """Give up on the question, whatever it is."""
    await pilot.press("ctrl+g", "x")
    await arrive(pilot)


class HostileChecker(TextChecker):
    """Judges as it should; what the app answered and printed, it made as nasty as it could."""

    def __init__(self, tail: str) -> None:
        super().__init__()
        self._tail = tail
        self.output = f"INFO printed {tail}\n{tail}\n"

    def _judge(self, check: str, title: str, source: str) -> CheckResult:
        return remade(super()._judge(check, title, source), self._tail)


@pytest.mark.parametrize("tail", [MARKUP, ESCAPES, INVISIBLE, LONG], ids=["markup", "escapes", "invisible", "long"])
@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
async def test_what_an_app_answers_and_prints_is_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tail: str, size: tuple[int, int]
) -> None:
    """In the checks, in the evidence and among the output, side by side and as tabs."""
    services = Hostile(tmp_path, tail)
    services.checker = HostileChecker(tail)
    app = QuizApp(services)
    monkeypatch.setattr(app, "exit", lambda *_, **__: pytest.fail("a text ended the app"))
    seen = ""

    async with app.run_test(size=size) as pilot:
        await go(app, pilot, "task")
        await pilot.press("ctrl+s")
        await arrive(pilot)
        if size[0] > 100:
            await pilot.press("escape")  # out of the text, which has the keys on a wide screen
        for key in ("3", "4", "1", "h"):
            await pilot.press(key)
            await arrive(pilot)
            harmless(app)
            seen += shown(app)

    assert services.checker.given
    assert "printed" in seen
    assert ("owned" in seen) is False


@pytest.mark.parametrize("tail", [MARKUP, ESCAPES, INVISIBLE, LONG], ids=["markup", "escapes", "invisible", "long"])
@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
async def test_what_a_running_app_answers_and_prints_is_text(tmp_path: Path, tail: str, size: tuple[int, int]) -> None:
    """In its log, in the console's answer, and among its routes, from which requests are offered."""
    services = Hostile(tmp_path, tail)
    services.courier.response = Response(
        status=500,
        phrase=f"500 {tail}",
        headers=((f"x-{tail}", tail),),
        body=f'{{"said": "{tail}"}}',
        trouble=f"It broke off: {tail}",
    )
    app = QuizApp(services)

    async with app.run_test(size=size) as pilot:
        await go(app, pilot, "console")
        services.sandbox.apps[-1].printed = f"printed {tail}\n{tail}"
        services.sandbox.apps[-1].listed = [f"GET /{tail}", f"POST /a{tail.replace(' ', '')}"]
        await pilot.press("f5")
        await arrive(pilot)
        harmless(app)
        answered = "".join(content.plain for content in contents(app))
        await pilot.press("ctrl+o")
        await arrive(pilot)
        harmless(app)
        await pilot.press("end", "enter")
        await arrive(pilot)
        harmless(app)
        await pilot.press("escape", *(["escape"] if size[0] > 100 else []), "5")
        await arrive(pilot)
        async with asyncio.timeout(30):
            while not any("printed" in content.plain for content in contents(app)):  # noqa: ASYNC110 - a pane that looks
                await asyncio.sleep(0.02)
        harmless(app)

    assert services.courier.carried
    assert "It broke off" in answered
