/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/signal_lines_api.h"

#include "base/json_read.h"
#include "base/limits.h"
#include "listen/signal_json.h"

enum { BATCH = 1000 };

/* One line and what became of it. */
struct answered {
    uint64_t line;
    bool is_sent; /* it is a signal of the batch */
    size_t index; /* there */
    str refusal;  /* why it was not */
};

struct lines {
    struct request *rq;
    str rest;
    uint64_t line;
    struct signal signals[BATCH];
    struct answered answered[BATCH];
    size_t signals_len, answered_len;
    struct buf *out;
};

static void write_answer(struct lines *l, const struct answered *one, const struct err *failed,
                         const struct signal_outcome *outcome)
{
    struct json j = json_make(l->out);
    bool is_taken = one->is_sent && !failed;
    json_open_object(&j);
    json_key(&j, S("line"));
    json_whole(&j, (int64_t)one->line);
    json_key(&j, S("status"));
    json_text(&j, !is_taken               ? S("refused")
                  : outcome->is_duplicate ? S("duplicate")
                                          : S("accepted"));
    json_key(&j, S("id"));
    if (is_taken)
        json_text(&j, signal_public_id(l->rq->arena, store_key(l->rq->store), outcome->id));
    else
        json_none(&j);
    json_key(&j, S("error"));
    if (is_taken)
        json_none(&j);
    else
        json_text(&j, one->is_sent && failed ? failed->text : one->refusal);
    json_close_object(&j);
    buf_add_char(l->out, '\n');
}

static struct signal_batch batch_of(const struct lines *l, const struct signal *signals, size_t len)
{
    return (struct signal_batch){.signals = signals,
                                 .len = len,
                                 .source = signal_source_of(l->rq->arena, l->rq),
                                 .opens = l->rq->principal.opens,
                                 .now = l->rq->now};
}

/* One by one, so that what is wrong with one keeps nothing else out. */
static void add_each(struct lines *l)
{
    for (size_t i = 0; i < l->answered_len; i++) {
        const struct answered *one = &l->answered[i];
        struct signal_batch batch = batch_of(l, &l->signals[one->index], 1);
        struct err *e = one->is_sent ? signal_submit(l->rq->arena, l->rq->store, &batch) : NULL;
        write_answer(l, one, e, one->is_sent && !e ? &batch.outcomes[0] : NULL);
    }
}

static void add_batch(struct lines *l)
{
    struct signal_batch batch = batch_of(l, l->signals, l->signals_len);
    struct err *e = l->signals_len ? signal_submit(l->rq->arena, l->rq->store, &batch) : NULL;
    if (e && (e->why == WHY_INVALID || e->why == WHY_CONFLICT)) {
        add_each(l);
    } else {
        for (size_t i = 0; i < l->answered_len; i++) {
            const struct answered *one = &l->answered[i];
            write_answer(l, one, e, one->is_sent && !e ? &batch.outcomes[one->index] : NULL);
        }
    }
    l->signals_len = l->answered_len = 0;
}

static void read_line(struct lines *l, str text)
{
    struct answered *one = &l->answered[l->answered_len++];
    struct json_value value;
    struct signal_faults faults = {.len = 0};
    *one = (struct answered){.line = l->line};
    struct err *e = json_read(l->rq->arena, text, &value);
    if (e) {
        one->refusal = e->text;
        return;
    }
    one->is_sent = signal_json_read(l->rq->arena, &value, 0, &l->signals[l->signals_len], &faults);
    if (one->is_sent)
        one->index = l->signals_len++;
    else
        one->refusal = str_format(l->rq->arena, "%.*s: %.*s", STR(faults.list[0].pointer),
                                  STR(faults.list[0].detail));
}

struct err *signal_lines_add(struct request *rq)
{
    struct lines *l = ARENA_NEW(rq->arena, struct lines);
    l->rq = rq;
    TRY(request_body_bytes(rq, &l->rest));
    l->out = reply_text(rq, 200, S("application/x-ndjson"));
    while (l->rest.ptr && l->rest.len) {
        str text = str_trim(str_cut(l->rest, '\n', &l->rest));
        l->line++;
        if (text.len)
            read_line(l, text);
        if (l->answered_len == BATCH)
            add_batch(l);
    }
    add_batch(l);
    return NULL;
}
