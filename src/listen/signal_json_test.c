/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/signal_json.h"

#include <inttypes.h>

#include "base/limits.h"
#include "base/test.h"
#include "base/test_random.h"
#include "base/text.h"

static struct signal_json batch_of(struct arena *a, str json)
{
    struct json_value document;
    struct signal_json batch = {.len = 0};
    CHECK_OK(json_read(a, json, &document));
    CHECK_OK(signal_json_batch(a, &document, &batch));
    return batch;
}

/* "0 /at not_a_time", one a line. */
static str faults_of(struct arena *a, const struct signal_json *batch)
{
    struct buf out = buf_make(a, 1 * MIB);
    for (size_t i = 0; i < batch->faults.len; i++) {
        const struct signal_fault *f = &batch->faults.list[i];
        CHECK(str_equal(text_escape(a, f->detail), f->detail) && f->detail.len > 0);
        char last = f->detail.ptr[f->detail.len - 1];
        CHECK(last == '.' || last == '?');
        buf_addf(&out, "%s%zu %.*s %s", i ? "\n" : "", f->index, STR(f->pointer), f->code);
    }
    return buf_str(&out);
}

static const struct signal *read_well(struct arena *a, str json)
{
    struct signal_json batch = batch_of(a, json);
    CHECK_STR(faults_of(a, &batch), S(""));
    CHECK_INT(batch.len, 1);
    return &batch.signals[0];
}

/* A signal with these further members: `"weight":1`. */
static str signal_with(struct arena *a, str members)
{
    return str_format(a, "{\"key\":\"k\",\"at\":\"2026-03-01T09:30:00Z\",\"answers\":{}%s%.*s}",
                      members.len ? "," : "", STR(members));
}

static str signal_of_answers(struct arena *a, str answers)
{
    return str_format(a, "{\"key\":\"k\",\"at\":\"2026-03-01T09:30:00Z\",\"answers\":%.*s}",
                      STR(answers));
}

static void check_faults(struct test *t, str json, str should)
{
    struct signal_json batch = batch_of(t->arena, json);
    CHECK_STR(faults_of(t->arena, &batch), should);
}

/* name=text, contexts with a @ before them, separated by |. */
static str values_of(struct arena *a, const struct signal *s)
{
    struct buf out = buf_make(a, 1 * MIB);
    for (size_t i = 0; i < s->values_len; i++)
        buf_addf(&out, "%s%s%.*s=%.*s", i ? "|" : "", s->values[i].is_context ? "@" : "",
                 STR(s->values[i].name), STR(s->values[i].text));
    return buf_str(&out);
}

static void check_values(struct test *t, str answers, str should)
{
    CHECK_STR(values_of(t->arena, read_well(t->arena, signal_of_answers(t->arena, answers))),
              should);
}

TEST(signal_json_reads_all_members)
{
    const struct signal *s = read_well(
        t->arena,
        S("{\"key\":\" k-1 \",\"at\":\"2026-03-01T09:30:00.5+02:00\",\"kind\":\"visit\","
          "\"source\":\"app\",\"channel\":\" web \",\"unit\":\"north\",\"touchpoint\":\"desk\","
          "\"person\":{\"external_id\":\"p7\",\"email\":\" ana@example.org\"},"
          "\"account\":\"acme\",\"relationship\":\"customer\",\"language\":\"en\","
          "\"weight\":1.50,\"answers\":{\"recommend\":9.0,\"comment\":\" good\\n\"},"
          "\"context\":{\"plan\":\"pro\"}}"));
    CHECK_STR(s->key, S(" k-1 "));
    CHECK_STR(usec_to_str(t->arena, s->at), S("2026-03-01T07:30:00.500000Z"));
    CHECK(!s->at_assumed);
    CHECK_STR(s->kind, S("visit"));
    CHECK_STR(s->source, S("app"));
    CHECK_STR(s->channel, S("web"));
    CHECK_STR(s->unit, S("north"));
    CHECK_STR(s->touchpoint, S("desk"));
    CHECK_STR(s->person_external_id, S("p7"));
    CHECK_STR(s->person_email, S("ana@example.org"));
    CHECK_STR(s->account, S("acme"));
    CHECK_STR(s->relationship, S("customer"));
    CHECK_STR(s->language, S("en"));
    CHECK(s->has_weight && decimal_equal(s->weight, (struct decimal){15, 1}));
    CHECK_STR(values_of(t->arena, s), S("recommend=9.0|comment=good|@plan=pro"));
    for (size_t i = 0; i < s->values_len; i++)
        CHECK_INT(s->values[i].field, 0);
}

