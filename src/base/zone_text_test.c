/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "base/date.h"
#include "base/test.h"
#include "base/test_random.h"
#include "base/zone.h"

static str read_again(struct test *t, const char *text)
{
    usec_t at = 0;
    CHECK_THAT(usec_of_str(str_of_chars(text), &at), "\"%s\" is no instant", text);
    return usec_to_str(t->arena, at);
}

TEST(usec_of_an_instant_is_read_as_people_write_it)
{
    CHECK_STR(read_again(t, "2026-03-01T09:30:00Z"), S("2026-03-01T09:30:00Z"));
    CHECK_STR(read_again(t, "2026-03-01t09:30:00z"), S("2026-03-01T09:30:00Z"));
    CHECK_STR(read_again(t, "2026-03-01 09:30Z"), S("2026-03-01T09:30:00Z"));
    CHECK_STR(read_again(t, "2026-03-01 09:30:00.123456+02:00"), S("2026-03-01T07:30:00.123456Z"));
    CHECK_STR(read_again(t, "2026-03-01 09:30:00,5 +0200"), S("2026-03-01T07:30:00.500000Z"));
    CHECK_STR(read_again(t, "2026-03-01 00:30+02"), S("2026-02-28T22:30:00Z"));
    CHECK_STR(read_again(t, "2026-02-28T23:30:00-05:45"), S("2026-03-01T05:15:00Z"));
    CHECK_STR(read_again(t, " 2026-03-01 09:30:00 UTC "), S("2026-03-01T09:30:00Z"));
    CHECK_STR(read_again(t, "2026-03-01T09:30:00-00:00"), S("2026-03-01T09:30:00Z"));
    CHECK_STR(read_again(t, "2026-03-01T09:30:00.1234567899Z"), S("2026-03-01T09:30:00.123456Z"));
    CHECK_STR(read_again(t, "2026-03-01T09:30:00.000000Z"), S("2026-03-01T09:30:00Z"));
    CHECK_STR(read_again(t, "2016-12-31T23:59:60Z"), S("2016-12-31T23:59:59.999999Z"));
    CHECK_STR(read_again(t, "2017-01-01T00:59:60.5+01:00"), S("2016-12-31T23:59:59.999999Z"));
    CHECK_STR(read_again(t, "2024-02-29T00:00:00Z"), S("2024-02-29T00:00:00Z"));
}

TEST(usec_of_an_instant_counts_from_1970)
{
    usec_t at = 7;
    CHECK(usec_of_str(S("1970-01-01T00:00:00Z"), &at) && at == 0);
    CHECK(usec_of_str(S("1969-12-31T23:59:59.999999Z"), &at) && at == -1);
    CHECK(usec_of_str(S("2001-09-09T01:46:40Z"), &at) && at == 1000000000 * USEC_SECOND);
    CHECK(usec_of_str(S("0001-01-01T00:00:00Z"), &at) && at == -62135596800 * USEC_SECOND);
    CHECK(usec_of_str(S("9999-12-31T23:59:59Z"), &at) && at == 253402300799 * USEC_SECOND);
}

TEST(usec_of_what_is_no_instant_is_refused)
{
    static const char *const texts[] = {
        "",
        "2026-03-01",
        "2026-03-01Z",
        "2026-03-01T09:30:00", /* no zone */
        "2026-03-01 09:30",
        "2026-03-01T09Z",
        "2026-03-01T9:30Z",
        "2026-3-1T09:30Z",
        "26-03-01T09:30Z",
        "20260301T093000Z",
        "2026/03/01T09:30Z",
        "2026-02-29T09:30Z",
        "2026-13-01T09:30Z",
        "0000-12-31T09:30Z",
        "2026-03-01T24:00Z",
        "2026-03-01T23:60Z",
        "2026-03-01T23:59:61Z",
        "2026-03-01T09:30:00.Z",
        "2026-03-01T09:30.5Z",
        "2026-03-01T09:30:5Z",
        "2026-03-01  09:30Z",
        "2026-03-01T09:30ZZ",
        "2026-03-01T09:30:00+",
        "2026-03-01T09:30:00+2",
        "2026-03-01T09:30:00+02:",
        "2026-03-01T09:30:00+02:0",
        "2026-03-01T09:30:00+24:00",
        "2026-03-01T09:30:00+02:60",
        "2026-03-01T09:30:00+02:00:00",
        "2026-03-01T09:30:00  +02:00",
        "2026-03-01T09:30:00 CET",
        "2026-03-01T09:30:00 Europe/Madrid",
        "2026-03-01T09:30:00Z\x01",
        "2026-03-01T09:30 AM",
        "0001-01-01T00:00:00+00:01", /* year 0 */
        "9999-12-31T23:59:59-00:01", /* year 10000 */
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        usec_t at = 7;
        CHECK_THAT(!usec_of_str(str_of_chars(texts[i]), &at) && at == 7, "\"%s\"", texts[i]);
    }
    usec_t at = 7;
    CHECK(!usec_of_str((str){NULL, 0}, &at) && !usec_of_str((str){"\0", 1}, &at) && at == 7);
}

