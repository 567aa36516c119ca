/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * lock — who owns a data folder.
 *
 * DIR/lock is locked as long as the owner lives, however it ends, and names it:
 * "1234 import".  What is written there is for people; the kernel's lock decides.
 * The file stays when the owner goes: removing it would let two processes lock two
 * files of one name.
 */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* Owns the folder until the arena is done.  doing: one word, such as "import".
 * BUSY with the owner's process where there is one, MISSING where there is no such
 * folder, DENIED without permission. */
struct err *lock_take(struct arena *a, str dir, const char *doing);

struct lock_holder {
    bool is_held;
    int64_t process; /* 0: it does not say */
    str doing;       /* empty: it does not say */
};
/* Without taking it, even for a moment.  Not held, too, where that cannot be seen. */
struct lock_holder lock_holder(struct arena *a, str dir);
/* "process 1234 (import)", or "another process". */
str lock_holder_text(struct arena *a, const struct lock_holder *holder);

#endif
