/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/keeper.h"

#include <poll.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "cli/ending.h"
#include "listen/seal_db.h"

enum {
    PAUSE_MS = 200,
    LOOKS = 5,        /* pauses between two looks at the record */
    CALM_LOOKS = 60,  /* looks that are left out behind a failure, */
    IDLE_LOOKS = 600, /* … and where nothing was written: questions may have found damage */
    NICER = 10,
};

struct keeper {
    struct store *store;
    pthread_t thread;
    atomic_bool is_to_end;
    /* The thread's own: */
    uint64_t writes; /* of the store, when it looked last */
    unsigned calm;   /* looks to be left out */
    unsigned idle;   /* looks that were, since nothing was written */
};

static void report(struct keeper *k, const struct err *e, const struct seal_outcome *outcome)
{
    if (e && e->why != WHY_BUSY && !atomic_load(ending_flag())) {
        LOG(LOG_WARNING, "columns.failed", L_STR("code", why_name(e->why)), L_STR("text", e->text));
        k->calm = CALM_LOOKS;
    } else if (!e && outcome->was_damaged) {
        LOG(LOG_WARNING, "columns.remade", L_INT("signals", outcome->signals),
            L_INT("segments", outcome->segments));
    } else if (!e && outcome->signals) {
        LOG(LOG_INFO, "columns.made", L_INT("signals", outcome->signals),
            L_INT("segments", outcome->segments));
    }
}

/* Where nothing was written since, there is seldom anything to be done. */
static void look(struct keeper *k)
{
    uint64_t writes = store_state(k->store).writes;
    bool is_idle = writes == k->writes && ++k->idle < IDLE_LOOKS;
    if (is_idle || (k->calm && k->calm--))
        return;
    k->idle = 0;
    struct arena *a = arena_make(0);
    struct store *own = NULL;
    struct seal_outcome outcome = {.signals = 0};
    const struct seal_options options = {.ends = ending_flag()};
    struct err *e = store_share(a, k->store, &own);
    if (!e)
        e = seal_columns(a, own, store_db(own), &options, &outcome);
    report(k, e, &outcome);
    if (!e)
        k->writes = writes;
    arena_done(a);
}

static void *keep(void *what)
{
    struct keeper *k = what;
    struct pollfd end = {.fd = ending_descriptor(), .events = POLLIN};
    (void)setpriority(PRIO_PROCESS, (id_t)gettid(), NICER);
    for (unsigned pauses = 1; !atomic_load(&k->is_to_end) && !atomic_load(ending_flag());
         pauses++) {
        (void)poll(&end, 1, PAUSE_MS);
        if (pauses % LOOKS == 0)
            look(k);
    }
    return NULL;
}

static void end_keeping(void *what)
{
    struct keeper *k = what;
    atomic_store(&k->is_to_end, true);
    (void)pthread_join(k->thread, NULL);
}

struct err *keeper_start(struct arena *a, struct store *s)
{
    struct keeper *k = ARENA_NEW(a, struct keeper);
    k->store = s;
    if (pthread_create(&k->thread, NULL, keep, k) != 0)
        FAIL(a, WHY_FAILED, "No thread could be started to make columns.");
    arena_defer(a, end_keeping, k);
    return NULL;
}
