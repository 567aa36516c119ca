/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * xlsx_format — which number formats of a workbook show a number as a date or a time.
 */
#ifndef BASE_XLSX_FORMAT_H
#define BASE_XLSX_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/zip.h"

/* What of a number is shown: all false, the number itself. */
struct xlsx_format {
    bool has_date, has_time;
    bool has_split_seconds; /* 14:30:00.250 */
};

/* A format's code: "dd.mm.yyyy hh:mm", "0.00", "[$-409]mmm yy;@". */
struct xlsx_format xlsx_format_of_code(str code);
/* One of those that have a number and no code in the workbook (ECMA-376, 18.8.30). */
struct xlsx_format xlsx_format_built_in(unsigned id);

/* [style of a cell] */
struct xlsx_formats {
    const struct xlsx_format *list;
    size_t len;
};

/* member: the workbook's styles; SIZE_MAX: it has none. */
struct err *xlsx_formats_read(struct arena *a, const struct zip_archive *z, size_t member,
                              struct xlsx_formats *out);

#endif
