"""Text that is not our own, made safe to show: markup in it stays text, control characters are gone."""

from __future__ import annotations

import re
import unicodedata

from textual.content import Content

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])")
_FENCE = re.compile(
    r"^(?P<fence>`{3,}+|~{3,}+)[ ]*+(?P<language>[\w+-]*+)[^\n]*+\n(?P<code>.*?)\n?(?P=fence)[ ]*$",
    re.MULTILINE | re.DOTALL,
)
_INLINE = re.compile(
    r"(?<!`)(?P<tick>`++)(?P<code>.+?)(?<!`)(?P=tick)(?!`)|\*\*(?P<strong>[^*\n]+)\*\*|\*(?P<emphasis>[^*\s][^*\n]*)\*"
)
# A run of marks is one mark, of no other length (`++` takes all of it): else a text of marks alone is tried for ever.
TAB = 4


def clean(text: str) -> str:
    """The text without terminal escapes and control characters; tabs become spaces, line breaks stay."""
    text = _ESCAPES.sub("", text).replace("\r\n", "\n").expandtabs(TAB)
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in {"Cc", "Cf"})


def plain(text: str) -> Content:
    """The text as it stands."""
    return Content(clean(text))


def code(text: str, language: str = "python") -> Content:
    """Code with its syntax coloured."""
    from textual.highlight import highlight  # noqa: PLC0415 - Pygments takes long, and home shows no code

    from quizapp.ui.highlighting import Highlighting  # noqa: PLC0415 - the same

    return highlight(clean(text).rstrip("\n"), language=language, theme=Highlighting)


def hanging(label: Content, text: Content, width: int) -> Content:
    """A text that is wrapped to stand beside its label, as in a list; its own line breaks stay.

    Args:
        label: what stands before the first line; the others begin below its end.
        text: what is wrapped.
        width: cells, the label's among them.
    """
    room = max(20, width - label.cell_length)
    lines = text.wrap(room) if text.cell_length > room or "\n" in text.plain else [text]
    return Content.assemble(label, Content("\n" + " " * label.cell_length).join(lines))


def inline(text: str) -> Content:
    """One paragraph with `code`, **strong** and *emphasis*, for options and rationales."""
    text = clean(text)
    parts: list[Content] = []
    end = 0
    for found in _INLINE.finditer(text):
        parts.append(Content(text[end : found.start()]))
        end = found.end()
        if found["code"] is not None:
            parts.append(Content.styled(found["code"].strip() or found["code"], "$text-accent"))
        elif found["strong"] is not None:
            parts.append(Content.styled(found["strong"], "bold"))
        else:
            parts.append(Content.styled(found["emphasis"], "italic"))
    parts.append(Content(text[end:]))
    return Content("").join(parts)


def passage(text: str) -> Content:
    """Paragraphs and fenced code, for options that hold more than a line."""
    text = clean(text).strip("\n")
    parts: list[Content] = []
    end = 0
    for found in _FENCE.finditer(text):
        before = text[end : found.start()].strip("\n")
        if before:
            parts.append(inline(before))
        parts.append(code(found["code"], found["language"] or "text"))
        end = found.end()
    rest = text[end:].strip("\n")
    if rest:
        parts.append(inline(rest))
    return Content("\n").join(parts)
