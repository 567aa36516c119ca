/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * decimal — numbers exactly as people write them: 9, 9.0, -1, 0.2847177143.
 *
 * Codes are compared and weights are rounded on the digits as written, so that
 * every path agrees to the last one; doubles begin where statistics begin.
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum { DECIMAL_PLACES_MAX = 18 };

/* mantissa * 10^-places, normalised: no trailing zero behind the point, so that
 * equal numbers are equal in both parts. */
struct decimal {
    int64_t mantissa;
    int places; /* 0..DECIMAL_PLACES_MAX */
};

/* Reads the whole of s (not trimmed): sign, digits with at most one point, an
 * exponent.  Digits beyond 18 significant ones are rounded half to even.  False
 * where s is not such a number or its magnitude is 10^18 or more. */
bool decimal_of_str(str s, struct decimal *out);

struct decimal decimal_of_int(int64_t whole);
bool decimal_equal(struct decimal a, struct decimal b);
/* <0, 0, >0 */
int decimal_compare(struct decimal a, struct decimal b);
bool decimal_is_whole(struct decimal d);
double decimal_to_double(struct decimal d);
/* d * 10^places as an integer, rounded half to even; false on overflow. */
bool decimal_to_units(struct decimal d, int places, int64_t *out);
str decimal_to_str(struct arena *a, struct decimal d);

#endif
