/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The API as programs use it: contract.md §9 to the letter.
 */
#include <unistd.h>

#include "api.h"
#include "base/limits.h"
#include "http/pairs.h"

#define AT "\"at\":\"2026-03-01T09:30:00Z\""
#define SIGNAL(key, answers) "{\"key\":\"" key "\"," AT ",\"answers\":" answers "}"

static double n_of(struct api *api, const char *question)
{
    return run_number(api_query(api, 200, question), "rows/0/n");
}

static str id_at(json_t *accepted, size_t i)
{
    json_t *id = json_array_get(json_object_get(accepted, "ids"), i);
    CHECK_THAT(json_is_string(id), "there is no id %zu", i);
    return str_of_chars(json_string_value(id));
}

static void check_accepted(json_t *accepted, size_t taken, size_t duplicates)
{
    CHECK_INT(json_object_size(accepted), 3);
    CHECK_INT(run_number(accepted, "accepted"), taken);
    CHECK_INT(run_number(accepted, "duplicates"), duplicates);
    CHECK_INT(json_array_size(json_object_get(accepted, "ids")), taken + duplicates);
}

/* ---- what is taken ---- */

TEST(a_signal_is_answered_with_an_id_and_can_be_asked_for_at_once)
{
    struct api api = api_start(t);
    for (int i = 1; i <= 20; i++) {
        str body = str_format(t->arena,
                              "{\"key\":\"%d\"," AT ",\"kind\":\"survey\",\"channel\":\"web\","
                              "\"person\":{\"external_id\":\"p%d\",\"email\":\"p%d@example.org\"},"
                              "\"language\":\"en\",\"weight\":1.5,\"answers\":{\"recommend\":9,"
                              "\"comment\":\"Quick and friendly.\"},\"context\":null}",
                              i, i, i);
        json_t *accepted = api_post(&api, api.shop, 201, body.ptr);
        check_accepted(accepted, 1, 0);
        CHECK(str_starts_with(id_at(accepted, 0), S("sig_")));
        CHECK_INT(n_of(&api, "nps(recommend)"), i);
    }
    json_t *page = api_get(&api, 200, "/api/v1/signals?q=nps(recommend)&limit=1");
    CHECK_STR(run_text(page, "signals/0/source"), S("shop")); /* named after its token */
    CHECK_STR(run_text(page, "signals/0/answers/comment"), S("Quick and friendly."));
    CHECK_STR(run_text(page, "signals/0/at"), S("2026-03-01T09:30:00Z"));
    api_stop(&api);
}

TEST(a_repetition_is_a_duplicate_with_the_first_id_whatever_its_content)
{
    static const char *const repeated[] = {
        SIGNAL("a", "{\"recommend\":9}"),
        SIGNAL("a", "{\"recommend\":0}"),
        SIGNAL("a", "{}"),
        SIGNAL("a", "{\"recommend\":12}"),
        SIGNAL("a", "{\"nothing such\":1}"),
        "{\"key\":\"a\"," AT ",\"answers\":{},\"unit\":\"nowhere\",\"touchpoint\":\"none\"}",
        "{\"key\":\"a\"," AT ",\"answers\":{},\"person\":{\"external_id\":\"1\","
        "\"email\":\"2@example.org\"}}",
    };
    struct api api = api_start(t);
    (void)api_post(&api, api.shop, 201,
                   "[{\"key\":\"p\"," AT ",\"answers\":{},\"person\":{\"external_id\":\"1\"}},"
                   "{\"key\":\"q\"," AT ",\"answers\":{},\"person\":{\"email\":"
                   "\"2@example.org\"}}]");
    str first = id_at(api_post(&api, api.shop, 201, repeated[0]), 0);
    for (size_t i = 0; i < sizeof repeated / sizeof *repeated; i++) {
        json_t *again = api_post(&api, api.shop, 200, repeated[i]);
        check_accepted(again, 0, 1);
        CHECK_STR(id_at(again, 0), first);
    }
    /* What a repetition could not name, an open sender makes. */
    (void)api_post(&api, api.till, 201,
                   "{\"key\":\"b\"," AT ",\"answers\":{},\"source\":\"shop\","
                   "\"unit\":\"nowhere\"}");
    json_t *mixed = api_post(&api, api.shop, 201,
                             "[" SIGNAL("c", "{\"recommend\":1}") "," SIGNAL(
                                 "a", "{\"recommend\":1}") "," SIGNAL("c", "{\"mood\":1}") "]");
    check_accepted(mixed, 1, 2);
    CHECK_STR(id_at(mixed, 0), id_at(mixed, 2));
    CHECK_STR(id_at(mixed, 1), first);
    /* A key is one of its source. */
    check_accepted(api_post(&api, api.till, 201, repeated[0]), 1, 0);
    CHECK_INT(n_of(&api, "nps(recommend)"), 3);
    api_stop(&api);
}

