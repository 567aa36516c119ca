/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Signals come in and go, columns are made of them, and questions are asked, all at once:
 * every question sees one state of the record, with everything that was acknowledged
 * before it, whatever the columns are made of meanwhile.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "listen/world_columns.h"

enum { READERS = 2, STEPS = 30, ROUNDS_LEAST = 8 };

struct scene {
    struct world *w;
    atomic_bool ends;
    /* Signals in the record: at least, and at most. */
    atomic_llong least, most;
    atomic_size_t questions, rounds, removals;
};

static size_t lines_of(str text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text.len; i++)
        lines += text.ptr[i] == '\n';
    return lines - 1; /* the last is no signal */
}

static void ask_once(struct scene *s, struct db *db, struct zone *zone)
{
    struct arena *a = arena_make(0);
    str sealed, plain, damaged, ignored;
    size_t removals = atomic_load(&s->removals);
    long long least = atomic_load(&s->least);
    CHECK_OK(db_begin_read(a, db));
    CHECK_OK(world_columns_text(a, db, zone, s->w->folder, &sealed, &damaged));
    CHECK_OK(world_columns_text(a, db, zone, S(""), &plain, &ignored));
    db_end_read(db);
    CHECK_STR(damaged, S(""));
    CHECK_STR(sealed, plain);
    long long rows = (long long)lines_of(plain);
    bool may_be_fewer = removals % 2 || atomic_load(&s->removals) != removals;
    CHECK_THAT(rows <= atomic_load(&s->most), "%lld rows are too many", rows);
    CHECK_THAT(may_be_fewer || rows >= least, "%lld rows instead of %lld", rows, least);
    atomic_fetch_add(&s->questions, 1);
    arena_done(a);
}

static void *ask_until_end(void *what)
{
    struct scene *s = what;
    struct arena *a = arena_make(0);
    struct db *db = NULL;
    struct zone *zone = NULL;
    CHECK_OK(store_open_reader(a, s->w->store, &db));
    CHECK_OK(zone_open(a, s->w->zone_name, &zone));
    while (!atomic_load(&s->ends))
        ask_once(s, db, zone);
    arena_done(a);
    return NULL;
}

static void *seal_until_end(void *what)
{
    struct scene *s = what;
    struct arena *a = arena_make(0);
    struct store *own = NULL;
    CHECK_OK(store_share(a, s->w->store, &own));
    for (int64_t i = 0; !atomic_load(&s->ends); i++) {
        struct arena *round = arena_make(0);
        struct seal_options options = {
            .everything = true, .anew = i % 7 == 6, .rows_most = 30 + i % 5 * 60};
        struct seal_outcome outcome;
        CHECK_OK(seal_columns(round, own, store_db(own), &options, &outcome));
        CHECK(!outcome.was_damaged);
        atomic_fetch_add(&s->rounds, 1);
        arena_done(round);
    }
    arena_done(a);
    return NULL;
}

static long long rows_of(const struct world *w)
{
    long long rows = 0;
    for (size_t i = 0; i < w->rows_len; i++)
        rows += w->rows[i].id != 0;
    return rows;
}

/* What is not acknowledged yet may be seen, and what is being removed may not. */
static void add_some(struct scene *s, size_t len)
{
    atomic_fetch_add(&s->most, (long long)len); /* a question may have begun before a removal */
    world_add(s->w, len);
    atomic_store(&s->least, rows_of(s->w));
}

static void remove_some(struct scene *s, size_t one_in)
{
    atomic_fetch_add(&s->removals, 1);
    world_remove(s->w, one_in);
    atomic_store(&s->least, rows_of(s->w));
    atomic_fetch_add(&s->removals, 1); /* odd: one is under way, and least is of before */
}

static double ms_now(void)
{
    struct timespec now;
    CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

TEST(questions_see_one_state_while_signals_come_and_columns_are_made)
{
    struct scene *s = ARENA_NEW(t->arena, struct scene);
    pthread_t readers[READERS], sealer;
    double slowest = 0;
    s->w = world_make(t, 21);
    s->w->notes = 50;
    s->w->months_most = 3;
    add_some(s, 100);
    for (size_t i = 0; i < READERS; i++)
        CHECK(pthread_create(&readers[i], NULL, ask_until_end, s) == 0);
    CHECK(pthread_create(&sealer, NULL, seal_until_end, s) == 0);
    size_t steps = test_times("ATTUNE_TORTURE_STEPS", STEPS);
    for (size_t i = 0; i < steps || atomic_load(&s->rounds) < ROUNDS_LEAST; i++) {
        add_some(s, 1 + i % 20);
        double begun = ms_now();
        ask_once(s, store_db(s->w->store), s->w->zone);
        slowest = ms_now() - begun > slowest ? ms_now() - begun : slowest;
        if (i % 5 == 4)
            remove_some(s, 8);
    }
    atomic_store(&s->ends, true);
    for (size_t i = 0; i < READERS; i++)
        CHECK(pthread_join(readers[i], NULL) == 0);
    CHECK(pthread_join(sealer, NULL) == 0);
    printf("%zu questions, %zu rounds of columns; seen within %.0f ms\n",
           atomic_load(&s->questions), atomic_load(&s->rounds), slowest);
    CHECK(atomic_load(&s->questions) > steps);
}
