"""Full-text search in an index: SQLite's FTS5, or a plain table where this Python's SQLite was built without it.

Titles weigh most, then what a learner sees of an item before answering, then what is told after it. Within each the
roadmap's order stands. Only so many rows are looked at in each step, so that a word of every item costs no more than a
rare one.
"""

from __future__ import annotations

from collections.abc import Sequence

CREATE = """
CREATE VIRTUAL TABLE words USING fts5(
    title, shown, told, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4 5 6 7 8'
)
"""
# Beginnings of words of these lengths are read from a list of their own, only as far as they are needed. Any other
# beginning makes SQLite gather every row of every word that begins so. It costs a quarter more of disk.
CREATE_PLAIN = "CREATE TABLE words (title TEXT NOT NULL, shown TEXT NOT NULL, told TEXT NOT NULL)"
LOOKED_AT = 300
"""Rows that are looked at in each step."""

_TIERS = (("title",), ("title", "shown"), ("title", "shown", "told"))


def queries(words: Sequence[Sequence[str]], *, full_text: bool) -> list[tuple[str, list[str]]]:
    """Statements that find row numbers, the best first, and their values; every word must be there.

    Args:
        words: as `domain.search.words_of` gives them: letters and digits only, so that no syntax can be among them.
        full_text: whether the table is one of FTS5.
    """
    if full_text:
        every = " ".join(_phrase(parts) for parts in words)
        statement = f"SELECT rowid FROM words WHERE words MATCH ? LIMIT {LOOKED_AT}"  # noqa: S608 - a number of ours
        return [(statement, [f"{{{' '.join(columns)}}} : ({every})"]) for columns in _TIERS]
    found = []
    for columns in _TIERS:
        tests = ["(" + " OR ".join(f"{column} LIKE ?" for column in columns) + ")" for _ in words]
        values = [f"%{' '.join(parts)}%" for parts in words for _ in columns]
        found.append((f"SELECT rowid FROM words WHERE {' AND '.join(tests)} LIMIT {LOOKED_AT}", values))  # noqa: S608 - our own columns
    return found


def _phrase(parts: Sequence[str]) -> str:
    """Parts next to each other, the last one by its beginning."""
    return f'"{" ".join(parts)}" *'
