/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * test_owner — attune with some more commands, so that tests have an owner of a data
 * folder and something that it does for others.  It is not installed.
 *
 *   test_owner make DIR            makes a data folder
 *   test_owner own --data DIR      says "owns", and owns it until it is told to end
 *   test_owner note --data DIR …   writes a note, and says what it sees of its caller
 *   test_owner notes --data DIR    lists the notes
 */
#include <poll.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/caller.h"
#include "base/command.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/zone.h"
#include "draw/terminal.h"
#include "store/store.h"

STATEMENT(cursor_put);
STATEMENT(cursor_list);

enum { LOOK_MS = 10, BLOCK_BYTES = 4096 };

#define OPTION_DATA                                                                                \
    {                                                                                              \
        .name = "data", .kind = OPTION_TEXT, .value = "DIR", .about = "the data folder"            \
    }

static const struct option only_data[] = {OPTION_DATA};

/* ---- make ---- */

static struct err *fill_nothing(struct arena *a, struct db *db, void *what)
{
    (void)a, (void)db, (void)what;
    return NULL;
}

static struct err *make_run(struct call *c, int *status)
{
    *status = 0;
    return store_make(c->arena, c->arguments[0], fill_nothing, NULL);
}

COMMAND(make) = {
    .name = "make",
    .summary = "Make a data folder",
    .arguments = "DIR",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = make_run,
};

/* ---- own ---- */

static struct err *own_run(struct call *c, int *status)
{
    (void)fprintf(c->out, "owns\n");
    (void)fflush(c->out);
    while (!call_is_to_end(c))
        (void)poll(NULL, 0, LOOK_MS);
    *status = 0;
    return NULL;
}

COMMAND(own) = {
    .name = "own",
    .summary = "Own a data folder until told to end",
    .options = only_data,
    .options_len = 1,
    .data = DATA_OWNS,
    .run = own_run,
};

/* ---- note ---- */

static const struct option note_options[] = {
    OPTION_DATA,
    {.name = "word", .kind = OPTION_TEXT, .value = "WORD", .about = "what is noted"},
    {.name = "map", .kind = OPTION_TEXT, .value = "FILE", .about = "a file, only named"},
    {.name = "status", .kind = OPTION_TEXT, .value = "N", .about = "the exit status"},
    {.name = "format", .kind = OPTION_TEXT, .value = "FORMAT", .about = "json"},
    {.name = "fail", .kind = OPTION_FLAG, .about = "fails behind half of its output"},
    {.name = "wait", .kind = OPTION_FLAG, .about = "until it is told to end, and fails then"},
    {.name = "stay", .kind = OPTION_FLAG, .about = "whatever it is told"},
};

static struct err *apply_note(struct arena *a, struct db *db, void *what)
{
    const str *word = what;
    struct query *q = db_query(db, SQL(cursor_put));
    query_bind_text(q, 1, *word);
    query_bind_int(q, 2, 1);
    query_bind_int(q, 3, 0);
    return query_run(a, q);
}

/* The bytes of a file, as they come. */
static struct err *print_file(struct call *c, str path)
{
    struct file *file = NULL;
    char bytes[BLOCK_BYTES];
    size_t got = 0;
    TRY(file_open(c->arena, path, &file));
    do {
        TRY(file_read(c->arena, file, bytes, sizeof bytes, &got));
        (void)fwrite(bytes, 1, got, c->out);
    } while (got);
    return NULL;
}

static void print_caller(struct call *c)
{
    struct terminal t = terminal_of_stream(c->out);
    (void)fprintf(c->err, "now %.*s, day %lld, zone %.*s\n", STR(usec_to_str(c->arena, c->now)),
                  (long long)c->now_day, STR(zone_of_host(c->arena)));
    (void)fprintf(c->err, "width %u, %s, %s, input is %sa terminal\n", t.width,
                  t.colour ? "coloured" : "plain", t.utf8 ? "UTF-8" : "ASCII",
                  isatty(caller_input()) ? "" : "not ");
    for (size_t i = 0; i < c->arguments_len; i++)
        (void)fprintf(c->err, "argument %.*s\n", STR(c->arguments[i]));
    for (size_t i = 0; i < c->given_len; i++)
        (void)fprintf(c->err, "--%s %.*s\n", c->given[i].option->name, STR(c->given[i].value));
}

static void wait_to_end(const struct call *c)
{
    while (!call_is_to_end(c) || call_has(c, "stay"))
        (void)poll(NULL, 0, LOOK_MS);
}

static struct err *note_run(struct call *c, int *status)
{
    str word = call_value(c, "word"), number = call_value(c, "status");
    struct write w = {.apply = apply_note, .what = &word, .arena = c->arena};
    if (word.len)
        TRY(store_write(c->store, &w));
    print_caller(c);
    if (call_has(c, "wait")) {
        (void)fprintf(c->out, "waits\n");
        (void)fflush(c->out);
        wait_to_end(c);
        FAIL(c->arena, WHY_FAILED, "The note was told to end.");
    }
    for (size_t i = 0; i < c->arguments_len; i++)
        TRY(print_file(c, c->arguments[i]));
    if (call_has(c, "fail"))
        FAIL(c->arena, WHY_INVALID, "The note \"%.*s\" fails.", STR(word));
    *status = number.len ? number.ptr[0] - '0' : 0;
    return NULL;
}

COMMAND(note) = {
    .name = "note",
    .summary = "Write a note, and say what is seen of the caller",
    .arguments = "FILE",
    .arguments_max = 9,
    .options = note_options,
    .options_len = sizeof note_options / sizeof *note_options,
    .data = DATA_WRITES,
    .run = note_run,
};

/* ---- notes ---- */

static struct err *notes_run(struct call *c, int *status)
{
    struct query *q = db_query(store_db(c->store), SQL(cursor_list));
    bool found = true;
    for (;;) {
        TRY(query_next(c->arena, q, &found));
        if (!found)
            break;
        (void)fprintf(c->out, "%.*s\n", STR(query_text(q, 0)));
    }
    *status = 0;
    return NULL;
}

COMMAND(notes) = {
    .name = "notes",
    .summary = "List the notes",
    .options = only_data,
    .options_len = 1,
    .data = DATA_READS,
    .run = notes_run,
};
