/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"

#include "base/limits.h"
#include "base/test.h"

static bool is_valid(str s)
{
    uint32_t c;
    return text_next(&s, &c) && s.len == 0;
}

TEST(text_next_reads_every_length_of_utf8)
{
    (void)t;
    str rest = S("aé€😀");
    uint32_t c;
    static const uint32_t should[] = {'a', 0xE9, 0x20AC, 0x1F600};
    for (size_t i = 0; i < 4; i++) {
        CHECK(text_next(&rest, &c));
        CHECK_INT(c, should[i]);
    }
    CHECK_INT(rest.len, 0);
}

TEST(text_next_takes_the_borders_of_utf8_and_nothing_beyond)
{
    (void)t;
    CHECK(is_valid(S("\xC2\x80")) && is_valid(S("\xDF\xBF")));
    CHECK(is_valid(S("\xE0\xA0\x80")) && is_valid(S("\xEF\xBF\xBF")));
    CHECK(is_valid(S("\xED\x9F\xBF")) && is_valid(S("\xEE\x80\x80")));
    CHECK(is_valid(S("\xF0\x90\x80\x80")) && is_valid(S("\xF4\x8F\xBF\xBF")));
    CHECK(!is_valid(S("\xC0\x80")) && !is_valid(S("\xC1\xBF"))); /* too long a form */
    CHECK(!is_valid(S("\xE0\x9F\xBF")) && !is_valid(S("\xF0\x8F\xBF\xBF")));
    CHECK(!is_valid(S("\xED\xA0\x80")) && !is_valid(S("\xED\xBF\xBF"))); /* surrogates */
    CHECK(!is_valid(S("\xF4\x90\x80\x80")) && !is_valid(S("\xF5\x80\x80\x80")));
    CHECK(!is_valid(S("\xE2\x82")) && !is_valid(S("\xC3"))); /* cut */
    CHECK(!is_valid(S("\x80")) && !is_valid(S("\xFF")));
}

TEST(text_next_takes_one_byte_of_what_is_not_utf8)
{
    (void)t;
    str rest = S("\xE2\x82z");
    uint32_t c;
    CHECK(!text_next(&rest, &c));
    CHECK_INT(c, 0xE2);
    CHECK(!text_next(&rest, &c));
    CHECK_INT(c, 0x82);
    CHECK(text_next(&rest, &c));
    CHECK_INT(c, 'z');
}

TEST(text_add_and_text_next_agree_on_every_code_point)
{
    struct buf b = buf_make(t->arena, 8 * MIB);
    for (uint32_t c = 0; c <= 0x10FFFF; c++)
        text_add(&b, c);
    str rest = buf_str(&b);
    CHECK(!b.full);
    for (uint32_t should = 0, is; should <= 0x10FFFF; should++) {
        bool is_surrogate = should >= 0xD800 && should <= 0xDFFF;
        CHECK(text_next(&rest, &is));
        CHECK_INT(is, is_surrogate ? 0xFFFD : should);
    }
}

TEST(text_is_utf8_finds_one_bad_byte_wherever_it_stands)
{
    char bytes[40];
    for (size_t len = 1; len <= sizeof bytes; len++) {
        for (size_t bad = 0; bad < len; bad++) {
            memset(bytes, 'a', len);
            CHECK(text_is_utf8((str){bytes, len}));
            bytes[bad] = '\xE9';
            CHECK(!text_is_utf8((str){bytes, len}));
        }
    }
    CHECK(text_is_utf8(S("")));
    CHECK(text_is_utf8(S("Zürich, Genève und 東京")));
    (void)t;
}

TEST(text_equal_ignoring_case_knows_more_than_ascii)
{
    (void)t;
    CHECK(text_equal_ignoring_case(S("ÄRZTE"), S("ärzte")));
    CHECK(text_equal_ignoring_case(S("ΟΔΟΣ"), S("οδος")));
    CHECK(text_equal_ignoring_case(S("οδος"), S("οδοσ")));
    CHECK(text_equal_ignoring_case(S("МОСКВА"), S("москва")));
    CHECK(!text_equal_ignoring_case(S("straße"), S("STRASSE")));
    CHECK(!text_equal_ignoring_case(S("a"), S("aa")));
    CHECK(!text_equal_ignoring_case(S("\xE9"), S("é")));
    CHECK(text_equal_ignoring_case(S("x\xE9"), S("X\xE9")));
}

