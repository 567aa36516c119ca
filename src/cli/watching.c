/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/watching.h"

#include "base/progress.h"
#include "cli/ending.h"

struct watching {
    struct watch watch;
    struct call *call;
    const char *doing;         /* a literal of the work's */
    struct progress *progress; /* of that */
};

static bool goes_on(void *what, const char *doing, uint64_t done_bytes, uint64_t total_bytes)
{
    struct watching *w = what;
    if (w->doing != doing) {
        if (w->progress)
            progress_end(w->progress);
        w->progress = progress_make(w->call->arena, w->call->err, doing, total_bytes);
        w->doing = doing;
    }
    progress_show(w->progress, done_bytes);
    return !call_is_to_end(w->call);
}

const struct watch *watching_begin(struct call *c)
{
    struct watching *w = ARENA_NEW(c->arena, struct watching);
    ending_watch();
    c->is_to_end = ending_flag();
    *w = (struct watching){.watch = {.goes_on = goes_on, .what = w}, .call = c};
    return &w->watch;
}

void watching_end(const struct watch *w)
{
    struct watching *watching = w->what;
    if (watching->progress)
        progress_end(watching->progress);
    watching->progress = NULL;
    watching->doing = NULL;
}
