/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/lexer.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"
#include "base/text.h"

static const char *const kinds[TOKEN_COUNT] = {
    [TOKEN_END] = "end",       [TOKEN_WORD] = "word",    [TOKEN_NUMBER] = "number",
    [TOKEN_DATE] = "date",     [TOKEN_NAME] = "name",    [TOKEN_TEXT] = "text",
    [TOKEN_EQUAL] = "=",       [TOKEN_NOT_EQUAL] = "!=", [TOKEN_LESS] = "<",
    [TOKEN_LESS_EQUAL] = "<=", [TOKEN_GREATER] = ">",    [TOKEN_GREATER_EQUAL] = ">=",
    [TOKEN_OPEN] = "(",        [TOKEN_CLOSE] = ")",      [TOKEN_COMMA] = ",",
};

/* "word x@1 = @3 number 3@5", or the mistake as "!POSITION SENTENCE". */
static str tokens_of(struct arena *a, str text)
{
    struct lexer l;
    struct buf out = buf_make(a, 1 * MIB);
    struct err *e = lexer_init(&l, a, text);
    struct token token = {.kind = TOKEN_COMMA};
    while (!e && token.kind != TOKEN_END) {
        e = lexer_next(&l, &token);
        if (!e && token.kind <= TOKEN_TEXT && token.kind != TOKEN_END)
            buf_addf(&out, "%s %.*s@%zu ", kinds[token.kind], STR(token.text), token.position);
        else if (!e && token.kind != TOKEN_END)
            buf_addf(&out, "%s @%zu ", kinds[token.kind], token.position);
    }
    if (e)
        buf_addf(&out, "!%zu %.*s", e->position, STR(e->text));
    return str_trim(buf_str(&out));
}

#define CHECK_TOKENS(text, should) CHECK_STR(tokens_of(t->arena, S(text)), S(should))

TEST(lexer_reads_words_of_any_script)
{
    CHECK_TOKENS(
        "netpro sfo.netpro Q7ALL _a 18-24 x9",
        "word netpro@1 word sfo.netpro@8 word Q7ALL@19 word _a@25 word 18-24@28 word x9@34");
    CHECK_TOKENS("名前=東京", "word 名前@1 = @3 word 東京@4");
    CHECK_TOKENS("עיר = ירושלים", "word עיר@1 = @5 word ירושלים@7");
    CHECK_TOKENS("zufriedenheit_größe été", "word zufriedenheit_größe@1 word été@21");
    CHECK_TOKENS("ভাল می\u200Cخواهم", "word ভাল@1 word می\u200Cخواهم@5");
}

TEST(lexer_tells_numbers_dates_and_words_apart)
{
    CHECK_TOKENS("9 7.5 .5 -1 +2 -.5 1e3 1e-3", "number 9@1 number 7.5@3 number .5@7 number -1@10 "
                                                "number +2@13 number -.5@16 number 1e3@20 "
                                                "number 1e-3@24");
    CHECK_TOKENS("2026 2026-03 2026-3 2026-03-01 2026-3-1",
                 "number 2026@1 date 2026-03@6 date 2026-3@14 date 2026-03-01@21 date 2026-3-1@32");
    CHECK_TOKENS("2026-Q1 2026-123 12026-03 2026-03-011 1.2.3",
                 "word 2026-Q1@1 word 2026-123@9 word 12026-03@18 word 2026-03-011@27 "
                 "word 1.2.3@39");
    CHECK_TOKENS("12345678901234567890", "word 12345678901234567890@1");
    CHECK_TOKENS("991e17 98888888888888888888", "word 991e17@1 word 98888888888888888888@8");
    CHECK_TOKENS("3,4", "number 3@1 , @2 number 4@3");
}

TEST(lexer_gives_the_days_of_a_date)
{
    struct lexer l;
    struct token token;
    CHECK_OK(lexer_init(&l, t->arena, S("2024-02 2024-02-29")));
    CHECK_OK(lexer_next(&l, &token));
    CHECK(token.is_month);
    CHECK_INT(token.days.last - token.days.first, 28);
    CHECK_OK(lexer_next(&l, &token));
    CHECK(!token.is_month);
    CHECK_INT(token.days.last, token.days.first);
    CHECK_INT(token.position, 9);
    CHECK_INT(token.end, 19);
}

