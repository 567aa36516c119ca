/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "latency.h"

#include <time.h>

int64_t latency_now_ns(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int by_length(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

double latency_ms(int64_t *took_ns, size_t len, unsigned percent)
{
    if (len == 0)
        return 0;
    qsort(took_ns, len, sizeof *took_ns, by_length);
    size_t below = (len * percent + 99) / 100;
    return (double)took_ns[below ? below - 1 : 0] * 1e-6;
}
