/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Any bytes as an amount: what is read is read again as it is written, has the digits of
 * the text and no others, and is left alone where it is none.
 */
#include <stdint.h>

#include "base/amount.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void should(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static size_t digits(str text)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        len += text.ptr[i] >= '1' && text.ptr[i] <= '9';
    return len;
}

static void check(struct arena *a, str text, bool decimal_comma)
{
    struct decimal value = {7, 0}, again = {0, 0};
    str unit = S("untouched");
    if (!amount_of_str(text, decimal_comma, &value, &unit)) {
        should(value.mantissa == 7 && str_equal(unit, S("untouched")));
        return;
    }
    str written = decimal_to_str(a, value);
    should(decimal_of_str(written, &again) && decimal_equal(again, value));
    should(digits(written) <= digits(text)); /* rounded, at most */
    str letters;
    should(unit.len < 4 && (unit.len != 3 || currency_of_str(unit, &letters) || unit.ptr[0] < 0));
    (void)currency_of_word(text, &letters);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    str text = {(const char *)data, size};
    check(a, text, false);
    check(a, text, true);
    arena_done(a);
    return 0;
}
