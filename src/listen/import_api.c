/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The addresses of imports that know no scores: listed, looked up, run, undone.
 */
#include "listen/import_api.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/decimal.h"
#include "base/json_read.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/import_runner.h"
#include "listen/import_undo_db.h"
#include "listen/import_upload_db.h"

enum { PAGE = 50, PAGE_MOST = 1000 };

CONF(upload_mib) = {
    .name = "upload_mib",
    .kind = CONF_WHOLE,
    .fallback = "2048",
    .lo = 1,
    .hi = LIMIT_UPLOAD_BYTES / MIB,
    .about = "how long a file may be that is sent to be imported, in MiB",
};

static struct err *find(struct request *rq, int64_t id, struct import_entry *out)
{
    bool found = false;
    TRY(import_get(rq->arena, rq->store, store_db(rq->store), id, out, &found));
    if (!found)
        FAIL(rq->arena, WHY_MISSING, "There is no such import.");
    return NULL;
}

struct err *import_api_find(struct request *rq, struct import_entry *out)
{
    struct decimal number;
    str text = request_parameter(rq, "id");
    bool is = decimal_of_str(text, &number) && decimal_is_whole(number);
    return find(rq, is ? number.mantissa : 0, out);
}

/* ---- one ---- */

struct err *import_api_reply(struct request *rq, int status, int64_t id)
{
    struct import_entry entry;
    str report;
    TRY(find(rq, id, &entry));
    TRY(import_report_get(rq->arena, store_db(rq->store), id, &report));
    struct json j = reply_json(rq, status);
    json_open_object(&j);
    import_entry_to_json(rq->arena, &entry, &j);
    json_key(&j, S("report"));
    json_literal(&j, report.len ? report : S("null"));
    json_close_object(&j);
    return NULL;
}

static struct err *import_run(struct request *rq)
{
    struct import_entry entry;
    TRY(import_api_find(rq, &entry));
    return import_api_reply(rq, 200, entry.id);
}

#define NO_SUCH_IMPORT                                                                             \
    {                                                                                              \
        .status = 404, .about = "There is no such import", .code = "MISSING"                       \
    }

static const struct route_answer one_answers[] = {
    {.status = 200, .content = {"application/json", IMPORT_API_SCHEMA}},
    NO_SUCH_IMPORT,
};

ROUTE(import) = {
    .method = METHOD_GET,
    .path = "/api/v1/imports/{id}",
    .queue = QUEUE_READ,
    .access = ACCESS_USER,
    .about = "Look an import up",
    .description = "With its report: as it would be taken while it is looked at, as it was taken "
                   "when it is done; null in between.",
    .tag = "imports",
    .answers = one_answers,
    .answers_len = sizeof one_answers / sizeof *one_answers,
    .run = import_run,
};

/* ---- all ---- */

static struct err *imports_run(struct request *rq)
{
    struct import_entry *list = NULL;
    size_t len = 0;
    int64_t limit = 0, below = 0;
    TRY(request_query_whole(rq, "limit", 1, PAGE_MOST, PAGE, &limit));
    TRY(request_query_whole(rq, "cursor", 1, INT64_MAX, INT64_MAX, &below));
    TRY(import_list(rq->arena, rq->store, store_db(rq->store), below, (size_t)limit + 1, &list,
                    &len));
    size_t shown = len > (size_t)limit ? (size_t)limit : len;
    struct json j = reply_json(rq, 200);
    json_open_object(&j);
    json_key(&j, S("imports"));
    json_open_array(&j);
    for (size_t i = 0; i < shown; i++) {
        json_open_object(&j);
        import_entry_to_json(rq->arena, &list[i], &j);
        json_close_object(&j);
    }
    json_close_array(&j);
    json_key(&j, S("next"));
    if (len > shown)
        json_text(&j, str_format(rq->arena, "%lld", (long long)list[shown - 1].id));
    else
        json_none(&j);
    json_close_object(&j);
    return NULL;
}

static const struct route_parameter page_parameters[] = {
    {.name = "limit",
     .about = "imports of a page",
     .schema = "{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000,\"default\":50}"},
    {.name = "cursor", .about = "next of the page before"},
};

static const struct route_answer page_answers[] = {
    {.status = 200,
     .content = {"application/json",
                 "{\"type\":\"object\",\"required\":[\"imports\",\"next\"],\"properties\":{"
                 "\"imports\":{\"type\":\"array\",\"items\":" IMPORT_API_ENTRY "},"
                 "\"next\":{\"type\":[\"string\",\"null\"]}}}"}},
};

ROUTE(imports) = {
    .method = METHOD_GET,
    .path = "/api/v1/imports",
    .queue = QUEUE_READ,
    .access = ACCESS_USER,
    .about = "List what was imported, the newest first",
    .tag = "imports",
    .query = page_parameters,
    .query_len = sizeof page_parameters / sizeof *page_parameters,
    .answers = page_answers,
    .answers_len = sizeof page_answers / sizeof *page_answers,
    .run = imports_run,
};

/* ---- what is done with one ---- */

