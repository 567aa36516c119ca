/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/codepage.h"

#include "base/test.h"
#include "base/test_random.h"
#include "base/text.h"

static const struct codepage latin = {.is_utf8 = false}, utf8 = {.is_utf8 = true},
                             dos = {.is_dos = true};

/* The text as one record of a file that has shown this of itself. */
static str of_record(struct test *t, struct codepage file, str bytes, bool *is_mixed)
{
    return codepage_decode(t->arena, bytes, codepage_of_record(bytes, file, is_mixed));
}

static void should_be(struct test *t, struct codepage file, const char *bytes, const char *should)
{
    bool is_mixed = false;
    CHECK_STR(of_record(t, file, str_of_chars(bytes), &is_mixed), str_of_chars(should));
}

TEST(codepage_reads_latin_1_the_euro_and_the_ellipsis)
{
    should_be(t, latin, "caf\xE9 15\x80 et plus\x85 \xA9\xFF", "café 15€ et plus… ©ÿ");
    should_be(t, dos, "caf\xE9 15\x80 et plus\x85", "café 15€ et plus…");
}

TEST(codepage_takes_letters_within_words_for_cp850)
{
    should_be(t, latin,
              "pr\x82sent\x82 et f\x83"
              "ch\x82"
              "e",
              "présenté et fâchée");
    should_be(t, latin,
              "apr\x8As fra\x8C"
              "che no\x89l",
              "après fraîche noël");
    should_be(t, latin,
              "cr\x82\x82"
              "e, \x82t\x82",
              "créée, été");
    should_be(t, latin,
              "REGRETT\x90 \x90TANT \x81"
              "ber",
              "REGRETTÉ ÉTANT über");
    should_be(t, latin, "go\x96t, coup\x82", "goût, coupé"); /* the record's other word says so */
    should_be(t, dos, "go\x96t d\x96 tt", "goût dû tt");     /* … or the file's */
    should_be(t, latin, "10 \x9C, 3 \x9E 4", "10 £, 3 × 4");
}

TEST(codepage_takes_marks_where_they_stand_for_windows_1252)
{
    should_be(t, latin, "\x93quick\x94 \x96 it\x92s \x82so\x91", "“quick” – it’s ‚so‘");
    should_be(t, latin,
              "L\x92"
              "eau, l\x92heure, C\x92"
              "est c\x9Cur",
              "L’eau, l’heure, C’est cœur");
    should_be(t, latin,
              "word\x97word Brand\x99 Va\x9A"
              "ek",
              "word—word Brand™ Vašek");
    should_be(t, dos, "it\x92s \x96 \x95 this", "it’s – • this"); /* whatever the file's are */
    should_be(t, latin, "\x8Cuvre \x8Akoda", "Œuvre Škoda");
}

TEST(codepage_reads_both_within_one_cell)
{
    should_be(t, latin,
              "J\x92"
              "ai \x82t\x82 re\x87u et \xE9lu",
              "J’ai été reçu et élu");
    should_be(t, latin, "Pr\xC3\xA9sent, pr\xE9sent, pr\x82sent", "Présent, présent, présent");
}

TEST(codepage_keeps_utf8_where_it_is_meant)
{
    should_be(t, utf8, "é \xE9 😀 \xC9\x85 x\x80", "é é 😀 \xC9\x85 x€");
    should_be(t, latin, "CARR\xC9\xA0!", "CARRÉ\xC2\xA0!"); /* not U+0260 */
    should_be(t, latin, "\x93MEN\xDC\x94", "“MENÜ”");       /* not U+0714 */
    should_be(t, latin, "na\xC3\xAFve \xE2\x80\x99 \xF0\x9F\x98\x80", "naïve ’ 😀");
    should_be(t, utf8, "\xED\xA0\x80 \xC3", "í\xC2\xA0€ Ã"); /* a surrogate is none */
}

static void should_show(const char *sample, bool whole, struct codepage should)
{
    struct codepage is = codepage_of_sample(str_of_chars(sample), whole);
    CHECK_THAT(is.is_utf8 == should.is_utf8 && is.is_dos == should.is_dos, "\"%s\" shows %d %d",
               sample, is.is_utf8, is.is_dos);
}

TEST(codepage_of_a_sample_is_what_most_of_it_is)
{
    (void)t;
    should_show("", true, utf8);
    should_show("all of ASCII", true, utf8);
    should_show("Zürich, Gen\xE8ve, Köln", true, utf8);
    should_show("Z\xFCrich, Genève", true, latin);
    should_show("Z\xFCrich \x93quoted\x94", true, latin);
    should_show("pr\x82sent, j\x92"
                "ai, coup\x82",
                true, dos);
    should_show("pr\x82sent, j\x92"
                "ai, l\x92"
                "eau",
                true, latin);
    should_show("x\xC3", false, utf8); /* the sample's end cuts it */
    should_show("x\xC3", true, latin);
}

static bool mixes(struct test *t, struct codepage file, const char *record)
{
    bool is_mixed = true;
    (void)of_record(t, file, str_of_chars(record), &is_mixed);
    return is_mixed;
}

TEST(codepage_says_which_records_are_not_in_the_files_encoding)
{
    CHECK(!mixes(t, utf8, "1,é") && !mixes(t, latin, "1,\xE9 \x93x\x94 5\x80\x85"));
    CHECK(!mixes(t, utf8, "1,x") && !mixes(t, latin, "1,x"));
    CHECK(mixes(t, utf8, "1,\xE9") && mixes(t, latin, "1,é") && mixes(t, latin, "1,pr\x82s"));
    CHECK(mixes(t, dos, "1,go\x96t") && !mixes(t, dos, "1,it\x92s \x96"));
}

TEST(codepage_gives_every_byte_a_meaning)
{
    for (unsigned byte = 0x80; byte <= 0xFF; byte++)
        for (int page = 0; page < 3; page++) {
            char c = (char)byte;
            struct codepage p = {.is_utf8 = page == 1, .is_dos = page == 2};
            str text = codepage_decode(t->arena, (str){&c, 1}, p), rest = text;
            uint32_t point = 0;
            CHECK(text_next(&rest, &point) && rest.len == 0);
            CHECK_THAT(point >= 0xA0 && (byte < 0xA0 || point == byte), "%02x is %.*s", byte,
                       STR(text));
        }
}

TEST(codepage_makes_utf8_of_whatever_comes)
{
    static const char bytes[] =
        "ae E\x80\x82\x85\x90\x92\x93\x96\x9C\xA0\xC3\xA9\xE2\x80\xF0\xFF,\"";
    for (uint64_t seed = 1; seed <= 20000; seed++) {
        struct test_random r = {seed};
        struct arena *a = arena_make(0);
        char text[24];
        size_t len = test_random_below(&r, sizeof text);
        for (size_t i = 0; i < len; i++)
            text[i] = bytes[test_random_below(&r, sizeof bytes - 1)];
        bool is_mixed = false;
        str s = {text, len};
        struct codepage page = codepage_of_record(s, codepage_of_sample(s, true), &is_mixed);
        str decoded = codepage_decode(a, s, page);
        CHECK_THAT(text_is_utf8(decoded), "seed %llu", (unsigned long long)seed);
        CHECK(!text_is_utf8(s) || str_equal(decoded, s));
        arena_done(a);
    }
}
