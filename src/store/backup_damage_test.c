/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Backups that are not as they were made: damaged, cut off, forged, of other programs.  The same
 * record, or a refusal; never a third.
 */
#include "store/backup.h"

#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/zstd.h"
#include "store/backup_reader.h"
#include "store/backup_scene.h"
#include "store/content.h"
#include "store/folder.h"
#include "store/migration.h"
#include "store/tar.h"

/* ---- damage ---- */

/* Refused, or the same record. */
static bool is_refused(struct test *t, str backup, struct db *with, size_t number)
{
    struct arena *own = arena_make(0);
    struct backup_manifest m;
    str dir = str_format(own, "%.*s/try%zu", STR(t->dir), number);
    const struct err *e = restore_run(own, backup, dir, &backup_scene_plain, &m);
    CHECK_THAT(!e || (e->text.len > 20 &&
                      (e->why == WHY_INVALID || e->why == WHY_CONFLICT || e->why == WHY_LIMIT)),
               "at %zu", number);
    CHECK_THAT(!e || !backup_scene_has_record(t, dir), "at %zu", number);
    if (!e)
        CHECK_OK(backup_scene_compare(own, dir, with));
    arena_done(own);
    return e != NULL;
}

TEST(a_backup_with_any_byte_changed_is_refused_or_gives_the_same_record)
{
    struct store *s = backup_scene_store(t, 2);
    str whole = test_read(t, backup_scene_backup(t, s));
    size_t refused = 0;
    for (size_t at = 0; at < whole.len; at++) {
        char *bytes = str_to_chars(t->arena, whole);
        bytes[at] = (char)(bytes[at] ^ (1 << (at % 8)));
        refused +=
            is_refused(t, test_write(t, "changed", (str){bytes, whole.len}), store_db(s), at);
    }
    CHECK_THAT(refused >= whole.len - whole.len / 50, "%zu of %zu", refused, whole.len);
}

TEST(a_backup_cut_off_anywhere_is_refused)
{
    struct store *s = backup_scene_store(t, 2);
    str whole = test_read(t, backup_scene_backup(t, s));
    for (size_t len = 0; len < whole.len; len += len < 64 || len + 64 > whole.len ? 1 : 29)
        CHECK_THAT(is_refused(t, test_write(t, "cut", str_slice(whole, 0, len)), store_db(s), len),
                   "cut at %zu", len);
}

/* ---- made by somebody else ---- */

/* The plain archive of a backup, to be changed and packed again: checksums fit then. */
static str unpacked(struct test *t, str backup)
{
    struct file *f = NULL;
    size_t room = 4 * MIB, got = 0;
    char *bytes = arena_take(t->arena, room);
    CHECK_OK(file_open(t->arena, backup, &f));
    CHECK_OK(zstd_read(t->arena, zstd_reader_make(t->arena, f), bytes, room, &got));
    CHECK(got < room);
    return (str){bytes, got};
}

static str packed(struct test *t, str archive)
{
    static int number;
    struct arena *own = arena_make(0);
    struct new_file *f = NULL;
    str path = backup_scene_path(t, str_format(t->arena, "packed%d", number++).ptr);
    CHECK_OK(new_file_make(own, path, &f));
    struct zstd_writer *z = zstd_writer_make(own, f);
    CHECK_OK(zstd_write(own, z, archive));
    CHECK_OK(zstd_write_end(own, z));
    CHECK_OK(new_file_keep(own, f));
    arena_done(own);
    return path;
}

static size_t find(str in, const char *part)
{
    const char *at = memmem(in.ptr, in.len, part, strlen(part));
    CHECK_THAT(at, "\"%s\" is not in it", part);
    return (size_t)(at - in.ptr);
}

