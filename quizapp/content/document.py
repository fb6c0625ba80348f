"""One YAML file, read strictly: what is written is what is meant, and every value knows its place.

Read from the parser's events and not from its node tree: events are flat, so a file nested a million levels deep ends
at MAX_DEPTH and not at the end of the C stack, and an alias is refused before it can grow.

Scalars follow YAML 1.2: `no`, `on` and `12:30` are text, `010` is ten. A key is always the text as it is written, so
that `200:` and `"200":` are the same key, as in JSON.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from quizapp.content.diagnostic import Diagnostic
from quizapp.content.mark import Mark

try:
    from yaml import CSafeLoader as Parser
except ImportError:  # a PyYAML built without libyaml: the same events, five times slower
    from yaml import SafeLoader as Parser  # type: ignore[assignment]  # a sibling with the same methods

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 40
MAX_DIGITS = 300
"""Of a number: more than any float has, less than Python's own limit."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONSTANTS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_NUMBER_START = frozenset("+-.0123456789")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_QUOTES = 'If it is meant as text, put it in quotes: "..."'


class Document:
    """A file's value and the marks of everything in it."""

    __slots__ = ("file", "mark", "value")

    def __init__(self, file: str, value: Any, mark: Mark) -> None:
        self.file = file
        self.value = value
        self.mark = mark


class DocumentError(Exception):
    """The file cannot be read as strict YAML; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def parse(content: bytes, file: str) -> Document:
    """A file's value; DocumentError with `file:line:column` for anything that could be meant in two ways."""
    if len(content) > MAX_BYTES:
        raise _error(file, (1, 1), "too-large", f"the file has more than {MAX_BYTES >> 20} MiB", "Split it by topic.")
    return _Reader(file, _decode(content, file)).read()


def _error(file: str, place: tuple[int, int], code: str, message: str, hint: str) -> DocumentError:
    line, column = place
    return DocumentError(Diagnostic(file=file, line=line, column=column, code=code, message=message, hint=hint))


