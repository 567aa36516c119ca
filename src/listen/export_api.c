/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * GET /api/v1/sources/{key}/export — the signals of a source as a file.
 */
#include <errno.h>
#include <fcntl.h>

#include "http/request.h"
#include "listen/exporting.h"
#include "listen/source_change.h"
#include "people/audit_db.h"

/* A key is letters of any script, digits and _; RFC 8187 has all but ASCII encoded. */
static str encoded(struct arena *a, str key)
{
    struct buf b = buf_make(a, 3 * key.len);
    for (size_t i = 0; i < key.len; i++) {
        unsigned char c = (unsigned char)key.ptr[i];
        if (c < 0x80)
            buf_add_char(&b, key.ptr[i]);
        else
            buf_addf(&b, "%%%02X", c);
    }
    return buf_str(&b);
}

static struct err *read_format(struct request *rq, enum export_format *format)
{
    str name = request_query(rq, "format");
    *format = EXPORT_CSV;
    if (!name.ptr || export_format_of_name(name, format))
        return NULL;
    FAIL(rq->arena, WHY_USAGE, "format: \"%.*s\" is none of csv, xlsx, ndjson, map.", STR(name));
}

/* It lies under no name that stays: only its descriptor reads on. */
static struct err *reply_new_file(struct request *rq, const struct new_file *file, const char *type)
{
    int descriptor = open(str_to_chars(rq->arena, new_file_path(file)), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        FAIL(rq->arena, WHY_FAILED, "The export cannot be read again: %s.", strerror(errno));
    reply_file(rq, 200, str_of_chars(type), descriptor, new_file_bytes(file));
    return NULL;
}

static struct err *write_export(struct request *rq, struct db *db, enum export_format format,
                                bool is_personal, struct new_file *file)
{
    struct source source;
    struct export x;
    TRY(db_begin_read(rq->arena, db));
    TRY(source_get(rq->arena, db, request_parameter(rq, "key"), &source));
    TRY(export_open(rq->arena, db, &source, is_personal, &x));
    struct exporting how = {
        .db = db, .key = store_key(rq->store), .x = &x, .now = rq->now, .ends = rq->is_to_end};
    return exporting_to_file(rq->arena, &how, format, file);
}

/* Who took what out. */
static struct err *write_audit(struct arena *a, struct db *db, void *what)
{
    return audit_add(a, db, what);
}

static struct err *note(struct request *rq, str key, enum export_format format, bool is_personal)
{
    struct audit audit = {.at = rq->now,
                          .actor = rq->principal.name,
                          .action = S("source.exported"),
                          .object = key,
                          .detail = str_format(rq->arena, "{\"format\":\"%s\",\"personal\":%s}",
                                               export_format_name(format),
                                               is_personal ? "true" : "false")};
    struct write w = {.apply = write_audit, .what = &audit, .arena = rq->arena};
    return store_write(rq->store, &w);
}

static struct err *source_export_run(struct request *rq)
{
    enum export_format format = EXPORT_CSV;
    struct new_file *file = NULL;
    int64_t personal = 0;
    str key = request_parameter(rq, "key");
    TRY(read_format(rq, &format));
    TRY(request_query_whole(rq, "personal", 0, 1, 0, &personal));
    str path = str_format(rq->arena, "%.*s/spool/export", STR(store_dir(rq->store)));
    TRY(new_file_make(rq->arena, path, &file));
    struct db *db = store_db(rq->store);
    struct err *e = write_export(rq, db, format, personal != 0, file);
    db_end_read(db);
    TRY(e);
    TRY(note(rq, key, format, personal != 0));
    reply_header(rq, "Content-Disposition",
                 str_format(rq->arena, "attachment; filename*=UTF-8''%.*s.%s",
                            STR(encoded(rq->arena, key)), export_format_name(format)));
    return reply_new_file(rq, file, export_format_type(format));
}

static const struct route_parameter query[] = {
    {.name = "format",
     .about = "csv, xlsx, ndjson; map is the code book of any of them",
     .schema = "{\"enum\":[\"csv\",\"xlsx\",\"ndjson\",\"map\"],\"default\":\"csv\"}"},
    {.name = "personal",
     .about = "1: with comments, and who answered",
     .schema = "{\"type\":\"integer\",\"enum\":[0,1],\"default\":0}"},
};

#define FILE_OF(its_type, its_schema)                                                              \
    {                                                                                              \
        .status = 200, .about = "The file", .content = {                                           \
            .type = (its_type),                                                                    \
            .schema = (its_schema)                                                                 \
        }                                                                                          \
    }
static const struct route_answer answers[] = {
    FILE_OF("text/csv", NULL),
    FILE_OF("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", NULL),
    FILE_OF("application/x-ndjson",
            "{\"type\":\"object\",\"required\":[\"key\",\"at\",\"source\",\"answers\"]}"),
    FILE_OF("text/plain", NULL),
    {.status = 404, .about = "There is no such source", .code = "MISSING"},
};

ROUTE(source_export) = {
    .method = METHOD_GET,
    .path = "/api/v1/sources/{key}/export",
    .queue = QUEUE_SLOW,
    .access = ACCESS_USER,
    .about = "Download the signals of a source",
    .description = "As attune export writes them: one state of the record, a signal per line.",
    .tag = "sources",
    .query = query,
    .query_len = sizeof query / sizeof *query,
    .answers = answers,
    .answers_len = sizeof answers / sizeof *answers,
    .run = source_export_run,
};
