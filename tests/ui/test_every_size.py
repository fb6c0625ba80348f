"""Screens to be read, and what lies over them, at four sizes, in characters.

Those to be worked in have pictures of their own: `test_practice_pictures`, `test_interview_pictures` and others.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.pilot import Pilot

from quizapp.ui.app import QuizApp
from tests.ui.conftest import SNAPSHOT_PYTHON
from tests.ui.overlays import OVERLAYS, lay
from tests.ui.places import PLACES, Everything, arrive, go
from tests.ui.writing import steady, written

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
READ = [
    *(place for place in PLACES if place.startswith("study")),
    *("chooser", "search", "glossary", "summary", "topic", "progress", "backups"),
]
OVER_THEM = [overlay for overlay, (place, _) in OVERLAYS.items() if place in READ]


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


async def pages(app: QuizApp, pilot: Pilot[None]) -> str:
    """The screen as it is when its window is drawn to each size."""
    steady(app)
    seen = []
    for size in SIZES:
        await pilot.resize_terminal(*size)
        await arrive(pilot)
        seen.append("== {}x{}\n{}".format(*size, written(app)))
    return "".join(seen)


@pytest.mark.parametrize("place", READ)
async def test_screen(tmp_path: Path, written_before: SnapshotAssertion, place: str) -> None:
    """As it is when one comes to it."""
    app = QuizApp(Everything(tmp_path))

    async with app.run_test(size=(80, 24)) as pilot:
        await go(app, pilot, place)

        assert await pages(app, pilot) == written_before


@pytest.mark.parametrize("overlay", OVER_THEM)
async def test_overlay(tmp_path: Path, written_before: SnapshotAssertion, overlay: str) -> None:
    """What lies over a place after some keys, which is something else than was there before."""
    app = QuizApp(Everything(tmp_path))

    async with app.run_test(size=(80, 24)) as pilot:
        await go(app, pilot, OVERLAYS[overlay][0])
        before = written(app)
        await lay(pilot, overlay)

        assert written(app) != before
        assert await pages(app, pilot) == written_before
