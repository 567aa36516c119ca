/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/parser.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"

struct slip {
    const char *text;
    size_t position;
    const char *sentence;
};

#define CHECK_SLIPS(slips) check_slips(t, (slips), sizeof(slips) / sizeof((slips)[0]))
static void check_slips(struct test *t, const struct slip *slips, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        struct condition *c = NULL;
        struct err *e = condition_of_str(t->arena, str_of_chars(slips[i].text), &c);
        CHECK_THAT(e && !c, "%s was read", slips[i].text);
        CHECK_THAT(str_equal(e->text, str_of_chars(slips[i].sentence)), "%s: %.*s", slips[i].text,
                   STR(e->text));
        CHECK_THAT(e->position == slips[i].position, "%s: %zu", slips[i].text, e->position);
        CHECK(e->why == WHY_USAGE);
    }
}

/* The canonical text of what is read. */
static str reread(struct test *t, const char *text)
{
    struct condition *c = NULL;
    CHECK_OK(condition_of_str(t->arena, str_of_chars(text), &c));
    return condition_to_text(t->arena, c);
}

TEST(parser_reads_every_comparison)
{
    CHECK_STR(reread(t, "a=1"), S("a = 1"));
    CHECK_STR(reread(t, "a!=web"), S("a != web"));
    CHECK_STR(reread(t, "a<1"), S("a < 1"));
    CHECK_STR(reread(t, "a<=1"), S("a <= 1"));
    CHECK_STR(reread(t, "a>2026-03"), S("a > 2026-03"));
    CHECK_STR(reread(t, "a>=2026-3-1"), S("a >= 2026-03-01"));
    CHECK_STR(reread(t, "a in(1,web,\"9\",2026-01)"), S("a in (1, web, \"9\", 2026-01)"));
    CHECK_STR(reread(t, "a not in (1)"), S("a not in (1)"));
    CHECK_STR(reread(t, "a between -1 and 5"), S("a between -1 and 5"));
    CHECK_STR(reread(t, "a not between 2026-01 and 2026-01"),
              S("a not between 2026-01 and 2026-01"));
    CHECK_STR(reread(t, "a contains \"new york\""), S("a contains \"new york\""));
    CHECK_STR(reread(t, "a not contains 2017"), S("a not contains \"2017\""));
    CHECK_STR(reread(t, "a starts with x"), S("a starts with x"));
    CHECK_STR(reread(t, "a not starts with \" x\""), S("a not starts with \" x\""));
    CHECK_STR(reread(t, "a under \" Europe \""), S("a under Europe"));
    CHECK_STR(reread(t, "a not Under 2017"), S("a not under \"2017\""));
    CHECK_STR(reread(t, "a is missing"), S("a is missing"));
    CHECK_STR(reread(t, "a is not missing"), S("a is not missing"));
}

TEST(parser_reads_words_of_the_language_in_any_case)
{
    CHECK_STR(reread(t, "a IN (x) AND NOT b Is Not MISSING oR c Between 1 aNd 2"),
              S("a in (x) and not b is not missing or c between 1 and 2"));
}

TEST(parser_binds_not_before_and_before_or)
{
    CHECK_STR(reread(t, "(a=1 and b=2) or c=3"), S("a = 1 and b = 2 or c = 3"));
    CHECK_STR(reread(t, "a=1 and (b=2 or c=3)"), S("a = 1 and (b = 2 or c = 3)"));
    CHECK_STR(reread(t, "(not a=1) and b=2"), S("not a = 1 and b = 2"));
    CHECK_STR(reread(t, "not (a=1 and b=2)"), S("not (a = 1 and b = 2)"));
    CHECK_STR(reread(t, "not (a=1)"), S("not a = 1"));
    CHECK_STR(reread(t, "not not a=1"), S("not not a = 1"));
    CHECK_STR(reread(t, "((a=1) or ((b=2)))"), S("a = 1 or b = 2"));
    CHECK_STR(reread(t, "a=1 or (b=2 or c=3) or d=4"), S("a = 1 or (b = 2 or c = 3) or d = 4"));
    struct condition *c = NULL;
    CHECK_OK(condition_of_str(t->arena, S("a=1 or b=2 or c=3"), &c));
    CHECK(c->kind == CONDITION_ANY);
    CHECK_INT(c->parts_len, 3);
}

