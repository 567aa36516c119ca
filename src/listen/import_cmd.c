/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune import FILE — takes a file of answers into the record.  contract.md §1, §8.
 */
#include "base/command.h"
#include "base/file.h"
#include "base/limits.h"
#include "listen/import_recall.h"
#include "listen/import_report_cmd.h"
#include "listen/import_spool.h"
#include "listen/importing.h"
#include "people/organisation_db.h"

static const char *const formats[] = {"table", "json", NULL};

static const struct option options[] = {
    {.name = "data",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "DIR",
     .about = "the data folder that attune init made"},
    {.name = "map",
     .kind = OPTION_TEXT,
     .value = "FILE",
     .about = "what the columns are, where it cannot be known (docs/IMPORT.md)"},
    {.name = "as-before",
     .kind = OPTION_FLAG,
     .about = "read it as the last file with this header, or of the source, was read"},
    {.name = "codes",
     .kind = OPTION_TEXT,
     .value = "FILE",
     .about = "a code book: what the columns and their codes mean (docs/IMPORT.md)"},
    {.name = "join",
     .kind = OPTION_TEXT,
     .value = "FILE",
     .about = "a second table about the same customers, accounts or orders (docs/IMPORT.md)"},
    {.name = "on",
     .kind = OPTION_TEXT,
     .value = "COLUMN",
     .about = "the key of --join; COLUMN=COLUMN where the second table calls it otherwise"},
    {.name = "source",
     .kind = OPTION_TEXT,
     .value = "NAME",
     .about = "where the answers come from, if not named after the file"},
    {.name = "sheet",
     .kind = OPTION_TEXT,
     .value = "NAME",
     .about = "of a workbook, the sheet: its name or number, if not the first with something in "
              "it"},
    {.name = "at",
     .kind = OPTION_TEXT,
     .value = "DATE",
     .about = "when the answers were given, where no column says so"},
    {.name = "dry-run",
     .kind = OPTION_FLAG,
     .about = "say what would be taken for what, and take nothing"},
    {.name = "quarantine",
     .kind = OPTION_TEXT,
     .value = "FILE",
     .about = "a new file for the records that were refused, to be mended and imported again"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .choices = formats,
     .value = "FORMAT",
     .about = "how the report is printed, if not as a text"},
};

static struct err *read_codes(struct call *c, const struct code_book **out)
{
    str path = call_value(c, "codes");
    struct code_book *book = ARENA_NEW(c->arena, struct code_book);
    if (!path.ptr)
        return NULL;
    WRAP(c->arena, code_book_read(c->arena, path, book), "--codes");
    *out = book;
    return NULL;
}

static struct err *read_join(struct call *c, const struct join_wish **out)
{
    str path = call_value(c, "join"), on = call_value(c, "on"), to = {NULL, 0};
    if (!path.ptr && on.ptr)
        FAIL(c->arena, WHY_USAGE, "--on is the key of a second table, which --join names.");
    if (!path.ptr)
        return NULL;
    if (str_equal(path, S("-")))
        FAIL(c->arena, WHY_USAGE,
             "--join takes a file; standard input can be the first one alone.");
    struct join_wish *wish = ARENA_NEW(c->arena, struct join_wish);
    wish->source = (struct table_source){.path = path, .name = path};
    for (size_t i = path.len; i-- > 0 && wish->source.name.len == path.len;)
        if (path.ptr[i] == '/')
            wish->source.name = str_slice(path, i + 1, path.len);
    if (on.ptr)
        wish->by = str_trim(str_cut(on, '=', &to));
    wish->to = to.ptr ? str_trim(to) : S("");
    *out = wish;
    return NULL;
}

static struct err *read_map(struct call *c, struct import_map **out)
{
    str path = call_value(c, "map");
    struct file *file = NULL;
    size_t got = 0, len = 0;
    if (!path.ptr)
        return NULL;
    WRAP(c->arena, file_open(c->arena, path, &file), "--map");
    char *text = arena_take(c->arena, LIMIT_MAP_BYTES + 1);
    do {
        TRY(file_read(c->arena, file, text + len, LIMIT_MAP_BYTES + 1 - len, &got));
        len += got;
    } while (got && len <= LIMIT_MAP_BYTES);
    struct import_map *map = ARENA_NEW(c->arena, struct import_map);
    WRAP(c->arena, import_map_of_str(c->arena, (str){text, len}, map), "--map");
    *out = map;
    return NULL;
}

static struct err *read_at(struct call *c, struct importing_ask *ask)
{
    str zone, text = call_value(c, "at");
    TRY(organisation_zone(c->arena, ask->db, &zone));
    TRY(zone_open(c->arena, zone, &ask->zone));
    ask->at_is_given = text.ptr != NULL;
    return text.ptr ? importing_read_at(c->arena, ask->zone, text, "--at", &ask->at) : NULL;
}

