/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/date_words.h"

enum {
    BYTES_MAX = 48,
    WORD_BYTES = 16,
    HOUR_SECONDS = 3600,
    MINUTE_SECONDS = 60,
    NOON = 12,
    YEAR_DIGITS = 4,
    YEAR_CENTURY = 70 /* two digits from here on are of the twentieth, as in date.c */
};

/* The index is the month less one; names of one month behind each other. */
static const str months[12][12] = {
    {S_INIT("january"), S_INIT("jan"), S_INIT("januar"), S_INIT("jänner"), S_INIT("janvier"),
     S_INIT("janv"), S_INIT("enero"), S_INIT("ene")},
    {S_INIT("february"), S_INIT("feb"), S_INIT("februar"), S_INIT("février"), S_INIT("févr"),
     S_INIT("fév"), S_INIT("febrero")},
    {S_INIT("march"), S_INIT("mar"), S_INIT("märz"), S_INIT("mär"), S_INIT("mrz"), S_INIT("mars"),
     S_INIT("marzo")},
    {S_INIT("april"), S_INIT("apr"), S_INIT("avril"), S_INIT("avr"), S_INIT("abril"),
     S_INIT("abr")},
    {S_INIT("may"), S_INIT("mai"), S_INIT("mayo")},
    {S_INIT("june"), S_INIT("jun"), S_INIT("juni"), S_INIT("juin"), S_INIT("junio")},
    {S_INIT("july"), S_INIT("jul"), S_INIT("juli"), S_INIT("juillet"), S_INIT("juil"),
     S_INIT("julio")},
    {S_INIT("august"), S_INIT("aug"), S_INIT("août"), S_INIT("agosto"), S_INIT("ago")},
    {S_INIT("september"), S_INIT("sep"), S_INIT("sept"), S_INIT("septembre"), S_INIT("septiembre"),
     S_INIT("setiembre")},
    {S_INIT("october"), S_INIT("oct"), S_INIT("oktober"), S_INIT("okt"), S_INIT("octobre"),
     S_INIT("octubre")},
    {S_INIT("november"), S_INIT("nov"), S_INIT("novembre"), S_INIT("noviembre")},
    {S_INIT("december"), S_INIT("dec"), S_INIT("dezember"), S_INIT("dez"), S_INIT("décembre"),
     S_INIT("déc"), S_INIT("diciembre"), S_INIT("dic")},
};

/* Weekdays, and what stands between the parts of a date. */
static const str said_beside[] = {
    S_INIT("monday"),    S_INIT("mon"),       S_INIT("tuesday"), S_INIT("tue"),
    S_INIT("tues"),      S_INIT("wednesday"), S_INIT("wed"),     S_INIT("thursday"),
    S_INIT("thu"),       S_INIT("thur"),      S_INIT("thurs"),   S_INIT("friday"),
    S_INIT("fri"),       S_INIT("saturday"),  S_INIT("sat"),     S_INIT("sunday"),
    S_INIT("sun"),       S_INIT("montag"),    S_INIT("mo"),      S_INIT("dienstag"),
    S_INIT("di"),        S_INIT("mittwoch"),  S_INIT("mi"),      S_INIT("donnerstag"),
    S_INIT("do"),        S_INIT("freitag"),   S_INIT("fr"),      S_INIT("samstag"),
    S_INIT("sa"),        S_INIT("sonntag"),   S_INIT("so"),      S_INIT("lundi"),
    S_INIT("mardi"),     S_INIT("mercredi"),  S_INIT("jeudi"),   S_INIT("vendredi"),
    S_INIT("samedi"),    S_INIT("dimanche"),  S_INIT("lunes"),   S_INIT("martes"),
    S_INIT("miércoles"), S_INIT("jueves"),    S_INIT("viernes"), S_INIT("sábado"),
    S_INIT("domingo"),   S_INIT("st"),        S_INIT("nd"),      S_INIT("rd"),
    S_INIT("th"),        S_INIT("er"),        S_INIT("of"),      S_INIT("the"),
    S_INIT("on"),        S_INIT("at"),        S_INIT("de"),      S_INIT("del"),
    S_INIT("le"),        S_INIT("den"),       S_INIT("um"),      S_INIT("uhr"),
    S_INIT("à"),
};

