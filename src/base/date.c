/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/date.h"

#include "base/date_words.h"

enum { DAYS_400_YEARS = 146097, EPOCH_SHIFT = 719468 }; /* 0000-03-01 to 1970-01-01 */

static int32_t floor_div(int32_t a, int32_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* Howard Hinnant's days_from_civil: years begin in March, so that the leap day
 * is the last of a year. */
int32_t date_to_day(struct date d)
{
    int32_t year = d.month <= 2 ? d.year - 1 : d.year;
    int32_t era = floor_div(year, 400);
    int32_t of_era = year - era * 400;
    int32_t of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    int32_t day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return era * DAYS_400_YEARS + day_of_era - EPOCH_SHIFT;
}

struct date date_of_day(int32_t day)
{
    int32_t shifted = day + EPOCH_SHIFT;
    int32_t era = floor_div(shifted, DAYS_400_YEARS);
    int32_t of_era = shifted - era * DAYS_400_YEARS;
    int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int32_t month = (5 * of_year + 2) / 153;
    struct date d = {.day = of_year - (153 * month + 2) / 5 + 1,
                     .month = month < 10 ? month + 3 : month - 9};
    d.year = year + era * 400 + (d.month <= 2);
    return d;
}

bool date_is_real(struct date d)
{
    if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31)
        return false;
    struct date again = date_of_day(date_to_day(d));
    return again.day == d.day && again.month == d.month;
}

