/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/amount.h"

#include <string.h>

enum {
    AMOUNT_BYTES = 48,
    GROUP_DIGITS = 3,
    LETTERS = 3, /* of a currency */
};

/* What stands beside a number; the longer of two that begin alike before. */
static const struct {
    str written, unit;
} units[] = {
    {S_INIT("US$"), S_INIT("USD")},   {S_INIT("A$"), S_INIT("AUD")},
    {S_INIT("C$"), S_INIT("CAD")},    {S_INIT("R$"), S_INIT("BRL")},
    {S_INIT("$"), S_INIT("$")},       {S_INIT("€"), S_INIT("EUR")},
    {S_INIT("£"), S_INIT("GBP")},     {S_INIT("¥"), S_INIT("¥")},
    {S_INIT("₹"), S_INIT("INR")},     {S_INIT("₺"), S_INIT("TRY")},
    {S_INIT("₽"), S_INIT("RUB")},   {S_INIT("₩"), S_INIT("KRW")},
    {S_INIT("₪"), S_INIT("ILS")},     {S_INIT("₴"), S_INIT("UAH")},
    {S_INIT("zł"), S_INIT("PLN")},    {S_INIT("Kč"), S_INIT("CZK")},
    {S_INIT("kr."), S_INIT("kr")},    {S_INIT("kr"), S_INIT("kr")},
    {S_INIT("euros"), S_INIT("EUR")}, {S_INIT("euro"), S_INIT("EUR")},
    {S_INIT("%"), S_INIT("%")},
};

static const str currencies[] = {
    S_INIT("AED"), S_INIT("AUD"), S_INIT("BRL"), S_INIT("CAD"), S_INIT("CHF"), S_INIT("CNY"),
    S_INIT("CZK"), S_INIT("DKK"), S_INIT("EGP"), S_INIT("EUR"), S_INIT("GBP"), S_INIT("HKD"),
    S_INIT("HUF"), S_INIT("IDR"), S_INIT("ILS"), S_INIT("INR"), S_INIT("JPY"), S_INIT("KRW"),
    S_INIT("MXN"), S_INIT("NOK"), S_INIT("NZD"), S_INIT("PLN"), S_INIT("RON"), S_INIT("RUB"),
    S_INIT("SAR"), S_INIT("SEK"), S_INIT("SGD"), S_INIT("THB"), S_INIT("TRY"), S_INIT("TWD"),
    S_INIT("UAH"), S_INIT("USD"), S_INIT("ZAR"),
};

static const str no_break[] = {S_INIT("\u00A0"), S_INIT("\u202F"), S_INIT("\u2009")};
static const str apostrophes[] = {S_INIT("'"), S_INIT("\u2019")};

/* ---- parts ---- */

static bool takes_front(str *s, str part)
{
    if (s->len < part.len || !str_equal_ignoring_case(str_slice(*s, 0, part.len), part))
        return false;
    *s = str_slice(*s, part.len, s->len);
    return true;
}

static bool takes_back(str *s, str part)
{
    if (s->len < part.len ||
        !str_equal_ignoring_case(str_slice(*s, s->len - part.len, s->len), part))
        return false;
    *s = str_slice(*s, 0, s->len - part.len);
    return true;
}

/* Without blanks at its ends, those that do not break included. */
static str trim(str s)
{
    for (size_t before = SIZE_MAX; before != s.len;) {
        before = s.len;
        s = str_trim(s);
        for (size_t i = 0; i < sizeof no_break / sizeof *no_break; i++)
            (void)(takes_front(&s, no_break[i]) || takes_back(&s, no_break[i]));
    }
    return s;
}

static bool takes_unit(str *s, bool (*takes)(str *, str), str *unit)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (takes(s, units[i].written)) {
            *unit = units[i].unit;
            return true;
        }
    for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++)
        if (takes(s, currencies[i])) {
            *unit = currencies[i];
            return true;
        }
    return false;
}

/* ---- digits ---- */

/* What divides thousands at the front of s; 0: nothing that can. */
static size_t mark_len(str s, bool decimal_comma, bool has_unit)
{
    str mark = decimal_comma ? S(".") : S(",");
    if (takes_front(&s, mark) || (has_unit && takes_front(&s, S(" "))))
        return 1;
    for (size_t i = 0; i < sizeof no_break / sizeof *no_break; i++)
        if (takes_front(&s, no_break[i]))
            return no_break[i].len;
    for (size_t i = 0; i < sizeof apostrophes / sizeof *apostrophes; i++)
        if (takes_front(&s, apostrophes[i]))
            return apostrophes[i].len;
    return 0;
}

