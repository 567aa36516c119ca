/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/question_parser.h"

#include "ask/question_text.h"
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
        struct question_text q = {.fields_len = 99};
        struct err *e = question_text_of_str(t->arena, str_of_chars(slips[i].text), &q);
        CHECK_THAT(e && q.fields_len == 99, "%s was read", slips[i].text);
        CHECK_THAT(str_equal(e->text, str_of_chars(slips[i].sentence)), "%s: %.*s", slips[i].text,
                   STR(e->text));
        CHECK_THAT(e->position == slips[i].position, "%s: %zu", slips[i].text, e->position);
        CHECK(e->why == WHY_USAGE);
    }
}

static struct question_text read(struct test *t, const char *text)
{
    struct question_text q;
    CHECK_OK(question_text_of_str(t->arena, str_of_chars(text), &q));
    return q;
}

/* The canonical text of what is read. */
static str reread(struct test *t, const char *text)
{
    struct question_text q = read(t, text);
    return question_text_to_str(t->arena, &q);
}

#define CHECK_SAME(text) CHECK_STR(reread(t, (text)), str_of_chars(text))

TEST(question_parser_reads_what_people_ask)
{
    CHECK_SAME("nps(recommend)");
    CHECK_SAME("nps(nps)");
    CHECK_SAME("nps(sfo.netpro)");
    CHECK_SAME("choices(q1, q2, q3)");
    CHECK_SAME("share(channel) box (web)");
    CHECK_SAME("nps(netpro) weighted by barea");
    CHECK_SAME("mean(satisfaction) by branch last 12 weeks");
    CHECK_SAME("nps(`How likely?`) by `Which \"gate\"?`");
    CHECK_STR(reread(t, "nps(recommend) by month, touchpoint where unit under \"Europe\" and "
                        "channel in (web, phone) since 2026-01-01 compare previous"),
              S("nps(recommend) by month, touchpoint where unit under Europe and channel in (web, "
                "phone) since 2026-01-01 compare previous"));
}

TEST(question_parser_fills_the_tree)
{
    struct question_text q = read(t, "share(a, `b c`) box (4, web) weighted latest per person "
                                     "by Month, `week`, d where e = 1 last 2 weeks "
                                     "compare f = 2 or g = 3 matters 2.5 population 3000");
    CHECK_STR(q.measure.text, S("share"));
    CHECK_INT(q.measure.position, 1);
    CHECK_INT(q.fields_len, 2);
    CHECK_STR(q.fields[1].text, S("b c"));
    CHECK_INT(q.fields[1].position, 10);
    CHECK_INT(q.box_len, 2);
    CHECK(q.box[0].kind == VALUE_NUMBER && q.box[1].kind == VALUE_TEXT);
    CHECK_INT(q.by_len, 3);
    CHECK(q.by[0].is_time && q.by[0].period == PERIOD_MONTH);
    CHECK_STR(q.by[0].key, S("Month"));
    CHECK(!q.by[1].is_time && !q.by[2].is_time);
    CHECK_STR(q.by[1].key, S("week"));
    CHECK_INT(q.by[1].position, 67);
    CHECK(q.where && q.where->field == FIELD_UNBOUND);
    CHECK(q.range.kind == RANGE_LAST && q.range.period == PERIOD_WEEK && q.range.count == 2);
    CHECK(q.compare == COMPARE_WITH_CONDITION && q.other->kind == CONDITION_ANY);
    CHECK_STR(q.compare_text, S("f = 2 or g = 3"));
    CHECK_INT(q.matters.mantissa, 25);
    CHECK_INT(q.population, 3000);
    for (unsigned i = 0; i < CLAUSE_COUNT; i++)
        CHECK(question_text_has(&q, (enum question_clause)i));
    CHECK_INT(q.positions[CLAUSE_WEIGHTED], 30);
}

