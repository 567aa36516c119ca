-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: organisation_add write
INSERT INTO organisation (id, zone, made_at) VALUES (1, ?1, ?2);

-- name: organisation_get read
SELECT zone, made_at FROM organisation WHERE id = 1;

-- name: unit_find read
SELECT id FROM unit WHERE key = ?1 UNION ALL SELECT id FROM unit WHERE name = ?1 LIMIT 1;

-- name: unit_add write
INSERT INTO unit (parent, key, name) VALUES (?1, ?2, ?3);

-- name: unit_list read
SELECT id, parent, key, name FROM unit ORDER BY id;

-- name: account_find read
SELECT id FROM account WHERE hash = ?1;

-- name: account_add write
INSERT INTO account (hash, sealed) VALUES (?1, ?2);

-- name: account_get read
SELECT hash, sealed FROM account WHERE id = ?1;

-- name: person_get read
SELECT id FROM person WHERE id = ?1;

-- name: person_add write
INSERT INTO person (made_at) VALUES (?1);

-- name: person_last read
SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'person';
-- in postgresql:
SELECT coalesce(pg_sequence_last_value('person_id_seq'), 0);

-- name: identity_find read
SELECT person FROM identity WHERE kind = ?1 AND hash = ?2;

-- name: identity_add write
INSERT INTO identity (person, kind, hash, sealed) VALUES (?1, ?2, ?3, ?4);

-- name: identity_list read
SELECT kind, hash, sealed FROM identity WHERE person = ?1 ORDER BY id;

-- name: identity_remove write
DELETE FROM identity WHERE person = ?1;

-- name: relationship_remove write
DELETE FROM relationship WHERE person = ?1;

-- name: person_remove write
DELETE FROM person WHERE id = ?1;

-- name: account_remove write
DELETE FROM account WHERE id = ?1 AND NOT EXISTS
(SELECT 1 FROM relationship WHERE account = ?1);

-- name: audit_last read
SELECT hash FROM audit ORDER BY id DESC LIMIT 1;

-- name: audit_add write
INSERT INTO audit (at, actor, action, object, detail, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: audit_list read
SELECT id, at, actor, action, object, detail, hash FROM audit ORDER BY id;

-- name: token_add write
INSERT INTO token (name, hash, opens_fields, made_at) VALUES (?1, ?2, ?3, ?4);

-- name: token_find read
SELECT id, name, opens_fields FROM token WHERE hash = ?1 AND ended_at IS NULL;

-- name: token_by_name read
SELECT id FROM token WHERE name = ?1;
