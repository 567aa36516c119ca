/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_table.h"

#include "base/limits.h"
#include "base/progress.h"
#include "base/text.h"
#include "listen/answers.h"
#include "listen/import_row.h"
#include "listen/import_seen.h"
#include "listen/ragged.h"

enum { RECORDS_BETWEEN_LOOKS = 1024 };

/* A table open at its first record. */
struct opened {
    struct import_records *records;
    const struct table *file;
    struct progress *progress;
};

struct err *import_table_open(struct arena *a, const struct import_table *table,
                              struct import_records **out)
{
    struct laid_wish wish = {.source = table->source,
                             .layout = table->layout,
                             .takes_all = table->takes_all,
                             .reading = table->reading};
    struct laid_table *laid = NULL;
    size_t len = 0;
    TRY(laid_open(a, &wish, &laid));
    *out = import_records_make(a, laid, &table->wish);
    (void)table_header(laid_file(laid), &len);
    if (len < table->width)
        FAIL(a, WHY_CONFLICT, "\"%.*s\" was changed while it was read; try again.",
             STR(table->source.name));
    return NULL;
}

static struct opened begin(struct arena *a, const struct import_table *table, const char *doing,
                           struct import_records *records)
{
    struct opened o = {.records = records, .file = import_records_file(records)};
    if (table->shows_progress)
        o.progress = progress_make(a, table->shows_progress, doing, table_size(o.file));
    return o;
}

static struct err *open_table(struct arena *a, const struct import_table *table, const char *doing,
                              struct opened *out)
{
    struct import_records *records = NULL;
    TRY(import_table_open(a, table, &records));
    *out = begin(a, table, doing, records);
    return NULL;
}

static void show(const struct opened *o, uint64_t records)
{
    if (o->progress && records % RECORDS_BETWEEN_LOOKS == 0)
        progress_show(o->progress, table_taken(o->file));
}

/* While nothing is taken yet. */
static struct err *check_end(struct arena *a, const struct import_table *t)
{
    if (t->ends && atomic_load(t->ends))
        FAIL(a, WHY_FAILED, "The import was ended before anything was taken.");
    return NULL;
}

static void end_progress(const struct opened *o)
{
    if (o->progress)
        progress_end(o->progress);
}

/* ---- the first reading ---- */

/* What is learned of each sound record: its cells, and what the whole file's hash and its
 * own are made of, whatever line ends and quotes are. */
static void learn_record(const struct import_table *t, const struct opened *o, const str *cells,
                         struct secret_stream *stream, struct buf *content)
{
    content->len = 0;
    import_twice_add_cells(content, cells, t->width);
    import_profile_add(t->profile, cells);
    secret_stream_add(stream, buf_str(content));
    import_twice_note(t->twice, str_hash(buf_str(content)), table_taken(o->file));
}

static void forget(void *what)
{
    struct arena **own = what;
    if (*own)
        arena_done(*own);
    *own = NULL;
}

void import_table_forget_twice(struct import_table *table)
{
    table->twice = NULL;
    if (table->of_twice)
        forget(table->of_twice);
}

static struct err *learn(struct arena *a, struct import_table *t, const struct opened *o)
{
    struct secret_stream *stream = secret_stream_make(a);
    struct buf content = buf_make(a, IMPORT_CONTENT_BYTES);
    struct table_record record;
    bool found = false;
    uint64_t line = 0;
    str reason = S("");
    t->of_twice = ARENA_NEW(a, struct arena *);
    *t->of_twice = arena_make(0);
    arena_defer(a, forget, t->of_twice);
    t->twice = import_twice_make(*t->of_twice, table_size(o->file));
    t->profile = import_profile_make(a, t->header_len, t->decimal_comma);
    if (t->wish.join) {
        import_profile_set_others(t->profile, t->header_len - t->wish.join->names_len,
                                  join_table_decimal_comma(t->wish.join->table));
        secret_stream_add(stream, join_table_content(t->wish.join->table));
    }
    for (;;) {
        TRY(import_records_next(o->records, &record, &found));
        if (!found)
            break;
        t->records++;
        show(o, t->records);
        TRY(check_end(a, t));
        if (record.fault == TABLE_SOUND) {
            learn_record(t, o, record.cells, stream, &content);
        } else if (t->refused_records++ == 0) {
            line = record.line;
            reason = table_fault_reason(a, o->file, &record);
        }
    }
    struct secret_hash hash = secret_stream_hash(stream);
    t->content = str_copy(a, secret_hash_str(&hash));
    return ragged_check(a, &(struct ragged){.name = t->source.name,
                                            .header = t->header,
                                            .width = t->width,
                                            .refused = t->refused_records,
                                            .records = t->records,
                                            .line = line,
                                            .reason = reason});
}

