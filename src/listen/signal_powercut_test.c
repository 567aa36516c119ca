/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Through the door: the power is cut at many moments (ATTUNE_TORTURE_CUTS), and every
 * signal that was acknowledged is there exactly once, also when its sender tries again.
 */
#include <sys/stat.h>

#include "base/test_random.h"
#include "listen/folder_of_test.h"
#include "listen/signal.h"
#include "store/vfs_cut.h"

STATEMENT(signal_list);

enum { BATCHES = 80, BATCH_MOST = 5, TOGETHER = 3, LOG_BYTES = 128 * 1024 };

struct world {
    struct test *t;
    struct vfs_cut *cut;
    const char *synchronous;
    str dir, image;
    struct test_random dice;
};

/* Of so many images, how many … */
struct counts {
    size_t images, corrupt, torn, lost;
};

static struct store *opened(struct arena *a, str dir, const char *disk, const char *synchronous)
{
    struct store *s = NULL;
    CHECK_OK(store_open(a, dir,
                        (struct store_options){.role = STORE_OWNS,
                                               .file_system = disk,
                                               .synchronous = synchronous,
                                               .log_passive = LOG_BYTES},
                        &s));
    return s;
}

static size_t batch_len(size_t number)
{
    return 1 + number * 7 % BATCH_MOST;
}

/* The nth batch, always the same; a key is "batch.signal". */
static struct signal_batch *batch_of(struct arena *a, size_t number)
{
    struct signal_batch *batch = ARENA_NEW(a, struct signal_batch);
    struct signal *signals = ARENA_ARRAY(a, struct signal, batch_len(number));
    for (size_t i = 0; i < batch_len(number); i++) {
        struct signal_value *values = ARENA_ARRAY(a, struct signal_value, 2);
        values[0] = (struct signal_value){.name = S("recommend"), .text = S("9")};
        values[1] = (struct signal_value){.name = S("comment"),
                                          .text = str_format(a, "%0*zu", 300, number * 10 + i)};
        signals[i] =
            (struct signal){.key = str_format(a, "%zu.%zu", number, i),
                            .at = (usec_t)number,
                            .person_email = str_format(a, "%zu@example.org", number * 3 % 17),
                            .values = values,
                            .values_len = 2};
    }
    *batch = (struct signal_batch){.signals = signals,
                                   .len = batch_len(number),
                                   .source = S("web"),
                                   .opens = true,
                                   .now = (usec_t)number};
    return batch;
}

/* Some batches that share a commit; numbers count from 1. */
static void submit_together(struct world *w, struct store *s, size_t first, size_t len)
{
    struct signal_submission *submissions[TOGETHER];
    struct arena *arenas[TOGETHER];
    for (size_t i = 0; i < len; i++) {
        arenas[i] = arena_make(0);
        submissions[i] = signal_begin(arenas[i], s, batch_of(arenas[i], first + i));
    }
    for (size_t i = 0; i < len; i++) {
        CHECK_OK(signal_end(submissions[i]));
        vfs_cut_note(w->cut, (int64_t)(first + i));
        arena_done(arenas[i]);
    }
}

static struct world make_world(struct test *t, const char *synchronous)
{
    struct world w = {.t = t, .synchronous = synchronous, .dice = {.state = 11}};
    w.dir = folder_of_test(t);
    w.image = str_format(t->arena, "%.*s/image", STR(t->dir));
    CHECK_OK(store_make(t->arena, w.image, fill_for_test, NULL));
    (void)test_write(t, "image/keys/installation.key",
                     test_read(t, S("data/keys/installation.key")));
    w.cut = vfs_cut_make(t->arena, "cut", NULL);
    struct arena *a = arena_make(0);
    struct store *s = opened(a, w.dir, "cut", synchronous);
    for (size_t number = 1; number + TOGETHER < BATCHES;) {
        size_t len = 1 + test_random_below(&w.dice, TOGETHER);
        submit_together(&w, s, number, len);
        number += len;
    }
    arena_done(a);
    return w;
}

/* The batch of a key; 0, which is none, where the key is nobody's. */
static size_t number_of(str key)
{
    size_t number = 0;
    str digits = str_cut(key, '.', &key);
    for (size_t i = 0; i < digits.len && number <= BATCHES; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
            return 0;
        number = number * 10 + (size_t)(digits.ptr[i] - '0');
    }
    return number <= BATCHES ? number : 0;
}

