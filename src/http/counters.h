/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * counters — how many requests came, what became of them, how long they took.
 *
 * Any thread; nothing waits.
 */
#ifndef HTTP_COUNTERS_H
#define HTTP_COUNTERS_H

#include "base/buf.h"
#include "http/route.h"

struct counters;

struct counters *counters_make(struct arena *a, const struct route *const *routes, unsigned len);
/* route: NULL where none was found. */
void counters_add(struct counters *c, const struct route *route, int status, int64_t took_us);
/* Sent away because its queue is full. */
void counters_add_shed(struct counters *c, enum route_queue queue);
uint64_t counters_shed(const struct counters *c);
/* In the text format of Prometheus. */
void counters_to_text(const struct counters *c, struct buf *out);

/* "# TYPE …" and its one value. */
void counters_line(struct buf *out, const char *type, const char *name, const char *help,
                   uint64_t value);

#endif