TEST(an_archive_changed_and_packed_again_is_refused)
{
    struct store *s = backup_scene_store(t, 2);
    str whole = unpacked(t, backup_scene_backup(t, s));
    CHECK(!is_refused(t, packed(t, whole), store_db(s), 0));
    for (size_t at = 0; at < whole.len; at += at < (size_t)8 * TAR_BLOCK ? 13 : 9973) {
        char *bytes = str_to_chars(t->arena, whole);
        bytes[at] = (char)(bytes[at] ^ 1);
        struct arena *own = arena_make(0);
        struct backup_manifest m;
        str dir = str_format(own, "%.*s/twin%zu", STR(t->dir), at);
        const struct err *e =
            restore_run(own, packed(t, (str){bytes, whole.len}), dir, &backup_scene_plain, &m);
        /* When it was made, and by what, is a note only. */
        bool is_note = at > find(whole, "\"program\"") && at < find(whole, "\"steps\"");
        CHECK_THAT(e || is_note, "byte %zu", at);
        CHECK_THAT(!e || !backup_scene_has_record(t, dir), "byte %zu", at);
        arena_done(own);
    }
}

static void add_member(struct buf *b, const char *name, str content)
{
    char block[TAR_BLOCK];
    tar_of_member(&(struct tar_member){str_of_chars(name), 0600, content.len, 0}, block);
    buf_add(b, (str){block, sizeof block});
    buf_add(b, content);
    buf_add_repeated(b, (str){"", 1}, (size_t)tar_padding(content.len));
}

/* A backup of a record that somebody changed, with hashes that fit the change or not. */
static str forged(struct test *t, struct store *s, const char *sql)
{
    struct arena *own = arena_make(0);
    struct db *db = NULL;
    CHECK_OK(db_open(own, folder_path(own, store_dir(s), "attune.db"),
                     (struct db_options){.role = DB_WRITES}, &db));
    CHECK_OK(db_run_script(own, db, sql));
    arena_done(own);
    return backup_scene_backup(t, s);
}

TEST(a_record_with_tables_of_its_own_is_refused)
{
    str backup = forged(t, backup_scene_store(t, 1),
                        "CREATE TRIGGER t AFTER INSERT ON audit BEGIN DELETE FROM signal; END");
    const struct err *e = backup_scene_restore(t, backup, "again");
    CHECK(e && e->why == WHY_INVALID && !backup_scene_has_record(t, backup_scene_path(t, "again")));
}

TEST(a_record_with_rows_that_refer_to_nothing_is_refused)
{
    str backup = forged(t, backup_scene_store(t, 1),
                        "PRAGMA foreign_keys = OFF; INSERT INTO field_alias VALUES (7, 'x', 8)");
    const struct err *e = backup_scene_restore(t, backup, "again");
    CHECK(e && e->why == WHY_INVALID && strstr(e->text.ptr, "field_alias"));
}

TEST(a_record_of_a_newer_program_is_not_restored)
{
    struct store *s = backup_scene_store(t, 1);
    str whole = unpacked(t, backup_scene_backup(t, s));
    char *bytes = str_to_chars(t->arena, whole);
    bytes[find(whole, "\"attune_backup\":1") + 16] = '9';
    const struct err *e = backup_scene_restore(t, packed(t, (str){bytes, whole.len}), "again");
    CHECK(e && e->why == WHY_CONFLICT);
}

TEST(what_is_no_backup_is_refused)
{
    struct store *s = backup_scene_store(t, 1);
    str texts[] = {S(""), S("dear reader"), S("\x28\xB5\x2F\xFD"),
                   test_read(t, backup_scene_path(t, "data/attune.db"))};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CHECK(is_refused(t, test_write(t, "none", texts[i]), store_db(s), i));
        CHECK(is_refused(t, packed(t, texts[i]), store_db(s), i));
    }
    const struct err *e = backup_scene_restore(t, backup_scene_path(t, "nothing"), "again");
    CHECK(e && e->why == WHY_MISSING);
    e = backup_scene_restore(t, t->dir, "again");
    CHECK(e && e->why == WHY_INVALID);
    e = backup_scene_restore(t, S("/dev/null"), "again");
    CHECK(e && e->why == WHY_INVALID);
}