/* What was read of a text so far. */
struct reading {
    str rest;
    int numbers[3], digits[3], numbers_len;
    int month; /* 0: none yet */
    bool is_first_half, is_second_half;
    struct date_time at;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c > 127;
}

static void skip(struct reading *r, size_t len)
{
    r->rest = str_slice(r->rest, len, r->rest.len);
}

/* Up to so many digits off the front; how many there were. */
static int take_digits(struct reading *r, int most, int *number)
{
    int len = 0;
    *number = 0;
    while (len < most && (size_t)len < r->rest.len && is_digit(r->rest.ptr[len]))
        *number = *number * 10 + (r->rest.ptr[len++] - '0');
    skip(r, (size_t)len);
    return len;
}

static bool take_sign(struct reading *r, char sign)
{
    if (r->rest.len == 0 || r->rest.ptr[0] != sign)
        return false;
    skip(r, 1);
    return true;
}

/* Behind the hour: ":15", ":15:30", ":15:30.123". */
static bool take_minutes(struct reading *r, int hour)
{
    int minute = 0, second = 0, fraction = 0;
    skip(r, 1);
    if (r->at.has_time || take_digits(r, 2, &minute) != 2)
        return false;
    if (take_sign(r, ':') && take_digits(r, 2, &second) != 2)
        return false;
    if (r->rest.len > 1 && r->rest.ptr[0] == '.' && is_digit(r->rest.ptr[1])) {
        skip(r, 1);
        while (take_digits(r, 8, &fraction) > 0)
            continue;
    }
    r->at.has_time = true;
    r->at.second = hour * HOUR_SECONDS + minute * MINUTE_SECONDS + second;
    return hour < 24 && minute < 60 && second < 60;
}

static bool take_number(struct reading *r)
{
    int number = 0, digits = take_digits(r, YEAR_DIGITS, &number);
    if (r->rest.len > 0 && r->rest.ptr[0] == ':')
        return digits <= 2 && take_minutes(r, number);
    if (r->numbers_len == 3 || (r->rest.len > 0 && is_digit(r->rest.ptr[0])))
        return false;
    r->numbers[r->numbers_len] = number;
    r->digits[r->numbers_len++] = digits;
    return true;
}

/* "+0100", "-08:00", "+02", behind a time. */
static bool take_offset(struct reading *r, int sign)
{
    int hours = 0, minutes = 0;
    skip(r, 1);
    if (r->at.has_zone || take_digits(r, 2, &hours) != 2)
        return false;
    (void)take_sign(r, ':');
    int digits = take_digits(r, 2, &minutes);
    r->at.has_zone = true;
    r->at.east = sign * (hours * HOUR_SECONDS + minutes * MINUTE_SECONDS);
    return digits != 1 && hours < 24 && minutes < 60;
}

static bool is_one_of(str word, const str *list, size_t len)
{
    for (size_t i = 0; i < len && list[i].len > 0; i++)
        if (str_equal(word, list[i]))
            return true;
    return false;
}

static bool hear_month(struct reading *r, str word)
{
    for (int i = 0; i < 12; i++)
        if (is_one_of(word, months[i], sizeof months[i] / sizeof *months[i])) {
            bool is_first = r->month == 0;
            r->month = i + 1;
            return is_first;
        }
    return false;
}

static bool hear_zone(struct reading *r, str word)
{
    if (!str_equal(word, S("z")) && !str_equal(word, S("utc")) && !str_equal(word, S("gmt")))
        return false;
    bool has_number = r->rest.len > 1 && str_has(S("+-"), r->rest.ptr[0]);
    if (r->at.has_zone || !r->at.has_time)
        return false;
    r->at.has_zone = !has_number; /* GMT+0100 */
    r->at.east = 0;
    return true;
}

static bool hear_half(struct reading *r, str word)
{
    bool is_first = str_equal(word, S("am")), is_second = str_equal(word, S("pm"));
    r->is_first_half = r->is_first_half || is_first;
    r->is_second_half = r->is_second_half || is_second;
    return (is_first || is_second) && r->at.has_time;
}