TEST(lexer_refuses_days_that_do_not_exist)
{
    CHECK_TOKENS("2026-02-30", "!1 The calendar has no 2026-02-30; if it is a text, it stands in "
                               "double quotes: \"2026-02-30\".");
    CHECK_TOKENS("x 2026-13", "word x@1 !3 The calendar has no 2026-13; if it is a text, it stands "
                              "in double quotes: \"2026-13\".");
}

TEST(lexer_reads_signs_with_and_without_blanks)
{
    CHECK_TOKENS("a=1", "word a@1 = @2 number 1@3");
    CHECK_TOKENS("a>=-1", "word a@1 >= @2 number -1@4");
    CHECK_TOKENS("a!=b<c<=d>e>=f(g,h)",
                 "word a@1 != @2 word b@4 < @5 word c@6 <= @7 word d@9 > @10 "
                 "word e@11 >= @12 word f@14 ( @15 word g@16 , @17 word h@18 "
                 ") @19");
}

TEST(lexer_takes_other_spellings_of_the_signs)
{
    CHECK_TOKENS("a == b <> c ≠ d ≤ e ≥ f",
                 "word a@1 = @3 word b@6 != @8 word c@11 != @13 word d@15 <= @17 word e@19 >= @21 "
                 "word f@23");
    CHECK_TOKENS("a＝（b，c、d،e）", "word a@1 = @2 ( @3 word b@4 , @5 word c@6 , @7 word d@8 , @9 "
                                     "word e@10 ) @11");
    CHECK_TOKENS("a＜b＞c", "word a@1 < @2 word b@3 > @4 word c@5");
}

TEST(lexer_reads_quoted_names_and_texts)
{
    CHECK_TOKENS("`two words` \"a text\"", "name two words@1 text a text@13");
    CHECK_TOKENS("` a``b `", "name a`b@1");
    CHECK_TOKENS("\"say \"\"yes\"\"\"", "text say \"yes\"@1");
    CHECK_TOKENS("\"C:\\\"x", "text C:\\@1 word x@6");
    CHECK_TOKENS("\"\"", "text @1");
    CHECK_TOKENS("“web” „Straße“ ”x\"", "text web@1 text Straße@7 text x@16");
}

TEST(lexer_skips_blanks_and_marks_of_direction)
{
    CHECK_TOKENS("\t a\n=\u00A0\u20031\u3000\u200F", "word a@3 = @5 number 1@8");
    CHECK_TOKENS("\uFEFFa", "word a@2");
    CHECK_TOKENS("", "");
    CHECK_TOKENS(" \n ", "");
}

TEST(lexer_says_which_quote_is_never_closed)
{
    CHECK_TOKENS("é = \"A",
                 "word é@1 = @3 !5 The double quote (\") that opens here is never closed.");
    CHECK_TOKENS("`A", "!1 The backquote (`) that opens here is never closed.");
    CHECK_TOKENS("`A``", "!1 The backquote (`) that opens here is never closed.");
    CHECK_TOKENS("x “A", "word x@1 !3 The double quote (“) that opens here is never closed.");
    CHECK_TOKENS("` `", "!1 Nothing stands between the backquotes; a name is expected there.");
}

TEST(lexer_explains_single_quotes)
{
    CHECK_TOKENS("'new york'", "!1 A text stands in double quotes: write \"new york\" instead of "
                               "'new york'.");
    CHECK_TOKENS("‘web’", "!1 A text stands in double quotes: write \"web\" instead of 'web'.");
    CHECK_TOKENS("'web", "!1 A text stands in double quotes (\"), not in single ones.");
    CHECK_TOKENS("'say \"x\"'", "!1 A text stands in double quotes (\"), not in single ones.");
    CHECK_TOKENS("x = Men's",
                 "word x@1 = @3 !5 \"Men's\" has an apostrophe in it: a text like this "
                 "stands in double quotes, a name in backquotes.");
    CHECK_TOKENS("l’été", "!1 \"l’été\" has an apostrophe in it: a text like this stands in double "
                          "quotes, a name in backquotes.");
}