TEST(signal_json_needs_key_time_and_answers_alone)
{
    const struct signal *s = read_well(t->arena, signal_with(t->arena, S("")));
    CHECK(s->values_len == 0 && !s->has_weight && s->kind.len == 0 && s->source.len == 0);
    check_faults(t, S("{}"), S("0 /key missing\n0 /at missing\n0 /answers missing"));
    check_faults(t, S("{\"key\":null,\"at\":null,\"answers\":null}"),
                 S("0 /key missing\n0 /at missing\n0 /answers missing"));
    check_faults(t, S("{\"key\":\" \",\"at\":\"\",\"answers\":{}}"),
                 S("0 /key missing\n0 /at not_a_time"));
}

TEST(signal_json_takes_null_for_nothing)
{
    const struct signal *s = read_well(
        t->arena, signal_with(t->arena, S("\"kind\":null,\"source\":null,\"channel\":null,"
                                          "\"unit\":\"\",\"touchpoint\":\" \",\"person\":null,"
                                          "\"account\":null,\"relationship\":null,"
                                          "\"language\":null,\"weight\":null,\"context\":null")));
    CHECK(s->kind.len == 0 && s->unit.len == 0 && s->touchpoint.len == 0 && !s->has_weight);
    s = read_well(t->arena, signal_with(t->arena, S("\"person\":{\"email\":null}")));
    CHECK(s->person_email.len == 0 && s->person_external_id.len == 0);
}

TEST(signal_json_answers_are_kept_as_written)
{
    check_values(t, S("{\"a\":9,\"b\":9.0,\"c\":-1e5,\"d\":\" 007 \",\"e\":\"x\\ty\"}"),
                 S("a=9|b=9.0|c=-1e5|d=007|e=x\ty"));
    check_values(t, S("{\"a\":true,\"b\":false}"), S("a=true|b=false"));
    check_values(t, S("{\"a\":null,\"b\":\"\",\"c\":\" \\n\\u00a0\",\"d\":0}"), S("d=0"));
    check_values(t, S("{\" two words \":\"é\"}"), S("two words=é"));
    check_values(t, S("{\"12345678901234567890.10\":12345678901234567890.10}"),
                 S("12345678901234567890.10=12345678901234567890.10"));
}

TEST(signal_json_ticks_become_one_text)
{
    check_values(t, S("{\"a\":[\"Web\",\" Phone \",3,2.0]}"), S("a=Web; Phone; 3; 2.0"));
    check_values(t, S("{\"a\":[\"Web\"],\"b\":[],\"c\":[\"\",\" \"],\"d\":[\"\",\"x\",\"\"]}"),
                 S("a=Web|d=x"));
    check_values(t, S("{\"a\":[\"No, not at all\",\"a|b\"]}"), S("a=No, not at all; a|b"));
    check_faults(t,
                 signal_of_answers(t->arena, S("{\"a/b\":[\"ok\",\"x;y\",\"p\\nq\",null,true,[1],"
                                               "{\"b\":1},\"\\u0000\"]}")),
                 S("0 /answers/a~1b/1 separator_in_tick\n0 /answers/a~1b/2 separator_in_tick\n"
                   "0 /answers/a~1b/3 wrong_type\n0 /answers/a~1b/4 wrong_type\n"
                   "0 /answers/a~1b/5 wrong_type\n0 /answers/a~1b/6 wrong_type\n"
                   "0 /answers/a~1b/7 control_character"));
}

TEST(signal_json_context_is_of_single_values)
{
    str members = S("\"context\":{\"plan\":\"pro\",\"seats\":12.0,\"beta\":true,\"x\":null}");
    const struct signal *s = read_well(t->arena, signal_with(t->arena, members));
    CHECK_STR(values_of(t->arena, s), S("@plan=pro|@seats=12.0|@beta=true"));
    check_faults(t, signal_with(t->arena, S("\"context\":{\"a\":[1],\"b\":{},\"\":1}")),
                 S("0 /context/a wrong_type\n0 /context/b wrong_type\n0 /context/ missing"));
}

