-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: sample_get read
SELECT state, signals, seed, end_day FROM sample WHERE id = 1;

-- name: sample_add write
INSERT INTO sample (id, state, signals, seed, end_day) VALUES (1, 'begun', ?1, ?2, ?3);

-- name: sample_set_state write
UPDATE sample SET state = ?1 WHERE id = 1;

-- name: sample_part_add write
INSERT INTO sample_part (kind, part) VALUES (?1, ?2);

-- name: sample_source_describe write
UPDATE source SET name = ?2, reached = ?3, is_sample = 1 WHERE id = ?1;

-- name: sample_touchpoint_add write
INSERT INTO touchpoint (key, name, channel, stage) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (key) DO NOTHING;

-- name: sample_word_add write
INSERT INTO word (kind, word) VALUES (?1, ?2) ON CONFLICT (kind, word) DO NOTHING;

-- name: sample_account_last read
SELECT coalesce(max(id), 0) FROM account;

-- Signals of the sample: of its sources, with keys that are its own.

-- name: sample_signal_list read
SELECT s.id FROM source o JOIN signal s ON s.source = o.id
WHERE o.is_sample = 1 AND s.key >= ?1 AND s.key < ?2 LIMIT ?3;

-- name: sample_signal_count read
SELECT count(*) FROM source o JOIN signal s ON s.source = o.id
WHERE o.is_sample = 1 AND s.key >= ?1 AND s.key < ?2;

-- name: sample_person_mark write
INSERT INTO sample_part (kind, part)
SELECT DISTINCT 'person', s.person FROM source o JOIN signal s ON s.source = o.id
WHERE o.is_sample = 1 AND s.key >= ?1 AND s.key < ?2 AND s.person IS NOT NULL
ON CONFLICT DO NOTHING;

-- What is in use by others is the sample's no more.

-- name: sample_keep_persons write
DELETE FROM sample_part WHERE kind = 'person' AND EXISTS
(SELECT 1 FROM signal WHERE person = part);

-- name: sample_keep_accounts write
DELETE FROM sample_part WHERE kind = 'account' AND part IN
(SELECT account FROM signal WHERE account IS NOT NULL
 UNION SELECT r.account FROM relationship r WHERE r.account IS NOT NULL AND r.person NOT IN
       (SELECT p.part FROM sample_part p WHERE p.kind = 'person'));

-- name: sample_keep_touchpoints write
DELETE FROM sample_part WHERE kind = 'touchpoint' AND part IN
(SELECT touchpoint FROM signal WHERE touchpoint IS NOT NULL);

-- name: sample_keep_units write
WITH RECURSIVE used (unit) AS (
    SELECT unit FROM signal WHERE unit IS NOT NULL
    UNION SELECT t.unit FROM touchpoint t WHERE t.unit IS NOT NULL AND t.id NOT IN
          (SELECT p.part FROM sample_part p WHERE p.kind = 'touchpoint')
    UNION SELECT u.id FROM unit u WHERE u.id NOT IN
          (SELECT p.part FROM sample_part p WHERE p.kind = 'unit')
    UNION SELECT u.parent FROM used JOIN unit u ON u.id = used.unit WHERE u.parent IS NOT NULL
)
DELETE FROM sample_part WHERE kind = 'unit' AND part IN (SELECT unit FROM used);

-- name: sample_keep_words write
DELETE FROM sample_part WHERE kind = 'word' AND part IN
(SELECT kind FROM signal UNION SELECT relationship FROM signal WHERE relationship IS NOT NULL
 UNION SELECT channel FROM signal WHERE channel IS NOT NULL
 UNION SELECT language FROM signal WHERE language IS NOT NULL);

-- name: sample_keep_sources write
DELETE FROM sample_part WHERE kind = 'source' AND
(EXISTS (SELECT 1 FROM signal WHERE source = part) OR
 EXISTS (SELECT 1 FROM import WHERE source = part));

-- Of a source that stays all fields stay; a shared one, where an answer or another
-- source's name for it is left.
-- name: sample_keep_fields write
DELETE FROM sample_part WHERE kind = 'field' AND
(EXISTS (SELECT 1 FROM field f WHERE f.id = part AND f.source NOT IN
         (SELECT p.part FROM sample_part p WHERE p.kind = 'source')) OR
 EXISTS (SELECT 1 FROM field_alias x WHERE x.field = part AND x.source NOT IN
         (SELECT p.part FROM sample_part p WHERE p.kind = 'source')) OR
 EXISTS (SELECT 1 FROM verbatim WHERE field = part) OR
 EXISTS (SELECT 1 FROM signal WHERE instr(answers, '"' || part || '":') > 0));

-- What is left of it goes.

-- name: sample_remove_identities write
DELETE FROM identity WHERE person IN (SELECT part FROM sample_part WHERE kind = 'person');

-- name: sample_remove_relationships write
DELETE FROM relationship WHERE person IN (SELECT part FROM sample_part WHERE kind = 'person');

-- name: sample_remove_persons write
DELETE FROM person WHERE id IN (SELECT part FROM sample_part WHERE kind = 'person');

-- name: sample_remove_accounts write
DELETE FROM account WHERE id IN (SELECT part FROM sample_part WHERE kind = 'account');

-- name: sample_remove_touchpoints write
DELETE FROM touchpoint WHERE id IN (SELECT part FROM sample_part WHERE kind = 'touchpoint');

-- name: sample_remove_units write
DELETE FROM unit WHERE id IN (SELECT part FROM sample_part WHERE kind = 'unit');

-- name: sample_remove_words write
DELETE FROM word WHERE id IN (SELECT part FROM sample_part WHERE kind = 'word');

-- name: sample_remove_aliases write
DELETE FROM field_alias WHERE field IN (SELECT part FROM sample_part WHERE kind = 'field')
OR source IN (SELECT part FROM sample_part WHERE kind = 'source');

-- name: sample_remove_codes write
DELETE FROM field_code WHERE field IN (SELECT part FROM sample_part WHERE kind = 'field');

-- name: sample_remove_fields write
DELETE FROM field WHERE id IN (SELECT part FROM sample_part WHERE kind = 'field')
OR source IN (SELECT part FROM sample_part WHERE kind = 'source');

-- name: sample_remove_sources write
DELETE FROM source WHERE id IN (SELECT part FROM sample_part WHERE kind = 'source');

-- name: sample_unmark_sources write
UPDATE source SET is_sample = 0 WHERE is_sample = 1;

-- name: sample_part_clear write
DELETE FROM sample_part;

-- name: sample_clear write
DELETE FROM sample;
