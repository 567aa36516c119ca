/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_profile.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/test.h"
#include "base/test_random.h"

/* The cells of one column, separated by bars. */
static struct import_profile_column profile_of(struct test *t, const char *cells)
{
    struct import_profile *p = import_profile_make(t->arena, 1, false);
    for (str rest = str_of_chars(cells); rest.ptr;) {
        str cell = str_cut(rest, '|', &rest);
        import_profile_add(p, &cell);
    }
    return import_profile_column(t->arena, p, 0);
}

static uint64_t count_of(const struct import_profile_column *c, str text)
{
    for (size_t i = 0; i < c->texts_len; i++)
        if (str_equal(c->texts[i].text, text))
            return c->texts[i].count;
    return 0;
}

TEST(texts_of_a_column_are_counted_as_they_come)
{
    struct import_profile_column c = profile_of(t, "b|9|a|9|10|10|b|9.0|nb|9");
    CHECK_INT(c.cells, 10);
    CHECK_INT(c.texts_len, 6);
    CHECK_INT(c.distinct, 6);
    CHECK_INT(c.repeats, 4);
    CHECK(!c.more);
    CHECK_STR(c.texts[0].text, S("b"));
    CHECK_INT(count_of(&c, S("9")), 3);
    CHECK_INT(count_of(&c, S("10")), 2);
    CHECK_INT(count_of(&c, S("9.0")), 1);
    CHECK_INT(count_of(&c, S("nb")), 1);
}

TEST(words_for_missing_are_no_texts)
{
    struct import_profile_column c = profile_of(t, "|NA|n/a|null|BLANK|N|B|no|blanks|0");
    CHECK_INT(c.missing, 5);
    CHECK_INT(c.cells, 5);
    CHECK_INT(c.texts_len, 5);
}

TEST(numbers_are_counted_with_their_range)
{
    struct import_profile_column c = profile_of(t, "3|-1|7.5|12|x|007|9.0|1e1|1,5");
    CHECK_INT(c.numbers, 7);
    CHECK_INT(c.wholes, 6);
    CHECK_INT(c.padded, 1);
    CHECK(decimal_equal(c.min, decimal_of_int(-1)) && decimal_equal(c.max, decimal_of_int(12)));
    struct import_profile *p = import_profile_make(t->arena, 1, true);
    import_profile_add(p, &S("1,5"));
    CHECK_INT(import_profile_column(t->arena, p, 0).numbers, 1);
}

TEST(dates_are_counted_by_what_they_say_of_their_order)
{
    struct import_profile_column c =
        profile_of(t, "2026-03-01|13/1/2026|1/13/2026 10:00|1/2/2026|2026|20260301|soon|2026-03");
    CHECK_INT(c.dates[DATE_CLEAR], 3); /* the lone year is a number */
    CHECK_INT(c.dates[DATE_SAYS_DAY], 1);
    CHECK_INT(c.dates[DATE_SAYS_MONTH], 1);
    CHECK_INT(c.dates[DATE_SAYS_NOTHING], 1);
    CHECK_INT(c.dates[DATE_NONE], 2);
    CHECK_INT(c.numbers, 2);
}

TEST(texts_are_measured_in_characters)
{
    struct import_profile_column c = profile_of(t, "größer|a b|a b|line\nbreak");
    CHECK_INT(c.characters, 6 + 3 + 3 + 10);
    CHECK_INT(c.longest, 10);
    CHECK_INT(c.blanks, 2);
    CHECK_INT(c.breaks, 1);
}

TEST(addresses_of_mail_are_counted)
{
    struct import_profile_column c =
        profile_of(t, "a@b.org|a.b+c@d-e.co.uk|@b.org|a@org|a@b.|a b@c.org|a@b@c.org|a@.b");
    CHECK_INT(c.emails, 2);
}

TEST(a_long_text_is_only_measured)
{
    struct import_profile *p = import_profile_make(t->arena, 1, false);
    char text[400];
    memset(text, 'x', sizeof text);
    str just_kept = {text, LIMIT_PROFILE_TEXT_BYTES}, long_one = {text, sizeof text};
    import_profile_add(p, &just_kept);
    import_profile_add(p, &long_one);
    import_profile_add(p, &long_one);
    struct import_profile_column c = import_profile_column(t->arena, p, 0);
    CHECK_INT(c.cells, 3);
    CHECK_INT(c.texts_len, 1);
    CHECK(c.more);
    CHECK_INT(c.distinct, 2);
    CHECK_INT(c.repeats, 1);
    CHECK_INT(c.characters, LIMIT_PROFILE_TEXT_BYTES + 800);
    CHECK_INT(c.longest, 400);
}

