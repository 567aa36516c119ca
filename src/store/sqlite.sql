-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- What every connection to SQLite is told, how transactions begin and end there, and what
-- only SQLite knows of itself.  All other .sql files are portable (tools/sql.py).

-- name: set_journal_wal write
PRAGMA journal_mode = WAL;

-- name: set_synchronous_full read
PRAGMA synchronous = FULL;

-- name: set_synchronous_normal read
PRAGMA synchronous = NORMAL;

-- name: set_synchronous_off read
PRAGMA synchronous = OFF;

-- name: set_no_autocheckpoint read
PRAGMA wal_autocheckpoint = 0;

-- name: set_foreign_keys read
PRAGMA foreign_keys = ON;

-- name: set_distrust_schema read
PRAGMA trusted_schema = OFF;

-- name: set_cell_check read
PRAGMA cell_size_check = ON;

-- name: set_temp_in_memory read
PRAGMA temp_store = MEMORY;

-- name: set_cache_of_writer write
PRAGMA cache_size = -131072;

-- name: set_cache_of_reader read
PRAGMA cache_size = -8192;

-- name: begin_read read
BEGIN;

-- name: begin_write write
BEGIN IMMEDIATE;

-- name: commit_all read
COMMIT;

-- name: roll_back read
ROLLBACK;

-- name: begin_part write
SAVEPOINT part;

-- name: keep_part write
RELEASE part;

-- name: drop_part write
ROLLBACK TO part;

-- name: check_all read
PRAGMA integrity_check(20);

-- name: check_references read
PRAGMA foreign_key_check;

-- name: get_journal_mode read
PRAGMA journal_mode;

-- name: get_synchronous read
PRAGMA synchronous;

-- name: copy_into read
VACUUM INTO ?1;

-- A small commit that changes nothing.
-- name: heal_log write
PRAGMA user_version = 0;

-- name: migration_table write
CREATE TABLE IF NOT EXISTS migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    hash BLOB NOT NULL,
    done_at INTEGER NOT NULL
) STRICT;

-- name: migration_has_table read
SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration';

-- name: content_has_table read
SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1;

-- name: content_table_list read
SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name;

-- name: content_schema read
SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name;

-- name: content_sequence read
SELECT name, seq FROM sqlite_sequence ORDER BY name;
