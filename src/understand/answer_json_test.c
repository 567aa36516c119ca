/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "understand/rows.h"

static void give_back(void *document)
{
    json_decref(document);
}

static json_t *json_of(struct test *t, const struct answer *answer)
{
    struct buf out = buf_make(t->arena, MIB);
    answer_to_json(answer, &out);
    CHECK(!out.full && out.ptr[out.len - 1] == '\n');
    json_error_t error;
    json_t *document = json_loadb(out.ptr, out.len, JSON_REJECT_DUPLICATES, &error);
    CHECK_THAT(document, "%s", error.text);
    arena_defer(t->arena, give_back, document);
    return document;
}

/* "value lo hi": the keys of an object in order */
static str keys_of(struct test *t, json_t *object)
{
    struct buf b = buf_make(t->arena, 4096);
    CHECK(json_is_object(object));
    for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i))
        buf_addf(&b, "%s%s", b.len ? " " : "", json_object_iter_key(i));
    return buf_str(&b);
}

static json_t *at(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    CHECK_THAT(value, "there is no %s", key);
    return value;
}

static json_t *row_at(json_t *document, size_t i)
{
    json_t *row = json_array_get(at(document, "rows"), i);
    CHECK(row);
    return row;
}

static str text_at(json_t *object, const char *key)
{
    CHECK(json_is_string(at(object, key)));
    return str_of_chars(json_string_value(at(object, key)));
}

static struct question compared_trend(struct test *t)
{
    struct column *score = empty_column(t, "s"), *when = empty_column(t, "at");
    struct xoshiro numbers = xoshiro_of_seed(19);
    for (int i = 0; i < 200; i++) {
        column_add_number(t, score, (double)xoshiro_below(&numbers, 11));
        column_add_text(when, i % 2 ? S("2026-02-03") : S("2026-01-09"));
    }
    struct rows rows = {.metric = "nps", .fields = {score}};
    struct question q = question_of(t, &rows);
    ask_per(t, &q, when, PERIOD_MONTH, "2026-11-24");
    q.compare = COMPARE_PREVIOUS;
    q.compare_text = S("previous");
    return q;
}

TEST(keys_stand_as_the_contract_has_them)
{
    struct question q = compared_trend(t);
    struct answer answer = answer_to(t, &q);
    json_t *document = json_of(t, &answer), *row = row_at(document, 1);
    CHECK_STR(keys_of(t, document), S("measure scale notes missing refused rows"));
    CHECK_STR(keys_of(t, row), S("by value lo hi n n_eff status method compare limits"));
    CHECK_STR(keys_of(t, at(row, "compare")),
              S("with value n diff lo hi p q verdict more_n by_date"));
    CHECK_STR(keys_of(t, at(row, "limits")), S("centre lo hi out run"));
    CHECK_STR(keys_of(t, at(document, "refused")), S("n first"));
    CHECK_STR(text_at(document, "measure"), S("nps"));
    CHECK_STR(text_at(at(row, "by"), "period"), S("2026-02"));
    CHECK_STR(text_at(at(row, "compare"), "with"), S("previous"));
    CHECK(json_is_integer(at(row, "n")) && json_integer_value(at(row, "n")) == 100);
    CHECK(json_is_null(at(at(row, "compare"), "q"))); /* one comparison */
    CHECK(json_is_true(at(at(row, "limits"), "out")) ||
          json_is_false(at(at(row, "limits"), "out")));
    json_t *scale = at(document, "scale");
    CHECK(json_integer_value(json_array_get(scale, 0)) == 0);
    CHECK(json_integer_value(json_array_get(scale, 1)) == 10);
}

TEST(what_is_not_asked_has_no_key)
{
    struct rows rows = {.metric = "mean", .fields = {column_of(t, "s", S("1 2 3"))}};
    struct question q = question_of(t, &rows);
    struct answer answer = answer_to(t, &q);
    json_t *row = row_at(json_of(t, &answer), 0);
    CHECK_STR(keys_of(t, row), S("by value lo hi n n_eff status method"));
    CHECK_STR(keys_of(t, at(row, "by")), S(""));
    rows.person = column_of(t, "p", S("a b b"));
    q = question_of(t, &rows);
    answer = answer_to(t, &q);
    row = row_at(json_of(t, &answer), 0);
    CHECK_STR(keys_of(t, row), S("by value lo hi n n_eff n_persons status method"));
    CHECK(json_integer_value(at(row, "n_persons")) == 2);
}

