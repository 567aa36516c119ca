-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- What is in the record, table by table, each in the order of its key: what a backup is
-- compared by.  A new table that is not derived has its statement here, and its line in
-- content.c.

-- name: content_account read
SELECT * FROM account ORDER BY id;

-- name: content_audit read
SELECT * FROM audit ORDER BY id;

-- name: content_counter read
SELECT * FROM counter ORDER BY name;

-- name: content_cursor read
SELECT * FROM cursor ORDER BY consumer;

-- name: content_field read
SELECT * FROM field ORDER BY id;

-- name: content_field_alias read
SELECT * FROM field_alias ORDER BY source, name;

-- name: content_field_code read
SELECT * FROM field_code ORDER BY field, code;

-- name: content_identity read
SELECT * FROM identity ORDER BY id;

-- name: content_import read
SELECT * FROM import ORDER BY id;

-- name: content_import_code read
SELECT * FROM import_code ORDER BY field, code, import;

-- name: content_import_field read
SELECT * FROM import_field ORDER BY field, import;

-- name: content_import_made read
SELECT * FROM import_made ORDER BY kind, part;

-- name: content_import_name read
SELECT * FROM import_name ORDER BY source, name, import;

-- name: content_import_part read
SELECT * FROM import_part ORDER BY import, first_signal;

-- name: content_import_shared read
SELECT * FROM import_shared ORDER BY field;

-- name: content_job read
SELECT * FROM job ORDER BY id;

-- name: content_measure read
SELECT * FROM measure ORDER BY id;

-- name: content_migration read
SELECT * FROM migration ORDER BY number;

-- name: content_organisation read
SELECT * FROM organisation ORDER BY id;

-- name: content_person read
SELECT * FROM person ORDER BY id;

-- name: content_relationship read
SELECT * FROM relationship ORDER BY person, account, kind;

-- name: content_sample read
SELECT * FROM sample ORDER BY id;

-- name: content_sample_part read
SELECT * FROM sample_part ORDER BY kind, part;

-- name: content_session read
SELECT * FROM session ORDER BY id;

-- name: content_sign_in_link read
SELECT * FROM sign_in_link ORDER BY id;

-- name: content_signal read
SELECT * FROM signal ORDER BY id;

-- name: content_signal_change read
SELECT * FROM signal_change ORDER BY id;

-- name: content_source read
SELECT * FROM source ORDER BY id;

-- name: content_token read
SELECT * FROM token ORDER BY id;

-- name: content_touchpoint read
SELECT * FROM touchpoint ORDER BY id;

-- name: content_unit read
SELECT * FROM unit ORDER BY id;

-- name: content_user read
SELECT * FROM "user" ORDER BY id;

-- name: content_verbatim read
SELECT * FROM verbatim ORDER BY signal, field;

-- name: content_word read
SELECT * FROM word ORDER BY id;

-- Derived tables, emptied where the files that they speak of are not there.

-- name: content_forget_segment_columns write
DELETE FROM segment_column;

-- name: content_forget_segments write
DELETE FROM segment;

-- name: content_forget_column_texts write
DELETE FROM column_text;

-- name: content_forget_cursor write
DELETE FROM cursor WHERE consumer IN ('columns', 'column_text');

-- Who was signed in then may have signed out since, and a link that was unused may have been
-- used.  A link for the first user stays as long as there is none.

-- name: content_forget_sessions write
DELETE FROM session;

-- name: content_forget_links write
DELETE FROM sign_in_link WHERE used_at IS NULL AND EXISTS (SELECT 1 FROM "user");
