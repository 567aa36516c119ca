/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * xlsx_book — what a workbook (XLSX, ECMA-376) consists of: its sheets in their order and
 * the parts that all of them share.
 */
#ifndef BASE_XLSX_BOOK_H
#define BASE_XLSX_BOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/zip.h"

struct xlsx_sheet {
    str name;
    size_t member; /* of the archive */
    bool is_hidden;
};

struct xlsx_book {
    const struct zip_archive *archive;
    const struct xlsx_sheet *sheets; /* of cells; charts and the like are left out */
    size_t sheets_len;
    bool is_1904;
    size_t texts, styles; /* members of the archive; SIZE_MAX: none */
};

/* INVALID, with what it is instead, where the archive is no workbook. */
struct err *xlsx_book_read(struct arena *a, const struct zip_archive *z, struct xlsx_book *out);

#endif
