/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune imports — what was imported, and what became of it.
 */
#include "base/cell.h"
#include "base/command.h"
#include "base/decimal.h"
#include "base/limits.h"
#include "draw/sheet.h"
#include "listen/import_list_db.h"

enum { TIME_CHARS = 16 }; /* up to the minute */

static const char *const formats[] = {"table", "json", "csv", NULL};

static const struct option options[] = {
    {.name = "data",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "DIR",
     .about = "the data folder that attune init made"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .choices = formats,
     .value = "FORMAT",
     .about = "how they are printed, if not as a table"},
};

static str whole(struct arena *a, int64_t number)
{
    return str_format(a, "%lld", (long long)number);
}

static str words_of(enum import_state state)
{
    return state == IMPORT_LOOKED_AT ? S("looked at") : import_state_name(state);
}

static str time_of(struct arena *a, usec_t at)
{
    str text = str_slice(usec_to_str(a, at), 0, TIME_CHARS);
    return str_format(a, "%.*s %.*s", STR(str_slice(text, 0, 10)), STR(str_slice(text, 11, 16)));
}

static void print_table(struct call *c, const struct import_entry *list, size_t len,
                        struct buf *out)
{
    const struct sheet_column columns[] = {
        {.header = S("Import"), .kind = SHEET_NUMBER},
        {.header = S("When (UTC)"), .kind = SHEET_TEXT, .leaves = 3},
        {.header = S("Source"), .kind = SHEET_TEXT, .shrinks = true},
        {.header = S("File"), .kind = SHEET_TEXT, .shrinks = true, .leaves = 4},
        {.header = S("Records"), .kind = SHEET_NUMBER, .leaves = 2},
        {.header = S("Taken"), .kind = SHEET_NUMBER},
        {.header = S("Known"), .kind = SHEET_NUMBER, .leaves = 1},
        {.header = S("Refused"), .kind = SHEET_NUMBER},
        {.header = S("State"), .kind = SHEET_TEXT},
    };
    struct arena *a = c->arena;
    struct sheet *s = sheet_make(a, columns, sizeof columns / sizeof *columns);
    sheet_set_title(s, S("Imports"), len ? S("the newest first") : S("There are none."));
    for (size_t i = 0; i < len; i++) {
        const struct import_entry *e = &list[i];
        size_t at = 0;
        sheet_add_row(s, e->state == IMPORT_UNDONE ? TONE_FAINT : TONE_PLAIN);
        sheet_put(s, at++, whole(a, e->id), TONE_PLAIN);
        sheet_put(s, at++, time_of(a, e->started_at), TONE_PLAIN);
        sheet_put(s, at++, e->source, TONE_PLAIN);
        sheet_put(s, at++, e->name, TONE_PLAIN);
        sheet_put(s, at++, e->has_rows ? whole(a, e->rows) : S(""), TONE_PLAIN);
        sheet_put(s, at++, whole(a, e->taken), TONE_PLAIN);
        sheet_put(s, at++, whole(a, e->duplicates), TONE_PLAIN);
        sheet_put(s, at++, whole(a, e->refused), e->refused ? TONE_BAD : TONE_PLAIN);
        sheet_put(s, at++, words_of(e->state), e->state == IMPORT_STOPPED ? TONE_BAD : TONE_PLAIN);
    }
    sheet_print(s, terminal_of_stream(c->out), out);
}

static void print_json(struct call *c, const struct import_entry *list, size_t len, struct buf *out)
{
    struct json j = json_make(out);
    json_open_object(&j);
    json_key(&j, S("imports"));
    json_open_array(&j);
    for (size_t i = 0; i < len; i++) {
        json_open_object(&j);
        import_entry_to_json(c->arena, &list[i], &j);
        json_close_object(&j);
    }
    json_close_array(&j);
    json_close_object(&j);
}

static void print_csv(struct call *c, const struct import_entry *list, size_t len, struct buf *out)
{
    struct arena *a = c->arena;
    buf_add(out, S("import,source,name,state,rows,records,taken,duplicates,refused,removed,by,"
                   "started_at,ended_at,undone_at\n"));
    for (size_t i = 0; i < len; i++) {
        const struct import_entry *e = &list[i];
        const str cells[] = {whole(a, e->id),
                             e->source,
                             e->name,
                             import_state_name(e->state),
                             e->has_rows ? whole(a, e->rows) : S(""),
                             whole(a, e->records),
                             whole(a, e->taken),
                             whole(a, e->duplicates),
                             whole(a, e->refused),
                             whole(a, e->removed),
                             e->actor,
                             usec_to_str(a, e->started_at),
                             e->ended_at ? usec_to_str(a, e->ended_at) : S(""),
                             e->undone_at ? usec_to_str(a, e->undone_at) : S("")};
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
            buf_add(out, k ? S(",") : S(""));
            cell_to_csv(out, cells[k]);
        }
        buf_add_char(out, '\n');
    }
}

static struct err *imports_run(struct call *c, int *status)
{
    struct import_entry *list = NULL;
    size_t len = 0;
    struct buf out = buf_make(c->arena, LIMIT_OUTPUT_BYTES);
    str format = call_value(c, "format");
    TRY(import_list(c->arena, c->store, store_db(c->store), INT64_MAX, LIMIT_IMPORTS_LISTED, &list,
                    &len));
    if (str_equal(format, S("json")))
        print_json(c, list, len, &out);
    else if (str_equal(format, S("csv")))
        print_csv(c, list, len, &out);
    else
        print_table(c, list, len, &out);
    (void)fwrite(out.ptr, 1, out.len, c->out);
    *status = 0;
    return NULL;
}

COMMAND(imports) = {
    .name = "imports",
    .summary = "List what was imported",
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .data = DATA_READS,
    .description =
        "Lists the files that were imported, the newest first: when, into which source, how many "
        "records were taken, known already or refused, and whether each is done, is running, "
        "stopped in the middle, or was undone. The number in front is what attune undo takes.",
    .examples = "attune imports --data DIR\n"
                "attune imports --data DIR --format json # for a program",
    .run = imports_run,
};
