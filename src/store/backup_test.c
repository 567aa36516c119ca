/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Backups and what is made of them: the same record, or a refusal; never a third.
 */
#include "store/backup.h"

#include <dirent.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fault.h"
#include "base/limits.h"
#include "base/test.h"
#include "base/zstd.h"
#include "store/backup_reader.h"
#include "store/content.h"
#include "store/folder.h"
#include "store/ledger.h"
#include "store/migration.h"
#include "store/restore.h"
#include "store/tar.h"

static const struct restore_options plain = {.watch = NULL};

static struct err *fill_nothing(struct arena *a, struct db *db, void *what)
{
    (void)a, (void)db, (void)what;
    return NULL;
}

static str path_of(struct test *t, const char *name)
{
    return str_format(t->arena, "%.*s/%s", STR(t->dir), name);
}

static struct store *new_store(struct test *t, int64_t writes)
{
    struct store *s = NULL;
    str dir = path_of(t, "data");
    CHECK_OK(store_make(t->arena, dir, fill_nothing, NULL));
    CHECK_OK(store_open(t->arena, dir, (struct store_options){.role = STORE_OWNS}, &s));
    for (int64_t i = 1; i <= writes; i++)
        CHECK_OK(ledger_put(t->arena, s, i));
    return s;
}

static struct err *back_up(struct arena *a, struct store *s, str path, const struct watch *w,
                           struct backup_manifest *m)
{
    uint64_t bytes = 0;
    struct backup_options how = {.program = S("0"), .now = USEC_DAY, .watch = w};
    return backup_make(a, s, path, &how, m, &bytes);
}

static str new_backup(struct test *t, struct store *s)
{
    struct backup_manifest m;
    CHECK_OK(back_up(t->arena, s, path_of(t, "backup"), NULL, &m));
    return path_of(t, "backup");
}

static size_t files_in(str dir)
{
    size_t files = 0;
    struct arena *own = arena_make(0);
    DIR *open = opendir(str_to_chars(own, dir));
    for (const struct dirent *d = open ? readdir(open) : NULL; d; d = readdir(open))
        files += d->d_name[0] != '.';
    if (open)
        (void)closedir(open);
    arena_done(own);
    return files;
}

static const struct err *compare(struct arena *a, str dir, struct db *with)
{
    struct store *s = NULL;
    struct backup_table *is, *should;
    size_t is_len, should_len;
    CHECK_OK(store_open(a, dir, (struct store_options){.role = STORE_READS}, &s));
    CHECK_OK(content_of_record(a, store_db(s), NULL, &is, &is_len));
    CHECK_OK(content_of_record(a, with, NULL, &should, &should_len));
    return content_compare(a, should, should_len, is, is_len);
}

static bool has_record(struct test *t, str dir)
{
    return folder_has(t->arena, dir, "attune.db") || folder_has(t->arena, dir, "attune.db.part") ||
           folder_has(t->arena, dir, "keys/installation.key");
}

/* ---- the same record ---- */

TEST(a_record_comes_back_from_its_backup_with_its_key)
{
    struct store *s = new_store(t, 20);
    struct backup_manifest m;
    struct stat is;
    str backup = new_backup(t, s), dir = path_of(t, "again");
    CHECK(stat(backup.ptr, &is) == 0 && (is.st_mode & 0777) == 0600);
    CHECK_INT(files_in(t->dir), 2);
    CHECK_OK(restore_run(t->arena, backup, dir, &plain, &m));
    CHECK_OK(compare(t->arena, dir, store_db(s)));
    CHECK_INT(m.made_at, USEC_DAY);
    CHECK_INT(backup_manifest_table(&m, S("cursor"))->rows, 20 * LEDGER_ROWS + 1);
    struct secret_key key;
    CHECK_OK(folder_read_key(t->arena, dir, &key));
    CHECK(memcmp(key.bytes, store_key(s)->bytes, sizeof key.bytes) == 0);
    CHECK(stat(folder_path(t->arena, dir, "keys/installation.key").ptr, &is) == 0);
    CHECK_INT(is.st_mode & 0777, 0600);
    CHECK(stat(folder_path(t->arena, dir, "attune.db").ptr, &is) == 0);
    CHECK_INT(is.st_mode & 0777, 0600);
    /* keys, columns, spool, lock, attune.db and what SQLite keeps beside it while it is read */
    CHECK(!folder_has(t->arena, dir, "attune.db.part"));
    struct store *again = NULL;
    CHECK_OK(store_open(t->arena, dir, (struct store_options){.role = STORE_OWNS}, &again));
    CHECK_OK(ledger_put(t->arena, again, 21));
}

