"""Files of other programs, and the packs that they become."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from quizapp.content.exchange.formats import harvest
from quizapp.content.exchange.planting import Imported, plant
from quizapp.content.lint import lint

SAMPLE = Path(__file__).parents[1] / "packs" / "sample"
ROOT = Path(__file__).parents[2]


def taken(path: Path, form: str | None = None) -> tuple[Imported, dict[str, dict[str, Any]]]:
    """A file as a pack that lints, and its items by their ids."""
    root = path.parent / f"{path.name}-pack"
    imported = plant(harvest(path, form), source=path.name, title="Imported cards", path=root)
    assert [str(found) for found in lint(root).diagnostics if found.severity == "error"] == []
    items: dict[str, dict[str, Any]] = {}
    for file in sorted((root / "questions").glob("*.yaml")):
        if file.name not in {"pack.yaml", "topics.yaml"}:
            items |= {item["id"]: item for item in yaml.safe_load(file.read_text())}
    return imported, items


def written(tmp_path: Path, name: str, text: str | bytes) -> Path:
    """A file with this content."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
