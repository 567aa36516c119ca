/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "torture_load.h"

#include <pthread.h>
#include <unistd.h>

#include "listen/signal.h"
#include "store/store.h"

enum { BATCH_MOST = 4, LOG_BYTES = 256 * 1024 };

struct sender {
    struct store *store;
    size_t thread, batch;
    int acks;
};

size_t torture_batch_len(size_t thread, size_t batch)
{
    return 1 + (thread + batch * 5) % BATCH_MOST;
}

static _Noreturn void give_up(const char *why, str text)
{
    (void)fprintf(stderr, "%s: %.*s\n", why, STR(text));
    _exit(3);
}

static void make_signals(struct arena *a, const struct sender *s, struct signal *signals,
                         size_t len)
{
    for (size_t i = 0; i < len; i++) {
        struct signal_value *values = ARENA_ARRAY(a, struct signal_value, 2);
        values[0] = (struct signal_value){.name = S("recommend"), .text = S("9")};
        values[1] = (struct signal_value){.name = S("comment"),
                                          .text = str_format(a, "%0*zu", 120, s->batch)};
        signals[i] = (struct signal){
            .key = str_format(a, "%zu.%zu.%zu", s->thread, s->batch, i),
            .at = (usec_t)s->batch,
            .person_email = str_format(a, "%zu.%zu@example.org", s->thread, s->batch / 20),
            .values = values,
            .values_len = 2};
    }
}

static void submit(struct sender *s)
{
    struct arena *a = arena_make(0);
    size_t len = torture_batch_len(s->thread, s->batch);
    struct signal *signals = ARENA_ARRAY(a, struct signal, len);
    make_signals(a, s, signals, len);
    struct signal_batch batch = {
        .signals = signals, .len = len, .source = S("web"), .opens = true, .now = 1};
    const struct err *e = signal_submit(a, s->store, &batch);
    if (e)
        give_up("a batch is refused", e->text);
    struct torture_ack ack = {
        .thread = (uint32_t)s->thread, .batch = (uint32_t)s->batch, .len = (uint32_t)len};
    for (size_t i = 0; i < len; i++) {
        ack.duplicates += batch.outcomes[i].is_duplicate;
        if (batch.outcomes[i].differs)
            give_up("a signal differs from itself", signals[i].key);
    }
    if (write(s->acks, &ack, sizeof ack) != sizeof ack) /* shorter than PIPE_BUF: whole */
        give_up("the pipe is gone", S(""));
    arena_done(a);
}

static _Noreturn void *send_for_ever(void *what)
{
    struct sender *s = what;
    for (;; s->batch++)
        submit(s);
}

_Noreturn void torture_load(str dir, const size_t from[TORTURE_THREADS], int acks)
{
    struct arena *a = arena_make(0);
    struct store *store = NULL;
    const struct err *e = store_open(
        a, dir, (struct store_options){.role = STORE_OWNS, .log_passive = LOG_BYTES}, &store);
    if (e)
        give_up("the record cannot be opened", e->text);
    static struct sender senders[TORTURE_THREADS];
    pthread_t threads[TORTURE_THREADS];
    for (size_t i = 0; i < TORTURE_THREADS; i++) {
        senders[i] = (struct sender){.store = store, .thread = i, .batch = from[i], .acks = acks};
        if (pthread_create(&threads[i], NULL, send_for_ever, &senders[i]) != 0)
            give_up("no thread", S(""));
    }
    for (;;)
        (void)pause();
}