TEST(choices_and_indexes_have_their_keys)
{
    struct rows rows = {.metric = "choices", .fields = {column_of(t, "s", S("a;b a"))}};
    struct question q = question_of(t, &rows);
    struct answer answer = answer_to(t, &q);
    json_t *document = json_of(t, &answer), *row = row_at(document, 0);
    CHECK_STR(keys_of(t, row), S("by choice value lo hi n n_eff status method"));
    CHECK_STR(text_at(row, "choice"), S("a"));
    CHECK(json_is_null(at(document, "scale")));
    rows = (struct rows){.metric = "index",
                         .fields = {column_of(t, "a", S("1 2")), column_of(t, "b", S("2 1"))}};
    q = question_of(t, &rows);
    answer = answer_to(t, &q);
    row = row_at(json_of(t, &answer), 0);
    CHECK_STR(keys_of(t, row), S("by value lo hi n n_eff status method alpha"));
    CHECK(json_is_null(at(row, "alpha")));
}

TEST(undefined_numbers_are_null)
{
    struct rows rows = {.metric = "mean", .fields = {column_of(t, "s", S("- 7"))}};
    struct question q = question_of(t, &rows);
    ask_by(t, &q, column_of(t, "g", S("none -")));
    q.compare = COMPARE_REST;
    q.compare_text = S("rest");
    struct answer answer = answer_to(t, &q);
    json_t *document = json_of(t, &answer), *one = row_at(document, 0), *none = row_at(document, 1);
    CHECK(json_is_null(at(at(one, "by"), "g")));
    CHECK_STR(text_at(one, "status"), S("too_few"));
    CHECK(json_number_value(at(one, "value")) == 7);
    CHECK(json_is_null(at(one, "lo")) && json_is_null(at(one, "hi")));
    CHECK_STR(text_at(none, "status"), S("no_data"));
    static const char *const nulls[] = {"value", "lo", "hi", "method"};
    for (size_t i = 0; i < 4; i++)
        CHECK(json_is_null(at(none, nulls[i])));
    CHECK(json_integer_value(at(none, "n")) == 0 && json_number_value(at(none, "n_eff")) == 0);
    static const char *const compared[] = {"diff", "lo", "hi", "p", "q", "more_n", "by_date"};
    for (size_t i = 0; i < 7; i++)
        CHECK(json_is_null(at(at(none, "compare"), compared[i])));
    CHECK_STR(text_at(at(none, "compare"), "verdict"), S("cannot_tell"));
}

TEST(numbers_are_unrounded)
{
    struct xoshiro numbers = xoshiro_of_seed(20);
    for (int round = 0; round < 40; round++) {
        struct column *c = empty_column(t, "s"), *w = empty_column(t, "w");
        for (int i = 0; i < 40; i++) {
            column_add_number(t, c, (double)xoshiro_below(&numbers, 1000) / 7);
            column_add_number(t, w, 1 + xoshiro_unit(&numbers));
        }
        struct rows rows = {.metric = "mean", .fields = {c}, .weight = w};
        struct question q = question_of(t, &rows);
        struct answer answer = answer_to(t, &q);
        json_t *row = row_at(json_of(t, &answer), 0);
        const struct estimate *e = &answer.rows[0].estimate;
        CHECK(json_number_value(at(row, "value")) == e->value);
        CHECK(json_number_value(at(row, "lo")) == e->lo);
        CHECK(json_number_value(at(row, "hi")) == e->hi);
        CHECK(json_number_value(at(row, "n_eff")) == e->n_eff);
    }
}

TEST(notes_missing_and_refused_stand_in_the_document)
{
    struct refusal refused[] = {{.line = 3, .reason = S("2 cells, the header has 3")},
                                {.line = 7,
                                 .column = S("NET\"PRO"),
                                 .value = S("\x01\xC3\xA9\xFF"),
                                 .reason = S("not a number")}};
    str missing[] = {S("11"), S("99")};
    struct answer answer = {.metric = metric_find(S("nps")),
                            .missing = missing,
                            .missing_len = 2,
                            .refused = refused,
                            .refused_len = 500,
                            .refused_listed = 2};
    note_add_pair(answer_add_note(t->arena, &answer, "scale_guessed"), "scale", 1, 5.5);
    struct note *note = answer_add_note(t->arena, &answer, "running_period_left_out");
    note_add_text(note, "period", S("2026-11"));
    note_add_number(note, "n", 12);
    json_t *document = json_of(t, &answer);
    char text[2000];
    size_t len = json_dumpb(document, text, sizeof text, JSON_COMPACT | JSON_ENSURE_ASCII);
    CHECK_STR(((str){text, len}),
              S("{\"measure\":\"nps\",\"scale\":null,\"notes\":[{\"code\":\"scale_guessed\","
                "\"scale\":[1,5.5]},{\"code\":\"running_period_left_out\",\"period\":\"2026-11\","
                "\"n\":12}],\"missing\":[\"11\",\"99\"],\"refused\":{\"n\":500,\"first\":[{"
                "\"line\":3,\"column\":null,\"value\":null,\"reason\":\"2 cells, the header has 3\""
                "},{\"line\":7,\"column\":\"NET\\\"PRO\",\"value\":\"\\u0001\\u00E9\\uFFFD\","
                "\"reason\":\"not a number\"}]},\"rows\":[]}"));
}
