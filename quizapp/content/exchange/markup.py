"""HTML of cards and quizzes as Markdown: what is read stays, what would act, load or sound is left out and named."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

_BLOCKS = {"p", "div", "br", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote"}
_SKIPPED = {"script", "style", "head", "title", "template", "object", "iframe", "svg"}
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`", "kbd": "`"}
_MEDIA = {"img": "picture", "audio": "sound", "video": "film", "source": "film", "embed": "film"}
_SOUND = re.compile(r"\[sound:([^\]\n]{1,200})\]|\[anki:(tts|play)[^\]\n]{0,200}\]")
MAX_HTML = 128 << 10
"""Characters of one field: broken HTML takes a parser longer than its length says."""
_NO_TAG = re.compile(r"<(?![^<>]{1,2000}>)")
_HIDDEN = re.compile(r"[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def visible(text: str) -> str:
    """A text without control characters, invisible ones and ones that turn the direction of reading."""
    text = _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\xa0", " "))
    kept = (letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs", "Co"})
    return "".join(kept).strip()


class _Reader(HTMLParser):
    """Turns tags into Markdown as they come; never fails on broken HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lost: list[str] = []
        self._skipping = 0
        self._pre = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipping += 1
        elif tag in _MEDIA:
            name = dict(attrs).get("src") or dict(attrs).get("alt") or ""
            self.lost.append(f"{_MEDIA[tag]} {visible(name)[:80]}".rstrip())
        elif tag == "pre":
            self._pre = True
            self.parts.append("\n\n```\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")
        elif tag in _MARKS and not self._pre:
            self.parts.append(_MARKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag == "pre":
            self._pre = False
            self.parts.append("\n```\n")
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in _MARKS and not self._pre:
            if self.parts and self.parts[-1] == _MARKS[tag]:
                self.parts.pop()  # a mark around nothing
            else:
                self.parts.append(_MARKS[tag])

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.parts.append(data if self._pre else re.sub(r"[ \t\n]+", " ", data))


def from_html(text: str) -> tuple[str, list[str]]:
    """HTML as Markdown, and the media in it that are left out."""
    lost = [f"sound {found[1] or found[2]}" for found in _SOUND.finditer(text)]
    text = _SOUND.sub("", text)
    if len(text) > MAX_HTML:
        lost.append(f"what goes beyond {MAX_HTML >> 10} Ki characters")
        text = text[:MAX_HTML]
    if "<" not in text and "&" not in text:
        return visible(text), lost
    reader = _Reader()
    # Python's parser takes time that grows with the square of what stands in tags that never end.
    reader.feed(_NO_TAG.sub("&lt;", _without_comments(text)))
    reader.close()
    plain = visible("".join(reader.parts))
    lines = [line.strip() if "```" not in plain else line.rstrip() for line in plain.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), lost + reader.lost


def _without_comments(text: str) -> str:
    """HTML without comments; one that is never closed goes to the end."""
    parts: list[str] = []
    end = 0
    while (start := text.find("<!--", end)) >= 0:
        parts.append(text[end:start])
        close = text.find("-->", start + 4)
        end = len(text) if close < 0 else close + 3
    return "".join([*parts, text[end:]])


def one_line(text: str) -> str:
    """A text in one line."""
    return " ".join(visible(text).split())
