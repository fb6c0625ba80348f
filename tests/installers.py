"""Processes that add and update a pack, and are killed in the middle of it. `test_pack_killed` runs this module.

python -m tests.installers FOLDER ROUNDS SEED
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from quizapp.content.install.registry import Registry
from quizapp.content.lint import lint
from quizapp.domain.work import UNWATCHED
from tests.hostile import changed, files, folder, zipped
from tests.person import installer_of


def add(packs: Path, source: str) -> None:
    """Add or update a pack, as the command line does."""
    installer = installer_of(packs)
    offer = installer.offer(source, link=False, watch=UNWATCHED)
    before = next((pack for pack in installer.installed() if pack.id == offer.id), None)
    installer.install(offer.model_copy(update={"replaces": before}))
    installer.close()
    installer.sweep()


def digest(root: Path) -> str:
    """SHA-256 over the names and contents of a pack's files, counted anew."""
    lines = sorted(
        (str(path.relative_to(root)), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in root.rglob("*")
        if path.is_file()
    )
    return hashlib.sha256("".join(f"{each}  {name}\n" for name, each in lines).encode()).hexdigest()


def state(packs: Path) -> str:
    """The title of the pack that is installed; its files are counted anew. Raises if anything is half."""
    records, damaged = Registry(packs).records()
    if damaged:
        raise AssertionError(damaged)
    if not records:
        return ""
    [record] = records
    if digest(record.folder) != record.digest or lint(record.folder).errors:
        raise AssertionError(f"{record.folder} is half")
    return record.title


def main(root: Path, rounds: int, seed: int) -> None:
    """Kill an installation at a random moment, `rounds` times; prints how often the old and the new state stood."""
    rng = random.Random(seed)
    old, new = root / "old", root / "new"
    for place in (old, new):
        place.mkdir()
    sources = [str(folder(old, files())), zipped(new, changed("A sample pack", "Another title"))]
    titles = ["A sample pack", "Another title"]
    packs = root / "packs"
    for source in sources:
        start = time.monotonic()
        add(packs, source)
    took = time.monotonic() - start
    seen: Counter[str] = Counter()
    for number in range(rounds):
        if number % 4 == 0 and (packs / "sample.json").exists():
            (packs / "sample.json").unlink()  # every fourth one is an add
        before = state(packs)
        aim = 1 if before == titles[0] else 0
        child = os.fork()
        if child == 0:
            try:
                add(packs, sources[aim])
            finally:
                os._exit(0)
        time.sleep(rng.random() * took * 1.2)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        after = state(packs)
        if after not in {before, titles[aim]}:
            raise AssertionError(f"{after!r} is neither {before!r} nor {titles[aim]!r}")
        seen["new" if after == titles[aim] else "old"] += 1
    Registry(packs).sweep()
    left = sorted(
        path.name.partition(".")[0] for path in packs.iterdir() if not path.name.startswith((".lock", ".use"))
    )
    state(packs)
    sys.stdout.write(f"{seen['old']} {seen['new']} {' '.join(left)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
