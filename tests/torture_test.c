/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Acknowledged means on disk: a process that takes signals is killed at random moments
 * (ATTUNE_TORTURE_KILLS of them), and of what it acknowledged nothing is lost or there
 * twice.  What was on its way is sent again, and is there once then.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/test.h"
#include "base/test_random.h"
#include "listen/folder_of_test.h"
#include "torture_load.h"

STATEMENT(signal_list);

enum {
    KILLS = 20,
    KILLS_A_FOLDER = 50, /* so that the record stays small enough to be read each time */
    CHECK_EACH = 10,
    LONGEST_MS = 120,
    WAITED_MS = 10000, /* for the end of the pipe */
    BATCHES_MOST = 200000,
};

/* What the world knows of a thread's batches. */
struct thread {
    size_t acknowledged; /* batches, from the first one on */
    bool was_on_its_way; /* the next one is there though nobody was told */
    bool is_new;         /* nothing of it was acknowledged since the last kill */
};

struct torture {
    struct test *t;
    str dir;
    struct thread threads[TORTURE_THREADS];
    struct test_random dice;
    size_t kills, acknowledged, signals, on_their_way, checked;
};

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static pid_t start(struct torture *torture, int *acks)
{
    int ends[2];
    size_t from[TORTURE_THREADS];
    CHECK(pipe(ends) == 0);
    for (size_t i = 0; i < TORTURE_THREADS; i++)
        from[i] = torture->threads[i].acknowledged;
    (void)fflush(stdout);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        (void)close(ends[0]);
        torture_load(torture->dir, from, ends[1]);
    }
    (void)close(ends[1]);
    *acks = ends[0];
    return child;
}

static void take_ack(struct torture *torture, const struct torture_ack *ack)
{
    CHECK(ack->thread < TORTURE_THREADS);
    struct thread *thread = &torture->threads[ack->thread];
    CHECK_INT(ack->batch, thread->acknowledged);
    CHECK_INT(ack->len, torture_batch_len(ack->thread, ack->batch));
    bool is_there = thread->is_new && thread->was_on_its_way;
    CHECK_THAT(ack->duplicates == (is_there ? ack->len : 0),
               "%u of %u signals of batch %u.%u are called duplicates", ack->duplicates, ack->len,
               ack->thread, ack->batch);
    thread->acknowledged++;
    thread->is_new = false;
    torture->acknowledged++;
    torture->signals += ack->len;
}

/* Until the pipe is empty and nobody writes to it, or the time is over. */
static void read_acks(struct torture *torture, int acks, int64_t until_ms)
{
    struct torture_ack ack;
    for (;;) {
        int64_t left_ms = until_ms - now_ms();
        struct pollfd ready = {.fd = acks, .events = POLLIN};
        if (left_ms < 0 || poll(&ready, 1, (int)left_ms) == 0)
            return;
        ssize_t got = read(acks, &ack, sizeof ack);
        if (got == 0)
            return;
        CHECK_INT(got, sizeof ack);
        take_ack(torture, &ack);
    }
}

static void kill_once(struct torture *torture)
{
    int acks = -1, how = 0;
    for (size_t i = 0; i < TORTURE_THREADS; i++)
        torture->threads[i].is_new = true;
    pid_t child = start(torture, &acks);
    int64_t ms = (int64_t)test_random_below(&torture->dice, LONGEST_MS);
    read_acks(torture, acks, now_ms() + ms);
    CHECK(kill(child, SIGKILL) == 0);
    CHECK(waitpid(child, &how, 0) == child);
    CHECK_THAT(WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL, "it ended by itself");
    read_acks(torture, acks, now_ms() + WAITED_MS);
    (void)close(acks);
    torture->kills++;
}

static size_t take_number(str *rest)
{
    size_t number = 0;
    str digits = str_cut(*rest, '.', rest);
    CHECK(digits.len > 0);
    for (size_t i = 0; i < digits.len; i++)
        number = number * 10 + (size_t)(digits.ptr[i] - '0');
    return number;
}

/* signals[thread][batch]: how many of its signals are there. */
static void count_signals(struct arena *a, struct db *db, uint8_t **signals)
{
    bool found = true;
    struct query *q = db_query(db, SQL(signal_list));
    for (;;) {
        CHECK_OK(query_next(a, q, &found));
        if (!found)
            return;
        str key = query_text(q, 2);
        size_t thread = take_number(&key), batch = take_number(&key), signal = take_number(&key);
        CHECK(thread < TORTURE_THREADS && batch < BATCHES_MOST && signal < 8);
        CHECK_THAT(!(signals[thread][batch] & 1U << signal), "%zu.%zu.%zu is there twice", thread,
                   batch, signal);
        signals[thread][batch] |= (uint8_t)(1U << signal);
    }
}

static void check_thread(struct torture *torture, size_t number, const uint8_t *signals)
{
    struct thread *thread = &torture->threads[number];
    for (size_t batch = 0; batch < thread->acknowledged; batch++)
        CHECK_THAT(signals[batch] == (1U << torture_batch_len(number, batch)) - 1,
                   "batch %zu.%zu was acknowledged and is lost", number, batch);
    size_t next = thread->acknowledged;
    CHECK_THAT(signals[next] == 0 || signals[next] == (1U << torture_batch_len(number, next)) - 1,
               "of batch %zu.%zu a part is there", number, next);
    thread->was_on_its_way = signals[next] != 0;
    torture->on_their_way += thread->was_on_its_way;
    for (size_t batch = next + 1; batch < BATCHES_MOST; batch++)
        CHECK_THAT(!signals[batch], "batch %zu.%zu was never sent", number, batch);
}

static void look(struct torture *torture)
{
    struct arena *a = arena_make(0);
    struct store *s = store_of_test(&(struct test){.arena = a}, torture->dir);
    uint8_t *signals[TORTURE_THREADS];
    for (size_t i = 0; i < TORTURE_THREADS; i++)
        signals[i] = ARENA_ARRAY(a, uint8_t, BATCHES_MOST);
    count_signals(a, store_db(s), signals);
    for (size_t i = 0; i < TORTURE_THREADS; i++)
        check_thread(torture, i, signals[i]);
    if (torture->kills % CHECK_EACH == 0) {
        str wrong;
        CHECK_OK(db_check(a, store_db(s), &wrong));
        CHECK_STR(wrong, S(""));
        torture->checked++;
    }
    arena_done(a);
}

static void begin_folder(struct torture *torture)
{
    torture->dir = str_format(torture->t->arena, "%.*s/%zu", STR(torture->t->dir), torture->kills);
    CHECK_OK(store_make(torture->t->arena, torture->dir, fill_for_test, NULL));
    for (size_t i = 0; i < TORTURE_THREADS; i++)
        torture->threads[i] = (struct thread){.acknowledged = 0};
}

TEST(what_was_acknowledged_outlives_every_kill_and_is_there_once)
{
    struct torture torture = {.t = t, .dice = {.state = 3}};
    size_t kills = test_times("ATTUNE_TORTURE_KILLS", KILLS);
    while (torture.kills < kills) {
        if (torture.kills % KILLS_A_FOLDER == 0)
            begin_folder(&torture);
        kill_once(&torture);
        look(&torture);
    }
    printf("%zu kills: %zu batches of %zu signals acknowledged, %zu found that were on their way\n",
           torture.kills, torture.acknowledged, torture.signals, torture.on_their_way);
    CHECK(torture.acknowledged > kills);
}
