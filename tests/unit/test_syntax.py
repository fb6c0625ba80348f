"""Whether a text is Python yet: said in a line, and nothing of it is run."""

from __future__ import annotations

import pytest

from quizapp.domain.syntax import LARGEST, fault


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1\n", None),
        ("", None),
        ("raise SystemExit\n", None),
        ("'\\d'\n", None),
        ("x = 1\ndef half(", "main.py:2 '(' was never closed"),
        ("if x:\n", "main.py:1 expected an indented block after 'if' statement on line 1"),
        ("\x00", "main.py"),
        ("(" * 5000 + ")" * 5000, "main.py"),
        ("(" * (LARGEST + 1), None),
    ],
)
def test_what_keeps_a_text_from_being_python(text: str, expected: str | None) -> None:
    """File, line and reason; a warning is none, and what is too large is not looked at."""
    found = fault({"main.py": text})

    assert found == expected or (found is not None and expected == "main.py" and found.startswith("main.py"))


def test_only_python_files_count() -> None:
    """Others may say what they like."""
    assert fault({"notes.txt": "def half(", "a.py": "ok = 1", "b.py": "def"}).startswith("b.py:1 ")
