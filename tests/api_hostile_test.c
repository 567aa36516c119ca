/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The API as those use it who mean no good, or do not know what they do.  How bytes of HTTP
 * can be wrong is in http_test.c.
 */
#include <dirent.h>

#include "api.h"
#include "base/limits.h"
#include "http/pairs.h"

#define AT "\"at\":\"2026-03-01T09:30:00Z\""

static json_t *post(struct api *api, str body, int *status)
{
    struct client_reply reply = api_ask(api, &(struct api_ask){.what = "POST /api/v1/signals",
                                                               .token = api->till,
                                                               .type = "application/json",
                                                               .body = body});
    CHECK_THAT(reply.status, "the server closes the connection on %.*s", STR(body));
    *status = reply.status;
    return run_parse(api->t, reply.body);
}

static bool has_position(json_t *problem)
{
    return json_is_integer(json_object_get(problem, "position")) &&
           run_number(problem, "position") >= 1 && run_text(problem, "at").len > 0;
}

static void check_still_serves(struct api *api)
{
    int status = 0;
    (void)post(api, S("{\"key\":\"still here\"," AT ",\"answers\":{\"recommend\":9}}"), &status);
    CHECK(status == 201 || status == 200);
    CHECK_INT(run_number(api_query(api, 200, "nps(recommend)"), "rows/0/n"), 1);
}

/* ---- JSON ---- */

