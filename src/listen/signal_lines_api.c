/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/signal_lines_api.h"

#include "base/json_read.h"
#include "base/limits.h"
#include "base/log.h"
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

static void write_answer(struct lines *l, const struct answered *one,
                         const struct signal_outcome *outcomes)
{
    struct json j = json_make(l->out);
    const struct signal_outcome *outcome = one->is_sent ? &outcomes[one->index] : NULL;
    json_open_object(&j);
    json_key(&j, S("line"));
    json_whole(&j, (int64_t)one->line);
    json_key(&j, S("status"));
    json_text(&j, !outcome ? S("refused") : outcome->is_duplicate ? S("duplicate") : S("accepted"));
    json_key(&j, S("id"));
    if (outcome)
        json_text(&j, signal_public_id(l->rq->arena, store_key(l->rq->store), outcome->id));
    else
        json_none(&j);
    json_key(&j, S("error"));
    if (outcome)
        json_none(&j);
    else
        json_text(&j, one->refusal);
    json_close_object(&j);
    buf_add_char(l->out, '\n');
}

static str refusal_of(struct arena *a, const struct signal_fault *fault)
{
    return str_format(a, "%.*s: %.*s", STR(fault->pointer), STR(fault->detail));
}

static struct signal_batch batch_of(const struct lines *l)
{
    return (struct signal_batch){.signals = l->signals,
                                 .len = l->signals_len,
                                 .source = signal_source_of(l->rq->arena, l->rq),
                                 .opens = l->rq->principal.opens,
                                 .now = l->rq->now};
}

static void refuse(struct lines *l, struct answered *one, str why)
{
    one->is_sent = false;
    one->refusal = why;
    l->signals_len--;
}

/* Refuses the lines whose signals have faults, each by its first, and closes the ranks. */
static void take_faults_out(struct lines *l, const struct signal_batch *batch)
{
    size_t kept = 0, sent = 0;
    for (size_t i = 0; i < l->answered_len; i++) {
        struct answered *one = &l->answered[i];
        const struct signal_fault *fault = NULL;
        if (!one->is_sent)
            continue;
        for (size_t k = batch->faults_len; k-- > 0;)
            if (batch->faults[k].index == sent)
                fault = &batch->faults[k];
        if (fault)
            refuse(l, one, refusal_of(l->rq->arena, fault));
        else
            l->signals[one->index = kept++] = l->signals[sent];
        sent++;
    }
}

/* What failed inside is for the log: it may name files. */
static str failure_of(const struct request *rq, const struct err *e)
{
    if (e->why != WHY_FAILED)
        return e->text;
    LOG(LOG_ERROR, "request.failed", L_STR("request", rq->id), L_STR("code", why_name(e->why)),
        L_STR("text", e->text), L_STR("file", str_of_chars(e->file)), L_INT("line", e->line));
    return S("Something failed on the server; its log says more under this request.");
}

/* What is wrong with one keeps nothing else out.  Fails where no line was answered yet, so
 * that who sent them hears it by the status. */
static struct err *add_batch(struct lines *l)
{
    struct signal_batch batch = batch_of(l);
    struct err *e = NULL;
    while (l->signals_len) {
        batch = batch_of(l);
        e = signal_submit(l->rq->arena, l->rq->store, &batch);
        if (!e || !batch.faults_len)
            break;
        take_faults_out(l, &batch);
        e = NULL;
    }
    if (e && !l->out->len)
        return e;
    str why = e ? failure_of(l->rq, e) : S("");
    for (size_t i = 0; i < l->answered_len; i++) {
        if (e && l->answered[i].is_sent)
            refuse(l, &l->answered[i], why);
        write_answer(l, &l->answered[i], batch.outcomes);
    }
    l->signals_len = l->answered_len = 0;
    return NULL;
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
        one->refusal = refusal_of(l->rq->arena, &faults.list[0]);
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
            TRY(add_batch(l));
    }
    return add_batch(l);
}