/* No text between a good one and nothing is read past its end. */
TEST(usec_of_every_part_of_an_instant_is_itself_or_refused)
{
    static const str whole = S_INIT("2026-03-01T09:30:00.123456+02:00");
    size_t read = 0;
    for (size_t len = 0; len <= whole.len; len++) {
        char *part = arena_take(t->arena, len);
        memcpy(part, whole.ptr, len);
        usec_t at = 0;
        read += usec_of_str((str){part, len}, &at);
    }
    CHECK_INT(read, 2); /* …+02 and the whole */
}

TEST(usec_to_a_text_and_back_is_the_same_instant)
{
    struct test_random r = {1};
    usec_t first = date_to_day((struct date){1, 1, 1}) * USEC_DAY;
    usec_t last = (date_to_day((struct date){9999, 12, 31}) + 1) * USEC_DAY - 1;
    for (int i = 0; i < 20000; i++) {
        usec_t at = first + (usec_t)test_random_below(&r, (size_t)(last - first)), again = 0;
        at = i == 0                      ? first
             : i == 1                    ? last
             : test_random_one_in(&r, 2) ? at
                                         : at / 1000000 * 1000000;
        str text = usec_to_str(t->arena, at);
        CHECK_THAT(usec_of_str(text, &again) && again == at, "%.*s", STR(text));
        CHECK_INT(text.len, at % USEC_SECOND ? 27 : 20);
    }
}

TEST(usec_of_a_wall_time_has_no_zone)
{
    int32_t day = 0;
    usec_t of_day = 0;
    CHECK(usec_of_wall(S("2026-03-01 09:30"), &day, &of_day));
    CHECK_INT(day, date_to_day((struct date){2026, 3, 1}));
    CHECK_INT(of_day, 9 * USEC_HOUR + 30 * USEC_MINUTE);
    CHECK(usec_of_wall(S("1969-12-31T23:59:59.5"), &day, &of_day));
    CHECK(day == -1 && of_day == USEC_DAY - USEC_SECOND / 2);
    CHECK(usec_of_wall(S(" 2026-03-02 "), &day, &of_day));
    CHECK(day == date_to_day((struct date){2026, 3, 2}) && of_day == 0);
    CHECK(usec_of_wall(S("2026-03-01 23:59:60"), &day, &of_day) && of_day == USEC_DAY - 1);
    static const char *const texts[] = {
        "",           "2026-03-01T09:30:00Z", "2026-03-01 09:30+02", "2026-03-01T", "2026-03",
        "2026-02-30", "2026-03-01 09",        "2026-03-01 25:00",    "3/1/2026",    "2026-03-01x",
    };
    day = 7;
    of_day = 8;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        CHECK_THAT(!usec_of_wall(str_of_chars(texts[i]), &day, &of_day), "\"%s\"", texts[i]);
    CHECK(day == 7 && of_day == 8);
}

TEST(usec_now_is_after_this_was_written_and_goes_on)
{
    usec_t written = 0, now = usec_now();
    CHECK(usec_of_str(S("2025-01-01T00:00:00Z"), &written) && now > written);
    time_t seconds = time(NULL);
    CHECK(seconds - now / USEC_SECOND <= 2 && usec_now() >= now);
}
