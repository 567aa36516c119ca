/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * condition_plan — turns a bound condition into the engine's filter.
 *
 * Every comparison is judged once for each distinct text of its column, never
 * for a row.  "not" is pushed down to the comparisons (three-valued logic keeps
 * De Morgan's laws), where it swaps yes and no; unknown is in neither set.
 * Comparisons of one column side by side under one and/or become one set.
 */
#ifndef ASK_CONDITION_PLAN_H
#define ASK_CONDITION_PLAN_H

#include <stddef.h>

#include "ask/condition.h"
#include "ask/condition_hint.h"
#include "base/arena.h"
#include "base/err.h"
#include "engine/column.h"
#include "engine/filter.h"

struct condition_plan {
    const struct filter *filter;        /* NULL: every row */
    const struct condition_hint *hints; /* for the caller to print; in the order of the text */
    size_t hints_len;
};

/* columns[field] of the catalogue for every field that condition_bind() named;
 * others are not looked at.  c NULL: every row.  The columns must be complete and
 * stay as they are while the filter is used.  Rows whose field is missing or not
 * applicable, or blank, have no value.  WHY_LIMIT where the arena's budget is
 * spent. */
struct err *condition_plan(struct arena *a, const struct condition *c,
                           const struct column *const *columns, struct condition_plan *out);

#endif
