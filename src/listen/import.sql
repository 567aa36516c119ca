-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: import_find_running read
SELECT id, records, taken, duplicates, refused FROM import
WHERE source = ?1 AND hash = ?2 AND map = ?3 AND state IN ('running', 'stopped')
AND upload_bytes IS NULL ORDER BY id DESC LIMIT 1;

-- name: import_find_undoing read
SELECT id FROM import WHERE source = ?1 AND state = 'undoing' LIMIT 1;

-- name: import_add write
INSERT INTO import (source, source_key, name, hash, header, map, rows, actor, state, started_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'running', ?9);

-- name: import_go_on write
UPDATE import SET state = 'running', error = '', rows = ?2 WHERE id = ?1;

-- name: import_note write
UPDATE import SET records = ?2, taken = ?3, duplicates = ?4, refused = ?5 WHERE id = ?1;

-- name: import_end write
UPDATE import SET state = 'done', ended_at = ?2, report = ?3 WHERE id = ?1;

-- name: import_stop write
UPDATE import SET state = 'stopped', error = ?2
WHERE id = ?1 AND state IN ('waiting', 'running');

-- What it brought and said.

-- name: import_made_last read
SELECT (SELECT coalesce(max(id), 0) FROM source), (SELECT coalesce(max(id), 0) FROM field);

-- name: import_made_add write
INSERT INTO import_made (kind, part, import)
SELECT 'source', id, ?1 FROM source WHERE id > ?2 UNION ALL
SELECT 'field', id, ?1 FROM field WHERE id > ?3
ON CONFLICT (kind, part) DO UPDATE SET import = ?1;

-- name: import_part_grow write
UPDATE import_part SET last_signal = ?3 WHERE import = ?1 AND last_signal = ?2 - 1;

-- name: import_part_add write
INSERT INTO import_part (import, first_signal, last_signal) VALUES (?1, ?2, ?3);

-- name: import_field_add write
INSERT INTO import_field (field, import) VALUES (?1, ?2) ON CONFLICT DO NOTHING;

-- name: import_name_keep write
INSERT INTO import_name (source, name, import, field)
SELECT source, name, 0, field FROM field_alias WHERE source = ?1 AND name = ?2
AND NOT EXISTS (SELECT 1 FROM import_name WHERE source = ?1 AND name = ?2);

-- name: import_name_add write
INSERT INTO import_name (source, name, import, field) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (source, name, import) DO UPDATE SET field = ?4;

-- name: import_code_keep write
INSERT INTO import_code (field, code, import, label)
SELECT field, code, 0, label FROM field_code WHERE field = ?1 AND code = ?2
AND NOT EXISTS (SELECT 1 FROM import_code WHERE field = ?1 AND code = ?2);

-- name: import_code_add write
INSERT INTO import_code (field, code, import, label) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (field, code, import) DO UPDATE SET label = ?4;

-- Imports as they are listed, the newest first.

-- name: import_list read
SELECT id, source_key, name, state, rows, records, taken, duplicates, refused, removed,
       upload_bytes, actor, error, started_at, ended_at, undone_at, is_tracked, source, map, at,
       source_given
FROM import WHERE id < ?1 ORDER BY id DESC LIMIT ?2;

-- name: import_report_get read
SELECT report FROM import WHERE id = ?1;

-- Undoing.

-- name: import_undo_begin write
UPDATE import SET state = 'undoing', undone_by = ?2 WHERE id = ?1;

-- name: import_undo_by read
SELECT undone_by FROM import WHERE id = ?1;

-- name: import_signal_list read
SELECT s.id, s.person, s.account FROM import_part p
CROSS JOIN signal s ON s.id BETWEEN p.first_signal AND p.last_signal
WHERE p.import = ?1 LIMIT ?2;

-- name: import_signal_count read
SELECT count(*) FROM import_part p
CROSS JOIN signal s ON s.id BETWEEN p.first_signal AND p.last_signal WHERE p.import = ?1;

-- name: import_undo_note write
UPDATE import SET removed = removed + ?2 WHERE id = ?1;

-- name: import_undo_end write
UPDATE import SET state = 'undone', undone_at = ?2 WHERE id = ?1;

-- name: signal_of_person read
SELECT 1 FROM signal WHERE person = ?1 LIMIT 1;

-- name: signal_of_account read
SELECT 1 FROM signal WHERE account = ?1 LIMIT 1;

-- name: signal_of_source read
SELECT 1 FROM signal WHERE source = ?1 LIMIT 1;

-- What the last import that is not undone says holds again.

-- name: import_name_restore write
UPDATE field_alias SET field =
(SELECT n.field FROM import_name n LEFT JOIN import i ON i.id = n.import
 WHERE n.source = field_alias.source AND n.name = field_alias.name
 AND (n.import = 0 OR i.state NOT IN ('undoing', 'undone')) ORDER BY n.import DESC LIMIT 1)
