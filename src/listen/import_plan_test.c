/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/plan_of_test.h"

/* ---- fields that all sources share ---- */

static void check_one(struct test *t, const char *name, const char *cells, str column,
                      str questions)
{
    struct plan_table table = plan_column_of(t, name, cells);
    struct import_plan p = plan_of_table(t, &table, NULL);
    CHECK_STR(plan_column_text(t, &p.columns[0]), column);
    CHECK_STR(plan_questions_text(t, &p), questions);
}

TEST(recommend_needs_its_name_and_0_to_10)
{
    check_one(t, "nps", "0 0 3 5 9 9 10 11", S("score recommend 11"), S(""));
    check_one(t, "NPS", "0 10 99 99", S("score recommend 99"), S(""));
    check_one(t, "rating", "0 0 3 5 9 9 10 8", S("score rating"), S(""));
    check_one(t, "nps", "0 0 3 5 9 9 10 12 x", S("text nps"),
              S("scale_unclear: [nps] field: "
                "recommend\n"));
}

TEST(recommend_whose_name_says_0_to_10_needs_no_more)
{
    check_one(t, "Recommend (0-10)", "9 10 3 7", S("score recommend"), S(""));
    check_one(t, "How likely are you to recommend us? 0 = not at all; 10 = certainly",
              "9 8 3 7 99 99", S("score recommend 99"), S(""));
    check_one(t, "Recommend (1-10)", "9 10 3 7", S("number recommend_1_10"),
              S("scale_unclear: [Recommend (1-10)] field: recommend\n"));
    check_one(t, "Rating (0-10)", "9 10 3 7", S("number rating_0_10"), S(""));
    check_one(t, "NPS 0 to 10", "9 10 3 12 12 12", S("number nps_0_to_10"),
              S("scale_unclear: [NPS 0 to 10] field: recommend\n"));
}

TEST(recommend_on_another_scale_keeps_its_name_and_is_asked_about)
{
    check_one(t, "nps", "1 2 2 7 8 9 10", S("score nps"),
              S("scale_1_10: [nps] field: recommend\n"));
    check_one(t, "nps", "3 3 7 8 9 10 10", S("score nps"),
              S("scale_unclear: [nps] field: recommend\n"));
    check_one(t, "nps", "0 3 7 8 9 9", S("score nps"),
              S("scale_unclear: [nps] field: recommend\n"));
    check_one(t, "recommend", "1 2 3 4 5 5", S("score recommend"), S(""));
}

TEST(satisfaction_needs_1_to_5_without_doubt)
{
    check_one(t, "csat", "1 2 3 4 5 5", S("score satisfaction"), S(""));
    check_one(t, "csat", "1 2 3 4 5 6 0", S("score satisfaction 0,6"), S(""));
    /* a true 0 to 5 cannot be told from it, nor 1 to 6 */
    check_one(t, "csat", "0 1 1 2 3 4 5", S("score csat"), S(""));
    check_one(t, "csat", "1 2 3 4 5 6 6", S("score csat"), S(""));
    check_one(t, "csat", "1 2 4 5 5", S("score csat"), S(""));
}

TEST(effort_needs_1_to_7)
{
    check_one(t, "effort", "1 2 3 4 5 6 7 7", S("score effort"), S(""));
    check_one(t, "ces", "1 2 3 4 5 6 7 8 0", S("score effort 0,8"), S(""));
    check_one(t, "effort", "1 2 3 4 5 5", S("score effort"), S(""));
    struct plan_table table = plan_column_of(t, "effort", "1 2 3 4 5 5");
    CHECK(plan_of_table(t, &table, NULL).columns[0].known == IMPORT_NONE);
}

TEST(two_columns_that_could_be_one_field_keep_their_names)
{
    struct plan_table table =
        plan_table_of(t, "nps,ltr,csat\n0,10,1\n10,0,2\n5,5,3\n9,9,4\n7,8,5\n7,8,5\n");
    struct import_plan p = plan_of_table(t, &table, NULL);
    CHECK_COLUMN(p, "nps", "score nps");
    CHECK_COLUMN(p, "ltr", "score ltr");
    CHECK_COLUMN(p, "csat", "score satisfaction");
    CHECK_STR(plan_questions_text(t, &p), S("two_recommend: [nps] field: recommend\n"));
    /* the line does what it says */
    p = plan_of_table(t, &table, "[nps] field: recommend");
    CHECK_COLUMN(p, "nps", "score recommend");
    CHECK_COLUMN(p, "ltr", "score ltr");
    CHECK_INT(p.questions_len, 0);
}

