/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/answers_json.h"

#include <jansson.h>

#include "base/json_lex.h"
#include "base/limits.h"
#include "base/test.h"
#include "base/test_random.h"
#include "base/text.h"

enum { ANSWERS_MOST = 12, TEXT_MOST = 40 };

struct sample {
    int64_t fields[ANSWERS_MOST];
    str texts[ANSWERS_MOST];
    size_t len;
};

static str written(struct arena *a, const struct sample *s)
{
    struct buf out = buf_make(a, LIMIT_TEST_BYTES);
    struct answers_writer w = answers_json_begin(&out);
    for (size_t i = 0; i < s->len; i++)
        answers_json_add(&w, s->fields[i], s->texts[i]);
    answers_json_end(&w);
    CHECK(!out.full);
    return buf_str(&out);
}

static void check_scan(struct arena *a, str json, const struct sample *should)
{
    struct answers_scan scan = answers_scan_make(a, json);
    int64_t field = 0;
    str text = {NULL, 0};
    for (size_t i = 0; i < should->len; i++) {
        CHECK_THAT(answers_scan_next(&scan, &field, &text), "%.*s", STR(json));
        CHECK_INT(field, should->fields[i]);
        CHECK_STR(text, should->texts[i]);
    }
    CHECK(!answers_scan_next(&scan, &field, &text) && !scan.is_damaged);
    CHECK(!answers_scan_next(&scan, &field, &text));
}

TEST(answers_json_of_a_few_answers_looks_like_this)
{
    struct sample s = {
        .fields = {3, 12, 13, 14, 200, ANSWERS_FIELD_MAX},
        .texts = {S("9"), S("9.0"), S("Terminal A"), S("007"), S("a \"b\"\n"), S("-1e5")},
        .len = 6};
    str json = written(t->arena, &s);
    CHECK_STR(json, S("{\"3\":9,\"12\":9.0,\"13\":\"Terminal A\",\"14\":\"007\","
                      "\"200\":\"a \\\"b\\\"\\n\",\"999999999999999999\":-1e5}"));
    check_scan(t->arena, json, &s);
}

TEST(answers_json_of_nothing_is_an_empty_object)
{
    struct sample s = {.len = 0};
    CHECK_STR(written(t->arena, &s), S("{}"));
    check_scan(t->arena, S("{}"), &s);
}

TEST(answers_json_keeps_numbers_of_all_forms_as_written)
{
    static const str forms[] = {
        S_INIT("0"),      S_INIT("-0"),   S_INIT("007"),  S_INIT("1e5"),  S_INIT("1E+05"),
        S_INIT("9,5"),    S_INIT(".5"),   S_INIT("5."),   S_INIT("+5"),   S_INIT("- 5"),
        S_INIT("1e"),     S_INIT("0x10"), S_INIT("1.50"), S_INIT("1e-9"), S_INIT("true"),
        S_INIT("null"),   S_INIT("NaN"),  S_INIT(""),     S_INIT("{}"),   S_INIT("9}"),
        S_INIT("\"9\","), S_INIT("\\"),   S_INIT("1-2"),
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct sample s = {.fields = {1, 2}, .texts = {forms[i], forms[i]}, .len = 2};
        check_scan(t->arena, written(t->arena, &s), &s);
    }
}

TEST(answers_json_texts_without_escapes_are_views)
{
    str json = S("{\"1\":\"Terminal A\",\"2\":9,\"3\":\"a\\nb\"}");
    struct answers_scan scan = answers_scan_make(t->arena, json);
    size_t before = arena_used(t->arena);
    int64_t field = 0;
    str text = {NULL, 0};
    CHECK(answers_scan_next(&scan, &field, &text) && text.ptr == json.ptr + 6);
    CHECK(answers_scan_next(&scan, &field, &text) && text.ptr == json.ptr + 22);
    CHECK_INT(arena_used(t->arena), before);
    CHECK(answers_scan_next(&scan, &field, &text));
    CHECK_STR(text, S("a\nb"));
}

static str random_text(struct arena *a, struct test_random *r)
{
    static const char number_letters[] = "0123456789.-+eE";
    static const uint32_t characters[] = {'"',  '\\', '/',  'u',    '\n',   0,       1,
                                          0x1F, 0x7F, 0xE9, 0x20AC, 0xFFFF, 0x1F600, '}'};
    struct buf out = buf_make(a, (size_t)4 * TEXT_MOST);
    size_t kind = test_random_below(r, 3), len = test_random_below(r, kind ? TEXT_MOST : 6);
    for (size_t i = 0; i < len; i++) {
        if (kind == 0)
            buf_add_char(&out, number_letters[test_random_below(r, sizeof number_letters - 1)]);
        else if (kind == 1 || !test_random_one_in(r, 4))
            buf_add_char(&out, (char)(' ' + test_random_below(r, 90)));
        else
            text_add(&out,
                     characters[test_random_below(r, sizeof characters / sizeof *characters)]);
    }
    return buf_str(&out);
}