WHERE EXISTS (SELECT 1 FROM import_name x WHERE x.source = field_alias.source
              AND x.name = field_alias.name AND x.import = ?1)
AND EXISTS (SELECT 1 FROM import_name n LEFT JOIN import i ON i.id = n.import
            WHERE n.source = field_alias.source AND n.name = field_alias.name
            AND (n.import = 0 OR i.state NOT IN ('undoing', 'undone')));

-- name: import_name_yield write
DELETE FROM import_name WHERE import = ?1 AND EXISTS
(SELECT 1 FROM import_name n LEFT JOIN import i ON i.id = n.import
 WHERE n.source = import_name.source AND n.name = import_name.name
 AND (n.import = 0 OR i.state NOT IN ('undoing', 'undone')));

-- name: import_code_restore write
UPDATE field_code SET label =
(SELECT n.label FROM import_code n LEFT JOIN import i ON i.id = n.import
 WHERE n.field = field_code.field AND n.code = field_code.code
 AND (n.import = 0 OR i.state NOT IN ('undoing', 'undone')) ORDER BY n.import DESC LIMIT 1)
WHERE EXISTS (SELECT 1 FROM import_code x WHERE x.field = field_code.field
              AND x.code = field_code.code AND x.import = ?1)
AND EXISTS (SELECT 1 FROM import_code n LEFT JOIN import i ON i.id = n.import
            WHERE n.field = field_code.field AND n.code = field_code.code
            AND (n.import = 0 OR i.state NOT IN ('undoing', 'undone')));

-- name: import_code_remove write
DELETE FROM field_code WHERE EXISTS
(SELECT 1 FROM import_code x WHERE x.field = field_code.field AND x.code = field_code.code
 AND x.import = ?1)
AND NOT EXISTS
(SELECT 1 FROM import_code n LEFT JOIN import i ON i.id = n.import
 WHERE n.field = field_code.field AND n.code = field_code.code
 AND (n.import = 0 OR i.state NOT IN ('undoing', 'undone')));

-- name: import_code_forget write
DELETE FROM import_code WHERE import = ?1;

-- name: import_field_forget write
DELETE FROM import_field WHERE import = ?1;

-- name: import_part_forget write
DELETE FROM import_part WHERE import = ?1;

-- What a wave had made every source's is its source's own again, where no other uses it.
-- name: import_field_give_back write
UPDATE field SET source = (SELECT s.source FROM import_shared s WHERE s.field = field.id),
                 key = (SELECT s.key FROM import_shared s WHERE s.field = field.id)
WHERE source IS NULL AND id IN (SELECT s.field FROM import_shared s
 WHERE NOT EXISTS (SELECT 1 FROM field_alias a WHERE a.field = s.field AND a.source <> s.source)
 AND NOT EXISTS (SELECT 1 FROM import_field f JOIN import i ON i.id = f.import
                 WHERE f.field = s.field AND i.id <> ?1 AND i.source <> s.source)
 AND NOT EXISTS (SELECT 1 FROM field o WHERE o.source = s.source AND o.key = s.key));

-- name: import_field_given_back write
DELETE FROM import_shared WHERE ?1 AND field IN (SELECT id FROM field WHERE source IS NOT NULL);

-- name: import_header_restore write
UPDATE source SET header =
(SELECT i.header FROM import i WHERE i.source = source.id AND i.header IS NOT NULL
 AND i.state NOT IN ('undoing', 'undone') ORDER BY i.id DESC LIMIT 1)
WHERE id = (SELECT source FROM import WHERE id = ?1)
AND EXISTS (SELECT 1 FROM import i WHERE i.source = source.id AND i.header IS NOT NULL
            AND i.state NOT IN ('undoing', 'undone'));

-- What imports made that are undone, and no other import claims: sources that nobody
-- described, fields, names.

-- name: import_leftover_list read
SELECT 'source', m.part, m.part, '' FROM import_made m JOIN import i ON i.id = m.import
JOIN source s ON s.id = m.part
WHERE m.kind = 'source' AND i.state IN ('undoing', 'undone') AND s.name = s.key
AND s.reached = 'unknown' AND s.invited IS NULL AND s.population IS NULL
AND s.first_day IS NULL AND s.last_day IS NULL
AND NOT EXISTS (SELECT 1 FROM source w WHERE w.wave_of = s.id)
AND NOT EXISTS (SELECT 1 FROM import j WHERE j.source = m.part AND j.state NOT IN ('undoing', 'undone'))
UNION
SELECT 'field', m.part, coalesce(f.source, 0), '' FROM import_made m
JOIN import i ON i.id = m.import JOIN field f ON f.id = m.part
WHERE m.kind = 'field' AND i.state IN ('undoing', 'undone')
AND NOT EXISTS (SELECT 1 FROM import_field u JOIN import j ON j.id = u.import
                WHERE u.field = m.part AND j.state NOT IN ('undoing', 'undone'))