/* The file, by a name and at a place where it can be read twice. */
static struct err *find_file(struct call *c, struct importing_ask *ask)
{
    ask->path = ask->name = c->arguments[0];
    if (!str_equal(ask->path, S("-")))
        return NULL;
    ask->name = S("standard input");
    return import_spool_input(c->arena, store_dir(c->store), &ask->path);
}

static struct err *recall(struct call *c, struct importing_ask *ask)
{
    struct import_memory *memory = ARENA_NEW(c->arena, struct import_memory);
    if (!call_has(c, "as-before"))
        return NULL;
    if (ask->map)
        FAIL(c->arena, WHY_USAGE, "--as-before takes the map of the last file; --map is another.");
    TRY(import_recall(c->arena, ask, memory));
    if (!memory->is_met)
        FAIL(c->arena, WHY_MISSING,
             "No file with the header of \"%.*s\"%s was imported before: say with --map what its "
             "columns are.",
             STR(ask->name), ask->source.len ? ", and none of this source," : "");
    return NULL;
}

static struct err *read_ask(struct call *c, struct importing_ask *ask)
{
    *ask = (struct importing_ask){.store = c->store,
                                  .source = call_value(c, "source"),
                                  .sheet = call_value(c, "sheet"),
                                  .now = c->now,
                                  .actor = S("command line"),
                                  .shows_progress = c->err,
                                  .ends = c->is_to_end};
    TRY(store_open_reader(c->arena, c->store, &ask->db));
    TRY(read_at(c, ask));
    TRY(read_map(c, &ask->map));
    TRY(read_codes(c, &ask->codes));
    TRY(read_join(c, &ask->join));
    TRY(find_file(c, ask));
    return recall(c, ask);
}

static struct err *make_quarantine(struct call *c, struct new_file **out)
{
    str path = call_value(c, "quarantine");
    if (path.ptr)
        WRAP(c->arena, new_file_make(c->arena, path, out), "--quarantine");
    return NULL;
}

static struct err *fill_quarantine(struct call *c, struct importing *importing,
                                   struct new_file *quarantine)
{
    size_t len = 0;
    TRY(importing_quarantine(importing, quarantine, &len));
    return new_file_keep(c->arena, quarantine);
}

static void print(struct call *c, const struct import_report *report)
{
    struct buf out = buf_make(c->arena, LIMIT_OUTPUT_BYTES);
    if (str_equal(call_value(c, "format"), S("json")))
        import_report_to_json(report, &out);
    else
        import_report_to_text(c->arena, report, terminal_of_stream(c->out), &out);
    (void)fwrite(out.ptr, 1, out.len, c->out);
}

static struct err *import_run(struct call *c, int *status)
{
    struct importing_ask ask;
    struct importing *importing = NULL;
    struct new_file *quarantine = NULL;
    TRY(read_ask(c, &ask));
    TRY(make_quarantine(c, &quarantine)); /* before anything is taken */
    TRY(importing_look(c->arena, &ask, &importing));
    TRY(call_has(c, "dry-run") ? importing_try(importing) : importing_take(importing));
    if (quarantine)
        TRY(fill_quarantine(c, importing, quarantine));
    const struct import_report *report = importing_report(importing);
    print(c, report);
    *status = report->refused > 0;
    return NULL;
}

COMMAND(import) = {
    .name = "import",
    .summary = "Take a file of answers into the record",
    .arguments = "FILE",
    .arguments_min = 1,
    .arguments_max = 1,
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .data = DATA_WRITES,
    .description =
        "Reads a table with a header line (CSV, Excel's .xlsx or records of JSON, as attune score "
        "does), or signals as JSON, one a line, and keeps every record as a signal. FILE - is "
        "standard input. It says what it "
        "took each column for, what it refused and why, and what it could not know, with the line "
        "of a map that changes it.\n\n"
        "The same file again changes nothing, and one that has grown adds what is new. An import "
        "that was stopped is gone on with by the same command.",
    .examples = "attune import --data DIR survey.csv # one signal per record\n"
                "attune import --data DIR survey.csv --dry-run # what it would be taken for\n"
                "attune import --data DIR survey.csv --map survey.map --source spring"
                " # with what you know about it\n"
                "attune import --data DIR may.csv --as-before # as last month's file\n"
                "attune import --data DIR survey.csv --join plan.csv --on customer"
                " # with what another table knows of each customer\n"
                "attune import --data DIR signals.ndjson --format json # signals, and a report for "
                "a program",
    .run = import_run,
};
