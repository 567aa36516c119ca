/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weights — a column of weights as whole numbers, so that they are summed exactly.
 */
#ifndef UNDERSTAND_WEIGHTS_H
#define UNDERSTAND_WEIGHTS_H

#include <stdbool.h>

#include "base/err.h"
#include "engine/column.h"

/* [code of the column's dictionary]: its weight in units of 10^-6, rounded half to even
 * (contract.md §4); 0 where a cell is no weight.  decimal_comma: "0,5" is a number.
 * LIMIT where one is above LIMIT_WEIGHT, or all rows could not be summed. */
struct err *weights_of_column(struct arena *a, const struct column *column, bool decimal_comma,
                              const int64_t **out);

#endif
