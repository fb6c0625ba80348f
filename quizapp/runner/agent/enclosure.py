"""Locks a process in, layer by layer, and says which layers do not hold and why."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator

from quizapp.runner.agent import kernel, landlock, limits, namespaces, seccomp

LAYERS = ("namespaces", "landlock", "seccomp", "limits")
_READABLE = (
    "/usr/share/zoneinfo",
    "/etc/localtime",
    "/etc/timezone",
    "/etc/mime.types",
    "/etc/ld.so.cache",
    "/etc/ssl/openssl.cnf",
    "/etc/ssl/certs",
    "/dev/urandom",
    "/dev/zero",
)
_LIBRARIES = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64")


def _installed() -> Iterator[str]:
    """Where Python and what is installed with it lies: nothing else of the person's files."""
    paths = sysconfig.get_paths()
    yield from (paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    yield from (f"{prefix}/lib" for prefix in (sys.prefix, sys.base_prefix))
    yield from (path for path in sys.path if path.endswith(("site-packages", "dist-packages", "lib-dynload")))


def _rules(folder: str, *, network: bool) -> list[tuple[str, int]]:
    rules = [(path, landlock.RUN) for path in sorted({*_installed(), *_LIBRARIES})]
    rules += [(path, landlock.READ) for path in (*_READABLE, *(("/etc/hosts",) if network else ()))]
    return [*rules, ("/dev/null", landlock.DEVICE), (folder, landlock.WRITE)]


def enter(folder: str, *, without: list[str], in_namespaces: bool, network: bool) -> dict[str, str]:
    """Lock this process into `folder`. Returns the layers that do not hold, and why not."""
    missing: dict[str, str] = {}
    if in_namespaces:
        namespaces.enter_user(os.geteuid())
    for layer in LAYERS[1:]:
        if layer in without:
            missing[layer] = "switched off"
    kernel.drop_capabilities()
    kernel.die_with_parent()
    if "limits" not in missing:
        limits.apply(own_user_namespace=in_namespaces)
    if "landlock" not in missing:
        try:
            landlock.restrict(_rules(folder, network=network), network=network)
        except OSError as error:
            missing["landlock"] = kernel.reason(error)
    if "seccomp" not in missing:
        try:
            seccomp.install(seccomp.program(os.getpid(), network=network, own_disk=in_namespaces))
        except OSError as error:
            missing["seccomp"] = kernel.reason(error)
    return missing
