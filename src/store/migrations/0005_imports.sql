-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- Imports that can be looked up and undone: what each brought, made, and said.

-- A file that came in, from the moment it was looked at.  States: looked_at (uploaded,
-- nothing taken), waiting (for its turn), running, stopped (in the middle), done, undoing,
-- undone.  source is absent until something is taken, and when it went with an undo;
-- source_key is how it is called.
CREATE TABLE import_anew (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER REFERENCES source (id),
    source_key TEXT NOT NULL,
    source_given TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL,
    hash BLOB NOT NULL,
    header BLOB,
    map TEXT NOT NULL,
    at INTEGER,
    upload_bytes INTEGER,
    state TEXT NOT NULL,
    rows INTEGER,
    records INTEGER NOT NULL DEFAULT 0,
    taken INTEGER NOT NULL DEFAULT 0,
    duplicates INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0,
    is_tracked INTEGER NOT NULL DEFAULT 1,
    actor TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    report TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    undone_at INTEGER,
    undone_by TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO import_anew (id, source, source_key, name, hash, map, state, records, taken,
                         duplicates, refused, is_tracked, started_at, ended_at)
SELECT i.id, i.source, s.key, i.name, i.hash, i.map, i.state, i.records, i.taken, i.duplicates,
       i.refused, 0, i.started_at, i.ended_at
FROM import i JOIN source s ON s.id = i.source ORDER BY i.id;
DROP TABLE import;
ALTER TABLE import_anew RENAME TO import;
CREATE INDEX import_hash ON import (source, hash);

-- Its signals, as ranges of ids: those of a batch follow each other.
CREATE TABLE import_part (
    import INTEGER NOT NULL REFERENCES import (id),
    first_signal INTEGER NOT NULL,
    last_signal INTEGER NOT NULL,
    PRIMARY KEY (import, first_signal)
) STRICT, WITHOUT ROWID;

-- Sources and fields that were not there before it: kind is their table.
CREATE TABLE import_made (
    kind TEXT NOT NULL,
    part INTEGER NOT NULL,
    import INTEGER NOT NULL,
    PRIMARY KEY (kind, part)
) STRICT, WITHOUT ROWID;

-- Fields that its columns go to.
CREATE TABLE import_field (
    field INTEGER NOT NULL,
    import INTEGER NOT NULL,
    PRIMARY KEY (field, import)
) STRICT, WITHOUT ROWID;

-- What it says a source calls a field, and what a code stands for; import 0: what was said
-- before any import did.  The last one that is not undone holds.
CREATE TABLE import_name (
    source INTEGER NOT NULL,
    name TEXT NOT NULL,
    import INTEGER NOT NULL,
    field INTEGER NOT NULL,
    PRIMARY KEY (source, name, import)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_code (
    field INTEGER NOT NULL,
    code TEXT NOT NULL,
    import INTEGER NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (field, code, import)
) STRICT, WITHOUT ROWID;

-- Who has an account is found when signals go.
CREATE INDEX signal_account ON signal (account) WHERE account IS NOT NULL;
