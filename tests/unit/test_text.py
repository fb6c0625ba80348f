"""Texts of packs as they are painted: their marks become styles, whatever marks there are."""

from __future__ import annotations

import pytest

from quizapp.ui.text import inline, passage


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", ["`" * 20_000, "`" * 5_000 + "\n" + "``\n" * 5_000, "`a" * 10_000, "**a" * 10_000])
def test_marks_alone_stall_no_screen(text: str) -> None:
    """A pack may hold any text: one of marks and nothing else is shown as soon as another one."""
    assert passage(text).plain.startswith(("`", "a", "**"))
    assert inline(text).plain


@pytest.mark.parametrize(
    ("text", "shown_as"), [("``a`", "``a`"), ("`a``b`", "a``b"), ("`` ` ``", "`"), ("`a` `b`", "a b"), ("a `b", "a `b")]
)
def test_code_ends_at_as_many_marks_as_it_began_with(text: str, shown_as: str) -> None:
    """As in Markdown: a longer or shorter run of marks is part of the code, or of the text."""
    assert inline(text).plain == shown_as