TEST(a_comment_is_the_one_that_says_so_or_the_only_long_text)
{
    const char *rows = "\"I waited for half an hour and nobody came to help me\",good\n"
                       "\"The cakes were fresh but the coffee was far too cold\",bad\n";
    struct plan_table table =
        plan_table_of(t, str_to_chars(t->arena, str_format(t->arena, "a,b\n%s", rows)));
    struct import_plan p = plan_of_table(t, &table, NULL);
    CHECK_COLUMN(p, "a", "comment comment");
    CHECK_COLUMN(p, "b", "text b");
    p = plan_of_table(t, &table, "[a] field: a");
    CHECK_COLUMN(p, "a", "comment a");
    table = plan_table_of(t, str_to_chars(t->arena, str_format(t->arena, "a,comment\n%s", rows)));
    p = plan_of_table(t, &table, "[comment] kind: comment");
    CHECK_COLUMN(p, "comment", "comment comment");
    CHECK_COLUMN(p, "a", "comment a");
    CHECK_INT(p.questions_len, 0);
}

/* ---- what the map says ---- */

static void check_unplanned(struct test *t, const struct plan_table *table, const char *map, str at,
                            str sentence)
{
    struct import_plan plan = {.columns_len = 0};
    const struct err *e = plan_try(t, table, map, plan_init_knows(), &plan);
    CHECK(e && e->why == WHY_USAGE);
    CHECK_STR(e->at, at);
    CHECK_STR(e->text, sentence);
}

TEST(the_map_goes_before_what_is_guessed)
{
    struct plan_table table = plan_table_of(t, "nps,a,id,w\n0,1,x,1\n10,2,y,2\n11,x,z,3\n");
    struct import_plan p = plan_of_table(t, &table,
                                         "source: mine\nkey: id\n"
                                         "[nps]\nfield: likely\nlabel: Likely?\nmissing: none\n"
                                         "[a]\nscale: 1-3\nmissing: x\ncode 1: yes\n"
                                         "[w] kind: skip\n");
    CHECK_STR(p.source, S("mine"));
    CHECK_INT(p.roles[IMPORT_ROLE_KEY], 2);
    CHECK(!p.key_may_repeat);
    CHECK_COLUMN(p, "id", "text id");
    const struct import_plan_column *nps = plan_column_called(&p, "nps"),
                                    *a = plan_column_called(&p, "a");
    CHECK_STR(nps->field, S("likely"));
    CHECK_STR(nps->label, S("Likely?"));
    CHECK(!nps->proposes && nps->missing_len == 0 && !nps->has_scale);
    CHECK(a->kind == IMPORT_SCORE && a->has_scale && decimal_equal(a->scale.hi, decimal_of_int(3)));
    CHECK_STR(plan_missing_text(t, a), S("x"));
    CHECK_INT(a->missing_given_len, 1);
    CHECK_STR(a->codes[0].label, S("yes"));
    CHECK_COLUMN(p, "w", "skip ");
}

TEST(a_scale_of_the_map_decides_what_is_missing)
{
    struct plan_table table = plan_column_of(t, "nps", "3 3 7 11 99");
    struct import_plan p = plan_of_table(t, &table, "[nps] scale: 0-10");
    CHECK_COLUMN(p, "nps", "score recommend 11,99");
    p = plan_of_table(t, &table, "[nps] scale: 1-10");
    CHECK_COLUMN(p, "nps", "score nps 11,99");
    CHECK_INT(p.questions_len, 0);
    p = plan_of_table(t, &table, "[nps] field: recommend");
    CHECK_COLUMN(p, "nps", "score recommend 11,99");
    CHECK(p.columns[0].has_scale && decimal_equal(p.columns[0].scale.lo, decimal_of_int(0)));
}

