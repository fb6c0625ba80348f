"""The best sandbox that this system allows."""

from __future__ import annotations

import sys
from pathlib import Path

from quizapp.domain.ports.sandbox import Sandbox
from quizapp.errors import SandboxError


def sandbox_for(runtime_dir: Path | None = None) -> Sandbox:
    """A sandbox for this system; raises SandboxError where learners' code cannot be run at all."""
    if sys.platform == "win32":
        raise SandboxError(
            "Learners' apps cannot be run on Windows itself.",
            hint="Run quizapp in WSL 2, where everything works; questions work here too.",
        )
    from quizapp.runner.sandbox import ForkSandbox  # noqa: PLC0415 - it needs a Unix
    from quizapp.runner.spawner import Spawner  # noqa: PLC0415 - as above
    from quizapp.runner.zygote import Zygote  # noqa: PLC0415 - as above

    return ForkSandbox(runtime_dir, nursery=Zygote if sys.platform == "linux" else Spawner)
