/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * json_keys — finds a name that stands twice among the members of a JSON object.
 *
 * In time that grows with the number of members as good as linearly, whoever chose
 * the names.
 */
#ifndef BASE_JSON_KEYS_H
#define BASE_JSON_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "base/json_read.h"

/* Room that is used again for the next object. */
struct json_keys {
    uint64_t *table;
    size_t room;
};

/* The first member whose name stands before it already, or NULL.  len is below 2^31. */
const struct json_value *json_keys_repeated(struct arena *a, struct json_keys *k,
                                            const struct json_value *members, size_t len);

#endif
