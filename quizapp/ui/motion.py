"""What moves by itself: animations and blinking cursors, as the settings or TEXTUAL_ANIMATIONS have them."""

from __future__ import annotations

from typing import Literal, Protocol, runtime_checkable

from textual.constants import TEXTUAL_ANIMATIONS
from textual.dom import DOMNode
from textual.types import AnimationLevel


@runtime_checkable
class Blinking(Protocol):
    """Inputs and text areas; told by what they have, so that no screen loads both for it."""

    cursor_blink: bool


def animation_level(motion: Literal["full", "reduced"]) -> AnimationLevel:
    """How much Textual may animate; the variable holds where the setting leaves it free."""
    return "none" if motion == "reduced" else TEXTUAL_ANIMATIONS


def hold_cursors(node: DOMNode, *, blink: bool) -> None:
    """Let every cursor at this node and below it blink, or stand."""
    for widget in node.walk_children(with_self=True):
        if isinstance(widget, Blinking) and widget.cursor_blink != blink:
            widget.cursor_blink = blink