TEST(one_bad_element_of_an_array_keeps_all_of_it_out)
{
    struct api api = api_start(t);
    json_t *problem = api_post(
        &api, api.shop, 422,
        "[" SIGNAL("a", "{\"recommend\":9}") "," SIGNAL(
            "b", "{\"recommend\":12}") ","
                                       "{\"key\":\"c\"," AT
                                       ",\"answers\":{\"recommend\":7.5,\"satisfaction\":\"good\"},"
                                       "\"unit\":\"Lille\",\"touchpoint\":\"till\",\"source\":"
                                       "\"other\"},"
                                       "{\"key\":\"d\"," AT
                                       ",\"answers\":{},\"context\":{\"plan\":\"pro\"}}]");
    CHECK_STR(run_text(problem, "code"), S("INVALID"));
    CHECK_INT(json_array_size(json_object_get(problem, "errors")), 7);
    api_check_fault(problem, 0, 1, "off_scale", "/answers/recommend");
    api_check_fault(problem, 1, 2, "unknown_source", "/source");
    api_check_fault(problem, 2, 2, "unknown_unit", "/unit");
    api_check_fault(problem, 3, 2, "unknown_touchpoint", "/touchpoint");
    api_check_fault(problem, 4, 2, "off_scale", "/answers/recommend");
    api_check_fault(problem, 5, 2, "off_scale", "/answers/satisfaction");
    api_check_fault(problem, 6, 3, "unknown_context", "/context/plan");
    CHECK(run_has(run_text(problem, "errors/0/detail"), "outside the scale 0 to 10"));
    CHECK(run_has(run_text(problem, "errors/2/detail"), "Lille"));
    CHECK_INT(n_of(&api, "nps(recommend)"), 0);
    problem = api_post(&api, api.shop, 422,
                       "[" SIGNAL("a", "{\"recommend\":9}") ",{\"key\":\"\",\"at\":\"2026-03-01\","
                                                            "\"answers\":[],\"weightt\":1},7]");
    api_check_fault(problem, 0, 1, "missing", "/key");
    api_check_fault(problem, 1, 1, "not_a_time", "/at");
    api_check_fault(problem, 2, 1, "wrong_type", "/answers");
    api_check_fault(problem, 3, 1, "unknown_member", "/weightt");
    api_check_fault(problem, 4, 2, "wrong_type", "");
    api_stop(&api);
}

TEST(an_open_token_makes_known_what_it_names)
{
    static const char signal[] =
        "{\"key\":\"a\"," AT ",\"source\":\"kiosk\",\"unit\":\"Lille\",\"touchpoint\":\"till\","
        "\"answers\":{\"a/b~c\":4,\"Wait (min)\":12},\"context\":{\"plan/x\":\"pro\"}}";
    struct api api = api_start(t);
    json_t *problem = api_post(&api, api.shop, 422, signal);
    api_check_fault(problem, 0, 0, "unknown_source", "/source");
    api_check_fault(problem, 3, 0, "unknown_field", "/answers/a~1b~0c");
    api_check_fault(problem, 4, 0, "unknown_field", "/answers/Wait (min)");
    api_check_fault(problem, 5, 0, "unknown_context", "/context/plan~1x");
    check_accepted(api_post(&api, api.till, 201, signal), 1, 0);
    CHECK_INT(n_of(&api, "mean(`Wait (min)`) where unit = \"Lille\""), 1);
    json_t *page = api_get(&api, 200, "/api/v1/signals?q=mean(%60Wait%20(min)%60)");
    CHECK_STR(run_text(page, "signals/0/source"), S("kiosk"));
    CHECK_STR(run_text(page, "signals/0/unit"), S("Lille"));
    CHECK_STR(run_text(page, "signals/0/touchpoint"), S("till"));
    api_stop(&api);
}

