/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/json_read.h"

#include <dirent.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/test.h"
#include "base/test_random.h"
#include "base/text.h"

enum { ROOM = 1 << 20 };

static const struct json_value *read_well(struct arena *a, str document)
{
    struct json_value *value = ARENA_NEW(a, struct json_value);
    CHECK_OK(json_read(a, document, value));
    return value;
}

static str member_text(const struct json_value *object, str name)
{
    const struct json_value *member = json_read_member(object, name);
    CHECK(member);
    return member->text;
}

TEST(json_read_gives_a_tree)
{
    str document = S(" {\"a\" : 9.0,\"b\":[true , false,null],\n\"c\":{},\"d\":\"x\\ty\"} ");
    const struct json_value *v = read_well(t->arena, document);
    CHECK_INT(v->kind, JSON_KIND_OBJECT);
    CHECK_INT(v->len, 4);
    CHECK_INT(v->offset, 1);
    CHECK_STR(v->items[0].key, S("a"));
    CHECK_INT(v->items[0].kind, JSON_KIND_NUMBER);
    CHECK_STR(v->items[0].text, S("9.0"));
    const struct json_value *b = json_read_member(v, S("b"));
    CHECK(b && b->kind == JSON_KIND_ARRAY && b->len == 3);
    CHECK(b->items[0].kind == JSON_KIND_BOOL && b->items[0].is_true);
    CHECK(b->items[1].kind == JSON_KIND_BOOL && !b->items[1].is_true);
    CHECK(b->items[2].kind == JSON_KIND_NULL);
    CHECK_INT(json_read_member(v, S("c"))->kind, JSON_KIND_OBJECT);
    CHECK_INT(json_read_member(v, S("c"))->len, 0);
    CHECK_STR(member_text(v, S("d")), S("x\ty"));
    CHECK_STR(str_slice(document, v->items[3].offset, v->items[3].offset + 3), S("\"d\""));
    CHECK(!json_read_member(v, S("e")) && !json_read_member(b, S("a")));
}

TEST(json_read_takes_values_alone_and_a_byte_order_mark)
{
    CHECK_STR(read_well(t->arena, S("-0.0e7"))->text, S("-0.0e7"));
    CHECK_STR(read_well(t->arena, S("\"\""))->text, S(""));
    CHECK_INT(read_well(t->arena, S("\t\r\n null "))->kind, JSON_KIND_NULL);
    CHECK_INT(read_well(t->arena, S("\xEF\xBB\xBF[]"))->kind, JSON_KIND_ARRAY);
    CHECK_STR(read_well(t->arena, S("\"a\\u0000b\""))->text, ((str){"a\0b", 3}));
}

TEST(json_read_gives_views_where_nothing_is_escaped)
{
    str document = S("{\"name\":\"Größe 東京\",\"n\":12}");
    const struct json_value *v = read_well(t->arena, document);
    CHECK(v->items[0].key.ptr == document.ptr + 2);
    CHECK(v->items[0].text.ptr == document.ptr + 9);
    CHECK(v->items[1].text.ptr == memchr(document.ptr, '1', document.len));
}

static const struct err *refused(struct arena *a, str document)
{
    struct json_value value = {.len = 77};
    const struct err *e = json_read(a, document, &value);
    CHECK_THAT(e, "it was read: %.*s", STR(document));
    CHECK_INT(value.len, 77);
    return e;
}

