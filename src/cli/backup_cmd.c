/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune backup — the record and its key in one file.
 */
#include "cli/backup_text.h"
#include "cli/version.h"
#include "cli/watching.h"
#include "store/backup.h"

static const struct option options[] = {
    {.name = "data",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "DIR",
     .about = "the data folder that attune init made"},
};

static struct err *backup_run(struct call *c, int *status)
{
    struct arena *a = c->arena;
    struct backup_manifest manifest;
    uint64_t bytes = 0;
    str path = c->arguments[0];
    struct backup_options how = {
        .program = str_of_chars(version_number), .now = c->now, .watch = watching_begin(c)};
    struct err *e = backup_make(a, c->store, path, &how, &manifest, &bytes);
    watching_end(how.watch);
    TRY(e);
    (void)fprintf(
        c->out,
        "%.*s (%.*s) holds the record as of %.*s: %.*s.\n"
        "The key that opens personal values is in it; keep it where only you can read it.\n"
        "To have it back:  attune restore %.*s DIR\n",
        STR(path), STR(backup_text_bytes(a, bytes)), STR(usec_to_str(a, manifest.made_at)),
        STR(backup_text_content(a, &manifest)), STR(path));
    *status = 0;
    return NULL;
}

COMMAND(backup) = {
    .name = "backup",
    .summary = "Put the record and its key into one file",
    .arguments = "FILE",
    .arguments_min = 1,
    .arguments_max = 1,
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .data = DATA_READS,
    .description =
        "Writes one file that holds the whole record as of one moment, with the key that opens "
        "personal values, while others may go on writing. The file is read again from the disk "
        "before it gets its name, and takes no other file's place. It is compressed, but not "
        "encrypted: only you can read it where it is made; see to it that this stays so where you "
        "take it.\n\n"
        "Meanwhile a copy of the record stands beside FILE, so that there must be room for it "
        "there. Columns, which are made of the record, are not in the file (docs/BACKUP.md).",
    .examples = "attune backup --data DIR attune.backup\n"
                "attune backup --data DIR \"/mnt/backups/attune-$(date +%F).backup\" # every day",
    .run = backup_run,
};
