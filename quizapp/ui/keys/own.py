"""Keys of a person's own: put in the place of ours, unless they clash."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from textual.keys import KEY_NAME_REPLACEMENTS, Keys, format_key, key_to_character

from quizapp.ui.keys.sign import SPOKEN, told
from quizapp.ui.keys.table import TABLE, known

EVERYWHERE = {"app", "page", "modal"}
"""Groups of keys that hold on every screen, or every box."""
TOGETHER = ({"asking", "studying", "interview"},)
"""Groups whose keys can be pressed at the same moment, beside those of one group."""
LISTS = {"choices", "rows"}
"""Groups of keys that a list takes for itself, on whichever screen it stands."""
TYPED = {"narrowing", "typing", "saying", "code", "doubting", "jump"}
"""Groups of keys of what one types into, or that have the screen for themselves: no list has the keys there."""
WAYS_OUT = {"page.back", "modal.close"}
"""Commands that lead out of a place, where something may be typed into."""
FIELDS = {
    *("tab", "shift+tab", "enter", "backspace", "delete", "space", "left", "right", "up", "down", "home", "end"),
    *("ctrl+left", "ctrl+right", "shift+left", "shift+right", "ctrl+shift+left", "ctrl+shift+right"),
    *("shift+home", "shift+end", "ctrl+backspace", "alt+backspace", "super+backspace", "ctrl+shift+a"),
    *(f"ctrl+{letter}" for letter in "acdefhkuvwx"),
    *(f"super+{letter}" for letter in "cvx"),
}
"""Keys that a field takes for itself, beside all that are letters."""
_NAMES = {key.value for key in Keys} | {*KEY_NAME_REPLACEMENTS.values()}
_MODIFIERS = {"ctrl", "shift", "alt", "super", "meta", "hyper"}


def spoken(identity: str, own: Mapping[str, str]) -> str:
    """A command's first key as a sentence has it: `s`, `Enter`, `Ctrl+S`; the person's own if they have one.

    Args:
        identity: the command, such as `home.study`.
        own: keys by id, as `[keys]` in the settings has them.
    """
    keys = keymap(own)[0][identity] if own else known()[identity].key
    *modifiers, last = keys.split(",")[0].split("+")
    name = SPOKEN.get(last) or format_key(last)
    if modifiers or len(name) > 1:
        name = name[:1].upper() + name[1:]
    return "+".join([*(modifier.title() for modifier in modifiers), name])


def keymap(own: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The keys of every command with a person's own in place, and what is wrong with those that are left out.

    Every command is in it, remapped or not: Textual takes away all that a remapped key did in the same place before,
    and so `enter` for the next question would go with `enter` for the answer.

    Args:
        own: keys by id, as `[keys]` in the settings has them.
    """
    commands = known()
    merged = {identity: command.key for identity, command in commands.items()}
    notes = []
    for identity, keys in own.items():
        if identity not in commands:
            near = difflib.get_close_matches(identity, commands, n=1)
            advice = f"Write {near[0]}." if near else "`quizapp config keys` lists what there is."
            notes.append(f"There is no command {identity}. {advice}")
        elif strange := [key for key in keys.split(",") if not _is_key(key)]:
            notes.append(f"{identity}: no key is called {strange[0]}; {told(merged[identity])} stays.")
        elif identity in WAYS_OUT and all(map(_is_taken_by_fields, keys.split(","))):
            notes.append(f"{identity}: {told(keys)} would not lead out of a text field; {merged[identity]} stays.")
        else:
            merged[identity] = keys
    for identity in own:
        if identity in commands and (clash := _clash(identity, merged)):
            key, other = clash
            merged[identity] = commands[identity].key
            notes.append(f"{identity}: {told(key)} is the key of {other}; {told(merged[identity])} stays.")
    return merged, notes


def refusal(identity: str, keys: str, own: Mapping[str, str]) -> str:
    """Why a command cannot be given these keys; empty if it can.

    Args:
        identity: the command, such as `home.study`.
        keys: Textual's names with commas between them.
        own: keys of the person's own so far. One of another command is a clash too: it stays whose it is.
    """
    # The first of two that clash is the one to give way.
    notes = keymap({identity: keys, **{other: theirs for other, theirs in own.items() if other != identity}})[1]
    mine = (f"{identity}: ", f"There is no command {identity}. ")
    return next((note for note in notes if note.startswith(mine)), "")


def _clash(identity: str, merged: Mapping[str, str]) -> tuple[str, str] | None:
    """A key of this command that another one has which can be called at the same moment, and which that is."""
    mine = set(merged[identity].split(","))
    before = known()[identity].key.split(",")
    for other, keys in merged.items():
        shared = mine & set(keys.split(",")) - (set(before) & set(known()[other].key.split(",")))
        if other != identity and shared and _meet(identity.partition(".")[0], other.partition(".")[0]):
            return min(shared), other
    return None


def _meet(one: str, other: str) -> bool:
    ours, theirs = _group(one), _group(other)
    together = any({ours, theirs} <= groups for groups in TOGETHER)
    in_a_list = bool({ours, theirs} & LISTS) and not {ours, theirs} & TYPED
    return ours == theirs or bool({ours, theirs} & EVERYWHERE) or together or in_a_list


def _group(prefix: str) -> str:
    """The group of an id's first word: `answer.submit` stands among the keys of asking."""
    return next(group for group, keys in TABLE.items() if any(key.id.startswith(f"{prefix}.") for key in keys))


def _is_taken_by_fields(key: str) -> bool:
    return key in FIELDS or ("+" not in key and (key_to_character(key) or "\x1b").isprintable())


def _is_key(name: str) -> bool:
    *modifiers, last = name.split("+")
    return set(modifiers) <= _MODIFIERS and (last in _NAMES or name in _NAMES or key_to_character(last) is not None)
