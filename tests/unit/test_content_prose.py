"""Prose without its code, in linear time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.content.lint import lint
from quizapp.content.prose import LOOKED_AT, code_blocks, sentences, without_code, words

SIZE = 300_000
MANIFEST = "id: p\ntitle: P\nversion: 1.0.0\nlicense: MIT\n"
TOPICS = "- phase: One\n  topics:\n    - {id: a, title: A, summary: S, notes: {en: N}}\n"
ITEM = """- id: i{number}
  kind: choice
  topic: a
  difficulty: 1
  seconds: 30
  explanation: Because.
  stem: {text}
  options:
    - {{text: {text}, why: w, key: true}}
    - {{text: other, why: v}}
  refs: [{text}]
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one `two three` four", ["one", "code", "four"]),
        ("``a ` b`` c", ["code", "c"]),
        ("a ` b", ["a", "b"]),
        ("a\n```python\nx = 1\n```\nb", ["a", "b"]),
        ("a\n~~~\nnever closed", ["a"]),
        ("don't well-known", ["don't", "well-known"]),
    ],
)
def test_words_are_those_of_the_prose(text, expected):
    """Fences are left out, inline code is one word."""
    assert words(text) == expected


def test_fences_are_found():
    """The code of each block, without its fence."""
    assert code_blocks("a\n```python\nx = 1\n```\nb\n~~~\ny\n~~~\n") == ["x = 1\n", "y\n"]


def test_sentences_end_at_their_marks():
    """A question, a statement, a paragraph."""
    assert sentences("Look: it runs. Which one?\n\nHere") == ["Look:", "it runs.", "Which one?", "Here"]


@given(st.text(st.sampled_from("`~a \n*_?.-"), max_size=200))
def test_any_text_has_its_prose(text):
    """No text fails, and none gets longer than its inline code as words."""
    assert len(without_code(text)) <= 4 * LOOKED_AT
    assert isinstance(sentences(text), list)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    [
        "?" * SIZE + "x",
        "` `` " * (SIZE // 5),
        "_" * SIZE,
        "except " * (SIZE // 7),
        "a and b " * (SIZE // 8),
        "https://a.b/" + "#" * SIZE + "<",
        "*" * SIZE + "no",
        "~~~x " * (SIZE // 5),
        "which of these " * (SIZE // 15),
    ],
    ids=lambda text: text[:12],
)
def test_a_hostile_text_does_not_stall_the_lint(tmp_path, text):
    """Texts made to make patterns run for ever are judged like others."""
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions/pack.yaml").write_text(MANIFEST)
    (tmp_path / "questions/topics.yaml").write_text(TOPICS)
    quoted = "'" + text.replace("'", "''") + "'"
    items = "".join(ITEM.format(number=number, text=quoted) for number in range(2))
    (tmp_path / "questions/a.yaml").write_text(items)

    result = lint(tmp_path)

    assert result.items == {"choice": 2}
    assert "near-duplicate" in {found.code for found in result.diagnostics}


@pytest.mark.timeout(10)
def test_a_long_fence_is_read_once():
    """A fence of thousands of backticks is one fence, not one of each length: a pack may hold many of them."""
    assert not any(code_blocks("`" * LOOKED_AT) for _ in range(200))


@pytest.mark.timeout(60)
def test_a_record_with_countless_faults_tells_the_first_ones(tmp_path):
    """What is wrong a hundred thousand times is told often enough."""
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions/pack.yaml").write_text(MANIFEST + "retired: [" + "A, " * 100_000 + "]\n")

    assert 100 < len(lint(tmp_path).diagnostics) < 1000
