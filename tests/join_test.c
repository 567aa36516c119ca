/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune import --join: what a second table knows of each customer comes along.
 */
#include "base/limits.h"
#include "import.h"

static const char answers[] = "customer,score,said\nC-1,9,Fine\nC-2,4,\nc-3,7,\nC-9,10,Yes\n";
static const char plans[] = "id;plan;fee\nC-1;basic;1,5\nC-3;gold;2,5\nC-2;gold;7,25\nC-7;gold;0\n";

static const char *file(struct test *t, const char *name, const char *text)
{
    return run_file(t, name, str_of_chars(text));
}

TEST(a_second_table_is_joined_by_a_key)
{
    import_folder(t);
    const char *f = file(t, "survey.csv", answers), *plan = file(t, "plan.csv", plans);
    json_t *d = TAKE(t, f, "--join", plan, "--dry-run");
    CHECK_STR(run_text(d, "join/name"), S("plan.csv"));
    CHECK_STR(run_text(d, "join/by"), S("customer"));
    CHECK_STR(run_text(d, "join/to"), S("id"));
    CHECK_STR(run_text(import_question(d, "join_by"), "map"), S("join by: customer"));
    CHECK_INT(run_number(d, "join/matched"), 3);
    CHECK_INT(run_number(d, "join/unmatched"), 1);
    CHECK_STR(run_text(d, "join/first_unmatched"), S("C-9"));
    CHECK_INT(run_number(d, "join/unused"), 1);
    d = TAKE(t, f, "--join", plan, "--on", "customer=id");
    CHECK(!import_question(d, "join_by"));
    CHECK_INT(run_number(d, "taken"), 4);
    CHECK_INT(import_n(t, "mean(score) where plan = \"gold\""), 2);
    CHECK_INT(import_n(t, "mean(score) where plan is missing"), 1);
    CHECK_NEAR(run_number(import_ask(t, "mean(fee)"), "rows/0/value"), 3.75, 1e-12);

    /* What is in the second table is no part of what tells records apart. */
    CHECK_INT(run_number(TAKE(t, f), "duplicates"), 4);
    CHECK_INT(run_number(TAKE(t, f, "--join", plan), "duplicates"), 4);
}

TEST(rows_that_would_multiply_stop_the_import)
{
    import_folder(t);
    const char *f = file(t, "survey.csv", answers);
    const char *orders =
        file(t, "orders.csv", "customer,item\nC-1,tea\nC-2,jam\nC-1,salt\nC-3,tea\nC-9,jam\n");
    json_t *d = TAKE(t, f, "--join", orders, "--dry-run");
    CHECK_STR(run_text(import_question(d, "join_twice"), "map"), S("join twice: first"));
    CHECK_INT(run_number(d, "join/twice"), 1);
    CHECK(json_is_true(run_at(d, "join/stops")));
    TAKE_FAILS(t, 64, "in the lines 2 and 4", f, "--join", orders);
    CHECK_INT(
        json_array_size(run_at(
            run_parse(t, RUN(t, "imports", "--data", "data", "--format", "json").out), "imports")),
        0);
    d = TAKE(t, f, "--join", orders, "--map", file(t, "m", "join twice: last\n"));
    CHECK_STR(run_text(d, "join/twice_counts"), S("last"));
    CHECK_INT(import_n(t, "mean(score) where item = \"salt\""), 1);
    CHECK_INT(import_n(t, "mean(score) where item = \"tea\""), 1);
}

TEST(a_join_that_cannot_be_made_says_why)
{
    import_folder(t);
    const char *f = file(t, "survey.csv", answers), *plan = file(t, "plan.csv", plans);
    TAKE_FAILS(t, 64, "did you mean \"customer\"?", f, "--join", plan, "--on", "custmer=id");
    TAKE_FAILS(t, 64, "no column \"customer\"", f, "--join", plan, "--on", "customer");
    TAKE_FAILS(t, 66, "no file", f, "--join", "nowhere.csv");
    TAKE_FAILS(t, 65, "empty", f, "--join", file(t, "empty.csv", ""));
    TAKE_FAILS(t, 64, "--join names", f, "--on", "customer");
    TAKE_FAILS(t, 64, "cannot be told", f, "--join", file(t, "other.csv", "a,b\nX,1\nY,2\n"));
    json_t *d = TAKE(t, f, "--join", "other.csv", "--dry-run");
    CHECK(import_question(d, "join_key"));
    CHECK(run_is_null(d, "join/by"));
    CHECK_STR(run_text(d, "join/columns/1"), S("b"));
    TAKE_FAILS(t, 64, "was not given", f, "--map",
               file(t, "m", "join: plan.csv\njoin by: customer\n"));
    TAKE_FAILS(t, 64, "signals as JSON",
               file(t, "s.ndjson", "{\"key\":\"1\",\"answers\":{\"x\":1}}\n"), "--join", plan);
    TAKE_FAILS(t, 64, "first, last or none", f, "--join", plan, "--map",
               file(t, "m2", "join twice: any\n"));
}

/* The columns up to the fifth and the last here, with the key the others there. */
static void take_apart(str line, struct buf *here, struct buf *there)
{
    str key = {NULL, 0}, rest = line;
    for (int i = 0; rest.ptr; i++) {
        str cell = str_cut(rest, ',', &rest);
        bool is_here = i <= 5 || !rest.ptr;
        key = i ? key : cell;
        if (i == 6)
            buf_add(there, key);
        buf_addf(is_here ? here : there, "%s%.*s", i ? "," : "", STR(cell));
    }
    buf_add_char(here, '\n');
    buf_add_char(there, '\n');
}

static json_t *rows_of(struct test *t, const char *dir, const char *question)
{
    struct ran ran = RUN(t, "query", "--data", dir, "--format", "json", question);
    CHECK_THAT(ran.status == 0, "%s: %.*s", question, STR(ran.err));
    return run_at(run_parse(t, ran.out), "rows");
}

/* A real table taken apart and joined again gives what it gave as a whole. */
TEST(a_customer_base_in_two_tables_answers_as_one)
{
    static const char *const questions[] = {"choices(churn) by contract",
                                            "mean(monthlycharges) by churn",
                                            "mean(tenure) by paymentmethod"};
    str whole = test_shared(t, "data/telco_churn/Telco-Customer-Churn.csv");
    struct buf here = buf_make(t->arena, 4 * MIB), there = buf_make(t->arena, 4 * MIB);
    str rest = test_read(t, whole);
    while (rest.len) {
        str line = str_trim(str_cut(rest, '\n', &rest));
        if (line.len)
            take_apart(line, &here, &there);
    }
    import_folder(t);
    (void)TAKE(t, whole.ptr);
    CHECK_INT(RUN(t, "init", "other", "--zone", "UTC").status, 0);
    struct ran ran = RUN(t, "import", "--data", "other", "--format", "json",
                         run_file(t, "here.csv", buf_str(&here)), "--join",
                         run_file(t, "there.csv", buf_str(&there)));
    json_t *d = run_parse(t, ran.out);
    CHECK_STR(run_text(d, "join/by"), S("customerID"));
    CHECK_INT(run_number(d, "join/matched"), 7043);
    CHECK_INT(run_number(d, "join/unmatched"), 0);
    CHECK_INT(run_number(d, "join/unused"), 0);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        json_t *one = rows_of(t, "data", questions[i]), *two = rows_of(t, "other", questions[i]);
        CHECK_THAT(json_array_size(one) > 1 && json_equal(one, two), "%s: %s is not %s",
                   questions[i], json_dumps(two, 0), json_dumps(one, 0));
    }
}
