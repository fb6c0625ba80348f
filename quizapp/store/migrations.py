"""The schema of the progress file, as numbered steps that only go forward."""

from __future__ import annotations

from collections.abc import Sequence

Migration = Sequence[str]
"""Statements that are carried out in one transaction."""

_INITIAL: Migration = (
    # Moments are whole microseconds since 1970 in UTC: exact both ways, and they sort. JSON is text.
    """
    CREATE TABLE sessions (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        plan TEXT NOT NULL,
        seed TEXT NOT NULL,  -- a whole number of any size
        started INTEGER NOT NULL,
        ended INTEGER,
        deadline INTEGER,
        blueprint TEXT
    )
    """,
    "CREATE INDEX sessions_started ON sessions (started)",
    "CREATE INDEX sessions_open ON sessions (started) WHERE ended IS NULL",
    """
    CREATE TABLE attempts (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        item TEXT NOT NULL,
        session TEXT REFERENCES sessions (id),
        at INTEGER NOT NULL,
        seconds REAL NOT NULL,
        response TEXT NOT NULL,
        score REAL NOT NULL,
        rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
        hints INTEGER NOT NULL,
        solution_seen INTEGER NOT NULL
    )
    """,
    "CREATE INDEX attempts_item ON attempts (item, solution_seen, score)",
    "CREATE INDEX attempts_session ON attempts (session) WHERE session IS NOT NULL",
    "CREATE INDEX attempts_at ON attempts (at, item)",
    """
    CREATE TABLE reviews (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        attempt TEXT NOT NULL REFERENCES attempts (id),
        item TEXT NOT NULL,
        at INTEGER NOT NULL,
        rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
        overrides TEXT REFERENCES reviews (id)
    )
    """,
    "CREATE INDEX reviews_attempt ON reviews (attempt)",
    "CREATE INDEX reviews_item ON reviews (item, at)",
    "CREATE INDEX reviews_at ON reviews (at, item)",
    """
    CREATE TABLE cards (
        item TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        step INTEGER,
        stability REAL NOT NULL,
        difficulty REAL NOT NULL,
        due INTEGER NOT NULL,
        last_review INTEGER NOT NULL,
        reviews INTEGER NOT NULL,
        lapses INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX cards_due ON cards (due)",
    # Items whose card does not know of all their reviews.
    "CREATE TABLE stale (item TEXT PRIMARY KEY) WITHOUT ROWID",
    """
    CREATE TABLE events (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        at INTEGER NOT NULL,
        detail TEXT NOT NULL
    )
    """,
    "CREATE INDEX events_subject ON events (subject, kind)",
    "CREATE INDEX events_kind ON events (kind)",
    # The logs are the learner's history: not even a fault of ours may thin them out. Only a renamed item changes.
    *(
        f"""
        CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} are never deleted'); END
        """
        for table in ("attempts", "reviews", "events")
    ),
    """
    CREATE TRIGGER attempts_unchanged
    BEFORE UPDATE OF id, session, at, seconds, response, score, rating, hints, solution_seen ON attempts
    BEGIN SELECT RAISE(ABORT, 'attempts are never changed'); END
    """,
    """
    CREATE TRIGGER reviews_unchanged BEFORE UPDATE OF id, attempt, at, rating, overrides ON reviews
    BEGIN SELECT RAISE(ABORT, 'reviews are never changed'); END
    """,
    """
    CREATE TRIGGER events_unchanged BEFORE UPDATE OF id, kind, at, detail ON events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
    """,
)

_UNDO_AND_CRAM: Migration = (
    # Answers of a session that leaves the schedule alone are attempts without reviews, and stay so.
    "ALTER TABLE sessions ADD COLUMN moves_schedule INTEGER NOT NULL DEFAULT 1",
    """
    CREATE TRIGGER reviews_only_where_scheduled BEFORE INSERT ON reviews
    WHEN EXISTS (
        SELECT 1 FROM attempts JOIN sessions ON sessions.id = attempts.session
        WHERE attempts.id = NEW.attempt AND NOT sessions.moves_schedule
    )
    BEGIN SELECT RAISE(ABORT, 'this session leaves the schedule alone'); END
    """,
    # Attempts that the learner took back. It follows from events of the kind `undo`, whose subject is an attempt.
    "CREATE TABLE undone (number INTEGER PRIMARY KEY REFERENCES attempts (number), attempt TEXT NOT NULL UNIQUE)",
    """
    CREATE TRIGGER events_undo AFTER INSERT ON events WHEN NEW.kind = 'undo'
    BEGIN
        INSERT OR IGNORE INTO undone (number, attempt) SELECT number, id FROM attempts WHERE id = NEW.subject;
        INSERT OR IGNORE INTO stale (item) SELECT item FROM reviews WHERE attempt = NEW.subject;
    END
    """,
)

_RECALLS: Migration = (
    # Every review that counts, by its first row, beside the memory that it met: whole days since the review before and
    # the stability that it left, both NULL for a first one. Clustered by time, because statistics ask for the latest.
    """
    CREATE TABLE recalls (
        at INTEGER NOT NULL,
        review INTEGER NOT NULL REFERENCES reviews (number),
        item TEXT NOT NULL,
        rating INTEGER NOT NULL,
        days INTEGER,
        stability REAL,
        PRIMARY KEY (at, review)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX recalls_item ON recalls (item)",
    # A replay fills it.
    "INSERT OR IGNORE INTO stale (item) SELECT item FROM reviews",
)

