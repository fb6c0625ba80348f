"""Packs that nobody would write: no crash, no hang, and a place for every refusal."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizapp.content.document import DocumentError, parse
from quizapp.content.folder import Kind
from quizapp.content.lint import lint
from quizapp.content.loader import load_content

SAMPLE = Path(__file__).parents[1] / "packs" / "sample"
FILES: list[tuple[str, Kind]] = [
    ("questions/pack.yaml", "manifest"),
    ("questions/topics.yaml", "topics"),
    ("questions/interviews.yaml", "interviews"),
    ("questions/syllabus.yaml", "syllabus"),
    ("questions/http.yaml", "items"),
    ("questions/validation.yaml", "items"),
    ("sandbox/first-route/task.yaml", "task"),
]
PIECES = [
    "- ", ": ", "\n", "  ", "{", "}", "[", "]", '"', "'", "|", ">", "#", "&a ", "*a", "!!x ", "<<: ", "? ", "---\n",
    "%", "@", "`", "~", "null", "true", "0", "-1", "1e999", ".nan", "9" * 400, "${id}", "$int", "{$gt: 1}", "\t", "\r",
    "\x00", "\x1b", "\u202e", "\ud7ff", "é", "kind: choice\n", "key: true", "id: x\n", "[[[[[[[[", "{a: {a: {a: ",
    "a" * 3000, "GET: /", "expect: ", "topic: http\n", "\\", "..",
]  # fmt: skip


@st.composite
def mutations(draw):
    """A file of the sample with a few pieces put in, cut out, doubled or swapped."""
    path, kind = draw(st.sampled_from(FILES))
    text = (SAMPLE / path).read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        match draw(st.integers(0, 3)):
            case 0:
                text = text[:start] + draw(st.sampled_from(PIECES)) + text[start:]
            case 1:
                text = text[:start] + text[end:]
            case 2:
                text = text[:end] + text[start:end] + text[end:]
            case _:
                text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
    return path, kind, text.encode("utf-8", "replace")


def check_places(diagnostics, content, path):
    """Every finding about the file stands inside it, and says what to do."""
    lines = re.split(rb"\r\n|\r|\n", content)
    for found in diagnostics:
        assert found.message
        assert found.hint
        if found.file == path and found.line is not None:
            assert 1 <= found.line <= len(lines) + 1
            assert found.column is None or found.column >= 1


@given(st.binary(max_size=300) | st.text(st.sampled_from("-:?[]{}&*!|>'\"%@`# \n\ta0~<"), max_size=200).map(str.encode))
@settings(max_examples=300, deadline=None)
@example(b"\xef\xbb\xbfa: 1")
@example(b"- - - -\n  -")
@example(b"? ? ?")
@example(b"\xc2\x85")
@example(b"a: |9\n")
def test_any_bytes_are_a_document_or_a_refusal_with_a_place(content):
    """The parser never fails in another way, and marks fit the value."""
    refusals = []
    try:
        document = parse(content, "f.yaml")
    except DocumentError as error:
        refusals.append(error.diagnostic)
    else:
        waiting = [(document.value, document.mark)]
        while waiting:
            value, mark = waiting.pop()
            if isinstance(value, dict):
                assert value.keys() == mark.keys.keys()
                waiting += [(inner, mark.part(key)) for key, inner in value.items()]
            elif isinstance(value, list):
                waiting += [(inner, mark.part(position)) for position, inner in enumerate(value)]
            else:
                assert value is None or isinstance(value, str | int | float | bool)
    check_places(refusals, content, "f.yaml")
    assert all(refusal.line is not None for refusal in refusals)


@given(mutations())
@settings(max_examples=400, deadline=None)
def test_a_mutated_file_is_loaded_or_told_with_a_line(mutation):
    """Every fault of a file's content has a line."""
    path, kind, content = mutation

    loaded = load_content(content, path, kind)

    check_places(loaded.diagnostics, content, path)
    assert all(found.line is not None for found in loaded.diagnostics)
    assert loaded.records or loaded.diagnostics or content.strip() in {b"", b"[]"}


@given(mutations())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_lint_of_a_mutated_pack_ends_with_findings_and_not_with_an_error(mutation):
    """Whatever an author saves, the lint answers."""
    path, _, content = mutation
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "pack"
        shutil.copytree(SAMPLE, root)
        (root / path).write_bytes(content)

        result = lint(root)

    check_places(result.diagnostics, content, path)
    assert result.summary


@given(st.sampled_from(["starter", "solution", "mutants/get-only"]), st.binary(max_size=200))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example("solution", b"(" * 5000)
@example("solution", b"-" * 100_000 + b"1")
def test_the_lint_reads_any_source(where, content):
    """Sources are parsed and never run; what is no Python, or no text, is told."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "pack"
        shutil.copytree(SAMPLE, root)
        (root / "sandbox/first-route" / where / "main.py").write_bytes(content)

        assert lint(root).summary
