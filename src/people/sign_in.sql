-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: user_add write
INSERT INTO "user" (email_hash, email, name, role, password, made_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: user_list_ids read
SELECT id FROM "user" WHERE ended_at IS NULL ORDER BY id;

-- name: user_get read
SELECT id, email_hash, email, name, role, password, ended_at FROM "user" WHERE id = ?1;

-- name: user_by_email read
SELECT id, email_hash, email, name, role, password, ended_at FROM "user" WHERE email_hash = ?1;

-- name: user_set_password write
UPDATE "user" SET password = ?2 WHERE id = ?1;

-- name: user_end write
UPDATE "user" SET ended_at = ?2 WHERE id = ?1 AND ended_at IS NULL;

-- Who can sign in with a password, then who can only by a link.
-- name: user_first_administrator read
SELECT id, password IS NOT NULL FROM "user" WHERE role = 'administrator' AND ended_at IS NULL
ORDER BY password IS NULL, id LIMIT 1;

-- name: session_add write
INSERT INTO session (user, hash, made_at, seen_at, ends_at, origin)
VALUES (?1, ?2, ?3, ?3, ?4, ?5);

-- name: session_find read
SELECT s.id, s.user, s.made_at, s.seen_at, s.ends_at, u.ended_at, u.role
FROM session s JOIN "user" u ON u.id = s.user WHERE s.hash = ?1;

-- name: session_touch write
UPDATE session SET seen_at = ?2 WHERE id = ?1 AND seen_at < ?2;

-- name: session_end write
DELETE FROM session WHERE hash = ?1;

-- name: session_end_all write
DELETE FROM session WHERE user = ?1;

-- name: session_end_old write
DELETE FROM session WHERE ends_at <= ?1 OR seen_at <= ?2;

-- name: sign_link_add write
INSERT INTO sign_in_link (hash, user, made_at, ends_at) VALUES (?1, ?2, ?3, ?4);

-- name: sign_link_find read
SELECT id, user, made_at, ends_at, used_at FROM sign_in_link WHERE hash = ?1;

-- Those of one user, or where none is given, those for a first administrator.
-- name: sign_link_end_all write
UPDATE sign_in_link SET used_at = ?2 WHERE user IS ?1 AND used_at IS NULL;

-- name: sign_link_end_old write
DELETE FROM sign_in_link WHERE ends_at <= ?1;