TEST(a_map_that_contradicts_the_record_is_refused_with_its_line)
{
    struct plan_table table = plan_column_of(t, "nps", "1 2 3");
    check_unplanned(t, &table, "\n[nps]\nfield: recommend\nscale: 1-10", S("line 2"),
                    S("Line 2 of the map: the field \"recommend\" has the scale 0 to 10 on record; "
                      "a column on another scale needs a field of its own."));
    check_unplanned(t, &table, "[nps]\nfield: comment\nkind: score", S("line 1"),
                    S("Line 1 of the map: the field \"comment\" is on record as a comment, not a "
                      "score."));
    check_unplanned(t, &table, "[npss] kind: id", S("line 1"),
                    S("Line 1 of the map: there is no column \"npss\"; did you mean \"nps\"?"));
    table = plan_column_of(t, "day", "a b c");
    check_unplanned(t, &table, "time: day", S("line 1"),
                    S("Line 1 of the map: \"day\" holds no dates, so it cannot say when."));
    check_unplanned(t, &table, "\nweight: day", S("line 2"),
                    S("Line 2 of the map: \"day\" holds no numbers, so it is no weight."));
}

/* ---- who, when, how much ---- */

TEST(a_key_that_repeats_or_is_empty_is_no_key)
{
    struct plan_table table = plan_table_of(t, "id,n\na,1\nb,\na,3\n");
    struct import_plan p = plan_of_table(t, &table, "key: id");
    CHECK(p.roles[IMPORT_ROLE_KEY] == IMPORT_NONE);
    CHECK_STR(plan_questions_text(t, &p), S("key_repeats: key: none\n"));
    p = plan_of_table(t, &table, "key: n");
    CHECK(p.roles[IMPORT_ROLE_KEY] == IMPORT_NONE);
    CHECK_STR(p.questions[0].text, S("\"n\" is empty in 1 of the records, so it cannot tell the "
                                     "records apart; what they say does."));
}

TEST(columns_that_say_who_are_kept_with_the_person_alone)
{
    struct plan_table table = plan_table_of(t, "who,mail,firm\n1,a@b.org,x\n2,c@d.org,y\n");
    struct import_plan p = plan_of_table(t, &table, "person: who\naccount: firm");
    CHECK_COLUMN(p, "who", "skip ");
    CHECK_COLUMN(p, "mail", "skip ");
    CHECK_COLUMN(p, "firm", "skip ");
    CHECK_INT(p.roles[IMPORT_ROLE_PERSON], 0);
    CHECK_INT(p.roles[IMPORT_ROLE_EMAIL], 1);
    CHECK_STR(plan_questions_text(t, &p), S("email: email: none\n"));
    p = plan_of_table(t, &table, "account: firm\nemail: none\n[firm] kind: choice");
    CHECK_COLUMN(p, "firm", "choice firm");
    CHECK_COLUMN(p, "mail", "comment mail"); /* personal, whatever it is for */
    CHECK(p.roles[IMPORT_ROLE_EMAIL] == IMPORT_NONE);
    CHECK_INT(p.questions_len, 0);
}

TEST(weight_is_proposed_where_one_column_is_called_so)
{
    struct plan_table table = plan_table_of(t, "weight,Gewicht\n1.5,0\n0.5,2\n");
    struct import_plan p = plan_of_table(t, &table, NULL);
    CHECK_INT(p.roles[IMPORT_ROLE_WEIGHT], 0);
    CHECK_COLUMN(p, "weight", "number weight");
    p = plan_of_table(t, &table, "weight: none");
    CHECK(p.roles[IMPORT_ROLE_WEIGHT] == IMPORT_NONE && p.questions_len == 0);
    table = plan_table_of(t, "weight,poids\n1.5,1\n0.5,2\n");
    p = plan_of_table(t, &table, NULL);
    CHECK(p.roles[IMPORT_ROLE_WEIGHT] == IMPORT_NONE);
}

