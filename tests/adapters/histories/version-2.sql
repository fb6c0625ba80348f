BEGIN TRANSACTION;
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
    );
INSERT INTO "attempts" VALUES(1,'attempt-0','demo/0','session-0',1772443800000000,10.0,'{"kind":"picked","options":[0]}',0.0,1,0,0);
INSERT INTO "attempts" VALUES(2,'attempt-1','demo/1','session-0',1772443860000000,10.0,'{"kind":"picked","options":[0]}',1.0,2,0,0);
INSERT INTO "attempts" VALUES(3,'attempt-2','demo/2','session-0',1772443920000000,10.0,'{"kind":"picked","options":[0]}',1.0,3,0,0);
INSERT INTO "attempts" VALUES(4,'attempt-3','demo/3','session-0',1772443980000000,10.0,'{"kind":"picked","options":[0]}',1.0,4,0,0);
INSERT INTO "attempts" VALUES(5,'attempt-10','demo/0','session-1',1772530200000000,10.0,'{"kind":"picked","options":[0]}',1.0,2,0,0);
INSERT INTO "attempts" VALUES(6,'attempt-11','demo/1','session-1',1772530260000000,10.0,'{"kind":"picked","options":[0]}',1.0,3,0,0);
INSERT INTO "attempts" VALUES(7,'attempt-12','demo/2','session-1',1772530320000000,10.0,'{"kind":"picked","options":[0]}',1.0,4,0,0);
INSERT INTO "attempts" VALUES(8,'attempt-13','demo/3','session-1',1772530380000000,10.0,'{"kind":"picked","options":[0]}',0.0,1,0,0);
INSERT INTO "attempts" VALUES(9,'attempt-20','demo/0','session-2',1772616600000000,10.0,'{"kind":"picked","options":[0]}',1.0,3,0,0);
INSERT INTO "attempts" VALUES(10,'attempt-21','demo/1','session-2',1772616660000000,10.0,'{"kind":"picked","options":[0]}',1.0,4,0,0);
INSERT INTO "attempts" VALUES(11,'attempt-22','demo/2','session-2',1772616720000000,10.0,'{"kind":"picked","options":[0]}',0.0,1,0,0);
INSERT INTO "attempts" VALUES(12,'attempt-23','demo/3','session-2',1772616780000000,10.0,'{"kind":"picked","options":[0]}',1.0,2,0,0);
INSERT INTO "attempts" VALUES(13,'attempt-90','demo/1','session-cram',1772875800000000,10.0,'{"kind":"picked","options":[0]}',1.0,3,0,0);
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
    ;
INSERT INTO "cards" VALUES('demo/0','review',NULL,3.08630618279178214891e+00,7.5918339286046,1772847000000000,1772616600000000,3,0);
INSERT INTO "cards" VALUES('demo/1','review',NULL,1.11850120914120196855e+01,3.46411429755488553539e+00,1773538260000000,1772616660000000,2,0);
INSERT INTO "cards" VALUES('demo/2','review',NULL,1.43858364046943476566e+00,7.02698956929683848926e+00,1772674320000000,1772616720000000,3,1);
INSERT INTO "cards" VALUES('demo/3','review',NULL,0.353567405299297,9.00802005719563680941e+00,1772674380000000,1772616780000000,3,2);
CREATE TABLE events (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        at INTEGER NOT NULL,
        detail TEXT NOT NULL
    );
INSERT INTO "events" VALUES(1,'event-0','bookmark','demo/1',1772443800000000,'{"set":true}');
INSERT INTO "events" VALUES(2,'event-1','hint','demo/2',1772443800000000,'{"check":null,"level":1}');
INSERT INTO "events" VALUES(3,'event-2','undo','attempt-11',1772789400000000,'{}');
CREATE TABLE reviews (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        attempt TEXT NOT NULL REFERENCES attempts (id),
        item TEXT NOT NULL,
        at INTEGER NOT NULL,
        rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
        overrides TEXT REFERENCES reviews (id)
    );