TEST(signal_json_says_what_has_the_wrong_type)
{
    check_faults(t, S("{\"key\":7,\"at\":1767225600,\"answers\":[]}"),
                 S("0 /key wrong_type\n0 /at wrong_type\n0 /answers wrong_type"));
    check_faults(t,
                 signal_with(t->arena, S("\"kind\":1,\"source\":[],\"unit\":{},\"person\":\"p\","
                                         "\"weight\":\"1\",\"context\":3,\"language\":true")),
                 S("0 /kind wrong_type\n0 /source wrong_type\n0 /unit wrong_type\n"
                   "0 /person wrong_type\n0 /weight wrong_type\n0 /context wrong_type\n"
                   "0 /language wrong_type"));
    check_faults(t, signal_with(t->arena, S("\"person\":{\"external_id\":7,\"email\":[]}")),
                 S("0 /person/external_id wrong_type\n0 /person/email wrong_type"));
    check_faults(t, signal_of_answers(t->arena, S("{\"a\":{\"b\":1}}")),
                 S("0 /answers/a wrong_type"));
    struct signal_json batch = batch_of(t->arena, signal_with(t->arena, S("\"weight\":[true]")));
    CHECK_STR(batch.faults.list[0].detail, S("A number is expected here, not an array."));
}

TEST(signal_json_names_the_member_that_was_meant)
{
    struct signal_json batch = batch_of(
        t->arena, signal_with(t->arena, S("\"channels\":\"web\",\"zzz\":1,\"a/b~c\":1,\"Kind\":1,"
                                          "\"person\":{\"mail\":\"x\"}")));
    CHECK_STR(faults_of(t->arena, &batch),
              S("0 /channels unknown_member\n0 /zzz unknown_member\n0 /a~1b~0c unknown_member\n"
                "0 /Kind unknown_member\n0 /person/mail unknown_member"));
    static const str details[] = {
        S_INIT("A signal has no member \"channels\"; did you mean \"channel\"?"),
        S_INIT("A signal has no member \"zzz\"."),
        S_INIT("A signal has no member \"a/b~c\"."),
        S_INIT("A signal has no member \"Kind\"; did you mean \"kind\"?"),
        S_INIT("A person has no member \"mail\"; did you mean \"email\"?"),
    };
    for (size_t i = 0; i < batch.faults.len; i++)
        CHECK_STR(batch.faults.list[i].detail, details[i]);
}

TEST(signal_json_wants_a_zone)
{
    static const str wrong[] = {S_INIT("2026-03-01T09:30:00"), S_INIT("2026-03-01"),
                                S_INIT("yesterday"), S_INIT("2026-02-30T00:00:00Z"),
                                S_INIT("2026-03-01T25:00:00Z")};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        check_faults(
            t,
            str_format(t->arena, "{\"key\":\"k\",\"at\":\"%.*s\",\"answers\":{}}", STR(wrong[i])),
            S("0 /at not_a_time"));
    struct signal_json batch =
        batch_of(t->arena, S("{\"key\":\"k\",\"at\":\"yester\\nday\",\"answers\":{}}"));
    CHECK_STR(batch.faults.list[0].detail,
              S("A time with its zone such as \"2026-03-01T09:30:00Z\" is expected here, not "
                "\"yester\\nday\"."));
}

TEST(signal_json_weights_are_above_nothing)
{
    static const str right[] = {S_INIT("1"),          S_INIT("0.000001"), S_INIT("6e-7"),
                                S_INIT("1000000000"), S_INIT("1e9"),      S_INIT("0.2847177143")};
    static const str wrong[] = {S_INIT("0"),           S_INIT("-1"),   S_INIT("0.0"),
                                S_INIT("5e-7"),        S_INIT("1e10"), S_INIT("1e99"),
                                S_INIT("1000000000.1")};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        str members = str_format(t->arena, "\"weight\":%.*s", STR(right[i]));
        struct decimal should;
        CHECK(decimal_of_str(right[i], &should));
        CHECK(decimal_equal(read_well(t->arena, signal_with(t->arena, members))->weight, should));
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        check_faults(t,
                     signal_with(t->arena, str_format(t->arena, "\"weight\":%.*s", STR(wrong[i]))),
                     S("0 /weight out_of_range"));
}

static str repeated(struct arena *a, str s, size_t times)
{
    struct buf out = buf_make(a, s.len * times);
    buf_add_repeated(&out, s, times);
    return buf_str(&out);
}

