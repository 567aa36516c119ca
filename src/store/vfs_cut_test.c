/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The simulated power cut, tried on bare SQLite: it must find nothing where everything is
 * synced, and must find what each weaker setting loses; else it proves nothing.
 */
#include "store/vfs_cut.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include "base/test.h"
#include "base/test_random.h"
#include "store/vfs_fail.h"
#include "store/vfs_look.h"

enum { BATCHES = 60, PARTS = 5, CUTS = 150 };

struct world {
    struct test *t;
    struct vfs_cut *cut;
    sqlite3 *db;
    struct test_random dice;
    str image;
};

/* Of so many images, how many … */
struct counts {
    size_t images, corrupt, torn, lost;
};

static void run(struct world *w, const char *sql)
{
    int code = sqlite3_exec(w->db, sql, NULL, NULL, NULL);
    CHECK_THAT(code == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(w->db));
}

static void runf(struct world *w, const char *format, int one, int two)
{
    char sql[200];
    (void)sqlite3_snprintf(sizeof sql, sql, format, one, two);
    run(w, sql);
}

static void open_database(struct world *w, const char *settings)
{
    int ignored = 0;
    CHECK(sqlite3_open_v2(str_format(w->t->arena, "%.*s/a.db", STR(w->t->dir)).ptr, &w->db,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "cut") == SQLITE_OK);
    (void)sqlite3_db_config(w->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &ignored);
    run(w, settings);
}

static struct world make_world(struct test *t, const char *settings, const struct vfs_hook *inner)
{
    struct world w = {.t = t, .dice = {.state = 1}};
    w.image = str_format(t->arena, "%.*s/image", STR(t->dir));
    CHECK(mkdir(w.image.ptr, 0700) == 0);
    w.cut = vfs_cut_make(t->arena, "cut", inner);
    open_database(&w, settings);
    run(&w, "CREATE TABLE entry (id INTEGER PRIMARY KEY, batch INTEGER, bytes BLOB);"
            "CREATE INDEX entry_batch ON entry (batch)");
    vfs_cut_note(w.cut, 0);
    return w;
}

static void write_batch(struct world *w, int batch)
{
    run(w, "BEGIN IMMEDIATE");
    for (int part = 0; part < PARTS; part++)
        runf(w, "INSERT INTO entry (batch, bytes) VALUES (%d, randomblob(%d))", batch,
             (int)test_random_below(&w->dice, 900));
    for (int part = 0; part < PARTS; part++)
        runf(w, "UPDATE entry SET bytes = randomblob(%d) WHERE id = %d",
             (int)test_random_below(&w->dice, 900),
             (int)test_random_below(&w->dice, (size_t)batch * PARTS));
    run(w, "COMMIT");
    vfs_cut_note(w->cut, batch);
}

static void write_batches(struct world *w)
{
    static const char *const checkpoints[] = {"PRAGMA wal_checkpoint(PASSIVE)",
                                              "PRAGMA wal_checkpoint(RESTART)",
                                              "PRAGMA wal_checkpoint(TRUNCATE)"};
    for (int batch = 1; batch <= BATCHES; batch++) {
        write_batch(w, batch);
        if (test_random_one_in(&w->dice, 6))
            run(w, checkpoints[test_random_below(&w->dice, 3)]);
    }
}

/* Batches are whole and in order; gives the last one. */
static bool read_batches(const int64_t *batch, size_t len, int64_t *last)
{
    for (size_t i = 0; i < len; i++)
        if (batch[i] != (int64_t)(i / PARTS) + 1)
            return false;
    *last = (int64_t)(len / PARTS);
    return len % PARTS == 0;
}

static bool is_not_made(str wrong)
{
    return str_starts_with(wrong, S("no such table")) ||
           str_starts_with(wrong, S("unable to open"));
}

static void look_at_image(struct world *w, size_t moment, struct counts *counts)
{
    struct arena *a = arena_make(0);
    int64_t *noted = NULL, *batches = NULL, last = -1;
    size_t len = 0, noted_len = vfs_cut_notes(a, w->cut, moment, &noted);
    str wrong = vfs_look(a, str_format(a, "%.*s/a.db", STR(w->image)),
                         "SELECT batch FROM entry ORDER BY id", &batches, &len);
    counts->images++;
    if (is_not_made(wrong))
        counts->lost += noted_len > 0;
    else if (!str_is_empty(wrong))
        counts->corrupt++;
    else if (!read_batches(batches, len, &last))
        counts->torn++;
    else
        counts->lost += noted_len && last < noted[noted_len - 1];
    arena_done(a);
}

