"""Folders of runs that no program owns any more."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("folders are locked as POSIX does", allow_module_level=True)

from quizapp.runner.rundir import UNLOCKED_AGE, _is_abandoned


def test_a_folder_that_is_gone_meanwhile_is_nobodys_to_remove(tmp_path: Path) -> None:
    """Another program's run ended between the look at the list and the look at the folder."""
    assert not _is_abandoned(tmp_path / "quizapp-run-gone")


@pytest.mark.parametrize(("age", "abandoned"), [(0.0, False), (UNLOCKED_AGE + 60, True)])
def test_a_folder_without_a_lock_is_abandoned_when_it_is_old(tmp_path: Path, age: float, abandoned: bool) -> None:
    """A program that has only just begun is about to lock it."""
    then = time.time() - age
    os.utime(tmp_path, (then, then))

    assert _is_abandoned(tmp_path) is abandoned
