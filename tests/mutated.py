"""Mutated packs, put to `pack add` one after another in one process. `test_pack_fuzz` runs this module.

python -m tests.mutated FOLDER yaml|archive COUNT SEED
"""

from __future__ import annotations

import json
import random
import re
import shutil
import sys
import time
from pathlib import Path

from quizapp.domain.work import UNWATCHED
from quizapp.errors import PackError, PackRefusedError
from tests.hostile import files, folder, tarred, zipped
from tests.person import installer_of

PLACE = re.compile(r"[^:]+:\d+:\d+: (error|warning): ")
PIECES = [
    "- ", ": ", "\n", "  ", "{", "}", "[", "]", '"', "'", "|", ">", "#", "&a ", "*a", "!!python/name:os.system ",
    "<<: ", "? ", "---\n", "%", "@", "null", "true", "0", "-1", "1e999", ".nan", "9" * 400, "${id}", "$int",
    "{$gt: 1}", "\t", "\x00", "\x1b[2J", "\u202e", "é", "kind: choice\n", "key: true", "id: x\n", "[" * 60,
    "{a: " * 50, "a" * 3000, "GET: /", "expect: ", "topic: http\n", "\\", "../..", "(a+)+$", "[/]", "\ufeff",
    "e\u0301" * 50,
]  # fmt: skip


def mutated_text(rng: random.Random, text: str) -> bytes:
    """A text with a few pieces put in, cut out, doubled or swapped; now and then with spoiled bytes."""
    for _ in range(rng.randint(1, 5)):
        start = rng.randint(0, len(text))
        end = min(len(text), start + rng.randint(0, 60))
        piece = rng.choice(PIECES)
        text = rng.choice(
            [
                text[:start] + piece + text[start:],
                text[:start] + text[end:],
                text[:end] + text[start:end] * rng.randint(1, 30) + text[end:],
                text[:start] + piece + text[end:],
            ]
        )
    content = text.encode("utf-8", "surrogatepass")
    if rng.random() < 0.1:
        content = mutated_bytes(rng, content, 3)
    return content


def mutated_bytes(rng: random.Random, content: bytes, most: int) -> bytes:
    """Bytes changed, cut out, doubled or cut off."""
    spoiled = bytearray(content)
    for _ in range(rng.randint(1, most)):
        place = rng.randrange(len(spoiled))
        match rng.randrange(5):
            case 0:
                spoiled[place] = rng.randrange(256)
            case 1:
                spoiled[place : place + rng.randint(1, 8)] = rng.randbytes(rng.randint(0, 8))
            case 2:
                spoiled[place:place] = spoiled[place : place + rng.randint(1, 600)]
            case 3:
                spoiled[place : place + 4] = rng.choice([b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f"])
            case _:
                if rng.random() < 0.2:
                    del spoiled[max(20, place) :]
    return bytes(spoiled)


class Trial:
    """One mutated pack after another, and what became of them."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.rng = random.Random(seed)
        self.installer = installer_of(root / "packs")
        self.taken = self.refused = 0
        self.slowest = 0.0
        self.placeless: set[str] = set()

    def put(self, source: str) -> None:
        """Offer one; anything but a refusal that a person can read ends the trial."""
        start = time.process_time()
        try:
            self.installer.discard(self.installer.offer(source, link=False, watch=UNWATCHED))
            self.taken += 1
        except PackRefusedError as error:
            self._check(error)
        self.slowest = max(self.slowest, time.process_time() - start)

    def _check(self, error: PackError) -> None:
        self.refused += 1
        findings = error.findings if isinstance(error, PackRefusedError) else ()
        told = "\n".join([str(error), *findings])
        if not all(line.isprintable() for line in told.splitlines()):
            raise AssertionError(told)
        for finding in findings:
            first = finding.splitlines()[0]
            if not PLACE.match(first):
                self.placeless.add(first[first.rindex("[") :])

    def yaml(self, count: int) -> None:
        """Mutate one YAML file of a folder, `count` times."""
        members = files()
        source = folder(self.root)
        names = [name for name in members if name.endswith(".yaml")]
        for _ in range(count):
            name = self.rng.choice(names)
            (source / name).write_bytes(mutated_text(self.rng, members[name].decode()))
            self.put(str(source))
            (source / name).write_bytes(members[name])

    def archive(self, count: int) -> None:
        """Mutate a zip, a .tar.gz and the tar inside one, `count` times."""
        import gzip

        sound = [Path(make(self.root, files())).read_bytes() for make in (zipped, tarred)]
        plain = gzip.decompress(sound[1])
        source = self.root / "mutated"
        for number in range(count):
            kind = number % 3
            content = mutated_bytes(self.rng, [*sound, plain][kind], 4)
            source.write_bytes(gzip.compress(content, 1) if kind == 2 else content)
            self.put(str(source))


def peak() -> int:
    """The most memory that this process had at once, in bytes.

    Not `ru_maxrss`: on Linux that one outlives `exec`, and would be the size of the test process that forked this one.
    """
    status = Path("/proc/self/status").read_text()
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    assert found, status
    return int(found[1]) * 1024


def main(root: Path, kind: str, count: int, seed: int) -> None:
    """Print what became of `count` mutated packs, as JSON."""
    trial = Trial(root, seed)
    getattr(trial, kind)(count)
    trial.installer.close()
    left = [path.name for path in (root / "packs").iterdir()]
    told = {
        "taken": trial.taken,
        "refused": trial.refused,
        "slowest": round(trial.slowest, 3),
        "peak_mib": peak() >> 20,
        "placeless": sorted(trial.placeless),
        "left": left,
    }
    sys.stdout.write(json.dumps(told))
    shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
