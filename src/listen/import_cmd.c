/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune import FILE — takes a file of answers into the record.  contract.md §1, §8.
 */
#include "base/command.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/import_db.h"
#include "listen/import_lines.h"
#include "listen/import_report.h"
#include "listen/import_report_cmd.h"
#include "listen/import_spool.h"
#include "listen/import_table.h"
#include "listen/seal_db.h"
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
    {.name = "source",
     .kind = OPTION_TEXT,
     .value = "NAME",
     .about = "where the answers come from, if not named after the file"},
    {.name = "at",
     .kind = OPTION_TEXT,
     .value = "DATE",
     .about = "when the answers were given, where no column says so"},
    {.name = "dry-run",
     .kind = OPTION_FLAG,
     .about = "say what would be taken for what, and take nothing"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .choices = formats,
     .value = "FORMAT",
     .about = "how the report is printed, if not as a text"},
};

enum { NOTES = 8 };

/* An import under way. */
struct import {
    struct call *c;
    struct arena *a;
    struct db *db;  /* reads */
    str path, name; /* of the file */
    str map_text;
    struct import_map *map; /* NULL: none */
    bool at_is_given;
    usec_t at;
    struct zone *zone;
    struct import_table table;
    struct import_lines lines;
    bool is_lines;
    struct import_plan plan;
    int64_t *known_ids;
    struct source source;
    struct import_opening opening;
    int64_t refused_before; /* by the door, of records that an earlier import did */
    struct import_refusals refusals;
    struct import_trial trial;
    struct import_report report;
    struct import_note notes[NOTES];
};

static struct err *read_map(struct import *i)
{
    str path = call_value(i->c, "map");
    struct file *file = NULL;
    size_t got = 0, len = 0;
    if (!path.ptr)
        return NULL;
    WRAP(i->a, file_open(i->a, path, &file), "--map");
    char *text = arena_take(i->a, LIMIT_MAP_BYTES + 1);
    do {
        TRY(file_read(i->a, file, text + len, LIMIT_MAP_BYTES + 1 - len, &got));
        len += got;
    } while (got && len <= LIMIT_MAP_BYTES);
    i->map = ARENA_NEW(i->a, struct import_map);
    WRAP(i->a, import_map_of_str(i->a, (str){text, len}, i->map), "--map");
    i->map_text = import_map_to_text(i->a, i->map);
    return NULL;
}

static struct err *read_at(struct import *i)
{
    str text = call_value(i->c, "at");
    int32_t day = 0;
    usec_t time_of_day = 0;
    i->at = i->c->now;
    i->at_is_given = text.ptr != NULL;
    if (!text.ptr || usec_of_str(text, &i->at))
        return NULL;
    if (!usec_of_wall(text, &day, &time_of_day))
        FAIL(i->a, WHY_USAGE, "--at takes a date such as 2026-03-01, or a time, not %.*s.",
             STR(text_quote(i->a, text)));
    i->at = zone_instant(i->zone, day, time_of_day);
    return NULL;
}

/* The file, by a name and at a place where it can be read twice. */
static struct err *find_file(struct import *i)
{
    i->path = i->name = i->c->arguments[0];
    if (!str_equal(i->path, S("-")))
        return NULL;
    i->name = S("standard input");
    return import_spool_input(i->a, store_dir(i->c->store), &i->path);
}

static struct err *begin(struct import *i)
{
    str zone;
    TRY(store_open_reader(i->a, i->c->store, &i->db));
    TRY(organisation_zone(i->a, i->db, &zone));
    TRY(zone_open(i->a, zone, &i->zone));
    TRY(read_at(i));
    TRY(read_map(i));
    TRY(find_file(i));
    return import_lines_are(i->a, i->path, i->name, &i->is_lines);
}

static struct err *find_source(struct import *i)
{
    struct import_source_ask ask = {.given = call_value(i->c, "source"), .path = i->name};
    if (!ask.given.ptr)
        ask.given = i->map ? i->map->source : S("");
    if (!i->is_lines)
        ask.header = import_header_hash(i->a, i->table.header, i->table.header_len);
    i->opening.header = ask.header;
    return import_source_find(i->a, i->db, &ask, &i->source);
}

/* An id that stands twice is no key: then the whole record is. */
static struct err *check_key(struct import *i)
{
    size_t column = i->plan.roles[IMPORT_ROLE_KEY];
    bool is = true;
    if (column == IMPORT_NONE)
        return NULL;
    TRY(import_table_is_unique(i->a, &i->table, column, &is));
    if (is)
        return NULL;
    i->plan.roles[IMPORT_ROLE_KEY] = IMPORT_NONE;
    i->notes[i->report.notes_len++] = (struct import_note){
        .code = "key_repeats",
        .text = str_format(i->a,
                           "The column %.*s is no key: it has empty cells, or the same one twice; "
                           "each record is known by all of its cells instead.",
                           STR(text_quote(i->a, i->table.header[column])))};
    return NULL;
}