TEST(what_says_that_there_is_no_answer_is_taken_and_does_not_count)
{
    static const char *const taken[] = {"11",   "99",   "-1",      "\"NA\"",
                                        "\"\"", "null", "\" 9 \"", "9.0"};
    static const char *const refused[] = {"12", "-2", "7.5", "\"ten\"", "true", "1e9", "76"};
    struct api api = api_start(t);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        (void)api_post(&api, api.shop, 201,
                       str_format(t->arena,
                                  "{\"key\":\"%zu\"," AT ",\"answers\":{\"recommend\":%s}}", i,
                                  taken[i])
                           .ptr);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        api_check_fault(
            api_post(&api, api.till, 422,
                     str_format(t->arena,
                                "{\"key\":\"r%zu\"," AT ",\"answers\":{\"recommend\":%s}}", i,
                                refused[i])
                         .ptr),
            0, 0, "off_scale", "/answers/recommend");
    json_t *answer = api_query(&api, 200, "nps(recommend)");
    CHECK_INT(run_number(answer, "rows/0/n"), 2);
    CHECK_INT(run_number(answer, "refused/n"), 0);
    api_stop(&api);
}

TEST(names_of_two_persons_are_a_conflict)
{
    struct api api = api_start(t);
    (void)api_post(&api, api.shop, 201,
                   "[{\"key\":\"a\"," AT ",\"answers\":{},\"person\":{\"external_id\":\"1\"}},"
                   "{\"key\":\"b\"," AT ",\"answers\":{},\"person\":{\"email\":\"b@x.org\"}}]");
    json_t *problem = api_post(
        &api, api.shop, 409,
        "[" SIGNAL(
            "c", "{\"recommend\":9}") ",{\"key\":\"d\"," AT
                                      ",\"answers\":{},\"person\":{\"external_id\":\"1\",\"email\":"
                                      "\"b@x.org\"}}]");
    CHECK_STR(run_text(problem, "code"), S("CONFLICT"));
    api_check_fault(problem, 0, 1, "two_persons", "/person");
    CHECK_INT(n_of(&api, "nps(recommend)"), 0);
    api_stop(&api);
}

/* [signal, …] so many times over. */
static str array_of(struct test *t, size_t len, const char *answers)
{
    struct buf b = buf_make(t->arena, 64 * MIB);
    for (size_t i = 0; i < len; i++)
        buf_addf(&b, "%c{\"key\":\"%zu\"," AT ",\"answers\":%s}", i ? ',' : '[', i, answers);
    buf_add_char(&b, ']');
    return buf_str(&b);
}

TEST(arrays_have_a_limit_and_so_has_the_list_of_what_is_wrong)
{
    struct api api = api_start(t);
    check_accepted(api_post(&api, api.shop, 200, "[]"), 0, 0);
    json_t *problem = api_post(&api, api.shop, 413, array_of(t, 10001, "{}").ptr);
    CHECK_STR(run_text(problem, "code"), S("LIMIT"));
    CHECK(run_has(run_text(problem, "detail"), "10000"));
    problem = api_post(&api, api.shop, 422, array_of(t, 10000, "{\"x\":1}").ptr);
    CHECK_INT(json_array_size(json_object_get(problem, "errors")), 100);
    problem = api_post(&api, api.shop, 422, array_of(t, 10000, "[]").ptr);
    CHECK_INT(json_array_size(json_object_get(problem, "errors")), 100);
    str long_one = array_of(t, 10000, str_format(t->arena, "{\"comment\":\"%0900d\"}", 1).ptr);
    CHECK(long_one.len > 8 * MIB);
    problem = api_post(&api, api.shop, 413, long_one.ptr);
    CHECK(run_has(run_text(problem, "detail"), "8388608"));
    check_accepted(api_post(&api, api.shop, 201, array_of(t, 10000, "{\"recommend\":9}").ptr),
                   10000, 0);
    CHECK_INT(n_of(&api, "nps(recommend)"), 10000);
    api_stop(&api);
}

