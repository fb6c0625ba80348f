"""What lies over a place, or becomes of it, after some keys."""

from __future__ import annotations

from textual.pilot import Pilot

from tests.ui.places import arrive

KINDS = ("choice", "short", "cloze", "order", "match", "predict", "spot", "open")
OVERLAYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "help": ("home", ("f1",)),
    "palette": ("home", ("ctrl+p",)),
    **{f"told {kind}": (f"study a {kind}", ("ctrl+g", "x")) for kind in KINDS},
    "note": ("study a choice", ("x", "n")),
    "doubt": ("study a choice", ("x", "r")),
    "proof": ("study a predict", ("ctrl+g", "x", "p")),
    "topic-questions": ("topic", ("2",)),
    "topic-mistakes": ("topic", ("3",)),
    "topic-record": ("topic", ("4",)),
    **{f"progress-{number}": ("progress", (str(number),)) for number in range(2, 7)},
    "task-checked": ("task", ("ctrl+s",)),
    "task-hint": ("task", ("f2",)),
    "task-solution": ("task", ("f10",)),
    "task-solution-beside": ("task", ("f10", "down", "enter")),
    "task-file": ("task", ("ctrl+n",)),
    "task-reset": ("task", ("ctrl+shift+r",)),
    "setting": ("settings", ("enter",)),
    "pack-source": ("packs", ("a",)),
    "pack-findings": ("packs", ("l",)),
    "pack-removal": ("packs", ("down", "d")),
    "interview-questions": ("interview", ("f4",)),
    "interview-pause": ("interview", ("f3",)),
    "debrief-answer": ("debrief", ("down", "enter")),
    "blueprint-name": ("blueprint", ("enter",)),
    "blueprint-topics": ("blueprint", ("down", "down", "down", "down", "enter")),
}
"""By name: the place, and the keys that lead on from there."""


async def lay(pilot: Pilot[None], overlay: str) -> None:
    """From its place on, by its keys."""
    for key in OVERLAYS[overlay][1]:
        await pilot.press(key)
        await arrive(pilot)
