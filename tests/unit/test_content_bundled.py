"""The pack that comes with quizapp is found in a checkout and once installed."""

from __future__ import annotations

from pathlib import Path

import pytest

import quizapp
from quizapp.content.bundled import bundled_pack
from quizapp.errors import PackError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A package folder as an installer lays it out."""
    package = tmp_path / "site-packages" / "quizapp"
    package.mkdir(parents=True)
    monkeypatch.setattr(quizapp, "__file__", str(package / "__init__.py"))
    return package


def add_pack(root):
    """A manifest, by which a folder is a pack."""
    (root / "questions").mkdir(parents=True)
    (root / "questions/pack.yaml").write_text("id: x\n")


def test_in_a_checkout_it_lies_beside_the_package():
    """The repository itself is the pack."""
    assert bundled_pack() == ROOT


def test_once_installed_it_lies_inside_the_package(installed):
    """A stray folder beside the package is not taken for it."""
    add_pack(installed / "bundled")
    add_pack(installed.parent)

    assert bundled_pack() == installed / "bundled"


def test_a_broken_installation_is_told(installed):
    """Without the pack the error says where it should be, and what to do."""
    with pytest.raises(PackError) as caught:
        bundled_pack()

    assert caught.value.where == str(installed / "bundled")
    assert caught.value.hint == "Install quizapp again."