_INTERVIEWS: Migration = (
    # An interview as it stands, one row, replaced at every step; its answers become attempts when a section closes.
    "CREATE TABLE interviews (session TEXT PRIMARY KEY REFERENCES sessions (id), course TEXT NOT NULL) WITHOUT ROWID",
    # Questions as they were asked: a debrief stays whole whatever becomes of the pack.
    """
    CREATE TABLE interview_items (
        session TEXT NOT NULL REFERENCES sessions (id),
        item TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (session, item)
    ) WITHOUT ROWID
    """,
    # Every saved state and every check run of a coding task under the clock.
    """
    CREATE TABLE interview_code (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        session TEXT NOT NULL REFERENCES sessions (id),
        task TEXT NOT NULL,
        body TEXT NOT NULL
    )
    """,
    "CREATE INDEX interview_code_of ON interview_code (session, task)",
    "CREATE TABLE blueprints (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
    *(
        f"""
        CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} are never deleted'); END
        """
        for table in ("interviews", "interview_items", "interview_code")
    ),
)

_MERGING: Migration = (
    # What is replaced as it goes on counts its replacements: of two machines' rows the one that went further stands.
    "ALTER TABLE sessions ADD COLUMN revision INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE interviews ADD COLUMN revision INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE blueprints ADD COLUMN revision INTEGER NOT NULL DEFAULT 0",
    # A blueprint that was removed leaves its mark, or a merge would bring it back.
    "ALTER TABLE blueprints ADD COLUMN removed INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX reviews_overrides ON reviews (overrides) WHERE overrides IS NOT NULL",
    """
    CREATE TRIGGER blueprints_kept BEFORE DELETE ON blueprints
    BEGIN SELECT RAISE(ABORT, 'blueprints are never deleted'); END
    """,
)

_FRESH_LOOKS: Migration = (
    # What each item asked when its pack was last taken up, and the stamp of the pack then.
    "CREATE TABLE asked (item TEXT PRIMARY KEY, pack TEXT NOT NULL, fingerprint TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX asked_pack ON asked (pack)",
    "CREATE TABLE stamps (pack TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID",
    # An event of the kind `fresh-look` makes the card of its subject due so many days later, until it is reviewed.
    """
    CREATE TRIGGER events_fresh_look AFTER INSERT ON events WHEN NEW.kind = 'fresh-look'
    BEGIN
        UPDATE cards SET due = min(due, NEW.at + coalesce(json_extract(NEW.detail, '$.days'), 0) * 86400000000)
        WHERE item = NEW.subject AND last_review < NEW.at;
    END
    """,
    """
    CREATE TRIGGER cards_fresh_look AFTER INSERT ON cards
    WHEN EXISTS (SELECT 1 FROM events WHERE subject = NEW.item AND kind = 'fresh-look' AND at > NEW.last_review)
    BEGIN
        UPDATE cards SET due = min(due, (
            SELECT min(at + coalesce(json_extract(detail, '$.days'), 0) * 86400000000) FROM events
            WHERE subject = NEW.item AND kind = 'fresh-look' AND at > NEW.last_review
        ))
        WHERE item = NEW.item;
    END
    """,
)

MIGRATIONS: Sequence[Migration] = (_INITIAL, _UNDO_AND_CRAM, _RECALLS, _INTERVIEWS, _MERGING, _FRESH_LOOKS)
"""The first one makes version 1, and so on. One that was released is never changed."""