/* ---- a line each ---- */

static const char *line_status(json_t *lines, size_t i)
{
    json_t *line = json_array_get(lines, i);
    CHECK_THAT(line, "there is no answer %zu", i);
    bool is_refused = str_equal(run_text(line, "status"), S("refused"));
    CHECK(run_is_null(line, "id") == is_refused && run_is_null(line, "error") != is_refused);
    return run_text(line, "status").ptr;
}

enum { LINES = 2503, BATCH = 1000 };

/* Lines, counted from 1, that are not as the others. */
static const struct {
    size_t line;
    const char *text, *status, *error;
} odd[] = {
    {3, "{\"key\":", "refused", "character"},
    {7, SIGNAL("1", "{\"recommend\":0}"), "duplicate", NULL},
    {998, SIGNAL("x", "{\"recommend\":12}"), "refused", "/answers/recommend: \"12\" is outside"},
    {1000, SIGNAL("y", "{\"mood\":1}"), "refused", "/answers/mood: \"mood\" is not known"},
    {1001, "[]", "refused", "an array"},
    {1002, SIGNAL("1001", "{\"recommend\":13}"), "refused", "/answers/recommend"},
    {2000, "{\"key\":\"z\"," AT ",\"answers\":{},\"at\":1}", "refused", "second member"},
    {2503, SIGNAL("2502", "{}"), "duplicate", NULL},
};
enum { ODD = sizeof odd / sizeof *odd };

static size_t odd_at(size_t line)
{
    for (size_t i = 0; i < ODD; i++)
        if (odd[i].line == line)
            return i;
    return ODD;
}

TEST(lines_are_answered_each_in_their_order)
{
    struct api api = api_start(t);
    struct buf b = buf_make(t->arena, 8 * MIB);
    for (size_t line = 1; line <= LINES; line++) {
        size_t o = odd_at(line);
        if (o < ODD)
            buf_addf(&b, "%s%s", odd[o].text, line == LINES ? "" : "\n");
        else
            buf_addf(&b, "{\"key\":\"%zu\"," AT ",\"answers\":{\"recommend\":9}}\r\n", line);
    }
    json_t *lines = api_post_lines(&api, api.shop, buf_str(&b));
    CHECK_INT(json_array_size(lines), LINES);
    for (size_t line = 1; line <= LINES; line++) {
        size_t o = odd_at(line);
        const char *status = line_status(lines, line - 1);
        json_t *answer = json_array_get(lines, line - 1);
        CHECK_INT(run_number(answer, "line"), line);
        CHECK_THAT(strcmp(status, o < ODD ? odd[o].status : "accepted") == 0, "line %zu: %s", line,
                   status);
        if (o < ODD && odd[o].error)
            CHECK_THAT(run_has(run_text(answer, "error"), odd[o].error), "line %zu: %.*s", line,
                       STR(run_text(answer, "error")));
    }
    CHECK_STR(run_text(lines, "2502/id"), run_text(lines, "2501/id"));
    CHECK_INT(n_of(&api, "nps(recommend)"), LINES - ODD);
    api_stop(&api);
}

TEST(blank_lines_are_counted_and_not_answered)
{
    struct api api = api_start(t);
    json_t *lines = api_post_lines(
        &api, api.shop, S("\n  \n" SIGNAL("a", "{}") "\n\r\n" SIGNAL("b", "{\"mood\":1}") "\n\n"));
    CHECK_INT(json_array_size(lines), 2);
    CHECK_INT(run_number(lines, "0/line"), 3);
    CHECK_INT(run_number(lines, "1/line"), 5);
    CHECK(strcmp(line_status(lines, 1), "refused") == 0);
    CHECK_INT(json_array_size(api_post_lines(&api, api.shop, S("\n"))), 0);
    api_stop(&api);
}

