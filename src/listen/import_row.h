/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_row — one record of a table as a signal.
 */
#ifndef LISTEN_IMPORT_ROW_H
#define LISTEN_IMPORT_ROW_H

#include "base/table.h"
#include "listen/import_table.h"

struct import_row_maker;

struct import_row_maker *import_row_maker_make(struct arena *a,
                                               const struct import_reading *reading);
/* Its texts are copied into to.  Cells that cannot be taken are refused, and the
 * others make the signal. */
struct err *import_row_signal(struct import_row_maker *m, struct arena *to,
                              const struct table_record *record, struct signal *out);

#endif