static struct counts cut_often(struct world *w, size_t cuts, bool hits_neighbours)
{
    struct counts counts = {0};
    (void)sqlite3_close(w->db);
    size_t len = vfs_cut_len(w->cut);
    for (size_t i = 0; i < cuts; i++) {
        size_t moment = (i * len + test_random_below(&w->dice, len)) / cuts;
        struct vfs_damage damage = {test_random_next(&w->dice), hits_neighbours};
        (void)vfs_cut_image(w->cut, moment, damage, w->image);
        look_at_image(w, moment, &counts);
    }
    printf("%zu images: %zu corrupt, %zu torn, %zu lost an acknowledged batch\n", counts.images,
           counts.corrupt, counts.torn, counts.lost);
    return counts;
}

static struct counts cut_with(struct test *t, const char *settings)
{
    struct world w = make_world(t, settings, NULL);
    write_batches(&w);
    return cut_often(&w, CUTS, false);
}

#define WAL "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = "

TEST(a_power_cut_takes_nothing_from_a_log_that_is_synced)
{
    struct counts c = cut_with(t, WAL "FULL");
    CHECK_INT(c.images, CUTS);
    CHECK_INT(c.corrupt + c.torn + c.lost, 0);
}

TEST(a_power_cut_takes_acknowledged_writes_where_only_checkpoints_are_synced)
{
    struct counts c = cut_with(t, WAL "NORMAL");
    CHECK_INT(c.corrupt + c.torn, 0);
    CHECK(c.lost > CUTS / 10);
}

TEST(a_power_cut_corrupts_a_database_that_is_never_synced)
{
    struct counts c = cut_with(t, WAL "OFF");
    CHECK(c.corrupt > CUTS / 10);
}

TEST(a_disk_that_damages_neighbours_takes_what_was_synced)
{
    struct world w = make_world(t, WAL "FULL", NULL);
    write_batches(&w);
    struct counts c = cut_often(&w, (size_t)4 * CUTS, true);
    CHECK(c.corrupt + c.torn + c.lost > 0);
}

/* A batch whose sync fails, then a new start, which finds that batch in what the kernel
 * still shows of the log.  A checkpoint at the start would be no better: cut in its
 * midst, 23 of 5,000 images were corrupt. */
static struct counts start_anew(struct test *t, bool heals)
{
    struct vfs_fail *fail = vfs_fail_make(t->arena);
    struct vfs_hook hook = vfs_fail_hook(fail);
    struct world w = make_world(t, WAL "FULL", &hook);
    int batch = 1;
    for (; batch < 20; batch++)
        write_batch(&w, batch);
    run(&w, "PRAGMA wal_checkpoint(TRUNCATE)");
    vfs_fail_at(fail, VFS_SYNC, 2, false); /* behind that of the header */
    run(&w, "BEGIN IMMEDIATE");
    for (int part = 0; part < PARTS; part++)
        runf(&w, "INSERT INTO entry (batch, bytes) VALUES (%d, randomblob(%d))", batch, 900);
    CHECK_INT(sqlite3_exec(w.db, "COMMIT", NULL, NULL, NULL), SQLITE_IOERR);
    (void)sqlite3_exec(w.db, "ROLLBACK", NULL, NULL, NULL);
    if (heals)
        run(&w, "PRAGMA user_version = 0");
    (void)sqlite3_close(w.db);
    open_database(&w, WAL "FULL");
    for (batch += heals ? 0 : 1; batch < 40; batch++)
        write_batch(&w, batch);
    return cut_often(&w, CUTS, false);
}

TEST(a_start_behind_a_failed_sync_loses_what_is_acknowledged_later)
{
    struct counts c = start_anew(t, false);
    CHECK(c.corrupt + c.torn + c.lost > 0);
}

TEST(a_commit_behind_a_failed_sync_heals_the_log)
{
    struct counts c = start_anew(t, true);
    CHECK_INT(c.corrupt + c.torn + c.lost, 0);
}