TEST(parser_takes_reserved_words_in_backquotes_and_quotes)
{
    CHECK_STR(reread(t, "`in` = \"and\""), S("`in` = \"and\""));
    CHECK_STR(reread(t, "`web` = \"web\""), S("web = web"));
    CHECK_STR(reread(t, "`2017` > 3"), S("`2017` > 3"));
    CHECK_STR(reread(t, "`a``b` = \"say \"\"x\"\"\""), S("`a``b` = \"say \"\"x\"\"\""));
    CHECK_STR(reread(t, "starts starts with with"), S("starts starts with with"));
    CHECK_STR(reread(t, "since = compare"), S("since = compare"));
    CHECK_STR(reread(t, "under under under"), S("under under under"));
    CHECK_STR(reread(t, "under in (under) or under = 3"), S("under in (under) or under = 3"));
}

TEST(parser_trims_texts_that_are_compared_as_a_whole)
{
    CHECK_STR(reread(t, "a = \" web \""), S("a = web"));
    CHECK_STR(reread(t, "a in (\" web \", \"\u00A0x\")"), S("a in (web, x)"));
    CHECK_STR(reread(t, "a contains \" web \""), S("a contains \" web \""));
}

TEST(parser_tells_a_number_from_a_text_by_its_quotes)
{
    struct condition *c = NULL;
    CHECK_OK(condition_of_str(t->arena, S("a in (9.0, \"9.0\", nine)"), &c));
    CHECK(c->values[0].kind == VALUE_NUMBER);
    CHECK_INT(c->values[0].number.mantissa, 9);
    CHECK(c->values[1].kind == VALUE_TEXT);
    CHECK(c->values[2].kind == VALUE_TEXT);
    CHECK_INT(c->values[0].position, 7);
    CHECK_INT(c->values[1].position, 12);
    CHECK_INT(c->values[2].position, 19);
}

TEST(parser_stops_where_a_question_goes_on)
{
    struct parser p;
    struct condition *c = NULL;
    CHECK_OK(parser_init(&p, t->arena, S("channel in (web, phone) since 2026-01-01")));
    CHECK_OK(parser_condition(&p, &c));
    CHECK_STR(condition_to_text(t->arena, c), S("channel in (web, phone)"));
    CHECK(parser_is_at(&p, S("since")));
    CHECK_INT(p.now.position, 25);
    CHECK_OK(parser_step(&p));
    CHECK(p.now.kind == TOKEN_DATE);
    CHECK_OK(parser_step(&p));
    CHECK_OK(parser_end(&p));
    CHECK_OK(parser_step(&p));
    CHECK_OK(parser_end(&p));
}

TEST(parser_explains_slips_with_quotes)
{
    static const struct slip slips[] = {
        {"BAREA = \"A", 9, "The double quote (\") that opens here is never closed."},
        {"`BAREA = A", 1, "The backquote (`) that opens here is never closed."},
        {"BAREA = 'A'", 9, "A text stands in double quotes: write \"A\" instead of 'A'."},
        {"BAREA in ('A', 'B')", 11, "A text stands in double quotes: write \"A\" instead of 'A'."},
        {"\"BAREA\" = A", 1,
         "A comparison begins with a name, and a name never stands in double quotes: write BAREA "
         "instead of \"BAREA\"."},
        {"\"on scale\" = 3", 1,
         "A comparison begins with a name, and a name never stands in double quotes: write "
         "`on scale` instead of \"on scale\"."},
        {"x = `web`", 5,
         "A value is expected behind \"=\", not the name `web`; a text stands in double quotes "
         "(\")."},
        {"x = \"\"", 5,
         "No value is an empty text; rows without a value are found with \"is missing\"."},
        {"x = \"  \"", 5,
         "No value is an empty text; rows without a value are found with \"is missing\"."},
        {"x contains \"\"", 12,
         "Nothing stands between the double quotes; every text contains that."},
        {"x > \"3\"", 5, "\"3\" in double quotes is a text, and texts have no order; write 3."},
        {"x > \"2026-03\"", 5,
         "\"2026-03\" in double quotes is a text, and texts have no order; write 2026-03."},
    };
    CHECK_SLIPS(slips);
}

