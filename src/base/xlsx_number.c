/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/xlsx_number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"

enum {
    DIGITS = 15, /* that a spreadsheet has */
    LONGEST = 64,
    LEAST_EXPONENT = -7, /* smaller and larger ones are shown as 1e-9 */
    MOST_EXPONENT = 21,
    MS_OF_DAY = 24 * 60 * 60 * 1000,
    MS_OF_SECOND = 1000,
};

bool xlsx_whole(str s, uint64_t *out)
{
    uint64_t value = 0;
    if (s.len == 0 || s.len > 18)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(s.ptr[i] - '0');
    }
    *out = value;
    return true;
}

static bool read_double(str written, double *out)
{
    char text[LONGEST];
    char *end = NULL;
    if (written.len == 0 || written.len >= sizeof text ||
        !str_has(S("+-.0123456789"), *written.ptr))
        return false;
    memcpy(text, written.ptr, written.len);
    text[written.len] = '\0';
    *out = strtod(text, &end);
    return end == text + written.len && isfinite(*out);
}

static bool are_digits(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

/* Digits alone, with a sign, or with a point and a last digit that is not 0: as it is. */
static bool is_plain(str s)
{
    str behind = {NULL, 0}, digits = str_slice(s, str_starts_with(s, S("-")), s.len);
    str whole = str_cut(digits, '.', &behind);
    if (!are_digits(whole) || (whole.len > 1 && whole.ptr[0] == '0'))
        return false;
    return !behind.ptr ||
           (are_digits(behind) && behind.ptr[behind.len - 1] != '0' && digits.len <= DIGITS + 1);
}

/* "1.25e-05" without its exponent. */
static void add_spread(struct buf *b, const char *scientific, int exponent)
{
    char digits[LONGEST];
    int len = 0;
    for (; *scientific != 'e'; scientific++)
        if (*scientific == '-')
            buf_add_char(b, '-');
        else if (*scientific != '.')
            digits[len++] = *scientific;
    while (len > 1 && digits[len - 1] == '0')
        len--;
    if (exponent < 0) {
        buf_add(b, S("0."));
        buf_add_repeated(b, S("0"), (size_t)(-exponent - 1));
    }
    for (int i = 0; i < len; i++) {
        if (exponent >= 0 && i == exponent + 1)
            buf_add_char(b, '.');
        buf_add_char(b, digits[i]);
    }
    if (exponent >= len)
        buf_add_repeated(b, S("0"), (size_t)(exponent + 1 - len));
}

void xlsx_add_number(struct buf *b, str written)
{
    char text[LONGEST];
    double value = 0;
    if (is_plain(written) || !read_double(written, &value)) {
        buf_add(b, written);
        return;
    }
    if (value == 0) {
        buf_add_char(b, '0');
        return;
    }
    (void)snprintf(text, sizeof text, "%.*e", DIGITS - 1, value);
    int exponent = (int)strtoimax(strchr(text, 'e') + 1, NULL, 10);
    if (exponent >= LEAST_EXPONENT && exponent < MOST_EXPONENT)
        add_spread(b, text, exponent);
    else
        buf_addf(b, "%.*g", DIGITS, value);
}

/* ---- dates ---- */

static void add_day(struct buf *b, int32_t serial, bool is_1904)
{
    enum { THE_29TH = 60 }; /* of February 1900 */
    if (!is_1904 && serial == THE_29TH) {
        buf_add(b, S("1900-02-29"));
        return;
    }
    int32_t first = date_to_day(is_1904 ? (struct date){1904, 1, 1} : (struct date){1900, 1, 1});
    int32_t day = first + serial - (is_1904 ? 0 : serial > THE_29TH ? 2 : 1);
    struct date d = date_of_day(day);
    buf_addf(b, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static void add_time(struct buf *b, int64_t ms, bool has_split_seconds)
{
    int64_t seconds = ms / MS_OF_SECOND;
    buf_addf(b, "%02lld:%02lld:%02lld", (long long)(seconds / 3600), (long long)(seconds / 60 % 60),
             (long long)(seconds % 60));
    if (has_split_seconds)
        buf_addf(b, ".%03lld", (long long)(ms % MS_OF_SECOND));
}

/* Rounded to what the format has; false where no calendar has such a day. */
static bool read_ms(str written, bool has_split_seconds, bool is_1904, int64_t *ms)
{
    enum { LAST_DAY = 2958465, FROM_1900_TO_1904 = 1462 }; /* 9999-12-31 */
    double serial = 0;
    int64_t unit = has_split_seconds ? 1 : MS_OF_SECOND;
    if (!read_double(written, &serial) || serial < 0)
        return false;
    *ms = (int64_t)(fmin(serial, LAST_DAY + 1) * MS_OF_DAY / (double)unit + 0.5) * unit;
    return *ms / MS_OF_DAY <= LAST_DAY - (is_1904 ? FROM_1900_TO_1904 : 0);
}

bool xlsx_add_date(struct buf *b, str written, struct xlsx_format format, bool is_1904)
{
    int64_t ms = 0;
    if (!read_ms(written, format.has_split_seconds, is_1904, &ms))
        return false;
    int64_t in_day = ms % MS_OF_DAY;
    int32_t day = (int32_t)(ms / MS_OF_DAY);
    if (!format.has_date || (day == 0 && !is_1904)) { /* there is no day 0 */
        add_time(b, ms, format.has_split_seconds);
        return true;
    }
    add_day(b, day, is_1904);
    if (format.has_time || in_day) {
        buf_add_char(b, ' ');
        add_time(b, in_day, format.has_split_seconds);
    }
    return true;
}