TEST(question_parser_leaves_out_what_is_not_asked)
{
    struct question_text q = read(t, "nps(x)");
    for (unsigned i = 0; i < CLAUSE_COUNT; i++)
        CHECK(!question_text_has(&q, (enum question_clause)i));
    CHECK(!q.where && !q.other && q.by_len == 0 && q.range.kind == RANGE_ALL);
    CHECK(q.compare == COMPARE_WITH_NOTHING);
}

TEST(question_parser_takes_clauses_in_any_order)
{
    CHECK_STR(reread(t, "nps(x) matters 5 until 2026-03 compare rest by a latest per person since "
                        "2026-01 where b = 1 weighted population 9 box (1)"),
              S("nps(x) box (1) weighted latest per person by a where b = 1 between 2026-01 and "
                "2026-03 compare rest matters 5 population 9"));
    CHECK_STR(reread(t, "nps(x) where a = 1 in 2026"), S("nps(x) where a = 1 in 2026"));
    CHECK_STR(reread(t, "nps(x) in 2026 where a in (1)"), S("nps(x) where a in (1) in 2026"));
    CHECK_STR(reread(t, "nps(x) where a = 1 between 2026-01 and 2026-02"),
              S("nps(x) where a = 1 between 2026-01 and 2026-02"));
    CHECK_STR(reread(t, "nps(x) since 2026 by a until 2027"),
              S("nps(x) by a between 2026 and 2027"));
}

TEST(question_parser_takes_words_in_any_case)
{
    CHECK_STR(reread(t, "NPS(X) WEIGHTED Latest PER Person BY Week, Y WHERE a = B LAST 3 Months "
                        "COMPARE Previous"),
              S("NPS(X) weighted latest per person by Week, Y where a = B last 3 months compare "
                "previous"));
}

TEST(question_parser_takes_its_own_words_as_names)
{
    /* In backquotes anywhere, bare within the parenthesis and before a comparison. */
    CHECK_STR(reread(t, "nps(by, last, since, month, under) by `by`, `last`, `since`, `compare`, "
                        "`weighted`, `box`, `month`"),
              S("nps(`by`, `last`, `since`, month, under) by `by`, `last`, `since`, `compare`, "
                "`weighted`, `box`, `month`"));
    CHECK_SAME("nps(x) by under, nps, person, previous, rest, days where by = 1 and last is "
               "missing or `in` > 3 and today under box");
    CHECK_SAME("nps(x) by `year` compare weighted = yes");
}

TEST(question_parser_tells_compare_year_from_a_field_year)
{
    CHECK_SAME("nps(x) compare year");
    CHECK_SAME("nps(x) compare year = 2025");
    CHECK_SAME("nps(x) compare year > 2025 or x = 1");
    CHECK_SAME("nps(x) compare year in (2024, 2025)");
    CHECK_SAME("nps(x) compare year not in (2024)");
    CHECK_SAME("nps(x) compare year not between 2024 and 2025");
    CHECK_SAME("nps(x) compare rest is missing");
    CHECK_SAME("nps(x) compare previous under Europe");
    CHECK_SAME("nps(x) compare `year` between 2024 and 2025 and x = 1");
    CHECK_STR(reread(t, "nps(x) compare (year between 2024 and 2025)"),
              S("nps(x) compare `year` between 2024 and 2025"));
    CHECK_STR(reread(t, "nps(x) compare year in 2025"), S("nps(x) in 2025 compare year"));
    CHECK_STR(reread(t, "nps(x) compare previous between 2024 and 2025"),
              S("nps(x) between 2024 and 2025 compare previous"));
    CHECK_SAME("nps(x) compare not year between 2024 and 2025");
    CHECK_SAME("nps(x) compare last = 1");
}

TEST(question_parser_keeps_what_stands_behind_compare_as_written)
{
    CHECK_STR(read(t, "nps(x) compare Previous by a").compare_text, S("Previous"));
    CHECK_STR(read(t, "nps(x) compare (a=1)  or b = \"x y\" by a").compare_text,
              S("(a=1)  or b = \"x y\""));
    CHECK_STR(read(t, "nps(x)").compare_text, S(""));
}