TEST(signal_json_texts_are_as_long_as_their_limits)
{
    for (size_t more = 0; more <= 1; more++) {
        struct arena *a = t->arena;
        str name = repeated(a, S("n"), LIMIT_NAME_BYTES + more);
        str text = repeated(a, S("t"), LIMIT_ANSWER_BYTES + more);
        str tick = repeated(a, S("t"), LIMIT_ANSWER_BYTES - 3 + more);
        str json =
            str_format(a,
                       "{\"key\":\"%.*s\",\"at\":\"2026-03-01T09:30:00Z\",\"unit\":\"%.*s\","
                       "\"person\":{\"email\":\" %.*s \"},\"answers\":{\"%.*s\":\"%.*s\","
                       "\"a\":\" %.*s \",\"b\":[\"%.*s\",\"x\"]},\"context\":{\"c\":\"%.*s\"}}",
                       STR(name), STR(name), STR(name), STR(name), STR(S("v")), STR(text),
                       STR(tick), STR(text));
        struct signal_json batch = batch_of(a, json);
        str faults = str_format(a,
                                "0 /key too_long\n0 /unit too_long\n0 /person/email too_long\n"
                                "0 /answers/%.*s too_long\n0 /answers/a too_long\n"
                                "0 /answers/b too_long\n0 /context/c too_long",
                                STR(name));
        CHECK_STR(faults_of(a, &batch), more ? faults : S(""));
    }
}

TEST(signal_json_names_hold_no_control_characters)
{
    check_faults(t,
                 signal_with(t->arena, S("\"unit\":\"a\\nb\",\"source\":\"a\\u0000\","
                                         "\"account\":\"a\\u007fb\",\"kind\":\"\\n ok \\n\"")),
                 S("0 /unit control_character\n0 /source control_character\n"
                   "0 /account control_character"));
    check_faults(t, signal_of_answers(t->arena, S("{\"a\\tb\":1,\"c\":\"x\\u0000\",\" \":1}")),
                 S("0 /answers/a\tb control_character\n0 /answers/c control_character\n"
                   "0 /answers/  missing"));
    CHECK_STR(read_well(t->arena, S("{\"key\":\"a\\u0000b\",\"at\":\"2026-03-01T09:30:00Z\","
                                    "\"answers\":{}}"))
                  ->key,
              ((str){"a\0b", 3}));
}

TEST(signal_json_counts_values)
{
    for (size_t more = 0; more <= 1; more++) {
        struct buf out = buf_make(t->arena, 1 * MIB);
        for (size_t i = 0; i < LIMIT_SIGNAL_VALUES + more; i++)
            buf_addf(&out, "%c\"f%zu\":1", i ? ',' : '{', i);
        buf_add(&out, S("}"));
        struct signal_json batch = batch_of(t->arena, signal_of_answers(t->arena, buf_str(&out)));
        CHECK_STR(faults_of(t->arena, &batch), more ? S("0 /answers too_many") : S(""));
        CHECK_INT(batch.signals[0].values_len, more ? 0 : LIMIT_SIGNAL_VALUES);
    }
}

TEST(signal_json_batch_gives_one_for_each_element)
{
    str one = signal_of_answers(t->arena, S("{\"a\":1}"));
    str two = str_format(t->arena, "[%.*s,%.*s]", STR(one),
                         STR(signal_of_answers(t->arena, S("{\"b\":2}"))));
    struct signal_json batch = batch_of(t->arena, two);
    CHECK_INT(batch.len, 2);
    CHECK_STR(values_of(t->arena, &batch.signals[0]), S("a=1"));
    CHECK_STR(values_of(t->arena, &batch.signals[1]), S("b=2"));
    CHECK_INT(batch_of(t->arena, S("[]")).len, 0);
    check_faults(t, str_format(t->arena, "[%.*s,7,{\"key\":\"\"},null]", STR(one)),
                 S("1  wrong_type\n2 /key missing\n2 /at missing\n2 /answers missing\n"
                   "3  wrong_type"));
}

