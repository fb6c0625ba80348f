"""The repository's own pack is sound by the lint."""

from __future__ import annotations

from pathlib import Path

from quizapp.content.lint import lint

ROOT = Path(__file__).parents[2]


def test_the_bundled_pack_passes_every_rule():
    """Warnings count as errors here: it is the example that authors copy."""
    result = lint(ROOT)

    assert [str(found) for found in result.diagnostics] == []
    assert result.tasks > 0
    assert set(result.items) == {"choice", "cloze", "match", "open", "order", "predict", "short", "spot"}
