"""Names of keys as a person reads and writes them: `?`, where Textual and the settings file have `question_mark`."""

from __future__ import annotations

import string
import unicodedata

from textual.keys import KEY_NAME_REPLACEMENTS, format_key

SPOKEN = {"enter": "Enter", "escape": "Esc", "space": "Space", "pageup": "PgUp", "pagedown": "PgDn"}
"""Keys that have a name rather than a sign, as a sentence has them."""
_WRITTEN = {name.lower(): key for key, name in SPOKEN.items()}


def signs(keys: str) -> str:
    """Keys of a command as a line of a list has them: `? f1`.

    Args:
        keys: Textual's names with commas between them: `question_mark,f1`.
    """
    return " ".join(map(_sign, keys.split(",")))


def told(keys: str) -> str:
    """The same in a sentence, where a comma would be read as the sentence's own: `? or f1`, `the comma`."""
    return " or ".join("the comma" if key == "comma" else _sign(key) for key in keys.split(","))


def named(text: str) -> str:
    """Keys as a person writes them, by Textual's names: `?,Ctrl+S` is `question_mark,ctrl+s`.

    What is no key is left as it is, to be refused with a reason.
    """
    return ",".join(map(_named, text.replace(" ", "").split(","))) if text.strip() != "," else "comma"


def _sign(key: str) -> str:
    *modifiers, last = key.split("+")
    shown = format_key(last)
    return "+".join([*modifiers, shown if shown in string.punctuation else last])


def _named(key: str) -> str:
    if key.endswith("+"):
        key = f"{key[:-1]}plus"
    *modifiers, last = key.split("+")
    if last and last in string.punctuation:
        # As Textual names a character's key.
        last = unicodedata.name(last).lower().replace("-", "_").replace(" ", "_")
        last = KEY_NAME_REPLACEMENTS.get(last, last)
    elif modifiers or len(last) > 1:
        last = _WRITTEN.get(last.lower(), last.lower())
    return "+".join([*(modifier.lower() for modifier in modifiers), last])
