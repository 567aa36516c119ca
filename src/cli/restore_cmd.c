/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune restore — a data folder from a backup.
 */
#include "base/json.h"
#include "base/limits.h"
#include "cli/backup_text.h"
#include "cli/watching.h"
#include "listen/seal_db.h"
#include "people/audit_db.h"
#include "store/restore.h"

static struct err *note_restored(struct arena *a, struct db *db, const struct backup_manifest *m,
                                 void *what)
{
    const usec_t *now = what;
    struct buf detail = buf_make(a, 4 * KIB);
    struct json j = json_make(&detail);
    json_open_object(&j);
    json_key(&j, S("backup_of"));
    json_text(&j, usec_to_str(a, m->made_at));
    json_key(&j, S("backup_by"));
    json_text(&j, m->program);
    json_close_object(&j);
    struct audit audit = {.at = *now,
                          .actor = S("command line"),
                          .action = S("folder.restored"),
                          .object = S(""),
                          .detail = buf_str(&detail)};
    return audit_add(a, db, &audit);
}

static struct err *make_columns(struct arena *a, struct call *c, str dir)
{
    struct store *s = NULL;
    struct seal_options how = {.everything = true, .shows_progress = c->err, .ends = c->is_to_end};
    struct seal_outcome outcome;
    TRY(store_open(a, dir, (struct store_options){.role = STORE_OWNS, .doing = "restore"}, &s));
    return seal_columns(a, s, store_db(s), &how, &outcome);
}

/* The record is there; without columns it answers too, only more slowly. */
static void say_columns(struct call *c, str dir)
{
    struct arena *own = arena_make(0);
    const struct err *e = make_columns(own, c, dir);
    if (e)
        (void)fprintf(c->err,
                      "attune: The columns are not made yet (%.*s); attune rebuild makes them, and "
                      "until then answers come from the record.\n",
                      STR(str_slice(e->text, 0, e->text.len - 1)));
    arena_done(own);
}

static struct err *restore_run_command(struct call *c, int *status)
{
    struct arena *a = c->arena;
    struct backup_manifest m;
    usec_t now = usec_now();
    str path = c->arguments[0], dir = c->arguments[1];
    struct restore_options how = {.watch = watching_begin(c), .fill = note_restored, .what = &now};
    struct err *e = restore_run(a, path, dir, &how, &m);
    watching_end(how.watch);
    TRY(e);
    say_columns(c, dir);
    (void)fprintf(c->out,
                  "%.*s holds the record as of %.*s: %.*s.\n"
                  "It is what was put into the backup, row by row.  Have a look at it:  "
                  "attune doctor --data %.*s\n",
                  STR(dir), STR(usec_to_str(a, m.made_at)), STR(backup_text_content(a, &m)),
                  STR(dir));
    *status = 0;
    return NULL;
}

COMMAND(restore) = {
    .name = "restore",
    .summary = "Make a data folder from a backup",
    .arguments = "FILE DIR",
    .arguments_min = 2,
    .arguments_max = 2,
    .description =
        "Makes the data folder DIR, which must not be there yet or be empty, from a file that "
        "attune backup wrote. The file is checked before anything is made of it, and the record "
        "before it gets its name: its form, its tables, and the content of each against the "
        "hashes that were made with the backup. Where anything is not as it was, it says what and "
        "makes nothing.\n\n"
        "What came after the backup is not in it. Programs that sent signals may send them again: "
        "keys that are known count once.",
    .examples = "attune restore attune.backup DIR",
    .run = restore_run_command,
};
