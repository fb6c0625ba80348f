"""NO_COLOR and reduced motion, as a terminal's owner sets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import asyncio, json, sys
from pathlib import Path
from quizapp.bootstrap import application
from quizapp.ui.app import QuizApp

async def main():
    app = QuizApp(application())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        colours = set()
        for strip in app.screen._compositor.render_strips():
            for filter in app._filters:
                strip = strip.apply_filter(filter, app.screen.background_colors[1])
            for segment in strip:
                if segment.style and segment.style.color and segment.style.color.triplet:
                    colours.add(tuple(segment.style.color.triplet))
        print(json.dumps([app.animation_level, sorted(colours)]))

asyncio.run(main())
"""


@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1", "TEXTUAL_ANIMATIONS": "none"}], ids=["as is", "reduced"])
def test_colour_and_motion_are_left_out_when_asked(tmp_path: Path, variables: dict[str, str]) -> None:
    """With NO_COLOR only greys are painted; TEXTUAL_ANIMATIONS=none moves nothing. Without them there is colour."""
    environment = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "TEXTUAL_ANIMATIONS"}}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**environment, **variables, "QUIZAPP_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]

    motion, colours = json.loads(done.stdout.splitlines()[-1])

    has_colour = any(len(set(colour)) > 1 for colour in colours)
    assert (motion == "none", has_colour) == (bool(variables), not variables)
