-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: source_find read
SELECT id, key, name, reached, population, is_sample, invited, first_day, last_day,
       wave_of, (SELECT w.key FROM source w WHERE w.id = source.wave_of), near_keys
FROM source WHERE key = ?1;

-- name: source_by_header read
SELECT id, key, name, reached, population, is_sample, invited, first_day, last_day,
       wave_of, (SELECT w.key FROM source w WHERE w.id = source.wave_of), near_keys
FROM source WHERE header = ?1 ORDER BY id;

-- name: source_list read
SELECT id, key, name, reached, population, is_sample, invited, first_day, last_day,
       wave_of, (SELECT w.key FROM source w WHERE w.id = source.wave_of), near_keys
FROM source ORDER BY id;

-- name: source_add write
INSERT INTO source (key, name, header, made_at, near_keys) VALUES (?1, ?2, ?3, ?4, 1);

-- name: source_set write
UPDATE source SET name = ?2, reached = ?3, invited = ?4, population = ?5, first_day = ?6,
                  last_day = ?7 WHERE id = ?1;

-- name: source_signals read
SELECT count(*) FROM signal WHERE source = ?1;

-- name: source_set_header write
UPDATE source SET header = ?2 WHERE id = ?1;

-- name: source_by_id read
SELECT id, key, name, reached, population, is_sample, invited, first_day, last_day,
       wave_of, (SELECT w.key FROM source w WHERE w.id = source.wave_of), near_keys
FROM source WHERE id = ?1;

-- name: source_set_wave write
UPDATE source SET wave_of = ?2 WHERE id = ?1;

-- name: field_list read
SELECT id, source, key, label, kind, scale_lo, scale_hi, missing, decimal_comma, object,
       measures, measures_of, expected_from, better, currency, personal
FROM field ORDER BY id;

-- name: field_find read
SELECT id FROM field WHERE coalesce(source, 0) = ?1 AND key = ?2;

-- name: field_add write
INSERT INTO field (source, key, label, kind, scale_lo, scale_hi, missing, decimal_comma, object,
                   made_at, measures, measures_of, expected_from, better, currency,
                   personal)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16);

-- name: field_set_meaning write
UPDATE field SET measures = ?2, measures_of = ?3, expected_from = ?4, better = ?5, currency = ?6
WHERE id = ?1;

-- name: field_get read
SELECT id, source, key, label, kind, scale_lo, scale_hi, missing, decimal_comma, object,
       measures, measures_of, expected_from, better, currency, personal
FROM field WHERE id = ?1;

-- name: field_share_note write
INSERT INTO import_shared (field, source, key)
SELECT id, source, key FROM field WHERE id = ?1 AND source IS NOT NULL ON CONFLICT DO NOTHING;

-- Of all sources from now on, where no such field has its key; else under its source's name.

-- name: field_share write
UPDATE field SET source = NULL WHERE id = ?1 AND NOT EXISTS
(SELECT 1 FROM field f WHERE f.source IS NULL AND f.key = field.key);

-- name: field_share_renamed write
UPDATE field SET source = NULL,
key = (SELECT s.key FROM source s WHERE s.id = field.source) || '_' || key
WHERE id = ?1 AND source IS NOT NULL;

-- name: field_alias_find read
SELECT field FROM field_alias WHERE source = ?1 AND name = ?2;

-- name: field_alias_add write
INSERT INTO field_alias (source, name, field) VALUES (?1, ?2, ?3)
ON CONFLICT (source, name) DO UPDATE SET field = ?3;

-- name: field_alias_list read
SELECT source, name, field FROM field_alias ORDER BY source, name;

-- name: field_code_list read
SELECT code, label FROM field_code WHERE field = ?1;

-- name: field_code_add write
INSERT INTO field_code (field, code, label) VALUES (?1, ?2, ?3)
ON CONFLICT (field, code) DO UPDATE SET label = ?3;

-- name: word_find read
SELECT id FROM word WHERE kind = ?1 AND word = ?2;

-- name: word_add write
INSERT INTO word (kind, word) VALUES (?1, ?2);

-- name: word_list read
SELECT id, kind, word FROM word ORDER BY id;

-- name: touchpoint_find read
SELECT id FROM touchpoint WHERE key = ?1 UNION ALL
SELECT id FROM touchpoint WHERE name = ?1 LIMIT 1;

-- name: touchpoint_add write
INSERT INTO touchpoint (key, name) VALUES (?1, ?1);

-- name: touchpoint_list read
SELECT id, key, name FROM touchpoint ORDER BY id;

-- name: counter_get read
SELECT next FROM counter WHERE name = ?1;

-- name: counter_set write
UPDATE counter SET next = ?2 WHERE name = ?1;

-- name: signal_add write
INSERT INTO signal (id, source, key, at, at_assumed, received_at, kind, person, account,
                    relationship, touchpoint, unit, channel, language, weight, answers)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
ON CONFLICT (source, key) DO NOTHING;

