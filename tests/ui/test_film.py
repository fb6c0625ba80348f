"""Pictures and the film of the README: they play without scripts, ask nothing of the network, and weigh little."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from quizapp.ui.app import QuizApp
from tests.ui.conftest import FakeServices
from tests.ui.film import Camera, Moment, drawn

README = Path(__file__).parents[2] / "README.md"
PICTURES = sorted((Path(__file__).parent / "pictures").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
MEGABYTE = 1_000_000


def texts(svg: str) -> list[str]:
    """Every piece of text in it."""
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


async def test_a_picture_says_what_the_screen_says() -> None:
    """Each word that stands on the screen stands in the picture, a box that lies over it included."""
    app = QuizApp(FakeServices())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        at_home = " ".join(texts(Camera(app).picture()))
        await pilot.press("f1")
        await pilot.pause()
        helped = " ".join(texts(Camera(app).picture()))

    assert "Practice" in at_home
    assert "Keys of this screen" not in at_home
    assert "Keys of this screen" in helped


def test_what_stands_still_is_drawn_once() -> None:
    """Of three moments that differ in one line the others are there once, and each moment has its time of the whole."""
    same = "<text>same</text>"
    moments = [Moment((same, f"<text>{number}</text>"), seconds=2.5) for number in range(4)]

    svg = drawn(moments, {}, 80, poster=1)

    assert sorted(texts(svg)) == ["0", "1", "2", "3", "quizapp", "same"]
    assert svg.count("animation:k") == 4
    assert svg.count(" 10s step-end infinite") == 4
    assert svg.count("visibility:visible;animation") == 1
    assert "0%{visibility:hidden}25.000%{visibility:visible}50.000%,100%{visibility:hidden}" in svg


def test_text_of_a_caption_cannot_leave_it() -> None:
    """Angle brackets and ampersands are letters."""
    svg = drawn([Moment(("",), said="a < b & c"), Moment(("",), said="</svg>")], {}, 80)

    assert {"a < b & c", "</svg>"} <= set(texts(svg))


def test_each_picture_is_in_the_readme_and_is_there() -> None:
    """README shows every picture that is kept, and none that is not."""
    shown = set(re.findall(r"\]\((tests/ui/pictures/[^)]+)\)", README.read_text(encoding="utf-8")))

    assert shown == {file.relative_to(README.parent).as_posix() for file in PICTURES}


@pytest.mark.parametrize("file", PICTURES, ids=lambda file: file.stem)
def test_a_picture_needs_nothing_else(file: Path) -> None:
    """No script, no address but the name of SVG itself, no font from elsewhere, and well below a megabyte."""
    svg = file.read_text(encoding="utf-8")
    attributes = {name for element in ET.fromstring(svg).iter() for name in element.attrib}

    assert len(svg) < MEGABYTE
    assert {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()} <= {
        "svg", "style", "rect", "circle", "text", "g",
    }  # fmt: skip
    assert [name for name in attributes if name.lower().startswith("on") or "href" in name] == []
    assert re.findall(r"@import|@font-face|url\(", svg) == []


def test_the_film_lasts_less_than_half_a_minute() -> None:
    """Long enough to read along, short enough to be watched."""
    svg = next(file for file in PICTURES if file.stem == "demo").read_text(encoding="utf-8")

    lengths = {float(seconds) for seconds in re.findall(r"animation:k\d+ ([\d.]+)s", svg)}

    assert len(lengths) == 1
    assert 15 < lengths.pop() < 30
