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

/* Sets the field of every comparison in c, and turns "under" into the "in" of what the
 * catalogue has below.  c NULL (no condition) needs none.
 * An unknown or ambiguous name is catalogue_find()'s error, the first in the
 * text; more than LIMIT_FIELDS fields: WHY_LIMIT.  "under" with a field that has no
 * tree: WHY_USAGE at the name; with a text that is not in the tree: at the text. */
struct err *condition_bind(struct arena *a, struct condition *c, const struct catalogue *catalogue,
                           struct condition_fields *out);

#endif
