/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * json_columns — which columns the records of a JSON file make, and what of a record
 * stands in them.
 *
 * A member is a column of its name; members of an object within it are "outer.inner".
 * An array is one cell: its items joined by ", ", null left out.
 */
#ifndef BASE_JSON_COLUMNS_H
#define BASE_JSON_COLUMNS_H

#include "base/json_read.h"

struct json_columns;

struct json_columns *json_columns_make(struct arena *a);
/* Names in the order in which they were learned. */
const str *json_columns_names(const struct json_columns *c, size_t *len);
/* Adds those of a record that are new; false for more than LIMIT_COLUMNS. */
bool json_columns_learn(struct json_columns *c, const struct json_value *record);

enum json_columns_result {
    JSON_COLUMNS_READ,
    JSON_COLUMNS_UNKNOWN, /* a name that was not learned */
    JSON_COLUMNS_TWICE,   /* two members make the same column: {"a.b": 1, "a": {"b": 2}} */
    JSON_COLUMNS_RESULT_COUNT
};
/* cells[column] of a record, trimmed, "" where it says nothing; texts that are made lie in
 * a.  is_wanted[column], NULL: all.  name: of the column where it was not read. */
enum json_columns_result json_columns_cells(struct json_columns *c, struct arena *a,
                                            const struct json_value *record, const bool *is_wanted,
                                            str *cells, str *name);

#endif