TEST(lines_that_are_all_wrong_are_each_refused)
{
    struct api api = api_start(t);
    struct buf b = buf_make(t->arena, 8 * MIB);
    for (int i = 0; i < 2 * BATCH; i++)
        buf_addf(&b, "{\"key\":\"%d\"," AT ",\"answers\":{\"recommend\":%d}}\n", i, 12 + i);
    buf_add(&b, S(SIGNAL("last", "{\"recommend\":9}")));
    json_t *lines = api_post_lines(&api, api.shop, buf_str(&b));
    CHECK_INT(json_array_size(lines), 2 * BATCH + 1);
    size_t accepted = 0;
    for (size_t i = 0; i <= 2 * (size_t)BATCH; i++) {
        const char *status = line_status(lines, i);
        accepted += strcmp(status, "accepted") == 0;
        if (strcmp(status, "refused") == 0)
            CHECK(run_has(run_text(json_array_get(lines, i), "error"),
                          str_format(t->arena, "\"%zu\"", i + 12).ptr));
    }
    /* 77, 88 … 999 say that there is no answer. */
    CHECK_INT(accepted, 1 + 8);
    CHECK_INT(n_of(&api, "nps(recommend)"), 1);
    api_stop(&api);
}

/* ---- who may ---- */

TEST(without_a_token_of_this_folder_nobody_comes_in)
{
    static const char *const asked[] = {
        "POST /api/v1/signals", "GET /api/v1/query?q=nps(recommend)",
        "GET /api/v1/signals?q=nps(recommend)", "GET /api/v1/overview", "GET /api/v1/me"};
    struct api api = api_start(t);
    CHECK_INT(RUN(t, "init", "other").status, 0);
    const char *foreign = api_token(t, "other", "shop", true);
    const char *const tokens[] = {NULL, foreign, "x", ""};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        for (size_t k = 0; k < sizeof tokens / sizeof *tokens; k++) {
            bool sends = str_starts_with(str_of_chars(asked[i]), S("POST"));
            struct client_reply reply =
                api_ask(&api, &(struct api_ask){.what = asked[i],
                                                .token = tokens[k],
                                                .type = sends ? "application/json" : NULL,
                                                .body = sends ? S("[]") : S("")});
            CHECK_THAT(reply.status == 401, "%s: %d", asked[i], reply.status);
            CHECK_STR(run_text(run_parse(t, reply.body), "code"), S("DENIED"));
            CHECK(str_starts_with(client_header(&reply, "www-authenticate"), S("Bearer")));
        }
    CHECK_STR(run_text(api_get(&api, 200, "/api/v1/me"), "name"), S("shop"));
    api_stop(&api);
}

TEST(a_token_may_not_take_the_sample_out)
{
    struct api api = api_start(t);
    struct client_reply reply = api_ask(
        &api, &(struct api_ask){.what = "DELETE /api/v1/sample", .token = api.till, .body = S("")});
    CHECK_THAT(reply.status == 403 || reply.status == 401, "%d", reply.status);
    api_stop(&api);
}

TEST(other_types_methods_and_addresses_are_told_so)
{
    static const struct {
        const char *what, *type;
        int status;
        const char *allow;
    } all[] = {
        {"POST /api/v1/signals", "text/csv", 415, NULL},
        {"POST /api/v1/signals", "application/x-www-form-urlencoded", 415, NULL},
        {"POST /api/v1/signals", "multipart/form-data; boundary=x", 415, NULL},
        {"POST /api/v1/signals", NULL, 415, NULL},
        {"POST /api/v1/signals", "application/json; charset=utf-8", 200, NULL},
        {"PUT /api/v1/signals", NULL, 405, "GET, HEAD, POST, OPTIONS"},
        {"DELETE /api/v1/query?q=x", NULL, 405, "GET, HEAD, OPTIONS"},
        {"POST /api/v1/query?q=x", NULL, 405, "GET, HEAD, OPTIONS"},
        {"OPTIONS /api/v1/signals", NULL, 204, "GET, HEAD, POST, OPTIONS"},
        {"GET /api/v1", NULL, 404, NULL},
        {"GET /api/v1/signals/", NULL, 404, NULL},
        {"GET /api/v2/query?q=x", NULL, 404, NULL},
    };
    struct api api = api_start(t);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        bool sends = str_starts_with(str_of_chars(all[i].what), S("POST /api/v1/signals"));
        struct client_reply reply =
            api_ask(&api, &(struct api_ask){.what = all[i].what,
                                            .token = api.shop,
                                            .type = all[i].type,
                                            .body = sends ? S("[]") : S("")});
        CHECK_THAT(reply.status == all[i].status, "%s, %s: %d", all[i].what, all[i].type,
                   reply.status);
        if (all[i].allow)
            CHECK_STR(client_header(&reply, "allow"), str_of_chars(all[i].allow));
        if (reply.status >= 400)
            CHECK_INT(run_number(run_parse(t, reply.body), "status"), reply.status);
    }
    api_stop(&api);
}