TEST(time_is_never_taken_and_always_asked_for)
{
    struct plan_table table = plan_table_of(t, "Start Date,End Date,Date of Birth\n"
                                               "2026-03-01,2026-03-02,1970-01-01\n"
                                               "2026-03-02,2026-03-04,1980-01-01\n");
    struct import_plan p = plan_of_table(t, &table, NULL);
    CHECK(p.roles[IMPORT_ROLE_TIME] == IMPORT_NONE);
    CHECK_STR(plan_questions_text(t, &p), S("time: time: End Date\n"));
    p = plan_of_table(t, &table, "time: End Date");
    CHECK_INT(p.roles[IMPORT_ROLE_TIME], 1);
    CHECK_INT(p.questions_len, 0);
    CHECK_INT(plan_of_table(t, &table, "time: none").questions_len, 0);
    struct import_known known = plan_init_knows();
    struct import_plan_ask ask = {.header = table.header,
                                  .header_len = table.len,
                                  .profile = table.profile,
                                  .known = &known,
                                  .time_is_given = true};
    CHECK_OK(import_plan_make(t->arena, &ask, &p));
    CHECK_INT(p.questions_len, 0);
}

TEST(the_order_of_dates_is_asked_for_where_nothing_shows_it)
{
    struct plan_table table = plan_table_of(t, "d,x\n1/2/2026,1\n3/4/2026,1\n");
    struct import_plan p = plan_of_table(t, &table, "time: d");
    CHECK(p.time_order == DATE_MONTH_FIRST && p.time_order_guessed);
    CHECK_STR(plan_questions_text(t, &p), S("time_order: time order: day first\n"));
    p = plan_of_table(t, &table, "time: d\ntime order: day first");
    CHECK(p.time_order == DATE_DAY_FIRST && !p.time_order_guessed && p.questions_len == 0);
    table = plan_table_of(t, "d,x\n1/2/2026,1\n13/4/2026,1\n");
    p = plan_of_table(t, &table, "time: d");
    CHECK(p.time_order == DATE_DAY_FIRST && !p.time_order_guessed);
}

/* ---- what is on record ---- */

TEST(next_months_file_goes_to_the_same_fields)
{
    const struct import_known_field fields[] = {
        import_canonical_fields[0],
        import_canonical_fields[3],
        {.key = S("visits"), .kind = IMPORT_NUMBER},
        {.key = S("why_not"), .kind = IMPORT_TEXT},
        {.key = S("x_2"), .kind = IMPORT_CHOICE},
    };
    const struct import_known_alias aliases[] = {{S("nps"), 0, false},
                                                 {S("Visits"), 2, false},
                                                 {S("Why?"), 3, false},
                                                 {S("gone"), 4, false}};
    struct import_known known = {
        .fields = fields, .fields_len = 5, .aliases = aliases, .aliases_len = 4};
    struct import_plan p = {.columns_len = 0};
    /* too few codes to be known for a 0–10 scale by themselves */
    struct plan_table table =
        plan_table_of(t, "nps,VISITS,Why?,visits of late,x,x\n9,1,a,1,1,1\n9,2,b,2,1,1\n");
    CHECK_OK(plan_try(t, &table, NULL, known, &p));
    CHECK_COLUMN(p, "nps", "score recommend");
    CHECK_INT(p.columns[0].known, 0);
    CHECK_COLUMN(p, "VISITS", "number visits"); /* spelled otherwise */
    CHECK_COLUMN(p, "Why?", "text why_not");
    CHECK_COLUMN(p, "visits of late", "number visits_of_late");
    CHECK_STR(p.columns[4].field, S("x"));
    CHECK_STR(p.columns[5].field, S("x_3")); /* x_2 is another column's */
    CHECK_STR(p.columns[5].alias, S(""));
    CHECK_STR(plan_questions_text(t, &p), S("same_name: [#6] field: x_3\n"));
}

TEST(a_column_that_shares_its_name_goes_to_no_shared_field)
{
    struct plan_table table = plan_table_of(t, "nps,ltr,nps\n0,0,a\n10,10,b\n5,5,a\n5,5,b\n");
    struct import_plan p = plan_of_table(t, &table, NULL);
    CHECK_STR(p.columns[0].field, S("nps"));
    CHECK_COLUMN(p, "ltr", "score recommend");
    CHECK_STR(
        p.questions[0].text,
        S("Columns 1 and 3 are both called \"nps\"; they are kept as \"nps\" and \"nps_2\"."));
}