TEST(parser_explains_slips_with_and_or_not)
{
    static const struct slip slips[] = {
        {"BAREA = \"A\" an gate > 3", 13,
         "\"and\", \"or\" or the end is expected behind \"A\", not \"an\"; did you mean \"and\"?"},
        {"x = 1 a"
         "dn y = 2",
         7,
         "\"and\", \"or\" or the end is expected behind 1, not \"a"
         "dn\"; did you mean \"and\"?"},
        {"x = 1 and and y = 2", 11,
         "A comparison such as channel = web is expected behind \"and\", not \"and\"."},
        {"x = 1 and or y = 2", 11,
         "A comparison such as channel = web is expected behind \"and\", not \"or\"."},
        {"x = 1 or", 9,
         "A comparison such as channel = web is expected behind \"or\", not the end."},
        {"or x = 1", 1, "A comparison such as channel = web is expected, not \"or\"."},
        {"not", 4, "A comparison such as channel = web is expected behind \"not\", not the end."},
        {"x = 1 && y = 2", 7, "Write and instead of &&."},
        {"x = 1 || y = 2", 7, "Write or instead of ||."},
        {"!x = 1", 1, "Write not instead of !."},
        {"x = 1 not y = 2", 7, "\"and\", \"or\" or the end is expected behind 1, not \"not\"."},
        {"x = 1 y = 2", 7, "\"and\", \"or\" or the end is expected behind 1, not \"y\"."},
        {"x = 1, y = 2", 6,
         "A comma has no meaning here; comparisons are joined with \"and\" or \"or\", and several "
         "values are written as in (web, phone)."},
        {"x = 1;", 6,
         "A semicolon has no meaning here; the values of a list are separated by commas."},
        {"1 < x < 5", 1,
         "A comparison begins with a name, not with 1; if this is a name, it stands in backquotes: "
         "`1`."},
        {"x = 1 < 5", 7, "\"and\", \"or\" or the end is expected behind 1, not \"<\"."},
    };
    CHECK_SLIPS(slips);
}

TEST(parser_explains_slips_with_signs)
{
    static const struct slip slips[] = {
        {"x => 5", 3, "Write >= instead of =>."},
        {"x =< 5", 3, "Write <= instead of =<."},
        {"x > = 5", 5, "Write >= without a blank in between."},
        {"x === 5", 5, "A value is expected behind \"==\", not \"=\"."},
        {"x =", 4, "A value is expected behind \"=\", not the end."},
        {"x >", 4, "A number or a date such as 2026-03-01 is expected behind \">\", not the end."},
        {"x > abc", 5,
         "\"abc\" is a text, and texts have no order; use = or in with a text, and a number or a "
         "date such as 2026-03-01 here."},
        {"x not = 3", 7, "Write != instead of not =."},
        {"x 3", 3, "Between \"x\" and 3 a sign such as = is missing."},
        {"x \"a\"", 3, "Between \"x\" and \"a\" a sign such as = is missing."},
        {"x (3)", 3,
         "A comparison such as = web, > 3 or is missing is expected behind \"x\", not \"(\"."},
        {"x", 2,
         "\"x\" is not compared with anything; write a comparison such as = web, > 3 or is missing "
         "behind it."},
        {"x and y = 1", 3,
         "\"x\" is not compared with anything; write a comparison such as = web, > 3 or is missing "
         "behind it."},
        {"= 3", 1, "A comparison such as channel = web is expected, not \"=\"."},
        {"x = and", 5,
         "A value is expected behind \"=\", not the word \"and\" of the language; as a text it "
         "stands in double quotes: \"and\"."},
        {"state = OR", 9,
         "A value is expected behind \"=\", not the word \"OR\" of the language; as a text it "
         "stands in double quotes: \"OR\"."},
        {"x = 7,5", 6, "A number is written with a point: 7.5."},
        {"x > 1,000 and y = 2", 6, "A number is written with a point: 1.000."},
        {"x = 5%", 6,
         "A percent sign has no meaning here; a number is written like 7.5, and parts of a text "
         "are found with contains and starts with."},
        {"at > 3/1/2026", 7, "A slash has no meaning here; a date is written like 2026-03-01."},
        {"at > 2026-02-30", 6,
         "The calendar has no 2026-02-30; if it is a text, it stands in double quotes: "
         "\"2026-02-30\"."},
    };
    CHECK_SLIPS(slips);
}

