"""A screen comes up at once: styled for its size, with its keys, and each part of it only once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.events import Key, Paste
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from quizapp.ui.app import QuizApp
from quizapp.ui.modals.doubt import DoubtModal
from quizapp.ui.screens.find import FindScreen
from quizapp.ui.widgets.foot import Foot
from quizapp.ui.widgets.modal import Modal
from quizapp.ui.widgets.narrowing import Words
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.typing import Sheet
from tests.ui.conftest import FakeServices


class Bare(Page):
    """A page with one line."""

    heading = "Bare"

    def content(self) -> ComposeResult:
        """One line."""
        yield Static("line")

    def on_mount(self) -> None:
        """See what there is now, and when the screen is laid out for the first time."""
        self.classes_at_first = self.classes
        self.keys_at_first: int | None = None
        self.layouts = 0
        self.screen_layout_refresh_signal.subscribe(self, self._look)

    def _look(self, _: object) -> None:
        self.layouts += 1
        if self.keys_at_first is None:
            self.keys_at_first = len(self.query_one(Foot).children)


class Box(Modal[None]):
    """A box with one line; nothing in it has the focus, which would style what is in that once more."""

    AUTO_FOCUS = ""

    def content(self) -> ComposeResult:
        """One line."""
        yield Static("line")


@pytest.mark.parametrize(
    ("size", "classes"),
    [
        ((80, 24), {"-normal", "-tall"}),
        ((71, 23), {"-narrow", "-tall"}),
        ((72, 22), {"-normal", "-short"}),
        ((1, 1), {"-narrow", "-short"}),
    ],
)
async def test_a_page_has_the_classes_of_its_size_from_the_first(size: tuple[int, int], classes: set[str]) -> None:
    """They are there before the parts are, and are Textual's own from then on."""
    app: App[None] = App()
    async with app.run_test(size=size) as pilot:
        page = Bare(None)
        await app.push_screen(page)
        await pilot.pause()

        assert page.classes_at_first == frozenset(classes)
        assert page.classes == frozenset(classes)

        await pilot.resize_terminal(100, 40)
        await pilot.pause()

        assert page.classes == frozenset({"-normal", "-tall"})


@pytest.mark.parametrize("make", [partial(Bare, None), Box], ids=["page", "box"])
async def test_each_part_is_styled_once(monkeypatch: pytest.MonkeyPatch, make: Callable[[], Screen[None]]) -> None:
    """When it comes, and not again because the screen is shown or learns its size."""
    app: App[None] = App()
    styled: Counter[DOMNode] = Counter()
    apply = Stylesheet.apply

    def counted(sheet: Stylesheet, node: DOMNode, **how: Any) -> None:
        styled[node] += 1
        apply(sheet, node, **how)

    async with app.run_test(size=(80, 24)) as pilot:
        screen = make()
        monkeypatch.setattr(Stylesheet, "apply", counted)
        await app.push_screen(screen)
        await pilot.pause()

        assert {repr(part): styled[part] for part in screen.walk_children(Widget)} == {
            repr(part): 1 for part in screen.walk_children(Widget)
        }


async def test_the_keys_are_there_with_the_first_frame() -> None:
    """The line of keys is not built, laid out and painted after all else."""
    app: App[None] = App()
    async with app.run_test(size=(80, 24)) as pilot:
        page = Bare(None)
        await app.push_screen(page)
        await pilot.pause()

        assert page.keys_at_first == len(page.query_one(Foot).children)
        assert page.keys_at_first


async def test_what_is_typed_while_a_screen_opens_is_not_lost(services: FakeServices) -> None:
    """Letters go to the field that has the focus when the screen is up, in their order; what quits does not wait."""
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        page = FindScreen(services)
        opening = app.push_screen(page)
        for letter in "status":
            app.post_message(Key(letter, letter))
        app.post_message(Paste(" code"))
        await opening
        app.post_message(Key("s", "s"))
        await pilot.pause()

        assert page.query_one(Words).value == "status codes"

        app.push_screen(FindScreen(services))
        app.post_message(Key("ctrl+q", None))
        await pilot.pause()

    assert app.return_code == 0


async def test_what_is_typed_while_a_box_opens_goes_into_the_box(services: FakeServices) -> None:
    """As the digit does that follows Enter on a setting."""
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        box = DoubtModal()
        opening = app.push_screen(box)
        for letter in "1a":
            app.post_message(Key(letter, letter))
        await opening
        await pilot.pause()

        assert box.query_one(Sheet).text == "1a"


async def test_a_screen_that_has_a_size_before_it_is_shown_takes_keys(services: FakeServices) -> None:
    """As the first one has on a machine that is slow to start: else it would keep for ever what is typed."""
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        page = FindScreen(services)
        page._size = Size(80, 24)
        await app.push_screen(page)
        await pilot.press("a")
        await pilot.pause()

        assert page.query_one(Words).value == "a"