TEST(question_parser_explains_slips_with_the_measure)
{
    static const struct slip slips[] = {
        {"", 1, "The question is empty; write one such as nps(recommend) by month."},
        {"   ", 4, "The question is empty; write one such as nps(recommend) by month."},
        {"(x)", 1,
         "A question begins with a measure, a plain word, and its fields in parentheses, as in "
         "nps(recommend), not with \"(\"."},
        {"nps", 4,
         "A question begins with a measure and its fields in parentheses, as in nps(recommend); "
         "behind \"nps\" comes (, not the end."},
        {"nps netpro", 5,
         "A question begins with a measure and its fields in parentheses, as in nps(recommend); "
         "behind \"nps\" comes (, not \"netpro\"."},
        {"show me nps(x)", 6,
         "A question begins with a measure and its fields in parentheses, as in nps(recommend); "
         "behind \"show\" comes (, not \"me\"."},
        {"`nps`(x)", 1,
         "A question begins with a measure, a plain word, and its fields in parentheses, as in "
         "nps(recommend), not with `nps`."},
        {"\"nps\"(x)", 1,
         "A question begins with a measure, a plain word, and its fields in parentheses, as in "
         "nps(recommend), not with \"nps\"."},
        {"not(x)", 1,
         "A question begins with a measure, a plain word, and its fields in parentheses, as in "
         "nps(recommend), not with \"not\"."},
        {"7(x)", 1,
         "A question begins with a measure, a plain word, and its fields in parentheses, as in "
         "nps(recommend), not with 7."},
    };
    CHECK_SLIPS(slips);
}

TEST(question_parser_explains_slips_with_names)
{
    static const struct slip slips[] = {
        {"nps()", 5, "The name of a field is expected behind \"(\", not \")\"."},
        {"nps(a b)", 7,
         "A comma or ) is expected behind \"a\", not \"b\"; a name of several words stands in "
         "backquotes: `a b`."},
        {"nps(a `b c`)", 7, "A comma or ) is expected behind \"a\", not `b c`."},
        {"nps(\"a b\")", 5,
         "A name never stands in double quotes: write `a b` instead of \"a b\"."},
        {"nps(3)", 5,
         "The name of a field is expected, not 3; if this is a name, it stands in backquotes: "
         "`3`."},
        {"nps(2026-03)", 5,
         "The name of a field is expected, not 2026-03; if this is a name, it stands in "
         "backquotes: `2026-03`."},
        {"nps(x", 4, "The parenthesis that opens here is never closed."},
        {"nps(x by month", 4, "The parenthesis that opens here is never closed."},
        {"nps(x,", 7, "The name of a field is expected behind \",\", not the end."},
        {"nps(x,y,x)", 9, "\"x\" stands in the parentheses twice; write it there once."},
        {"nps(x, `x`)", 8, "`x` stands in the parentheses twice; write it there once."},
        {"nps(in)", 5,
         "\"in\" is a word of the language; as a name it stands in backquotes: `in`."},
        {"nps(x) by", 10,
         "The name of a field, or a period such as month, is expected behind \"by\", not the end."},
        {"nps(x) by month,", 17,
         "The name of a field, or a period such as month, is expected behind \",\", not the end."},
        {"nps(x) by where a = 1", 11,
         "\"where\" is a word of the language; as a name it stands in backquotes: `where`."},
        {"nps(x) by last 3 weeks", 11,
         "\"last\" is a word of the language; as a name it stands in backquotes: `last`."},
        {"nps(x) by \"a b\"", 11,
         "A name never stands in double quotes: write `a b` instead of \"a b\"."},
        {"nps(x) by 3", 11,
         "The name of a field, or a period such as month, is expected, not 3; if this is a name, "
         "it stands in backquotes: `3`."},
        {"nps(x) by month channel", 17,
         "A clause such as by, where or since is expected behind \"month\", not \"channel\"; names "
         "behind \"by\" are separated by commas."},
        {"nps(x) by (month)", 11,
         "The name of a field, or a period such as month, is expected behind \"by\", not \"(\"."},
    };
    CHECK_SLIPS(slips);
}