/* What must be chosen before anything is taken. */
static struct err *check_choices(struct request *rq, const struct import_entry *entry)
{
    struct json_value report;
    str text;
    if (entry->state != IMPORT_LOOKED_AT)
        return NULL;
    TRY(import_report_get(rq->arena, store_db(rq->store), entry->id, &text));
    if (!text.len)
        return NULL;
    TRY(json_read(rq->arena, text, &report));
    const struct json_value *join = json_read_member(&report, S("join"));
    if (join && json_read_member(join, S("stops")))
        FAIL(rq->arena, WHY_CONFLICT,
             "How the second table is joined must be chosen first; report.questions says what.");
    return NULL;
}

static struct err *import_run_run(struct request *rq)
{
    struct import_entry entry;
    TRY(import_api_find(rq, &entry));
    TRY(check_choices(rq, &entry));
    TRY(import_upload_run(rq->arena, rq->store, &entry, rq->principal.name, rq->now));
    import_runner_wake();
    return import_api_reply(rq, 202, entry.id);
}

static const struct route_answer run_answers[] = {
    {.status = 202,
     .about = "It waits for its turn",
     .content = {"application/json", IMPORT_API_SCHEMA}},
    {.status = 404, .about = "There is no such import, or its file is gone", .code = "MISSING"},
    {.status = 409,
     .about = "It was run already, or how a second table is joined is not chosen",
     .code = "CONFLICT"},
};

ROUTE(import_run) = {
    .method = METHOD_POST,
    .path = "/api/v1/imports/{id}/run",
    .queue = QUEUE_WRITE,
    .access = ACCESS_USER,
    .about = "Take a file that was looked at, or go on with one that stopped",
    .description = "It is taken behind the answer, whoever watches; one after the other. "
                   "/api/v1/imports/{id}/events tells how far it is.",
    .tag = "imports",
    .answers = run_answers,
    .answers_len = sizeof run_answers / sizeof *run_answers,
    .run = import_run_run,
};

static struct err *import_remove_run(struct request *rq)
{
    struct import_entry entry;
    TRY(import_api_find(rq, &entry));
    if (entry.state == IMPORT_LOOKED_AT || (entry.state == IMPORT_WAITING && !entry.records)) {
        TRY(import_upload_drop(rq->arena, rq->store, entry.id));
        reply_empty(rq, 204);
        return NULL;
    }
    struct import_undo undo = {.import = entry.id, .now = rq->now, .actor = rq->principal.name};
    TRY(import_undo_begin(rq->arena, rq->store, store_db(rq->store), &undo));
    import_runner_wake();
    return import_api_reply(rq, 202, entry.id);
}

static const struct route_answer remove_answers[] = {
    {.status = 202,
     .about = "It is being undone",
     .content = {"application/json", IMPORT_API_SCHEMA}},
    {.status = 204, .about = "The file is gone"},
    NO_SUCH_IMPORT,
    {.status = 409, .about = "It runs, or is undone", .code = "CONFLICT"},
};

ROUTE(import_remove) = {
    .method = METHOD_DELETE,
    .path = "/api/v1/imports/{id}",
    .queue = QUEUE_WRITE,
    .access = ACCESS_USER,
    .about = "Undo an import, or take back a file that was not run",
    .description = "Every signal that it brought goes, behind the answer: 202, and "
                   "/api/v1/imports/{id}/events tells how far it is. What was not run is gone at "
                   "once: 204. One that runs, or is undone, is 409.",
    .tag = "imports",
    .answers = remove_answers,
    .answers_len = sizeof remove_answers / sizeof *remove_answers,
    .run = import_remove_run,
};

/* ---- what was refused ---- */

static struct err *import_quarantine_run(struct request *rq)
{
    struct import_entry entry;
    struct stat is;
    TRY(import_api_find(rq, &entry));
    int file =
        open(import_upload_refused_path(rq->arena, rq->store, entry.id).ptr, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        FAIL(rq->arena, WHY_MISSING,
             "There are no refused records of import %lld: none was refused as a whole, or a week "
             "is over.",
             (long long)entry.id);
    if (fstat(file, &is) != 0) {
        (void)close(file);
        FAIL(rq->arena, WHY_FAILED, "What was refused cannot be read.");
    }
    reply_file(rq, 200, S("text/csv; charset=utf-8"), file, (uint64_t)is.st_size);
    reply_header(rq, "Content-Disposition",
                 str_format(rq->arena, "attachment; filename=\"import-%lld-refused.csv\"",
                            (long long)entry.id));
    return NULL;
}

static const struct route_answer quarantine_answers[] = {
    {.status = 200, .content = {.type = "text/csv"}},
    {.status = 404, .about = "There are none, or a week is over", .code = "MISSING"},
};

ROUTE(import_quarantine) = {
    .method = METHOD_GET,
    .path = "/api/v1/imports/{id}/quarantine",
    .queue = QUEUE_READ,
    .access = ACCESS_USER,
    .about = "The records of which nothing was taken, to be mended and sent again",
    .description = "With their line and the reason in front, the cells as they were read: what a "
                   "spreadsheet takes for a formula is one there. An import leaves the first two "
                   "columns out. Kept for a week.",
    .tag = "imports",
    .answers = quarantine_answers,
    .answers_len = sizeof quarantine_answers / sizeof *quarantine_answers,
    .run = import_quarantine_run,
};
