/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * reply_finish — a reply as it goes out: the headers that each carries, compression.
 */
#ifndef HTTP_REPLY_FINISH_H
#define HTTP_REPLY_FINISH_H

#include "http/request.h"

/* Once, behind the route: afterwards headers are all there are (but for Date and
 * Content-Length), and the body is in .body or .file. */
void reply_finish(struct request *rq);

#endif
