/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_sender.h"

#include <string.h>

#include "base/limits.h"
#include "listen/import_made_db.h"

/* Of one batch.  Keys are in no order, so that each falls on another page of their index, and
 * a transaction writes every page that it touches: of 4,000 a page each, of 16,000 mostly
 * several at once.  Little enough that a kill costs nothing. */
enum { BATCH_SIGNALS = 16000, BATCHES = 2 };

#define BATCH_BYTES (16 * MIB)

struct parcel {
    struct arena *arena;
    struct signal *signals;
    uint64_t *lines;
    size_t len;
    int64_t records; /* done, where it is written */
    int64_t refused; /* that the door did not let in */
    struct signal_batch batch;
    struct signal_submission *submission; /* NULL: not on its way */
    struct import_marks marks;            /* as they are before it is written */
    struct import_row row;                /* as it is when the batch is written */
};

struct import_sender {
    struct arena *arena;
    struct import_sending sending;
    struct parcel parcels[BATCHES];
    unsigned filling; /* the parcel being filled; the other may be on its way */
    int64_t records;
};

static void keep_record(struct import_refusals *r, uint64_t line, str reason)
{
    if (r->records_len == LIMIT_QUARANTINE_RECORDS)
        return;
    if (r->records_len == r->records_room)
        r->records = arena_grow_array(r->arena, r->records, r->records_len, &r->records_room,
                                      sizeof *r->records);
    r->records[r->records_len++] = (struct import_refused){line, str_copy(r->arena, reason)};
}

void import_refuse(struct import_refusals *r, uint64_t line, str column, str value, str reason)
{
    r->len++;
    if (r->is_of_lines || !column.len)
        keep_record(r, line, reason);
    if (!r->list)
        r->list = ARENA_ARRAY(r->arena, struct refusal, LIMIT_REFUSED_LISTED);
    if (r->listed == LIMIT_REFUSED_LISTED)
        return;
    str cut = str_slice(value, 0, LIMIT_REFUSED_VALUE_BYTES);
    while (cut.len < value.len && cut.len && ((unsigned char)value.ptr[cut.len] & 0xC0U) == 0x80U)
        cut.len--;
    r->list[r->listed++] = (struct refusal){.line = line,
                                            .column = str_copy(r->arena, column),
                                            .value = str_copy(r->arena, cut),
                                            .reason = str_copy(r->arena, reason)};
}

static void empty(struct parcel *p)
{
    arena_done(p->arena);
    *p = (struct parcel){.arena = arena_make(0)};
    p->signals = ARENA_ARRAY(p->arena, struct signal, BATCH_SIGNALS);
    p->lines = ARENA_ARRAY(p->arena, uint64_t, BATCH_SIGNALS);
}

/* What is on its way uses the arena: it must have come to its end. */
static void close_sender(void *what)
{
    struct import_sender *s = what;
    for (unsigned i = 0; i < BATCHES; i++) {
        if (s->parcels[i].submission)
            (void)signal_end(s->parcels[i].submission);
        arena_done(s->parcels[i].arena);
    }
}

struct import_sender *import_sender_make(struct arena *a, const struct import_sending *sending)
{
    struct import_sender *s = ARENA_NEW(a, struct import_sender);
    s->arena = a;
    s->sending = *sending;
    s->records = sending->row->records;
    for (unsigned i = 0; i < BATCHES; i++)
        empty(&s->parcels[i]);
    arena_defer(a, close_sender, s);
    return s;
}

struct arena *import_sender_arena(struct import_sender *s)
{
    return s->parcels[s->filling].arena;
}

static bool is_changed(const struct import_sender *s, const struct signal_outcome *o)
{
    return s->sending.keys_named && o->is_duplicate && o->differs;
}

static struct parcel *parcel_of(struct import_sender *s, const struct signal_batch *batch)
{
    return batch == &s->parcels[0].batch ? &s->parcels[0] : &s->parcels[1];
}

/* On the writer's thread, as all that follows up to send(). */
static struct err *mark(struct arena *a, struct db *db, struct signal_batch *batch, void *what)
{
    return import_made_begin(a, db, &parcel_of(what, batch)->marks);
}

