"""Lists an app's routes."""

from __future__ import annotations

from typing import Any

import fastapi.routing

MAX_ROUTES = 500
_FLATTENED = getattr(fastapi.routing, "iter_route_contexts", None)
"""Newer FastAPI keeps included routers as they are, and has this to see what they come to."""
_DOCUMENTATION = ("openapi_url", "docs_url", "redoc_url", "swagger_ui_oauth2_redirect_url")
"""Routes that FastAPI adds by itself."""


def listed(app: Any) -> list[str]:
    """`GET /items`, in the order of registration, mounted apps and routers included."""
    found: list[str] = []
    _walk(getattr(app, "routes", None) or [], "", found)
    own = {getattr(app, name, None) for name in _DOCUMENTATION}
    return [route for route in found if route.partition(" ")[2] not in own][:MAX_ROUTES]


def _walk(routes: Any, prefix: str, found: list[str]) -> None:
    for route in _FLATTENED(routes) if _FLATTENED else routes:
        kind = getattr(route, "original_route", route)
        path = prefix + str(getattr(route, "path", None) or "")
        methods = getattr(route, "methods", None)
        if methods:
            found.extend(f"{method} {path}" for method in sorted(set(methods) - {"HEAD"} or methods))
        elif inner := getattr(kind, "routes", None):
            _walk(inner, path, found)
        elif path:
            found.append(f"{'WS' if 'websocket' in type(kind).__name__.lower() else 'MOUNT'} {path}")
        if len(found) >= MAX_ROUTES:
            return
