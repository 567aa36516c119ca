/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/record_signals.h"

#include "base/limits.h"
#include "listen/folder_of_test.h"
#include "listen/signal.h"
#include "understand/record_answer.h"

enum { SIGNALS = 400 };

/* A record with answers of two channels over some days, two of them alike in time. */
static struct store *filled(struct test *t)
{
    struct store *s = store_of_test(t, folder_of_test(t));
    struct signal *signals = ARENA_ARRAY(t->arena, struct signal, SIGNALS);
    for (size_t i = 0; i < SIGNALS; i++) {
        struct signal_value *values = ARENA_ARRAY(t->arena, struct signal_value, 3);
        signals[i] = (struct signal){.key = str_format(t->arena, "k%zu", i),
                                     .at = (usec_t)(20000 + i * 7 % 90 / 2) * USEC_DAY,
                                     .channel = i % 3 ? S("web") : S("phone"),
                                     .values = values};
        if (i % 5)
            values[signals[i].values_len++] = (struct signal_value){
                .name = S("recommend"), .text = str_format(t->arena, "%zu", i % 12)};
        values[signals[i].values_len++] =
            (struct signal_value){.name = S("plan"), .text = S("pro"), .is_context = true};
        values[signals[i].values_len++] =
            (struct signal_value){.name = S("comment"), .text = S("Quick, \"really\".")};
    }
    struct signal_batch batch = {
        .signals = signals, .len = SIGNALS, .source = S("shop"), .opens = true};
    CHECK_OK(signal_submit(t->arena, s, &batch));
    return s;
}

/* A question put, with what is needed to look behind its rows. */
struct asked {
    struct store *store;
    struct record_catalogue catalogue;
    struct record_ask ask;
    struct record_asked asked;
    struct record_question question;
    struct answer answer;
};

static struct asked *ask(struct test *t, struct store *s, str text)
{
    struct asked *q = ARENA_NEW(t->arena, struct asked);
    struct record_answer answer;
    struct zone *zone = NULL;
    q->store = s;
    CHECK_OK(zone_open(t->arena, S("UTC"), &zone));
    CHECK_OK(catalogue_load(t->arena, store_db(s), &q->catalogue));
    CHECK_OK(record_ask_of_str(t->arena, text, &q->catalogue, &q->ask));
    q->asked = (struct record_asked){.catalogue = &q->catalogue,
                                     .ask = &q->ask,
                                     .zone = zone,
                                     .installation = store_key(s),
                                     .folder = S(""),
                                     .today = 21000};
    CHECK_OK(record_question_make(t->arena, store_db(s), &q->asked, &q->question));
    CHECK_OK(record_answer(t->arena, store_db(s), &q->asked, &answer));
    q->answer = answer.answer;
    return q;
}

static struct record_signals find(struct test *t, struct asked *q,
                                  const struct record_signals_ask *ask_for)
{
    struct record_signals signals;
    CHECK_OK(record_signals_find(t->arena, &q->question, ask_for, &signals));
    return signals;
}

/* The row's by-object, as the answer's JSON has it. */
static const struct json_value *by_of(struct test *t, const struct asked *q,
                                      const struct answer_row *row)
{
    struct buf b = buf_make(t->arena, 100000);
    struct json_value *value = ARENA_NEW(t->arena, struct json_value);
    buf_add_char(&b, '{');
    for (size_t k = 0; k < q->answer.keys_len; k++) {
        buf_addf(&b, "%s\"%.*s\":", k ? "," : "", STR(q->answer.keys[k]));
        if (row->by[k].known)
            buf_addf(&b, "\"%.*s\"", STR(row->by[k].text));
        else
            buf_add(&b, S("null"));
    }
    buf_add_char(&b, '}');
    CHECK_OK(json_read(t->arena, buf_str(&b), value));
    return value;
}

TEST(as_many_signals_stand_behind_a_row_as_it_counts)
{
    static const char *const questions[] = {
        "nps(recommend)",
        "nps(recommend) by channel",
        "nps(recommend) by month, channel",
        "nps(recommend) by plan where channel = web since 2024-11-01",
        "share(recommend) box (10) by week latest per person",
        "choices(recommend) by channel",
    };
    struct store *s = filled(t);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        struct asked *q = ask(t, s, str_of_chars(questions[i]));
        CHECK(q->answer.rows_len > 0);
        for (size_t r = 0; r < q->answer.rows_len; r++) {
            struct record_signals_ask behind = {.by = by_of(t, q, &q->answer.rows[r]), .limit = 5};
            CHECK_INT(find(t, q, &behind).n, q->answer.rows[r].estimate.n);
        }
    }
}

