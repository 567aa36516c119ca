/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * test_random — numbers for tests that try many things: the same ones for the
 * same seed on every machine (Vigna's splitmix64).  For tests only.
 */
#ifndef BASE_TEST_RANDOM_H
#define BASE_TEST_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct test_random {
    uint64_t state;
};

static inline uint64_t test_random_next(struct test_random *r)
{
    uint64_t z = (r->state += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

/* 0..below-1; below is small beside 2^64, so its bias is none. */
static inline size_t test_random_below(struct test_random *r, size_t below)
{
    return (size_t)(test_random_next(r) % below);
}

/* True in one of `of` cases. */
static inline bool test_random_one_in(struct test_random *r, size_t of)
{
    return test_random_below(r, of) == 0;
}

#endif
