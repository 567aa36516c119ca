/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * crowd — how many connections come from one neighbourhood of addresses.
 *
 * Not for several threads at once.
 */
#ifndef HTTP_CROWD_H
#define HTTP_CROWD_H

#include "http/address.h"

struct crowd;

/* For at most most connections in all; seed: so that nobody outside can choose addresses
 * that share a bucket. */
struct crowd *crowd_make(struct arena *a, size_t most, uint64_t seed);
unsigned crowd_count(const struct crowd *c, struct address neighbourhood);
void crowd_add(struct crowd *c, struct address neighbourhood);
void crowd_remove(struct crowd *c, struct address neighbourhood);

#endif
