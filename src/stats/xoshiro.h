/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * xoshiro — numbers that look random and repeat by seed: for simulations, never
 * for secrets.  xoshiro256** of Blackman and Vigna (public domain), its state
 * filled by splitmix64.
 */
#ifndef STATS_XOSHIRO_H
#define STATS_XOSHIRO_H

#include <stddef.h>
#include <stdint.h>

struct xoshiro {
    uint64_t state[4];
};

struct xoshiro xoshiro_of_seed(uint64_t seed);
uint64_t xoshiro_next(struct xoshiro *x);
/* 0 <= u < 1, with 53 bits. */
double xoshiro_unit(struct xoshiro *x);
/* 0 .. below − 1, all equally likely (Lemire 2019); below > 0. */
uint64_t xoshiro_below(struct xoshiro *x, uint64_t below);

#endif
