"""Text for people: nothing that an app sends reaches the terminal as a command, and nothing is endless."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.checker.wording import clean, clip, line, phrase, shown, wanted


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("a\x00b\x7fc\x9bd", "abcd"),
        ("right\u202eleft", "rightleft"),
        ("lone \ud800 half", "lone  half"),
        ("tab\tand\nbreak", "tab\tand\nbreak"),
        ("ünïcödé 日本", "ünïcödé 日本"),
    ],
)
def test_text_is_made_safe(written: str, safe: str) -> None:
    """Escapes, controls and reversed writing go, everything else stays."""
    assert clean(written) == safe


@given(st.text())
def test_clean_text_has_no_controls(text: str) -> None:
    """Whatever comes in, no control character comes out but line breaks and tabs."""
    assert all(unicodedata.category(each) not in {"Cc", "Cs"} or each in "\n\t" for each in clean(text))


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    """A headline cannot be broken up by what it quotes."""
    assert "\n" not in line(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"name": "Pen"}, '{"name": "Pen"}'),
        (True, "true"),
        (None, "null"),
        ("x" * 200, '"' + "x" * 119 + " … (82 more characters)"),
        pytest.param(10**5000, "a number of more than a thousand digits", id="huge"),
    ],
)
def test_values_are_shown_as_json_and_clipped(value: object, text: str) -> None:
    """A value reads as a response writes it, and a long one says how much is left out."""
    assert shown(value) == text


def test_a_matcher_reads_as_the_pack_writes_it() -> None:
    """Words of the language stand without quotes."""
    assert wanted({"id": "$int", "name": "Pen"}) == '{"id": $int, "name": "Pen"}'


def test_clipped_text_says_how_much_is_missing() -> None:
    """Short text stays whole."""
    assert clip("abc", 3) == "abc"
    assert clip("abcdef", 3) == "abc … (3 more characters)"


@pytest.mark.parametrize(
    ("status", "told"),
    [(201, "201 Created"), (422, "422 Unprocessable Content"), (413, "413 Content Too Large"), (599, "599")],
)
def test_a_status_is_told_by_its_present_name(status: int, told: str) -> None:
    """Names are those of RFC 9110 on every Python."""
    assert phrase(status) == told
