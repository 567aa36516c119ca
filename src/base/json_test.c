/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/json.h"

#include <float.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/test.h"
#include "base/test_random.h"
#include "base/text.h"

enum { ROOM = 1 << 20 };

TEST(json_puts_commas_where_they_belong)
{
    struct buf out = buf_make(t->arena, ROOM);
    struct json j = json_make(&out);
    json_open_object(&j);
    json_key(&j, S("a"));
    json_open_array(&j);
    json_whole(&j, 1);
    json_none(&j);
    json_open_object(&j);
    json_close_object(&j);
    json_open_array(&j);
    json_close_array(&j);
    json_bool(&j, true);
    json_close_array(&j);
    json_key(&j, S("b"));
    json_text(&j, S("x"));
    json_key(&j, S("c"));
    json_number_or_null(&j, false, 3);
    json_key(&j, S("d"));
    json_number_or_null(&j, true, 0.5);
    json_key(&j, S("e"));
    json_bool(&j, false);
    json_close_object(&j);
    CHECK_STR(buf_str(&out),
              S("{\"a\":[1,null,{},[],true],\"b\":\"x\",\"c\":null,\"d\":0.5,\"e\":false}"));
}

static str text_as_json(struct arena *a, str text)
{
    struct buf out = buf_make(a, ROOM);
    struct json j = json_make(&out);
    json_text(&j, text);
    return buf_str(&out);
}

TEST(json_escapes_what_must_not_stand_in_a_text)
{
    CHECK_STR(text_as_json(t->arena, S("a\"b\\c/\n\r\t\x01\x1f\x7f")),
              S("\"a\\\"b\\\\c/\\n\\r\\t\\u0001\\u001f\\u007f\""));
    CHECK_STR(text_as_json(t->arena, S("é€😀")), S("\"é€😀\""));
    CHECK_STR(text_as_json(t->arena, S("a\xFFz\xE2\x82")), S("\"a\uFFFDz\uFFFD\uFFFD\""));
    CHECK_STR(text_as_json(t->arena, (str){"a\0b", 3}), S("\"a\\u0000b\""));
    CHECK_STR(text_as_json(t->arena, S("")), S("\"\""));
}

/* The text as it is meant: what is not UTF-8 became U+FFFD. */
static str with_replacements(struct arena *a, str text)
{
    struct buf out = buf_make(a, ROOM);
    while (text.len) {
        uint32_t code_point = 0;
        text_add(&out, text_next(&text, &code_point) ? code_point : 0xFFFD);
    }
    return buf_str(&out);
}

TEST(json_of_any_bytes_is_read_back_by_another)
{
    struct test_random r = {1};
    for (int i = 0; i < 5000; i++) {
        char bytes[64];
        size_t len = test_random_below(&r, sizeof bytes);
        for (size_t k = 0; k < len; k++)
            bytes[k] = (char)test_random_below(&r, test_random_one_in(&r, 2) ? 256 : 48);
        str written = text_as_json(t->arena, (str){bytes, len});
        json_error_t error;
        json_t *read =
            json_loadb(written.ptr, written.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
        CHECK_THAT(read, "%.*s: %s", STR(written), error.text);
        str again = {json_string_value(read), json_string_length(read)};
        CHECK_STR(again, with_replacements(t->arena, (str){bytes, len}));
        json_decref(read);
    }
}

static str number_as_json(struct arena *a, double number)
{
    struct buf out = buf_make(a, ROOM);
    json_format_number(&out, number);
    return buf_str(&out);
}

TEST(json_numbers_have_as_few_digits_as_they_need)
{
    CHECK_STR(number_as_json(t->arena, 0), S("0"));
    CHECK_STR(number_as_json(t->arena, 0.1), S("0.1"));
    CHECK_STR(number_as_json(t->arena, 39.839766933721776), S("39.839766933721776"));
    CHECK_STR(number_as_json(t->arena, -100), S("-100"));
    CHECK_STR(number_as_json(t->arena, 1.0 / 3), S("0.3333333333333333"));
    CHECK_STR(number_as_json(t->arena, 1e21), S("1e+21"));
}

TEST(json_numbers_are_read_back_to_the_last_bit)
{
    struct test_random r = {2};
    static const double borders[] = {
        DBL_MAX, -DBL_MAX, DBL_MIN, DBL_TRUE_MIN, DBL_EPSILON,
        1e15,    1e16,     1e17,    -0.0,         123456789012345680.0};
    for (size_t i = 0; i < 50000; i++) {
        double number = 0;
        uint64_t bits = test_random_next(&r);
        memcpy(&number, &bits, sizeof number);
        if (i < sizeof borders / sizeof *borders)
            number = borders[i];
        if (!isfinite(number))
            continue;
        struct arena *a = arena_make(0);
        str written = number_as_json(a, number);
        json_error_t error;
        json_t *read =
            json_loadb(written.ptr, written.len, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &error);
        CHECK_THAT(read, "%.*s: %s", STR(written), error.text);
        double again = json_number_value(read);
        CHECK_THAT(again == number && signbit(again) == signbit(number), "%.17g became %.*s",
                   number, STR(written));
        json_decref(read);
        arena_done(a);
    }
}

TEST(json_stops_at_the_room_of_its_buffer)
{
    struct buf out = buf_make(t->arena, 8);
    struct json j = json_make(&out);
    json_open_array(&j);
    for (int i = 0; i < 10; i++)
        json_whole(&j, 1000);
    json_close_array(&j);
    CHECK(out.full && buf_str(&out).len <= 8);
}
