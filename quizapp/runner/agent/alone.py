"""A learner's process that was not forked but started: for systems without namespaces, Landlock and seccomp.

Nothing is held back here but processor time and file sizes; the level says so. When the program ends, this process sees
the end of its channel and leaves; the processor time that it may use bounds it when it cannot.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

from quizapp.runner.agent import learner, limits, warmup
from quizapp.runner.agent.channel import Channel

REASON = "not on this system"


def main() -> NoReturn:
    """Called by the command line: the numbers of a channel and a listening socket, and a JSON object."""
    config = json.loads(sys.argv[3])
    channel = Channel(socket.socket(fileno=int(sys.argv[1])))
    listener = socket.socket(fileno=int(sys.argv[2]))
    sys.dont_write_bytecode = True
    work, temporary, home = (f"{config['folder']}/{name}" for name in ("work", "tmp", "home"))
    for folder in (work, temporary, home):
        Path(folder).mkdir(0o700)
    files = os.open(work, os.O_RDONLY | os.O_DIRECTORY)
    channel.send({"event": "files"}, fds=[files])
    for name in config["preload"]:
        with contextlib.suppress(Exception):
            # The learner's own import will say what is wrong with it.
            importlib.import_module(name)
    environment = {**config["environment"], "HOME": home, "TMPDIR": temporary}
    one = learner.become(channel, listener, 1, work, environment)
    limits.apply_portable()
    warmup.run()
    missing = dict.fromkeys(("namespaces", "landlock", "seccomp"), REASON)
    channel.send({"event": "spare", "missing": missing, "proof": {"memory": False}})
    one.run()
