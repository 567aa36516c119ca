/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/reply.h"

#include <assert.h>
#include <unistd.h>

#include "base/limits.h"
#include "http/field.h"
#include "http/request.h"

static const char json_type[] = "application/json";
static const char problem_type[] = "application/problem+json";

/* What is there so far is forgotten, but for headers and what is said about them. */
static struct reply *begin(struct request *rq, int status, str type)
{
    struct reply *r = &rq->reply;
    r->status = status;
    r->type = type;
    r->text = (struct buf){.arena = NULL};
    r->body = S("");
    r->file = -1;
    r->stream = (struct reply_stream){.next = NULL};
    return r;
}

struct json reply_json(struct request *rq, int status)
{
    return json_make(reply_text(rq, status, str_of_chars(json_type)));
}

struct buf *reply_text(struct request *rq, int status, str type)
{
    struct reply *r = begin(rq, status, type);
    r->text = buf_make(rq->arena, LIMIT_OUTPUT_BYTES);
    return &r->text;
}

void reply_static(struct request *rq, int status, str type, str body)
{
    begin(rq, status, type)->body = body;
}

static void close_file(void *what)
{
    (void)close(*(const int *)what);
}

void reply_file(struct request *rq, int status, str type, int file, uint64_t len)
{
    struct reply *r = begin(rq, status, type);
    int *kept = ARENA_NEW(rq->arena, int);
    *kept = file;
    arena_defer(rq->arena, close_file, kept);
    r->file = file;
    r->file_len = len;
}

/* A proxy that gathered what is said would keep it from who waits. */
void reply_events(struct request *rq, struct reply_stream stream)
{
    begin(rq, 200, S("text/event-stream"))->stream = stream;
    reply_header(rq, "X-Accel-Buffering", S("no"));
}

void reply_empty(struct request *rq, int status)
{
    (void)begin(rq, status, (str){NULL, 0});
}

void reply_redirect(struct request *rq, str to)
{
    reply_empty(rq, 303);
    reply_header(rq, "Location", to);
}

void reply_header(struct request *rq, const char *name, str value)
{
    struct reply *r = &rq->reply;
    assert(field_is_name(str_of_chars(name)) && field_is_value(value));
    if (r->headers_len == r->headers_room)
        r->headers = arena_grow_array(rq->arena, r->headers, r->headers_len, &r->headers_room,
                                      sizeof *r->headers);
    r->headers[r->headers_len++] = (struct reply_header){str_of_chars(name), value};
}

bool reply_has_etag(struct request *rq, str tag)
{
    struct reply *r = &rq->reply;
    r->etag = str_format(rq->arena, "W/\"%.*s\"", STR(tag));
    if (rq->method != METHOD_GET || !field_has_tag(request_header(rq, "if-none-match"), r->etag))
        return false;
    reply_empty(rq, 304);
    return true;
}

/* ---- problems ---- */

int reply_status_of_why(enum why why)
{
    switch (why) {
    case WHY_USAGE:
        return 400;
    case WHY_INVALID:
        return 422;
    case WHY_LIMIT:
        return 413;
    case WHY_MISSING:
        return 404;
    case WHY_CONFLICT:
        return 409;
    case WHY_BUSY:
        return 503;
    case WHY_DENIED:
        return 403;
    case WHY_FAILED:
    case WHY_COUNT:
        break;
    }
    return 500;
}

const char *reply_title_of_status(int status)
{
    static const struct {
        int status;
        const char *title;
    } titles[] = {
        {400, "Bad request"},
        {401, "Not signed in"},
        {403, "Not allowed"},
        {404, "Not found"},
        {405, "No such method here"},
        {409, "It contradicts what is there"},
        {413, "Too large"},
        {414, "The address is too long"},
        {415, "No such kind of content here"},
        {417, "Not to be expected here"},
        {421, "Not this server"},
        {422, "The data is not what it must be"},
        {429, "Too often"},
        {431, "The headers are too large"},
        {500, "Something failed here"},
        {501, "Not known here"},
        {503, "Not now"},
        {505, "No such version of HTTP here"},
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (titles[i].status == status)
            return titles[i].title;
    return "It could not be done";
}

struct json reply_open_problem(struct request *rq, int status, const char *code, str detail)
{
    struct buf *out = reply_text(rq, status, str_of_chars(problem_type));
    struct json j = json_make(out);
    rq->reply.etag = (str){NULL, 0};
    json_open_object(&j);
    json_key(&j, S("type"));
    json_text(&j, S("about:blank"));
    json_key(&j, S("title"));
    json_text(&j, str_of_chars(reply_title_of_status(status)));
    json_key(&j, S("status"));
    json_whole(&j, status);
    json_key(&j, S("code"));
    json_text(&j, str_of_chars(code));
    json_key(&j, S("detail"));
    json_text(&j, detail);
    json_key(&j, S("request"));
    json_text(&j, rq->id);
    return j;
}

void reply_problem_of(struct request *rq, int status, const char *code, str detail)
{
    struct json j = reply_open_problem(rq, status, code, detail);
    json_close_object(&j);
}

void reply_problem(struct request *rq, const struct err *e)
{
    /* What failed inside is for the log: it may name files. */
    str detail = e->why == WHY_FAILED
                     ? S("Something failed on the server; its log says more under this request.")
                     : e->text;
    struct json j = reply_open_problem(rq, reply_status_of_why(e->why),
                                       str_to_chars(rq->arena, why_name(e->why)), detail);
    if (e->why == WHY_BUSY && !rq->reply.retry_s)
        rq->reply.retry_s = 1;
    if (e->at.len && e->why != WHY_FAILED) {
        json_key(&j, S("at"));
        json_text(&j, e->at);
    }
    if (e->position) {
        json_key(&j, S("position"));
        json_whole(&j, (int64_t)e->position);
    }
    json_close_object(&j);
}