static bool is_refused_on_purpose(const char *name)
{
    static const char *const names[] = {"y_object_duplicated_key.json",
                                        "y_object_duplicated_key_and_value.json",
                                        "y_object_escaped_null_in_key.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* None of the files is a signal: what can be read is refused for what it says, with what is
 * wrong, or is an array of nothing; what cannot is refused with the place. */
static void check_file(struct api *api, str folder, const char *name)
{
    int status = 0;
    str path = str_format(api->t->arena, "%.*s/%s", STR(folder), name);
    json_t *said = post(api, test_read(api->t, path), &status);
    bool is_whole = name[0] == 'y' && !is_refused_on_purpose(name);
    bool is_read = status == 200 || (status == 422 && !has_position(said));
    bool is_placed = (status == 422 || status == 413) && has_position(said);
    CHECK_THAT(name[0] == 'i' ? is_read || is_placed : (is_whole ? is_read : is_placed), "%s: %d",
               name, status);
}

TEST(json_of_every_kind_is_read_or_refused_with_its_place)
{
    struct api api = api_start(t);
    str folder = test_shared(t, "data/json_test_suite/test_parsing");
    DIR *dir = opendir(str_to_chars(t->arena, folder));
    size_t files = 0;
    CHECK(dir);
    for (const struct dirent *file = readdir(dir); file; file = readdir(dir)) {
        if (!strstr(file->d_name, ".json"))
            continue;
        check_file(&api, folder, file->d_name);
        files++;
    }
    (void)closedir(dir);
    CHECK(files > 300);
    check_still_serves(&api);
    api_stop(&api);
}

static str nested(struct test *t, const char *front, const char *open, size_t times)
{
    struct buf b = buf_make(t->arena, LIMIT_HTTP_BODY_BYTES);
    buf_add(&b, str_of_chars(front));
    buf_add_repeated(&b, str_of_chars(open), times);
    return buf_str(&b);
}

TEST(documents_that_are_deep_or_wide_are_refused)
{
    struct api api = api_start(t);
    const str documents[] = {
        nested(t, "", "[", 100000),
        nested(t, "{\"key\":\"a\"," AT ",\"answers\":{\"x\":", "[", 1000000),
        nested(t, "{\"key\":\"a\"," AT ",\"answers\":{\"x\":", "{\"y\":", 1000000),
        nested(t, "[0", ",0", 3000000),
    };
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        int status = 0;
        json_t *said = post(&api, documents[i], &status);
        CHECK_THAT((status == 413 || status == 422) && has_position(said), "%zu: %d", i, status);
    }
    struct buf b = buf_make(t->arena, LIMIT_HTTP_BODY_BYTES);
    for (int i = 0; i <= 10000; i++)
        buf_addf(&b, "%s\"f%d\":1", i ? "," : "{\"key\":\"a\"," AT ",\"answers\":{", i);
    buf_add(&b, S("}}"));
    int status = 0;
    json_t *problem = post(&api, buf_str(&b), &status);
    CHECK_INT(status, 422);
    api_check_fault(problem, 0, 0, "too_many", "/answers");
    check_still_serves(&api);
    api_stop(&api);
}

TEST(signals_that_are_not_as_they_must_be_are_refused_each_with_its_place)
{
    static const struct {
        const char *members; /* beside a key and an instant */
        const char *code, *pointer;
    } all[] = {
        {"\"answers\":{\"a\\u0000b\":1}", NULL, NULL},
        {"\"answers\":{},\"answers\":{}", NULL, NULL},
        {"\"answers\":{\"x\":\"\\ud800\"}", NULL, NULL},
        {"\"answers\":{\"x\":\"\xFF\"}", NULL, NULL},
        {"\"answers\":{\"x\":\"a\\u0000b\"}", "control_character", "/answers/x"},
        {"\"answers\":{\"a\\nb\":1}", "control_character", "/answers/a\nb"},
        {"\"answers\":{\" \":1}", "missing", "/answers/ "},
        {"\"answers\":{\"x\":{\"y\":1}}", "wrong_type", "/answers/x"},
        {"\"answers\":{\"x\":[[1]]}", "wrong_type", "/answers/x/0"},
        {"\"answers\":{\"x\":[\"a;b\"]}", "separator_in_tick", "/answers/x/0"},
        {"\"answers\":{\"x\":1,\" x \":2}", "repeated_field", "/answers"},
        {"\"answers\":null", "missing", "/answers"},
        {"\"answers\":{},\"unit\":\"a\\nb\"", "control_character", "/unit"},
        {"\"answers\":{},\"source\":7", "wrong_type", "/source"},
        {"\"answers\":{},\"person\":{\"name\":\"x\"}", "unknown_member", "/person/name"},
        {"\"answers\":{},\"person\":\"x\"", "wrong_type", "/person"},
        {"\"answers\":{},\"weight\":0", "out_of_range", "/weight"},
        {"\"answers\":{},\"weight\":1e400", "out_of_range", "/weight"},
        {"\"answers\":{},\"weight\":\"1\"", "wrong_type", "/weight"},
        {"\"answers\":{},\"context\":{\"x\":[1]}", "wrong_type", "/context/x"},
    };
    struct api api = api_start(t);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        int status = 0;
        str body = str_format(t->arena, "{\"key\":\"a\"," AT ",%s}", all[i].members);
        json_t *problem = post(&api, body, &status);
        CHECK_THAT(status == 422, "%s: %d", all[i].members, status);
        if (all[i].code)
            api_check_fault(problem, 0, 0, all[i].code, all[i].pointer);
        else
            CHECK_THAT(has_position(problem), "%s", all[i].members);
    }
    check_still_serves(&api);
    api_stop(&api);
}

TEST(the_ends_of_time_and_of_numbers_are_kept_and_asked_about)
{
    static const char *const questions[] = {
        "nps(recommend) by day",
        "nps(recommend) by week compare previous",
        "nps(recommend) by month",
        "nps(recommend) by year compare year",
        "mean(huge)",
        "mean(tiny)",
        "mean(long)",
        "mean(huge) by day",
    };
    struct api api = api_start(t);
    (void)api_post(&api, api.till, 201,
                   "[{\"key\":\"a\",\"at\":\"0001-01-01T00:00:00Z\",\"answers\":{\"recommend\":0,"
                   "\"huge\":1,\"tiny\":1,\"long\":1}},"
                   "{\"key\":\"b\",\"at\":\"9999-12-31T23:59:59.999999Z\",\"answers\":{"
                   "\"recommend\":9,\"huge\":1e999999,\"tiny\":1e-18,\"long\":"
                   "123456789012345678901234567890}},"
                   "{\"key\":\"\\u0000\\n\\\"\"," AT ",\"weight\":1e9,\"answers\":{\"huge\":"
                   "999999999999999999,\"tiny\":-0.0,\"recommend\":10}}]");
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        CHECK(json_is_array(json_object_get(api_query(&api, 200, questions[i]), "rows")));
    (void)api_post(&api, api.till, 200, "{\"key\":\"\\u0000\\n\\\"\"," AT ",\"answers\":{}}");
    static const char *const times[] = {"0000-01-01T00:00:00Z",
                                        "2026-02-29T00:00:00Z",
                                        "9999-12-31T23:59:59-14:00",
                                        "2026-03-01T09:30:00",
                                        "2026-03-01",
                                        "12026-03-01T09:30:00Z",
                                        "2026-03-01T24:30:00Z",
                                        ""};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        api_check_fault(
            api_post(
                &api, api.till, 422,
                str_format(t->arena, "{\"key\":\"t\",\"at\":\"%s\",\"answers\":{}}", times[i]).ptr),
            0, 0, "not_a_time", "/at");
    api_stop(&api);
}