TEST(question_parser_explains_slips_with_clauses)
{
    static const struct slip slips[] = {
        {"nps(x) whree a = 1", 8,
         "A clause such as by, where or since is expected behind \")\", not \"whree\"; did you "
         "mean "
         "where?"},
        {"nps(x) groop by month", 8,
         "A clause such as by, where or since is expected behind \")\", not \"groop\"; did you "
         "mean "
         "by?"},
        {"nps(x) group by month", 8,
         "A clause such as by, where or since is expected behind \")\", not \"group\"; did you "
         "mean by?"},
        {"nps(x) weightd", 8,
         "A clause such as by, where or since is expected behind \")\", not \"weightd\"; did you "
         "mean weighted?"},
        {"nps(x) monthly", 8,
         "A clause such as by, where or since is expected behind \")\", not \"monthly\"; did you "
         "mean by month?"},
        {"nps(x) from 2026-01", 8,
         "A clause such as by, where or since is expected behind \")\", not \"from\"; did you mean "
         "since?"},
        {"nps(x) sinec 2026-01", 8,
         "A clause such as by, where or since is expected behind \")\", not \"sinec\"; did you "
         "mean since?"},
        {"nps(x) where a = 1 groop by month", 20,
         "\"and\", \"or\" or a clause such as by, where or since is expected behind 1, not "
         "\"groop\"; did you mean by?"},
        {"nps(x) where a = 1 an b = 2", 20,
         "\"and\", \"or\" or a clause such as by, where or since is expected behind 1, not \"an\"; "
         "did you mean and?"},
        {"nps(x) where city = new york", 25,
         "\"and\", \"or\" or a clause such as by, where or since is expected behind \"new\", not "
         "\"york\"; a text of several words stands in double quotes: \"new york\"."},
        {"nps(x) where a = 1 b = 2", 20,
         "\"and\", \"or\" or a clause such as by, where or since is expected behind 1, not \"b\"; "
         "a condition stands behind \"and\" or \"or\"."},
        {"nps(x) channel = web", 8,
         "A clause such as by, where or since is expected behind \")\", not \"channel\"; a "
         "condition stands behind \"where\"."},
        {"nps(x) foo", 8,
         "A clause such as by, where or since is expected behind \")\", not \"foo\"; the clauses "
         "are box, weighted, latest per person, by, where, since, until, between, in, last, this, "
         "today, yesterday, compare, matters and population."},
        {"nps(x) `by` month", 8,
         "A clause such as by, where or since is expected behind \")\", not `by`; the clauses are "
         "box, weighted, latest per person, by, where, since, until, between, in, last, this, "
         "today, yesterday, compare, matters and population."},
        {"nps(x) matters 5 points", 18,
         "A clause such as by, where or since is expected behind 5, not \"points\"; the clauses "
         "are box, weighted, latest per person, by, where, since, until, between, in, last, this, "
         "today, yesterday, compare, matters and population."},
    };
    CHECK_SLIPS(slips);
}

