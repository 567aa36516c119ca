/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Any bytes as a number: what is read is the C library's number, written it is
 * read again, and its units are rounded to the nearest.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/decimal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void should(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static void check(struct arena *a, str text, struct decimal d)
{
    struct decimal again = {0, 0};
    should(d.places >= 0 && d.places <= DECIMAL_PLACES_MAX);
    should(llabs(d.mantissa) < 1000000000000000000);
    should(d.places == 0 || d.mantissa % 10 != 0);
    should(decimal_of_str(decimal_to_str(a, d), &again) && decimal_equal(d, again));
    double exact = strtod(str_to_chars(a, text), NULL), is = decimal_to_double(d);
    should(fabs(is - exact) <= 1e-15 * fabs(exact) + 1e-18);
    for (int places = 0; places <= 18; places++) {
        int64_t units = 0;
        if (decimal_to_units(d, places, &units))
            should(fabsl((long double)units - exact * powl(10, places)) <=
                   0.5L + fabsl(exact * powl(10, places)) * 1e-15L + powl(10, places - 18));
        else
            should(fabsl(exact * powl(10, places)) > 9.2e18L);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    str text = {(const char *)data, size};
    struct decimal d = {0, 0};
    if (decimal_of_str(text, &d))
        check(a, text, d);
    arena_done(a);
    return 0;
}
