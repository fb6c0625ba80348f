"""Themes: measured, taken from settings, key and palette; and motion."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.screen import ModalScreen
from textual.theme import Theme
from textual.widget import Widget
from textual.widgets import Input, OptionList

from quizapp.config import Settings
from quizapp.ui.app import QuizApp
from quizapp.ui.commands import LOOKS, LookCommands
from quizapp.ui.messages import SearchRequested, SettingsRequested, StudyRequested
from quizapp.ui.theme import CONTRAST, DARK, LIGHT, NAMES, TERMINAL, THEMES
from tests.ui import samples
from tests.ui.conftest import FakeServices, notices, shown
from tests.ui.laid import painted
from tests.ui.places import PLACES, Everything, go

ENHANCED = 7.0
"""The contrast that WCAG 2.2 asks of text in 1.4.6, level AAA."""
ENOUGH = 4.5
"""What it asks in 1.4.3, level AA."""
TEXTS = (
    *("foreground", "muted", "text-primary", "text-accent", "text-success", "text-warning", "text-error"),
    *("primary", "accent", "success", "warning", "error"),
)
GROUNDS = ("background", "surface", "panel", "block-cursor-background", "block-cursor-blurred-background")
Shown = tuple[str, Style]


def texts(app: QuizApp, part: Widget | None = None) -> Iterator[Shown]:
    """Everything on the screen, or in a part of it, that has a letter or a digit in it, with its style."""
    region = (part or app.screen).region
    for strip in app.screen._compositor.render_strips()[region.y : region.bottom]:
        for segment in strip.crop(region.x, region.right):
            assert isinstance(segment, Segment)
            if any(letter.isalnum() for letter in segment.text):
                yield segment.text.strip(), segment.style or Style()


def luminance(triplet: tuple[int, int, int]) -> float:
    """Relative luminance of an sRGB colour, as WCAG 2.2 defines it."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in triplet)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(style: Style) -> float:
    """The contrast of a text with its ground; what is dimmed counts as unreadable."""
    assert style.color is not None
    assert style.bgcolor is not None
    if style.dim or style.color.triplet is None or style.bgcolor.triplet is None:
        return 0.0
    lighter, darker = sorted((luminance(style.color.triplet), luminance(style.bgcolor.triplet)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_what_wcag_says() -> None:
    """Black on white has 21 to 1, and #767676 on white is the grey that just passes at 4.5."""
    assert contrast(Style(color="#000000", bgcolor="#ffffff")) == pytest.approx(21)
    assert contrast(Style(color="#767676", bgcolor="#ffffff")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("theme", "least"), [(DARK, ENOUGH), (LIGHT, ENOUGH), (CONTRAST, ENHANCED)])
def test_every_colour_of_a_text_can_be_read_on_every_ground(theme: Theme, least: float) -> None:
    """On the line under the cursor too, whether its list has the keys or not."""
    colours = theme.to_color_system().generate() | theme.variables

    faint = [
        f"{text} on {ground}"
        for text in TEXTS
        for ground in GROUNDS
        if contrast(Style(color=colours[text], bgcolor=colours[ground])) < least
    ]

    assert faint == []


@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
@pytest.mark.parametrize("place", ["home", "chooser", "search", "task", "study a spot"])
async def test_the_line_under_the_cursor_can_be_read(tmp_path: Path, theme: str, place: str) -> None:
    """As it is drawn, with all that lies around it."""
    services = Everything(tmp_path)
    services.settings = Settings(theme=theme)
    app = QuizApp(services)

    async with app.run_test(size=(200, 60)) as pilot:
        await go(app, pilot, place)

        assert [text for text, style in texts(app) if contrast(style) < ENOUGH] == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("theme", [CONTRAST.name, TERMINAL.name])
async def test_each_place_can_be_read(tmp_path: Path, theme: str) -> None:
    """In high contrast at seven to one at least; in the terminal's own colours with none that a program chose."""
    services = Everything(tmp_path)
    services.settings = Settings(theme=theme)
    app = QuizApp(services)
    faint: list[tuple[str, str]] = []
    measured = 0

    async with app.run_test(size=(120, 40)) as pilot:
        for place in PLACES:
            await go(app, pilot, place)
            # What lies below a box is dimmed, and not to be read.
            box = app.screen.query_one(".modal--box") if isinstance(app.screen, ModalScreen) else None
            found = list(texts(app, box))
            measured += len(found)
            faint += [(place, f"{text}: {style}") for text, style in found if not is_readable(style, theme)]

    assert faint == []
    assert measured > 10 * len(PLACES)


async def test_in_the_terminals_colours_a_field_shows_its_cursor_and_what_is_chosen(services: FakeServices) -> None:
    """Both turned around, since no ground of ours would do on every terminal; and told apart."""
    services.settings = Settings(theme=TERMINAL.name)
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"abcd", "left")
        await pilot.pause()
        field = app.screen.query_one(Input)
        field.cursor_blink = False
        await pilot.pause()
        cursor = {text: style for text, style in texts(app, field) if style.reverse}
        await pilot.press("shift+left", "shift+left")
        await pilot.pause()
        chosen = {text: style for text, style in texts(app, field) if style.reverse}

    assert list(cursor) == ["d"]
    assert list(chosen) == ["b", "c"]
    assert {
        part.is_default for style in [*cursor.values(), *chosen.values()] for part in (style.color, style.bgcolor)
    } == {True}
    assert chosen["b"].underline != chosen["c"].underline


@pytest.mark.parametrize("theme", [DARK.name, TERMINAL.name])
async def test_where_one_types_has_an_edge(theme: str) -> None:
    """And another one where the keys go, of another shape."""
    app = QuizApp(FakeServices([samples.CLOZE], Settings(theme=theme)))

    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(StudyRequested())
        await pilot.pause()
        fields = app.screen.query(Input)
        edges = {(field.has_focus, painted(app.screen)[field.region.y][field.region.x][0]) for field in fields}

    assert edges == {(True, "▌"), (False, "▏")}


@pytest.mark.parametrize("theme", [CONTRAST.name, TERMINAL.name])
async def test_the_line_under_the_cursor_is_told_by_more_than_its_ground(tmp_path: Path, theme: str) -> None:
    """It is underlined, in a list that narrows while one types in the field above as well."""
    services = Everything(tmp_path)
    services.settings = Settings(theme=theme)
    app = QuizApp(services)
    seen: dict[str, tuple[bool, list[str]]] = {}

    async with app.run_test(size=(120, 40)) as pilot:
        for place in ("home", "tasks", "search", "glossary", "keys", "interviews", "packs"):
            await go(app, pilot, place)
            lists = app.screen.query(OptionList)
            (lines,) = [each for each in lists if each.highlighted_option is not None]
            underlined = [text for text, style in texts(app, lines) if style.underline]
            prompt = str(lines.highlighted_option.prompt) if lines.highlighted_option else ""
            seen[place] = bool(underlined), [text for text in underlined if text.split()[0] not in prompt]

    assert seen == dict.fromkeys(seen, (True, []))


def is_readable(style: Style, theme: str) -> bool:
    """Whether a text in a theme's style can be read: measured, or left to whoever chose the terminal's colours."""
    if theme == CONTRAST.name:
        return contrast(style) >= ENHANCED
    colours = [colour for colour in (style.color, style.bgcolor) if colour is not None]
    return all(colour.type in {ColorType.DEFAULT, ColorType.STANDARD} for colour in colours)


async def test_boxes_can_be_read_in_high_contrast() -> None:
    """What lies over a screen: help, a setting's values, a typed value, a notice."""
    app = QuizApp(FakeServices(settings=Settings(theme=CONTRAST.name)), opening=SettingsRequested())
    found: list[Shown] = []

    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await pilot.pause()
        app.notify("What it is about.", title="A notice", severity="error")
        async with asyncio.timeout(30):
            while "What it is about." not in shown(app):
                await pilot.pause(0.02)
        found += texts(app)
        for keys in (["f1"], ["escape", "enter"], ["escape", "end", "up", "enter"]):
            await pilot.press(*keys)
            await pilot.pause()
            found += texts(app, app.screen.query_one(".modal--box"))

    assert [text for text, style in found if contrast(style) < ENHANCED] == []
    assert any("What it is about." in text for text, _ in found)


async def test_the_key_turns_through_every_theme(services: FakeServices) -> None:
    """f8 as often as there are themes ends where it began, and each was kept."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*["f8"] * len(THEMES))
        await pilot.pause()

        assert app.theme == THEMES[0].name
        assert [value for _, value in services.kept] == [*(theme.name for theme in THEMES[1:]), THEMES[0].name]


async def test_a_theme_of_textual_s_own_gives_way_to_ours(services: FakeServices) -> None:
    """Whoever has another theme comes back to the first of ours with f8."""
    services.settings = Settings(theme="nord")
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        before = app.theme
        await pilot.press("f8")
        await pilot.pause()

        assert (before, app.theme) == ("nord", THEMES[0].name)


async def test_a_theme_that_is_not_there_is_told(services: FakeServices) -> None:
    """A name that was misspelt is told with the key that leads on; the app looks as it does without one."""
    services.settings = Settings(theme="quizap-light")
    app = QuizApp(services)

    async with app.run_test() as pilot:
        await pilot.pause()

        assert app.theme == THEMES[0].name
        assert notices(app) == ["There is no theme quizap-light. F8 turns through those that there are."]


async def test_every_look_is_in_the_palette(services: FakeServices) -> None:
    """Each theme by what a person calls it, and motion; running one keeps it."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        named = [str(hit.display) async for hit in LookCommands(app.screen).discover()]
        found = [hit async for hit in LookCommands(app.screen).search("high contrast")]
        await found[0].command()
        await pilot.pause()

        assert named == [look.label for look in LOOKS]
        assert {f"Theme: {words}" for words in NAMES.values()} < set(named)
        assert app.theme == CONTRAST.name
        assert services.kept == [("theme", CONTRAST.name)]


async def test_the_palette_lists_keys_before_looks(services: FakeServices) -> None:
    """In the same order each time, whichever of them is quicker."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        (provider,) = app.COMMANDS
        listed = [str(hit.display) async for hit in provider(app.screen).discover()]

        assert listed[-len(LOOKS) :] == [look.label for look in LOOKS]
        assert "Study" in listed[: -len(LOOKS)]


@pytest.mark.parametrize(("motion", "blinks"), [("full", True), ("reduced", False)])
async def test_reduced_motion_holds_cursor_and_animation(motion: str, blinks: bool) -> None:
    """A cursor that comes up after the start stands still too."""
    app = QuizApp(FakeServices(settings=Settings(motion=motion)), opening=SearchRequested("x"))  # type: ignore[arg-type]  # as the settings allow

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()

        assert app.screen.query_one(Input).cursor_blink is blinks
        assert (app.animation_level == "none") is not blinks


async def test_motion_set_takes_hold_at_once() -> None:
    """On the screen that is there, in both directions."""
    services = FakeServices([samples.SHORT])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        typed = app.screen.query_one(Input)
        seen = [typed.cursor_blink]
        for motion in ("reduced", "full"):
            await app.run_action(f"app.set('motion', '{motion}')")
            await pilot.pause()
            seen.append(typed.cursor_blink)

        assert seen == [True, False, True]
        assert services.kept == [("motion", "reduced"), ("motion", "full")]