TEST(question_parser_explains_slips_with_signs_and_unfinished_clauses)
{
    static const struct slip slips[] = {
        {"nps(x), y", 7,
         "A comma has no meaning here; clauses are separated by blanks, and conditions are joined "
         "with \"and\" or \"or\"."},
        {"nps(x)) by month", 7, "This parenthesis closes, and none was opened."},
        {"nps(x) latest", 14,
         "\"latest per person\" as a whole is expected behind \"latest\", not the end."},
        {"nps(x) latest by person", 15,
         "\"latest per person\" as a whole is expected behind \"latest\", not \"by\"."},
        {"nps(x) latest per", 18,
         "\"latest per person\" as a whole is expected behind \"per\", not the end."},
        {"nps(x) box 4", 12,
         "A list of values such as (web, phone) is expected behind \"box\", not 4."},
        {"nps(x) box (4 5)", 15, "A comma or ) is expected behind 4, not 5."},
        {"nps(x) box", 11,
         "A list of values such as (web, phone) is expected behind \"box\", not the end."},
        {"nps(x) where", 13,
         "A comparison such as channel = web is expected behind \"where\", not the end."},
        {"nps(x) where by month", 14,
         "A condition such as channel = web is expected behind \"where\", not \"by\"."},
        {"nps(x) where where a = 1", 14,
         "The condition begins behind \"where\"; leave that word out."},
        {"nps(x) where a = 1)", 19, "This parenthesis closes, and none was opened."},
    };
    CHECK_SLIPS(slips);
}

TEST(question_parser_explains_slips_with_numbers)
{
    static const struct slip slips[] = {
        {"nps(x) matters", 15,
         "A number above 0 such as 5 is expected behind \"matters\", not the end."},
        {"nps(x) matters 0", 16,
         "A number above 0 such as 5 is expected behind \"matters\", not 0."},
        {"nps(x) matters -1", 16,
         "A number above 0 such as 5 is expected behind \"matters\", not -1."},
        {"nps(x) matters five", 16,
         "A number above 0 such as 5 is expected behind \"matters\", not \"five\"."},
        {"nps(x) matters 7,5", 17, "A number is written without commas: 3000 or 7.5."},
        {"nps(x) population", 18,
         "A whole number of people, from 1 on, is expected behind \"population\", not the end."},
        {"nps(x) population 0", 19,
         "A whole number of people, from 1 on, is expected behind \"population\", not 0."},
        {"nps(x) population 2.5", 19,
         "A whole number of people, from 1 on, is expected behind \"population\", not 2.5."},
        {"nps(x) population 3,000", 20, "A number is written without commas: 3000 or 7.5."},
        {"nps(x) population 5%", 20,
         "A percent sign has no meaning here; a number is written like 7.5, and parts of a text "
         "are found with contains and starts with."},
    };
    CHECK_SLIPS(slips);
}

