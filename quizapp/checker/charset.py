"""The body of an answer as text."""

from __future__ import annotations

import codecs

_NO_CHARSETS = frozenset(["idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"])
"""Python's own encodings that no client knows; a megabyte of punycode would keep this one busy for minutes."""


def decoded(body: bytes, content_type: str) -> str:
    """The body by the charset that its content type names, by UTF-8 if that is none; never an error."""
    charset = "utf-8"
    for part in content_type.split(";")[1:]:
        name, _, value = part.strip().partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip(" \"'")
    try:
        if codecs.lookup(charset).name.replace("_", "-") not in _NO_CHARSETS:
            return body.decode(charset, errors="replace")
    except (LookupError, ValueError):  # no such charset, no encoding of text, or no name at all
        pass
    return body.decode("utf-8", errors="replace")
