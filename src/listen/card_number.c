/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/card_number.h"

#include <stddef.h>

enum { DIGITS_MIN = 13, DIGITS_MAX = 19, BASE = 10, NINES = 9 };

/* Issuers of cards for payment have numbers that begin with 2 to 6. */
static bool is_issuer(char first)
{
    return first >= '2' && first <= '6';
}

bool card_number_is(str text)
{
    char digits[DIGITS_MAX];
    size_t len = 0;
    unsigned sum = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == ' ' || c == '-')
            continue;
        if (c < '0' || c > '9' || len == DIGITS_MAX)
            return false;
        digits[len++] = c;
    }
    if (len < DIGITS_MIN || !is_issuer(digits[0]))
        return false;
    for (size_t i = 0; i < len; i++) {
        unsigned digit = (unsigned)(digits[len - 1 - i] - '0') << (i % 2);
        sum += digit > NINES ? digit - NINES : digit;
    }
    return sum % BASE == 0;
}
