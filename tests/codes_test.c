/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Code books: what codes mean, beside the file, on record and over HTTP.
 */
#include "browser.h"
#include "import.h"

static str gates(struct test *t, unsigned from)
{
    struct buf b = buf_make(t->arena, 100000);
    buf_add(&b, S("id,gate,food\n"));
    for (unsigned i = from; i < from + 60; i++)
        buf_addf(&b, "%u,%u,%u\n", i, 1 + i % 3, i % 10 == 9 ? 9 : 1 + i % 5);
    return buf_str(&b);
}

static const char book[] = "gate: Where did you board?\n1 = Terminal A\n2 = Terminal B\n"
                           "3 = Terminal C\n"
                           "food: How was the food?\n1 = very bad\n5 = very good\n9 = Never used\n"
                           "OTHER\n1 = x\n";

static json_t *answer(struct test *t, const char *question)
{
    struct ran ran = RUN(t, "query", "--data", "data", "--format", "json", question);
    CHECK_THAT(ran.status == 0, "%.*s", STR(ran.err));
    return run_parse(t, ran.out);
}

TEST(a_segment_reads_what_the_code_book_says_and_next_month_too)
{
    import_folder(t);
    const char *codes = run_file(t, "codes.txt", str_of_chars(book));
    json_t *d = TAKE(t, run_file(t, "a.csv", gates(t, 0)), "--codes", codes, "--source", "g");
    json_t *note = run_note(d, "codes_unknown");
    CHECK_INT(run_number(note, "variables"), 1);
    d = answer(t, "mean(food) by gate");
    CHECK_STR(run_text(d, "rows/0/by/gate"), S("Terminal A"));
    CHECK_NEAR(run_number(d, "scale/0"), 1, 0);
    CHECK_NEAR(run_number(d, "scale/1"), 5, 0);
    CHECK_INT(run_number(answer(t, "mean(food)"), "rows/0/n"), 54); /* 9: no answer */
    (void)TAKE(t, run_file(t, "b.csv", gates(t, 100)), "--source", "g");
    CHECK_INT(run_number(answer(t, "mean(food) where gate = \"Terminal B\""), "rows/0/n"), 36);
}

TEST(a_score_is_read_by_its_labels_too_where_it_tells_groups_apart)
{
    import_folder(t);
    const char *codes = run_file(t, "codes.txt", str_of_chars(book));
    (void)TAKE(t, run_file(t, "a.csv", gates(t, 0)), "--codes", codes, "--source", "g");
    for (int rebuilt = 0; rebuilt < 2; rebuilt++) {
        json_t *d = answer(t, "mean(food) by food");
        CHECK_INT(run_number(run_row(d, "food", "very good"), "n"), 6);
        CHECK_INT(run_number(run_row(d, "food", "2"), "n"), 12); /* the book says nothing of it */
        CHECK_NEAR(run_number(run_row(d, "food", "very good"), "value"), 5, 0);
        d = answer(t, "mean(food) where food = \"very good\"");
        CHECK_INT(run_number(d, "rows/0/n"), 6);
        struct ran told =
            RUN(t, "query", "--data", "data", "mean(food) where food = \"very good\"");
        CHECK(!run_has(told.out, "No value of"));
        d = answer(t, "mean(food) where not food in (\"very good\", 2) and food > 3");
        CHECK_INT(run_number(d, "rows/0/n"), 12);
        CHECK_INT(run_number(answer(t, "mean(food) where food = 5"), "rows/0/n"), 6);
        CHECK_INT(RUN(t, "rebuild", "--data", "data").status, 0); /* of columns on disk, too */
    }
}

TEST(a_code_that_is_no_answer_is_no_choice_though_it_has_a_label)
{
    import_folder(t);
    const char *map = run_file(t, "a.map",
                               S("[gate] kind: choice\nmissing: 3\ncode 1: North\n"
                                 "code 3: Would not say\n"));
    (void)TAKE(t, run_file(t, "a.csv", gates(t, 0)), "--map", map, "--source", "g");
    for (int rebuilt = 0; rebuilt < 2; rebuilt++) {
        json_t *d = answer(t, "choices(gate)");
        CHECK_INT(json_array_size(run_at(d, "rows")), 2);
        CHECK_NEAR(run_number(d, "rows/0/value"), 50, 0);
        CHECK_INT(run_number(d, "rows/0/n"), 40);
        d = answer(t, "mean(food) by gate");
        CHECK(json_is_null(run_at(d, "rows/2/by/gate")) ||
              json_is_null(run_at(d, "rows/0/by/gate")) ||
              json_is_null(run_at(d, "rows/1/by/gate")));
        CHECK_INT(run_number(answer(t, "mean(food) where gate is missing"), "rows/0/n"), 20);
        CHECK_INT(RUN(t, "rebuild", "--data", "data").status, 0);
    }
}

