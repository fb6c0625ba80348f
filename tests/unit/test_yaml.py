"""Strict YAML: what is written is what is meant, and every value knows its place."""

from __future__ import annotations

import time

import pytest

from quizapp.content import document
from quizapp.content.document import DocumentError, parse


def refused(source: str | bytes) -> tuple[str, str]:
    """Rule and place of the refusal."""
    content = source if isinstance(source, bytes) else source.encode()
    with pytest.raises(DocumentError) as caught:
        parse(content, "f.yaml")
    return caught.value.diagnostic.code, caught.value.diagnostic.where


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("2024-01-31", "2024-01-31"),
        ("1_000", "1_000"),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("-7", -7),
        ("1.5", 1.5),
        (".5e1", 5.0),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("null", None),
        ("'422'", "422"),
        ('"true"', "true"),
    ],
)
def test_scalars_follow_yaml_1_2(written, expected):
    """An unquoted scalar is a number, boolean or null only where YAML 1.2 says so."""
    value = parse(f"key: {written}\n".encode(), "f.yaml").value["key"]

    assert expected == value
    assert type(expected) is type(value)


def test_keys_are_text_as_written():
    """`on:`, `true:` and `200:` are keys of text, as in JSON."""
    value = parse(b"on: 1\ntrue: 2\n200: 3\n", "f.yaml").value

    assert value == {"on": 1, "true": 2, "200": 3}


def test_block_text_keeps_its_lines():
    """A literal block comes through to the letter, whatever the file's line ends."""
    value = parse(b"stem: |\r\n  a: b\r\n    c # d\r\n", "f.yaml").value

    assert value == {"stem": "a: b\n  c # d\n"}


@pytest.mark.parametrize(
    ("source", "code", "where"),
    [
        ("a: 1\nb: 2\na: 3\n", "duplicate-key", "f.yaml:3:1"),
        ('1: x\n"1": y\n', "duplicate-key", "f.yaml:2:1"),
        ("a: &x 1\n", "anchor", "f.yaml:1:4"),
        ("a: 1\nb: *x\n", "alias", "f.yaml:2:4"),
        ("a: !!str 1\n", "tag", "f.yaml:1:4"),
        ("a: !!python/object/apply:os.system [ls]\n", "tag", "f.yaml:1:4"),
        ("a:\n  <<: {b: 1}\n", "merge-key", "f.yaml:2:3"),
        ("? [a, b]\n: c\n", "key", "f.yaml:1:3"),
        ("? \n: x\n", "key", "f.yaml:1:2"),
        ("a: .inf\n", "number", "f.yaml:1:4"),
        ("a: .NaN\n", "number", "f.yaml:1:4"),
        ("a: 1e999\n", "number", "f.yaml:1:4"),
        ("a: " + "9" * 5000 + "\n", "number", "f.yaml:1:4"),
        ("---\na: 1\n---\nb: 2\n", "second-document", "f.yaml:3:1"),
        ("%YAML 1.1\n---\na: 1\n", "directive", "f.yaml:1:1"),
        ("a: b: c\n", "syntax", "f.yaml:1:5"),
        ("a: `x`\n", "syntax", "f.yaml:1:4"),
        ("a:\n\t- b\n", "syntax", "f.yaml:2:1"),
        ("a: \x1b[31m\n", "control-character", "f.yaml:1:4"),
        ("a: \u0085\n", "control-character", "f.yaml:1:4"),
        (b"a: 1\nb: \xff\n", "encoding", "f.yaml:2:4"),
    ],
)
def test_what_could_be_meant_in_two_ways_is_refused_at_its_place(source, code, where):
    """Each refusal names its rule, line and column."""
    assert (code, where) == refused(source)


@pytest.mark.parametrize("source", ["[" * 500_000, "- " * 500_000, "{a: " * 500_000, "? " * 500_000])
def test_depth_is_bounded(source):
    """A file nested without end is refused early, and does not exhaust the stack."""
    begun = time.monotonic()

    code, _ = refused(source)

    assert code in {"too-deep", "key"}
    assert time.monotonic() - begun < 60


def test_forty_levels_are_enough():
    """MAX_DEPTH levels are read, one more is refused."""
    deep = "[" * document.MAX_DEPTH + "]" * document.MAX_DEPTH

    assert parse(deep.encode(), "f.yaml").value
    assert refused(f"[{deep}]")[0] == "too-deep"


def test_size_is_bounded():
    """More than MAX_BYTES are not even parsed."""
    assert refused(b"a" * (document.MAX_BYTES + 1)) == ("too-large", "f.yaml:1:1")


def test_an_empty_file_is_null():
    """No document at all is null, as YAML has it."""
    assert parse(b"# only a comment\n", "f.yaml").value is None


def test_every_value_knows_its_place():
    """The mark of a value, and the place of its key, count from 1 in characters."""
    read = parse("a:\n  - x: é1\n    ü: {y: [1, 2]}\n".encode(), "f.yaml")

    inner = read.mark.at(["a", 0, "ü", "y", 1])
    assert (inner.line, inner.column) == (3, 16)
    assert read.mark.at(["a", 0]).keys["ü"] == (3, 5)


def test_a_path_that_leads_nowhere_ends_at_the_last_value_on_it():
    """A missing field is reported at the mapping that lacks it."""
    read = parse(b"a:\n  b: 1\n", "f.yaml")

    mark = read.mark.at(["a", "missing", 3])
    assert (mark.line, mark.column) == (2, 3)


def test_the_pure_parser_reads_the_same(monkeypatch):
    """Without libyaml values and marks are the same."""
    import yaml

    source = b"a: [1, no, 'x: y']\nb: |\n  text\n\n  more\n\"k\": >-\n  folded\n  text\n"
    fast = parse(source, "f.yaml")
    monkeypatch.setattr(document, "Parser", yaml.SafeLoader)

    slow = parse(source, "f.yaml")

    assert fast.value == slow.value
    assert fast.mark.keys == slow.mark.keys


def test_half_a_surrogate_pair_is_no_character(monkeypatch):
    """Text that could not be stored as UTF-8 is refused by either parser."""
    import yaml

    assert refused('a: "\\ud800"\n')[0] == "syntax"
    monkeypatch.setattr(document, "Parser", yaml.SafeLoader)
    assert refused('a: "\\ud800"\n')[0] == "encoding"
