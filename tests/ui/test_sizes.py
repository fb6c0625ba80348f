"""While the window is drawn to another size. How screens look at each: `test_every_size`."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.ui.app import QuizApp
from quizapp.ui.widgets.choices import Lines
from tests.ui.conftest import shown
from tests.ui.places import PLACES, Everything, arrive, go

pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize("place", PLACES)
async def test_another_size_shows_the_same_as_having_come_in_it(tmp_path: Path, place: str) -> None:
    """Drawn small, large and back, each screen stands as it did: nothing is cut off for good, nothing moves away."""
    app = QuizApp(Everything(tmp_path))

    async with app.run_test(size=(100, 32)) as pilot:
        await go(app, pilot, place)
        before = _steady(shown(app))
        for size in [(60, 20), (200, 60), (30, 8), (100, 32)]:
            await pilot.resize_terminal(*size)
            await arrive(pilot)

        assert _steady(shown(app)) == before


async def test_a_list_without_room_stands_still(tmp_path: Path) -> None:
    """Paging through a list in a window of one character does nothing, and above all does not end the app."""
    app = QuizApp(Everything(tmp_path))

    async with app.run_test(size=(80, 24)) as pilot:
        await go(app, pilot, "home")
        await pilot.press("down", "down")
        await pilot.resize_terminal(1, 1)
        await arrive(pilot)
        await pilot.press("pagedown", "pageup")
        await pilot.resize_terminal(80, 24)
        await arrive(pilot)

        assert "Practice" in shown(app)


@pytest.mark.parametrize("place", ["search", "task"])
async def test_any_list_without_room_stands_still(tmp_path: Path, place: str) -> None:
    """Lists that other widgets page through bear it as well."""
    app = QuizApp(Everything(tmp_path))

    async with app.run_test(size=(80, 24)) as pilot:
        await go(app, pilot, place)
        await pilot.resize_terminal(6, 1)
        await arrive(pilot)
        lists = list(app.screen.query(Lines))
        for lines in lists:
            lines.highlighted = 0
            lines.action_page_down()
            lines.action_page_up()

        assert [lines.highlighted for lines in lists] == [0] * len(lists) != []


def _steady(text: str) -> list[str]:
    """The lines of a screen that do not tell the time."""
    return [line for line in text.splitlines() if ":" not in line]