TEST(text_to_lower_keeps_what_has_no_case)
{
    CHECK_STR(text_to_lower(t->arena, S("ÀB 9 東 \xFF Ⱥς")), S("àb 9 東 \xFF ⱥς"));
    CHECK_STR(text_to_lower(t->arena, S("")), S(""));
}

TEST(text_width_counts_cells_not_bytes)
{
    (void)t;
    CHECK_INT(text_width(S("")), 0);
    CHECK_INT(text_width(S("abc")), 3);
    CHECK_INT(text_width(S("éü−…")), 4);
    CHECK_INT(text_width(S("e\xCC\x81")), 1); /* e with a combining accent */
    CHECK_INT(text_width(S("東京")), 4);
    CHECK_INT(text_width(S("한국")), 4);
    CHECK_INT(text_width(S("😀")), 2);
    CHECK_INT(text_width(S("├──●")), 4);
}

TEST(text_escape_shows_what_would_steer_the_terminal)
{
    CHECK_STR(text_escape(t->arena, S("a\x1b[31mb")), S("a\\x1b[31mb"));
    CHECK_STR(text_escape(t->arena, S("1\n2\t3\r")), S("1\\n2\\t3\\r"));
    CHECK_STR(text_escape(t->arena, S("\xC2\x9B"
                                      "31m")),
              S("\\u009b31m"));
    CHECK_STR(text_escape(t->arena, S("\xE9t\xE9")), S("\\xe9t\\xe9"));
    struct buf turned = buf_make(t->arena, 8);
    text_add(&turned, 0x202E); /* right to left from here on */
    CHECK_STR(text_escape(t->arena, buf_str(&turned)), S("\\u202e"));
    CHECK_STR(text_escape(t->arena, S("\xEF\xBB\xBFnps")), S("\\ufeffnps"));
    CHECK_STR(text_escape(t->arena, S("\xF3\xA0\x80\x81")), S("\\U000e0001"));
    CHECK_STR(text_escape(t->arena, (str){"a\0b", 3}), S("a\\x00b"));
    CHECK_INT(text_width(S("\x1b[31m")), 8);
}

TEST(text_escape_twice_is_text_escape_once)
{
    str once = text_escape(t->arena, S("\\ \x1b \xFF 東 \x7F"));
    CHECK_STR(text_escape(t->arena, once), once);
    str plain = S("nothing to do");
    CHECK(text_escape(t->arena, plain).ptr == plain.ptr);
}

TEST(text_fit_cuts_with_an_ellipsis_inside_the_width)
{
    CHECK_STR(text_fit(t->arena, S("departure"), 9), S("departure"));
    CHECK_STR(text_fit(t->arena, S("departure"), 8), S("departu…"));
    CHECK_STR(text_fit(t->arena, S("the gate"), 5), S("the…"));
    CHECK_STR(text_fit(t->arena, S("東京都"), 5), S("東京…"));
    CHECK_STR(text_fit(t->arena, S("東京都"), 4), S("東…"));
    CHECK_STR(text_fit(t->arena,
                       S("ee\xCC\x81"
                         "ef"),
                       3),
              S("ee\xCC\x81…"));
    CHECK_STR(text_fit(t->arena, S("abc"), 1), S("…"));
    CHECK_STR(text_fit(t->arena, S("abc"), 0), S(""));
    CHECK_STR(text_fit(t->arena, S("a\nb"), 3), S("a…"));
    CHECK_STR(text_fit_with(t->arena, S("departure"), 8, S("..")), S("depart.."));
    CHECK_STR(text_fit_with(t->arena, S("abc"), 1, S("..")), S("."));
}

TEST(text_wrap_next_breaks_at_spaces)
{
    (void)t;
    str rest = S("one two  three");
    CHECK_STR(text_wrap_next(&rest, 8), S("one two"));
    CHECK_STR(text_wrap_next(&rest, 8), S("three"));
    CHECK_INT(rest.len, 0);
    rest = S("one two");
    CHECK_STR(text_wrap_next(&rest, 7), S("one two"));
    CHECK_INT(rest.len, 0);
    rest = S("one two");
    CHECK_STR(text_wrap_next(&rest, 3), S("one"));
    CHECK_STR(text_wrap_next(&rest, 3), S("two"));
}

