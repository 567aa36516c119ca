/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * csv_dialect — finds out how a table is written, from its first bytes.
 */
#ifndef BASE_CSV_DIALECT_H
#define BASE_CSV_DIALECT_H

#include <stdbool.h>

#include "base/codepage.h"
#include "base/err.h"
#include "base/str.h"

struct csv_dialect {
    char delimiter;       /* , ; tab | */
    char newline;         /* LF (a CR before it belongs to it), or CR where there is no LF */
    bool has_both;        /* a CR alone ends a line, too: see csv_mend_line_ends() */
    struct codepage page; /* of what is not ASCII */
    size_t bom;           /* bytes of the byte order mark at the start */
    size_t hint; /* bytes of the line behind it that names the delimiter, as Excel's "sep=;" */
};

/* A text that begins as JSON: an array or object with something in it. */
bool csv_dialect_is_json(str text);

/* sample: the file's first bytes, all of it where whole.  INVALID where this is
 * no table of text: empty, JSON, a spreadsheet, a picture …; name is how
 * messages call the file. */
struct err *csv_dialect_of(struct arena *a, str sample, bool whole, str name,
                           struct csv_dialect *out);

/* Makes an LF of each CR that stands alone.  Of one at the end it is known only where nothing
 * is to follow. */
void csv_mend_line_ends(char *bytes, size_t len, bool whole);

#endif