INSERT INTO "reviews" VALUES(1,'review-of-attempt-0','attempt-0','demo/0',1772443800000000,1,NULL);
INSERT INTO "reviews" VALUES(2,'review-of-attempt-1','attempt-1','demo/1',1772443860000000,2,NULL);
INSERT INTO "reviews" VALUES(3,'review-of-attempt-2','attempt-2','demo/2',1772443920000000,3,NULL);
INSERT INTO "reviews" VALUES(4,'review-of-attempt-3','attempt-3','demo/3',1772443980000000,4,NULL);
INSERT INTO "reviews" VALUES(5,'review-of-attempt-10','attempt-10','demo/0',1772530200000000,2,NULL);
INSERT INTO "reviews" VALUES(6,'review-of-attempt-11','attempt-11','demo/1',1772530260000000,3,NULL);
INSERT INTO "reviews" VALUES(7,'review-of-attempt-12','attempt-12','demo/2',1772530320000000,4,NULL);
INSERT INTO "reviews" VALUES(8,'review-of-attempt-13','attempt-13','demo/3',1772530380000000,1,NULL);
INSERT INTO "reviews" VALUES(9,'review-of-attempt-20','attempt-20','demo/0',1772616600000000,3,NULL);
INSERT INTO "reviews" VALUES(10,'review-of-attempt-21','attempt-21','demo/1',1772616660000000,4,NULL);
INSERT INTO "reviews" VALUES(11,'review-of-attempt-22','attempt-22','demo/2',1772616720000000,1,NULL);
INSERT INTO "reviews" VALUES(12,'review-of-attempt-23','attempt-23','demo/3',1772616780000000,2,NULL);
INSERT INTO "reviews" VALUES(13,'after-review-of-attempt-23','attempt-23','demo/3',1772616780000000,1,'review-of-attempt-23');
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
    , moves_schedule INTEGER NOT NULL DEFAULT 1);
INSERT INTO "sessions" VALUES(1,'session-0','study','Study','["demo/0","demo/1","demo/2","demo/3"]','0',1772443800000000,1772447400000000,NULL,NULL,1);
INSERT INTO "sessions" VALUES(2,'session-1','study','Study','["demo/0","demo/1","demo/2","demo/3"]','1',1772530200000000,1772533800000000,NULL,NULL,1);
INSERT INTO "sessions" VALUES(3,'session-2','study','Study','["demo/0","demo/1","demo/2","demo/3"]','2',1772616600000000,NULL,NULL,NULL,1);
INSERT INTO "sessions" VALUES(4,'session-cram','study','Cram','["demo/1"]','9',1772875800000000,NULL,NULL,NULL,0);
CREATE TABLE stale (item TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE undone (number INTEGER PRIMARY KEY REFERENCES attempts (number), attempt TEXT NOT NULL UNIQUE);
INSERT INTO "undone" VALUES(6,'attempt-11');
CREATE INDEX sessions_started ON sessions (started);
CREATE INDEX sessions_open ON sessions (started) WHERE ended IS NULL;
CREATE INDEX attempts_item ON attempts (item, solution_seen, score);
CREATE INDEX attempts_session ON attempts (session) WHERE session IS NOT NULL;
CREATE INDEX attempts_at ON attempts (at, item);
CREATE INDEX reviews_attempt ON reviews (attempt);
CREATE INDEX reviews_item ON reviews (item, at);
CREATE INDEX reviews_at ON reviews (at, item);
CREATE INDEX cards_due ON cards (due);
CREATE INDEX events_subject ON events (subject, kind);
CREATE INDEX events_kind ON events (kind);
CREATE TRIGGER attempts_kept BEFORE DELETE ON attempts
        BEGIN SELECT RAISE(ABORT, 'attempts are never deleted'); END;
CREATE TRIGGER reviews_kept BEFORE DELETE ON reviews
        BEGIN SELECT RAISE(ABORT, 'reviews are never deleted'); END;
CREATE TRIGGER events_kept BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE TRIGGER attempts_unchanged
    BEFORE UPDATE OF id, session, at, seconds, response, score, rating, hints, solution_seen ON attempts
    BEGIN SELECT RAISE(ABORT, 'attempts are never changed'); END;
CREATE TRIGGER reviews_unchanged BEFORE UPDATE OF id, attempt, at, rating, overrides ON reviews
    BEGIN SELECT RAISE(ABORT, 'reviews are never changed'); END;
CREATE TRIGGER events_unchanged BEFORE UPDATE OF id, kind, at, detail ON events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER reviews_only_where_scheduled BEFORE INSERT ON reviews
    WHEN EXISTS (
        SELECT 1 FROM attempts JOIN sessions ON sessions.id = attempts.session
        WHERE attempts.id = NEW.attempt AND NOT sessions.moves_schedule
    )
    BEGIN SELECT RAISE(ABORT, 'this session leaves the schedule alone'); END;
CREATE TRIGGER events_undo AFTER INSERT ON events WHEN NEW.kind = 'undo'
    BEGIN
        INSERT OR IGNORE INTO undone (number, attempt) SELECT number, id FROM attempts WHERE id = NEW.subject;
        INSERT OR IGNORE INTO stale (item) SELECT item FROM reviews WHERE attempt = NEW.subject;
    END;
COMMIT;
PRAGMA application_id = 1903520113;
PRAGMA user_version = 2;
