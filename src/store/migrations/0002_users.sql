-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- Who signs in, and how.  Of every secret only a keyed hash is kept; names, addresses and
-- programs stand sealed.

-- A person who uses Attune.  The name is sealed for the e-mail's hash, so it is sealed anew
-- with another e-mail.
CREATE TABLE "user" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email_hash BLOB NOT NULL UNIQUE,
    email BLOB NOT NULL,
    name BLOB NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('administrator')),
    password TEXT,
    made_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;

-- A browser that is signed in; taken out when it signs out.
CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user INTEGER NOT NULL REFERENCES "user" (id),
    hash BLOB NOT NULL UNIQUE,
    made_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    origin BLOB NOT NULL
) STRICT;
CREATE INDEX session_user ON session (user);

-- A link that signs in once.  Without a user it makes the first administrator.
CREATE TABLE sign_in_link (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash BLOB NOT NULL UNIQUE,
    user INTEGER REFERENCES "user" (id),
    made_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