TEST(json_read_says_what_is_wrong_and_where)
{
    static const struct {
        str document, what;
        size_t position;
    } wrong[] = {
        {S_INIT(""), S_INIT("a value is expected, but the text ends"), 1},
        {S_INIT(" [1,"), S_INIT("a value is expected, but the text ends"), 5},
        {S_INIT("[1,]"), S_INIT("a value is expected, not \"]\""), 4},
        {S_INIT("[1 2]"), S_INIT("a comma or ] is expected, not \"2\""), 4},
        {S_INIT("[1"), S_INIT("a comma or ] is expected, but the text ends"), 3},
        {S_INIT("{\"é\" 9}"), S_INIT("a colon is expected, not \"9\""), 6},
        {S_INIT("{\"a\":9;"), S_INIT("a comma or } is expected, not \";\""), 7},
        {S_INIT("{\"a\":9,}"), S_INIT("a name in double quotes is expected, not \"}\""), 8},
        {S_INIT("{a:9}"), S_INIT("a name in double quotes is expected, not \"a\""), 2},
        {S_INIT("{\"a\":}"), S_INIT("a value is expected, not \"}\""), 6},
        {S_INIT("[nul]"), S_INIT("a value is expected, not \"nul\""), 2},
        {S_INIT("[nullx]"), S_INIT("a value is expected, not \"nullx\""), 2},
        {S_INIT("[True]"), S_INIT("a value is expected, not \"True\""), 2},
        {S_INIT("['a']"), S_INIT("a value is expected, not \"'\""), 2},
        {S_INIT("[“a”]"), S_INIT("a value is expected, not \"“\""), 2},
        {S_INIT("[NaN]"), S_INIT("a value is expected, not \"NaN\""), 2},
        {S_INIT("1 2"), S_INIT("the end of the text is expected, not \"2\""), 3},
        {S_INIT("[01]"), S_INIT("\"01\" is no number as JSON writes them"), 2},
        {S_INIT("[1.]"), S_INIT("\"1.\" is no number as JSON writes them"), 2},
        {S_INIT("-"), S_INIT("\"-\" is no number as JSON writes them"), 1},
        {S_INIT("[9.5.1 ]"), S_INIT("\"9.5.1\" is no number as JSON writes them"), 2},
        {S_INIT("[1e5x]"), S_INIT("\"1e5x\" is no number as JSON writes them"), 2},
        {S_INIT("[\"é\", \"abc]"), S_INIT("a text begins that is not closed"), 7},
        {S_INIT("[\"abc\\\"]"), S_INIT("a text begins that is not closed"), 2},
        {S_INIT("\"abc\\"), S_INIT("a text begins that is not closed"), 1},
        {S_INIT("\""), S_INIT("a text begins that is not closed"), 1},
        {S_INIT("[\"a\tb\"]"),
         S_INIT("a control character stands in a text; it is written \\u0009"), 4},
        {S_INIT("[\"a\\n\x01\"]"),
         S_INIT("a control character stands in a text; it is written \\u0001"), 6},
        {S_INIT("[\"a\\x41\"]"), S_INIT("\"\\\\x\" is an escape that stands for no character"), 4},
        {S_INIT("[\"a\\ud83d.\"]"),
         S_INIT("\"\\\\ud83d\" is an escape that stands for no character"), 4},
        {S_INIT("[\"\\u12\"]"), S_INIT("\"\\\\u12\" is an escape that stands for no character"), 3},
        {S_INIT("[\"é\xFF\"]"), S_INIT("the byte 0xFF is not UTF-8"), 4},
        {S_INIT("[\"\xED\xA0\x80\"]"), S_INIT("the byte 0xED is not UTF-8"), 3},
        {S_INIT("{\"a\":1,\"b\":2,\"a\":3}"),
         S_INIT("\"a\" is the name of a second member of the same object"), 14},
        {S_INIT("{\"a\":1,\"\\u0061\":3}"),
         S_INIT("\"a\" is the name of a second member of the same object"), 8},
        {S_INIT("{\"a\":1,\"b\\u0000\":3}"),
         S_INIT("\"b\\x00\" is a name with the character U+0000"), 8},
        {S_INIT("\xEF\xBB\xBF\xEF\xBB\xBF{}"), S_INIT("a value is expected, not \"\\ufeff\""), 1},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const struct err *e = refused(t->arena, wrong[i].document);
        str at = str_format(t->arena, "character %zu", wrong[i].position);
        CHECK_STR(e->text, str_format(t->arena, "This JSON cannot be read: at %.*s %.*s.", STR(at),
                                      STR(wrong[i].what)));
        CHECK_INT(e->why, WHY_INVALID);
        CHECK_INT(e->position, wrong[i].position);
        CHECK_STR(e->at, at);
    }
}