TEST(a_map_holds_where_the_code_book_says_otherwise_and_that_is_told)
{
    import_folder(t);
    const char *f = run_file(t, "a.csv", gates(t, 0));
    const char *map = run_file(t, "a.map", S("[gate]\ncode 1: North gate\n"));
    json_t *d = TAKE(t, f, "--codes", run_file(t, "codes.txt", str_of_chars(book)), "--map", map);
    json_t *note = run_note(d, "codes_differ");
    CHECK_INT(run_number(note, "differences"), 1);
    CHECK_STR(run_text(note, "about"), S("gate"));
}

TEST(a_code_book_of_another_file_is_refused)
{
    import_folder(t);
    const char *f = run_file(t, "a.csv", gates(t, 0));
    import_fails(t, 64, "None of the 1 variables of the code book",
                 ARGS(f, "--codes", run_file(t, "c", S("xyz: What?\n1 = no\n"))));
    import_fails(t, 65, "--codes",
                 ARGS(f, "--codes", run_file(t, "d", S("gate: x\n1 = a\nwhat is this\n"))));
    import_fails(t, 66, "--codes", ARGS(f, "--codes", "nowhere.txt"));
}

static struct client_reply send(struct browser *b, const char *what, const char *type, str body)
{
    str headers = str_format(b->t->arena, "Content-Type: %s\r\nX-Attune-CSRF: %.*s\r\n", type,
                             STR(browser_csrf(b)));
    return browser_ask(b, what, str_to_chars(b->t->arena, headers), body);
}

TEST(a_code_book_is_sent_for_a_file_that_was_looked_at)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    struct client_reply reply =
        send(&ada, "POST /api/v1/imports?name=a.csv", "text/csv", gates(t, 0));
    CHECK_INT(reply.status, 201);
    const char *what =
        str_to_chars(t->arena, str_format(t->arena, "PUT /api/v1/imports/%.0f/codes",
                                          run_number(run_parse(t, reply.body), "import")));
    reply = send(&ada, what, "text/plain", str_of_chars(book));
    CHECK_THAT(reply.status == 200, "%d: %.*s", reply.status, STR(reply.body));
    CHECK(run_has(run_text(run_parse(t, reply.body), "report/map"), "code 2: Terminal B"));
    reply = send(&ada, what, "text/plain", S("what: is\nthis\n"));
    CHECK_INT(reply.status, 400);
    CHECK(run_has(reply.body, "code book"));
    (void)served_stop(t, &s);
}

TEST(words_among_numbers_are_proposed_as_no_answer)
{
    import_folder(t);
    struct buf b = buf_make(t->arena, 10000);
    buf_add(&b, S("id,food\n"));
    for (unsigned i = 0; i < 60; i++)
        buf_addf(&b, i % 20 ? "%u,%u\n" : "%u,Don't know\n", i, 1 + i % 5);
    const char *f = run_file(t, "a.csv", buf_str(&b));
    json_t *d = import_take(t, 0,
                            ARGS(f, "--dry-run", "--map",
                                 run_file(t, "m", S("[food] scale: 1-5\nmissing: Don't know\n"))));
    CHECK_INT(run_number(d, "refused_n"), 0);
    d = TAKE_REFUSED(t, f, "--dry-run", "--map", run_file(t, "n", S("[food] scale: 1-5\n")));
    CHECK_INT(run_number(d, "refused_n"), 3);
    bool asked = false;
    size_t at;
    json_t *q;
    json_array_foreach(run_at(d, "questions"), at, q) asked =
        asked || (str_equal(run_text(q, "code"), S("missing_words")) &&
                  str_equal(run_text(q, "map"), S("[food] missing: Don't know")));
    CHECK(asked);
}

TEST(numbers_of_payment_cards_are_never_kept)
{
    static const char *const cards[] = {"4111111111111111", "5555555555554444", "378282246310005",
                                        "4012 8888 8888 1881", "5105105105105100"};
    import_folder(t);
    struct buf b = buf_make(t->arena, 10000);
    buf_add(&b, S("id,card,score\n"));
    for (unsigned i = 0; i < 40; i++)
        buf_addf(&b, "%u,%s,%u\n", i, cards[i % 5], i % 11);
    const char *f = run_file(t, "a.csv", buf_str(&b));
    import_fails(t, 64, "never kept", ARGS(f, "--map", run_file(t, "m", S("person: card\n"))));
    json_t *d = TAKE(t, f, "--map", run_file(t, "n", S("[card] kind: id\n")));
    CHECK_STR(run_text(d, "columns/1/kind"), S("skip"));
    CHECK_STR(run_text(d, "questions/0/code"), S("card_numbers"));
    struct ran ran = RUN(t, "export", "--data", "data", "--to", "-", "--source", "a", "--personal");
    CHECK(ran.status == 0 && run_has(ran.out, "score") && !run_has(ran.out, "4111111111111111"));
}