/* The numbers of a date as written. */
struct written {
    int number[3];
    int digits[3];
    int count;
    char separator;
    size_t end; /* bytes read */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_separator(char c)
{
    return c == '-' || c == '/' || c == '.';
}

static struct written read_numbers(str s)
{
    struct written w = {.separator = 0};
    size_t i = 0;
    while (w.count < 3) {
        size_t start = i;
        int value = 0;
        while (i < s.len && is_digit(s.ptr[i]) && i - start < 8)
            value = value * 10 + (s.ptr[i++] - '0');
        if (i == start)
            return (struct written){.count = 0};
        w.number[w.count] = value;
        w.digits[w.count++] = (int)(i - start);
        bool more = i + 1 < s.len && is_separator(s.ptr[i]) && is_digit(s.ptr[i + 1]);
        if (w.count == 3 || !more || (w.separator && s.ptr[i] != w.separator))
            break;
        w.separator = s.ptr[i++];
    }
    w.end = i;
    return w;
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Of a time of day: digits, signs, the letters of zones and of AM or PM in any
 * language. */
static bool is_in_time(char c)
{
    return is_digit(c) || is_letter(c) || (unsigned char)c > 127 || str_has(S(":.,+- /_"), c);
}

static size_t leading_digits(str s)
{
    size_t digits = 0;
    while (digits < s.len && is_digit(s.ptr[digits]))
        digits++;
    return digits;
}

/* The form of a time of day behind a date, its values unchecked since the day
 * does not hang on them: it has a colon, or is "T" and at least four digits. */
static bool is_time_of_day(str s)
{
    if (s.len == 0)
        return true;
    bool letter = str_has(S("Tt"), s.ptr[0]);
    bool comma = str_starts_with(s, S(", ")); /* 5/9/2016, 9:30:00 AM */
    if (!letter && !comma && s.ptr[0] != ' ')
        return false;
    s = str_trim(str_slice(s, 1, s.len));
    size_t digits = leading_digits(s);
    for (size_t i = 0; i < s.len; i++)
        if (!is_in_time(s.ptr[i]))
            return false;
    return digits > 0 && (str_has(s, ':') || (letter && digits >= 4));
}

static int full_year(int number, int digits)
{
    if (digits > 2)
        return number;
    return number < 70 ? 2000 + number : 1900 + number;
}

/* Year alone or first: 2026, 2026-03, 2026-03-01, 20260301. */
static bool year_first(const struct written *w, struct date *d)
{
    if (w->count == 1 && w->digits[0] == 8) {
        *d = (struct date){w->number[0] / 10000, w->number[0] / 100 % 100, w->number[0] % 100};
        return true;
    }
    if (w->digits[0] != 4 || (w->count > 1 && w->digits[1] > 2) ||
        (w->count > 2 && w->digits[2] > 2))
        return false;
    *d = (struct date){w->number[0], w->count > 1 ? w->number[1] : 1,
                       w->count > 2 ? w->number[2] : 1};
    return true;
}

static bool year_last(const struct written *w, enum date_order order, struct date *d)
{
    if (w->count != 3 || w->digits[0] > 2 || w->digits[1] > 2 ||
        (w->digits[2] != 2 && w->digits[2] != 4))
        return false;
    int year = full_year(w->number[2], w->digits[2]);
    *d = order == DATE_MONTH_FIRST ? (struct date){year, w->number[0], w->number[1]}
                                   : (struct date){year, w->number[1], w->number[0]};
    return true;
}

static bool date_of_numbers(str s, enum date_order order, int32_t *day)
{
    struct written w = read_numbers(s);
    if (w.count == 0 || !is_time_of_day(str_slice(s, w.end, s.len)))
        return false;
    struct date d;
    if (!year_first(&w, &d) && !year_last(&w, order, &d))
        return false;
    if (!date_is_real(d))
        return false;
    *day = date_to_day(d);
    return true;
}

/* First, since the numbers before a month's name may look like a date of their own. */
static bool has_words(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (is_letter(s.ptr[i]) || s.ptr[i] == ',' || (unsigned char)s.ptr[i] > 127)
            return true;
    return false;
}

bool date_of_str(str s, enum date_order order, int32_t *day)
{
    struct date_time at;
    if (!has_words(s) || !date_of_words(s, &at))
        return date_of_numbers(str_trim(s), order, day);
    *day = at.day;
    return true;
}

enum date_evidence date_evidence_of(str s)
{
    int32_t day = 0;
    struct date_time at;
    if (has_words(s) && date_of_words(s, &at))
        return DATE_CLEAR;
    bool as_month = date_of_str(s, DATE_MONTH_FIRST, &day);
    bool as_day = date_of_str(s, DATE_DAY_FIRST, &day);
    if (!as_month && !as_day)
        return DATE_NONE;
    struct written w = read_numbers(str_trim(s));
    struct date d;
    if (year_first(&w, &d))
        return DATE_CLEAR;
    if (!as_day)
        return DATE_SAYS_MONTH;
    if (!as_month || w.separator == '.')
        return DATE_SAYS_DAY;
    return w.number[0] == w.number[1] ? DATE_CLEAR : DATE_SAYS_NOTHING;
}

str date_part(str s)
{
    struct date_time at;
    s = str_trim(s);
    if (has_words(s) && date_of_words(s, &at))
        return s;
    struct written w = read_numbers(s);
    if (w.count == 0 || w.end == s.len || !is_time_of_day(str_slice(s, w.end, s.len)))
        return s;
    return str_slice(s, 0, w.end);
}

int32_t period_of_day(enum period p, int32_t day)
{
    struct date d = date_of_day(day);
    switch (p) {
    case PERIOD_DAY:
        return day;
    case PERIOD_WEEK:
        return floor_div(day + 3, 7); /* 1970-01-01 was a Thursday */
    case PERIOD_MONTH:
        return d.year * 12 + d.month - 1;
    case PERIOD_QUARTER:
        return d.year * 4 + (d.month - 1) / 3;
    case PERIOD_YEAR:
    case PERIOD_COUNT:
        break;
    }
    return d.year;
}

int32_t period_start(enum period p, int32_t index)
{
    switch (p) {
    case PERIOD_DAY:
        return index;
    case PERIOD_WEEK:
        return index * 7 - 3;
    case PERIOD_MONTH:
        return date_to_day((struct date){floor_div(index, 12), index % 12 + 1, 1});
    case PERIOD_QUARTER:
        return date_to_day((struct date){floor_div(index, 4), index % 4 * 3 + 1, 1});
    case PERIOD_YEAR:
    case PERIOD_COUNT:
        break;
    }
    return date_to_day((struct date){index, 1, 1});
}

/* The ISO year is that of the week's Thursday. */
static void iso_week(int32_t index, int *year, int *week)
{
    int32_t thursday = index * 7;
    *year = date_of_day(thursday).year;
    *week = (thursday - date_to_day((struct date){*year, 1, 1})) / 7 + 1;
}

str period_label(struct arena *a, enum period p, int32_t index)
{
    struct date d = date_of_day(period_start(p, index));
    int year = 0, week = 0;
    switch (p) {
    case PERIOD_DAY:
        return str_format(a, "%04d-%02d-%02d", d.year, d.month, d.day);
    case PERIOD_WEEK:
        iso_week(index, &year, &week);
        return str_format(a, "%04d-W%02d", year, week);
    case PERIOD_MONTH:
        return str_format(a, "%04d-%02d", d.year, d.month);
    case PERIOD_QUARTER:
        return str_format(a, "%04d-Q%d", d.year, (d.month - 1) / 3 + 1);
    case PERIOD_YEAR:
    case PERIOD_COUNT:
        break;
    }
    return str_format(a, "%04d", d.year);
}

static bool week_year_before(int32_t index, int32_t *before)
{
    int year = 0, week = 0;
    iso_week(index, &year, &week);
    /* 4 January is always in week 1. */
    int32_t first = period_of_day(PERIOD_WEEK, date_to_day((struct date){year - 1, 1, 4}));
    int32_t this_first = period_of_day(PERIOD_WEEK, date_to_day((struct date){year, 1, 4}));
    if (first + week - 1 >= this_first)
        return false;
    *before = first + week - 1;
    return true;
}

bool period_year_before(enum period p, int32_t index, int32_t *before)
{
    struct date d = date_of_day(period_start(p, index));
    switch (p) {
    case PERIOD_DAY:
        d.year--;
        if (d.month == 2 && d.day == 29)
            d.day = 28; /* two leap years never follow each other */
        *before = date_to_day(d);
        return true;
    case PERIOD_WEEK:
        return week_year_before(index, before);
    case PERIOD_MONTH:
        *before = index - 12;
        return true;
    case PERIOD_QUARTER:
        *before = index - 4;
        return true;
    case PERIOD_YEAR:
    case PERIOD_COUNT:
        break;
    }
    *before = index - 1;
    return true;
}

static const str period_names[PERIOD_COUNT] = {S_INIT("day"), S_INIT("week"), S_INIT("month"),
                                               S_INIT("quarter"), S_INIT("year")};

str period_name(enum period p)
{
    return period_names[p];
}

bool period_of_name(str name, enum period *p)
{
    for (unsigned i = 0; i < PERIOD_COUNT; i++)
        if (str_equal(period_names[i], name)) {
            *p = (enum period)i;
            return true;
        }
    return false;
}