TEST(a_backup_is_an_archive_that_other_programs_read)
{
    struct backup_manifest m;
    (void)new_backup(t, new_store(t, 3));
    CHECK_OK(backup_read(t->arena, path_of(t, "backup"), NULL, NULL, &m));
    str names = S("attune-backup.json\nkeys/installation.key\nattune.db\n");
    str command = str_format(t->arena, "zstd -dc %.*s/backup | tar -t > %.*s/names", STR(t->dir),
                             STR(t->dir));
    pid_t child = fork();
    if (child == 0) {
        (void)execl("/bin/sh", "sh", "-c", command.ptr, (char *)NULL);
        _exit(127);
    }
    int how = 0;
    CHECK(waitpid(child, &how, 0) == child);
    if (access("/usr/bin/zstd", X_OK) != 0 || access("/usr/bin/tar", X_OK) != 0)
        test_skip("there is no zstd or no tar here");
    CHECK_STR(test_read(t, path_of(t, "names")), names);
}

TEST(what_is_derived_is_not_in_a_restored_folder)
{
    struct backup_manifest m;
    struct store *s = new_store(t, 1), *again = NULL;
    struct db *db = NULL;
    CHECK_OK(db_open(t->arena, path_of(t, "data/attune.db"), (struct db_options){.role = DB_WRITES},
                     &db));
    CHECK_OK(db_run_script(t->arena, db,
                           "INSERT INTO segment VALUES (1, 2, 3, 4, 5);"
                           "INSERT INTO cursor VALUES ('columns', 9, 9)"));
    CHECK_OK(restore_run(t->arena, new_backup(t, s), path_of(t, "again"), &plain, &m));
    CHECK_OK(compare(t->arena, path_of(t, "data"), store_db(s)));
    CHECK(compare(t->arena, path_of(t, "again"), store_db(s)));
    CHECK_OK(store_open(t->arena, path_of(t, "again"), (struct store_options){.role = STORE_OWNS},
                        &again));
    struct ledger ledger;
    CHECK_OK(db_run_script(t->arena, db, "DELETE FROM cursor WHERE consumer = 'columns'"));
    CHECK_OK(ledger_read(t->arena, store_db(again), &ledger));
    CHECK_STR(ledger.wrong, S(""));
    CHECK_OK(compare(t->arena, path_of(t, "again"), store_db(s)));
}

/* ---- beside who writes ---- */

enum { BACKUPS = 4 };

struct writing {
    struct store *store;
    atomic_bool ends;
    _Atomic int64_t acknowledged;
};

static void *write_on(void *what)
{
    struct writing *w = what;
    for (int64_t n = 1; n < LEDGER_MOST && !atomic_load(&w->ends); n++) {
        struct arena *a = arena_make(0);
        const struct err *e = ledger_put(a, w->store, n);
        arena_done(a);
        if (e)
            return w;
        atomic_store(&w->acknowledged, n);
    }
    return NULL;
}