TEST(columns_that_share_a_name_are_told_apart_by_their_place)
{
    struct plan_table table = plan_table_of(t, "x,x,\n1,a,q\n2,b,r\n");
    struct import_plan first = plan_of_table(t, &table, "[#2] kind: text");
    CHECK_STR(first.columns[0].field, S("x"));
    CHECK_STR(first.columns[1].field, S("x_2"));
    CHECK_STR(first.columns[2].field, S("column_3"));
    struct import_known_field fields[] = {{.key = S("x"), .kind = IMPORT_NUMBER},
                                          {.key = S("x_2"), .kind = IMPORT_TEXT},
                                          {.key = S("column_3"), .kind = IMPORT_ID}};
    struct import_plan p = {.columns_len = 0};
    CHECK_OK(
        plan_try(t, &table, NULL, (struct import_known){.fields = fields, .fields_len = 3}, &p));
    for (size_t i = 0; i < 3; i++)
        CHECK_INT(p.columns[i].known, i);
}

TEST(a_scale_that_changed_is_asked_about)
{
    const struct import_known_alias alias = {S("score"), 1, false};
    struct import_known known = plan_init_knows();
    known.aliases = &alias;
    known.aliases_len = 1;
    struct plan_table table = plan_column_of(t, "score", "1 5 7 8 9 10");
    struct import_plan p = {.columns_len = 0};
    CHECK_OK(plan_try(t, &table, NULL, known, &p));
    CHECK_COLUMN(p, "score", "score satisfaction");
    CHECK_STR(plan_questions_text(t, &p), S("scale_changed: [score] field: satisfaction_2\n"));
}

/* ---- single cells ---- */

TEST(a_cell_outside_a_fixed_scale_is_refused)
{
    struct plan_table table = plan_column_of(t, "nps", "0 10 11 99 -1");
    struct import_plan p = plan_of_table(t, &table, NULL);
    const struct import_plan_column *c = &p.columns[0];
    CHECK_COLUMN(p, "nps", "score recommend -1,11,99");
    static const char *const taken[] = {"0", "10", "9.0", "11", "99", "-1"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        CHECK_STR(import_plan_refusal(t->arena, c, str_of_chars(taken[i])), S(""));
    CHECK_STR(import_plan_refusal(t->arena, c, S("12")), S("outside the scale 0 to 10"));
    CHECK_STR(import_plan_refusal(t->arena, c, S("7.5")),
              S("not a whole code of the scale 0 to 10"));
    CHECK_STR(import_plan_refusal(t->arena, c, S("good")), S("not a number"));
    CHECK_STR(import_plan_refusal(t->arena, &p.columns[1], S("good")), S(""));
}

TEST(every_question_of_a_plan_is_answered_by_its_line)
{
    struct plan_table table = plan_table_of(
        t,
        "nps,\"say [it\",when,\"a: b\"\n1,\"this is quite a long text that somebody has written\","
        "1/2/2026,a@b.org\n10,\"another long text that somebody else has written, too\","
        "2/3/2026,c@d.org\n5,,3/4/2026,e@f.org\n5,,3/4/2026,e@f.org\n6,,3/4/2026,\n7,,3/4/2026,\n");
    struct import_plan p = plan_of_table(t, &table, NULL);
    str map = S("");
    for (size_t i = 0; i < p.questions_len; i++)
        map = str_format(t->arena, "%.*s%.*s\n", STR(map), STR(p.questions[i].map));
    CHECK_STR(map, S("email: none\ntime: when\n[nps] field: recommend\n"));
    struct import_plan again = plan_of_table(t, &table, str_to_chars(t->arena, map));
    CHECK_STR(plan_questions_text(t, &again), S("time_order: time order: day first\n"));
    CHECK_STR(again.columns[0].field, S("recommend"));
}

TEST(a_name_with_a_zero_byte_is_asked_for_whole)
{
    const str header[] = {S("nps\0x")};
    struct import_profile *profile = import_profile_make(t->arena, 1, false);
    for (int i = 1; i <= 12; i++) {
        str cell = str_format(t->arena, "%d", i % 10 + 1);
        import_profile_add(profile, &cell);
    }
    struct plan_table table = {.header = header, .len = 1, .profile = profile};
    struct import_plan p = plan_of_table(t, &table, NULL);
    CHECK_STR(p.questions[0].map, S("[nps\0x] field: recommend"));
}
