"""Every screen and box at four sizes, in characters; colours are for the pictures of other tests.

A screen or a box that is new has to stand in `places`, `overlays` or `scenes`: the last tests here miss it otherwise.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.pilot import Pilot
from textual.screen import Screen

from quizapp.ui import modals, screens
from quizapp.ui.app import QuizApp
from quizapp.ui.modals.diff import DiffModal
from quizapp.ui.widgets.foot import Foot
from tests.ui.conftest import SNAPSHOT_PYTHON, FakeServices
from tests.ui.overlays import OVERLAYS, lay
from tests.ui.places import BOXES, PLACES, Everything, arrive, go, open_box
from tests.ui.scenes import SCENES
from tests.ui.writing import steady, written

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
KEPT = Path(__file__).parent / "__snapshots__" / Path(__file__).stem
ONLY_BOXES = [box for box, (place, keys) in BOXES.items() if (place, tuple(keys)) not in OVERLAYS.values()]
"""Boxes that are not among what lies over places."""
MADE_INTO_OTHERS = {DiffModal}
"""What no one ever sees: only what is made of it."""


class Characters(SingleFileSnapshotExtension):
    """One text file a screen."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def written_before(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """What was written of the screen before; on one Python, for what is coloured in code differs by its version."""
    if sys.version_info[:2] != SNAPSHOT_PYTHON:
        pytest.skip(f"snapshots are made on Python {'.'.join(map(str, SNAPSHOT_PYTHON))} only")
    return snapshot.use_extension(Characters)


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    """Something of every kind."""
    return Everything(tmp_path)


async def pages(app: QuizApp, pilot: Pilot[None], *again: str) -> str:
    """The name of what lies on top, and how it looks when its window is drawn to each size.

    Args:
        app: stands where it is to be looked at.
        pilot: its own.
        again: keys that bring back what another size closes.
    """
    steady(app)
    app.clear_notifications()  # they come and go by the clock
    name = type(app.screen).__name__
    seen = [f"{name}\n"]
    for size in SIZES:
        await pilot.resize_terminal(*size)
        for foot in (foot for screen in app.screen_stack for foot in screen.query(Foot)):
            await foot.recompose()  # it is fitted when it is built, as for whoever comes in this size
        await arrive(pilot)
        if type(app.screen).__name__ != name:
            await pilot.press(*again)
            await arrive(pilot)
        assert type(app.screen).__name__ == name
        steady(app)
        seen.append(f"{headed(size)}\n{written(app)}")
    return "".join(seen)


def headed(size: tuple[int, int]) -> str:
    """The line above a size."""
    return "== {}x{}".format(*size)


@pytest.mark.parametrize("place", PLACES)
async def test_screen(services: FakeServices, written_before: SnapshotAssertion, place: str) -> None:
    """As it is when one comes to it."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await go(app, pilot, place)

        assert await pages(app, pilot) == written_before


@pytest.mark.parametrize("overlay", OVERLAYS)
async def test_overlay(services: FakeServices, written_before: SnapshotAssertion, overlay: str) -> None:
    """What lies over a place after some keys, which is something else than was there before."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await go(app, pilot, OVERLAYS[overlay][0])
        before = written(app)
        await lay(pilot, overlay)

        assert written(app) != before
        assert await pages(app, pilot) == written_before


@pytest.mark.parametrize("box", ONLY_BOXES)
async def test_box(services: FakeServices, written_before: SnapshotAssertion, box: str) -> None:
    """A box that keys open."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await open_box(app, pilot, box)

        assert await pages(app, pilot, *BOXES[box][1]) == written_before


@pytest.mark.parametrize("scene", SCENES)
async def test_scene(services: FakeServices, written_before: SnapshotAssertion, scene: str) -> None:
    """A moment that takes some making."""
    opening, keys = SCENES[scene]
    wish = opening(services)  # before the app counts what there is
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.post_message(wish)
        await arrive(pilot)
        for key in keys:
            await pilot.press(key)
            await arrive(pilot)

        assert await pages(app, pilot) == written_before


def classes(package: ModuleType) -> Iterator[type[Screen[object]]]:
    """Every screen that a package's modules define."""
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        for _, found in inspect.getmembers(loaded, inspect.isclass):
            if issubclass(found, Screen) and found.__module__ == loaded.__name__ and found not in MADE_INTO_OTHERS:
                yield found


@pytest.mark.parametrize("package", [screens, modals], ids=["screens", "boxes"])
def test_nothing_is_without_its_four_sizes(package: ModuleType) -> None:
    """A screen or a box that nobody has looked at in a small window, or in a wide one, is told here by its name."""
    wanted = [headed(size) for size in SIZES]
    drawn = set()
    for file in KEPT.glob("*.txt"):
        name, *lines = file.read_text(encoding="utf-8").splitlines()
        if [line for line in lines if line in wanted] == wanted:
            drawn.add(name)

    assert [found.__name__ for found in classes(package) if found.__name__ not in drawn] == []


def test_no_picture_is_kept_of_what_is_gone() -> None:
    """Each file belongs to a place, so that none vouches for a screen that nobody draws any more."""
    named = {"screen": PLACES, "overlay": OVERLAYS, "box": ONLY_BOXES, "scene": SCENES}
    expected = {f"test_{kind}[{name}].txt" for kind, names in named.items() for name in names}

    assert {file.name for file in KEPT.glob("*.txt")} == expected
