/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * csv_write — cells of a CSV that we give out, quoted where they must be (RFC 4180).
 */
#ifndef BASE_CSV_WRITE_H
#define BASE_CSV_WRITE_H

#include "base/buf.h"

/* As it is, to the byte. */
void csv_write_cell(struct buf *out, str text, char delimiter);
/* In quotes, with something before the text within them. */
void csv_write_quoted(struct buf *out, str before, str text);

#endif
