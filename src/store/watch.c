/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/watch.h"

struct err *watch_ask(struct arena *a, const struct watch *w, const char *doing,
                      uint64_t done_bytes, uint64_t total_bytes)
{
    if (w && !w->goes_on(w->what, doing, done_bytes, total_bytes))
        FAIL(a, WHY_FAILED, "It ended before it was done: told to stop.");
    return NULL;
}
