"""Every key of the interface, told once: footer, help, command palette and README derive from one table."""

from __future__ import annotations

from quizapp.ui.keys.key import Key
from quizapp.ui.keys.own import keymap, refusal, spoken
from quizapp.ui.keys.sign import named, signs, told
from quizapp.ui.keys.table import TABLE, bindings, known

__all__ = ["TABLE", "Key", "bindings", "keymap", "known", "named", "refusal", "signs", "spoken", "told"]