static struct err *plan(struct import *i)
{
    struct import_known known;
    TRY(import_known_load(i->a, i->db, i->source.id, &known, &i->known_ids));
    struct import_plan_ask ask = {.header = i->table.header,
                                  .header_len = i->table.header_len,
                                  .profile = i->table.profile,
                                  .map = i->map,
                                  .known = &known,
                                  .time_is_given = i->at_is_given};
    struct err *e = import_plan_make(i->a, &ask, &i->plan);
    if (e)
        return e;
    i->report.plan = &i->plan;
    return check_key(i);
}

static struct err *learn(struct import *i)
{
    if (i->is_lines) {
        if (i->map)
            FAIL(i->a, WHY_USAGE, "--map is about columns; \"%.*s\" holds signals as JSON.",
                 STR(i->name));
        i->lines = (struct import_lines){
            .path = i->path, .shows_progress = i->c->err, .ends = i->c->is_to_end};
        TRY(import_lines_learn(i->a, &i->lines));
        return find_source(i);
    }
    i->table = (struct import_table){
        .path = i->path, .name = i->name, .shows_progress = i->c->err, .ends = i->c->is_to_end};
    TRY(import_table_learn(i->a, &i->table));
    TRY(find_source(i));
    return plan(i);
}

static struct err *open_record(struct import *i)
{
    i->opening.source = &i->source;
    i->opening.plan = i->is_lines ? NULL : &i->plan;
    i->opening.known_ids = i->known_ids;
    i->opening.name = i->name;
    i->opening.content = i->is_lines ? i->lines.content : i->table.content;
    i->opening.map = i->map_text;
    i->opening.now = i->c->now;
    i->opening.field_ids = ARENA_ARRAY(i->a, int64_t, i->table.header_len + 1);
    TRY(import_open(i->a, i->c->store, &i->opening));
    i->refused_before = i->opening.row.refused;
    return NULL;
}

/* Sends the file or, in a trial, only looks at it once more. */
static struct err *read_again(struct import *i, struct import_sender *sender)
{
    int64_t done = i->opening.row.records;
    if (i->is_lines) {
        i->lines.trial = i->report.dry_run ? &i->trial : NULL;
        return import_lines_send(i->a, &i->lines, done, &i->refusals, sender);
    }
    struct import_reading reading = {.table = &i->table,
                                     .plan = &i->plan,
                                     .field_ids = i->opening.field_ids,
                                     .source = i->source.key,
                                     .zone = i->zone,
                                     .at = i->at,
                                     .at_is_given = i->at_is_given,
                                     .refusals = &i->refusals,
                                     .trial = i->report.dry_run ? &i->trial : NULL};
    return import_table_send(i->a, &reading, done, sender);
}

static struct err *send(struct import *i)
{
    struct import_sending sending = {
        .store = i->c->store,
        .source = i->source.key,
        .opens = true,
        .has_columns = !i->is_lines,
        .keys_named = !i->is_lines && i->plan.roles[IMPORT_ROLE_KEY] != IMPORT_NONE,
        .now = i->opening.now,
        .row = &i->opening.row,
        .refusals = &i->refusals,
    };
    return read_again(i, import_sender_make(i->a, &sending));
}

/* What would be taken; a column that is kept has some field. */
static struct err *try_out(struct import *i)
{
    i->trial = (struct import_trial){.db = i->db, .source = i->source.id};
    i->opening.field_ids = ARENA_ARRAY(i->a, int64_t, i->table.header_len + 1);
    for (size_t c = 0; !i->is_lines && c < i->table.header_len; c++)
        i->opening.field_ids[c] = i->plan.columns[c].field.len > 0;
    TRY(read_again(i, NULL));
    i->opening.row.taken = (int64_t)i->trial.taken;
    i->opening.row.duplicates = (int64_t)i->trial.duplicates;
    return NULL;
}

static void add_note(struct import *i, const char *code, const char *key, uint64_t number, str text)
{
    i->notes[i->report.notes_len++] =
        (struct import_note){.code = code, .key = key, .number = number, .text = text};
}

/* Where it stops in the middle, it says how to go on. */
static struct err *send_all(struct import *i)
{
    struct err *e = send(i);
    if (!e || call_is_to_end(i->c))
        return e;
    return err_wrap(
        i->a, e, __FILE__, __LINE__,
        "The import stopped behind record %lld, and the same command goes on from there",
        (long long)i->opening.row.records);
}

/* What came is made into columns where it is much.  It can be asked about either way, so
 * that this failed is told, and no failure of the import. */
