/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/answer_table_cmd.h"

#include "base/limits.h"
#include "base/text.h"
#include "understand/rows.h"

static const struct terminal plain = {.width = 100, .colour = false, .utf8 = true};

static str printed(struct test *t, const struct answer_table_ask *ask, struct terminal terminal)
{
    struct buf out = buf_make(t->arena, MIB);
    answer_to_table(t->arena, ask, terminal, &out);
    CHECK(!out.full && out.len > 0 && out.ptr[out.len - 1] == '\n');
    return buf_str(&out);
}

/* Without "\x1b[31m" and the like. */
static str without_colour(struct test *t, str text)
{
    struct buf b = buf_make(t->arena, MIB);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '\x1b') {
            buf_add_char(&b, text.ptr[i]);
            continue;
        }
        while (text.ptr[i] != 'm')
            i++;
    }
    return buf_str(&b);
}

/* A group of every kind: sure ones, a thin one, a hidden one, an empty one, a
 * hostile name. */
static struct question many_kinds(struct test *t, const char *metric)
{
    static const struct {
        const char *group;
        int n, least;
    } groups[] = {
        {"High", 200, 6},
        {"Low", 200, 0},
        {"Middle", 200, 3},
        {"Thin", 15, 2},
        {"Hidden", 9, 9},
        {"\x1b[31mEvil\n\xE2\x80\x8B", 50, 3},
        {"A group whose name is so long that it cannot stand on any terminal at all", 60, 2}};
    struct column *score = empty_column(t, "score"), *group = empty_column(t, "g\x1b[1m");
    struct xoshiro numbers = xoshiro_of_seed(21);
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
        for (int i = 0; i < groups[g].n; i++) {
            double x =
                groups[g].least + (double)xoshiro_below(&numbers, groups[g].least > 8 ? 1 : 5);
            column_add_number(t, score, x);
            column_add_text(group, str_of_chars(groups[g].group));
        }
    column_add(score, CODE_MISSING);
    column_add_text(group, S("Empty"));
    static const struct scale_range zero_to_ten = {{0, 0}, {10, 0}};
    struct rows rows = {.metric = metric, .fields = {score}, .scale = &zero_to_ten};
    struct question q = question_of(t, &rows);
    q.reached = REACHED_UNKNOWN;
    ask_by(t, &q, group);
    q.compare = COMPARE_REST;
    q.compare_text = S("rest");
    return q;
}

/* The line on which a text stands. */
static str line_with(str text, str part)
{
    while (text.ptr) {
        str line = str_cut(text, '\n', &text);
        for (size_t i = 0; i + part.len <= line.len; i++)
            if (str_equal(str_slice(line, i, i + part.len), part))
                return line;
    }
    return S("");
}

static bool says(str text, str part)
{
    return line_with(text, part).len > 0;
}

TEST(no_line_is_wider_than_the_terminal_and_nothing_steers_it)
{
    static const char *const metrics[] = {"nps", "csat", "mean"};
    for (size_t m = 0; m < 3; m++) {
        struct question q = many_kinds(t, metrics[m]), whole = q;
        whole.dimensions_len = 0;
        whole.compare = COMPARE_NOTHING;
        struct answer answer = answer_to(t, &q), total = answer_to(t, &whole);
        struct answer_table_ask ask = {.answer = &answer,
                                       .total = &total,
                                       .title = S("Score of score by g\x1b[1m"),
                                       .subtitle = S("a\nfile.csv"),
                                       .compared = S("Against the rest"),
                                       .weighted = m == 1};
        for (unsigned width = TERMINAL_WIDTH_MIN; width < 130; width += 3)
            for (int kind = 0; kind < 4; kind++) {
                struct terminal terminal = {.width = width, .colour = kind % 2, .utf8 = kind < 2};
                str text = printed(t, &ask, terminal), bare = without_colour(t, text);
                terminal.colour = false;
                CHECK_STR(bare, printed(t, &ask, terminal)); /* colour adds nothing but colour */
                CHECK(kind < 2 || str_is_ascii(bare));
                while (bare.ptr) {
                    str line = str_cut(bare, '\n', &bare);
                    CHECK(text_width(line) <= width && text_is_utf8(line));
                    CHECK(str_equal(text_escape(t->arena, line), line));
                }
            }
    }
}

TEST(a_score_of_fewer_than_ten_answers_is_hidden)
{
    struct question q = many_kinds(t, "nps");
    struct answer answer = answer_to(t, &q);
    struct answer_table_ask ask = {
        .answer = &answer, .title = S("t"), .subtitle = S("s"), .compared = S("Against the rest")};
    str line = line_with(printed(t, &ask, plain), S("Hidden"));
    CHECK(says(line, S("too few answers")) && says(line, S(" 9 ")) && !says(line, S("100")));
    CHECK(row_of(&answer, "Hidden", NULL)->estimate.value == 100);
    line = line_with(printed(t, &ask, plain), S("Empty"));
    CHECK(says(line, S("no answers")) && says(line, S(" 0 ")));
}

