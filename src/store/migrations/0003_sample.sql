-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- The sample organisation: its sources are marked, what else was made for it is listed.

ALTER TABLE source ADD COLUMN is_sample INTEGER NOT NULL DEFAULT 0;

CREATE TABLE sample (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    state TEXT NOT NULL,
    signals INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    end_day INTEGER NOT NULL
) STRICT;

-- Rows that were made for the sample: kind is their table.
CREATE TABLE sample_part (
    kind TEXT NOT NULL,
    part INTEGER NOT NULL,
    PRIMARY KEY (kind, part)
) STRICT, WITHOUT ROWID;
