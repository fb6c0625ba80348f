"""How the interface looks: two themes, the marks, and where the style sheet is."""

from __future__ import annotations

from pathlib import Path

from textual.theme import Theme

STYLE_SHEET = Path(__file__).with_name("theme.tcss")

DARK = Theme(
    name="quizapp-dark",
    primary="#7aa2c8",
    secondary="#9a8fc0",
    accent="#d9a55b",
    foreground="#d8dce2",
    background="#14171c",
    surface="#1a1e25",
    panel="#232932",
    success="#7fb77e",
    warning="#d9a55b",
    error="#e07a6e",
    dark=True,
    variables={
        "block-cursor-background": "#2f4257",
        "block-cursor-foreground": "#f2f4f7",
        "block-cursor-text-style": "none",
        "footer-key-foreground": "#d9a55b",
        "footer-background": "#1a1e25",
        "border": "#3a4452",
        "border-blurred": "#2a313b",
        "scrollbar": "#3a4452",
        "scrollbar-background": "#14171c",
        "scrollbar-corner-color": "#14171c",
        "muted": "#929aa6",
    },
)

LIGHT = Theme(
    name="quizapp-light",
    primary="#2f5f8f",
    secondary="#5d4f94",
    accent="#8a5a00",
    foreground="#22262c",
    background="#faf9f6",
    surface="#f1efe9",
    panel="#e6e3da",
    success="#2f7a35",
    warning="#8a5a00",
    error="#b03025",
    dark=False,
    variables={
        "block-cursor-background": "#cfdff0",
        "block-cursor-foreground": "#14171c",
        "block-cursor-text-style": "none",
        "footer-key-foreground": "#8a5a00",
        "footer-background": "#f1efe9",
        "border": "#b9b5a8",
        "border-blurred": "#d6d2c6",
        "scrollbar": "#b9b5a8",
        "scrollbar-background": "#faf9f6",
        "scrollbar-corner-color": "#faf9f6",
        "muted": "#666a70",
    },
)

THEMES = (DARK, LIGHT)


VARIABLES = {"muted": "#838a94"}
"""What our style sheet asks of any theme. Unlike `$text-muted` it may also colour a part of a text."""


class Mark:
    """Signs that stand beside a word, never alone, so that colour is not needed to read them."""

    RIGHT = "✓"
    WRONG = "✗"
    PARTLY = "◐"
    OPEN = "○"
    DUE = "●"
    CURSOR = "›"
    DOT = "·"
    BLOCKED = "–"
    FLAG = "!"
    BOOKMARK = "★"
