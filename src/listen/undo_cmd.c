/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune undo IMPORT — takes out of the record what an import brought.
 */
#include "base/command.h"
#include "base/decimal.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/import_list_db.h"
#include "listen/import_undo_db.h"
#include "listen/seal_db.h"

static const char *const formats[] = {"text", "json", NULL};

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
     .about = "how the outcome is printed, if not as a text"},
};

static struct err *read_number(const struct call *c, int64_t *import)
{
    struct decimal number;
    str text = str_trim(c->arguments[0]);
    if (!decimal_of_str(text, &number) || !decimal_is_whole(number) || number.mantissa < 1)
        FAIL(c->arena, WHY_USAGE,
             "An import is named by its number, as attune imports lists it, not %.*s.",
             STR(text_quote(c->arena, text)));
    *import = number.mantissa;
    return NULL;
}

/* It can be asked about either way, so that this failed is told, and no failure. */
static void seal(struct call *c, struct db *db)
{
    struct seal_options how = {.everything = true, .shows_progress = c->err, .ends = c->is_to_end};
    struct seal_outcome outcome = {.signals = 0};
    const struct err *e = seal_columns(c->arena, c->store, db, &how, &outcome);
    if (e)
        (void)fprintf(c->err,
                      "attune: The import is undone, but columns could not be made anew; attune "
                      "rebuild makes them: %.*s\n",
                      STR(e->text));
}

static struct err *print(struct call *c, struct db *db, int64_t import)
{
    struct import_entry entry;
    bool found = false;
    TRY(import_get(c->arena, c->store, db, import, &entry, &found));
    if (!str_equal(call_value(c, "format"), S("json"))) {
        (void)fprintf(c->out, "Import %lld of %.*s is undone: %lld signal%s out of the record.\n",
                      (long long)import, STR(entry.source), (long long)entry.removed,
                      entry.removed == 1 ? " is" : "s are");
        return NULL;
    }
    struct buf out = buf_make(c->arena, MIB);
    struct json j = json_make(&out);
    json_open_object(&j);
    import_entry_to_json(c->arena, &entry, &j);
    json_close_object(&j);
    (void)fwrite(out.ptr, 1, out.len, c->out);
    return NULL;
}

static struct err *undo_run(struct call *c, int *status)
{
    struct import_undo undo = {
        .now = c->now, .actor = S("command line"), .shows_progress = c->err, .ends = c->is_to_end};
    struct db *db = NULL;
    int64_t removed = 0;
    TRY(read_number(c, &undo.import));
    TRY(store_open_reader(c->arena, c->store, &db));
    TRY(import_undo(c->arena, c->store, db, &undo, &removed));
    seal(c, db);
    TRY(print(c, db, undo.import));
    *status = 0;
    return NULL;
}

COMMAND(undo) = {
    .name = "undo",
    .summary = "Take out of the record what an import brought",
    .arguments = "IMPORT",
    .arguments_min = 1,
    .arguments_max = 1,
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .data = DATA_WRITES,
    .description =
        "Takes out every signal that an import brought, with what people wrote, at any later time; "
        "attune imports lists the numbers. Who is known from nowhere else is forgotten, and a "
        "source or field that it made and nobody else uses goes. What another import had brought "
        "before stays, though this one's file held it too. The same file imported again brings it "
        "all back.\n\n"
        "One that is cut short is gone on with by the same command; until then no file of that "
        "source can be imported.",
    .examples = "attune undo --data DIR 3 # import 3, as attune imports lists it",
    .run = undo_run,
};