/* A wide table has fewer records in it: a sample is held in memory. */
enum { SAMPLED = 1000, SAMPLED_LEAST = 20, SAMPLED_CELLS = 200000 };

static size_t sample_size(size_t columns)
{
    size_t records = SAMPLED_CELLS / (columns + 1);
    return records > SAMPLED ? SAMPLED : records < SAMPLED_LEAST ? SAMPLED_LEAST : records;
}

/* The first records, for who has to guess a key. */
static struct err *take_sample(struct arena *a, const struct import_table *t,
                               struct join_sample *sample)
{
    struct import_records *records = NULL;
    struct table_record record;
    bool found = true;
    size_t most = sample_size(t->header_len);
    const str **list = ARENA_ARRAY(a, const str *, most);
    *sample = (struct join_sample){t->header, t->header_len, list, 0};
    TRY(import_table_open(a, t, &records));
    while (sample->records_len < most) {
        TRY(import_records_next(records, &record, &found));
        if (!found)
            break;
        if (record.fault != TABLE_SOUND)
            continue;
        str *cells = ARENA_ARRAY(a, str, t->header_len);
        for (size_t i = 0; i < t->header_len; i++)
            cells[i] = str_copy(a, record.cells[i]);
        list[sample->records_len++] = cells;
    }
    return NULL;
}

/* A second table's columns come behind the file's. */
static struct err *bring_along(struct arena *a, struct import_table *t)
{
    struct join *join = NULL;
    struct join_sample sample = {.header = t->header, .header_len = t->header_len};
    if (!t->join_wish->by.len)
        TRY(take_sample(a, t, &sample));
    TRY(join_make(a, t->join_wish, &sample, &join));
    str *header = ARENA_ARRAY(a, str, t->header_len + join->names_len);
    for (size_t i = 0; i < t->header_len; i++)
        header[i] = t->header[i];
    for (size_t i = 0; i < join->names_len; i++)
        header[t->header_len + i] = join->names[i];
    t->header = header;
    t->header_len += join->names_len;
    t->wish.join = join;
    return NULL;
}

static struct err *find_leave_outs(struct arena *a, struct import_table *t)
{
    const struct import_map *m = t->map;
    if (!m)
        return NULL;
    TRY(import_map_bind(a, t->map, t->header, t->header_len));
    struct import_leave_out *list = ARENA_ARRAY(a, struct import_leave_out, m->columns_len);
    for (size_t i = 0; i < m->columns_len; i++)
        if (m->columns[i].leave_out_len)
            list[t->wish.leave_outs_len++] = (struct import_leave_out){
                m->columns[i].name.position, m->columns[i].leave_out, m->columns[i].leave_out_len};
    t->wish.leave_outs = list;
    return NULL;
}

/* The header, and how to read the file from now on. */
static struct err *lay(struct arena *a, struct import_table *t, struct laid_table **laid)
{
    struct laid_wish wish = {.source = t->source, .layout = t->layout, .takes_all = t->takes_all};
    TRY(laid_open(a, &wish, laid));
    t->reading = laid_reading(*laid);
    t->width = t->reading->width;
    t->header = laid_header(*laid, &t->header_len);
    t->decimal_comma = table_decimal_comma(laid_file(*laid));
    t->names_line = table_names_line(laid_file(*laid));
    t->title = table_title(laid_file(*laid));
    if (t->join_wish)
        TRY(bring_along(a, t));
    return find_leave_outs(a, t);
}

struct err *import_table_learn(struct arena *a, struct import_table *table)
{
    struct laid_table *laid = NULL;
    TRY(lay(a, table, &laid));
    struct opened o =
        begin(a, table, "Looking at the file", import_records_make(a, laid, &table->wish));
    struct err *e = learn(a, table, &o);
    end_progress(&o);
    TRY(e);
    table->left_out = laid_left_out(import_records_laid(o.records));
    table->left_out_by_map = import_records_left_out(o.records);
    table->joined = *import_records_counts(o.records);
    table->mixed = *table_mixed(o.file);
    table->left_out_tail = table_left_out_tail(o.file);
    if (table_workbook(o.file))
        table->workbook = *table_workbook(o.file);
    return NULL;
}