TEST(question_parser_explains_slips_with_ranges)
{
    static const struct slip slips[] = {
        {"nps(x) since", 13,
         "A date or period such as 2026-03-01, 2026-03, 2026-Q1, 2026-W09 or 2026 is expected "
         "behind \"since\", not the end."},
        {"nps(x) since march", 14,
         "A date or period such as 2026-03-01, 2026-03, 2026-Q1, 2026-W09 or 2026 is expected "
         "behind \"since\", not \"march\"."},
        {"nps(x) since last week", 14,
         "A date or period such as 2026-03-01, 2026-03, 2026-Q1, 2026-W09 or 2026 is expected "
         "behind \"since\", not \"last\"."},
        {"nps(x) since \"2026-03-01\"", 14,
         "A date stands without quotes: 2026-03-01 instead of \"2026-03-01\"."},
        {"nps(x) since 2026-02-30", 14,
         "The calendar has no 2026-02-30; if it is a text, it stands in double quotes: "
         "\"2026-02-30\"."},
        {"nps(x) since 3/1/2026", 14,
         "A date or period such as 2026-03-01, 2026-03, 2026-Q1, 2026-W09 or 2026 is expected "
         "behind \"since\", not 3."},
        {"nps(x) in 2026-Q5", 11, "The calendar has no 2026-Q5; a year has the quarters Q1 to Q4."},
        {"nps(x) in 2025-W53", 11,
         "The calendar has no 2025-W53; a year has the ISO weeks W01 to W52, and some have W53."},
        {"nps(x) in 0000", 11, "The calendar has no 0000."},
        {"nps(x) in 26", 11,
         "A date or period such as 2026-03-01, 2026-03, 2026-Q1, 2026-W09 or 2026 is expected "
         "behind \"in\", not 26."},
        {"nps(x) in (web, phone)", 11,
         "A date or period such as 2026-03-01, 2026-03, 2026-Q1, 2026-W09 or 2026 is expected "
         "behind \"in\", not \"(\"."},
        {"nps(x) between 2026-03", 23,
         "The word \"and\", as in between 2026-01-01 and 2026-03-31, is expected behind 2026-03, "
         "not the end."},
        {"nps(x) between 2026-01, 2026-03", 23,
         "The word \"and\", as in between 2026-01-01 and 2026-03-31, is expected behind 2026-01, "
         "not \",\"."},
        {"nps(x) last", 12,
         "A number, or one of day, week, month, quarter and year, is expected behind \"last\", not "
         "the end."},
        {"nps(x) last twelve weeks", 13,
         "A number, or one of day, week, month, quarter and year, is expected behind \"last\", not "
         "\"twelve\"."},
        {"nps(x) last 12", 15,
         "One of days, weeks, months, quarters and years is expected behind 12, not the end."},
        {"nps(x) last 12 wekks", 16,
         "One of days, weeks, months, quarters and years is expected behind 12, not \"wekks\"; did "
         "you mean weeks?"},
        {"nps(x) last 12 hours", 16,
         "One of days, weeks, months, quarters and years is expected behind 12, not \"hours\"."},
        {"nps(x) last wek", 13,
         "A number, or one of day, week, month, quarter and year, is expected behind \"last\", not "
         "\"wek\"; did you mean week?"},
        {"nps(x) this", 12,
         "One of day, week, month, quarter and year is expected behind \"this\", not the end."},
        {"nps(x) this weeks", 13,
         "One of day, week, month, quarter and year is expected behind \"this\", not \"weeks\"; "
         "did you mean week?"},
    };
    CHECK_SLIPS(slips);
}

TEST(question_parser_explains_slips_with_comparisons)
{
    static const struct slip slips[] = {
        {"nps(x) compare", 15,
         "One of previous, year and rest, or a condition such as channel = web, is expected behind "
         "\"compare\", not the end."},
        {"nps(x) compare previoux", 16,
         "One of previous, year and rest, or a condition such as channel = web, is expected behind "
         "\"compare\", not \"previoux\"; did you mean previous?"},
        {"nps(x) compare last year", 16,
         "One of previous, year and rest, or a condition such as channel = web, is expected behind "
         "\"compare\", not \"last\"; did you mean year?"},
        {"nps(x) compare last", 16,
         "One of previous, year and rest, or a condition such as channel = web, is expected behind "
         "\"compare\", not \"last\"; did you mean previous?"},
        {"nps(x) compare with rest", 16,
         "What is compared with stands directly behind \"compare\"; leave the word \"with\" out."},
        {"nps(x) compare previous year", 25,
         "Behind \"compare previous\" stands no period: it is the one before, as long as those "
         "behind \"by\"; the same period a year before is \"compare year\"."},
        {"nps(x) compare previous month by x", 25,
         "Behind \"compare previous\" stands no period: it is the one before, as long as those "
         "behind \"by\"; the same period a year before is \"compare year\"."},
        {"nps(x) compare channel", 16,
         "One of previous, year and rest, or a condition such as channel = web, is expected behind "
         "\"compare\", not \"channel\"."},
        {"nps(x) compare channel by month", 16,
         "One of previous, year and rest, or a condition such as channel = web, is expected behind "
         "\"compare\", not \"channel\"."},
        {"nps(x) compare by month", 16,
         "One of previous, year and rest, or a condition such as channel = web, is expected behind "
         "\"compare\", not \"by\"."},
        {"nps(x) compare channel web", 24,
         "A comparison is expected behind \"channel\", not \"web\"; a name of several words stands "
         "in backquotes: `channel web`."},
        {"nps(x) compare 3", 16,
         "A comparison begins with a name, not with 3; if this is a name, it stands in backquotes: "
         "`3`."},
        {"nps(x) compare x = 1 y = 2", 22,
         "\"and\", \"or\" or a clause such as by, where or since is expected behind 1, not \"y\"; "
         "a condition stands behind \"and\" or \"or\"."},
        {"nps(x) compare rest foo", 21,
         "A clause such as by, where or since is expected behind \"rest\", not \"foo\"; the "
         "clauses are box, weighted, latest per person, by, where, since, until, between, in, "
         "last, this, today, yesterday, compare, matters and population."},
    };
    CHECK_SLIPS(slips);
}

