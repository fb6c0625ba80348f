"""Colours of code in an editor, for each of our themes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.style import Style
from textual.widgets.text_area import TextAreaTheme

from quizapp.ui.theme import CONTRAST, TERMINAL

if TYPE_CHECKING:
    from textual.theme import Theme

_NAMES = {
    "keyword": (
        *("keyword", "keyword.function", "keyword.return", "keyword.operator", "conditional", "repeat"),
        *("include", "exception", "boolean", "constant.builtin", "operator"),
    ),
    "text": ("string", "string.special", "escape"),
    "number": ("number", "float"),
    "function": ("function", "function.call", "method", "method.call", "decorator", "attribute"),
    "type": ("class", "type", "type.class", "type.builtin", "constructor"),
    "comment": ("comment",),
}
"""Tree-sitter's names of what has one colour."""
_LIGHT = {
    "keyword": "#0b4fb3",
    "text": "#8a1c12",
    "number": "#0a6b3d",
    "function": "#7a4a00",
    "type": "#0f6478",
    "comment": "#5c6670",
}
_CONTRAST = {
    "keyword": "#8ed0ff",
    "text": "#ffc9a0",
    "number": "#b8ffc0",
    "function": "#ffe98a",
    "type": "#7ff0dc",
    "comment": "#d8d8d8",
}
_TERMINAL = {
    "keyword": "magenta",
    "text": "green",
    "number": "cyan",
    "function": "blue",
    "type": "yellow",
    "comment": "default",
}


def _styles(colours: Mapping[str, str]) -> dict[str, Style]:
    return {name: Style(color=colours[kind]) for kind, names in _NAMES.items() for name in names}


def syntax_themes() -> list[TextAreaTheme]:
    """Themes beside Textual's `css`, which has the colours of a dark ground."""
    quiet = Style(color="#d8d8d8", bgcolor="#000000")
    comments = {"comment": Style(italic=True)}
    return [
        TextAreaTheme("light", syntax_styles=_styles(_LIGHT)),
        TextAreaTheme("contrast", gutter_style=quiet, syntax_styles=_styles(_CONTRAST)),
        TextAreaTheme("terminal", gutter_style=Style(), syntax_styles=_styles(_TERMINAL) | comments),
    ]


def syntax_theme(theme: Theme) -> str:
    """The name of the one that goes with a theme of the app's."""
    own = {CONTRAST.name: "contrast", TERMINAL.name: "terminal"}
    return own.get(theme.name) or ("terminal" if theme.ansi else "css" if theme.dark else "light")
