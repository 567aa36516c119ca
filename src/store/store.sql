-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: migration_list read
SELECT number, name, hash FROM migration ORDER BY number;

-- name: migration_add write
INSERT INTO migration (number, name, hash, done_at) VALUES (?1, ?2, ?3, ?4);

-- name: cursor_put write
INSERT INTO cursor (consumer, last_signal, last_change) VALUES (?1, ?2, ?3)
ON CONFLICT (consumer) DO UPDATE SET last_signal = ?2, last_change = ?3;

-- name: cursor_list read
SELECT consumer, last_signal, last_change FROM cursor ORDER BY consumer;

-- name: cursor_get read
SELECT last_signal, last_change FROM cursor WHERE consumer = ?1;
