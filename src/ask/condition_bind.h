/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * condition_bind — gives the names in a condition their fields, and says which
 * fields a reader must read.
 */
#ifndef ASK_CONDITION_BIND_H
#define ASK_CONDITION_BIND_H

#include <stddef.h>

#include "ask/catalogue.h"
#include "ask/condition.h"
#include "base/arena.h"
#include "base/err.h"

struct condition_fields {
    const size_t *fields; /* numbers in the catalogue, ascending, each once */
    size_t fields_len;
};

/* Sets the field of every comparison in c.  c NULL (no condition) needs none.
 * An unknown or ambiguous name is catalogue_find()'s error, the first in the
 * text; more than LIMIT_FIELDS fields: WHY_LIMIT. */
struct err *condition_bind(struct arena *a, struct condition *c, const struct catalogue *catalogue,
                           struct condition_fields *out);

#endif