UNION
SELECT 'name', n.field, n.source, n.name FROM import_name n JOIN import i ON i.id = n.import
WHERE i.state IN ('undoing', 'undone')
AND NOT EXISTS (SELECT 1 FROM import_name o LEFT JOIN import j ON j.id = o.import
                WHERE o.source = n.source AND o.name = n.name
                AND (o.import = 0 OR j.state NOT IN ('undoing', 'undone')));

-- name: import_answers_list read
SELECT id, source, answers FROM signal WHERE id > ?1 ORDER BY id LIMIT ?2;

-- name: import_answers_of_source read
SELECT answers FROM signal WHERE source = ?1 ORDER BY key LIMIT ?2;

-- name: import_verbatim_list read
SELECT v.signal, v.field, s.source FROM verbatim v JOIN signal s ON s.id = v.signal
WHERE (v.signal, v.field) > (?1, ?2) ORDER BY v.signal, v.field LIMIT ?3;

-- name: import_name_remove write
DELETE FROM field_alias WHERE source = ?1 AND name = ?2;

-- name: import_name_forget write
DELETE FROM import_name WHERE source = ?1 AND name = ?2;

-- name: field_alias_remove write
DELETE FROM field_alias WHERE field = ?1;

-- name: field_code_clear write
DELETE FROM field_code WHERE field = ?1;

-- name: field_remove write
DELETE FROM field WHERE id = ?1;

-- name: import_field_codes_forget write
DELETE FROM import_code WHERE field = ?1;

-- name: import_field_names_forget write
DELETE FROM import_name WHERE field = ?1;

-- name: import_made_forget write
DELETE FROM import_made WHERE kind = ?1 AND part = ?2;

-- name: import_forget_source write
UPDATE import SET source = NULL WHERE source = ?1;

-- name: field_of_source_list read
SELECT id FROM field WHERE source = ?1;

-- name: field_alias_clear write
DELETE FROM field_alias WHERE source = ?1;

-- name: source_remove write
DELETE FROM source WHERE id = ?1;

-- Files that were sent.

-- What was said of a file with the same header, of this source where one is given.
-- name: import_memory_by_header read
SELECT id, name, source_key, map FROM import
WHERE header = ?1 AND state IN ('done', 'undone') AND map <> '' AND (?2 = '' OR source_key = ?2)
ORDER BY id DESC LIMIT 1;

-- name: import_memory_by_source read
SELECT id, name, source_key, map FROM import
WHERE source_key = ?1 AND state IN ('done', 'undone') AND map <> '' ORDER BY id DESC LIMIT 1;

-- name: import_memory_is_met read
SELECT 1 FROM import WHERE (header = ?1 OR source_key = ?2) AND state IN ('done', 'undone') LIMIT 1;

-- name: import_header_met read
SELECT 1 FROM import WHERE source = ?1 AND header = ?2 AND state <> 'undone' LIMIT 1;

-- name: import_upload_add write
INSERT INTO import (source_key, source_given, name, hash, map, at, upload_bytes, actor, state,
                    started_at)
VALUES ('', ?1, ?2, ?3, '', ?4, ?5, ?6, 'looked_at', ?7);

-- name: import_upload_set write
UPDATE import SET map = ?2, source_key = ?3, rows = ?4, report = ?5
WHERE id = ?1 AND state = 'looked_at';

-- name: import_upload_run write
UPDATE import SET state = 'waiting', actor = ?2, started_at = ?3, error = ''
WHERE id = ?1 AND upload_bytes IS NOT NULL AND state IN ('looked_at', 'stopped');

-- name: import_upload_drop write
DELETE FROM import WHERE id = ?1 AND state IN ('looked_at', 'waiting') AND records = 0;

-- name: import_upload_forget write
DELETE FROM import WHERE state = 'looked_at' AND started_at < ?1;

-- name: import_upload_list read
SELECT id FROM import WHERE upload_bytes IS NOT NULL AND
(state IN ('looked_at', 'waiting', 'running', 'undoing') OR
 (state = 'stopped' AND started_at >= ?1) OR
 (state IN ('done', 'undone') AND coalesce(undone_at, ended_at) >= ?1));

-- name: import_upload_take write
UPDATE import SET source = ?2, source_key = ?3, hash = ?4, header = ?5, rows = ?6,
                  state = 'running', error = ''
WHERE id = ?1 AND state IN ('waiting', 'running');

-- name: import_upload_progress read
SELECT records, taken, duplicates, refused FROM import WHERE id = ?1;

-- What the owner has to do.

-- name: import_next_list read
SELECT id, state FROM import WHERE state IN ('waiting', 'undoing') OR
(state = 'running' AND upload_bytes IS NOT NULL) ORDER BY id;
