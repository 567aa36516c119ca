/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * signal_lines — signals as JSON, one a line, each answered by a line.  Private to the
 * route that takes signals.
 */
#ifndef LISTEN_SIGNAL_LINES_API_H
#define LISTEN_SIGNAL_LINES_API_H

#include "http/request.h"

/* {"line":n,"status":"accepted|duplicate|refused","id":…,"error":…} for each line that is
 * not blank.  An error of the disk is one of the request as long as no line was answered;
 * behind that, each line says it. */
struct err *signal_lines_add(struct request *rq);

/* Where a program's signals come from, if they do not say: named after its token. */
str signal_source_of(struct arena *a, const struct request *rq);

#endif
