/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/progress.h"

#include <stdbool.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_SHOWN_MS = 1000, SHOWN_EVERY_MS = 200, BAR_CELLS = 30, MS_PER_S = 1000 };

struct progress {
    FILE *to;
    const char *what;
    uint64_t total;
    int64_t next_ms; /* when it is shown next */
    bool on_terminal, shown;
};

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * MS_PER_S + now.tv_nsec / 1000000;
}

struct progress *progress_make(struct arena *a, FILE *to, const char *what, uint64_t total)
{
    struct progress *p = ARENA_NEW(a, struct progress);
    *p = (struct progress){.to = to,
                           .what = what,
                           .total = total,
                           .next_ms = now_ms() + FIRST_SHOWN_MS,
                           .on_terminal = isatty(fileno(to)) == 1};
    return p;
}

void progress_show(struct progress *p, uint64_t done)
{
    if (!p->on_terminal || now_ms() < p->next_ms)
        return;
    p->next_ms = now_ms() + SHOWN_EVERY_MS;
    p->shown = true;
    if (p->total == 0 || done > p->total) {
        (void)fprintf(p->to, "\r%s: %llu MB\x1b[K", p->what, (unsigned long long)done / 1000000);
    } else {
        int cells = (int)(done * BAR_CELLS / p->total);
        (void)fprintf(p->to, "\r%s [%.*s%*s] %3d %%\x1b[K", p->what, cells,
                      "##############################", BAR_CELLS - cells, "",
                      (int)(done * 100 / p->total));
    }
    (void)fflush(p->to);
}

void progress_end(struct progress *p)
{
    if (p->shown)
        (void)fprintf(p->to, "\r\x1b[K");
    p->shown = false;
    (void)fflush(p->to);
}