/* It says that it holds 8 TiB, and goes on with nothing. */
TEST(a_backup_out_of_all_proportion_is_refused_before_it_is_written)
{
    struct store *s = backup_scene_store(t, 1);
    struct backup_manifest m;
    CHECK_OK(backup_read(t->arena, backup_scene_backup(t, s), NULL, NULL, &m));
    str whole = unpacked(t, backup_scene_path(t, "backup"));
    struct buf archive = buf_make(t->arena, 4 * MIB);
    char block[TAR_BLOCK];
    size_t key = find(whole, BACKUP_KEY);
    m.database_bytes = 8192 * GIB;
    add_member(&archive, BACKUP_MANIFEST, backup_manifest_to_json(t->arena, &m));
    buf_add(&archive, str_slice(whole, key, key + 2 * (size_t)TAR_BLOCK));
    tar_of_member(&(struct tar_member){S(BACKUP_DATABASE), 0600, m.database_bytes, 0}, block);
    buf_add(&archive, (str){block, sizeof block});
    const struct err *e = backup_scene_restore(t, packed(t, buf_str(&archive)), "again");
    CHECK(e && e->why == WHY_LIMIT);
    CHECK(access(backup_scene_path(t, "again").ptr, F_OK) != 0);
}

/* ---- of an older program ---- */

static struct secret_hash hash_of(struct test *t, str bytes)
{
    struct secret_stream *stream = secret_stream_make(t->arena);
    secret_stream_add(stream, bytes);
    return secret_stream_hash(stream);
}

/* A record that has taken its first step only, packed as a backup. */
static str older_backup(struct test *t)
{
    struct arena *own = arena_make(0);
    struct db *db = NULL;
    struct secret_key key = secret_key_make();
    str key_bytes = {(const char *)key.bytes, sizeof key.bytes};
    struct backup_manifest m = {.program = S("0"), .steps = 1};
    CHECK_OK(db_open(own, backup_scene_path(t, "older.db"),
                     (struct db_options){.role = DB_WRITES, .make = true}, &db));
    CHECK_OK(migration_run_to(own, db, 1));
    CHECK_OK(db_run_script(own, db, "INSERT INTO person VALUES (5, 0)"));
    CHECK_OK(content_of_record(t->arena, db, NULL, &m.tables, &m.tables_len));
    CHECK_OK(db_checkpoint(own, db, DB_TRUNCATE));
    arena_done(own);
    str database = test_read(t, backup_scene_path(t, "older.db"));
    m.database_bytes = database.len;
    m.database_hash = hash_of(t, database);
    m.key_hash = hash_of(t, key_bytes);
    struct buf archive = buf_make(t->arena, 4 * MIB);
    add_member(&archive, BACKUP_MANIFEST, backup_manifest_to_json(t->arena, &m));
    add_member(&archive, BACKUP_KEY, key_bytes);
    add_member(&archive, BACKUP_DATABASE, database);
    buf_add_repeated(&archive, (str){"", 1}, (size_t)2 * TAR_BLOCK);
    CHECK(!archive.full);
    return packed(t, buf_str(&archive));
}

TEST(a_backup_of_an_older_program_is_brought_up_to_date)
{
    struct backup_table *tables;
    size_t len;
    struct store *s = NULL;
    struct backup_manifest m = {.tables_len = 0};
    CHECK(migration_index_len > 1);
    CHECK_OK(backup_scene_restore(t, older_backup(t), "again"));
    CHECK_OK(store_open(t->arena, backup_scene_path(t, "again"),
                        (struct store_options){.role = STORE_READS}, &s));
    CHECK_OK(content_of_record(t->arena, store_db(s), NULL, &tables, &len));
    m = (struct backup_manifest){.tables = tables, .tables_len = len};
    CHECK_INT(backup_manifest_table(&m, S("person"))->rows, 1);
    CHECK_INT(backup_manifest_table(&m, S("migration"))->rows, migration_index_len);
}