TEST(json_read_names_the_line_where_there_are_several)
{
    const struct err *e = refused(t->arena, S("{\n  \"é\": 9,\n  \"x\": é\n}\n"));
    CHECK_STR(e->at, S("line 3, character 8"));
    CHECK_INT(e->position, 20);
    CHECK_STR(e->text, S("This JSON cannot be read: at line 3, character 8 a value is expected, "
                         "not \"é\"."));
    CHECK_STR(refused(t->arena, S("[1 2,\n3]"))->at, S("line 1, character 4"));
    CHECK_STR(refused(t->arena, S("[1,\n"))->at, S("character 5"));
    CHECK_STR(refused(t->arena, S("[1,\n2\n"))->at, S("line 3, character 1"));
}

static str nested(struct arena *a, size_t depth)
{
    struct buf out = buf_make(a, ROOM);
    buf_add_repeated(&out, S("[{\"a\":"), depth / 2);
    buf_add_repeated(&out, S("["), depth % 2);
    buf_add_repeated(&out, S("]"), depth % 2);
    if (depth % 2 == 0)
        buf_add(&out, S("1"));
    buf_add_repeated(&out, S("}]"), depth / 2);
    return buf_str(&out);
}

TEST(json_read_goes_as_deep_as_its_limit)
{
    (void)read_well(t->arena, nested(t->arena, LIMIT_JSON_DEPTH));
    const struct err *e = refused(t->arena, nested(t->arena, LIMIT_JSON_DEPTH + 1));
    CHECK_INT(e->why, WHY_LIMIT);
    CHECK_STR(e->text, S("This JSON cannot be read: at character 193 arrays and objects stand "
                         "within each other more than 64 deep."));
    struct buf many = buf_make(t->arena, ROOM);
    buf_add_repeated(&many, S("["), ROOM);
    CHECK_INT(refused(t->arena, buf_str(&many))->why, WHY_LIMIT);
}

TEST(json_read_takes_as_many_values_as_its_limit)
{
    struct buf many = buf_make(t->arena, 2 * LIMIT_JSON_VALUES + 2);
    buf_add(&many, S("[1"));
    buf_add_repeated(&many, S(",1"), LIMIT_JSON_VALUES - 2);
    buf_add(&many, S("]"));
    CHECK_INT(read_well(t->arena, buf_str(&many))->len, LIMIT_JSON_VALUES - 1);
    many.len--;
    buf_add(&many, S(",1]"));
    const struct err *e = refused(t->arena, buf_str(&many));
    CHECK_INT(e->why, WHY_LIMIT);
    CHECK_INT(e->position, 2 * LIMIT_JSON_VALUES);
}

TEST(json_read_takes_objects_with_many_members_in_little_time)
{
    enum { MEMBERS = 200000, SECONDS = 3 };
    struct buf out = buf_make(t->arena, 16 * MIB);
    for (int i = 0; i < MEMBERS; i++)
        buf_addf(&out, "%c\"n%d\":%d", i ? ',' : '{', i, i);
    buf_add(&out, S("}"));
    clock_t before = clock();
    CHECK_INT(read_well(t->arena, buf_str(&out))->len, MEMBERS);
    out.len--;
    size_t position = out.len + 2;
    buf_add(&out, S(",\"n199998\":0}"));
    CHECK_INT(refused(t->arena, buf_str(&out))->position, position);
    CHECK((clock() - before) / CLOCKS_PER_SEC < SECONDS);
}

/* ---- another reader ---- */

static void check_number(str literal, const json_t *other)
{
    char digits[400];
    CHECK(json_is_number(other) && literal.len < sizeof digits);
    memcpy(digits, literal.ptr, literal.len);
    digits[literal.len] = '\0';
    double value = strtod(digits, NULL);
    CHECK_THAT(value == json_number_value(other), "%s is not %.17g", digits,
               json_number_value(other));
}

