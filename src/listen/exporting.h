/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exporting — the signals of a source, written out as a whole: into a file or a stream,
 * with little memory, however many there are.
 */
#ifndef LISTEN_EXPORTING_H
#define LISTEN_EXPORTING_H

#include <stdatomic.h>
#include <stdio.h>

#include "base/new_file.h"
#include "listen/export_db.h"

enum export_format { EXPORT_CSV, EXPORT_XLSX, EXPORT_NDJSON, EXPORT_MAP, EXPORT_FORMAT_COUNT };

/* "csv", which is the ending of its files too. */
const char *export_format_name(enum export_format format);
const char *export_format_type(enum export_format format); /* its media type */
bool export_format_of_name(str name, enum export_format *format);

struct exporting {
    struct db *db; /* within one reading */
    const struct secret_key *key;
    const struct export *x;
    usec_t now;
    FILE *shows_progress;    /* NULL: nowhere */
    const atomic_bool *ends; /* NULL, or stop between signals when it is set */
};

/* Into a file that is empty, and is not kept yet.  LIMIT where there is no space, or the
 * form cannot hold it. */
struct err *exporting_to_file(struct arena *a, const struct exporting *e, enum export_format format,
                              struct new_file *file);
/* Not a workbook.  FAILED where it cannot be written. */
struct err *exporting_to_stream(struct arena *a, const struct exporting *e,
                                enum export_format format, FILE *to);

#endif
