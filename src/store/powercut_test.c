/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Acknowledged means on disk: the power is cut under the record at many moments
 * (ATTUNE_TORTURE_CUTS), and again while it recovers.
 */
#include <sys/stat.h>

#include "base/test.h"
#include "base/test_random.h"
#include "store/ledger.h"
#include "store/vfs_cut.h"

enum { GROUPS = 60, GROUP_MOST = 6, LOG_BYTES = 96 * 1024 };

struct world {
    struct test *t;
    struct vfs_cut *cut;
    const char *synchronous;
    str dir, image, second;
    struct test_random dice;
};

/* Of so many images, how many … */
struct counts {
    size_t images, corrupt, torn, lost;
};

static struct err *fill_nothing(struct arena *a, struct db *db, void *what)
{
    (void)a, (void)db, (void)what;
    return NULL;
}

static str new_folder(struct test *t, const char *name)
{
    str dir = str_format(t->arena, "%.*s/%s", STR(t->dir), name);
    CHECK_OK(store_make(t->arena, dir, fill_nothing, NULL));
    return dir;
}

static struct store *opened(struct arena *a, const struct world *w, str dir, const char *disk)
{
    struct store *s = NULL;
    CHECK_OK(store_open(a, dir,
                        (struct store_options){.role = STORE_OWNS,
                                               .file_system = disk,
                                               .synchronous = w->synchronous,
                                               .log_passive = LOG_BYTES},
                        &s));
    return s;
}

/* Some writes that are queued together and so share a commit. */
static void write_group(struct world *w, struct store *s, int64_t *number)
{
    struct ledger_write writes[GROUP_MOST];
    struct arena *arenas[GROUP_MOST];
    size_t len = 1 + test_random_below(&w->dice, GROUP_MOST);
    for (size_t i = 0; i < len; i++) {
        arenas[i] = arena_make(0);
        ledger_begin(arenas[i], s, &writes[i], ++*number);
    }
    for (size_t i = 0; i < len; i++) {
        CHECK_OK(ledger_end(s, &writes[i]));
        vfs_cut_note(w->cut, writes[i].number);
        arena_done(arenas[i]);
    }
}

/* The log is brought home by the writer, and as a whole when the record is closed. */
static void write_groups(struct world *w)
{
    int64_t number = 0;
    for (size_t group = 0; group < GROUPS;) {
        struct arena *a = arena_make(0);
        struct store *s = opened(a, w, w->dir, "cut");
        for (size_t len = group + 5 + test_random_below(&w->dice, 30); group < len; group++)
            write_group(w, s, &number);
        arena_done(a);
    }
}

static struct world make_world(struct test *t, const char *synchronous)
{
    struct world w = {.t = t, .synchronous = synchronous, .dice = {.state = 5}};
    w.dir = new_folder(t, "data");
    w.image = new_folder(t, "image");
    w.second = new_folder(t, "second");
    w.cut = vfs_cut_make(t->arena, "cut", NULL);
    write_groups(&w);
    return w;
}

/* Writes are there in their order, up to the last of a transaction. */
static bool is_in_order(const struct ledger *ledger)
{
    for (int64_t n = 1; n < LEDGER_MOST; n++)
        if (ledger->has[n] != (n <= ledger->last))
            return false;
    return true;
}

static void count(struct counts *counts, const struct world *w, str folder, int64_t noted)
{
    struct arena *a = arena_make(0);
    struct ledger ledger;
    const struct err *e =
        ledger_read_file(a, str_format(a, "%.*s/attune.db", STR(folder)), &ledger);
    counts->images++;
    if (e || !str_is_empty(ledger.wrong))
        counts->corrupt++;
    else if (!is_in_order(&ledger))
        counts->torn++;
    else
        counts->lost += ledger.last < noted;
    if (e && !w->synchronous)
        printf("%.*s\n", STR(e->text));
    arena_done(a);
}

/* The power comes back, the record recovers and goes on, the power is cut again. */
static void cut_again(struct world *w, struct counts *counts, int64_t noted)
{
    struct arena *a = arena_make(0), *own = arena_make(0);
    struct vfs_cut *again = vfs_cut_make(a, "again", NULL);
    struct store *s = opened(own, w, w->image, "again");
    struct ledger ledger;
    CHECK_OK(ledger_read(own, store_db(s), &ledger));
    CHECK_OK(ledger_put(own, s, ledger.last + 1));
    vfs_cut_note(again, ledger.last + 1);
    arena_done(own);
    size_t moment = test_random_below(&w->dice, vfs_cut_len(again) + 1);
    int64_t *notes = NULL;
    if (vfs_cut_notes(a, again, moment, &notes))
        noted = notes[0];
    struct vfs_damage damage = {.seed = test_random_next(&w->dice)};
    (void)vfs_cut_image(again, moment, damage, w->second);
    count(counts, w, w->second, noted);
    arena_done(a);
}

static struct counts cut_often(struct world *w, size_t cuts, bool twice)
{
    struct counts counts = {0};
    size_t len = vfs_cut_len(w->cut);
    for (size_t i = 0; i < cuts; i++) {
        struct arena *a = arena_make(0);
        size_t moment = (i * len + test_random_below(&w->dice, len)) / cuts;
        struct vfs_damage damage = {.seed = test_random_next(&w->dice)};
        int64_t *notes = NULL;
        size_t notes_len = vfs_cut_notes(a, w->cut, moment, &notes);
        int64_t noted = notes_len ? notes[notes_len - 1] : 0;
        (void)vfs_cut_image(w->cut, moment, damage, w->image);
        count(&counts, w, w->image, noted);
        if (twice)
            cut_again(w, &counts, noted);
        arena_done(a);
    }
    printf("%zu images: %zu corrupt, %zu torn, %zu lost an acknowledged write\n", counts.images,
           counts.corrupt, counts.torn, counts.lost);
    return counts;
}

static size_t cuts(void)
{
    return test_times("ATTUNE_TORTURE_CUTS", 50);
}

TEST(a_power_cut_takes_nothing_that_was_acknowledged)
{
    struct world w = make_world(t, NULL);
    struct counts c = cut_often(&w, cuts(), false);
    CHECK_INT(c.images, cuts());
    CHECK_INT(c.corrupt + c.torn + c.lost, 0);
}

TEST(a_second_power_cut_while_it_recovers_takes_nothing_either)
{
    struct world w = make_world(t, NULL);
    struct counts c = cut_often(&w, cuts(), true);
    CHECK_INT(c.images, 2 * cuts());
    CHECK_INT(c.corrupt + c.torn + c.lost, 0);
}

TEST(the_power_cut_shows_what_synchronous_normal_loses)
{
    struct world w = make_world(t, "NORMAL");
    struct counts c = cut_often(&w, 4 * cuts(), false); /* one in seven loses */
    CHECK_INT(c.corrupt + c.torn, 0);
    CHECK(c.lost > 0);
}

TEST(the_power_cut_shows_what_synchronous_off_corrupts)
{
    struct world w = make_world(t, "OFF");
    struct counts c = cut_often(&w, cuts(), false);
    CHECK(c.corrupt > 0 && c.lost > 0);
}