TEST(question_parser_refuses_contradictions)
{
    static const struct slip slips[] = {
        {"nps(x) by month, week", 18,
         "A question has one period behind \"by\", and \"month\" stands there already; if \"week\" "
         "is a field, it stands in backquotes: `week`."},
        {"nps(x) by month, month", 18,
         "\"month\" stands behind \"by\" twice; write it there once."},
        {"nps(x) by a, `a`", 14, "`a` stands behind \"by\" twice; write it there once."},
        {"nps(x) by month, `month`", 18,
         "A period and a field behind \"by\" are both called month; write the period in other "
         "letters (Month), and that is its name."},
        {"nps(x) by `Month`, a, Month", 23,
         "A period and a field behind \"by\" are both called Month; write the period in other "
         "letters (month), and that is its name."},
        {"nps(x) by month by channel", 17,
         "\"by\" stands here for the second time; all names stand behind the first, separated by "
         "commas."},
        {"nps(x) where a = 1 where b = 2", 20,
         "\"where\" stands here for the second time; conditions are joined with \"and\" or "
         "\"or\"."},
        {"nps(x) weighted weighted", 17,
         "\"weighted\" stands here for the second time; once is enough."},
        {"nps(x) latest per person latest per person", 26,
         "\"latest\" stands here for the second time; once is enough."},
        {"nps(x) box (1) box (2)", 16,
         "\"box\" stands here for the second time; all values stand in one list, as in box (4, "
         "5)."},
        {"nps(x) matters 1 matters 1", 18,
         "\"matters\" stands here for the second time; a question has one such number."},
        {"nps(x) population 1 population 1", 21,
         "\"population\" stands here for the second time; a question has one such number."},
        {"nps(x) compare rest compare year", 21,
         "\"compare\" stands here for the second time; a question has one comparison."},
    };
    CHECK_SLIPS(slips);
}