static void check_same(const struct json_value *v, const json_t *other)
{
    switch (v->kind) {
    case JSON_KIND_NULL:
        CHECK(json_is_null(other));
        break;
    case JSON_KIND_BOOL:
        CHECK(v->is_true ? json_is_true(other) : json_is_false(other));
        break;
    case JSON_KIND_NUMBER:
        check_number(v->text, other);
        break;
    case JSON_KIND_TEXT:
        CHECK(json_is_string(other));
        CHECK_STR(v->text, ((str){json_string_value(other), json_string_length(other)}));
        break;
    case JSON_KIND_ARRAY:
        CHECK(json_is_array(other));
        CHECK_INT(v->len, json_array_size(other));
        for (size_t i = 0; i < v->len; i++)
            check_same(&v->items[i], json_array_get(other, i));
        break;
    case JSON_KIND_OBJECT:
        CHECK(json_is_object(other));
        CHECK_INT(v->len, json_object_size(other));
        for (size_t i = 0; i < v->len; i++)
            check_same(&v->items[i],
                       json_object_getn(other, v->items[i].key.ptr, v->items[i].key.len));
        break;
    case JSON_KIND_COUNT:
        test_fail(__FILE__, __LINE__, "no kind");
    }
}

static json_t *read_other(str document, json_error_t *error)
{
    return json_loadb(document.ptr, document.len,
                      JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, error);
}

/* Both read it to the same, or neither does; but for numbers that have no double. */
static bool check_as_other(struct arena *a, str document)
{
    json_error_t error;
    struct json_value v;
    json_t *other = read_other(document, &error);
    const struct err *e = json_read(a, document, &v);
    if (other && !e)
        check_same(&v, other);
    bool other_cannot = !other && (json_error_code(&error) == json_error_numeric_overflow ||
                                   strstr(error.text, "too big"));
    CHECK_THAT(other_cannot || !e == !!other, "%.*s: %.*s / %s", STR(document),
               STR(e ? e->text : S("read")), other ? "read" : error.text);
    json_decref(other);
    return !e;
}

static str random_text(struct arena *a, struct test_random *r)
{
    struct buf out = buf_make(a, ROOM);
    for (size_t len = test_random_below(r, 12); len > 0; len--) {
        static const uint32_t most[] = {0x80, 0x20, 0x800, 0xD800, 0x10FFFF};
        text_add(&out, 1 + (uint32_t)test_random_below(r, most[test_random_below(r, 5)] - 1));
    }
    return buf_str(&out);
}

static void write_random(struct arena *a, struct test_random *r, struct json *j, unsigned depth)
{
    size_t len = test_random_below(r, test_random_one_in(r, 5) ? 20 : 5);
    switch (test_random_below(r, depth > 12 ? 4 : 6)) {
    case 0:
        json_text(j, random_text(a, r));
        break;
    case 1:
        json_number(j,
                    (double)(int64_t)test_random_next(r) / (double)(1 + test_random_below(r, 9)));
        break;
    case 2:
        json_whole(j, (int64_t)test_random_next(r) >> test_random_below(r, 64));
        break;
    case 3:
        json_none(j);
        break;
    case 4:
        json_open_array(j);
        for (; len > 0; len--)
            write_random(a, r, j, depth + 1);
        json_close_array(j);
        break;
    default:
        json_open_object(j);
        for (; len > 0; len--) {
            json_key(j, str_format(a, "%zu%.*s", len, STR(random_text(a, r))));
            write_random(a, r, j, depth + 1);
        }
        json_close_object(j);
    }
}

static str random_document(struct arena *a, struct test_random *r)
{
    struct buf out = buf_make(a, ROOM);
    struct json j = json_make(&out);
    json_open_array(&j);
    write_random(a, r, &j, 0);
    json_close_array(&j);
    CHECK(!out.full);
    return buf_str(&out);
}

