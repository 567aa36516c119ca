/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * POST /api/v1/imports, PUT /api/v1/imports/{id}/map — a file that is sent is looked at,
 * and what its columns are is said, with the effect on the scores, before it is taken.
 */
#include "base/limits.h"
#include "base/text.h"
#include "http/request.h"
#include "listen/import_api.h"
#include "listen/import_recall.h"
#include "listen/import_upload_db.h"
#include "people/organisation_db.h"
#include "understand/import_scores.h"

enum { FIRST_ROWS = 20 };

static const struct route_content files[] = {
    {.type = "application/octet-stream"},
    {.type = "text/csv"},
    {.type = "text/tab-separated-values"},
    {.type = "text/plain"},
    {.type = "application/x-ndjson", .schema = "{\"type\":\"object\"}"},
    {.type = "application/json", .schema = "{\"type\":[\"array\",\"object\"]}"},
    {.type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
};
static const struct route_content map_text = {.type = "text/plain"};
static const struct route_content books[] = {
    {.type = "text/plain"},
    {.type = "text/csv"},
    {.type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
};

/* A file on its way to its plan.  What it is made of is done with before the answer is
 * sent. */
struct looking {
    struct request *rq;
    struct arena *a;
    struct importing_ask ask;
    struct join_wish join;
    struct importing *importing;
    bool is_join_new; /* a second table that takes the place of the one before */
    struct import_memory memory;
    int64_t id; /* of the import */
    str plan;   /* JSON */
};

static struct err *write_scores(struct looking *l, struct json *j)
{
    struct import_score *scores = NULL;
    size_t len = 0;
    const struct import_plan *plan = importing_plan(l->importing);
    if (plan)
        TRY(import_scores(l->a, plan, importing_profile(l->importing), &scores, &len));
    json_key(j, S("scores"));
    import_scores_to_json(scores, len, j);
    return NULL;
}

/* The report of a trial, then the first records as they will be read, and the scores. */
static struct err *write_plan(struct looking *l)
{
    struct buf out = buf_make(l->a, LIMIT_OUTPUT_BYTES);
    struct json j = json_make(&out);
    json_open_object(&j);
    import_report_write(importing_report(l->importing), &j);
    json_key(&j, S("map"));
    json_text(&j, importing_map(l->importing));
    json_key(&j, S("first"));
    TRY(importing_first(l->importing, FIRST_ROWS, &j));
    TRY(write_scores(l, &j));
    json_close_object(&j);
    l->plan = buf_str(&out);
    return NULL;
}

static struct err *look_within(struct looking *l)
{
    TRY(importing_look(l->a, &l->ask, &l->importing));
    TRY(importing_try(l->importing));
    TRY(write_plan(l));
    if (l->is_join_new)
        TRY(import_upload_keep_join(l->a, l->rq->store, l->id));
    const struct import_report *report = importing_report(l->importing);
    struct import_upload_plan plan = {.id = l->id,
                                      .map = importing_map(l->importing),
                                      .source = report->source,
                                      .rows = report->rows,
                                      .report = l->plan};
    return import_upload_set_plan(l->a, l->rq->store, &plan);
}

static struct err *look(struct looking *l)
{
    l->a = arena_make(LIMIT_REQUEST_BYTES);
    struct err *e = look_within(l);
    if (e)
        e = err_copy(l->rq->arena, e);
    arena_done(l->a);
    return e;
}

static struct err *begin(struct request *rq, struct looking *l)
{
    str zone;
    *l = (struct looking){.rq = rq,
                          .ask = {.store = rq->store,
                                  .db = store_db(rq->store),
                                  .now = rq->now,
                                  .actor = rq->principal.name,
                                  .ends = rq->is_to_end}};
    TRY(organisation_zone(rq->arena, l->ask.db, &zone));
    return zone_open(rq->arena, zone, &l->ask.zone);
}

/* ---- a file comes ---- */

/* Of a path only what stands behind its last slash. */
static struct err *read_name(struct request *rq, str *out)
{
    str name = str_trim(request_query(rq, "name"));
    for (size_t i = name.len; i-- > 0;)
        if (name.ptr[i] == '/' || name.ptr[i] == '\\') {
            name = str_slice(name, i + 1, name.len);
            break;
        }
    if (!name.len || name.len > LIMIT_NAME_BYTES)
        FAIL(rq->arena, WHY_USAGE, "name: takes the name of a file, at most %zu bytes.",
             LIMIT_NAME_BYTES);
    *out = name;
    return NULL;
}

static struct err *read_upload(struct looking *l, struct import_upload *u)
{
    struct request *rq = l->rq;
    str at = request_query(rq, "at");
    *u = (struct import_upload){.source = request_query(rq, "source"),
                                .actor = rq->principal.name,
                                .now = rq->now,
                                .path = rq->body.path,
                                .bytes = rq->body.bytes,
                                .len = rq->body.len};
    TRY(read_name(rq, &u->name));
    u->has_at = at.len > 0;
    if (u->has_at)
        TRY(importing_read_at(rq->arena, l->ask.zone, at, "at", &u->at));
    if (!u->len)
        FAIL(rq->arena, WHY_INVALID, "The file is empty.");
    return NULL;
}

/* By what was said of such a file before; where that does not fit, or there is none, as it is. */
static struct err *look_remembering(struct looking *l)
{
    const struct importing_ask plain = l->ask;
    struct arena *a = arena_make(LIMIT_REQUEST_BYTES);
    struct err *e = import_recall(a, &l->ask, &l->memory);
    e = e || !l->ask.memory ? e : look(l);
    bool is_done = !e && l->ask.memory;
    l->ask = plain;
    arena_done(a);
    return is_done ? NULL : look(l);
}

/* What cannot be looked at is not kept. */
static struct err *import_add_run(struct request *rq)
{
    struct looking *l = ARENA_NEW(rq->arena, struct looking);
    struct import_upload upload;
    int64_t id = 0;
    TRY(begin(rq, l));
    TRY(read_upload(l, &upload));
    TRY(import_upload_add(rq->arena, rq->store, &upload, &id));
    l->ask.path = import_upload_path(rq->arena, rq->store, id);
    l->ask.name = upload.name;
    l->ask.source = upload.source;
    l->ask.at_is_given = upload.has_at;
    l->ask.at = upload.at;
    l->id = id;
    struct err *e = look_remembering(l);
    if (e) {
        (void)import_upload_drop(rq->arena, rq->store, id);
        return e;
    }
    return import_api_reply(rq, 201, id);
}

static const struct route_parameter add_parameters[] = {
    {.name = "name", .about = "what the file is called", .needed = true},
    {.name = "source", .about = "where the answers come from, if not named after the file"},
    {.name = "at", .about = "when the answers were given, where no column says so"},
};

static const struct route_answer add_answers[] = {
    {.status = 201,
     .about = "What it would be taken for",
     .content = {"application/json", IMPORT_API_SCHEMA}},
    {.status = 422, .about = "It does not look like one table", .code = "INVALID"},
};

ROUTE(import_add) = {
    .method = METHOD_POST,
    .path = "/api/v1/imports",
    .queue = QUEUE_SLOW,
    .access = ACCESS_USER,
    .body = {.kind = BODY_TYPED,
             .types = files,
             .types_len = sizeof files / sizeof *files,
             .max = LIMIT_UPLOAD_BYTES,
             .setting = &conf_named_upload_mib,
             .is_stream = true},
    .about = "Send a file to be imported",
    .description =
        "The file's bytes are the body. It is looked at, and nothing is taken: report says what "
        "each column would be taken for, asks what it could not know, and holds the first records "
        "as they will be read and what the scores would come to. What is not run within a day is "
        "gone.",
    .tag = "imports",
    .query = add_parameters,
    .query_len = sizeof add_parameters / sizeof *add_parameters,
    .answers = add_answers,
    .answers_len = sizeof add_answers / sizeof *add_answers,
    .run = import_add_run,
};

/* ---- what is said about it ---- */

static struct err *read_map(struct request *rq, struct looking *l, str text)
{
    if (!str_trim(text).len)
        return NULL;
    struct import_map *map = ARENA_NEW(rq->arena, struct import_map);
    TRY(import_map_of_str(rq->arena, text, map));
    l->ask.map = map;
    if (import_upload_join(rq->arena, rq->store, l->id, map, &l->join))
        l->ask.join = &l->join;
    return NULL;
}

/* Of an import of which nothing was taken. */
static struct err *begin_again(struct request *rq, struct looking *l, struct import_entry *entry)
{
    TRY(import_api_find(rq, entry));
    if (entry->state != IMPORT_LOOKED_AT)
        FAIL(rq->arena, WHY_CONFLICT, "Import %lld was run, so its map stays.",
             (long long)entry->id);
    TRY(begin(rq, l));
    l->id = entry->id;
    l->ask.path = import_upload_path(rq->arena, rq->store, entry->id);
    l->ask.name = entry->name;
    l->ask.source = entry->source_given;
    l->ask.at_is_given = entry->has_at;
    l->ask.at = entry->at;
    return NULL;
}

/* It says whose file this is, and nothing of what stands in it. */
static bool names_source_alone(struct arena *a, const struct import_map *map)
{
    const struct import_map alone = {.source = map->source};
    return map->source.len && str_equal(import_map_to_text(a, map), import_map_to_text(a, &alone));
}

static struct err *import_map_run(struct request *rq)
{
    struct looking *l = ARENA_NEW(rq->arena, struct looking);
    struct import_entry entry;
    str text;
    TRY(begin_again(rq, l, &entry));
    TRY(request_body_bytes(rq, &text));
    TRY(read_map(rq, l, text));
    TRY(l->ask.map && names_source_alone(rq->arena, l->ask.map) ? look_remembering(l) : look(l));
    return import_api_reply(rq, 200, entry.id);
}

static struct err *import_codes_run(struct request *rq)
{
    struct looking *l = ARENA_NEW(rq->arena, struct looking);
    struct code_book *book = ARENA_NEW(rq->arena, struct code_book);
    struct import_entry entry;
    str bytes;
    TRY(begin_again(rq, l, &entry));
    TRY(request_body_bytes(rq, &bytes));
    TRY(read_map(rq, l, entry.map));
    TRY(code_book_of_bytes(rq->arena, bytes, book));
    l->ask.codes = book;
    TRY(look(l));
    return import_api_reply(rq, 200, entry.id);
}

/* The file of an import that is undone, as it was read then: to be changed and taken anew. */
static struct err *import_again_run(struct request *rq)
{
    struct looking *l = ARENA_NEW(rq->arena, struct looking);
    struct import_entry before, entry;
    bool found = false;
    int64_t id = 0;
    TRY(import_api_find(rq, &before));
    TRY(begin(rq, l));
    TRY(import_upload_again(rq->arena, rq->store, &before, rq->principal.name, rq->now, &id));
    TRY(import_get(rq->arena, rq->store, store_db(rq->store), id, &entry, &found));
    l->id = id;
    l->ask.path = import_upload_path(rq->arena, rq->store, id);
    l->ask.name = before.name;
    l->ask.source = entry.source_given;
    l->ask.at_is_given = before.has_at;
    l->ask.at = before.at;
    struct err *e = read_map(rq, l, before.map);
    e = e ? e : look(l);
    if (e) {
        (void)import_upload_drop(rq->arena, rq->store, id);
        return e;
    }
    return import_api_reply(rq, 201, id);
}

/* What was said of another second table says nothing of this one. */
static struct err *import_join_run(struct request *rq)
{
    struct looking *l = ARENA_NEW(rq->arena, struct looking);
    struct import_entry entry;
    struct import_upload table = {
        .path = rq->body.path, .bytes = rq->body.bytes, .len = rq->body.len};
    TRY(begin_again(rq, l, &entry));
    TRY(read_name(rq, &table.name));
    if (!table.len)
        FAIL(rq->arena, WHY_INVALID, "The file is empty.");
    TRY(read_map(rq, l, entry.map));
    if (!l->ask.map)
        l->ask.map = ARENA_NEW(rq->arena, struct import_map);
    l->ask.map->join_by = l->ask.map->join_to = S("");
    l->ask.map->join_twice = JOIN_TWICE_ASK;
    l->join = (struct join_wish){.source.name = table.name};
    TRY(import_upload_add_join(rq->arena, rq->store, entry.id, &table, &l->join.source.path));
    l->ask.join = &l->join;
    l->is_join_new = true;
    struct err *e = look(l);
    import_upload_drop_join(rq->arena, rq->store, entry.id); /* unless it is kept by now */
    TRY(e);
    return import_api_reply(rq, 200, entry.id);
}

static const struct route_answer map_answers[] = {
    {.status = 200,
     .about = "What it would be taken for now",
     .content = {"application/json", IMPORT_API_SCHEMA}},
    {.status = 404, .about = "There is no such import", .code = "MISSING"},
    {.status = 409, .about = "It was run", .code = "CONFLICT"},
    {.status = 422, .code = "INVALID"},
};

ROUTE(import_map) = {
    .method = METHOD_PUT,
    .path = "/api/v1/imports/{id}/map",
    .queue = QUEUE_SLOW,
    .access = ACCESS_USER,
    .body = {.kind = BODY_TYPED,
             .types = &map_text,
             .types_len = 1,
             .is_optional = true,
             .max = LIMIT_MAP_BYTES},
    .about = "Say what the columns are",
    .description = "The map as a text (docs/IMPORT.md), instead of the one before; an empty one "
                   "says nothing, and one that only names a source takes the file for what the "
                   "source's last one was. The answer is as of the file that was sent, planned "
                   "anew.",
    .tag = "imports",
    .answers = map_answers,
    .answers_len = sizeof map_answers / sizeof *map_answers,
    .run = import_map_run,
};

ROUTE(import_codes) = {
    .method = METHOD_PUT,
    .path = "/api/v1/imports/{id}/codes",
    .queue = QUEUE_SLOW,
    .access = ACCESS_USER,
    .body = {.kind = BODY_TYPED,
             .types = books,
             .types_len = sizeof books / sizeof *books,
             .max = LIMIT_CODE_BOOK_BYTES},
    .about = "Say what the codes mean",
    .description = "A code book as people have it (docs/IMPORT.md): a text, a table, or the labels "
                   "of SPSS. What it says of the file's columns goes into the map, beside what "
                   "stands there. The answer is as of the file that was sent, planned anew.",
    .tag = "imports",
    .answers = map_answers,
    .answers_len = sizeof map_answers / sizeof *map_answers,
    .run = import_codes_run,
};

static const struct route_answer again_answers[] = {
    {.status = 201,
     .about = "What it would be taken for",
     .content = {"application/json", IMPORT_API_SCHEMA}},
    {.status = 404, .about = "There is no such import, or its file is gone", .code = "MISSING"},
    {.status = 409, .about = "It is not undone", .code = "CONFLICT"},
    {.status = 422, .code = "INVALID"},
};

ROUTE(import_again) = {
    .method = METHOD_POST,
    .path = "/api/v1/imports/{id}/again",
    .queue = QUEUE_SLOW,
    .access = ACCESS_USER,
    .about = "Look again at the file of an import that is undone",
    .description = "A new import of the same file with the same map, so that how it was read can "
                   "be changed before it is taken anew. The file is kept for a day after it was "
                   "taken or undone.",
    .tag = "imports",
    .answers = again_answers,
    .answers_len = sizeof again_answers / sizeof *again_answers,
    .run = import_again_run,
};

static const struct route_parameter join_parameters[] = {
    {.name = "name", .about = "what the file is called", .needed = true},
};

ROUTE(import_join) = {
    .method = METHOD_PUT,
    .path = "/api/v1/imports/{id}/join",
    .queue = QUEUE_SLOW,
    .access = ACCESS_USER,
    .body = {.kind = BODY_TYPED,
             .types = files,
             .types_len = sizeof files / sizeof *files,
             .max = LIMIT_UPLOAD_BYTES,
             .setting = &conf_named_upload_mib,
             .is_stream = true},
    .about = "Send a second table whose columns come along by a key",
    .description =
        "A table about the same persons, accounts or orders (docs/IMPORT.md), in place of the one "
        "before. The key is found by what is in the columns, and is said otherwise in the map: "
        "join by, join to. Where it cannot be told, or where a key stands twice, join.stops is "
        "true, a question says what is to be chosen, and the import cannot be run before. Without "
        "\"join\" in the map nothing is joined.",
    .tag = "imports",
    .query = join_parameters,
    .query_len = sizeof join_parameters / sizeof *join_parameters,
    .answers = map_answers,
    .answers_len = sizeof map_answers / sizeof *map_answers,
    .run = import_join_run,
};