/* rounds times the numbers 0 … values - 1, as texts with a word in front. */
static struct import_profile_column profile_of_many(struct test *t, size_t values, int rounds)
{
    struct import_profile *p = import_profile_make(t->arena, 2, false);
    for (int r = 0; r < rounds; r++)
        for (size_t i = 0; i < values; i++) {
            char text[24];
            int len = snprintf(text, sizeof text, "%zu", i);
            str cells[] = {{text, (size_t)len}, S("")};
            import_profile_add(p, cells);
        }
    CHECK_INT(import_profile_records(p), values * (size_t)rounds);
    CHECK_INT(import_profile_column(t->arena, p, 1).missing, values * (size_t)rounds);
    return import_profile_column(t->arena, p, 0);
}

TEST(texts_beyond_the_limit_are_estimated)
{
    struct import_profile_column c = profile_of_many(t, 1999, 1);
    CHECK(!c.more && c.distinct == 1999);
    c = profile_of_many(t, 2200, 1); /* few enough to be counted all the same */
    CHECK(c.more);
    CHECK_INT(c.texts_len, LIMIT_PROFILE_DISTINCT);
    CHECK_INT(c.distinct, 2200);
    CHECK_INT(c.repeats, 0);
    CHECK_INT(c.numbers, 2200);
    CHECK(decimal_equal(c.max, decimal_of_int(2199)));
    c = profile_of_many(t, 200000, 1);
    CHECK(c.distinct > 150000 && c.distinct <= 200000);
    CHECK_INT(c.repeats, 0);
    c = profile_of_many(t, 50000, 3);
    CHECK(c.distinct > 40000 && c.distinct < 60000);
    CHECK(c.repeats >= 4000);
    CHECK_INT(c.cells, 150000);
}

TEST(memory_for_texts_is_bounded)
{
    enum { COLUMNS = 400, ROWS = 2500 };
    struct import_profile *p = import_profile_make(t->arena, COLUMNS, false);
    str *cells = ARENA_ARRAY(t->arena, str, COLUMNS);
    char text[200];
    memset(text, 'x', sizeof text);
    size_t before = arena_used(t->arena);
    for (int i = 0; i < ROWS; i++) {
        (void)snprintf(text, sizeof text, "%d", i);
        for (size_t c = 0; c < COLUMNS; c++)
            cells[c] = (str){text, sizeof text};
        import_profile_add(p, cells);
    }
    CHECK(arena_used(t->arena) - before < LIMIT_PROFILE_BYTES + MIB);
    struct import_profile_column c = import_profile_column(t->arena, p, COLUMNS - 1);
    CHECK_INT(c.cells, ROWS);
    CHECK(c.more && c.texts_len < LIMIT_PROFILE_DISTINCT);
    CHECK_INT(c.characters, ROWS * 200);
}

TEST(a_profile_counts_as_a_naive_reader_does)
{
    static const char *const words[] = {"",  "NA",   "0",     "5",    "10",   "99",        "7.5",
                                        "x", "a b",  "a@b.c", "n/a",  "Null", "1/13/26",   "007",
                                        "é", "-1e2", "blank", "nope", "5.0",  "2026-01-31"};
    enum { WORDS = sizeof words / sizeof *words };
    struct test_random r = {11};
    struct import_profile *p = import_profile_make(t->arena, 1, false);
    uint64_t counts[WORDS] = {0};
    for (int i = 0; i < 5000; i++) {
        size_t word = test_random_below(&r, WORDS);
        str cell = str_of_chars(words[word]);
        import_profile_add(p, &cell);
        counts[word]++;
    }
    struct import_profile_column c = import_profile_column(t->arena, p, 0);
    CHECK_INT(c.missing, counts[0] + counts[1] + counts[10] + counts[11] + counts[16]);
    for (size_t i = 0; i < WORDS; i++) {
        bool missing = i == 0 || i == 1 || i == 10 || i == 11 || i == 16;
        CHECK_INT(count_of(&c, str_of_chars(words[i])), missing ? 0 : counts[i]);
    }
    CHECK_INT(c.numbers, counts[2] + counts[3] + counts[4] + counts[5] + counts[6] + counts[13] +
                             counts[15] + counts[18]);
    CHECK_INT(c.wholes, c.numbers - counts[6]);
    CHECK_INT(c.dates[DATE_SAYS_MONTH], counts[12]);
}
