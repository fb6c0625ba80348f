"""The repository's own pack is sound by the lint."""

from __future__ import annotations

from pathlib import Path

from quizapp.content.lint import lint

ROOT = Path(__file__).parents[2]


def test_the_bundled_pack_has_no_errors():
    """Nothing of it is kept out of the library."""
    result = lint(ROOT)

    assert [str(found) for found in result.diagnostics if found.severity == "error"] == []
    assert result.tasks > 0
    assert set(result.items) == {"choice", "cloze", "match", "order", "predict", "short", "spot"}