TEST(lexer_knows_signs_of_other_languages)
{
    CHECK_TOKENS("=> 5", "!1 Write >= instead of =>.");
    CHECK_TOKENS("=< 5", "!1 Write <= instead of =<.");
    CHECK_TOKENS("=! 5", "!1 Write != instead of =!.");
    CHECK_TOKENS(">< 5", "!1 Write != instead of ><.");
    CHECK_TOKENS("&& a", "!1 Write and instead of &&.");
    CHECK_TOKENS("|| a", "!1 Write or instead of ||.");
    CHECK_TOKENS("!a", "!1 Write not instead of !.");
    CHECK_TOKENS("[1", "!1 Write ( instead of [.");
    CHECK_TOKENS("R&D", "word R@1 !2 Write and instead of &; a name with & in it stands in "
                        "backquotes, a text in double quotes.");
    CHECK_TOKENS("3/1/2026", "number 3@1 !2 A slash has no meaning here; a date is written like "
                             "2026-03-01.");
    CHECK_TOKENS("–1", "!1 Write - instead of the dash –.");
    CHECK_TOKENS("−1", "!1 Write - instead of the sign −.");
    CHECK_TOKENS("a;", "word a@1 !2 A semicolon has no meaning here; the values of a list are "
                       "separated by commas.");
    CHECK_TOKENS("$x", "!1 \"$\" has no meaning here; a name with such a sign in it stands in "
                       "backquotes (`), a text in double quotes (\").");
    CHECK_TOKENS("5 €", "number 5@1 !3 \"€\" has no meaning here; a name with such a sign in it "
                        "stands in backquotes (`), a text in double quotes (\").");
    CHECK_TOKENS("x\x01",
                 "word x@1 !2 \"\\x01\" has no meaning here; a name with such a sign in it "
                 "stands in backquotes (`), a text in double quotes (\").");
    CHECK_TOKENS("-1\uFF00", "!1 \"-1\\uff00\" is not a number; if it is a text, it stands in "
                             "double quotes.");
    CHECK_TOKENS("-1-2",
                 "!1 \"-1-2\" is not a number; if it is a text, it stands in double quotes.");
}

TEST(lexer_refuses_what_is_not_utf8)
{
    CHECK_TOKENS("é = \xE9", "!5 The expression is not UTF-8 text: it has the byte 0xe9.");
}

TEST(lexer_refuses_what_is_too_long)
{
    struct lexer l;
    char *text = arena_take(t->arena, LIMIT_EXPRESSION_BYTES + 1);
    for (size_t i = 0; i <= LIMIT_EXPRESSION_BYTES; i++)
        text[i] = ' ';
    CHECK_OK(lexer_init(&l, t->arena, (str){text, LIMIT_EXPRESSION_BYTES}));
    struct err *e = lexer_init(&l, t->arena, (str){text, LIMIT_EXPRESSION_BYTES + 1});
    CHECK(e && e->why == WHY_LIMIT);
    CHECK_STR(e->text, S("The expression has 65537 bytes; at most 65536 are read."));
}

TEST(lexer_stays_at_the_end)
{
    struct lexer l;
    struct token token;
    CHECK_OK(lexer_init(&l, t->arena, S("a ")));
    CHECK_OK(lexer_next(&l, &token));
    for (int i = 0; i < 3; i++) {
        CHECK_OK(lexer_next(&l, &token));
        CHECK(token.kind == TOKEN_END);
        CHECK_INT(token.position, 3);
        CHECK_INT(token.end, 3);
    }
}

TEST(lexer_knows_what_is_one_word)
{
    CHECK(lexer_is_word(S("netpro")));
    CHECK(lexer_is_word(S("sfo.netpro")));
    CHECK(lexer_is_word(S("and")));
    CHECK(lexer_is_word(S("18-24")));
    CHECK(!lexer_is_word(S("")));
    CHECK(!lexer_is_word(S("9")));
    CHECK(!lexer_is_word(S("2026-03")));
    CHECK(!lexer_is_word(S("2026-13")));
    CHECK(!lexer_is_word(S("a b")));
    CHECK(!lexer_is_word(S("a.")));
    CHECK(!lexer_is_word(S("-a")));
    CHECK(!lexer_is_word(S("Men's")));
    CHECK(!lexer_is_word(S("x\u200F")));
}
