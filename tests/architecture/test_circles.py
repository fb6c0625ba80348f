"""Modules import each other one way: for types only and inside functions too, so that each can be read by itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def modules(root: Path) -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in root.rglob("*.py"):
        parts = path.relative_to(root.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(source: str, known: Mapping[str, Path]) -> Iterator[str]:
    """The modules that a source imports, wherever the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in known else node.module for name in names)


def circle(root: Path) -> list[str]:
    """One circle of imports, from a module back to itself; nothing if there is none."""
    known = modules(root)
    graph = {
        name: {other for other in imported(path.read_text(encoding="utf-8"), known) if other in known and other != name}
        for name, path in known.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_module_is_imported_by_what_it_imports() -> None:
    """The package has no circle."""
    assert circle(ROOT / "quizapp") == []


@pytest.mark.parametrize(
    "late",
    [
        "from house import one",
        "def f():\n    from house.one import x",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import house.one",
    ],
)
def test_a_circle_is_found(tmp_path: Path, late: str) -> None:
    """Whichever way its last import is written."""
    package = tmp_path / "house"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "one.py").write_text("from house.two import y\n")
    (package / "two.py").write_text(f"{late}\n")

    found = circle(package)

    assert set(found) == {"house.one", "house.two"}
