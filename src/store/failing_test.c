/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A disk that is full, and one on which each call fails in turn: a clear error, nothing
 * acknowledged is lost, nothing refused is there, and it goes on when the disk is well.
 */
#include <unistd.h>

#include "base/test.h"
#include "store/ledger.h"
#include "store/vfs_fail.h"

enum { WRITES = 24, SITTINGS = 2, LOG_BYTES = 24 * 1024, POSITIONS = 50, TRIED_WHILE_FULL = 3 };

enum fate { UNTRIED, DONE, REFUSED };

struct trial {
    struct test *t;
    struct arena *a; /* the trial's */
    str dir, fresh;  /* a data folder, its record when it was made */
    struct vfs_fail *fail;
    struct store *store; /* open, or NULL */
    struct arena *store_arena;
    enum fate fates[LEDGER_MOST];
    int64_t number; /* of the last write */
    size_t refused;
    bool is_full; /* the fault is a full disk */
};

static struct err *fill_nothing(struct arena *a, struct db *db, void *what)
{
    (void)a, (void)db, (void)what;
    return NULL;
}

static struct trial *make_trial(struct test *t)
{
    struct trial *trial = ARENA_NEW(t->arena, struct trial);
    trial->t = t;
    trial->dir = str_format(t->arena, "%.*s/data", STR(t->dir));
    CHECK_OK(store_make(t->arena, trial->dir, fill_nothing, NULL));
    trial->fresh = test_read(t, str_format(t->arena, "%.*s/attune.db", STR(trial->dir)));
    return trial;
}

static void begin_trial(struct trial *trial)
{
    *trial = (struct trial){.t = trial->t, .dir = trial->dir, .fresh = trial->fresh};
    trial->a = arena_make(0);
    struct test own = {.arena = trial->a, .dir = trial->t->dir};
    (void)test_write(&own, "data/attune.db", trial->fresh);
    (void)unlink("data/attune.db-wal");
    (void)unlink("data/attune.db-shm");
    trial->fail = vfs_fail_make(trial->a);
    vfs_shim_register(trial->a, "failing", vfs_fail_hook(trial->fail));
}

static void check_error(const struct trial *trial, const struct err *e)
{
    bool is_full = trial->is_full && !vfs_fail_failed(trial->fail, VFS_SYNC);
    CHECK_THAT(is_full ? e->why == WHY_LIMIT : e->why == WHY_FAILED || e->why == WHY_LIMIT,
               "%.*s: %.*s", STR(why_name(e->why)), STR(e->text));
    CHECK(str_starts_with(e->text, is_full ? S("There is no space left") : S("")));
    CHECK(vfs_fail_failed(trial->fail, VFS_ANY) > 0);
}

static void close_store(struct trial *trial)
{
    if (trial->store)
        arena_done(trial->store_arena);
    trial->store = NULL;
}

/* Leaves the store closed where it cannot be opened. */
static void open_store(struct trial *trial)
{
    trial->store_arena = arena_make(0);
    const struct err *e =
        store_open(trial->store_arena, trial->dir,
                   (struct store_options){
                       .role = STORE_OWNS, .file_system = "failing", .log_passive = LOG_BYTES},
                   &trial->store);
    if (!e)
        return;
    check_error(trial, e);
    arena_done(trial->store_arena);
    trial->store = NULL;
}

static bool put(struct trial *trial)
{
    struct arena *a = arena_make(0);
    int64_t number = ++trial->number;
    const struct err *e = ledger_put(a, trial->store, number);
    if (e)
        check_error(trial, e);
    trial->fates[number] = e ? REFUSED : DONE;
    trial->refused += e != NULL;
    arena_done(a);
    return !e;
}

/* The record is opened, written to, closed, and that again. */
static void write_all(struct trial *trial)
{
    for (int sitting = 0; sitting < SITTINGS; sitting++) {
        open_store(trial);
        for (int i = 0; i < WRITES / SITTINGS && trial->store; i++)
            (void)put(trial);
        if (sitting + 1 < SITTINGS)
            close_store(trial);
    }
}

