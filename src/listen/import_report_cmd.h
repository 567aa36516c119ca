/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_report_cmd — the report of an import as a text for a terminal.
 */
#ifndef LISTEN_IMPORT_REPORT_CMD_H
#define LISTEN_IMPORT_REPORT_CMD_H

#include "draw/terminal.h"
#include "listen/import_report.h"

/* Some lines: how many records were taken, the columns by their kind (a trial lists
 * each), what was refused first, and every question with the line of the map that
 * answers it. */
void import_report_to_text(struct arena *a, const struct import_report *r, struct terminal t,
                           struct buf *out);

#endif