TEST(question_parser_refuses_ranges_that_contradict_themselves)
{
    static const struct slip slips[] = {
        {"nps(x) since 2026-01 since 2026-02", 22,
         "With \"since\" the question has a second range of time; both ends of a range stand in "
         "between 2026-01-01 and 2026-03-31."},
        {"nps(x) until 2026-01 until 2026-02", 22,
         "With \"until\" the question has a second range of time; both ends of a range stand in "
         "between 2026-01-01 and 2026-03-31."},
        {"nps(x) since 2026-01 until 2026-02 since 2026-01", 36,
         "With \"since\" the question has a second range of time; both ends of a range stand in "
         "between 2026-01-01 and 2026-03-31."},
        {"nps(x) between 2026-01 and 2026-02 until 2026-03", 36,
         "With \"until\" the question has a second range of time; both ends of a range stand in "
         "between 2026-01-01 and 2026-03-31."},
        {"nps(x) since 2026-01 last 3 weeks", 22,
         "With \"last\" the question has a second range of time; both ends of a range stand in "
         "between 2026-01-01 and 2026-03-31."},
        {"nps(x) last 3 weeks since 2026-01", 21,
         "With \"since\" the question has a second range of time; both ends of a range stand in "
         "between 2026-01-01 and 2026-03-31."},
        {"nps(x) today in 2026", 14,
         "With \"in\" the question has a second range of time; both ends of a range stand in "
         "between 2026-01-01 and 2026-03-31."},
        {"nps(x) compare year in 2026 today", 29,
         "With \"today\" the question has a second range of time; both ends of a range stand in "
         "between 2026-01-01 and 2026-03-31."},
        {"nps(x) between 2026-03 and 2026-01", 16,
         "\"between\" takes the earlier one first: between 2026-01 and 2026-03."},
        {"nps(x) between 2026-W02 and 2026-01-04", 16,
         "\"between\" takes the earlier one first: between 2026-01-04 and 2026-W02."},
        {"nps(x) since 2026-03 until 2026-01", 28,
         "No day is both since 2026-03 and until 2026-01; the earlier one stands behind since."},
        {"nps(x) until 2026-01 by a since 2026-03", 33,
         "No day is both since 2026-03 and until 2026-01; the earlier one stands behind since."},
        {"nps(x) last 0 weeks", 13, "\"last\" takes a whole number of periods from 1 on, not 0."},
        {"nps(x) last -1 weeks", 13, "\"last\" takes a whole number of periods from 1 on, not -1."},
        {"nps(x) last 1.5 weeks", 13,
         "\"last\" takes a whole number of periods from 1 on, not 1.5."},
    };
    CHECK_SLIPS(slips);
}

TEST(question_parser_counts_characters_of_other_scripts)
{
    static const struct slip slips[] = {
        {"nps(名前) by 月 whree a = 1", 14,
         "A clause such as by, where or since is expected behind \"月\", not \"whree\"; did you "
         "mean where?"},
        {"nps(`Größe 🙂`) by עיר sinec 2026", 23,
         "A clause such as by, where or since is expected behind \"עיר\", not \"sinec\"; did you "
         "mean since?"},
    };
    CHECK_SLIPS(slips);
}

/* The text, then a list of count names with the separator between them. */
static str listed(struct test *t, const char *start, size_t count)
{
    struct buf text = buf_make(t->arena, LIMIT_EXPRESSION_BYTES);
    buf_add(&text, str_of_chars(start));
    for (size_t i = 0; i < count; i++)
        buf_addf(&text, "%sf%zu", i > 0 ? ", " : "", i);
    return buf_str(&text);
}

static str limit_met(struct test *t, str text, size_t position)
{
    struct question_text q;
    struct err *e = question_text_of_str(t->arena, text, &q);
    CHECK(e && e->why == WHY_LIMIT);
    CHECK_INT(e->position, (int64_t)position);
    return e->text;
}

TEST(question_parser_limits_names_and_periods)
{
    str most = listed(t, "index(", LIMIT_FIELDS), more = listed(t, "index(", LIMIT_FIELDS + 1);
    struct question_text q;
    CHECK_OK(question_text_of_str(t->arena, str_format(t->arena, "%.*s)", STR(most)), &q));
    CHECK_INT(q.fields_len, (int64_t)LIMIT_FIELDS);
    CHECK_STR(limit_met(t, str_format(t->arena, "%.*s)", STR(more)), most.len + 3),
              S("At most 256 fields can be asked at once."));
    CHECK_OK(question_text_of_str(t->arena, listed(t, "nps(x) by ", LIMIT_DIMENSIONS), &q));
    CHECK_STR(limit_met(t, listed(t, "nps(x) by ", LIMIT_DIMENSIONS + 1), 43),
              S("At most 8 names can stand behind \"by\"."));
    CHECK_OK(question_text_of_str(t->arena, S("nps(x) last 10000 days"), &q));
    CHECK_STR(limit_met(t, S("nps(x) last 10001 days"), 13),
              S("\"last\" counts at most 10000 periods, not 10001."));
    (void)limit_met(t, S("nps(x) last 1e17 days"), 13);
}