def _place(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def _start(event: Event) -> tuple[int, int]:
    mark = event.start_mark
    assert mark is not None  # only events made by hand have none
    return mark.line + 1, mark.column + 1


def _decode(content: bytes, file: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        place = _place(before, len(before))
        message = f"byte {content[error.start]:#04x} is not UTF-8"
        raise _error(file, place, "encoding", message, "Save the file as UTF-8.") from error
    found = _CONTROL.search(text)
    if found is not None:
        message = f"control character {found[0]!r}: only line breaks and tabs may stand in a pack"
        raise _error(
            file, _place(text, found.start()), "control-character", message, "Delete it, or write what it shows."
        )
    return text


def scalar(text: str) -> Any:
    """The value of an unquoted scalar by the core schema of YAML 1.2; ValueError for what JSON has no number for."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMBER_START:
        return text
    if len(text) > MAX_DIGITS and _DECIMAL.fullmatch(text):
        raise ValueError(f"this number has {len(text)} digits")
    if _WHOLE.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text):
        return int(text, 0)
    if _HEXADECIMAL.fullmatch(text):
        return int(text, 0)
    if _DECIMAL.fullmatch(text):
        number = float(text)
        if number in {float("inf"), float("-inf")}:
            raise ValueError(f"{text} is larger than any number")
        return number
    if _NO_NUMBER.fullmatch(text):
        raise ValueError(f"{text} is no number that JSON knows")
    return text


_SCANNER_HINTS = (
    ("mapping values are not allowed", 'Text with ": " in it needs quotes, or a block: `stem: |` and the text below.'),
    ("cannot start any token", "Text that starts with ` @ or % needs quotes; tabs cannot indent."),
    ("did not find expected ',' or", "Close the bracket, or put text that has , [ ] { } in it in quotes."),
    ("did not find expected '-'", "List entries start with `- ` in one column; text that goes on needs quotes or `|`."),
    ("did not find expected key", "Look at the indentation here and above, and at quotes inside quoted text."),
    ("while scanning a quoted scalar", "Close the quotes; inside double quotes a backslash is written twice."),
    ("unknown escape", "Inside double quotes a backslash is written twice; or use single quotes."),
    ("alias", 'Text that starts with * needs quotes: "*.py".'),
    ("anchor", 'Text that starts with & needs quotes: "&x".'),
    ("tag", 'Text that starts with ! needs quotes: "!x".'),
)


class _Reader:
    """Builds values and marks from the parser's events."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._source = text

    def read(self) -> Document:
        parser = Parser(self._source)
        try:
            return self._read(parser)
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error) from error
        except yaml.YAMLError as error:
            raise _error(self._file, (1, 1), "syntax", f"this is no YAML: {error}", "Write YAML 1.2.") from error
        finally:
            parser.dispose()

    def _syntax(self, error: yaml.MarkedYAMLError) -> DocumentError:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = " ".join(part for part in (error.context, error.problem) if part)
        hint = next(
            (hint for sign, hint in _SCANNER_HINTS if sign in message), "Look at indentation, colons and quotes."
        )
        return _error(self._file, place, "syntax", message, hint)

    def _fail(self, event: Event, code: str, message: str, hint: str) -> DocumentError:
        return _error(self._file, _start(event), code, message, hint)

    def _read(self, parser: Any) -> Document:
        value, mark = None, Mark(1, 1)
        documents = 0
        while True:
            event = parser.get_event()
            if isinstance(event, StreamEndEvent):
                return Document(self._file, value, mark)
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    hint = "One file is one document: delete the line ---, or make another file."
                    raise self._fail(event, "second-document", "a second document begins here", hint)
                if event.version or event.tags:
                    hint = "Delete the lines that start with %."
                    raise self._fail(event, "directive", "directives are not used in packs", hint)
            elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent | AliasEvent):
                value, mark = self._value(parser, event)

    def _value(self, parser: Any, first: Event) -> tuple[Any, Mark]:
        """The value that begins with this event; a loop over a stack of open collections, never a recursion."""
        top: list[Any] = []
        top_mark = Mark(0, 0)
        top_mark.parts = []
        # Each open collection: its value, its mark, and for a mapping the key that waits for its value.
        stack: list[tuple[Any, Mark]] = [(top, top_mark)]
        keys: list[str | None] = [None]
        event = first
        while True:
            value, mark = stack[-1]
            if isinstance(event, ScalarEvent):
                if isinstance(value, dict) and keys[-1] is None:
                    keys[-1] = self._key(event, value, mark)
                else:
                    self._put(stack, keys, self._scalar(event), self._mark(event))
            elif isinstance(event, MappingStartEvent | SequenceStartEvent):
                self._open(stack, keys, event)
            elif isinstance(event, AliasEvent):
                hint = 'Write the text again; text that starts with * needs quotes: "*.py".'
                raise self._fail(event, "alias", f"*{event.anchor} repeats a value by reference", hint)
            else:  # the end of a mapping or a list
                stack.pop()
                keys.pop()
            if len(stack) == 1:
                return top[0], top_mark.parts[0]
            event = parser.get_event()

    def _mark(self, event: Event) -> Mark:
        return Mark(*_start(event))

    def _open(self, stack: list[tuple[Any, Mark]], keys: list[str | None], event: Any) -> None:
        self._refuse_extras(event)
        parent = stack[-1][0]
        if isinstance(parent, dict) and keys[-1] is None:
            hint = 'A key is plain text; text that starts with [ or { needs quotes: "{x}".'
            raise self._fail(event, "key", "a list or a mapping cannot be a key", hint)
        if len(stack) > MAX_DEPTH:
            hint = "Flatten it: no part of a pack needs so many levels."
            raise self._fail(event, "too-deep", f"nested deeper than {MAX_DEPTH} levels", hint)
        mark = self._mark(event)
        value: Any
        if isinstance(event, MappingStartEvent):
            value, mark.parts = {}, {}
        else:
            value, mark.parts = [], []
        self._put(stack, keys, value, mark)
        stack.append((value, mark))
        keys.append(None)

    @staticmethod
    def _put(stack: list[tuple[Any, Mark]], keys: list[str | None], value: Any, mark: Mark) -> None:
        parent, parent_mark = stack[-1]
        if isinstance(parent, dict):
            key = keys[-1]
            assert key is not None
            assert isinstance(parent_mark.parts, dict)
            parent[key] = value
            parent_mark.parts[key] = mark
            keys[-1] = None
        else:
            assert isinstance(parent_mark.parts, list)
            parent.append(value)
            parent_mark.parts.append(mark)

    def _key(self, event: ScalarEvent, mapping: dict[str, Any], mark: Mark) -> str:
        key = self._text(event)
        if key == "<<" and event.implicit[0]:
            raise self._fail(event, "merge-key", "<< merges another mapping", "Write the fields out.")
        if not key and event.implicit[0]:
            raise self._fail(event, "key", "this key is empty", "Write the key before the colon.")
        if key in mapping:
            line, _ = mark.keys[key]
            hint = f"Keep one of the two; the first is on line {line}."
            raise self._fail(event, "duplicate-key", f"`{key}` is written twice", hint)
        mark.keys[key] = _start(event)
        return key

    def _text(self, event: ScalarEvent) -> str:
        self._refuse_extras(event)
        text: str = event.value
        if not text.isascii() and _SURROGATE.search(text):
            raise self._fail(event, "encoding", "half of a surrogate pair is no character", "Write the character.")
        return text

    def _scalar(self, event: ScalarEvent) -> Any:
        text = self._text(event)
        if not event.implicit[0]:
            return text
        try:
            return scalar(text)
        except ValueError as error:
            raise self._fail(event, "number", str(error), _QUOTES) from error

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            hint = f'Delete it; text that starts with & needs quotes: "&{event.anchor}".'
            raise self._fail(event, "anchor", f"&{event.anchor} names a value for later", hint)
        if event.tag is not None:
            hint = 'Delete it; text that starts with ! needs quotes: "!x".'
            raise self._fail(event, "tag", f"{event.tag} gives a value a type", hint)
