/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_db.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/field_db.h"
#include "listen/import_active.h"
#include "listen/import_key.h"
#include "listen/import_made_db.h"
#include "listen/import_wave_db.h"
#include "people/audit_db.h"

STATEMENT(import_find_running);
STATEMENT(import_find_undoing);
STATEMENT(import_add);
STATEMENT(import_go_on);
STATEMENT(import_note);
STATEMENT(import_end);
STATEMENT(import_header_met);
STATEMENT(import_stop);
STATEMENT(import_upload_progress);
STATEMENT(import_upload_take);
STATEMENT(field_code_add);
STATEMENT(signal_by_key);

str import_header_hash(struct arena *a, const str *header, size_t len)
{
    struct secret_hash hash = secret_hash_parts(header, len);
    return str_copy(a, secret_hash_str(&hash));
}

struct err *import_header_is_met(struct arena *a, struct db *db, int64_t source, str header,
                                 bool *is_met)
{
    struct query *q = db_query(db, SQL(import_header_met));
    query_bind_int(q, 1, source);
    query_bind_blob(q, 2, header);
    TRY(query_next(a, q, is_met));
    if (*is_met)
        query_done(q);
    return NULL;
}

static struct err *two_sources(struct arena *a, const struct source *sources, size_t len)
{
    struct buf names = buf_make(a, MIB);
    for (size_t i = 0; i < len; i++)
        buf_addf(&names, "%s%.*s", i == 0 ? "" : i + 1 < len ? ", " : " and ", STR(sources[i].key));
    FAIL(a, WHY_USAGE,
         "Files with this header came from several sources, %.*s; --source says which it is.",
         STR(buf_str(&names)));
}

static struct err *source_called(struct arena *a, struct db *db, str key, struct source *out)
{
    TRY(source_find(a, db, key, out));
    if (out->id == 0)
        *out = (struct source){.key = key, .name = key, .reach = {.reached = S("unknown")}};
    return NULL;
}

struct err *import_source_find(struct arena *a, struct db *db, const struct import_source_ask *ask,
                               struct source *out)
{
    struct source *sources = NULL;
    size_t len = 0;
    if (ask->given.len) {
        if (!import_key_is_valid(a, ask->given))
            FAIL(a, WHY_USAGE,
                 "A source is called by one word of small letters, digits and _, as in \"%.*s\", "
                 "not %.*s.",
                 STR(import_key_of_file(a, ask->given)), STR(text_quote(a, ask->given)));
        return source_called(a, db, ask->given, out);
    }
    if (ask->header.len)
        TRY(source_by_header(a, db, ask->header, &sources, &len));
    if (len > 1)
        return two_sources(a, sources, len);
    if (len == 1) {
        *out = sources[0];
        return NULL;
    }
    return source_called(a, db, import_key_of_file(a, ask->path), out);
}

enum import_kind import_kind_of_field(enum field_kind kind)
{
    static const enum import_kind of[FIELD_KIND_COUNT] = {
        [FIELD_SCORE] = IMPORT_SCORE,     [FIELD_CHOICE] = IMPORT_CHOICE,
        [FIELD_NUMBER] = IMPORT_NUMBER,   [FIELD_TEXT] = IMPORT_TEXT,
        [FIELD_DATE] = IMPORT_DATE,       [FIELD_ID] = IMPORT_ID,
        [FIELD_COMMENT] = IMPORT_COMMENT,
    };
    return of[kind];
}

static enum field_kind field_kind_of(enum import_kind kind)
{
    static const enum field_kind of[IMPORT_KIND_COUNT] = {
        [IMPORT_SCORE] = FIELD_SCORE,     [IMPORT_CHOICE] = FIELD_CHOICE,
        [IMPORT_NUMBER] = FIELD_NUMBER,   [IMPORT_TEXT] = FIELD_TEXT,
        [IMPORT_COMMENT] = FIELD_COMMENT, [IMPORT_DATE] = FIELD_DATE,
        [IMPORT_ID] = FIELD_ID,           [IMPORT_SKIP] = FIELD_TEXT,
    };
    return of[kind];
}

static struct err *add_codes(struct arena *a, struct db *db, const struct import_opening *o,
                             int64_t field, const struct import_plan_column *column)
{
    for (size_t i = 0; i < column->codes_len; i++) {
        TRY(import_made_code(a, db, o->row.id, field, column->codes[i].code,
                             column->codes[i].label));
        struct query *q = db_query(db, SQL(field_code_add));
        query_bind_int(q, 1, field);
        query_bind_text(q, 2, column->codes[i].code);
        query_bind_text(q, 3, column->codes[i].label);
        TRY(query_run(a, q));
    }
    return NULL;
}

