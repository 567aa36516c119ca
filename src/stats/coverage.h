/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * coverage — how often an interval holds the truth, by simulation: worlds whose
 * truth is known are asked again and again.
 *
 * The claims of coverage.c say for every interval of this room, several worlds
 * and four sample sizes in which band its coverage lies: 95 ± 1.5 %, or, where
 * theory says it cannot, the band that does hold and why.  proofs/coverage.c
 * checks and prints them all, coverage_test.c a thin slice.
 */
#ifndef STATS_COVERAGE_H
#define STATS_COVERAGE_H

#include <stddef.h>
#include <stdint.h>

enum { COVERAGE_SIZES = 4, COVERAGE_DRAWS = 4000, COVERAGE_SEED = 2026 };
extern const size_t coverage_sizes[COVERAGE_SIZES]; /* 10, 30, 100, 1000 */

struct coverage_band {
    double low, high; /* both 0: no claim at this n */
    const char *why;  /* NULL: 95 ± 1.5 % */
};

struct coverage_claim {
    const char *interval; /* the method, as contract.md §4 names it */
    const char *world;    /* one line */
};

struct coverage_result {
    double share; /* of draws whose interval held the truth */
    double below; /* of draws whose interval lay below the truth */
    size_t draws; /* draws that gave an interval */
    struct coverage_band band;
};

size_t coverage_claims(void);
struct coverage_claim coverage_claim(size_t claim);
/* The band claimed at coverage_sizes[size]. */
struct coverage_band coverage_band(size_t claim, size_t size);
/* draws draws at 95 % confidence; the same seed gives the same numbers. */
struct coverage_result coverage_run(size_t claim, size_t size, size_t draws, uint64_t seed);

#endif
