/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Backups and what is made of them: the same record, beside who writes, wherever it is ended.
 */
#include "store/backup.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/limits.h"
#include "store/backup_reader.h"
#include "store/backup_scene.h"
#include "store/folder.h"
#include "store/ledger.h"

/* ---- the same record ---- */

TEST(a_record_comes_back_from_its_backup_with_its_key)
{
    struct store *s = backup_scene_store(t, 20);
    struct backup_manifest m;
    struct stat is;
    str backup = backup_scene_backup(t, s), dir = backup_scene_path(t, "again");
    CHECK(stat(backup.ptr, &is) == 0 && (is.st_mode & 0777) == 0600);
    CHECK_INT(backup_scene_files(t->dir), 2);
    CHECK_OK(restore_run(t->arena, backup, dir, &backup_scene_plain, &m));
    CHECK_OK(backup_scene_compare(t->arena, dir, store_db(s)));
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
    (void)backup_scene_backup(t, backup_scene_store(t, 3));
    CHECK_OK(backup_read(t->arena, backup_scene_path(t, "backup"), NULL, NULL, &m));
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
    CHECK_STR(test_read(t, backup_scene_path(t, "names")), names);
}

TEST(what_is_derived_is_not_in_a_restored_folder)
{
    struct backup_manifest m;
    struct store *s = backup_scene_store(t, 1), *again = NULL;
    struct db *db = NULL;
    CHECK_OK(db_open(t->arena, backup_scene_path(t, "data/attune.db"),
                     (struct db_options){.role = DB_WRITES}, &db));
    CHECK_OK(db_run_script(t->arena, db,
                           "INSERT INTO segment VALUES (1, 2, 3, 4, 5);"
                           "INSERT INTO cursor VALUES ('columns', 9, 9)"));
    CHECK_OK(restore_run(t->arena, backup_scene_backup(t, s), backup_scene_path(t, "again"),
                         &backup_scene_plain, &m));
    CHECK_OK(backup_scene_compare(t->arena, backup_scene_path(t, "data"), store_db(s)));
    CHECK(backup_scene_compare(t->arena, backup_scene_path(t, "again"), store_db(s)));
    CHECK_OK(store_open(t->arena, backup_scene_path(t, "again"),
                        (struct store_options){.role = STORE_OWNS}, &again));
    struct ledger ledger;
    CHECK_OK(db_run_script(t->arena, db, "DELETE FROM cursor WHERE consumer = 'columns'"));
    CHECK_OK(ledger_read(t->arena, store_db(again), &ledger));
    CHECK_STR(ledger.wrong, S(""));
    CHECK_OK(backup_scene_compare(t->arena, backup_scene_path(t, "again"), store_db(s)));
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
    str dir = backup_scene_path(t, str_format(t->arena, "again%d", number).ptr);
    CHECK_OK(restore_run(own, backup_scene_path(t, str_format(t->arena, "backup%d", number).ptr),
                         dir, &backup_scene_plain, &m));
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
    struct writing w = {.store = backup_scene_store(t, 0)};
    pthread_t thread;
    int64_t before[BACKUPS], last = 0;
    void *failed = NULL;
    CHECK(pthread_create(&thread, NULL, write_on, &w) == 0);
    for (int i = 0; i < BACKUPS; i++) {
        struct backup_manifest m;
        (void)usleep(20000);
        before[i] = atomic_load(&w.acknowledged);
        CHECK_OK(backup_scene_make(t->arena, w.store,
                                   backup_scene_path(t, str_format(t->arena, "backup%d", i).ptr),
                                   NULL, &m));
    }
    atomic_store(&w.ends, true);
    CHECK(pthread_join(thread, &failed) == 0 && !failed);
    for (int i = 0; i < BACKUPS; i++)
        check_one_state(t, i, before[i], &last);
    CHECK(before[BACKUPS - 1] > before[0]); /* it did go on */
}

/* ---- places ---- */

TEST(a_backup_takes_no_others_place)
{
    struct store *s = backup_scene_store(t, 1);
    struct backup_manifest m;
    (void)test_write(t, "backup", S("mine"));
    const struct err *e = backup_scene_make(t->arena, s, backup_scene_path(t, "backup"), NULL, &m);
    CHECK(e && e->why == WHY_CONFLICT);
    CHECK_STR(test_read(t, backup_scene_path(t, "backup")), S("mine"));
}

