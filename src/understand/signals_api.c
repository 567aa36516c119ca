/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * GET /api/v1/signals — the signals behind a row of an answer.  contract.md §9.
 */
#include "base/limits.h"
#include "http/request.h"
#include "understand/inquiry.h"
#include "understand/record_signals.h"

enum { PAGE = 50, CURSOR_BYTES = 16 };

#define USAGE(rq, ...) err_make((rq)->arena, WHY_USAGE, __FILE__, __LINE__, __VA_ARGS__)

static const struct route_parameter parameters[] = {
    {.name = "q",
     .about = "the question whose row it is",
     .schema = "{\"type\":\"string\",\"minLength\":1}",
     .needed = true},
    {.name = "by", .about = "the row's by-object as JSON; {} without it"},
    {.name = "limit",
     .about = "signals of a page",
     .schema = "{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000,\"default\":50}"},
    {.name = "words",
     .about = "only: list those in which somebody said something",
     .schema = "{\"enum\":[\"only\"]}"},
    {.name = "cursor", .about = "next of the page before"},
};

/* Instant and id: the whole key by which signals are sorted, so a page begins right
 * whatever has come in since. */
static str cursor_of(struct arena *a, const struct record_place *place)
{
    char bytes[CURSOR_BYTES];
    uint64_t parts[] = {(uint64_t)place->at, (uint64_t)place->id};
    for (size_t i = 0; i < CURSOR_BYTES; i++)
        bytes[i] = (char)(unsigned char)(parts[i / 8] >> (56 - 8 * (i % 8)));
    return secret_to_base32(a, (str){bytes, sizeof bytes});
}

/* The parameter is the place of the mistake. */
static struct err *wrong(struct err *e, const char *parameter)
{
    if (e)
        e->at = str_of_chars(parameter);
    return e;
}

static struct err *read_cursor(struct request *rq, struct record_place *place)
{
    str text = request_query(rq, "cursor"), bytes;
    uint64_t parts[2] = {0, 0};
    if (!text.len)
        return NULL;
    if (!secret_of_base32(rq->arena, text, &bytes) || bytes.len != CURSOR_BYTES)
        return wrong(USAGE(rq, "cursor: this is not the next of a page."), "cursor");
    for (size_t i = 0; i < CURSOR_BYTES; i++)
        parts[i / 8] = parts[i / 8] << 8 | (unsigned char)bytes.ptr[i];
    *place = (struct record_place){.is_set = true, .at = (usec_t)parts[0], .id = (int64_t)parts[1]};
    return NULL;
}

/* What the page shows, within one state of the record. */
struct page {
    struct inquiry inquiry;
    struct record_question question;
    struct record_signals_ask ask;
    struct record_signals signals;
    struct json_value by;
    struct buf list;
};

static struct err *read_ask(struct request *rq, struct page *p)
{
    int64_t limit = 0;
    str by = request_query(rq, "by");
    TRY(wrong(request_query_whole(rq, "limit", 1, (int64_t)LIMIT_PAGE_SIGNALS, PAGE, &limit),
              "limit"));
    TRY(read_cursor(rq, &p->ask.after));
    p->ask.limit = (size_t)limit;
    str words = request_query(rq, "words");
    p->ask.only_words = str_equal(words, S("only"));
    if (words.ptr && !p->ask.only_words)
        return wrong(USAGE(rq, "words: takes \"only\"."), "words");
    if (!by.len)
        return NULL;
    struct err *e = json_read(rq->arena, by, &p->by);
    if (e) {
        size_t position = e->position;
        e = USAGE(rq, "by: %.*s", STR(e->text));
        e->position = position;
        return wrong(e, "by");
    }
    if (p->by.kind != JSON_KIND_OBJECT)
        return wrong(USAGE(rq, "by: this is no JSON object."), "by");
    p->ask.by = &p->by;
    return NULL;
}

static struct err *find(struct request *rq, struct arena *a, struct db *db, struct page *p)
{
    TRY(inquiry_make(a, rq->store, db, request_query(rq, "q"), rq->now, &p->inquiry));
    TRY(record_question_make(a, db, &p->inquiry.asked, &p->question));
    TRY(record_signals_find(a, &p->question, &p->ask, &p->signals));
    p->list = buf_make(a, LIMIT_OUTPUT_BYTES);
    return record_signals_to_json(a, db, &p->inquiry.asked, &p->signals, &p->list);
}

static void write_page(struct request *rq, const struct page *p)
{
    struct json j = reply_json(rq, 200);
    json_open_object(&j);
    json_key(&j, S("n"));
    json_whole(&j, (int64_t)p->signals.n);
    json_key(&j, S("n_words"));
    json_whole(&j, (int64_t)p->signals.n_words);
    json_key(&j, S("signals"));
    json_literal(&j, buf_str(&p->list));
    json_key(&j, S("next"));
    if (p->signals.has_more)
        json_text(&j, cursor_of(rq->arena, &p->signals.last));
    else
        json_none(&j);
    json_close_object(&j);
}

static struct err *find_page(struct request *rq, struct arena *a)
{
    struct db *db = store_db(rq->store);
    struct page *p = ARENA_NEW(a, struct page);
    TRY(read_ask(rq, p));
    TRY(db_begin_read(a, db));
    struct err *e = find(rq, a, db, p);
    db_end_read(db);
    if (e)
        inquiry_say_words(a, e);
    TRY(e);
    write_page(rq, p);
    return NULL;
}

/* As of a question: what was looked through does not wait with the page for its client. */
static struct err *signals_run(struct request *rq)
{
    struct arena *a = arena_make(LIMIT_REQUEST_BYTES);
    struct err *e = find_page(rq, a);
    if (e)
        e = err_copy(rq->arena, e);
    arena_done(a);
    return e;
}

static const struct route_answer answers[] = {
    {.status = 200,
     .content = {"application/json",
                 "{\"type\":\"object\",\"required\":[\"n\",\"signals\",\"next\"],\"properties\":{"
                 "\"n\":{\"type\":\"integer\"},\"next\":{\"type\":[\"string\",\"null\"]},"
                 "\"signals\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":["
                 "\"id\",\"at\",\"source\",\"kind\",\"answers\",\"context\"]}}}}"}},
};

ROUTE(signals) = {
    .method = METHOD_GET,
    .path = "/api/v1/signals",
    .queue = QUEUE_READ,
    .access = ACCESS_EITHER,
    .about = "List the signals behind a row of an answer",
    .description = "Exactly the answers that the row counts, newest first: n is the row's.",
    .tag = "signals",
    .query = parameters,
    .query_len = sizeof parameters / sizeof *parameters,
    .answers = answers,
    .answers_len = sizeof answers / sizeof *answers,
    .run = signals_run,
};