/* A word in small letters, without the points of an abbreviation. */
static str take_word(struct reading *r, char *into)
{
    size_t len = 0, i = 0;
    while (i < r->rest.len && (is_word_letter(r->rest.ptr[i]) || r->rest.ptr[i] == '.')) {
        char c = r->rest.ptr[i++];
        if (c == '.')
            continue;
        if (len == WORD_BYTES)
            return (str){NULL, 0};
        into[len++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    skip(r, i);
    return (str){into, len};
}

static bool take_name(struct reading *r)
{
    char letters[WORD_BYTES];
    str word = take_word(r, letters);
    return word.len > 0 && (hear_month(r, word) || hear_half(r, word) || hear_zone(r, word) ||
                            is_one_of(word, said_beside, sizeof said_beside / sizeof *said_beside));
}

static bool take_part(struct reading *r)
{
    char c = r->rest.ptr[0];
    if (is_digit(c))
        return take_number(r);
    if (is_word_letter(c))
        return take_name(r);
    bool is_offset = (c == '+' || c == '-') && r->at.has_time;
    if (is_offset)
        return take_offset(r, c == '+' ? 1 : -1);
    skip(r, 1);
    return str_has(S(" ,.-/"), c);
}

/* 12 AM is midnight, 12 PM noon. */
static bool set_half(struct reading *r)
{
    int hour = r->at.second / HOUR_SECONDS;
    bool is_halved = r->is_first_half || r->is_second_half;
    if ((r->is_first_half && r->is_second_half) || (is_halved && (hour == 0 || hour > NOON)))
        return false;
    if (r->is_second_half && hour < NOON)
        r->at.second += NOON * HOUR_SECONDS;
    if (r->is_first_half && hour == NOON)
        r->at.second -= NOON * HOUR_SECONDS;
    return true;
}

static bool read_all(struct reading *r)
{
    while (r->rest.len > 0)
        if (!take_part(r))
            return false;
    return set_half(r);
}

static int full_year(int number, int digits)
{
    if (digits > 2)
        return number;
    return number < YEAR_CENTURY ? 2000 + number : 1900 + number;
}

/* Of the numbers beside the month one is the year: of four digits, or the last of two. */
static bool date_beside_month(const struct reading *r, struct date *d)
{
    if (r->month == 0 || r->numbers_len == 0 || r->numbers_len > 2)
        return false;
    int year = r->digits[0] == YEAR_DIGITS ? 0 : r->numbers_len - 1;
    if (r->digits[year] != YEAR_DIGITS && (r->numbers_len == 1 || r->digits[year] != 2))
        return false;
    *d = (struct date){full_year(r->numbers[year], r->digits[year]), r->month, 1};
    if (r->numbers_len == 1)
        return date_is_real(*d);
    d->day = r->numbers[1 - year];
    return r->digits[1 - year] <= 2 && date_is_real(*d);
}

/* "09 5, 2013" */
static bool date_of_amazon(const struct reading *r, str s, struct date *d)
{
    size_t comma = 0;
    while (comma < s.len && s.ptr[comma] != ',')
        comma++;
    bool has_form = r->month == 0 && r->numbers_len == 3 && r->digits[2] == YEAR_DIGITS &&
                    comma >= 3 && comma <= 5 && str_has(str_slice(s, 1, 3), ' ');
    if (!has_form || r->at.has_time)
        return false;
    *d = (struct date){r->numbers[2], r->numbers[0], r->numbers[1]};
    return date_is_real(*d);
}

bool date_of_words(str s, struct date_time *out)
{
    struct date d;
    s = str_trim(s);
    struct reading r = {.rest = s};
    if (s.len < 6 || s.len > BYTES_MAX || !read_all(&r) ||
        (!date_beside_month(&r, &d) && !date_of_amazon(&r, s, &d)))
        return false;
    *out = r.at;
    out->day = date_to_day(d);
    return true;
}

bool date_time_of_str(str s, enum date_order order, struct date_time *out)
{
    struct date_time at = {.day = 0};
    if (date_of_words(s, out))
        return true;
    if (!date_of_str(s, order, &at.day))
        return false;
    str whole = str_trim(s), date = date_part(whole);
    struct reading r = {.rest = str_slice(whole, date.len, whole.len)};
    if (!take_sign(&r, 'T')) /* 2016-05-21T22:15 */
        (void)take_sign(&r, 't');
    bool is_read = r.rest.len <= BYTES_MAX && read_all(&r) && r.at.has_time && r.month == 0 &&
                   r.numbers_len == 0;
    *out = is_read ? r.at : at;
    out->day = at.day;
    return true;
}