/* ---- addresses ---- */

TEST(queries_that_cannot_be_read_are_refused)
{
    static const struct {
        const char *target;
        int status;
        const char *code;
    } all[] = {
        {"/api/v1/query", 400, "MISSING_PARAMETER"},
        {"/api/v1/query?q=", 400, "MISSING_PARAMETER"},
        {"/api/v1/query?q=%FF", 400, "USAGE"},
        {"/api/v1/query?q=nps(%00)", 400, "USAGE"},
        {"/api/v1/query?q=nps(%C0%80)", 400, "USAGE"},
        {"/api/v1/query?q=nps(%ED%A0%80)", 400, "USAGE"},
        {"/api/v1/query?q=%2", 400, "USAGE"},
        {"/api/v1/query?q=a&q=b", 400, "USAGE"},
        {"/api/v1/query?q=nps(recommend)&Q=x", 400, "UNKNOWN_PARAMETER"},
        {"/api/v1/query?q=nps(recommend)&cursor=x", 400, "UNKNOWN_PARAMETER"},
        {"/api/v1/query?q=;DROP%20TABLE%20signal", 400, "USAGE"},
        {"/api/v1/query?q=nps(recommend)%20where%20unit%20%3D%20%22'%20OR%201%3D1%20--%22", 400,
         NULL},
        {"/api/v1/signals?q=nps(recommend)&limit=9999999999999999999999", 400, "USAGE"},
        {"/api/v1/signals?q=nps(recommend)&limit=1.5", 400, "USAGE"},
        {"/api/v1/signals?q=nps(recommend)&limit=", 400, "USAGE"},
        {"/api/v1/signals?q=nps(recommend)&cursor=..%2F..%2Fetc%2Fpasswd", 400, "USAGE"},
        {"/api/v1/../../etc/passwd", 404, "MISSING"},
        {"/api/v1/%2e%2e/query?q=x", 404, "MISSING"},
        {"//api/v1/query?q=x", 404, "MISSING"},
        {"/api/v1/query%00?q=x", 404, "MISSING"},
    };
    struct api api = api_start(t);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct client_reply reply = api_ask(
            &api, &(struct api_ask){.what = str_format(t->arena, "GET %s", all[i].target).ptr,
                                    .token = api.shop,
                                    .body = S("")});
        CHECK_THAT(all[i].code ? reply.status == all[i].status : reply.status < 500, "%s: %d",
                   all[i].target, reply.status);
        if (all[i].code)
            CHECK_STR(run_text(run_parse(t, reply.body), "code"), str_of_chars(all[i].code));
    }
    check_still_serves(&api);
    api_stop(&api);
}

TEST(questions_without_end_are_refused)
{
    struct api api = api_start(t);
    const str questions[] = {
        nested(t, "nps(recommend)", " ", (size_t)64 * KIB + 1 - 14),
        nested(t, "nps(recommend) where ", "(", 15000),
        nested(t, "nps(recommend) where ", "not ", 3700),
        nested(t, "nps(recommend) where recommend = 1", " or recommend = 1", 850),
        nested(t, "nps(recommend) by channel", ", channel", 1500),
        nested(t, "nps(recommend) where recommend in (1", ",1", 7000),
        nested(t, "nps(", "`", 15000),
        nested(t, "", "a", 15000),
    };
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        struct buf b = buf_make(t->arena, MIB);
        buf_add(&b, S("GET /api/v1/query?q="));
        for (size_t k = 0; k < questions[i].len; k++)
            buf_add_char(&b, questions[i].ptr[k] == ' ' ? '+' : questions[i].ptr[k]);
        struct client_reply reply = api_ask(
            &api, &(struct api_ask){.what = buf_str(&b).ptr, .token = api.shop, .body = S("")});
        CHECK_THAT(i ? reply.status == 400 || reply.status == 200 || reply.status == 413
                     : reply.status == 414 || reply.status == 0,
                   "%zu: %d %.*s", i, reply.status, STR(reply.body));
    }
    check_still_serves(&api);
    api_stop(&api);
}

