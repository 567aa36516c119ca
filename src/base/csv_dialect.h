/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * csv_dialect — finds out how a table is written, from its first bytes.
 */
#ifndef BASE_CSV_DIALECT_H
#define BASE_CSV_DIALECT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/codepage.h"
#include "base/err.h"
#include "base/str.h"

struct csv_dialect {
    char delimiter;       /* , ; tab | */
    char newline;         /* LF (a CR before it belongs to it), or CR where there is no LF */
    bool has_both;        /* a CR alone ends a line, too: see csv_mend_line_ends() */
    struct codepage page; /* of what is not ASCII */
    size_t bom;           /* bytes of the byte order mark at the start */
    size_t hint;   /* bytes of the line behind it that names the delimiter, as Excel's "sep=;" */
    size_t titles; /* bytes behind that which stand above the names of the columns */
    str title;     /* the first words of those, a part of the sample; empty where they were given */
};

struct csv_front {
    str sample;          /* the file's first bytes */
    bool whole;          /* all of it */
    str name;            /* how messages call the file */
    uint64_t names_line; /* of the file, with the names of the columns; 0: it is found out */
};

/* A text that begins as JSON: an array or object with something in it. */
bool csv_dialect_is_json(str text);

/* INVALID where this is no table of text: empty, JSON, a spreadsheet, a picture …; USAGE where
 * there is no such line in the sample. */
struct err *csv_dialect_of(struct arena *a, const struct csv_front *front, struct csv_dialect *out);

/* Makes an LF of each CR that stands alone.  Of one at the end it is known only where nothing
 * is to follow. */
void csv_mend_line_ends(char *bytes, size_t len, bool whole);

#endif
