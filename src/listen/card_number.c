/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/card_number.h"

#include <string.h>

#include "base/buf.h"

enum {
    DIGITS_MIN = 13,
    DIGITS_MAX = 19,
    BASE = 10,
    NINES = 9,
    KEPT = 4,            /* last digits, by which people tell their cards apart */
    BYTES_OF_A_MARK = 3, /* in place of a digit */
};

/* Digits in a row, with single blanks or dashes between. */
struct digits {
    char list[DIGITS_MAX];
    size_t len;
};

/* Issuers of cards for payment have numbers that begin with 2 to 6. */
static bool is_issuer(char first)
{
    return first >= '2' && first <= '6';
}

static bool has_check_digit(const struct digits *d)
{
    unsigned sum = 0;
    for (size_t i = 0; i < d->len; i++) {
        unsigned digit = (unsigned)(d->list[d->len - 1 - i] - '0') << (i % 2);
        sum += digit > NINES ? digit - NINES : digit;
    }
    return sum % BASE == 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_mark(char c)
{
    return c == ' ' || c == '-';
}

bool card_number_is(str text)
{
    struct digits d = {.len = 0};
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_mark(c))
            continue;
        if (!is_digit(c) || d.len == DIGITS_MAX)
            return false;
        d.list[d.len++] = c;
    }
    return d.len >= DIGITS_MIN && is_issuer(d.list[0]) && has_check_digit(&d);
}

/* ---- within a text ---- */

/* What the numbers of the large issuers begin with, and how many digits they have: in a text
 * that alone is enough, since one in ten long numbers passes the check. */
static const struct {
    unsigned from, to, first_digits;
    size_t len_min, len_max;
} issuers[] = {
    {4, 4, 1, 13, 13},       {4, 4, 1, 16, 16},     {4, 4, 1, 19, 19},       {51, 55, 2, 16, 16},
    {2221, 2720, 4, 16, 16}, {34, 34, 2, 15, 15},   {37, 37, 2, 15, 15},     {36, 36, 2, 14, 14},
    {38, 38, 2, 14, 14},     {300, 305, 3, 14, 14}, {6011, 6011, 4, 16, 19}, {644, 659, 3, 16, 19},
    {3528, 3589, 4, 16, 16}, {62, 62, 2, 16, 19},
};

static bool is_of_issuer(const struct digits *d)
{
    for (size_t i = 0; i < sizeof issuers / sizeof *issuers; i++) {
        unsigned first = 0;
        for (size_t k = 0; k < issuers[i].first_digits; k++)
            first = first * BASE + (unsigned)(d->list[k] - '0');
        if (first >= issuers[i].from && first <= issuers[i].to && d->len >= issuers[i].len_min &&
            d->len <= issuers[i].len_max)
            return true;
    }
    return false;
}

/* Bytes of the card's number at the front of s, which begins with a digit; 0: there is none.
 * It ends where a group does, since another number may stand behind it. */
static size_t card_at(str s)
{
    struct digits d = {.len = 0};
    size_t found = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool is_gap = is_mark(s.ptr[i]) && i + 1 < s.len && is_digit(s.ptr[i + 1]);
        if (is_gap)
            continue;
        if (!is_digit(s.ptr[i]) || d.len == DIGITS_MAX)
            break;
        d.list[d.len++] = s.ptr[i];
        bool ends = i + 1 == s.len || !is_digit(s.ptr[i + 1]);
        if (ends && d.len >= DIGITS_MIN && is_of_issuer(&d) && has_check_digit(&d))
            found = i + 1;
    }
    return found;
}

static size_t digits_of(str s)
{
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++)
        len += is_digit(s.ptr[i]);
    return len;
}

static void add_masked(struct buf *b, str card)
{
    size_t left = digits_of(card);
    for (size_t i = 0; i < card.len; i++) {
        if (is_digit(card.ptr[i]) && left-- > KEPT)
            buf_add(b, S("\u2022"));
        else
            buf_add_char(b, card.ptr[i]);
    }
}

str card_number_mask(struct arena *a, str text, size_t *cards)
{
    *cards = 0;
    if (digits_of(text) < DIGITS_MIN)
        return text;
    struct buf b = buf_make(a, text.len * BYTES_OF_A_MARK);
    for (size_t i = 0; i < text.len;) {
        bool begins = is_digit(text.ptr[i]) && (i == 0 || !is_digit(text.ptr[i - 1]));
        size_t len = begins ? card_at(str_slice(text, i, text.len)) : 0;
        if (len == 0) {
            buf_add_char(&b, text.ptr[i++]);
            continue;
        }
        add_masked(&b, str_slice(text, i, i + len));
        i += len;
        ++*cards;
    }
    return *cards ? buf_str(&b) : text;
}
