/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Each fault point of the record in turn, once and for good: a clear error, nothing
 * acknowledged is lost, nothing refused is there, and it goes on.
 */
#include "base/fault.h"
#include "base/test.h"
#include "store/ledger.h"
#include "store/vfs_fail.h"

enum { WRITES = 12, TOGETHER = 3, LOG_BYTES = 16 * 1024 };

struct sweep {
    struct test *t;
    str dir;
    bool done[LEDGER_MOST], refused[LEDGER_MOST];
    int64_t number;
};

static struct err *fill_nothing(struct arena *a, struct db *db, void *what)
{
    (void)a, (void)db, (void)what;
    return NULL;
}

static struct err *open_record(struct arena *a, const struct sweep *s, struct store **out)
{
    return store_open(
        a, s->dir,
        (struct store_options){.role = STORE_OWNS, .file_system = "fast", .log_passive = LOG_BYTES},
        out);
}

static void put_together(struct sweep *s, struct store *store)
{
    struct ledger_write writes[TOGETHER];
    struct arena *arenas[TOGETHER];
    for (int i = 0; i < TOGETHER; i++) {
        arenas[i] = arena_make(0);
        ledger_begin(arenas[i], store, &writes[i], ++s->number);
    }
    for (int i = 0; i < TOGETHER; i++) {
        const struct err *e = ledger_end(store, &writes[i]);
        CHECK(!e || (e->why == WHY_FAILED && e->text.len > 10));
        s->done[writes[i].number] = !e;
        s->refused[writes[i].number] = e != NULL;
        arena_done(arenas[i]);
    }
}

static void check_record(struct sweep *s, struct store *store)
{
    struct arena *a = arena_make(0);
    struct ledger ledger;
    CHECK_OK(ledger_read(a, store_db(store), &ledger));
    CHECK_STR(ledger.wrong, S(""));
    for (int64_t n = 1; n < LEDGER_MOST; n++)
        CHECK_THAT(ledger.has[n] == s->done[n], "write %d is %s", (int)n,
                   ledger.has[n] ? "there although refused" : "lost");
    arena_done(a);
}

/* False where it could not even be opened. */
static bool write_all(struct sweep *s, struct arena *a, struct store **store)
{
    const struct err *e = open_record(a, s, store);
    CHECK(!e || (e->why == WHY_FAILED && e->text.len > 10));
    for (int i = 0; i < WRITES / TOGETHER && !e; i++)
        put_together(s, *store);
    return !e;
}

static void sweep_once(struct sweep *s, const char *point, size_t nth, bool sticky)
{
    struct arena *a = arena_make(0);
    struct store *store = NULL;
    fault_arm_at(point, nth, sticky);
    bool is_open = write_all(s, a, &store);
    fault_disarm();
    if (is_open) {
        check_record(s, store);
        put_together(s, store);
        CHECK_THAT(s->done[s->number], "it does not go on");
        check_record(s, store);
    }
    arena_done(a);
    a = arena_make(0);
    CHECK_OK(open_record(a, s, &store));
    check_record(s, store);
    put_together(s, store);
    CHECK(s->done[s->number]);
    arena_done(a);
}

/* Until a run meets fewer points; gives how many there are. */
static size_t sweep_all(struct test *t, const char *name, const char *point, bool sticky)
{
    struct sweep *s = ARENA_NEW(t->arena, struct sweep);
    s->dir = str_format(t->arena, "%.*s/%s", STR(t->dir), name);
    CHECK_OK(store_make(t->arena, s->dir, fill_nothing, NULL));
    const char *record = str_format(t->arena, "%s/attune.db", name).ptr;
    struct arena *disk = arena_make(0); /* one that nobody waits for */
    vfs_shim_register(disk, "fast", vfs_fail_hook(vfs_fail_make(disk)));
    str fresh = test_read(t, str_of_chars(record));
    size_t nth = 0;
    do {
        struct test own = {.arena = arena_make(0), .dir = t->dir};
        *s = (struct sweep){.t = t, .dir = s->dir};
        (void)test_write(&own, record, fresh);
        sweep_once(s, point, ++nth, sticky);
        arena_done(own.arena);
    } while (fault_met() >= nth);
    arena_done(disk);
    return nth - 1;
}

TEST(each_fault_that_strikes_once_loses_nothing)
{
    CHECK(sweep_all(t, "data", NULL, false) > 100);
}

TEST(each_fault_that_strikes_from_then_on_loses_nothing)
{
    CHECK(sweep_all(t, "data", NULL, true) > 100);
}

TEST(every_point_of_a_write_is_met)
{
    static const char *const points[] = {"store.begin", "store.apply", "store.commit",
                                         "store.checkpoint", "store.step"};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        CHECK_THAT(sweep_all(t, points[i], points[i], false) > 0, "%s is never met", points[i]);
}
