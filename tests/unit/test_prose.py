"""Texts on a plain terminal: filled anew for its width, without a change of what they say."""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.cli import prose as module
from quizapp.cli.prose import prose


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of forty columns, of which a line leaves the last free."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(module.shutil, "get_terminal_size", lambda *_, **__: os.terminal_size((40, 24)))


def test_a_pipe_gets_the_lines_as_they_were_written() -> None:
    """With what stands before them."""
    assert prose("one " * 30 + "\ntwo", "  1) ") == "  1) " + "one " * 30 + "\n     two"


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("text", "lead", "lines"),
    [
        (
            "A sentence that was broken off\nin the middle of what it says, and another one.",
            "",
            ["A sentence that was broken off in the", "middle of what it says, and another", "one."],
        ),
        (
            "An option that needs more than a single line of it",
            "  2) ",
            ["  2) An option that needs more than a", "     single line of it"],
        ),
        ("first\n\nsecond", "", ["first", "", "second"]),
        (
            "- a point of a list that is long enough\n  to go on\n- another",
            "",
            ["- a point of a list that is long enough", "  to go on", "- another"],
        ),
        (
            "1. a numbered point that goes on and on\n   and on\n2. two",
            "",
            ["1. a numbered point that goes on and on", "   and on", "2. two"],
        ),
        (
            "before\n```python\nasync def answer(question: str) -> int:  # long\n    return 42\n```\nafter it",
            "",
            [
                "before",
                "```python",
                "async def answer(question: str) -> int:  # long",
                "    return 42",
                "```",
                "after it",
            ],
        ),
        (
            "    indented = code(that, is_longer, than_the, terminal)\n    more",
            "",
            ["    indented = code(that, is_longer, than_the, terminal)", "    more"],
        ),
        ("| a | b |\n| - | - |\n| 1 | 2 |", "", ["| a | b |", "| - | - |", "| 1 | 2 |"]),
        ("x" * 50, "", ["x" * 50]),
        ("漢字 " * 10, "", ["漢字 漢字 漢字 漢字 漢字 漢字 漢字 漢字", "漢字 漢字"]),
        ("said", "\n! ", ["", "! said"]),
        ("```\nnever closed\n", "", ["```", "never closed", ""]),
        ("", "", [""]),
    ],
)
def test_a_terminal_gets_whole_words(text: str, lead: str, lines: list[str]) -> None:
    """Lines of a paragraph are one text; lists, tables and code stay what they are."""
    assert prose(text, lead).split("\n") == lines


@pytest.mark.usefixtures("terminal")
@given(text=st.text(alphabet="abc -1.)`~#|\n漢é\t", max_size=200), lead=st.sampled_from(["", "  1) ", "\n! "]))
def test_no_word_is_lost_or_cut(text: str, lead: str) -> None:
    """Whatever a pack holds."""
    assert prose(text, lead).split() == (lead + text).split()


@pytest.mark.usefixtures("terminal")
@given(st.lists(st.text(alphabet="abcé漢", min_size=1, max_size=12), max_size=60))
def test_no_line_of_words_is_wider_than_the_terminal(words: list[str]) -> None:
    """Where no word by itself is."""
    assert all(module._cells(line) < 40 for line in prose(" ".join(words)).split("\n"))