static void write_again(struct json *j, const struct json_value *v)
{
    if (v->kind == JSON_KIND_NUMBER) {
        /* As written, which the writer of numbers cannot. */
        json_none(j);
        j->out->len -= 4;
        buf_add(j->out, v->text);
    } else if (v->kind == JSON_KIND_TEXT) {
        json_text(j, v->text);
    } else if (v->kind == JSON_KIND_BOOL) {
        json_bool(j, v->is_true);
    } else if (v->kind == JSON_KIND_NULL) {
        json_none(j);
    } else {
        bool is_object = v->kind == JSON_KIND_OBJECT;
        (is_object ? json_open_object : json_open_array)(j);
        for (size_t i = 0; i < v->len; i++) {
            if (is_object)
                json_key(j, v->items[i].key);
            write_again(j, &v->items[i]);
        }
        (is_object ? json_close_object : json_close_array)(j);
    }
}

TEST(json_read_reads_what_json_writes)
{
    struct test_random r = {1};
    for (int i = 0; i < 3000; i++) {
        struct arena *a = arena_make(0);
        str document = random_document(a, &r);
        struct buf again = buf_make(a, ROOM);
        struct json j = json_make(&again);
        write_again(&j, read_well(a, document));
        CHECK_STR(buf_str(&again), document);
        CHECK(check_as_other(a, document));
        arena_done(a);
    }
}

/* A few bytes changed, put in or taken out. */
static str changed(struct arena *a, struct test_random *r, str document)
{
    static const char letters[] = "{}[]\",:\\ \n0123456789.-+eEtrufalsn\x01\x80\xC3\xFF/b";
    struct buf out = buf_make(a, 2 * document.len + 8);
    size_t often = 1 + test_random_below(r, document.len);
    for (size_t i = 0; i < document.len; i++) {
        size_t how = test_random_one_in(r, often) ? 1 + test_random_below(r, 3) : 0;
        if (how == 1 || how == 2)
            buf_add_char(&out, letters[test_random_below(r, sizeof letters - 1)]);
        if (how == 0 || how == 2)
            buf_add_char(&out, document.ptr[i]);
    }
    return buf_str(&out);
}

TEST(json_read_refuses_what_another_reader_refuses)
{
    struct test_random r = {2};
    size_t read = 0, tried = 12000;
    for (size_t i = 0; i < tried; i++) {
        struct arena *a = arena_make(0);
        read += check_as_other(a, changed(a, &r, random_document(a, &r)));
        arena_done(a);
    }
    CHECK_THAT(read > tried / 20 && read < tried / 2, "%zu of %zu were read", read, tried);
}

/* ---- the suite ---- */

static bool is_refused_on_purpose(str name)
{
    static const str names[] = {S_INIT("y_object_duplicated_key.json"),
                                S_INIT("y_object_duplicated_key_and_value.json"),
                                S_INIT("y_object_escaped_null_in_key.json")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal(name, names[i]))
            return true;
    return false;
}

static void check_file(struct test *t, str folder, str name)
{
    struct json_value v;
    str text = test_read(t, str_format(t->arena, "%.*s/%.*s", STR(folder), STR(name)));
    const struct err *e = json_read(t->arena, text, &v);
    bool should_read = str_starts_with(name, S("y_")) && !is_refused_on_purpose(name);
    if (should_read) {
        CHECK_THAT(!e, "%.*s: %.*s", STR(name), STR(e->text));
        CHECK(check_as_other(t->arena, text));
    } else if (!str_starts_with(name, S("i_"))) {
        CHECK_THAT(e, "%.*s was read", STR(name));
    }
    CHECK(!e || (e->position > 0 && e->at.len > 0));
}

TEST(json_read_does_as_the_test_suite_says)
{
    str folder = test_shared(t, "data/json_test_suite/test_parsing");
    DIR *dir = opendir(folder.ptr);
    CHECK(dir);
    size_t files = 0;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        str name = str_copy(t->arena, str_of_chars(entry->d_name));
        if (name.ptr[0] == '.')
            continue;
        check_file(t, folder, name);
        files++;
    }
    (void)closedir(dir);
    CHECK_INT(files, 318);
}