static struct err *add_field(struct arena *a, struct db *db, const struct import_opening *o,
                             const struct import_plan_column *column, int64_t *id)
{
    bool is_context = column->place == IMPORT_PLACE_CONTEXT;
    bool is_shared = is_context || column->place == IMPORT_PLACE_SHARED;
    struct field field = {.source = is_shared ? 0 : o->source->id,
                          .is_context = is_context,
                          .is_personal = column->is_personal,
                          .key = column->field,
                          .label = column->label,
                          .kind = field_kind_of(column->kind),
                          .has_scale = column->has_scale,
                          .scale = column->scale,
                          .has_missing = !column->proposes || column->missing_given_len > 0,
                          .proposes = column->proposes,
                          .decimal_comma = column->decimal_comma,
                          .meaning = column->meaning};
    field.missing_len = column->missing_given_len;
    field.missing = ARENA_ARRAY(a, str, field.missing_len);
    for (size_t i = 0; i < field.missing_len; i++)
        field.missing[i] = column->missing_given[i];
    TRY(field_find(a, db, field.source, field.key, id)); /* another import may have been quicker */
    return *id ? NULL : field_add(a, db, &field, o->now, id);
}

static struct err *add_alias(struct arena *a, struct db *db, const struct import_opening *o,
                             int64_t field, str name)
{
    struct field_alias alias = {.source = o->source->id, .field = field, .name = name};
    if (!name.len)
        return NULL;
    TRY(import_made_name(a, db, o->row.id, &alias));
    return field_alias_add(a, db, &alias);
}

static struct err *open_column(struct arena *a, struct db *db, struct import_opening *o, size_t at)
{
    const struct import_plan_column *column = &o->plan->columns[at];
    int64_t id = 0;
    o->field_ids[at] = 0;
    if (column->field.len == 0)
        return NULL;
    if (column->known != IMPORT_NONE)
        id = o->known_ids[column->known];
    else
        TRY(add_field(a, db, o, column, &id));
    if (column->has_new_meaning)
        TRY(field_set_meaning(a, db, id, &column->meaning));
    if (column->is_of_wave)
        TRY(import_wave_share(a, db, id));
    o->field_ids[at] = id;
    TRY(import_made_uses(a, db, o->row.id, id));
    TRY(add_codes(a, db, o, id, column));
    TRY(add_alias(a, db, o, id, column->alias));
    for (size_t i = 0; i < column->aliases_len; i++)
        TRY(add_alias(a, db, o, id, column->aliases[i]));
    return NULL;
}

static struct err *open_source(struct arena *a, struct db *db, struct import_opening *o)
{
    struct source known;
    TRY(source_find(a, db, o->source->key, &known));
    o->source->id = known.id;
    o->source->near_keys = known.id == 0 || known.near_keys;
    if (known.id == 0) {
        TRY(source_add(a, db, o->source, o->header, o->now, &o->source->id));
        TRY(source_set(a, db, o->source));
    } else if (o->header.len) {
        TRY(source_set_header(a, db, known.id, o->header));
    }
    return known.wave_of == o->wave_of ? NULL : source_set_wave(a, db, o->source->id, o->wave_of);
}

/* One of this file that was stopped is gone on with. */
static struct err *find_stopped(struct arena *a, struct db *db, struct import_opening *o)
{
    bool found = false;
    struct query *q = db_query(db, SQL(import_find_running));
    query_bind_int(q, 1, o->source->id);
    query_bind_blob(q, 2, o->content);
    query_bind_text(q, 3, o->map);
    TRY(query_next(a, q, &found));
    if (!found)
        return NULL;
    if (!import_active_is(o->store, query_int(q, 0)))
        o->row = (struct import_row){.id = query_int(q, 0),
                                     .records = query_int(q, 1),
                                     .taken = query_int(q, 2),
                                     .duplicates = query_int(q, 3),
                                     .refused = query_int(q, 4),
                                     .resumes = true};
    query_done(q);
    return NULL;
}

static void bind_header(struct query *q, int parameter, str header)
{
    if (header.len)
        query_bind_blob(q, parameter, header);
    else
        query_bind_none(q, parameter);
}

static struct err *add_row(struct arena *a, struct db *db, struct import_opening *o)
{
    struct query *q = db_query(db, SQL(import_add));
    query_bind_int(q, 1, o->source->id);
    query_bind_text(q, 2, o->source->key);
    query_bind_text(q, 3, o->name);
    query_bind_blob(q, 4, o->content);
    bind_header(q, 5, o->header);
    query_bind_text(q, 6, o->map);
    query_bind_int(q, 7, (int64_t)o->rows);
    query_bind_text(q, 8, o->actor);
    query_bind_int(q, 9, o->now);
    TRY(query_run(a, q));
    o->row = (struct import_row){.id = db_last_id(db)};
    return NULL;
}

/* One that was sent has its row, and may have been stopped. */
static struct err *take_row(struct arena *a, struct db *db, struct import_opening *o)
{
    bool found = false;
    struct query *q = db_query(db, SQL(import_upload_take));
    query_bind_int(q, 1, o->upload);
    query_bind_int(q, 2, o->source->id);
    query_bind_text(q, 3, o->source->key);
    query_bind_blob(q, 4, o->content);
    bind_header(q, 5, o->header);
    query_bind_int(q, 6, (int64_t)o->rows);
    TRY(query_run(a, q));
    if (!db_changes(db))
        FAIL(a, WHY_CONFLICT, "Import %lld was taken back.", (long long)o->upload);
    q = db_query(db, SQL(import_upload_progress));
    query_bind_int(q, 1, o->upload);
    TRY(query_next(a, q, &found));
    o->row = (struct import_row){.id = o->upload,
                                 .records = query_int(q, 0),
                                 .taken = query_int(q, 1),
                                 .duplicates = query_int(q, 2),
                                 .refused = query_int(q, 3),
                                 .resumes = query_int(q, 0) > 0};
    query_done(q);
    return NULL;
}

