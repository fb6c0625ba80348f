"""How the interface looks: its themes, the marks, and where the style sheet is."""

from __future__ import annotations

from pathlib import Path

from textual.theme import BUILTIN_THEMES, Theme

STYLE_SHEET = Path(__file__).with_name("theme.tcss")

DARK = Theme(
    name="quizapp-dark",
    primary="#80a8cd",
    secondary="#9a8fc0",
    accent="#d9a55b",
    foreground="#d8dce2",
    background="#14171c",
    surface="#1a1e25",
    panel="#232932",
    success="#7fb77e",
    warning="#d9a55b",
    error="#e88c80",
    dark=True,
    variables={
        "block-cursor-background": "#2a3a4d",
        "block-cursor-foreground": "#f2f4f7",
        "block-cursor-blurred-background": "#2a3a4d",
        "input-selection-background": "#3d5875",
        "block-cursor-text-style": "none",
        "footer-key-foreground": "#d9a55b",
        "footer-background": "#1a1e25",
        "border": "#3a4452",
        "border-blurred": "#2a313b",
        "scrollbar": "#3a4452",
        "scrollbar-background": "#14171c",
        "scrollbar-corner-color": "#14171c",
        "muted": "#9ea6b2",
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
    success="#256b2b",
    warning="#8a5a00",
    error="#b03025",
    dark=False,
    variables={
        "block-cursor-background": "#d6e4f2",
        "block-cursor-foreground": "#14171c",
        "block-cursor-blurred-background": "#d6e4f2",
        "input-selection-background": "#b9cfe6",
        "block-cursor-text-style": "none",
        "footer-key-foreground": "#8a5a00",
        "footer-background": "#f1efe9",
        "border": "#b9b5a8",
        "border-blurred": "#d6d2c6",
        "scrollbar": "#b9b5a8",
        "scrollbar-background": "#faf9f6",
        "scrollbar-corner-color": "#faf9f6",
        "muted": "#585c62",
    },
)

CONTRAST = Theme(
    name="quizapp-contrast",
    primary="#8ed0ff",
    secondary="#d0b8ff",
    accent="#ffd75f",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    success="#7cff9b",
    warning="#ffd75f",
    error="#ffa8a0",
    dark=True,
    variables={
        "text-muted": "#d8d8d8",
        "text-disabled": "#d8d8d8",
        "foreground-muted": "#d8d8d8",
        "foreground-disabled": "#d8d8d8",
        "accent-muted": "#2b2200",
        "input-selection-background": "#00508f",
        "input-selection-foreground": "#ffffff",
        "error-muted": "#330000",
        "block-cursor-background": "#00305c",
        "block-cursor-blurred-background": "#00305c",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold underline",
        "block-cursor-blurred-text-style": "underline",
        "footer-key-foreground": "#ffd75f",
        "footer-background": "#000000",
        "border": "#ffffff",
        "border-blurred": "#b8b8b8",
        "scrollbar": "#ffffff",
        "scrollbar-background": "#000000",
        "scrollbar-corner-color": "#000000",
        "muted": "#d8d8d8",
    },
)
"""Every text at seven to one at least (WCAG 2.2, 1.4.6); a test measures it on every screen.

No ground on which all of them keep that is told from black at three to one (1.4.11): the line under the cursor is
underlined as well.
"""

TERMINAL = Theme(
    name="quizapp-terminal",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_magenta",
    accent="ansi_magenta",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    dark=True,
    variables={
        "primary-muted": "ansi_default",
        "secondary-muted": "ansi_default",
        "accent-muted": "ansi_default",
        "success-muted": "ansi_default",
        "warning-muted": "ansi_default",
        "error-muted": "ansi_default",
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-text-style": "bold underline",
        "block-cursor-blurred-text-style": "underline",
        "input-cursor-background": "ansi_default",
        "input-cursor-foreground": "ansi_default",
        "input-cursor-text-style": "reverse",
        "input-selection-background": "ansi_default",
        "input-selection-foreground": "ansi_default",
        "footer-key-foreground": "ansi_magenta",
        "footer-background": "ansi_default",
        "border": "ansi_default",
        "border-blurred": "ansi_default",
        "scrollbar": "ansi_default",
        "scrollbar-background": "ansi_default",
        "scrollbar-corner-color": "ansi_default",
        "muted": "ansi_default",
    },
)
"""The sixteen colours and the ground that the terminal's owner chose, light or dark: ground and text are never set."""

THEMES = (DARK, LIGHT, CONTRAST, TERMINAL)
NAMES = {
    DARK.name: "Dark",
    LIGHT.name: "Light",
    CONTRAST.name: "High contrast",
    TERMINAL.name: "The terminal's own colours",
}
"""What a person calls them."""


def theme_names() -> tuple[str, ...]:
    """Every name that the setting `theme` may have: ours first, then those that Textual brings."""
    return (*NAMES, *sorted(BUILTIN_THEMES))


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
