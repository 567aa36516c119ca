/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * latency — how long each of many took, and what most of them did not exceed.
 */
#ifndef BENCH_LATENCY_H
#define BENCH_LATENCY_H

#include <stddef.h>
#include <stdint.h>

int64_t latency_now_ns(void);
/* Milliseconds that percent of them did not exceed: one of the values, none between two.
 * Sorts them; 0 where there are none. */
double latency_ms(int64_t *took_ns, size_t len, unsigned percent);

#endif
