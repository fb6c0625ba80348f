"""Lists an app's routes."""

from __future__ import annotations

from typing import Any

MAX_ROUTES = 500
_DOCUMENTATION = ("openapi_url", "docs_url", "redoc_url", "swagger_ui_oauth2_redirect_url")
"""Routes that FastAPI adds by itself."""


def listed(app: Any) -> list[str]:
    """`GET /items`, in the order of registration, mounted apps and routers included."""
    found: list[str] = []
    _walk(getattr(app, "routes", None) or [], "", found)
    own = {getattr(app, name, None) for name in _DOCUMENTATION}
    return [route for route in found if route.partition(" ")[2] not in own][:MAX_ROUTES]


def _walk(routes: Any, prefix: str, found: list[str]) -> None:
    for route in routes:
        path = prefix + str(getattr(route, "path", ""))
        methods = getattr(route, "methods", None)
        inner = getattr(route, "routes", None)
        if methods:
            found.extend(f"{method} {path}" for method in sorted(set(methods) - {"HEAD"} or methods))
        elif inner:
            _walk(inner, path, found)
        elif hasattr(route, "path"):
            found.append(f"{'WS' if 'websocket' in type(route).__name__.lower() else 'MOUNT'} {path}")
        if len(found) >= MAX_ROUTES:
            return
