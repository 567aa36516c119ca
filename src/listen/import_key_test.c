/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_key.h"

#include "ask/lexer.h"
#include "base/test.h"
#include "base/test_random.h"
#include "base/text.h"

static void check(struct test *t, str name, str key)
{
    CHECK_STR(import_key_of_name(t->arena, name), key);
    CHECK(key.len == 0 || lexer_is_word(key));
    CHECK(key.len == 0 || import_key_is_valid(t->arena, key));
}

TEST(a_key_is_a_name_in_lower_snake_case)
{
    check(t, S("NETPRO"), S("netpro"));
    check(t, S("Location 1"), S("location_1"));
    check(t, S("  ...why?  "), S("why"));
    check(t, S("Provider.ID"), S("provider_id"));
    check(t, S("__a -- b__"), S("a_b"));
    check(t, S("¿En qué año naciste?"), S("en_qué_año_naciste"));
    check(t, S("GRÖSSE — größe"), S("grösse_größe"));
    check(t, S("満足度（総合）"), S("満足度_総合"));
    check(t, S("Оценка 1"), S("оценка_1"));
}

TEST(a_key_that_reads_as_a_number_gets_a_letter)
{
    check(t, S("2017"), S("q_2017"));
    check(t, S("1e3"), S("q_1e3"));
    check(t, S("7.5"), S("7_5"));
    check(t, S("2017 wave"), S("2017_wave"));
    check(t, S("2026-03-01"), S("2026_03_01"));
}

TEST(a_key_of_nothing_is_the_number_of_the_column)
{
    check(t, S(""), S(""));
    check(t, S(" ?! "), S(""));
    check(t, S("\xff\xfe"), S(""));
    CHECK_STR(import_key_of_column(t->arena, S(""), 0), S("column_1"));
    CHECK_STR(import_key_of_column(t->arena, S("#"), 11), S("column_12"));
    CHECK_STR(import_key_of_column(t->arena, S("id"), 11), S("id"));
}

TEST(a_long_key_is_cut_between_words)
{
    check(t, S("On a scale of 0-10, how would you rate the opening keynote?"),
          S("on_a_scale_of_0_10_how_would_you_rate_the_opening_keynote"));
    check(t, S("How likely are you to recommend R to a colleague, friend, or family member?"),
          S("how_likely_are_you_to_recommend_r_to_a_colleague_friend_or"));
    str word = str_format(t->arena, "%0*d", 80, 0);
    str key = import_key_of_name(t->arena, str_format(t->arena, "ä%.*s", STR(word)));
    CHECK_INT(text_len(key), 60);
    CHECK(str_starts_with(key, S("ä0")));
    /* a word that ends exactly at the limit stays */
    word = str_format(t->arena, "%.*s a b", STR(str_format(t->arena, "x%0*d", 59, 0)));
    CHECK_INT(import_key_of_name(t->arena, word).len, 60);
}

TEST(a_source_is_named_after_its_file)
{
    CHECK_STR(import_key_of_file(t->arena, S("sfo 2017.csv")), S("sfo_2017"));
    CHECK_STR(import_key_of_file(t->arena, S("/a/b.c/2017_SFO_Survey.csv")), S("2017_sfo_survey"));
    CHECK_STR(import_key_of_file(t->arena, S("export.csv.gz")), S("export"));
    CHECK_STR(import_key_of_file(t->arena, S("a.b/survey.ZIP")), S("survey"));
    CHECK_STR(import_key_of_file(t->arena, S("survey.tsv.zst")), S("survey"));
    CHECK_STR(import_key_of_file(t->arena, S(".csv")), S("csv"));
    CHECK_STR(import_key_of_file(t->arena, S("2017.csv")), S("file_2017"));
    CHECK_STR(import_key_of_file(t->arena, S("dir/")), S("file"));
    CHECK_STR(import_key_of_file(t->arena, S("plain")), S("plain"));
}

TEST(keys_are_made_to_differ)
{
    str keys[] = {S("a"), S("a"), S("a_2"), S("b"), S("a"), S("id")};
    const str taken[] = {S("id"), S("b_2"), S("b")};
    import_key_make_unique(t->arena, keys, 6, taken, 3);
    CHECK_STR(keys[0], S("a"));
    CHECK_STR(keys[1], S("a_3")); /* a_2 is another column's own */
    CHECK_STR(keys[2], S("a_2"));
    CHECK_STR(keys[3], S("b_3"));
    CHECK_STR(keys[4], S("a_4"));
    CHECK_STR(keys[5], S("id_2"));
}

TEST(keys_that_differ_stay_as_short_as_a_key_may_be)
{
    str word = import_key_of_name(t->arena, str_format(t->arena, "x%0*d", 80, 0));
    str keys[12];
    for (size_t i = 0; i < 12; i++)
        keys[i] = word;
    import_key_make_unique(t->arena, keys, 12, NULL, 0);
    CHECK_STR(str_slice(keys[11], 57, 60), S("_12"));
    for (size_t i = 0; i < 12; i++) {
        CHECK_INT(keys[i].len, 60);
        for (size_t j = 0; j < i; j++)
            CHECK(!str_equal(keys[i], keys[j]));
    }
}

TEST(thousands_of_equal_names_take_no_time)
{
    enum { MANY = 10000 };
    str *keys = ARENA_ARRAY(t->arena, str, MANY);
    for (size_t i = 0; i < MANY; i++)
        keys[i] = S("a");
    import_key_make_unique(t->arena, keys, MANY, NULL, 0);
    CHECK_STR(keys[MANY - 1], S("a_10000"));
}

TEST(whatever_the_name_its_key_is_a_word_and_its_own_key)
{
    static const char alphabet[] = "aA1._- é";
    struct test_random r = {7};
    for (int round = 0; round < 20000; round++) {
        char name[120];
        size_t len = test_random_below(&r, sizeof name);
        for (size_t i = 0; i < len; i++)
            name[i] = round % 2 ? alphabet[test_random_below(&r, sizeof alphabet - 1)]
                                : (char)test_random_below(&r, 256);
        str key = import_key_of_name(t->arena, (str){name, len});
        CHECK(key.len == 0 || (lexer_is_word(key) && import_key_is_valid(t->arena, key)));
        CHECK(text_len(key) <= 60);
    }
}