static struct err *open_row(struct arena *a, struct db *db, struct import_opening *o)
{
    if (o->upload)
        return take_row(a, db, o);
    TRY(find_stopped(a, db, o));
    if (!o->row.id)
        return add_row(a, db, o);
    struct query *q = db_query(db, SQL(import_go_on));
    query_bind_int(q, 1, o->row.id);
    query_bind_int(q, 2, (int64_t)o->rows);
    return query_run(a, q);
}

/* What is being taken out is no duplicate, and will be missing. */
static struct err *refuse_while_undoing(struct arena *a, struct db *db,
                                        const struct import_opening *o)
{
    bool found = false;
    struct query *q = db_query(db, SQL(import_find_undoing));
    query_bind_int(q, 1, o->source->id);
    TRY(query_next(a, q, &found));
    if (!found)
        return NULL;
    long long id = query_int(q, 0);
    query_done(q);
    FAIL(a, WHY_CONFLICT,
         "Import %lld of the source %.*s is being undone; import this when that is done.", id,
         STR(o->source->key));
}

/* It is marked on the writer's thread, before another import looks for one to go on
 * with. */
static struct err *write_opening(struct arena *a, struct db *db, void *what)
{
    struct import_opening *o = what;
    struct import_marks marks;
    TRY(import_made_begin(a, db, &marks));
    TRY(open_source(a, db, o));
    TRY(refuse_while_undoing(a, db, o));
    TRY(open_row(a, db, o));
    for (size_t i = 0; o->plan && i < o->plan->columns_len; i++)
        TRY(open_column(a, db, o, i));
    TRY(import_made_end(a, db, &marks, o->row.id));
    import_active_add(a, o->store, o->row.id);
    return NULL;
}

struct err *import_open(struct arena *a, struct store *s, struct import_opening *opening)
{
    struct write w = {.apply = write_opening, .what = opening, .arena = a};
    opening->store = s;
    TRY(store_write(s, &w));
    return NULL;
}

struct err *import_try(struct arena *a, struct import_trial *trial, str key)
{
    bool found = false;
    struct query *q = db_query(trial->db, SQL(signal_by_key));
    query_bind_int(q, 1, trial->source);
    query_bind_blob(q, 2, key);
    TRY(query_next(a, q, &found));
    query_done(q);
    trial->taken += !found;
    trial->duplicates += found;
    return NULL;
}

struct err *import_note(struct arena *a, struct db *db, const struct import_row *row)
{
    struct query *q = db_query(db, SQL(import_note));
    query_bind_int(q, 1, row->id);
    query_bind_int(q, 2, row->records);
    query_bind_int(q, 3, row->taken);
    query_bind_int(q, 4, row->duplicates);
    query_bind_int(q, 5, row->refused);
    return query_run(a, q);
}

struct stopping {
    int64_t id;
    str text;
};

static struct err *write_stop(struct arena *a, struct db *db, void *what)
{
    const struct stopping *s = what;
    struct query *q = db_query(db, SQL(import_stop));
    query_bind_int(q, 1, s->id);
    query_bind_text(q, 2, s->text);
    return query_run(a, q);
}

struct err *import_stop(struct arena *a, struct store *s, int64_t id, str text)
{
    struct stopping stopping = {id, text};
    struct write w = {.apply = write_stop, .what = &stopping, .arena = a};
    return store_write(s, &w);
}

/* What ends an import. */
struct closing {
    const struct import_row *row;
    const struct import_opening *opening;
    str report;
};

static struct err *write_closing(struct arena *a, struct db *db, void *what)
{
    const struct closing *c = what;
    const struct import_opening *o = c->opening;
    struct audit audit = {
        .at = o->now,
        .actor = o->actor,
        .action = S("import.done"),
        .object = str_format(a, "import %lld of %.*s", (long long)c->row->id, STR(o->source->key)),
        .detail = str_format(a,
                             "{\"taken\":%lld,\"duplicates\":%lld,\"refused\":%lld,"
                             "\"hash\":\"%.*s\"}",
                             (long long)c->row->taken, (long long)c->row->duplicates,
                             (long long)c->row->refused, STR(secret_to_hex(a, o->content)))};
    TRY(import_note(a, db, c->row));
    struct query *q = db_query(db, SQL(import_end));
    query_bind_int(q, 1, c->row->id);
    query_bind_int(q, 2, o->now);
    query_bind_text(q, 3, c->report);
    TRY(query_run(a, q));
    return audit_add(a, db, &audit);
}

struct err *import_close(struct arena *a, struct store *s, const struct import_row *row,
                         const struct import_opening *opening, str report)
{
    struct closing closing = {row, opening, report};
    struct write w = {.apply = write_closing, .what = &closing, .arena = a};
    return store_write(s, &w);
}