TEST(parser_explains_slips_with_lists_and_parentheses)
{
    static const struct slip slips[] = {
        {"x in 1, 2", 6, "A list of values such as (web, phone) is expected behind \"in\", not 1."},
        {"x in", 5,
         "A list of values such as (web, phone) is expected behind \"in\", not the end."},
        {"x in ()", 7, "A value is expected behind \"(\", not \")\"."},
        {"x in (1,)", 9, "A value is expected behind \",\", not \")\"."},
        {"x in (1,,2)", 9, "A value is expected behind \",\", not \",\"."},
        {"x in (1, 2", 6, "The parenthesis that opens here is never closed."},
        {"x in (1,", 6, "The parenthesis that opens here is never closed."},
        {"x in (1 2)", 9, "A comma or ) is expected behind 1, not 2."},
        {"x in (new york, b)", 11,
         "A comma or ) is expected behind \"new\", not \"york\"; a text of several words stands in "
         "double quotes: \"new york\"."},
        {"x in [1, 2]", 6, "Write ( instead of [."},
        {"x in (1; 2)", 8,
         "A semicolon has no meaning here; the values of a list are separated by commas."},
        {"x = (a, b)", 5, "For one of several values write in (…) instead of = (…)."},
        {"x != (a, b)", 6, "For one of several values write not in (…) instead of != (…)."},
        {"(x = 3", 1, "The parenthesis that opens here is never closed."},
        {"y = 1 and ((x = 3)", 11, "The parenthesis that opens here is never closed."},
        {"x = 3)", 6, "This parenthesis closes, and none was opened."},
        {"(x = 3))", 8, "This parenthesis closes, and none was opened."},
        {"(x = 3 an y = 4)", 8,
         "\"and\", \"or\" or ) is expected behind 3, not \"an\"; did you mean \"and\"?"},
        {"()", 2, "A comparison such as channel = web is expected behind \"(\", not \")\"."},
    };
    CHECK_SLIPS(slips);
}

TEST(parser_explains_slips_with_words)
{
    static const struct slip slips[] = {
        {"", 1, "The condition is empty; write one such as channel = web."},
        {"   ", 4, "The condition is empty; write one such as channel = web."},
        {"where x = 1", 1, "The condition begins behind \"where\"; leave that word out."},
        {"x = new york", 9,
         "\"and\", \"or\" or the end is expected behind \"new\", not \"york\"; a text of several "
         "words stands in double quotes: \"new york\"."},
        {"on scale = 3", 4,
         "A comparison is expected behind \"on\", not \"scale\"; a name of several words stands in "
         "backquotes: `on scale`."},
        {"2017 = 3", 1,
         "A comparison begins with a name, not with 2017; if this is a name, it stands in "
         "backquotes: `2017`."},
        {"in = 3", 1, "\"in\" is a word of the language; as a name it stands in backquotes: `in`."},
        {"x contain \"a\"", 3,
         "A comparison such as =, > or in is expected behind \"x\", not \"contain\"; did you mean "
         "contains?"},
        {"x betwe"
         "n 1 and 2",
         3,
         "A comparison such as =, > or in is expected behind \"x\", not \"betwe"
         "n\"; did you mean "
         "between?"},
        {"x like \"a%\"", 3,
         "A comparison such as =, > or in is expected behind \"x\", not \"like\"; did you mean "
         "contains or starts with?"},
        {"x equals 3", 3,
         "A comparison such as =, > or in is expected behind \"x\", not \"equals\"; did you mean "
         "=?"},
        {"x start with a", 3,
         "A comparison such as =, > or in is expected behind \"x\", not \"start\"; did you mean "
         "starts with?"},
        {"x starts \"a\"", 10, "The word \"with\" is expected behind \"starts\", not \"a\"."},
        {"x contains", 11, "A value is expected behind \"contains\", not the end."},
        {"x is null", 6, "Write \"is missing\": \"null\" has no meaning behind \"is\"."},
        {"x is not empty", 10,
         "Write \"is not missing\": \"empty\" has no meaning behind \"is not\"."},
        {"x is mi"
         "sing",
         6,
         "Write \"is missing\": \"mi"
         "sing\" has no meaning behind \"is\"."},
        {"x is 3", 6,
         "Only \"missing\" or \"not missing\" may follow behind \"is\", not 3; a value is compared "
         "with =."},
        {"x is not 3", 10,
         "Only \"missing\" may follow behind \"is not\", not 3; a value is compared with !=."},
        {"x not missing", 7, "Write \"is not missing\" instead of \"not missing\"."},
        {"x not 3", 7,
         "One of in, between, contains, starts with and under is expected behind \"not\", not 3."},
        {"x = missing", 5,
         "Write \"is missing\" instead of \"= missing\"; as a text the word stands in double "
         "quotes: \"missing\"."},
        {"x between 5 and 1", 11, "\"between\" takes the smaller value first: between 1 and 5."},
        {"x between 1 and 2026-03", 17,
         "\"between\" takes two numbers or two dates, not one of each."},
        {"x between 1, 5", 12,
         "The word \"and\", as in between 1 and 5, is expected behind 1, not \",\"."},
        {"x = 1 since 2026-01", 7,
         "\"and\", \"or\" or the end is expected behind 1, not \"since\"."},
    };
    CHECK_SLIPS(slips);
}

