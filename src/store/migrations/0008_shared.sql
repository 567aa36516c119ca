-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- Fields of a survey that a later wave of it made every source's (listen/import_wave_db.c):
-- whose they were and how they were called, so that an undo of the wave gives them back.

CREATE TABLE import_shared (
    field INTEGER PRIMARY KEY REFERENCES field (id) ON DELETE CASCADE,
    source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    key TEXT NOT NULL
) STRICT;