TEST(rows_that_no_answer_has_are_refused)
{
    struct api api = api_start(t);
    struct buf wide = buf_make(t->arena, MIB);
    for (int i = 0; i < 1200; i++)
        buf_addf(&wide, "%c\"k%d\":1", i ? ',' : '{', i);
    buf_add_char(&wide, '}');
    const str rows[] = {buf_str(&wide),
                        nested(t, "", "[", 5000),
                        nested(t, "{\"source\":", "{\"a\":", 2000),
                        S("{\"source\":\"\\ud800\"}"),
                        S("{\"source\":\"shop\",\"source\":\"shop\"}"),
                        S("{\"source\":\"shop\",\"x\":null}"),
                        S("null"),
                        S("\"source\""),
                        S("{\"SOURCE\":\"shop\"}"),
                        S("{\"source\":\"' OR 1=1 --\"}")};
    check_still_serves(&api);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        str by = pairs_encode(t->arena, rows[i]);
        struct client_reply reply = api_ask(
            &api,
            &(struct api_ask){.what = str_format(t->arena,
                                                 "GET /api/v1/signals?q=nps(recommend)+by+source"
                                                 "&by=%.*s",
                                                 STR(by))
                                          .ptr,
                              .token = api.shop,
                              .body = S("")});
        CHECK_THAT(reply.status == 400 || (reply.status == 414 && by.len > 15000), "%zu: %d: %.*s",
                   i, reply.status, STR(reply.body));
        if (reply.status == 400)
            CHECK_STR(run_text(run_parse(t, reply.body), "at"), S("by"));
    }
    api_stop(&api);
}

/* A cursor is a place in time: whatever question it comes from, what is behind it comes. */
TEST(a_cursor_of_another_question_is_a_place_and_nothing_more)
{
    struct api api = api_start(t);
    (void)api_post(&api, api.till, 201,
                   "[{\"key\":\"a\",\"at\":\"2026-03-03T00:00:00Z\",\"answers\":{\"recommend\":9}},"
                   "{\"key\":\"b\",\"at\":\"2026-03-02T00:00:00Z\",\"answers\":{\"mood\":3}},"
                   "{\"key\":\"c\",\"at\":\"2026-03-01T00:00:00Z\",\"answers\":{\"mood\":4}}]");
    (void)api_post(&api, api.till, 201,
                   "{\"key\":\"d\",\"at\":\"2026-03-04T00:00:00Z\",\"answers\":{\"recommend\":1}}");
    json_t *page = api_get(&api, 200, "/api/v1/signals?q=nps(recommend)&limit=1");
    json_t *other = api_get(&api, 200,
                            str_format(t->arena, "/api/v1/signals?q=mean(mood)&cursor=%.*s",
                                       STR(run_text(page, "next")))
                                .ptr);
    CHECK_INT(run_number(other, "n"), 2);
    CHECK_INT(json_array_size(json_object_get(other, "signals")), 2);
    /* The ends of what sixteen bytes can say. */
    static const char *const cursors[] = {
        "zzzzzzzzzzzzzzzzzzzzzzzzzw", "00000000000000000000000000", "g0000000000000000000000000"};
    for (size_t i = 0; i < sizeof cursors / sizeof *cursors; i++) {
        struct client_reply reply = api_ask(
            &api, &(struct api_ask){
                      .what = str_format(t->arena, "GET /api/v1/signals?q=nps(recommend)&cursor=%s",
                                         cursors[i])
                                  .ptr,
                      .token = api.shop,
                      .body = S("")});
        CHECK_THAT(reply.status == 200 || reply.status == 400, "%s: %d", cursors[i], reply.status);
    }
    api_stop(&api);
}
