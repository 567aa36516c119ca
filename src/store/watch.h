/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * watch — who is told how far long work is, and may end it.
 */
#ifndef STORE_WATCH_H
#define STORE_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct watch {
    /* doing: "Copying the record", a literal.  total: 0 where it is not known.  False: it shall
     * end.  Called often. */
    bool (*goes_on)(void *what, const char *doing, uint64_t done_bytes, uint64_t total_bytes);
    void *what;
};

/* FAILED where it shall end.  Nobody watches where w is NULL. */
struct err *watch_ask(struct arena *a, const struct watch *w, const char *doing,
                      uint64_t done_bytes, uint64_t total_bytes);

#endif