static void check_one_state(struct test *t, int number, int64_t before, int64_t *last)
{
    struct arena *own = arena_make(0);
    struct backup_manifest m;
    struct ledger ledger;
    struct store *s = NULL;
    str dir = path_of(t, str_format(t->arena, "again%d", number).ptr);
    CHECK_OK(restore_run(own, path_of(t, str_format(t->arena, "backup%d", number).ptr), dir, &plain,
                         &m));
    CHECK_OK(store_open(own, dir, (struct store_options){.role = STORE_READS}, &s));
    CHECK_OK(ledger_read(own, store_db(s), &ledger));
    CHECK_STR(ledger.wrong, S(""));
    CHECK(ledger.last >= before && ledger.last >= *last);
    for (int64_t n = 1; n < LEDGER_MOST; n++)
        CHECK_THAT(ledger.has[n] == (n <= ledger.last), "write %d of %d", (int)n, (int)ledger.last);
    *last = ledger.last;
    arena_done(own);
}

TEST(a_backup_made_while_others_write_is_one_state_with_all_that_was_acknowledged)
{
    struct writing w = {.store = new_store(t, 0)};
    pthread_t thread;
    int64_t before[BACKUPS], last = 0;
    void *failed = NULL;
    CHECK(pthread_create(&thread, NULL, write_on, &w) == 0);
    for (int i = 0; i < BACKUPS; i++) {
        struct backup_manifest m;
        (void)usleep(20000);
        before[i] = atomic_load(&w.acknowledged);
        CHECK_OK(back_up(t->arena, w.store, path_of(t, str_format(t->arena, "backup%d", i).ptr),
                         NULL, &m));
    }
    atomic_store(&w.ends, true);
    CHECK(pthread_join(thread, &failed) == 0 && !failed);
    for (int i = 0; i < BACKUPS; i++)
        check_one_state(t, i, before[i], &last);
    CHECK(before[BACKUPS - 1] > before[0]); /* it did go on */
}

/* ---- damage ---- */

/* Refused, or the same record. */
static bool is_refused(struct test *t, str backup, struct db *with, size_t number)
{
    struct arena *own = arena_make(0);
    struct backup_manifest m;
    str dir = str_format(own, "%.*s/try%zu", STR(t->dir), number);
    const struct err *e = restore_run(own, backup, dir, &plain, &m);
    CHECK_THAT(!e || (e->text.len > 20 &&
                      (e->why == WHY_INVALID || e->why == WHY_CONFLICT || e->why == WHY_LIMIT)),
               "at %zu", number);
    CHECK_THAT(!e || !has_record(t, dir), "at %zu", number);
    if (!e)
        CHECK_OK(compare(own, dir, with));
    arena_done(own);
    return e != NULL;
}

