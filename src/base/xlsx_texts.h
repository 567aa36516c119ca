/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * xlsx_texts — texts of a workbook: those that its cells share, and how a text is written.
 */
#ifndef BASE_XLSX_TEXTS_H
#define BASE_XLSX_TEXTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/zip.h"

struct xlsx_texts {
    const str *list; /* trimmed */
    size_t len;
};

/* Runs of a text are put together, and its phonetic hints left out.  member: SIZE_MAX:
 * there are none.  LIMIT for more than LIMIT_SHARED_TEXT_BYTES. */
struct err *xlsx_texts_read(struct arena *a, const struct zip_archive *z, size_t member,
                            struct xlsx_texts *out);

/* Within a text element: whether what is read now belongs to the text. */
struct xlsx_text_place {
    bool in_text;     /* <t> */
    bool in_phonetic; /* <rPh> */
};
void xlsx_text_open(struct xlsx_text_place *p, str element);
void xlsx_text_close(struct xlsx_text_place *p, str element);

/* Characters that XML cannot hold are written "_x000D_"; in place, the new length. */
size_t xlsx_text_unescape(char *text, size_t len);

#endif
