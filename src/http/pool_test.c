/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/pool.h"

#include <poll.h>
#include <stdatomic.h>

#include "base/test.h"

enum { ITEMS = 1000, THREADS = 8 };

struct seen {
    atomic_uint prepared, done;
    atomic_bool is_held;
};

static void *prepare(struct arena *a, void *what)
{
    struct seen *seen = what;
    (void)a;
    (void)atomic_fetch_add(&seen->prepared, 1);
    return seen;
}

static void work(void *prepared, struct pool_item *item, void *what)
{
    struct seen *seen = what;
    (void)prepared;
    (void)item;
    while (atomic_load(&seen->is_held))
        (void)poll(NULL, 0, 1);
    (void)atomic_fetch_add(&seen->done, 1);
}

static struct pool *make(struct test *t, struct seen *seen)
{
    return pool_make(t->arena, &(struct pool_options){.threads = THREADS,
                                                      .waiting = 10,
                                                      .long_ms = 1,
                                                      .prepare = prepare,
                                                      .work = work,
                                                      .what = seen});
}

TEST(all_that_is_queued_is_worked_off_before_the_end)
{
    static struct pool_item items[ITEMS];
    struct seen seen = {.is_held = false};
    struct pool *p = make(t, &seen);
    for (size_t i = 0; i < ITEMS; i++)
        CHECK(pool_push(p, &items[i]));
    pool_end(p);
    CHECK_INT(atomic_load(&seen.done), ITEMS);
    CHECK(atomic_load(&seen.prepared) >= 1 && atomic_load(&seen.prepared) <= THREADS);
    CHECK(!pool_push(p, &items[0]));
}

TEST(threads_come_as_they_are_needed_and_a_full_queue_says_so)
{
    static struct pool_item items[THREADS + 10];
    struct seen seen = {.is_held = true};
    struct pool *p = make(t, &seen);
    CHECK_INT(pool_counts(p).threads, 0);
    for (size_t i = 0; i < THREADS; i++) {
        CHECK(pool_push(p, &items[i]));
        CHECK(!pool_is_full(p));
        while (pool_counts(p).working != i + 1)
            (void)poll(NULL, 0, 1);
        CHECK_INT(pool_counts(p).threads, i + 1);
    }
    for (size_t i = THREADS; i < THREADS + 10; i++)
        CHECK(pool_push(p, &items[i]));
    CHECK(pool_is_full(p));
    CHECK_INT(pool_counts(p).waiting, 10);
    CHECK_INT(pool_counts(p).threads, THREADS);
    atomic_store(&seen.is_held, false);
    pool_end(p);
    CHECK_INT(atomic_load(&seen.done), THREADS + 10);
}

TEST(a_thread_whose_work_takes_long_leaves_its_place_to_another)
{
    enum { ROUNDS = 5 };
    static struct pool_item items[ROUNDS * THREADS * 2];
    struct seen seen = {.is_held = false};
    struct pool *p = make(t, &seen);
    for (size_t round = 0, i = 0; round < ROUNDS; round++) {
        atomic_store(&seen.is_held, true);
        for (size_t k = 0; k < (size_t)THREADS * 2; k++)
            CHECK(pool_push(p, &items[i++]));
        while (pool_counts(p).aged < (round + 1) * THREADS) {
            (void)poll(NULL, 0, 1);
            pool_age(p);
        }
        atomic_store(&seen.is_held, false);
        while (atomic_load(&seen.done) < i)
            (void)poll(NULL, 0, 1);
        CHECK(pool_counts(p).threads <= THREADS);
    }
    CHECK(atomic_load(&seen.prepared) > THREADS * ROUNDS / 2);
    pool_end(p);
    CHECK_INT(atomic_load(&seen.done), ROUNDS * THREADS * 2);
}