TEST(a_backup_with_any_byte_changed_is_refused_or_gives_the_same_record)
{
    struct store *s = new_store(t, 2);
    str whole = test_read(t, new_backup(t, s));
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
    struct store *s = new_store(t, 2);
    str whole = test_read(t, new_backup(t, s));
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
    str path = path_of(t, str_format(t->arena, "packed%d", number++).ptr);
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

static const struct err *restored(struct test *t, str backup, const char *into)
{
    struct backup_manifest m;
    return restore_run(t->arena, backup, path_of(t, into), &plain, &m);
}

TEST(an_archive_changed_and_packed_again_is_refused)
{
    struct store *s = new_store(t, 2);
    str whole = unpacked(t, new_backup(t, s));
    CHECK(!is_refused(t, packed(t, whole), store_db(s), 0));
    for (size_t at = 0; at < whole.len; at += at < (size_t)8 * TAR_BLOCK ? 13 : 9973) {
        char *bytes = str_to_chars(t->arena, whole);
        bytes[at] = (char)(bytes[at] ^ 1);
        struct arena *own = arena_make(0);
        struct backup_manifest m;
        str dir = str_format(own, "%.*s/twin%zu", STR(t->dir), at);
        const struct err *e = restore_run(own, packed(t, (str){bytes, whole.len}), dir, &plain, &m);
        /* When it was made, and by what, is a note only. */
        bool is_note = at > find(whole, "\"program\"") && at < find(whole, "\"steps\"");
        CHECK_THAT(e || is_note, "byte %zu", at);
        CHECK_THAT(!e || !has_record(t, dir), "byte %zu", at);
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
    return new_backup(t, s);
}

TEST(a_record_with_tables_of_its_own_is_refused)
{
    str backup = forged(t, new_store(t, 1),
                        "CREATE TRIGGER t AFTER INSERT ON audit BEGIN DELETE FROM signal; END");
    const struct err *e = restored(t, backup, "again");
    CHECK(e && e->why == WHY_INVALID && !has_record(t, path_of(t, "again")));
}

TEST(a_record_with_rows_that_refer_to_nothing_is_refused)
{
    str backup = forged(t, new_store(t, 1),
                        "PRAGMA foreign_keys = OFF; INSERT INTO field_alias VALUES (7, 'x', 8)");
    const struct err *e = restored(t, backup, "again");
    CHECK(e && e->why == WHY_INVALID && strstr(e->text.ptr, "field_alias"));
}

TEST(a_record_of_a_newer_program_is_not_restored)
{
    struct store *s = new_store(t, 1);
    str whole = unpacked(t, new_backup(t, s));
    char *bytes = str_to_chars(t->arena, whole);
    bytes[find(whole, "\"attune_backup\":1") + 16] = '9';
    const struct err *e = restored(t, packed(t, (str){bytes, whole.len}), "again");
    CHECK(e && e->why == WHY_CONFLICT);
}

TEST(what_is_no_backup_is_refused)
{
    struct store *s = new_store(t, 1);
    str texts[] = {S(""), S("dear reader"), S("\x28\xB5\x2F\xFD"),
                   test_read(t, path_of(t, "data/attune.db"))};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CHECK(is_refused(t, test_write(t, "none", texts[i]), store_db(s), i));
        CHECK(is_refused(t, packed(t, texts[i]), store_db(s), i));
    }
    const struct err *e = restored(t, path_of(t, "nothing"), "again");
    CHECK(e && e->why == WHY_MISSING);
    e = restored(t, t->dir, "again");
    CHECK(e && e->why == WHY_INVALID);
    e = restored(t, S("/dev/null"), "again");
    CHECK(e && e->why == WHY_INVALID);
}

/* It says that it holds 8 TiB, and goes on with nothing. */
TEST(a_backup_out_of_all_proportion_is_refused_before_it_is_written)
{
    struct store *s = new_store(t, 1);
    struct backup_manifest m;
    CHECK_OK(backup_read(t->arena, new_backup(t, s), NULL, NULL, &m));
    str whole = unpacked(t, path_of(t, "backup"));
    struct buf archive = buf_make(t->arena, 4 * MIB);
    char block[TAR_BLOCK];
    size_t key = find(whole, BACKUP_KEY);
    m.database_bytes = 8192 * GIB;
    add_member(&archive, BACKUP_MANIFEST, backup_manifest_to_json(t->arena, &m));
    buf_add(&archive, str_slice(whole, key, key + 2 * (size_t)TAR_BLOCK));
    tar_of_member(&(struct tar_member){S(BACKUP_DATABASE), 0600, m.database_bytes, 0}, block);
    buf_add(&archive, (str){block, sizeof block});
    const struct err *e = restored(t, packed(t, buf_str(&archive)), "again");
    CHECK(e && e->why == WHY_LIMIT);
    CHECK(access(path_of(t, "again").ptr, F_OK) != 0);
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
    CHECK_OK(db_open(own, path_of(t, "older.db"),
                     (struct db_options){.role = DB_WRITES, .make = true}, &db));
    CHECK_OK(migration_run_to(own, db, 1));
    CHECK_OK(db_run_script(own, db, "INSERT INTO person VALUES (5, 0)"));
    CHECK_OK(content_of_record(t->arena, db, NULL, &m.tables, &m.tables_len));
    CHECK_OK(db_checkpoint(own, db, DB_TRUNCATE));
    arena_done(own);
    str database = test_read(t, path_of(t, "older.db"));
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
    CHECK_OK(restored(t, older_backup(t), "again"));
    CHECK_OK(
        store_open(t->arena, path_of(t, "again"), (struct store_options){.role = STORE_READS}, &s));
    CHECK_OK(content_of_record(t->arena, store_db(s), NULL, &tables, &len));
    m = (struct backup_manifest){.tables = tables, .tables_len = len};
    CHECK_INT(backup_manifest_table(&m, S("person"))->rows, 1);
    CHECK_INT(backup_manifest_table(&m, S("migration"))->rows, migration_index_len);
}

/* ---- places ---- */

TEST(a_backup_takes_no_others_place)
{
    struct store *s = new_store(t, 1);
    struct backup_manifest m;
    (void)test_write(t, "backup", S("mine"));
    const struct err *e = back_up(t->arena, s, path_of(t, "backup"), NULL, &m);
    CHECK(e && e->why == WHY_CONFLICT);
    CHECK_STR(test_read(t, path_of(t, "backup")), S("mine"));
}

TEST(a_folder_with_anything_in_it_is_not_restored_into)
{
    struct store *s = new_store(t, 1);
    str backup = new_backup(t, s);
    const struct err *e = restored(t, backup, "data");
    CHECK(e && e->why == WHY_CONFLICT);
    CHECK(mkdir(path_of(t, "full").ptr, 0700) == 0);
    (void)test_write(t, "full/letter", S("dear"));
    e = restored(t, backup, "full");
    CHECK(e && e->why == WHY_CONFLICT);
    CHECK(mkdir(path_of(t, "empty").ptr, 0700) == 0);
    CHECK_OK(restored(t, backup, "empty"));
    e = restored(t, backup, "empty");
    CHECK(e && e->why == WHY_CONFLICT);
}

static void allow_bytes(size_t bytes)
{
    struct rlimit limit = {.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};
    (void)signal(SIGXFSZ, SIG_IGN);
    CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
}

TEST(without_space_neither_is_made_and_both_say_so)
{
    struct store *s = new_store(t, 50);
    struct backup_manifest m;
    str backup = new_backup(t, s);
    size_t files = files_in(t->dir);
    allow_bytes(100000); /* of a file */
    const struct err *e = back_up(t->arena, s, path_of(t, "other"), NULL, &m);
    CHECK(e && e->why == WHY_LIMIT);
    CHECK_INT(files_in(t->dir), files);
    e = restored(t, backup, "again");
    CHECK(e && e->why == WHY_LIMIT && !has_record(t, path_of(t, "again")));
    allow_bytes(RLIM_INFINITY);
    CHECK_OK(restored(t, backup, "again"));
    CHECK_OK(compare(t->arena, path_of(t, "again"), store_db(s)));
}

/* A file system of its own, with less room than the record needs. */
TEST(a_disk_that_is_too_small_is_refused_before_anything_is_written)
{
    struct store *s = new_store(t, 50);
    str backup = new_backup(t, s), small = path_of(t, "small");
    CHECK(mkdir(small.ptr, 0700) == 0);
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", small.ptr, "tmpfs", 0, "size=64k,mode=0700") != 0)
        test_skip("this needs the right to mount");
    const struct err *e = restored(t, backup, "small");
    CHECK(e && e->why == WHY_LIMIT && strstr(e->text.ptr, "are free"));
    CHECK(!has_record(t, small));
    struct backup_manifest m;
    e = back_up(t->arena, s, path_of(t, "small/other"), NULL, &m);
    CHECK(e && e->why == WHY_LIMIT);
    CHECK(access(path_of(t, "small/other").ptr, F_OK) != 0);
    CHECK(umount(small.ptr) == 0);
}

/* ---- ended in the middle ---- */

struct ending {
    size_t left; /* questions until it is told to end */
    bool kills;
};

static bool goes_on(void *what, const char *doing, uint64_t done, uint64_t total)
{
    struct ending *ending = what;
    CHECK(doing && (!total || done <= total));
    if (ending->left-- > 1)
        return true;
    if (ending->kills)
        (void)kill(getpid(), SIGKILL);
    ending->left = 1;
    return false;
}

/* Until it gets through. */
TEST(a_backup_or_restore_that_is_told_to_end_leaves_nothing)
{
    struct store *s = new_store(t, 300);
    size_t files = files_in(t->dir), ended = 0;
    for (size_t nth = 1;; nth++) {
        struct arena *own = arena_make(0);
        struct ending ending = {.left = nth};
        struct watch w = {.goes_on = goes_on, .what = &ending};
        struct backup_manifest m;
        const struct err *e = back_up(own, s, path_of(t, "backup"), &w, &m);
        CHECK(!e || e->why == WHY_FAILED);
        CHECK_INT(files_in(t->dir), files + !e);
        arena_done(own);
        if (!e)
            break;
        ended++;
    }
    CHECK_THAT(ended > 4, "%zu", ended);
    for (size_t nth = 1;; nth++) {
        struct arena *own = arena_make(0);
        struct ending ending = {.left = nth};
        struct watch w = {.goes_on = goes_on, .what = &ending};
        struct restore_options how = {.watch = &w};
        struct backup_manifest m;
        const struct err *e = restore_run(own, path_of(t, "backup"), path_of(t, "again"), &how, &m);
        CHECK(!e || (e->why == WHY_FAILED && !has_record(t, path_of(t, "again"))));
        arena_done(own);
        if (!e)
            break;
        ended++;
    }
    CHECK_OK(compare(t->arena, path_of(t, "again"), store_db(s)));
}

/* A child restores and is killed at the nth question; gives whether it was. */
static bool kill_restore(struct test *t, size_t nth)
{
    int how = 0;
    pid_t child = fork();
    if (child == 0) {
        struct ending ending = {.left = nth, .kills = true};
        struct watch w = {.goes_on = goes_on, .what = &ending};
        struct restore_options options = {.watch = &w};
        struct backup_manifest m;
        _exit(restore_run(t->arena, path_of(t, "backup"), path_of(t, "again"), &options, &m) !=
              NULL);
    }
    CHECK(child > 0 && waitpid(child, &how, 0) == child);
    CHECK(WIFSIGNALED(how) || WEXITSTATUS(how) == 0);
    return WIFSIGNALED(how);
}

TEST(a_restore_that_is_killed_leaves_no_data_folder_and_can_be_done_again)
{
    struct store *s = new_store(t, 300), *none = NULL;
    size_t killed = 0;
    (void)new_backup(t, s);
    for (size_t nth = 1; kill_restore(t, nth); nth++, killed++) {
        struct arena *own = arena_make(0);
        const struct err *e = store_open(own, path_of(t, "again"),
                                         (struct store_options){.role = STORE_READS}, &none);
        CHECK_THAT(e && e->why == WHY_MISSING, "killed at %zu", nth);
        arena_done(own);
    }
    CHECK_THAT(killed > 3, "%zu", killed);
    CHECK_OK(compare(t->arena, path_of(t, "again"), store_db(s)));
}

/* ---- the world fails ---- */

TEST(every_fault_of_a_backup_is_said_and_leaves_nothing)
{
    static const char *const points[] = {"file.write", "file.sync", "store.step"};
    struct store *s = new_store(t, 3);
    size_t files = files_in(t->dir), failed = 0;
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        for (size_t nth = 1;; nth += nth < 40 ? 1 : 17) {
            struct arena *own = arena_make(0);
            struct backup_manifest m;
            str path = str_format(own, "%.*s/b%zu", STR(t->dir), i);
            fault_arm_at(points[i], nth, false);
            const struct err *e = back_up(own, s, path, NULL, &m);
            bool met = fault_met() >= nth;
            fault_disarm();
            CHECK_THAT(met == (e != NULL), "%s %zu", points[i], nth);
            CHECK(!e || e->why == WHY_FAILED);
            CHECK_INT(files_in(t->dir), files + (e ? 0 : i + 1) + (e ? i : 0));
            arena_done(own);
            failed += e != NULL;
            if (!met)
                break;
        }
    }
    CHECK_THAT(failed > 20, "%zu", failed);
}
