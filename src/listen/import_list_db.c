/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_list_db.h"

#include "listen/import_active.h"
#include "store/lock.h"

STATEMENT(import_list);
STATEMENT(import_report_get);

/* Columns of import_list. */
enum {
    AT_ID,
    AT_SOURCE,
    AT_NAME,
    AT_STATE,
    AT_ROWS,
    AT_RECORDS,
    AT_TAKEN,
    AT_DUPLICATES,
    AT_REFUSED,
    AT_REMOVED,
    AT_BYTES,
    AT_ACTOR,
    AT_ERROR,
    AT_STARTED,
    AT_ENDED,
    AT_UNDONE,
    AT_TRACKED,
    AT_SOURCE_ID,
    AT_MAP,
    AT_AT,
    AT_GIVEN
};

static const str states[IMPORT_STATE_COUNT] = {
    [IMPORT_LOOKED_AT] = S_INIT("looked_at"), [IMPORT_WAITING] = S_INIT("waiting"),
    [IMPORT_RUNNING] = S_INIT("running"),     [IMPORT_STOPPED] = S_INIT("stopped"),
    [IMPORT_DONE] = S_INIT("done"),           [IMPORT_UNDOING] = S_INIT("undoing"),
    [IMPORT_UNDONE] = S_INIT("undone"),
};

str import_state_name(enum import_state state)
{
    return states[state];
}

static struct err *read_state(struct arena *a, str name, enum import_state *state)
{
    for (unsigned i = 0; i < IMPORT_STATE_COUNT; i++)
        if (str_equal(states[i], name)) {
            *state = (enum import_state)i;
            return NULL;
        }
    FAIL(a, WHY_INVALID, "An import in the record is in a state that is not known.");
}

/* What a path ends with. */
static str file_of(str name)
{
    for (size_t i = name.len; i-- > 0;)
        if (name.ptr[i] == '/')
            return str_slice(name, i + 1, name.len);
    return name;
}

static struct err *read_entry(struct arena *a, const struct query *q, struct import_entry *e)
{
    *e = (struct import_entry){.id = query_int(q, AT_ID),
                               .source_id = query_int(q, AT_SOURCE_ID),
                               .source = str_copy(a, query_text(q, AT_SOURCE)),
                               .source_given = str_copy(a, query_text(q, AT_GIVEN)),
                               .name = str_copy(a, file_of(query_text(q, AT_NAME))),
                               .map = str_copy(a, query_text(q, AT_MAP)),
                               .actor = str_copy(a, query_text(q, AT_ACTOR)),
                               .error = str_copy(a, query_text(q, AT_ERROR)),
                               .has_rows = !query_is_none(q, AT_ROWS),
                               .is_upload = !query_is_none(q, AT_BYTES),
                               .has_at = !query_is_none(q, AT_AT),
                               .is_tracked = query_int(q, AT_TRACKED) != 0,
                               .rows = query_int(q, AT_ROWS),
                               .records = query_int(q, AT_RECORDS),
                               .taken = query_int(q, AT_TAKEN),
                               .duplicates = query_int(q, AT_DUPLICATES),
                               .refused = query_int(q, AT_REFUSED),
                               .removed = query_int(q, AT_REMOVED),
                               .upload_bytes = query_int(q, AT_BYTES),
                               .at = query_int(q, AT_AT),
                               .started_at = query_int(q, AT_STARTED),
                               .ended_at = query_int(q, AT_ENDED),
                               .undone_at = query_int(q, AT_UNDONE)};
    return read_state(a, query_text(q, AT_STATE), &e->state);
}

/* The owner knows its own; without an owner nothing runs. */
static bool may_run(struct arena *a, const struct store *s, int64_t id)
{
    return import_active_is(s, id) || (!store_is_owned(s) && lock_holder(a, store_dir(s)).is_held);
}

struct err *import_list(struct arena *a, struct store *s, struct db *db, int64_t below,
                        size_t limit, struct import_entry **list, size_t *len)
{
    struct import_entry *entries = NULL;
    size_t used = 0, room = 0;
    bool found = false;
    struct query *q = db_query(db, SQL(import_list));
    query_bind_int(q, 1, below);
    query_bind_int(q, 2, (int64_t)limit);
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            break;
        if (used == room)
            entries = arena_grow_array(a, entries, used, &room, sizeof *entries);
        TRY(read_entry(a, q, &entries[used++]));
    }
    for (size_t i = 0; i < used; i++)
        if (entries[i].state == IMPORT_RUNNING && !may_run(a, s, entries[i].id))
            entries[i].state = IMPORT_STOPPED;
    *list = entries;
    *len = used;
    return NULL;
}

struct err *import_get(struct arena *a, struct store *s, struct db *db, int64_t id,
                       struct import_entry *out, bool *found)
{
    struct import_entry *list = NULL;
    size_t len = 0;
    *found = false;
    if (id < 1 || id == INT64_MAX)
        return NULL;
    TRY(import_list(a, s, db, id + 1, 1, &list, &len));
    *found = len && list[0].id == id;
    if (*found)
        *out = list[0];
    return NULL;
}

struct err *import_report_get(struct arena *a, struct db *db, int64_t id, str *report)
{
    bool found = false;
    struct query *q = db_query(db, SQL(import_report_get));
    query_bind_int(q, 1, id);
    TRY(query_next(a, q, &found));
    *report = found ? str_copy(a, query_text(q, 0)) : S("");
    query_done(q);
    return NULL;
}

/* ---- as JSON ---- */

static void write_text(struct json *j, const char *key, str text)
{
    json_key(j, str_of_chars(key));
    if (text.len)
        json_text(j, text);
    else
        json_none(j);
}

static void write_whole(struct json *j, const char *key, int64_t number)
{
    json_key(j, str_of_chars(key));
    json_whole(j, number);
}

static void write_time(struct arena *a, struct json *j, const char *key, usec_t at)
{
    write_text(j, key, at ? usec_to_str(a, at) : S(""));
}

void import_entry_to_json(struct arena *a, const struct import_entry *e, struct json *j)
{
    write_whole(j, "import", e->id);
    write_text(j, "source", e->source);
    write_text(j, "name", e->name);
    write_text(j, "state", states[e->state]);
    json_key(j, S("rows"));
    if (e->has_rows)
        json_whole(j, e->rows);
    else
        json_none(j);
    write_whole(j, "records", e->records);
    write_whole(j, "taken", e->taken);
    write_whole(j, "duplicates", e->duplicates);
    write_whole(j, "refused", e->refused);
    write_whole(j, "removed", e->removed);
    write_text(j, "by", e->actor);
    write_text(j, "error", e->error);
    write_time(a, j, "started_at", e->started_at);
    write_time(a, j, "ended_at", e->ended_at);
    write_time(a, j, "undone_at", e->undone_at);
    json_key(j, S("is_sent"));
    json_bool(j, e->is_upload);
}