TEST(a_folder_with_anything_in_it_is_not_restored_into)
{
    struct store *s = backup_scene_store(t, 1);
    str backup = backup_scene_backup(t, s);
    const struct err *e = backup_scene_restore(t, backup, "data");
    CHECK(e && e->why == WHY_CONFLICT);
    CHECK(mkdir(backup_scene_path(t, "full").ptr, 0700) == 0);
    (void)test_write(t, "full/letter", S("dear"));
    e = backup_scene_restore(t, backup, "full");
    CHECK(e && e->why == WHY_CONFLICT);
    CHECK(mkdir(backup_scene_path(t, "empty").ptr, 0700) == 0);
    CHECK_OK(backup_scene_restore(t, backup, "empty"));
    e = backup_scene_restore(t, backup, "empty");
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
    struct store *s = backup_scene_store(t, 50);
    struct backup_manifest m;
    str backup = backup_scene_backup(t, s);
    size_t files = backup_scene_files(t->dir);
    allow_bytes(100000); /* of a file */
    const struct err *e = backup_scene_make(t->arena, s, backup_scene_path(t, "other"), NULL, &m);
    CHECK(e && e->why == WHY_LIMIT);
    CHECK_INT(backup_scene_files(t->dir), files);
    e = backup_scene_restore(t, backup, "again");
    CHECK(e && e->why == WHY_LIMIT && !backup_scene_has_record(t, backup_scene_path(t, "again")));
    allow_bytes(RLIM_INFINITY);
    CHECK_OK(backup_scene_restore(t, backup, "again"));
    CHECK_OK(backup_scene_compare(t->arena, backup_scene_path(t, "again"), store_db(s)));
}

/* A file system of its own, with less room than the record needs. */
TEST(a_disk_that_is_too_small_is_refused_before_anything_is_written)
{
    struct store *s = backup_scene_store(t, 50);
    str backup = backup_scene_backup(t, s), small = backup_scene_path(t, "small");
    CHECK(mkdir(small.ptr, 0700) == 0);
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", small.ptr, "tmpfs", 0, "size=64k,mode=0700") != 0)
        test_skip("this needs the right to mount");
    const struct err *e = backup_scene_restore(t, backup, "small");
    CHECK(e && e->why == WHY_LIMIT && strstr(e->text.ptr, "are free"));
    CHECK(!backup_scene_has_record(t, small));
    struct backup_manifest m;
    e = backup_scene_make(t->arena, s, backup_scene_path(t, "small/other"), NULL, &m);
    CHECK(e && e->why == WHY_LIMIT);
    CHECK(access(backup_scene_path(t, "small/other").ptr, F_OK) != 0);
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
    struct store *s = backup_scene_store(t, 300);
    size_t files = backup_scene_files(t->dir), ended = 0;
    for (size_t nth = 1;; nth++) {
        struct arena *own = arena_make(0);
        struct ending ending = {.left = nth};
        struct watch w = {.goes_on = goes_on, .what = &ending};
        struct backup_manifest m;
        const struct err *e = backup_scene_make(own, s, backup_scene_path(t, "backup"), &w, &m);
        CHECK(!e || e->why == WHY_FAILED);
        CHECK_INT(backup_scene_files(t->dir), files + !e);
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
        const struct err *e = restore_run(own, backup_scene_path(t, "backup"),
                                          backup_scene_path(t, "again"), &how, &m);
        CHECK(!e ||
              (e->why == WHY_FAILED && !backup_scene_has_record(t, backup_scene_path(t, "again"))));
        arena_done(own);
        if (!e)
            break;
        ended++;
    }
    CHECK_OK(backup_scene_compare(t->arena, backup_scene_path(t, "again"), store_db(s)));
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
        _exit(restore_run(t->arena, backup_scene_path(t, "backup"), backup_scene_path(t, "again"),
                          &options, &m) != NULL);
    }
    CHECK(child > 0 && waitpid(child, &how, 0) == child);
    CHECK(WIFSIGNALED(how) || WEXITSTATUS(how) == 0);
    return WIFSIGNALED(how);
}

TEST(a_restore_that_is_killed_leaves_no_data_folder_and_can_be_done_again)
{
    struct store *s = backup_scene_store(t, 300), *none = NULL;
    size_t killed = 0;
    (void)backup_scene_backup(t, s);
    for (size_t nth = 1; kill_restore(t, nth); nth++, killed++) {
        struct arena *own = arena_make(0);
        const struct err *e = store_open(own, backup_scene_path(t, "again"),
                                         (struct store_options){.role = STORE_READS}, &none);
        CHECK_THAT(e && e->why == WHY_MISSING, "killed at %zu", nth);
        arena_done(own);
    }
    CHECK_THAT(killed > 3, "%zu", killed);
    CHECK_OK(backup_scene_compare(t->arena, backup_scene_path(t, "again"), store_db(s)));
}

/* ---- the world fails ---- */

TEST(every_fault_of_a_backup_is_said_and_leaves_nothing)
{
    static const char *const points[] = {"file.write", "file.sync", "store.step"};
    struct store *s = backup_scene_store(t, 3);
    size_t files = backup_scene_files(t->dir), failed = 0;
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        for (size_t nth = 1;; nth += nth < 40 ? 1 : 17) {
            struct arena *own = arena_make(0);
            struct backup_manifest m;
            str path = str_format(own, "%.*s/b%zu", STR(t->dir), i);
            fault_arm_at(points[i], nth, false);
            const struct err *e = backup_scene_make(own, s, path, NULL, &m);
            bool met = fault_met() >= nth;
            fault_disarm();
            CHECK_THAT(met == (e != NULL), "%s %zu", points[i], nth);
            CHECK(!e || e->why == WHY_FAILED);
            CHECK_INT(backup_scene_files(t->dir), files + (e ? 0 : i + 1) + (e ? i : 0));
            arena_done(own);
            failed += e != NULL;
            if (!met)
                break;
        }
    }
    CHECK_THAT(failed > 20, "%zu", failed);
}