/* Four equal answers of a mean are degenerate, and too few. */
TEST(equal_answers_are_said_to_be_and_hidden_where_few)
{
    struct rows rows = {.metric = "mean",
                        .fields = {column_of(t, "s", S("4 4 4 4 3 3 3 3 3 3 3 3 3 3"))}};
    struct question q = question_of(t, &rows);
    ask_by(t, &q, column_of(t, "g", S("a a a a b b b b b b b b b b")));
    struct answer answer = answer_to(t, &q);
    struct answer_table_ask ask = {.answer = &answer, .title = S("t"), .subtitle = S("s")};
    str text = printed(t, &ask, plain);
    CHECK(!says(text, S("4.00")) && says(line_with(text, S("a ")), S("too few answers")));
    CHECK(says(line_with(text, S("b ")), S("3.00")));
    CHECK(says(line_with(text, S("b ")), S("all answers equal")));
}

TEST(what_colour_says_stands_in_words)
{
    struct question q = many_kinds(t, "nps");
    struct answer answer = answer_to(t, &q);
    struct answer_table_ask ask = {
        .answer = &answer, .title = S("t"), .subtitle = S("s"), .compared = S("Against the rest")};
    str text = printed(t, &ask, plain);
    for (size_t i = 0; i < answer.rows_len; i++) {
        const struct answer_row *row = &answer.rows[i];
        str label = str_slice(row->by[0].text, 0, 4);
        if (row->contrast.verdict == VERDICT_UP)
            CHECK(says(line_with(text, label), S("higher by ")));
        if (row->contrast.verdict == VERDICT_DOWN)
            CHECK(says(line_with(text, label), S("lower by ")));
    }
    CHECK(row_of(&answer, "High", NULL)->contrast.verdict == VERDICT_UP);
    CHECK(row_of(&answer, "Low", NULL)->contrast.verdict == VERDICT_DOWN);
    CHECK(says(text, S("ewer than 30 answers"))); /* the thin row */
    CHECK(says(text, S("8 comparisons")) || says(text, S("7 comparisons")));
}

TEST(a_total_stands_below_its_groups)
{
    struct question q = many_kinds(t, "nps"), whole = q;
    whole.dimensions_len = 0;
    whole.compare = COMPARE_NOTHING;
    struct answer answer = answer_to(t, &q), total = answer_to(t, &whole);
    struct answer_table_ask ask = {.answer = &answer, .total = &total, .title = S("t")};
    CHECK(says(line_with(printed(t, &ask, plain), S("All")), S(" 734")));
    ask.answer = &total; /* one row is its own total */
    CHECK(!says(printed(t, &ask, plain), S("All ")));
}

TEST(choices_stand_with_the_most_frequent_first)
{
    struct rows rows = {.metric = "choices",
                        .fields = {column_of(t, "s", S("a b b c;b c;b c;b c;b c;b c;b d;b"))}};
    struct question q = question_of(t, &rows);
    struct answer answer = answer_to(t, &q);
    struct answer_table_ask ask = {.answer = &answer, .title = S("t"), .subtitle = S("s")};
    str text = printed(t, &ask, plain);
    static const str order[] = {S_INIT("b "), S_INIT("c "), S_INIT("a "), S_INIT("d ")};
    const char *before = text.ptr;
    for (size_t i = 0; i < 4; i++) {
        str rest = text, line = S("");
        while (rest.ptr && !str_starts_with(line, order[i]))
            line = str_cut(rest, '\n', &rest);
        CHECK(line.ptr > before);
        before = line.ptr;
    }
    CHECK_STR(answer.rows[0].choice, S("a")); /* the answer has them by name */
}

TEST(trends_show_limits_and_gaps)
{
    struct column *score = empty_column(t, "s"), *at = empty_column(t, "at");
    for (int i = 0; i < 120; i++) {
        column_add_number(t, score, i < 40 ? 9 : i % 11);
        column_add_text(at, i < 40 ? S("2026-01-01") : i < 80 ? S("2026-02-01") : S("2026-04-01"));
    }
    column_add_text(score, S("9"));
    column_add(at, CODE_MISSING);
    struct rows rows = {.metric = "nps", .fields = {score}};
    struct question q = question_of(t, &rows);
    ask_per(t, &q, at, PERIOD_MONTH, "2026-11-24");
    struct answer answer = answer_to(t, &q);
    struct answer_table_ask ask = {.answer = &answer, .title = S("t"), .subtitle = S("s")};
    str text = printed(t, &ask, plain);
    CHECK(says(text, S("Period")) && says(text, S("Limits")));
    CHECK(says(line_with(text, S("2026-01")), S("above limits")));
    CHECK(says(line_with(text, S("2026-03")), S("no answers")));
    CHECK(!says(line_with(text, S("2026-03")), S("within")));
    CHECK(says(line_with(text, S("(missing)")), S("too few answers")));
}

TEST(hints_missing_codes_and_refusals_stand_below)
{
    struct rows rows = {.metric = "nps", .fields = {column_of(t, "s", S("9 8"))}};
    struct question q = question_of(t, &rows);
    struct answer answer = answer_to(t, &q);
    struct refusal refused = {.line = 5, .column = S("s"), .value = S("12"), .reason = S("why")};
    str missing = S("11"), hint = S("No value of area is \"Nrth\".");
    answer.refused = &refused;
    answer.refused_len = answer.refused_listed = 1;
    answer.missing = &missing;
    answer.missing_len = 1;
    struct answer_table_ask ask = {
        .answer = &answer, .title = S("t"), .subtitle = S("s"), .hints = &hint, .hints_len = 1};
    str text = printed(t, &ask, plain);
    CHECK(says(text, S("line 5")) && says(text, S("11")) && says(text, S("Nrth")));
}