static struct err *read_key(struct arena *a, str cell, uint64_t taken, struct import_twice *twice,
                            struct import_seen *seen, bool *is)
{
    uint32_t before = 0;
    *is = !answers_is_missing_word(cell);
    if (!seen)
        import_twice_note(twice, str_hash(cell), taken);
    else if (import_twice_may(twice, str_hash(cell))) {
        struct secret_hash hash = secret_hash_parts(&cell, 1);
        TRY(import_seen_add(a, seen, &hash, &before));
        *is = *is && before == 0;
    }
    return NULL;
}

/* One reading of the keys: first those are noted that may stand twice (seen NULL), then
 * these are looked at. */
static struct err *read_keys(struct arena *a, const struct import_table *table, size_t column,
                             struct import_twice **twice, struct import_seen *seen, bool *is)
{
    struct opened o = {.records = NULL};
    struct table_record record;
    bool found = true;
    TRY(open_table(a, table, "Looking at the keys", &o));
    if (!seen)
        *twice = import_twice_make(a, table_size(o.file));
    struct err *e = NULL;
    for (*is = true; *is && !e;) {
        e = import_records_next(o.records, &record, &found);
        if (!e)
            e = check_end(a, table);
        if (e || !found)
            break;
        if (record.fault == TABLE_SOUND)
            e = read_key(a, record.cells[column], table_taken(o.file), *twice, seen, is);
    }
    end_progress(&o);
    return e;
}

struct err *import_table_is_unique(struct arena *a, const struct import_table *table, size_t column,
                                   bool *is)
{
    struct arena *own = arena_make(0);
    struct import_twice *twice = NULL;
    struct err *e = read_keys(own, table, column, &twice, NULL, is);
    if (!e && *is && import_twice_len(twice))
        e = read_keys(own, table, column, &twice, import_seen_make(own, import_twice_len(twice)),
                      is);
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    return e;
}

/* ---- the second reading ---- */

/* One that is done is looked at for what it refuses and for how often it has come; in a
 * trial all are. */
static struct err *look_at_record(struct arena *a, struct import_row_maker *maker,
                                  const struct table_record *record, struct import_trial *trial)
{
    struct arena *own = arena_make(0);
    struct signal signal;
    struct err *e = import_row_signal(maker, own, record, &signal);
    if (!e && trial)
        e = import_try(own, trial, signal.key);
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    return e;
}

static struct err *take_record(struct import_row_maker *maker, const struct table_record *record,
                               struct import_sender *sender)
{
    struct signal signal;
    TRY(import_row_signal(maker, import_sender_arena(sender), record, &signal));
    return import_sender_add(sender, &signal, record->line);
}

static struct err *send_all(struct arena *a, const struct import_reading *reading, int64_t done,
                            struct import_sender *sender, const struct opened *o)
{
    struct import_row_maker *maker = import_row_maker_make(a, reading);
    const struct import_table *t = reading->table;
    struct table_record record;
    bool found = false;
    uint64_t records = 0;
    for (;;) {
        TRY(import_records_next(o->records, &record, &found));
        if (!found || records == t->records)
            return NULL; /* what was appended since is for the next time */
        show(o, ++records);
        if (t->ends && atomic_load(t->ends))
            FAIL(a, WHY_FAILED,
                 "The import was ended behind record %llu; what was taken is kept, and the same "
                 "command goes on from there.",
                 (unsigned long long)records - 1);
        bool is_sent = records > (uint64_t)done && !reading->trial;
        if (record.fault != TABLE_SOUND) {
            import_refuse(reading->refusals, record.line, S(""), S(""),
                          table_fault_reason(a, o->file, &record));
            if (is_sent)
                TRY(import_sender_skip(sender));
        } else if (is_sent) {
            TRY(take_record(maker, &record, sender));
        } else {
            TRY(look_at_record(a, maker, &record, reading->trial));
        }
    }
}

struct err *import_table_send(struct arena *a, const struct import_reading *reading, int64_t done,
                              struct import_sender *sender)
{
    struct opened o = {.records = NULL};
    TRY(open_table(a, reading->table, "Taking answers", &o));
    struct err *e = send_all(a, reading, done, sender, &o);
    end_progress(&o);
    TRY(e);
    return reading->trial ? NULL : import_sender_finish(sender);
}