/* What the batch brought: its new signals follow each other. */
static struct err *note_made(struct arena *a, struct db *db, const struct parcel *p)
{
    int64_t first = 0, last = 0;
    for (size_t i = 0; i < p->batch.len; i++) {
        const struct signal_outcome *o = &p->batch.outcomes[i];
        if (o->is_duplicate)
            continue;
        first = first ? first : o->id;
        last = o->id;
    }
    if (last)
        TRY(import_made_signals(a, db, p->row.id, first, last));
    return import_made_end(a, db, &p->marks, p->row.id);
}

/* How far the file is done, in the batch's transaction. */
static struct err *note(struct arena *a, struct db *db, struct signal_batch *batch, void *what)
{
    struct import_sender *s = what;
    struct parcel *p = parcel_of(s, batch);
    p->row = *s->sending.row;
    p->row.records = p->records;
    p->row.refused += p->refused;
    for (size_t i = 0; i < batch->len; i++) {
        const struct signal_outcome *o = &batch->outcomes[i];
        bool changed = is_changed(s, o);
        p->row.taken += !o->is_duplicate;
        p->row.duplicates += o->is_duplicate && !changed;
        p->row.refused += changed;
    }
    TRY(note_made(a, db, p));
    return import_note(a, db, &p->row);
}

static void send(struct import_sender *s, struct parcel *p)
{
    p->batch = (struct signal_batch){.signals = p->signals,
                                     .len = p->len,
                                     .source = s->sending.source,
                                     .opens = s->sending.opens,
                                     .leaves_out_personal = s->sending.leaves_out_personal,
                                     .now = s->sending.now,
                                     .before = mark,
                                     .also = note,
                                     .also_what = s};
    p->submission = signal_begin(p->arena, s->sending.store, &p->batch);
}

/* Takes the signals with faults out; false where none has one. */
static bool take_faults_out(struct import_sender *s, struct parcel *p)
{
    if (p->batch.faults_len == 0)
        return false;
    bool *out = ARENA_ARRAY(p->arena, bool, p->len);
    for (size_t i = 0; i < p->batch.faults_len; i++) {
        const struct signal_fault *f = &p->batch.faults[i];
        str place = s->sending.has_columns ? S("") : f->pointer;
        import_refuse(s->sending.refusals, p->lines[f->index], place, S(""), f->detail);
        p->refused += !out[f->index];
        out[f->index] = true;
    }
    size_t kept = 0;
    for (size_t i = 0; i < p->len; i++) {
        if (out[i])
            continue;
        p->signals[kept] = p->signals[i];
        p->lines[kept++] = p->lines[i];
    }
    p->len = kept;
    return true;
}

/* Until the parcel is on disk; what the door refuses is left out and the rest sent
 * again. */
static struct err *wait_for(struct import_sender *s, struct parcel *p)
{
    if (!p->submission)
        return NULL;
    struct err *e = signal_end(p->submission);
    while (e && take_faults_out(s, p)) {
        send(s, p);
        e = signal_end(p->submission);
    }
    p->submission = NULL;
    if (e)
        return err_copy(s->arena, e);
    for (size_t i = 0; i < p->len; i++)
        if (is_changed(s, &p->batch.outcomes[i]))
            import_refuse(s->sending.refusals, p->lines[i], S(""), S(""),
                          S("a record with this key was taken before and says otherwise; that one "
                            "stays"));
    *s->sending.row = p->row;
    empty(p);
    return NULL;
}

/* The parcel before must be on disk first: how far the file is done only grows. */
static struct err *dispatch(struct import_sender *s)
{
    struct parcel *p = &s->parcels[s->filling];
    s->filling = (s->filling + 1) % BATCHES;
    TRY(wait_for(s, &s->parcels[s->filling]));
    p->records = s->records;
    send(s, p);
    return NULL;
}

struct err *import_sender_add(struct import_sender *s, const struct signal *signal, uint64_t line)
{
    struct parcel *p = &s->parcels[s->filling];
    p->signals[p->len] = *signal;
    p->lines[p->len++] = line;
    s->records++;
    if (p->len < BATCH_SIGNALS && arena_used(p->arena) < BATCH_BYTES)
        return NULL;
    return dispatch(s);
}

struct err *import_sender_skip(struct import_sender *s)
{
    s->records++;
    return NULL;
}

struct err *import_sender_finish(struct import_sender *s)
{
    TRY(dispatch(s));
    return wait_for(s, &s->parcels[(s->filling + 1) % BATCHES]);
}