TEST(parser_explains_slips_with_under)
{
    static const struct slip slips[] = {
        {"x not undr Europe", 7,
         "One of in, between, contains, starts with and under is expected behind \"not\", not "
         "\"undr\"."},
        {"x undr Europe", 3,
         "A comparison such as =, > or in is expected behind \"x\", not \"undr\"; did you mean "
         "under?"},
        {"x under", 8, "A value is expected behind \"under\", not the end."},
        {"x under \"\"", 9,
         "No value is an empty text; rows without a value are found with \"is missing\"."},
        {"x under and y = 1", 9,
         "A value is expected behind \"under\", not the word \"and\" of the language; as a text it "
         "stands in double quotes: \"and\"."},
    };
    CHECK_SLIPS(slips);
}

TEST(parser_counts_characters_of_other_scripts)
{
    static const struct slip slips[] = {
        {"名前 = 東京 と", 9,
         "\"and\", \"or\" or the end is expected behind \"東京\", not \"と\"; a text of several "
         "words stands in double quotes: \"東京 と\"."},
        {"עיר = \"ירושלים\" an x = 3", 17,
         "\"and\", \"or\" or the end is expected behind \"ירושלים\", not \"an\"; did you mean "
         "\"and\"?"},
        {"`Größe 🙂` = 1 an x = 3", 15,
         "\"and\", \"or\" or the end is expected behind 1, not \"an\"; did you mean \"and\"?"},
        {"x\uFF00 y", 4,
         "A comparison is expected behind \"x\\uff00\", not \"y\"; a name of several words stands "
         "in backquotes: `x\\uff00 y`."},
        {"e\u0301te\u0301 =", 8, "A value is expected behind \"=\", not the end."},
    };
    CHECK_SLIPS(slips);
}

/* count times open, the middle, count times close. */
static str nested(struct test *t, size_t count, str open, str close)
{
    struct buf text = buf_make(t->arena, 1 * MIB);
    buf_add_repeated(&text, open, count);
    buf_add(&text, S("x = 1"));
    buf_add_repeated(&text, close, count);
    return buf_str(&text);
}

static str limit_met(struct test *t, str text, size_t position)
{
    struct condition *c = NULL;
    struct err *e = condition_of_str(t->arena, text, &c);
    CHECK(e && e->why == WHY_LIMIT);
    CHECK_INT(e->position, (int64_t)position);
    return e->text;
}

TEST(parser_limits_the_depth)
{
    struct condition *c = NULL;
    CHECK_OK(condition_of_str(t->arena, nested(t, LIMIT_EXPRESSION_DEPTH, S("("), S(")")), &c));
    CHECK_OK(condition_of_str(t->arena, nested(t, LIMIT_EXPRESSION_DEPTH, S("not "), S("")), &c));
    CHECK_STR(limit_met(t, nested(t, LIMIT_EXPRESSION_DEPTH + 1, S("("), S(")")),
                        LIMIT_EXPRESSION_DEPTH + 1),
              S("Parentheses and nots stand within each other more than 100 deep."));
    (void)limit_met(t, nested(t, 10000, S("(not "), S(")")), 5 * LIMIT_EXPRESSION_DEPTH / 2 + 1);
}

TEST(parser_limits_comparisons_and_values)
{
    struct condition *c = NULL;
    struct buf list = buf_make(t->arena, 1 * MIB);
    buf_add(&list, S("x in (1"));
    buf_add_repeated(&list, S(",1"), LIMIT_EXPRESSION_TERMS - 2);
    str most = str_format(t->arena, "%.*s)", STR(buf_str(&list)));
    CHECK_OK(condition_of_str(t->arena, most, &c));
    CHECK_INT((int64_t)c->values_len, (int64_t)LIMIT_EXPRESSION_TERMS - 1);
    str more = str_format(t->arena, "%.*s,1)", STR(buf_str(&list)));
    CHECK_STR(limit_met(t, more, buf_str(&list).len + 2),
              S("The condition has more than 10000 comparisons and values."));
}

TEST(parser_limits_the_length)
{
    struct condition *c = NULL;
    struct err *e = condition_of_str(t->arena, nested(t, 70000, S(" "), S("")), &c);
    CHECK(e && e->why == WHY_LIMIT);
    CHECK_STR(e->text, S("The expression has 70005 bytes; at most 65536 are read."));
}
