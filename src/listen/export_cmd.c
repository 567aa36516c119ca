/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune export — the signals of the record as files that others read, and this program.
 */
#include <errno.h>
#include <sys/stat.h>

#include "base/command.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/exporting.h"
#include "listen/source_change.h"

static const char *const formats[] = {"csv", "xlsx", "ndjson", NULL};

static const struct option options[] = {
    {.name = "data",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "DIR",
     .about = "the data folder that attune init made"},
    {.name = "to",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "FOLDER",
     .about = "where the files go; - is standard output, for one source"},
    {.name = "source",
     .kind = OPTION_TEXT,
     .repeats = true,
     .value = "KEY",
     .about = "whose signals; may be given again; all sources where it is not"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .choices = formats,
     .value = "FORMAT",
     .about = "of the files"},
    {.name = "personal",
     .kind = OPTION_FLAG,
     .about = "with comments, and who answered: ids, e-mail addresses, accounts"},
};

struct exports {
    struct call *c;
    struct arena *a;
    struct db *db;
    str to;
    bool is_personal;
    enum export_format format;
    struct source *sources;
    size_t len;
};

/* ---- what is asked for ---- */

static struct err *choose_sources(struct exports *e)
{
    size_t len = 0;
    const str *keys = call_values(e->c, "source", &len);
    if (len == 0)
        return source_list(e->a, e->db, &e->sources, &e->len);
    e->sources = ARENA_ARRAY(e->a, struct source, len);
    for (size_t i = 0; i < len; i++) {
        struct source one;
        bool is_new = true;
        TRY(source_get(e->a, e->db, keys[i], &one));
        for (size_t k = 0; k < e->len; k++)
            is_new = is_new && e->sources[k].id != one.id;
        if (is_new)
            e->sources[e->len++] = one;
    }
    return NULL;
}

static struct err *read_ask(struct exports *e)
{
    str format = call_value(e->c, "format");
    e->to = call_value(e->c, "to");
    e->is_personal = call_has(e->c, "personal");
    if (!e->to.len)
        FAIL(e->a, WHY_USAGE, "Say where the files are to go: --to FOLDER.");
    if (format.ptr)
        (void)export_format_of_name(format, &e->format);
    return choose_sources(e);
}

static struct exporting exporting_of(const struct exports *e, const struct export *x)
{
    return (struct exporting){.db = e->db,
                              .key = store_key(e->c->store),
                              .x = x,
                              .now = e->c->now,
                              .shows_progress = e->c->err,
                              .ends = e->c->is_to_end};
}

static void tell_left_out(FILE *to, const struct export *x)
{
    if (x->is_personal || x->left_out_len == 0)
        return;
    (void)fprintf(to,
                  "%.*s: %zu personal %s left out, and persons have pseudonyms; --personal "
                  "takes them along: ",
                  STR(x->source.key), x->left_out_len,
                  x->left_out_len == 1 ? "column is" : "columns are");
    for (size_t i = 0; i < x->left_out_len; i++)
        (void)fprintf(to, "%s%.*s", i ? ", " : "", STR(x->left_out[i]));
    (void)fprintf(to, ".\n");
}

/* ---- files ---- */

static str path_of(const struct exports *e, struct arena *a, const struct source *source,
                   enum export_format format)
{
    return str_format(a, "%.*s/%.*s.%s", STR(e->to), STR(source->key), export_format_name(format));
}

static struct err *make_folder(const struct exports *e)
{
    if (mkdir(str_to_chars(e->a, e->to), 0777) == 0 || errno == EEXIST)
        return NULL;
    FAIL(e->a,
         errno == ENOENT || errno == ENOTDIR ? WHY_MISSING
         : errno == EACCES || errno == EPERM ? WHY_DENIED
         : errno == ENOSPC                   ? WHY_LIMIT
                                             : WHY_FAILED,
         "The folder %.*s cannot be made: %s.", STR(text_quote(e->a, e->to)), strerror(errno));
}