static size_t digits_at(str s)
{
    size_t len = 0;
    while (len < s.len && s.ptr[len] >= '0' && s.ptr[len] <= '9')
        len++;
    return len;
}

/* Digits in groups of three, each behind the same mark, into out; false where they are not.
 * *rest: behind them. */
static bool read_groups(str s, bool decimal_comma, bool has_unit, char *out, size_t *len, str *rest)
{
    str mark = {NULL, 0};
    size_t digits = digits_at(s);
    for (bool is_first = true;; is_first = false) {
        memcpy(out + *len, s.ptr, digits);
        *len += digits;
        s = str_slice(s, digits, s.len);
        size_t at = mark_len(s, decimal_comma, has_unit);
        if (at == 0)
            break;
        str next = str_slice(s, 0, at);
        if ((is_first && (digits == 0 || digits > GROUP_DIGITS || out[0] == '0')) ||
            (!is_first && !str_equal(mark, next)))
            return false;
        mark = next;
        s = str_slice(s, at, s.len);
        digits = digits_at(s);
        if (digits != GROUP_DIGITS)
            return false;
    }
    *rest = s;
    return true;
}

/* The whole of s: grouped digits, and some behind the decimal mark. */
static bool read_digits(str s, bool decimal_comma, bool has_unit, struct decimal *value)
{
    char plain[AMOUNT_BYTES + 1];
    size_t len = 0;
    str rest;
    if (!read_groups(s, decimal_comma, has_unit, plain, &len, &rest))
        return false;
    if (takes_front(&rest, decimal_comma ? S(",") : S("."))) {
        size_t digits = digits_at(rest);
        plain[len++] = '.';
        memcpy(plain + len, rest.ptr, digits);
        len += digits;
        rest = str_slice(rest, digits, rest.len);
    }
    return rest.len == 0 && decimal_of_str((str){plain, len}, value);
}

static bool takes_minus(str *s)
{
    return takes_front(s, S("-")) || takes_front(s, S("\u2212"));
}

/* What stands around digits. */
struct dress {
    str unit;
    bool has_unit, is_negative, in_brackets;
};

static struct dress undress(str *s)
{
    struct dress d = {.unit = S_INIT("")};
    d.in_brackets = s->len > 2 && s->ptr[0] == '(' && s->ptr[s->len - 1] == ')';
    if (d.in_brackets)
        *s = trim(str_slice(*s, 1, s->len - 1));
    d.is_negative = takes_minus(s) || d.in_brackets;
    d.has_unit = takes_unit(s, takes_front, &d.unit) || takes_unit(s, takes_back, &d.unit);
    *s = trim(*s);
    if (d.has_unit && takes_minus(s))
        d.is_negative = true;
    return d;
}

static bool has_digit(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            return true;
    return false;
}

bool amount_of_str(str s, bool decimal_comma, struct decimal *value, str *unit)
{
    if (s.len > AMOUNT_BYTES || !has_digit(s)) /* first: most texts have none */
        return false;
    s = trim(s);
    struct dress d = undress(&s);
    if (d.in_brackets && !d.has_unit && digits_at(s) == s.len) /* a note, not minus five */
        return false;
    struct decimal read;
    if (!read_digits(s, decimal_comma, d.has_unit, &read) &&
        !(d.has_unit && read_digits(s, !decimal_comma, true, &read)))
        return false;
    if (d.is_negative)
        read.mantissa = -read.mantissa;
    *value = read;
    *unit = d.unit;
    return true;
}

/* ---- currencies ---- */

static bool find_currency(str s, str *letters)
{
    for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++)
        if (str_equal_ignoring_case(s, currencies[i])) {
            *letters = currencies[i];
            return true;
        }
    return false;
}

bool currency_of_str(str s, str *letters)
{
    if (find_currency(s, letters))
        return true;
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < 'A' || s.ptr[i] > 'Z')
            return false;
    *letters = s;
    return s.len == LETTERS;
}

bool currency_of_word(str word, str *letters)
{
    if (str_equal(word, S("euro")) || str_equal(word, S("euros")))
        word = S("eur");
    return !str_equal(word, S("try")) && find_currency(word, letters); /* a word of its own */
}
