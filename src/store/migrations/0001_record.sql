-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- The record.  Times are microseconds since 1970-01-01 UTC; ids ascend in commit order.
-- Personal values stand sealed, beside a keyed hash for look-up.

CREATE TABLE organisation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    zone TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

-- Where things happen and who answers for it; a role on a unit reaches below it.
CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    parent INTEGER REFERENCES unit (id),
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE touchpoint (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    channel TEXT,
    stage TEXT,
    unit INTEGER REFERENCES unit (id),
    need TEXT,
    promise TEXT
) STRICT;

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE identity (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    hash BLOB NOT NULL,
    sealed BLOB NOT NULL,
    UNIQUE (kind, hash)
) STRICT;
CREATE INDEX identity_person ON identity (person);

CREATE TABLE relationship (
    person INTEGER NOT NULL REFERENCES person (id),
    account INTEGER REFERENCES account (id),
    kind TEXT NOT NULL,
    UNIQUE (person, account, kind)
) STRICT;

-- Where signals come from, and how people were reached.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    reached TEXT NOT NULL DEFAULT 'unknown',
    population INTEGER,
    header BLOB,
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX source_header ON source (header) WHERE header IS NOT NULL;

-- A question, and so a column of answers.  Without a source it is shared by all.
CREATE TABLE field (
    id INTEGER PRIMARY KEY,
    source INTEGER REFERENCES source (id),
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    scale_lo TEXT,
    scale_hi TEXT,
    missing TEXT,
    decimal_comma INTEGER NOT NULL DEFAULT 0,
    direction INTEGER,
    personal TEXT,
    object TEXT,
    ours TEXT,
    made_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX field_key ON field (ifnull(source, 0), key);

-- The code book: what a code stands for.
CREATE TABLE field_code (
    field INTEGER NOT NULL REFERENCES field (id),
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (field, code)
) STRICT, WITHOUT ROWID;

-- What a source calls a field.
CREATE TABLE field_alias (
    source INTEGER NOT NULL REFERENCES source (id),
    name TEXT NOT NULL,
    field INTEGER NOT NULL REFERENCES field (id),
    PRIMARY KEY (source, name)
) STRICT, WITHOUT ROWID;

-- Words that stand in every signal as a small number: kinds, channels, languages.
CREATE TABLE word (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    word TEXT NOT NULL,
    UNIQUE (kind, word)
) STRICT;

-- Ids that are never given twice, though what had them may be deleted.
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter (name, next) VALUES ('signal', 1);

-- The unit of everything: one thing that one person experienced, at one time.
CREATE TABLE signal (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id),
    key BLOB NOT NULL,
    at INTEGER NOT NULL,
    at_assumed INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    kind INTEGER NOT NULL REFERENCES word (id),
    person INTEGER REFERENCES person (id),
    account INTEGER REFERENCES account (id),
    relationship INTEGER REFERENCES word (id),
    touchpoint INTEGER REFERENCES touchpoint (id),
    unit INTEGER REFERENCES unit (id),
    channel INTEGER REFERENCES word (id),
    language INTEGER REFERENCES word (id),
    weight TEXT,
    quality INTEGER,
    answers TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX signal_key ON signal (source, key);
CREATE INDEX signal_person ON signal (person) WHERE person IS NOT NULL;

CREATE TABLE verbatim (
    signal INTEGER NOT NULL REFERENCES signal (id),
    field INTEGER NOT NULL REFERENCES field (id),
    text TEXT NOT NULL,
    PRIMARY KEY (signal, field)
) STRICT, WITHOUT ROWID;

-- What happened to signals after they came: consumers that passed them look here.
CREATE TABLE signal_change (
    id INTEGER PRIMARY KEY,
    signal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- A file that came in: what was taken, and how far it got.
CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id),
    name TEXT NOT NULL,
    hash BLOB NOT NULL,
    map TEXT NOT NULL,
    state TEXT NOT NULL,
    records INTEGER NOT NULL DEFAULT 0,
    taken INTEGER NOT NULL DEFAULT 0,
    duplicates INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    first_signal INTEGER,
    last_signal INTEGER,
    started_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX import_hash ON import (source, hash);

CREATE TABLE measure (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    question TEXT NOT NULL,
    matters REAL,
    owner TEXT,
    made_at INTEGER NOT NULL,
    UNIQUE (key, version)
) STRICT;

CREATE TABLE token (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    hash BLOB NOT NULL UNIQUE,
    opens_fields INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;

-- Append-only; each row's hash covers the row before it.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT,
    args TEXT NOT NULL,
    run_at INTEGER NOT NULL,
    lease_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    progress INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    error TEXT,
    UNIQUE (kind, key)
) STRICT;

-- How far each consumer of signals came; moved in the transaction of its effect.
CREATE TABLE cursor (
    consumer TEXT PRIMARY KEY,
    last_signal INTEGER NOT NULL,
    last_change INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Derived: the texts of the engine's codes, and the files of its columns.
CREATE TABLE column_text (
    field TEXT NOT NULL,
    code INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (field, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    month INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    first_signal INTEGER NOT NULL,
    last_signal INTEGER NOT NULL
) STRICT;

CREATE TABLE segment_column (
    segment INTEGER NOT NULL REFERENCES segment (id),
    column TEXT NOT NULL,
    version INTEGER NOT NULL,
    file TEXT NOT NULL,
    PRIMARY KEY (segment, column)
) STRICT, WITHOUT ROWID;