/* Before anything is written: whether each file can be made. */
static struct err *check_places(const struct exports *e)
{
    for (size_t i = 0; i < e->len; i++) {
        struct arena *own = arena_make(0);
        struct new_file *file = NULL;
        struct err *error = new_file_make(own, path_of(e, own, &e->sources[i], e->format), &file);
        if (!error)
            error = new_file_make(own, path_of(e, own, &e->sources[i], EXPORT_MAP), &file);
        if (error)
            error = err_copy(e->a, error);
        arena_done(own);
        TRY(error);
    }
    return NULL;
}

static struct err *write_source(const struct exports *e, struct arena *a,
                                const struct source *source)
{
    struct export x;
    struct new_file *file = NULL, *map = NULL;
    TRY(export_open(a, e->db, source, e->is_personal, &x));
    struct exporting how = exporting_of(e, &x);
    str path = path_of(e, a, source, e->format), map_path = path_of(e, a, source, EXPORT_MAP);
    TRY(new_file_make(a, path, &file));
    TRY(new_file_make(a, map_path, &map));
    TRY(exporting_to_file(a, &how, EXPORT_MAP, map));
    TRY(exporting_to_file(a, &how, e->format, file));
    TRY(new_file_keep(a, map));
    TRY(new_file_keep(a, file));
    (void)fprintf(e->c->out, "%.*s: %llu signals in %.*s, what they mean in %.*s.\n",
                  STR(source->key), (unsigned long long)x.signals, STR(path), STR(map_path));
    tell_left_out(e->c->out, &x);
    return NULL;
}

static struct err *write_files(const struct exports *e)
{
    TRY(make_folder(e));
    TRY(check_places(e));
    for (size_t i = 0; i < e->len; i++) {
        struct arena *own = arena_make(0);
        struct err *error = write_source(e, own, &e->sources[i]);
        if (error)
            error = err_copy(e->a, error);
        arena_done(own);
        TRY(error);
    }
    if (e->len == 0)
        (void)fprintf(e->c->out, "There is no source yet, so there is nothing to export.\n");
    return NULL;
}

/* ---- standard output ---- */

static struct err *write_stream(const struct exports *e)
{
    struct export x;
    if (e->len != 1)
        FAIL(e->a, WHY_USAGE, "Standard output takes the signals of one source: --source KEY.");
    if (e->format == EXPORT_XLSX)
        FAIL(e->a, WHY_USAGE, "A workbook is a file: --to FOLDER.");
    TRY(export_open(e->a, e->db, &e->sources[0], e->is_personal, &x));
    struct exporting how = exporting_of(e, &x);
    TRY(exporting_to_stream(e->a, &how, e->format, e->c->out));
    tell_left_out(e->c->err, &x);
    return NULL;
}

static struct err *export_run(struct call *c, int *status)
{
    struct exports e = {.c = c, .a = c->arena};
    TRY(store_open_reader(c->arena, c->store, &e.db));
    TRY(db_begin_read(c->arena, e.db));
    TRY(read_ask(&e));
    TRY(str_equal(e.to, S("-")) ? write_stream(&e) : write_files(&e));
    db_end_read(e.db);
    *status = 0;
    return NULL;
}

COMMAND(export) = {
    .name = "export",
    .summary = "Write the record's signals into files",
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .data = DATA_READS,
    .description =
        "For each source, a file FOLDER/KEY.csv with a signal per line, and beside it "
        "FOLDER/KEY.map, the code book: what each column asks, its scale and what its codes stand "
        "for. All of it is one state of the record. The folder is made where there is none, and "
        "no file in it is overwritten.\n\n"
        "attune import FOLDER/KEY.csv --map FOLDER/KEY.map takes it into another data folder, "
        "where questions have the same answers; into the same one, it changes nothing.\n\n"
        "What people wrote in their own words, and who they are, stays out unless --personal asks "
        "for it: without it a person is a pseudonym, always the same. What a spreadsheet would "
        "run as a formula gets an apostrophe in front (docs/EXPORT.md).",
    .examples =
        "attune export --data DIR --to FOLDER # all sources as CSV\n"
        "attune export --data DIR --to FOLDER --source spring --format xlsx # one workbook\n"
        "attune export --data DIR --to - --source spring --format ndjson # a signal a line",
    .run = export_run,
};