-- name: signal_by_key read
SELECT id, at, at_assumed, answers, weight, person, account, relationship, touchpoint, unit, channel,
       language FROM signal WHERE source = ?1 AND key = ?2;

-- name: signal_remove write
DELETE FROM signal WHERE id = ?1;

-- name: signal_place read
SELECT source, at FROM signal WHERE id = ?1;

-- name: signal_change_add write
INSERT INTO signal_change (signal, kind, at) VALUES (?1, ?2, ?3);

-- name: verbatim_add write
INSERT INTO verbatim (signal, field, text) VALUES (?1, ?2, ?3);

-- name: verbatim_list read
SELECT field, text FROM verbatim WHERE signal = ?1 ORDER BY field;

-- name: verbatim_remove write
DELETE FROM verbatim WHERE signal = ?1;

-- name: signal_count read
SELECT count(*) FROM signal;

-- name: signal_list read
SELECT s.id, o.key, s.key, s.at, s.answers, s.person, s.weight FROM signal s
JOIN source o ON o.id = s.source ORDER BY s.id;

-- name: signal_scan read
SELECT id, source, at, at_assumed, kind, person, relationship, touchpoint, unit, channel, language,
       weight, answers FROM signal WHERE id > ?1 ORDER BY id LIMIT ?2;

-- Signals of one source, by id: +source, so that the order of the table is kept and nothing
-- is sorted.
-- name: export_scan read
SELECT id, key, at, at_assumed, kind, channel, unit, touchpoint, language, relationship, weight,
       person, account, answers FROM signal WHERE +source = ?1 ORDER BY id;

-- name: export_answers read
SELECT answers, account IS NOT NULL, person IS NOT NULL, at_assumed FROM signal
WHERE +source = ?1;

-- name: export_comments read
SELECT DISTINCT v.field FROM verbatim v JOIN signal s ON s.id = v.signal WHERE s.source = ?1
ORDER BY v.field;

-- name: column_text_list read
SELECT text FROM column_text WHERE field = ?1 ORDER BY code;

-- Codes are given from 0 on.
-- name: column_text_count read
SELECT coalesce(max(code) + 1, 0) FROM column_text WHERE field = ?1;

-- name: column_text_add write
INSERT INTO column_text (field, code, text) VALUES (?1, ?2, ?3);

-- name: column_text_clear write
DELETE FROM column_text;

-- name: segment_list read
SELECT id, month, rows, first_signal, last_signal FROM segment ORDER BY month, id;

-- name: segment_add write
INSERT INTO segment (month, rows, first_signal, last_signal) VALUES (?1, ?2, ?3, ?4);

-- name: segment_remove write
DELETE FROM segment WHERE id = ?1;

-- name: segment_clear write
DELETE FROM segment;

-- name: segment_file_get read
SELECT file FROM segment_column WHERE segment = ?1 AND "column" = ?2;

-- name: segment_file_list read
SELECT segment, "column", file FROM segment_column ORDER BY segment, "column";

-- Columns that segments lack because of their many texts.
-- name: segment_left_out read
SELECT DISTINCT "column" FROM segment_column WHERE file = '';

-- name: segment_file_add write
INSERT INTO segment_column (segment, "column", version, file) VALUES (?1, ?2, 1, ?3);

-- name: segment_file_remove write
DELETE FROM segment_column WHERE segment = ?1;

-- name: segment_file_clear write
DELETE FROM segment_column;

-- name: signal_change_removed read
SELECT DISTINCT signal FROM signal_change WHERE id > ?1 AND signal <= ?2 AND kind = 'removed'
ORDER BY signal;

-- name: signal_change_last read
SELECT coalesce(max(id), 0) FROM signal_change;

-- name: signal_change_behind read
SELECT at FROM signal_change WHERE id > ?1 AND signal <= ?2 AND kind = 'removed'
ORDER BY id LIMIT 1;

-- name: signal_behind read
SELECT count(*) FROM (SELECT 1 FROM signal WHERE id > ?1 LIMIT ?2);

-- name: signal_get read
SELECT s.at, s.at_assumed, o.key, k.word, c.word, l.word, r.word, u.name, t.name, s.weight,
       s.answers
FROM signal s
JOIN source o ON o.id = s.source
JOIN word k ON k.id = s.kind
LEFT JOIN word c ON c.id = s.channel
LEFT JOIN word l ON l.id = s.language
LEFT JOIN word r ON r.id = s.relationship
LEFT JOIN unit u ON u.id = s.unit
LEFT JOIN touchpoint t ON t.id = s.touchpoint
WHERE s.id = ?1;

-- name: source_sample_count read
SELECT count(*) FROM source WHERE is_sample != 0;

-- Who somebody is, sealed as words are, is none of what people said.

-- name: verbatim_signals read
SELECT DISTINCT signal FROM verbatim
WHERE field NOT IN (SELECT id FROM field WHERE personal IS NOT NULL) ORDER BY signal;