static void make_random(struct arena *a, struct test_random *r, struct sample *s)
{
    int64_t field = 0;
    s->len = test_random_below(r, ANSWERS_MOST + 1);
    for (size_t i = 0; i < s->len; i++) {
        field += 1 + (int64_t)test_random_below(r, test_random_one_in(r, 9) ? 1000000000 : 9);
        s->fields[i] = field;
        s->texts[i] = random_text(a, r);
    }
}

/* jansson knows numbers by value only. */
static void check_other(json_t *object, int64_t field, str text)
{
    char key[24];
    (void)snprintf(key, sizeof key, "%lld", (long long)field);
    const json_t *value = json_object_get(object, key);
    CHECK(value);
    CHECK_INT(json_is_number(value), json_lex_is_number(text));
    if (json_is_string(value))
        CHECK_STR(((str){json_string_value(value), json_string_length(value)}), text);
}

TEST(answers_json_comes_back_as_written_and_others_read_it)
{
    struct test_random r = {1};
    for (int i = 0; i < 20000; i++) {
        struct arena *a = arena_make(0);
        struct sample s;
        make_random(a, &r, &s);
        str json = written(a, &s);
        check_scan(a, json, &s);
        json_error_t error;
        json_t *read =
            json_loadb(json.ptr, json.len, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
        /* Of 1e999 it has no double. */
        CHECK_THAT(read || strstr(error.text, "too big") || strstr(error.text, "overflow"),
                   "%.*s: %s", STR(json), error.text);
        for (size_t k = 0; read && k < s.len; k++)
            check_other(read, s.fields[k], s.texts[k]);
        json_decref(read);
        arena_done(a);
    }
}

/* True where all of it was read. */
static bool scan_all(struct arena *a, str json)
{
    struct answers_scan scan = answers_scan_make(a, json);
    int64_t field = 0, last = 0;
    str text = {NULL, 0};
    for (; answers_scan_next(&scan, &field, &text); last = field)
        CHECK(field > last && field <= ANSWERS_FIELD_MAX);
    return !scan.is_damaged;
}

TEST(answers_json_that_is_damaged_is_said_to_be)
{
    static const str wrong[] = {
        S_INIT(""),
        S_INIT("{"),
        S_INIT("}"),
        S_INIT("[]"),
        S_INIT("{\"1\":}"),
        S_INIT("{\"1\":9,}"),
        S_INIT("{,\"1\":9}"),
        S_INIT("{\"1\"}"),
        S_INIT("{\"1}"),
        S_INIT("{\"}"),
        S_INIT("{\"\":9}"),
        S_INIT("{\"0\":9}"),
        S_INIT("{\"-1\":9}"),
        S_INIT("{\"2\":9,\"1\":9}"),
        S_INIT("{\"1\":9,\"1\":9}"),
        S_INIT("{\"1\":true}"),
        S_INIT("{\"1\":\"a}"),
        S_INIT("{\"1\":\"a\\\"}"),
        S_INIT("{\"1\":\"a\\x\"}"),
        S_INIT("{\"1\":\"a\n\"}"),
        S_INIT("{\"1\":\"a\" }"),
        S_INIT("{\"1\":9\"2\":9}"),
        S_INIT("{\"1\": 9}"),
        S_INIT("{\"1\":9,9}"),
        S_INIT("{\"a\":9}"),
        S_INIT("{\"9999999999999999999\":9}"),
        S_INIT("{\"1000000000000000000\":9}"),
        S_INIT("{\"1\":\"\\uD800\"}"),
        S_INIT("{\"1\":\"\\u}"),
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK_THAT(!scan_all(t->arena, wrong[i]), "%.*s", STR(wrong[i]));
}

TEST(answers_json_cut_or_changed_anywhere_is_read_within_its_bounds)
{
    struct test_random r = {3};
    for (int i = 0; i < 300; i++) {
        struct arena *a = arena_make(0);
        struct sample s;
        make_random(a, &r, &s);
        str json = written(a, &s);
        for (size_t len = 0; len < json.len; len++)
            CHECK(!scan_all(a, (str){memcpy(arena_take(a, len), json.ptr, len), len}));
        for (size_t at = 0; at < json.len; at++) {
            char *changed = str_to_chars(a, json);
            changed[at] = (char)test_random_below(&r, 256);
            (void)scan_all(a, (str){changed, json.len});
        }
        arena_done(a);
    }
}