/* ---- what is asked ---- */

/* 300 signals by an import, the newest first, many of them of the same minute; every third
 * says something. */
static void import_answers(struct test *t)
{
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("date,recommend,region,comment\n"));
    for (int i = 0; i < 300; i++) {
        buf_addf(&b, "2026-%02d-%02dT10:%02d:00Z,%d,%s,", 3 - i / 100, 28 - i % 100 / 7, i % 7 / 3,
                 i % 11, i % 5 == 0 ? "" : (i % 2 ? "North" : "South of it"));
        if (i % 3 == 0)
            buf_addf(&b, "It took %d minutes longer than I was told and I did not like", i);
        buf_add_char(&b, '\n');
    }
    const char *path = run_file(t, "answers.csv", buf_str(&b)),
               *map = run_file(t, "answers.map", S("time: date\n"));
    struct ran ran = RUN(t, "import", "--data", served_folder(t), path, "--map", map);
    CHECK_THAT(ran.status == 0, "%.*s%.*s", STR(ran.out), STR(ran.err));
}

TEST(a_question_is_answered_byte_for_byte_as_on_the_command_line)
{
    static const char *const questions[] = {
        "nps(recommend)",
        "nps(recommend) by region compare rest",
        "nps(recommend) by month",
        "nps(recommend) by month compare previous",
        "mean(recommend) by region, month",
        "share(recommend) box (9, 10) where region = \"North\"",
        "choices(region)",
        "nps(recommend) where region = \"nowhere\"",
    };
    struct api api = api_start(t);
    import_answers(t);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        struct ran ran =
            RUN(t, "query", "--data", served_folder(t), questions[i], "--format", "json");
        str q = pairs_encode(t->arena, str_of_chars(questions[i]));
        struct client_reply reply = api_ask(
            &api,
            &(struct api_ask){.what = str_format(t->arena, "GET /api/v1/query?q=%.*s", STR(q)).ptr,
                              .token = api.shop,
                              .body = S("")});
        CHECK_THAT(ran.status == 0 && reply.status == 200, "%s: %d, %d: %.*s", questions[i],
                   ran.status, reply.status, STR(ran.err));
        CHECK_STR(str_trim(reply.body), str_trim(ran.out));
        CHECK_STR(client_header(&reply, "content-type"), S("application/json"));
    }
    api_stop(&api);
}

TEST(an_answer_has_a_version_and_is_packed_where_it_is_long)
{
    struct api api = api_start(t);
    import_answers(t);
    struct api_ask ask = {
        .what = "GET /api/v1/query?q=nps(recommend)+by+day", .token = api.shop, .body = S("")};
    struct client_reply first = api_ask(&api, &ask);
    str tag = client_header(&first, "etag");
    CHECK(first.status == 200 && tag.len > 4);
    api.headers = str_format(t->arena, "If-None-Match: %.*s\r\n", STR(tag)).ptr;
    struct client_reply again = api_ask(&api, &ask);
    CHECK_INT(again.status, 304);
    CHECK_STR(client_header(&again, "etag"), tag);
    (void)api_post(&api, api.shop, 201, SIGNAL("new", "{\"recommend\":3}"));
    CHECK_INT(api_ask(&api, &ask).status, 200);
    api.headers = "Accept-Encoding: gzip\r\n";
    struct client_reply packed = api_ask(&api, &ask);
    CHECK_STR(client_header(&packed, "content-encoding"), S("gzip"));
    CHECK(packed.body.len < first.body.len / 2);
    api.headers = "";
    struct client_reply head =
        api_ask(&api, &(struct api_ask){.what = "HEAD /api/v1/query?q=nps(recommend)+by+day",
                                        .token = api.shop,
                                        .body = S("")});
    CHECK(head.status == 200 && head.body.len == 0 && client_header(&head, "etag").len > 0);
    api_stop(&api);
}

