"""From what a spare found out about itself to the level that a person is told."""

from __future__ import annotations

from typing import Any

from quizapp.domain.run import Isolation, IsolationLevel

LAYERS = ("namespaces", "landlock", "seccomp", "limits")
_PROOFS = {
    "namespaces": ("disk", "pids"),
    "landlock": ("reading", "writing"),
    "seccomp": ("tcp", "udp", "unix", "processes", "signals"),
    "limits": ("memory",),
}
"""The attempts that must have failed for a layer to count."""


def judged(claim: dict[str, Any]) -> Isolation:
    """The isolation that was proved: what is not said to hold does not hold."""
    told, tried = claim.get("missing"), claim.get("proof")
    if not isinstance(told, dict) or not isinstance(tried, dict):
        return Isolation(level=IsolationLevel.NONE, missing=dict.fromkeys(LAYERS, "the self-test did not report"))
    missing = {layer: str(why)[:200] for layer, why in told.items() if layer in LAYERS}
    for layer, attempts in _PROOFS.items():
        through = [attempt for attempt in attempts if tried.get(attempt) is not True]
        if through and layer not in missing:
            missing[layer] = f"the self-test got through: {', '.join(through)}"
    return Isolation(
        level=_level(missing),
        layers=[layer for layer in LAYERS if layer not in missing],
        missing={layer: missing[layer] for layer in LAYERS if layer in missing},
    )


def _level(missing: dict[str, str]) -> IsolationLevel:
    if "seccomp" in missing or "limits" in missing:
        return IsolationLevel.NONE
    if "landlock" in missing:
        return IsolationLevel.LIMITED
    return IsolationLevel.STRONG if "namespaces" in missing else IsolationLevel.FULL