TEST(signal_json_batch_has_a_limit)
{
    for (size_t more = 0; more <= 1; more++) {
        struct json_value document;
        struct signal_json batch = {.len = 0};
        struct buf out = buf_make(t->arena, 4 * MIB);
        buf_add(&out, S("["));
        buf_add(&out, signal_with(t->arena, S("")));
        str next = str_format(t->arena, ",%.*s", STR(signal_with(t->arena, S(""))));
        buf_add_repeated(&out, next, LIMIT_BATCH_SIGNALS - 1 + more);
        buf_add(&out, S("]"));
        CHECK_OK(json_read(t->arena, buf_str(&out), &document));
        const struct err *e = signal_json_batch(t->arena, &document, &batch);
        CHECK(more ? e && e->why == WHY_LIMIT && batch.len == 0
                   : !e && batch.len == LIMIT_BATCH_SIGNALS && batch.faults.len == 0);
    }
}

TEST(signal_json_batch_must_be_signals)
{
    static const str wrong[] = {S_INIT("7"), S_INIT("\"x\""), S_INIT("null"), S_INIT("true")};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct json_value document;
        struct signal_json batch = {.len = 77};
        CHECK_OK(json_read(t->arena, wrong[i], &document));
        const struct err *e = signal_json_batch(t->arena, &document, &batch);
        CHECK(e && e->why == WHY_INVALID && batch.len == 77);
    }
}

TEST(signal_json_lists_as_many_faults_as_its_limit)
{
    struct arena *a = t->arena;
    str many = str_format(a, "[%.*s{}]", STR(repeated(a, S("{},"), 1000)));
    struct signal_json batch = batch_of(a, many);
    CHECK_INT(batch.faults.len, LIMIT_FAULTS);
    CHECK_INT(batch.faults.list[LIMIT_FAULTS - 1].index, (LIMIT_FAULTS - 1) / 3);
    batch = batch_of(a, signal_of_answers(
                            a, str_format(a, "{\"a\":[%.*s1]}", STR(repeated(a, S("[],"), 1000)))));
    CHECK_INT(batch.faults.len, LIMIT_FAULTS);
    struct json_value document;
    struct signal signal;
    CHECK_OK(json_read(a, signal_with(a, S("")), &document));
    CHECK(!signal_json_read(a, &document, 0, &signal, &batch.faults));
}

/* ---- random signals ---- */

/* A text as it may stand in a signal, and what becomes of it. */
static str random_words(struct arena *a, struct test_random *r)
{
    static const char letters[] = "abc XYZ-_.,|'/~09";
    struct buf out = buf_make(a, 64);
    for (size_t len = 1 + test_random_below(r, 12); len > 0; len--)
        buf_add_char(&out, letters[test_random_below(r, sizeof letters - 1)]);
    return buf_str(&out);
}

/* Adds a value to the JSON and, as values_of() shows it, to the text. */
static void add_random(struct arena *a, struct test_random *r, size_t i, struct buf *json,
                       struct buf *shown)
{
    str name = str_format(a, "%zu%.*s.", i, STR(random_words(a, r)));
    str text = random_words(a, r);
    buf_addf(json, "%s\"%.*s\":", i ? "," : "", STR(name));
    size_t kind = test_random_below(r, 4);
    if (kind == 0) {
        text = str_format(a, "%" PRId64 ".%zu0", (int64_t)test_random_next(r),
                          test_random_below(r, 100));
        buf_add(json, text);
    } else if (kind == 1) {
        buf_addf(json, "[ \"%.*s\" , 7]", STR(text));
        str tick = str_trim(text);
        text = tick.len ? str_format(a, "%.*s; 7", STR(tick)) : S("7");
    } else if (kind == 2) {
        buf_add(json, S("null"));
        text = S("");
    } else {
        buf_addf(json, "\"%.*s\"", STR(text));
    }
    text = str_trim(text);
    if (text.len)
        buf_addf(shown, "%s%.*s=%.*s", shown->len ? "|" : "", STR(name), STR(text));
}

TEST(signal_json_of_random_answers_gives_them_back)
{
    struct test_random r = {1};
    for (int i = 0; i < 5000; i++) {
        struct arena *a = arena_make(0);
        struct buf json = buf_make(a, 64 * KIB), shown = buf_make(a, 64 * KIB);
        buf_add(&json, S("{"));
        for (size_t k = 0, len = test_random_below(&r, 9); k < len; k++)
            add_random(a, &r, k, &json, &shown);
        buf_add(&json, S("}"));
        const struct signal *s = read_well(a, signal_of_answers(a, buf_str(&json)));
        /* A separator of values_of() within a text makes no difference. */
        CHECK_STR(values_of(a, s), buf_str(&shown));
        arena_done(a);
    }
}
