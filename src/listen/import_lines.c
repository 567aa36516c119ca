/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_lines.h"

#include "base/json_read.h"
#include "base/limits.h"
#include "base/lines.h"
#include "base/packed.h"
#include "base/progress.h"
#include "base/text.h"
#include "listen/signal_json.h"

enum { LINES_BETWEEN_LOOKS = 1024, LINES_LOOKED_AT = 100 };

static bool ends_with(str s, str end)
{
    return s.len >= end.len && str_equal_ignoring_case(str_slice(s, s.len - end.len, s.len), end);
}

static bool is_signal(const struct json_value *value)
{
    return json_read_member(value, S("answers")) &&
           (json_read_member(value, S("key")) || json_read_member(value, S("at")));
}

/* The first line that is an object says it: signals have members that records of a table
 * seldom do. */
static struct err *look_at_lines(struct arena *own, str path, str name, bool *are)
{
    struct file *file = NULL;
    struct line line;
    struct json_value value;
    bool found = true;
    TRY(packed_open(own, path, name, &file));
    struct lines *lines = lines_make(own, file);
    for (size_t i = 0; i < LINES_LOOKED_AT && found; i++) {
        if (lines_next(lines, &line, &found)) {
            *are = false; /* a line that is so long is no signal */
            return NULL;
        }
        if (found && !json_read(own, line.text, &value) && value.kind == JSON_KIND_OBJECT) {
            *are = is_signal(&value);
            return NULL;
        }
    }
    return NULL;
}

struct err *import_lines_are(struct arena *a, str path, str name, bool *are)
{
    str inner = packed_inner_name(name);
    struct arena *own = arena_make(0);
    *are = ends_with(inner, S(".ndjson")) || ends_with(inner, S(".jsonl"));
    struct err *e = look_at_lines(own, path, name, are);
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    return e;
}

struct opened {
    struct file *file;
    struct lines *lines;
    struct progress *progress;
};

static struct err *open_lines(struct arena *a, const struct import_lines *l, const char *doing,
                              struct opened *out)
{
    TRY(packed_open(a, l->path, S(""), &out->file));
    out->lines = lines_make(a, out->file);
    if (l->shows_progress)
        out->progress = progress_make(a, l->shows_progress, doing, file_size(out->file));
    return NULL;
}

/* The next line that is not blank. */
static struct err *next(const struct opened *o, struct line *line, bool *found)
{
    do
        TRY(lines_next(o->lines, line, found));
    while (*found && str_trim(line->text).len == 0);
    return NULL;
}

static void show(const struct opened *o, uint64_t records)
{
    if (o->progress && records % LINES_BETWEEN_LOOKS == 0)
        progress_show(o->progress, file_taken(o->file));
}

static struct err *learn(struct arena *a, struct import_lines *l, const struct opened *o)
{
    struct secret_stream *stream = secret_stream_make(a);
    struct line line;
    bool found = false;
    for (;;) {
        TRY(next(o, &line, &found));
        if (!found)
            break;
        show(o, ++l->records);
        if (l->ends && atomic_load(l->ends))
            FAIL(a, WHY_FAILED, "The import was ended before anything was taken.");
        secret_stream_add(stream, line.text);
        secret_stream_add(stream, S("\n"));
    }
    struct secret_hash hash = secret_stream_hash(stream);
    l->content = str_copy(a, secret_hash_str(&hash));
    l->left_out_tail = lines_left_out_tail(o->lines);
    return NULL;
}

struct err *import_lines_learn(struct arena *a, struct import_lines *lines)
{
    struct opened o = {.file = NULL};
    TRY(open_lines(a, lines, "Looking at the file", &o));
    struct err *e = learn(a, lines, &o);
    if (o.progress)
        progress_end(o.progress);
    return e;
}

static void refuse_all(struct import_refusals *refusals, const struct signal_faults *faults,
                       uint64_t line)
{
    for (size_t i = 0; i < faults->len; i++)
        import_refuse(refusals, line, faults->list[i].pointer, S(""), faults->list[i].detail);
}

/* True: it is a signal.  Its texts lie in to. */
static bool read_line(struct arena *to, const struct line *line, struct import_refusals *refusals,
                      struct signal *signal)
{
    struct json_value value;
    struct signal_faults faults = {.len = 0};
    struct err *e = json_read(to, str_copy(to, str_trim(line->text)), &value);
    if (e) {
        import_refuse(refusals, line->number, S(""), S(""), e->text);
        return false;
    }
    if (signal_json_read(to, &value, 0, signal, &faults))
        return true;
    refuse_all(refusals, &faults, line->number);
    return false;
}

/* Only as long as it is looked at: it is done already, or this is a trial.  A signal of
 * another source than the file's counts as new. */
static struct err *look_at_line(struct arena *a, const struct import_lines *l,
                                const struct line *line, struct import_refusals *refusals)
{
    struct arena *own = arena_make(0);
    struct signal signal;
    struct err *e = NULL;
    if (read_line(own, line, refusals, &signal) && l->trial)
        e = import_try(own, l->trial, signal.source.len ? S("") : signal.key);
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    return e;
}

/* What is sent stays until it is on disk. */
static struct err *take_line(const struct line *line, struct import_refusals *refusals,
                             struct import_sender *sender)
{
    struct signal signal;
    if (read_line(import_sender_arena(sender), line, refusals, &signal))
        return import_sender_add(sender, &signal, line->number);
    return import_sender_skip(sender);
}

static struct err *send_all(struct arena *a, const struct opened *o, const struct import_lines *l,
                            int64_t done, struct import_refusals *refusals,
                            struct import_sender *sender)
{
    struct line line;
    bool found = false;
    for (uint64_t records = 0; records < l->records;) {
        TRY(next(o, &line, &found));
        if (!found)
            return NULL;
        if (l->ends && atomic_load(l->ends))
            FAIL(a, WHY_FAILED,
                 "The import was ended behind record %llu; what was taken is kept, and the same "
                 "command goes on from there.",
                 (unsigned long long)records);
        show(o, ++records);
        if (records <= (uint64_t)done || l->trial)
            TRY(look_at_line(a, l, &line, refusals));
        else
            TRY(take_line(&line, refusals, sender));
    }
    return NULL;
}

struct err *import_lines_send(struct arena *a, const struct import_lines *lines, int64_t done,
                              struct import_refusals *refusals, struct import_sender *sender)
{
    struct opened o = {.file = NULL};
    TRY(open_lines(a, lines, "Taking signals", &o));
    struct err *e = send_all(a, &o, lines, done, refusals, sender);
    if (o.progress)
        progress_end(o.progress);
    TRY(e);
    return lines->trial ? NULL : import_sender_finish(sender);
}