/* Whether batches are whole, in their order and once; *last is the last one. */
static struct err *read_batches(struct arena *a, struct db *db, bool *whole, size_t *last)
{
    size_t *rows = ARENA_ARRAY(a, size_t, BATCHES + 1);
    bool found = true;
    struct query *q = db_query(db, SQL(signal_list));
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            break;
        rows[number_of(query_text(q, 2))]++;
    }
    *last = 0;
    while (*last < BATCHES && rows[*last + 1])
        ++*last;
    *whole = rows[0] == 0;
    for (size_t n = 1; n <= BATCHES; n++)
        *whole = *whole && rows[n] == (n <= *last ? batch_len(n) : 0);
    return NULL;
}

/* The sender tries again what it knows nothing of, and what it does. */
static void try_again(struct store *s, size_t last)
{
    struct arena *a = arena_make(0);
    for (size_t number = last ? last : 1; number <= last + 1; number++) {
        struct signal_batch *batch = batch_of(a, number);
        CHECK_OK(signal_submit(a, s, batch));
        for (size_t i = 0; i < batch->len; i++) {
            CHECK(batch->outcomes[i].is_duplicate == (number == last));
            CHECK(!batch->outcomes[i].differs);
        }
    }
    bool whole = false;
    size_t now = 0;
    CHECK_OK(read_batches(a, store_db(s), &whole, &now));
    CHECK(whole && now == last + 1);
    arena_done(a);
}

static struct err *look(struct arena *a, struct world *w, size_t noted, struct counts *counts)
{
    struct store *s = NULL;
    str wrong;
    bool whole = false;
    size_t last = 0;
    TRY(store_open(a, w->image, (struct store_options){.role = STORE_OWNS, .synchronous = "OFF"},
                   &s));
    TRY(db_check(a, store_db(s), &wrong));
    if (!str_is_empty(wrong))
        FAIL(a, WHY_INVALID, "%.*s", STR(wrong));
    TRY(read_batches(a, store_db(s), &whole, &last));
    counts->torn += !whole;
    counts->lost += whole && last < noted;
    if (whole && !w->synchronous)
        try_again(s, last);
    return NULL;
}

static struct counts cut_often(struct world *w, size_t cuts)
{
    struct counts counts = {0};
    size_t len = vfs_cut_len(w->cut);
    for (size_t i = 0; i < cuts; i++) {
        struct arena *a = arena_make(0);
        size_t moment = (i * len + test_random_below(&w->dice, len)) / cuts;
        struct vfs_damage damage = {.seed = test_random_next(&w->dice)};
        int64_t *notes = NULL;
        size_t notes_len = vfs_cut_notes(a, w->cut, moment, &notes);
        (void)vfs_cut_image(w->cut, moment, damage, w->image);
        counts.images++;
        counts.corrupt += look(a, w, notes_len ? (size_t)notes[notes_len - 1] : 0, &counts) != NULL;
        arena_done(a);
    }
    printf("%zu images: %zu corrupt, %zu torn, %zu lost an acknowledged batch\n", counts.images,
           counts.corrupt, counts.torn, counts.lost);
    return counts;
}

static size_t cuts(void)
{
    return test_times("ATTUNE_TORTURE_CUTS", 50);
}

TEST(a_power_cut_takes_no_signal_that_was_acknowledged)
{
    struct world w = make_world(t, NULL);
    struct counts c = cut_often(&w, cuts());
    CHECK_INT(c.images, cuts());
    CHECK_INT(c.corrupt + c.torn + c.lost, 0);
}

TEST(a_power_cut_takes_signals_where_the_log_is_not_synced)
{
    struct world w = make_world(t, "NORMAL");
    struct counts c = cut_often(&w, cuts());
    CHECK_INT(c.corrupt + c.torn, 0);
    CHECK(c.lost > 0);
}

TEST(a_power_cut_corrupts_a_record_that_is_not_synced)
{
    struct world w = make_world(t, "OFF");
    struct counts c = cut_often(&w, cuts());
    CHECK(c.corrupt > 0);
}