TEST(text_wrap_next_cuts_long_words_and_ends_at_line_breaks)
{
    (void)t;
    str rest = S("abcdefg hi\n\n  indented");
    CHECK_STR(text_wrap_next(&rest, 4), S("abcd"));
    CHECK_STR(text_wrap_next(&rest, 4), S("efg"));
    CHECK_STR(text_wrap_next(&rest, 4), S("hi"));
    CHECK_STR(text_wrap_next(&rest, 4), S(""));
    CHECK_STR(text_wrap_next(&rest, 20), S("  indented"));
    CHECK_INT(rest.len, 0);
    rest = S("東京都");
    CHECK_STR(text_wrap_next(&rest, 1), S("東")); /* never stands still */
}

TEST(text_quote_shows_at_most_sixty_characters)
{
    CHECK_STR(text_quote(t->arena, S("12")), S("\"12\""));
    CHECK_STR(text_quote(t->arena, S("")), S("\"\""));
    CHECK_STR(text_quote(t->arena, S("a\x1b\n\xFF é")), S("\"a\\x1b\\n\\xff é\""));
    CHECK_STR(text_quote(t->arena, S("say \"C:\\n\"")), S("\"say \\\"C:\\\\n\\\"\""));
    struct buf b = buf_make(t->arena, KIB);
    buf_add_repeated(&b, S("é"), LIMIT_QUOTED_CHARS);
    CHECK_INT(text_len(text_quote(t->arena, buf_str(&b))), LIMIT_QUOTED_CHARS + 2);
    buf_add(&b, S("é"));
    str cut = text_quote(t->arena, buf_str(&b));
    CHECK_INT(text_len(cut), LIMIT_QUOTED_CHARS + 3);
    CHECK_STR(str_slice(cut, cut.len - 4, cut.len), S("…\""));
}

TEST(text_to_ascii_stays_readable)
{
    CHECK_STR(text_to_ascii(t->arena, S("Café Zoë, Łódź – “5 × 3” ≥ −1 …")),
              S("Cafe Zoe, Lodz - \"5 x 3\" >= -1 ..."));
    CHECK_STR(text_to_ascii(t->arena, S("Straße 東 e\xCC\x81 \x1b")), S("Strasse ? e \\x1b"));
    str all = buf_str(&(struct buf){0});
    CHECK_STR(text_to_ascii(t->arena, all), S(""));
    for (uint32_t c = 0; c < 0x30000; c++) {
        struct buf b = buf_make(t->arena, 8);
        text_add(&b, c);
        str ascii = text_to_ascii(t->arena, buf_str(&b));
        for (size_t i = 0; i < ascii.len; i++)
            CHECK_THAT(ascii.ptr[i] >= ' ' && ascii.ptr[i] < 0x7F, "U+%04X", c);
    }
}

TEST(text_suggest_finds_a_slip_of_the_hand)
{
    const str names[] = {S("NETPRO"), S("BAREA"), S("weight"), S("Q7ALL"), S("länge"), S("a")};
    size_t len = sizeof names / sizeof names[0];
    CHECK_STR(text_suggest(t->arena, S("netpor"), names, len), S("NETPRO"));
    CHECK_STR(text_suggest(t->arena, S("netp"), names, len), S("")); /* two edits of four */
    CHECK_STR(text_suggest(t->arena, S("AREA"), names, len), S("BAREA"));
    CHECK_STR(text_suggest(t->arena, S("wieght"), names, len), S("weight"));
    CHECK_STR(text_suggest(t->arena, S("Q7AL"), names, len), S("Q7ALL"));
    CHECK_STR(text_suggest(t->arena, S("LÄNGF"), names, len), S("länge"));
    CHECK_STR(text_suggest(t->arena, S("b"), names, len), S(""));
    CHECK_STR(text_suggest(t->arena, S(""), names, len), S(""));
    CHECK_STR(text_suggest(t->arena, S("satisfaction"), names, len), S(""));
    CHECK_STR(text_suggest(t->arena, S("x"), NULL, 0), S(""));
}

TEST(text_suggest_takes_the_nearest_and_the_first_of_equals)
{
    const str names[] = {S("overall_xx"), S("overall_ab"), S("overall_ac"), S("overall_ad")};
    CHECK_STR(text_suggest(t->arena, S("overall_a"), names, 4), S("overall_ab"));
    CHECK_STR(text_suggest(t->arena, S("OVERALL_AD"), names, 4), S("overall_ad"));
    char longer[200];
    memset(longer, 'a', sizeof longer);
    const str one = {longer, sizeof longer};
    CHECK_STR(text_suggest(t->arena, one, &one, 1), S(""));
}
