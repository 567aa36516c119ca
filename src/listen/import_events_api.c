/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * GET /api/v1/imports/{id}/events — how far an import is, as long as somebody watches.
 *
 * It reads the record, where every batch notes how far it is: so it shows an import whoever
 * runs it, and who comes again misses nothing.
 */
#include "listen/import_api.h"

/* What was said last. */
struct watched {
    int64_t id, records, removed;
    enum import_state state;
    bool has_said, has_rows;
};

static bool is_news(const struct watched *w, const struct import_entry *e)
{
    return !w->has_said || e->state != w->state || e->records != w->records ||
           e->removed != w->removed || e->has_rows != w->has_rows;
}

static bool is_final(enum import_state state)
{
    return state == IMPORT_STOPPED || state == IMPORT_DONE || state == IMPORT_UNDONE;
}

static void say(struct arena *a, const struct import_entry *e, str report, const char *event,
                struct buf *out)
{
    struct json j = json_make(out);
    buf_addf(out, "event: %s\ndata: ", event);
    json_open_object(&j);
    import_entry_to_json(a, e, &j);
    if (report.ptr) {
        json_key(&j, S("report"));
        json_literal(&j, report.len ? report : S("null"));
    }
    json_close_object(&j);
    buf_add(out, S("\n\n"));
}

static struct err *next(struct arena *a, struct store *s, void *what, struct buf *out,
                        bool *is_over)
{
    struct watched *w = what;
    struct import_entry e;
    bool found = false;
    str report;
    TRY(import_get(a, s, store_db(s), w->id, &e, &found));
    if (!found) {
        buf_add(out, S("event: gone\ndata: {}\n\n"));
        *is_over = true;
        return NULL;
    }
    if (is_final(e.state)) {
        TRY(import_report_get(a, store_db(s), w->id, &report));
        say(a, &e, report, "done", out);
        *is_over = true;
        return NULL;
    }
    if (is_news(w, &e))
        say(a, &e, (str){NULL, 0}, "progress", out);
    *w = (struct watched){.id = e.id,
                          .records = e.records,
                          .removed = e.removed,
                          .state = e.state,
                          .has_said = true,
                          .has_rows = e.has_rows};
    return NULL;
}

static struct err *import_events_run(struct request *rq)
{
    struct import_entry entry;
    struct watched *w = ARENA_NEW(rq->arena, struct watched);
    TRY(import_api_find(rq, &entry));
    w->id = entry.id;
    reply_events(rq, (struct reply_stream){.next = next, .what = w});
    return NULL;
}

static const struct route_answer events_answers[] = {
    {.status = 200, .content = {.type = "text/event-stream"}},
    {.status = 404, .about = "There is no such import", .code = "MISSING"},
};

ROUTE(import_events) = {
    .method = METHOD_GET,
    .path = "/api/v1/imports/{id}/events",
    .queue = QUEUE_READ,
    .access = ACCESS_USER,
    .about = "Watch an import",
    .description = "Server-sent events: progress with the import as it is listed, whenever it "
                   "gets on; in the end done, with its report, when it is done, undone or "
                   "stopped; gone where it was taken back. Who hangs up changes nothing about it, "
                   "and who comes again is told how far it is.",
    .tag = "imports",
    .answers = events_answers,
    .answers_len = sizeof events_answers / sizeof *events_answers,
    .run = import_events_run,
};
