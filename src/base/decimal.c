/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/decimal.h"

__extension__ typedef __int128 wide_int;

enum { DIGITS_MAX = 18, EXPONENT_MAX = 400 };

static const int64_t powers[DIGITS_MAX + 1] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* mantissa / 10^drop, half to even; sticky: non-zero digits were dropped
 * before. */
static int64_t divide_half_even(int64_t mantissa, int drop, bool sticky)
{
    if (drop > DIGITS_MAX)
        return 0;
    int64_t divisor = powers[drop];
    int64_t quotient = mantissa / divisor;
    int64_t rest = mantissa % divisor;
    int64_t magnitude = rest < 0 ? -rest : rest;
    int64_t half = divisor / 2;
    bool up = magnitude > half || (magnitude == half && drop > 0 && (sticky || quotient % 2 != 0));
    if (!up)
        return quotient;
    return mantissa < 0 ? quotient - 1 : quotient + 1;
}

static struct decimal normalise(struct decimal d)
{
    if (d.mantissa == 0)
        return (struct decimal){0, 0};
    while (d.places > 0 && d.mantissa % 10 == 0) {
        d.mantissa /= 10;
        d.places--;
    }
    return d;
}

struct digits {
    int64_t mantissa;
    int places;  /* digits behind the point, those dropped taken off */
    int count;   /* significant digits kept */
    int next;    /* the first digit dropped, or -1 */
    bool sticky; /* a non-zero digit was dropped behind that one */
    bool any;
};

static void take_digit(struct digits *d, int digit, bool behind_point)
{
    d->any = true;
    if (d->count < DIGITS_MAX) {
        d->mantissa = d->mantissa * 10 + digit;
        d->count += d->mantissa != 0;
        d->places += behind_point;
        return;
    }
    d->places -= !behind_point;
    if (d->next < 0)
        d->next = digit;
    else
        d->sticky = d->sticky || digit != 0;
}

/* The mantissa without its last drop digits, rounded once for them and for those
 * that were not kept. */
static int64_t round_digits(const struct digits *d, int drop)
{
    if (drop > 0)
        return divide_half_even(d->mantissa, drop, d->next > 0 || d->sticky);
    bool tie = d->next == 5 && !d->sticky;
    return d->mantissa + (tie ? d->mantissa % 2 : d->next >= 5);
}

/* The exponent behind e or E; false where it is not one. */
static bool read_exponent(str s, int *exponent)
{
    size_t i = 0;
    bool negative = s.len && s.ptr[0] == '-';
    if (s.len && (s.ptr[0] == '-' || s.ptr[0] == '+'))
        i++;
    if (i == s.len)
        return false;
    int value = 0;
    for (; i < s.len; i++) {
        if (!is_digit(s.ptr[i]))
            return false;
        if (value < EXPONENT_MAX)
            value = value * 10 + (s.ptr[i] - '0');
    }
    *exponent = negative ? -value : value;
    return true;
}

/* Reads digits and point; *used gets how many bytes. */
static struct digits read_digits(str s, size_t *used)
{
    struct digits d = {.next = -1};
    bool point = false;
    size_t i = 0;
    for (; i < s.len; i++) {
        if (is_digit(s.ptr[i]))
            take_digit(&d, s.ptr[i] - '0', point);
        else if (s.ptr[i] == '.' && !point)
            point = true;
        else
            break;
    }
    *used = i;
    return d;
}

bool decimal_of_str(str s, struct decimal *out)
{
    bool negative = s.len && s.ptr[0] == '-';
    if (s.len && (s.ptr[0] == '-' || s.ptr[0] == '+'))
        s = str_slice(s, 1, s.len);
    size_t used = 0;
    struct digits d = read_digits(s, &used);
    if (!d.any)
        return false;
    int exponent = 0;
    if (used < s.len) {
        if (s.ptr[used] != 'e' && s.ptr[used] != 'E')
            return false;
        if (!read_exponent(str_slice(s, used + 1, s.len), &exponent))
            return false;
    }
    int places = d.places - exponent;
    int drop = places > DECIMAL_PLACES_MAX ? places - DECIMAL_PLACES_MAX : 0;
    struct decimal value = normalise((struct decimal){round_digits(&d, drop), places - drop});
    for (; value.places < 0 && value.mantissa < powers[DIGITS_MAX - 1]; value.places++)
        value.mantissa *= 10;
    if (value.places < 0 || value.mantissa >= powers[DIGITS_MAX])
        return false;
    if (negative)
        value.mantissa = -value.mantissa;
    *out = value;
    return true;
}

struct decimal decimal_of_int(int64_t whole)
{
    return (struct decimal){whole, 0};
}

bool decimal_equal(struct decimal a, struct decimal b)
{
    return a.mantissa == b.mantissa && a.places == b.places;
}

int decimal_compare(struct decimal a, struct decimal b)
{
    wide_int left = a.mantissa, right = b.mantissa;
    if (a.places < b.places)
        left *= powers[b.places - a.places];
    else
        right *= powers[a.places - b.places];
    return (left > right) - (left < right);
}

bool decimal_is_whole(struct decimal d)
{
    return d.places == 0;
}

double decimal_to_double(struct decimal d)
{
    return (double)d.mantissa / (double)powers[d.places];
}

bool decimal_to_units(struct decimal d, int places, int64_t *out)
{
    if (places < d.places) {
        *out = divide_half_even(d.mantissa, d.places - places, false);
        return true;
    }
    if (d.mantissa == 0) {
        *out = 0;
        return true;
    }
    if (places - d.places > DIGITS_MAX)
        return false;
    return !__builtin_mul_overflow(d.mantissa, powers[places - d.places], out);
}

/* By hand, for there is one in every signal: from the last digit to the sign. */
str decimal_to_str(struct arena *a, struct decimal d)
{
    uint64_t rest = d.mantissa < 0 ? 0 - (uint64_t)d.mantissa : (uint64_t)d.mantissa;
    char text[DIGITS_MAX + 8];
    size_t at = sizeof text;
    for (int place = 0; place <= d.places || rest > 0; place++) {
        if (place == d.places && place > 0)
            text[--at] = '.';
        text[--at] = (char)('0' + rest % 10);
        rest /= 10;
    }
    if (d.mantissa < 0)
        text[--at] = '-';
    return str_copy(a, (str){text + at, sizeof text - at});
}
