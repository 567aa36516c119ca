/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_report_cmd.h"

#include "base/limits.h"
#include "base/test.h"

static str text_of(struct test *t, const struct import_report *r)
{
    struct buf out = buf_make(t->arena, MIB);
    import_report_to_text(t->arena, r, (struct terminal){.width = 80, .utf8 = true}, &out);
    return buf_str(&out);
}

static void check_says(str text, str part)
{
    for (size_t i = 0; i + part.len <= text.len; i++)
        if (str_equal(str_slice(text, i, i + part.len), part))
            return;
    test_fail(__FILE__, __LINE__, "this is not said: %.*s\n%.*s", STR(part), STR(text));
}

static struct import_plan example(struct test *t)
{
    const str missing[] = {S("11")};
    const struct import_plan_column columns[] = {
        {.column = S("Q1"), .field = S("q1"), .kind = IMPORT_SCORE},
        {.column = S("NETPRO"),
         .field = S("recommend"),
         .kind = IMPORT_SCORE,
         .has_scale = true,
         .is_shared = true,
         .scale = {{0, 0}, {10, 0}},
         .missing = missing,
         .missing_len = 1},
        {.column = S("WEIGHT"), .field = S("weight"), .kind = IMPORT_NUMBER},
        {.column = S("MAIL"), .kind = IMPORT_SKIP},
    };
    enum { LEN = sizeof columns / sizeof *columns };
    struct import_plan_column *kept = ARENA_ARRAY(t->arena, struct import_plan_column, LEN);
    for (size_t i = 0; i < LEN; i++)
        kept[i] = columns[i];
    str *kept_missing = ARENA_NEW(t->arena, str);
    *kept_missing = S("11");
    kept[1].missing = kept_missing;
    struct import_question *q = ARENA_NEW(t->arena, struct import_question);
    *q = (struct import_question){
        .code = "weight", .text = S("\"WEIGHT\" is taken as weight."), .map = S("weight: none")};
    struct import_plan p = {
        .columns = kept, .columns_len = LEN, .questions = q, .questions_len = 1};
    for (unsigned i = 0; i < IMPORT_ROLE_COUNT; i++)
        p.roles[i] = IMPORT_NONE;
    p.roles[IMPORT_ROLE_WEIGHT] = 2;
    return p;
}

TEST(a_report_sums_up_what_was_taken)
{
    const struct refusal refused = {.line = 7,
                                    .column = S("NETPRO"),
                                    .value = S("12"),
                                    .reason = S("outside the scale 0 to 10")};
    struct import_plan plan = example(t);
    struct import_report r = {.source = S("sfo"),
                              .rows = 1002831,
                              .taken = 1002700,
                              .duplicates = 30,
                              .refused = 101,
                              .refused_first = &refused,
                              .refused_listed = 1,
                              .plan = &plan,
                              .resumed = true};
    str text = text_of(t, &r);
    check_says(text, S("sfo: 1,002,700 records taken"));
    check_says(text, S("of 1,002,831 in the file; 30 known already; 101 refused; went on"));
    check_says(text, S("recommend (NETPRO), q1"));
    check_says(text, S("line 7, \"NETPRO\": \"12\" outside the scale 0 to 10"));
    check_says(text, S("100 more refused"));
    check_says(text, S("In the map: weight: none"));
}

TEST(a_trial_lists_every_column)
{
    struct import_plan plan = example(t);
    struct import_report r = {
        .source = S("sfo"), .rows = 1, .taken = 1, .plan = &plan, .dry_run = true};
    str text = text_of(t, &r);
    check_says(text, S("sfo: 1 record would be taken"));
    check_says(text, S("a trial: nothing was written"));
    check_says(text, S("score 0–10"));
    check_says(text, S("number, says the weight"));
    check_says(text, S("not kept"));
}

TEST(a_report_without_columns_says_how_many)
{
    struct import_report r = {.source = S("feed"), .rows = 12, .taken = 12};
    check_says(text_of(t, &r), S("feed: 12 records taken"));
}