static void seal(struct import *i)
{
    struct seal_options how = {.shows_progress = i->c->err, .ends = i->c->is_to_end};
    struct seal_outcome outcome = {.was_damaged = false};
    const struct err *e = seal_columns(i->a, i->c->store, i->db, &how, &outcome);
    if (outcome.was_damaged)
        add_note(i, "columns_made_anew", NULL, 0,
                 S("Some columns were damaged and were made anew from the record."));
    if (e)
        add_note(i, "not_sealed", NULL, 0,
                 str_format(i->a,
                            "All is taken, but no columns could be made of it, so that questions "
                            "take longer until attune rebuild makes them: %.*s",
                            STR(e->text)));
}

/* What the door refused before an earlier import was stopped is counted, but not known. */
static void add_refused_before(struct import *i)
{
    uint64_t before = (uint64_t)i->refused_before;
    if (before)
        add_note(i, "refused_before", "n", before,
                 str_format(i->a,
                            "%llu of the refused were refused before the import was stopped, and "
                            "are not listed; the same command again lists them.",
                            (unsigned long long)before));
}

static void add_notes(struct import *i)
{
    add_refused_before(i);
    if (i->table.mixed_records)
        add_note(i, "mixed_encoding", "records", i->table.mixed_records,
                 str_format(i->a,
                            "%llu records are not in the encoding of the rest; they were read as "
                            "Windows-1252.",
                            (unsigned long long)i->table.mixed_records));
    if (i->table.left_out_tail || i->lines.left_out_tail)
        add_note(i, "file_grew", "records_left_out", 1,
                 S("The file grew while it was read; its last record was not complete and is left "
                   "out."));
    if (!i->is_lines && !i->at_is_given && i->plan.roles[IMPORT_ROLE_TIME] == IMPORT_NONE)
        add_note(i, "assumed_times", NULL, 0,
                 S("Nothing says when these answers were given: the time of the import is assumed, "
                   "and trends leave them out."));
}

static void report(struct import *i)
{
    const struct import_row *row = &i->opening.row;
    add_notes(i);
    i->report.source = i->source.key;
    i->report.rows = i->is_lines ? i->lines.records : i->table.records;
    i->report.taken = (uint64_t)row->taken;
    i->report.duplicates = (uint64_t)row->duplicates;
    i->report.refused = i->refusals.len + (uint64_t)i->refused_before;
    i->report.refused_first = i->refusals.list;
    i->report.refused_listed = i->refusals.listed;
    i->report.import = row->id;
    i->report.resumed = row->resumes;
    i->report.notes = i->notes;
}

static struct err *print(const struct import *i)
{
    struct buf out = buf_make(i->a, LIMIT_OUTPUT_BYTES);
    if (str_equal(call_value(i->c, "format"), S("json")))
        import_report_to_json(&i->report, &out);
    else
        import_report_to_text(i->a, &i->report, terminal_of_stream(i->c->out), &out);
    (void)fwrite(out.ptr, 1, out.len, i->c->out);
    return NULL;
}

static struct err *end(struct import *i)
{
    struct import_row row = i->opening.row;
    row.refused = (int64_t)i->refusals.len + i->refused_before;
    return import_close(i->a, i->c->store, &row, &i->source, i->opening.content, i->opening.now);
}

static struct err *import_run(struct call *c, int *status)
{
    /* A batch may still be on its way when an import fails: it looks at this until the arena
     * is done. */
    struct import *i = ARENA_NEW(c->arena, struct import);
    *i = (struct import){.c = c, .a = c->arena, .refusals = {.arena = c->arena}};
    TRY(begin(i));
    TRY(learn(i));
    i->report.dry_run = call_has(c, "dry-run");
    if (i->report.dry_run) {
        TRY(try_out(i));
    } else {
        TRY(open_record(i));
        TRY(send_all(i));
        seal(i);
        TRY(end(i));
    }
    report(i);
    TRY(print(i));
    *status = i->report.refused > 0;
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
        "Reads a table of text with a header line (as attune score does), or signals as JSON, one "
        "a line, and keeps every record as a signal. FILE - is standard input. It says what it "
        "took each column for, what it refused and why, and what it could not know, with the line "
        "of a map that changes it.\n\n"
        "The same file again changes nothing, and one that has grown adds what is new. An import "
        "that was stopped is gone on with by the same command.",
    .examples = "attune import --data DIR survey.csv # one signal per record\n"
                "attune import --data DIR survey.csv --dry-run # what it would be taken for\n"
                "attune import --data DIR survey.csv --map survey.map --source spring"
                " # with what you know about it\n"
                "attune import --data DIR signals.ndjson --format json # signals, and a report for "
                "a program",
    .run = import_run,
};
