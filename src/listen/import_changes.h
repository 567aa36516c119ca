/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_changes — which columns a file has more or less than those of its source before it.
 */
#ifndef LISTEN_IMPORT_CHANGES_H
#define LISTEN_IMPORT_CHANGES_H

#include "listen/import_plan.h"

struct import_changes {
    const str *came, *gone; /* names of columns */
    size_t came_len, gone_len;
};

/* By names alone: a column that goes to the field of another is neither. */
struct import_changes import_changes_of(struct arena *a, const struct import_plan *plan,
                                        const struct import_known *known);

#endif