TEST(a_mistake_in_a_question_is_shown_where_it_is)
{
    static const struct {
        const char *question, *part;
        int position;
    } wrong[] = {
        {"nps(recommend", "", 4},
        {"nps(recommended)", "recommend", 5},
        {"nsp(recommend)", "nps", 1},
        {"nps(recommend) by nowhere", "nowhere", 19},
        {"nps(recommend) where x = 1", "", 22},
        {"nps(recommend) \xE2\x82\xAC", "", 16},
        {"nps(comment)", "own words", 5},
    };
    struct api api = api_start(t);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        json_t *problem = api_query(&api, 400, wrong[i].question);
        CHECK_STR(run_text(problem, "code"), S("USAGE"));
        CHECK_THAT(run_has(run_text(problem, "detail"), wrong[i].part), "%s: %.*s",
                   wrong[i].question, STR(run_text(problem, "detail")));
        CHECK_THAT(run_number(problem, "position") == wrong[i].position, "%s: %g",
                   wrong[i].question, run_number(problem, "position"));
        CHECK(run_text(problem, "at").len > 0);
    }
    api_stop(&api);
}

/* ---- the signals behind a number ---- */

/* Goes through all pages; checks their order, and that none comes twice. */
static size_t walk(struct api *api, const char *asked, size_t limit, size_t n)
{
    str next = S(""), last = S("");
    size_t seen = 0, room = 0;
    str *ids = NULL;
    do {
        str cursor = next.len ? str_format(api->t->arena, "&cursor=%.*s", STR(next)) : S("");
        json_t *page = api_get(
            api, 200,
            str_format(api->t->arena, "/api/v1/signals?%s&limit=%zu%.*s", asked, limit, STR(cursor))
                .ptr);
        json_t *signals = json_object_get(page, "signals"), *signal = NULL;
        size_t i = 0;
        CHECK_INT(run_number(page, "n"), n);
        CHECK(json_array_size(signals) <= limit);
        json_array_foreach(signals, i, signal)
        {
            str at = run_text(signal, "at"), id = run_text(signal, "id");
            CHECK(!last.len || str_compare(at, last) <= 0);
            last = at;
            for (size_t k = 0; k < seen; k++)
                CHECK_THAT(!str_equal(ids[k], id), "%.*s comes twice", STR(id));
            if (seen == room)
                ids = arena_grow_array(api->t->arena, ids, seen, &room, sizeof *ids);
            ids[seen++] = id;
        }
        next = run_is_null(page, "next") ? S("") : run_text(page, "next");
        CHECK(!next.len || json_array_size(signals) == limit);
    } while (next.len);
    return seen;
}

static str text_of(struct test *t, json_t *value)
{
    enum { ROOM = 4096 };
    char *text = arena_take(t->arena, ROOM);
    size_t len = json_dumpb(value, text, ROOM, JSON_COMPACT);
    CHECK(len > 0 && len <= ROOM);
    return (str){text, len};
}

TEST(the_signals_behind_each_row_are_as_many_as_it_counts)
{
    static const char *const questions[] = {"nps(recommend)", "nps(recommend) by region",
                                            "nps(recommend) by region, month",
                                            "mean(recommend) by month where region != \"North\""};
    struct api api = api_start(t);
    import_answers(t);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        json_t *answer = api_query(&api, 200, questions[i]), *row = NULL;
        size_t k = 0;
        CHECK(json_array_size(json_object_get(answer, "rows")) > 0);
        json_array_foreach(json_object_get(answer, "rows"), k, row)
        {
            str asked = str_format(
                t->arena, "q=%.*s&by=%.*s", STR(pairs_encode(t->arena, str_of_chars(questions[i]))),
                STR(pairs_encode(t->arena, text_of(t, json_object_get(row, "by")))));
            size_t n = (size_t)run_number(row, "n");
            CHECK_INT(walk(&api, asked.ptr, 7 + i * 31, n), n);
        }
    }
    api_stop(&api);
}