TEST(pages_hold_each_signal_once_newest_first)
{
    struct store *s = filled(t);
    struct asked *q = ask(t, s, S("nps(recommend) by channel where plan = pro"));
    for (size_t r = 0; r < q->answer.rows_len; r++) {
        struct record_signals_ask behind = {.by = by_of(t, q, &q->answer.rows[r]), .limit = 7};
        bool *seen = ARENA_ARRAY(t->arena, bool, SIGNALS + 1);
        size_t all = 0;
        for (;;) {
            struct record_signals page = find(t, q, &behind);
            for (size_t i = 0; i < page.len; i++) {
                CHECK(!seen[page.list[i].id]);
                seen[page.list[i].id] = true;
                all++;
            }
            CHECK(!page.has_more || page.len == 7);
            if (!page.has_more)
                break;
            CHECK(!behind.after.is_set || page.last.at <= behind.after.at);
            behind.after = page.last;
        }
        CHECK_INT(all, q->answer.rows[r].estimate.n);
    }
}

TEST(a_by_that_does_not_fit_is_refused)
{
    struct store *s = filled(t);
    struct asked *q = ask(t, s, S("nps(recommend) by channel"));
    static const char *const bad[] = {"{}", "{\"channel\":\"fax\"}", "{\"channel\":3}",
                                      "{\"channel\":\"web\",\"plan\":\"pro\"}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct json_value by;
        struct record_signals signals;
        CHECK_OK(json_read(t->arena, str_of_chars(bad[i]), &by));
        struct record_signals_ask behind = {.by = &by, .limit = 5};
        struct err *e = record_signals_find(t->arena, &q->question, &behind, &signals);
        CHECK(e && e->why == WHY_USAGE);
    }
}

TEST(signals_are_shown_with_their_words_and_names)
{
    struct store *s = filled(t);
    struct asked *q = ask(t, s, S("nps(recommend) by channel"));
    struct json_value by, shown;
    struct buf out = buf_make(t->arena, MIB);
    CHECK_OK(json_read(t->arena, S("{\"channel\":\"phone\"}"), &by));
    struct record_signals_ask behind = {.by = &by, .limit = 1};
    struct record_signals page = find(t, q, &behind);
    CHECK_OK(record_signals_to_json(t->arena, store_db(s), &q->asked, &page, &out));
    CHECK_OK(json_read(t->arena, buf_str(&out), &shown));
    CHECK_INT(shown.len, 1);
    const struct json_value *signal = &shown.items[0];
    CHECK_STR(json_read_member(signal, S("channel"))->text, S("phone"));
    CHECK_STR(json_read_member(signal, S("source"))->text, S("shop"));
    const struct json_value *answers = json_read_member(signal, S("answers"));
    CHECK_STR(json_read_member(answers, S("comment"))->text, S("Quick, \"really\"."));
    CHECK_INT(json_read_member(answers, S("recommend"))->kind, JSON_KIND_NUMBER);
    CHECK_STR(json_read_member(json_read_member(signal, S("context")), S("plan"))->text, S("pro"));
    CHECK_STR(json_read_member(&json_read_member(signal, S("words"))->items[0], S("text"))->text,
              S("Quick, \"really\"."));
    struct decimal said, value;
    CHECK(decimal_of_str(json_read_member(answers, S("recommend"))->text, &said) &&
          decimal_of_str(json_read_member(signal, S("value"))->text, &value));
    CHECK(decimal_equal(said, value));
    str counted = json_read_member(signal, S("counted_as"))->text;
    CHECK_STR(counted, said.mantissa >= 9 ? S("high") : said.mantissa >= 7 ? S("mid") : S("low"));
    int64_t id = 0;
    CHECK(
        signal_of_public_id(t->arena, store_key(s), json_read_member(signal, S("id"))->text, &id));
    CHECK_INT(id, page.list[0].id);
}
