/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * ragged — whether the records of a file have as many cells as its header.
 */
#ifndef LISTEN_RAGGED_H
#define LISTEN_RAGGED_H

#include "base/arena.h"
#include "base/err.h"

struct ragged {
    str name;                  /* of the file, as messages call it */
    const str *header;         /* [width]: the first record */
    size_t width;              /* cells of a sound record */
    uint64_t refused, records; /* those of another width, and all */
    uint64_t line;             /* of the first refused one */
    str reason;                /* why it was, as part of a sentence */
};

/* INVALID where more than LIMIT_RAGGED_PCT of the records are refused; says what to do where a
 * title seems to stand above the names of the columns. */
struct err *ragged_check(struct arena *a, const struct ragged *r);

#endif