TEST(only_signals_with_words_are_listed_where_that_is_asked)
{
    struct api api = api_start(t);
    import_answers(t);
    json_t *page = api_get(&api, 200, "/api/v1/signals?q=nps(recommend)&words=only&limit=1000");
    CHECK_INT(run_number(page, "n"), 300);
    CHECK_INT(run_number(page, "n_words"), 100);
    json_t *signal = NULL, *signals = json_object_get(page, "signals");
    size_t i = 0;
    CHECK_INT(json_array_size(signals), 100);
    json_array_foreach(signals, i, signal)
    {
        CHECK_INT(json_array_size(json_object_get(signal, "words")), 1);
    }
    CHECK_INT(walk(&api, "q=nps(recommend)&words=only", 9, 300), 100);
    api_stop(&api);
}

TEST(pages_go_on_where_they_were_though_signals_come_in)
{
    struct api api = api_start(t);
    import_answers(t);
    json_t *first = api_get(&api, 200, "/api/v1/signals?q=nps(recommend)&limit=10");
    (void)api_post(&api, api.shop, 201,
                   "{\"key\":\"late\",\"at\":\"2026-06-01T00:00:00Z\",\"answers\":"
                   "{\"recommend\":9}}");
    json_t *second =
        api_get(&api, 200,
                str_format(t->arena, "/api/v1/signals?q=nps(recommend)&limit=10&cursor=%.*s",
                           STR(run_text(first, "next")))
                    .ptr);
    json_t *whole = api_get(&api, 200, "/api/v1/signals?q=nps(recommend)&limit=21");
    CHECK_INT(run_number(second, "n"), 301);
    CHECK_STR(run_text(whole, "signals/10/id"), run_text(first, "signals/9/id"));
    CHECK_STR(run_text(whole, "signals/11/id"), run_text(second, "signals/0/id"));
    CHECK_STR(run_text(whole, "signals/20/id"), run_text(second, "signals/9/id"));
    api_stop(&api);
}

TEST(a_page_that_cannot_be_given_says_which_parameter_is_wrong)
{
    static const struct {
        const char *query, *at;
    } wrong[] = {
        {"q=nps(recommend)&cursor=x", "cursor"},
        {"q=nps(recommend)&cursor=aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "cursor"},
        {"q=nps(recommend)&by=x", "by"},
        {"q=nps(recommend)&by=%5B%5D", "by"},
        {"q=nps(recommend)&by=%7B%22a%22%3A1%2C%22a%22%3A2%7D", "by"},
        {"q=nps(recommend)&by=%7B%22region%22%3Anull%7D", "by"},
        {"q=nps(recommend)+by+source", "by"},
        {"q=nps(recommend)+by+source&by=%7B%22source%22%3A1%7D", "by"},
        {"q=nps(recommend)+by+source&by=%7B%22source%22%3A%22none%22%7D", "by"},
        {"q=nps(recommend)+by+month&by=%7B%22month%22%3A%222001-01%22%7D", "by"},
        {"q=nps(recommend)&words=all", "words"},
        {"q=nps(recommend)&limit=0", "limit"},
        {"q=nps(recommend)&limit=1001", "limit"},
        {"q=nps(", "character 5"},
    };
    struct api api = api_start(t);
    import_answers(t);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        json_t *problem =
            api_get(&api, 400, str_format(t->arena, "/api/v1/signals?%s", wrong[i].query).ptr);
        CHECK_STR(run_text(problem, "code"), S("USAGE"));
        CHECK_THAT(str_equal(run_text(problem, "at"), str_of_chars(wrong[i].at)), "%s: %.*s",
                   wrong[i].query, STR(run_text(problem, "at")));
    }
    api_stop(&api);
}

/* ---- the document ---- */

TEST(what_is_open_to_anybody_is_as_the_document_says)
{
    static const char *const open[] = {"/livez", "/readyz", "/api/v1/openapi.json", "/metrics"};
    struct api api = api_start(t);
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        struct client_reply reply =
            api_ask(&api, &(struct api_ask){.what = str_format(t->arena, "GET %s", open[i]).ptr,
                                            .body = S("")});
        CHECK_THAT(reply.status == 200, "%s: %d", open[i], reply.status);
    }
    import_answers(t);
    CHECK_INT(run_number(api_get(&api, 200, "/api/v1/overview"), "signals/n"), 300);
    api_stop(&api);
}
