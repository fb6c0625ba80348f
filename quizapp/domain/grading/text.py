"""When a typed text is an accepted answer."""

from __future__ import annotations

import io
import re
import tokenize
import unicodedata

from quizapp.domain.items.typed import Accept, AcceptNumber, AcceptPattern
from quizapp.domain.matcher import compile_pattern

MAX_TYPED = 2000
"""Characters of a typed answer that are looked at."""
_PLAIN_QUOTES = str.maketrans("‘’“”`´", "''\"\"''")
_STRING = re.compile(r"""(?P<prefix>[A-Za-z]*)(?P<quote>'''|\"\"\"|'|")(?P<text>.*)(?P=quote)""", re.DOTALL)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:[ ,'\u00a0\u202f]\d{3})+(?:\.\d+)?")
_SILENT = frozenset([tokenize.NEWLINE, tokenize.NL, tokenize.ENDMARKER, tokenize.COMMENT])


def fold(text: str) -> str:
    """A typed text without what does not matter: case, outer quotes, surplus spaces, a closing full stop.

    Full-width letters and digits, as some keyboards write them, are the plain ones (NFKC).
    """
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = " ".join(text.translate(_PLAIN_QUOTES).split())
    while (shorter := _less(text)) != text:
        text = shorter
    return text


def _less(text: str) -> str:
    """One layer of quotes or one full stop less, unless nothing would be left."""
    inner = text.removesuffix(".")
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        inner = text[1:-1]
    return inner.strip() or text


def fold_code(text: str) -> str:
    """Code as its tokens, so that spaces and quotes do not matter; what is no Python is folded as text."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text.strip()).readline))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return fold(text)
    # Where nothing but a comment was asked for, the comment is the answer.
    return " ".join(_token_text(token) for token in tokens if token.type not in _SILENT) or fold(text)


def _token_text(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.INDENT:
        return "indent"
    string = _STRING.fullmatch(token.string)
    if string is not None and not set('"\\') & set(string["text"]):
        return f'{string["prefix"].lower()}"{string["text"]}"'
    if token.type not in {tokenize.STRING, tokenize.OP, tokenize.NAME, tokenize.NUMBER}:
        return token.string.replace("'", '"')  # from 3.12 on an f-string is several tokens
    return token.string


def shown(accept: Accept) -> str:
    """An accepted answer as a person would write it."""
    match accept:
        case AcceptNumber():
            return repr(accept.number).removesuffix(".0")
        case AcceptPattern():
            return accept.example
        case _:
            return accept


def _readings(text: str) -> list[float]:
    """The numbers that a text may mean: a comma is a decimal point, or parts thousands."""
    text = text.strip()
    readings = [text.replace(",", ".")]
    if _THOUSANDS.fullmatch(text):
        readings.append(re.sub(r"[ ,'\u00a0\u202f]", "", text))
    numbers = []
    for reading in readings:
        try:
            numbers.append(float(reading))
        except ValueError:
            continue
    return numbers


def accepts(accept: Accept, text: str, *, code: bool = False) -> bool:
    """Whether a typed text is this answer. A blank text never is."""
    if not text.strip():
        return False
    match accept:
        case AcceptNumber():
            return any(abs(number - accept.number) <= accept.tolerance for number in _readings(text[:MAX_TYPED]))
        case AcceptPattern():
            return compile_pattern(accept.pattern).isinstance_python(text[:MAX_TYPED].strip())
        case _:
            normal = fold_code if code else fold
            return normal(accept) == normal(text[: MAX_TYPED + len(accept)])


def json_text(value: str | float | bool | None) -> str:
    """A JSON scalar as a learner would type it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
