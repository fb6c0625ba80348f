"""A new pack, read and held against every rule in a process of its own, which may not take long nor much memory.

Nothing of the pack is run there either. The process is for what no rule foresees: text that makes a library crash, or
that takes minutes to compare with itself.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pydantic import ValidationError

import quizapp
from quizapp.content.install import limits
from quizapp.domain.fields import Model
from quizapp.domain.fingerprint import fingerprint
from quizapp.domain.installation import Holdings, Notice
from quizapp.domain.items.predicted import Predict
from quizapp.domain.pack import Manifest
from quizapp.domain.work import Advance, Watch
from quizapp.errors import PackRefusedError

MAX_NOTICES = 200
"""Of each severity."""
_MAX_ANSWER = 32 << 20


class Examination(Model):
    """What was found in a pack."""

    manifest: Manifest | None
    holdings: Holdings
    errors: list[Notice]
    warnings: list[Notice]
    prints: dict[str, str]
    """What each item and task asks, by its id."""


def examine(root: Path) -> Examination:
    """Read a pack and hold every rule against it, in this process."""
    from quizapp.content.compiler import unmet  # noqa: PLC0415 - YAML and all rules: the parent needs none of it
    from quizapp.content.lint import judge  # noqa: PLC0415 - as above
    from quizapp.content.pack import load_pack  # noqa: PLC0415 - as above

    pack = load_pack(root)
    result = judge(pack)
    manifest = pack.manifest.model if pack.manifest else None
    found = [*(unmet(manifest) if manifest else []), *result.diagnostics]
    notices = [
        Notice(where=each.where, severity=each.severity, code=each.code, message=each.message, hint=each.hint)
        for each in found
    ]
    return Examination(
        manifest=manifest,
        holdings=Holdings(
            topics=result.topics,
            items=result.items,
            interviews=result.blueprints,
            tasks=result.tasks,
            checks=result.checks,
            mutants=result.mutants,
            proofs=sum(isinstance(item.model, Predict) or item.model.proof is not None for item in pack.items),
        ),
        errors=[notice for notice in notices if notice.severity == "error"][:MAX_NOTICES],
        warnings=[notice for notice in notices if notice.severity == "warning"][:MAX_NOTICES],
        prints={name: fingerprint(record.model) for name, record in pack.ids},
    )


def examine_apart(root: Path, watch: Watch, *, shown: str) -> Examination:
    """The same in a process of its own.

    Raises:
        PackRefusedError: reading it takes too long or too much memory, or ends the process by itself.
        StoppedError: the person stopped it.
    """
    package = Path(quizapp.__file__).resolve().parent.parent
    path = [str(package), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaints:
        # -P: no module is ever imported from the folder in which this runs.
        process = subprocess.Popen(  # noqa: S603 - this interpreter and our own module
            [sys.executable, "-P", "-m", __name__, str(root)],
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=complaints,
        )
        try:
            _wait(process, watch, shown)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if process.returncode != 0:
            raise _refused("reading it takes more time or memory than a pack should", shown)
        answer.seek(0)
        try:
            return Examination.model_validate_json(answer.read(_MAX_ANSWER))
        except ValidationError as error:
            raise _refused("what was read of it makes no sense", shown) from error


def _wait(process: subprocess.Popen[bytes], watch: Watch, shown: str) -> None:
    end = time.monotonic() + limits.EXAMINE_SECONDS
    while process.poll() is None:
        watch.tell(Advance(doing="checking"))
        if time.monotonic() > end:
            raise _refused(f"reading it takes more than {limits.EXAMINE_SECONDS:g} seconds", shown)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)


def _refused(reason: str, shown: str) -> PackRefusedError:
    hint = "Nothing was installed. Its author should make smaller files of it, or two packs."
    return PackRefusedError(f"This pack is refused: {reason}.", where=shown, hint=hint)


def _main(root: str) -> None:
    """What the other process does."""
    with contextlib.suppress(ImportError):
        import resource  # noqa: PLC0415 - not on every system

        bounds = {
            resource.RLIMIT_CPU: limits.EXAMINE_PROCESSOR_SECONDS,
            resource.RLIMIT_AS: limits.EXAMINE_MEMORY,
            resource.RLIMIT_FSIZE: _MAX_ANSWER,
            resource.RLIMIT_CORE: 0,
        }
        for kind, bound in bounds.items():
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (bound, bound))
    # As bytes: what the person's system takes text for need not be UTF-8.
    sys.stdout.buffer.write(examine(Path(root)).model_dump_json().encode("utf-8"))
    sys.stdout.flush()


if __name__ == "__main__":
    _main(sys.argv[1])
