/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"
#include "base/limits.h"
#include "listen/plan_of_test.h"

#define ANSWERS                                                                                    \
    "manager,valued,area\n"                                                                        \
    "Strongly agree,Agree,A\nAgree,Agree,B\nNeutral,Strongly agree,A\nDisagree,Agree,B\n"          \
    "Agree,Don't know,A\nAgree,Disagree,A\nDisagree,Agree,B\nStrongly agree,Neutral,B\n"

#define DEGREES "degrees: -, Disagree, Neutral, Agree, Strongly agree"

TEST(words_in_an_order_are_asked_about_together)
{
    struct plan_table table = plan_table_of(t, ANSWERS);
    struct import_plan p = plan_of_table(t, &table, NULL);
    CHECK_COLUMN(p, "manager", "choice manager");
    CHECK_STR(plan_questions_text(t, &p), S("degrees: [manager] " DEGREES "\n"
                                            "[valued] " DEGREES "\n"
                                            "missing: Don't know\n"));
    CHECK_INT(p.questions[0].parts_len, 5);
}

TEST(their_line_makes_scores_of_them)
{
    struct plan_table table = plan_table_of(t, ANSWERS);
    struct import_plan p = plan_of_table(t, &table,
                                         "[manager] " DEGREES "\n[valued] " DEGREES "\n"
                                         "missing: Don't know\n");
    CHECK_STR(plan_questions_text(t, &p), S(""));
    const struct import_plan_column *c = plan_column_called(&p, "valued");
    CHECK_INT(c->kind, IMPORT_SCORE);
    CHECK(c->has_scale && decimal_equal(c->scale.hi, decimal_of_int(5)));
    CHECK_STR(import_plan_answer(c, S("Strongly Agree")), S("5"));
    CHECK_STR(import_plan_answer(c, S("disagree")), S("2"));
    CHECK_STR(import_plan_answer(c, S("3")), S("3"));
    CHECK_STR(import_plan_answer(c, S("perhaps")), S("perhaps"));
    CHECK_STR(import_plan_refusal(t->arena, c, S("perhaps")), S("not a number"));
    CHECK_STR(import_plan_refusal(t->arena, c, S("Don't know")), S(""));
}

TEST(next_months_words_are_known_from_the_record)
{
    static const struct field_code codes[] = {{S_INIT("2"), S_INIT("Disagree")},
                                              {S_INIT("3"), S_INIT("Neutral")},
                                              {S_INIT("4"), S_INIT("Agree")},
                                              {S_INIT("5"), S_INIT("Strongly agree")}};
    static const struct import_known_field field = {.key = S_INIT("manager"),
                                                    .scale = {{1, 0}, {5, 0}},
                                                    .kind = IMPORT_SCORE,
                                                    .has_scale = true,
                                                    .codes = codes,
                                                    .codes_len = 4};
    static const struct import_known_alias alias = {.column = S_INIT("manager"), .field = 0};
    struct plan_table table = plan_table_of(t, "manager\nAgree\nNeutral\nAgree\nDisagree\n");
    struct import_plan p;
    CHECK_OK(plan_try(t, &table, NULL,
                      (struct import_known){
                          .fields = &field, .fields_len = 1, .aliases = &alias, .aliases_len = 1},
                      &p));
    CHECK_STR(plan_questions_text(t, &p), S(""));
    CHECK_INT(p.columns[0].kind, IMPORT_SCORE);
    CHECK_STR(import_plan_answer(&p.columns[0], S("Agree")), S("4"));
}

TEST(numbers_with_words_beside_them_are_asked_about)
{
    struct plan_table table =
        plan_table_of(t, "nps,x\n10 - Extremely likely,1\n0 (not at all likely),1\n7,1\n8,1\n7,1\n"
                         "10 - Extremely likely,1\n3,1\n");
    struct import_plan p = plan_of_table(t, &table, NULL);
    const char *lines = "[nps] kind: score\ncode 10: Extremely likely\ncode 0: not at all likely";
    CHECK_STR(plan_questions_text(t, &p), str_format(t->arena, "numbered: %s\n", lines));
    p = plan_of_table(t, &table, lines);
    CHECK_STR(plan_column_text(t, &p.columns[0]), S("score recommend"));
    CHECK_STR(import_plan_answer(&p.columns[0], S("10 - Extremely likely")), S("10"));
    CHECK_STR(import_plan_answer(&p.columns[0], S("0 (not at all likely)")), S("0"));
    struct buf dashes = buf_make(t->arena, 2 * MIB);
    buf_add(&dashes, S("10 "));
    for (size_t i = 0; i < MIB; i++)
        buf_add_char(&dashes, '-');
    CHECK_STR(import_plan_answer(&p.columns[0], buf_str(&dashes)), buf_str(&dashes));
    CHECK_STR(import_plan_answer(&p.columns[0], S("9 - Extremely likely")),
              S("9 - Extremely likely"));
}

TEST(words_of_things_and_of_one_degree_alone_are_choices)
{
    struct plan_table table =
        plan_table_of(t, "a,b,c\nred,Yes,Agree\nblue,No,Agree\nred,Yes,Agree\n"
                         "blue,No,Disagree\nred,Yes,Agree\n");
    struct import_plan p = plan_of_table(t, &table, NULL);
    CHECK_STR(plan_questions_text(t, &p), S(""));
    CHECK_COLUMN(p, "c", "choice c");
}

TEST(columns_of_other_words_are_asked_about_apart)
{
    struct plan_table table =
        plan_table_of(t, "a,b\nGood,Never\nPoor,Often\nFair,Always\nGood,Never\nPoor,Often\n"
                         "Fair,Always\n");
    struct import_plan p = plan_of_table(t, &table, NULL);
    CHECK_STR(plan_questions_text(t, &p), S("degrees: [a] degrees: Poor, Fair, Good\n"
                                            "degrees: [b] degrees: Never, Often, Always\n"));
}

TEST(degrees_that_make_no_scale_are_refused_with_their_line)
{
    static const char *const wrong[] = {"[a] degrees: bad, good", "[a] degrees: bad,, good",
                                        "[a] scale: 1-5\ndegrees: bad, fair, good",
                                        "[a] kind: choice\ndegrees: bad, fair, good"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct import_map m;
        const struct err *e = import_map_of_str(t->arena, str_of_chars(wrong[i]), &m);
        CHECK_THAT(e && e->why == WHY_USAGE, "taken: %s", wrong[i]);
        CHECK(str_starts_with(e->text, i < 2 ? S("Line 1") : S("Line 2")));
    }
}
