/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * xoshiro — see xoshiro.h.
 */
#include <assert.h>

#include "stats/xoshiro.h"

__extension__ typedef unsigned __int128 uint128;

static uint64_t rotated(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

struct xoshiro xoshiro_of_seed(uint64_t seed)
{
    struct xoshiro x;
    for (int i = 0; i < 4; i++) {
        seed += 0x9e3779b97f4a7c15;
        uint64_t mixed = seed;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        x.state[i] = mixed ^ (mixed >> 31);
    }
    return x;
}

uint64_t xoshiro_next(struct xoshiro *x)
{
    uint64_t *s = x->state, result = rotated(s[1] * 5, 7) * 9, shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotated(s[3], 45);
    return result;
}

double xoshiro_unit(struct xoshiro *x)
{
    return (double)(xoshiro_next(x) >> 11) * 0x1p-53;
}

uint64_t xoshiro_below(struct xoshiro *x, uint64_t below)
{
    assert(below > 0);
    uint64_t least = (UINT64_MAX - below + 1) % below; /* 2^64 modulo below */
    for (;;) {
        uint128 product = (uint128)xoshiro_next(x) * below;
        if ((uint64_t)product >= least)
            return (uint64_t)(product >> 64);
    }
}
