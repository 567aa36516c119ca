/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_first — the first records of a table as an import will read them, to be looked
 * at before anything is taken.
 */
#ifndef LISTEN_IMPORT_FIRST_H
#define LISTEN_IMPORT_FIRST_H

#include "base/json.h"
#include "listen/import_table.h"

/* An array, as importing_first() says; reading's refusals are left alone. */
struct err *import_first_rows(struct arena *a, const struct import_reading *reading, size_t limit,
                              struct json *j);

#endif