/* may_return: a write whose sync failed may be there when the record is opened anew. */
static void check_record(struct trial *trial, bool may_return)
{
    struct ledger ledger;
    CHECK_OK(ledger_read(trial->a, store_db(trial->store), &ledger));
    CHECK_STR(ledger.wrong, S(""));
    for (int64_t n = 1; n < LEDGER_MOST; n++) {
        CHECK_THAT(ledger.has[n] || trial->fates[n] != DONE, "write %d is lost", (int)n);
        CHECK_THAT(!ledger.has[n] || trial->fates[n] == DONE ||
                       (may_return && trial->fates[n] == REFUSED),
                   "write %d was refused, and is there", (int)n);
    }
}

/* The disk is well again. */
static void end_trial(struct trial *trial)
{
    bool sync_failed = vfs_fail_failed(trial->fail, VFS_SYNC) > 0;
    vfs_fail_mend(trial->fail);
    if (trial->store) {
        check_record(trial, sync_failed);
        CHECK_THAT(put(trial) || sync_failed, "it does not go on");
        close_store(trial);
    }
    open_store(trial);
    CHECK(trial->store);
    check_record(trial, sync_failed);
    CHECK(put(trial));
    check_record(trial, sync_failed);
    close_store(trial);
    arena_done(trial->a);
}

/* Bytes that the writes take on a disk without faults. */
static uint64_t measure(struct trial *trial)
{
    begin_trial(trial);
    write_all(trial);
    CHECK_INT(trial->refused, 0);
    int64_t used = vfs_fail_used(trial->fail);
    end_trial(trial);
    return (uint64_t)used;
}

/* Writes until the disk is full and a little more; goes on when there is space. */
static void fill_disk(struct trial *trial)
{
    for (int i = 0; i < WRITES && trial->refused < TRIED_WHILE_FULL; i++)
        (void)put(trial);
    vfs_fail_mend(trial->fail);
    check_record(trial, false);
    CHECK_THAT(put(trial), "it does not go on when there is space");
    check_record(trial, false);
}

TEST(a_full_disk_loses_nothing_and_it_goes_on_when_there_is_space)
{
    struct trial *trial = make_trial(t);
    uint64_t most = measure(trial);
    size_t refused = 0;
    for (uint64_t i = 0; i < POSITIONS; i++) {
        begin_trial(trial);
        trial->is_full = true;
        vfs_fail_full_after(trial->fail, i * most / POSITIONS);
        open_store(trial);
        if (trial->store)
            fill_disk(trial);
        refused += trial->refused;
        end_trial(trial);
    }
    CHECK(refused >= POSITIONS);
}

/* Gives how many trials it takes until a run meets fewer calls. */
static size_t fail_each(struct test *t, unsigned op, bool sticky)
{
    struct trial *trial = make_trial(t);
    bool meets = true;
    size_t nth = 0;
    while (meets) {
        begin_trial(trial);
        vfs_fail_at(trial->fail, op, ++nth, sticky);
        write_all(trial);
        meets = vfs_fail_met(trial->fail) >= nth;
        end_trial(trial);
    }
    printf("%zu calls\n", nth - 1);
    return nth - 1;
}

TEST(each_call_that_fails_once_loses_nothing)
{
    CHECK(fail_each(t, VFS_ANY, false) > 200);
}

TEST(each_call_that_fails_from_then_on_loses_nothing)
{
    CHECK(fail_each(t, VFS_ANY, true) > 200);
}

TEST(behind_a_sync_that_failed_nothing_more_is_taken_until_it_is_opened_anew)
{
    struct trial *trial = make_trial(t);
    begin_trial(trial);
    open_store(trial);
    CHECK(put(trial));
    vfs_fail_at(trial->fail, VFS_SYNC, 1, false);
    CHECK(!put(trial));
    CHECK_INT(vfs_fail_failed(trial->fail, VFS_SYNC), 1);
    for (int i = 0; i < 3; i++)
        CHECK(!put(trial));
    close_store(trial);
    open_store(trial);
    CHECK(put(trial));
    check_record(trial, false); /* the healed log does not bring it back */
    close_store(trial);
    arena_done(trial->a);
}
