/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * caller — who the current thread works for, where that is another process: its
 * standard input, and the environment that says where it is and what its terminal
 * shows.
 *
 * A process that works for itself need not set it.  Threads that are started later
 * do not inherit it.
 */
#ifndef BASE_CALLER_H
#define BASE_CALLER_H

#include <stdatomic.h>
#include <stdbool.h>

enum { CALLER_VARIABLES = 8 };

/* COLUMNS, TERM, NO_COLOR, …: all that are asked for by caller_variable(). */
extern const char *const caller_variable_names[CALLER_VARIABLES];

struct caller {
    int input;                    /* descriptor of standard input */
    const atomic_bool *is_to_end; /* waiting for it ends then; NULL: never */
    const char *const *variables; /* in the order of the names, NULL where not set; NULL: those
                                     of this process */
};

/* For the current thread; NULL: this process itself.  Kept, not copied. */
void caller_set(const struct caller *caller);
int caller_input(void);
bool caller_is_to_end(void);
/* NULL where it is not set; name must be one of the names. */
const char *caller_variable(const char *name);

#endif
