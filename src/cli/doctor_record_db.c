/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <inttypes.h>
#include <sys/stat.h>

#include "cli/backup_text.h"
#include "cli/doctor.h"
#include "listen/seal_verify_db.h"
#include "people/audit_db.h"
#include "people/organisation_db.h"
#include "people/person_db.h"
#include "store/folder.h"
#include "store/migration.h"
#include "understand/answer_words.h"

STATEMENT(get_journal_mode);
STATEMENT(get_synchronous);
STATEMENT(doctor_newest);

enum { SYNCHRONOUS_FULL = 2, BEHIND_MOST = 1000000 };

#define RESTORE S("Restore a backup into a new folder (attune restore).")

static void add(struct doctor *d, const char *code, enum health health, str text, str todo)
{
    doctor_add(d, (struct check){
                      .code = code,
                      .health = health,
                      .text = text,
                      .todo = health == HEALTH_OK ? S("") : todo,
                  });
}

/* What reading failed with is the finding. */
static bool is_failed(struct doctor *d, const char *code, const struct err *e, str todo)
{
    if (e && e->why == WHY_DENIED)
        todo = S("Look again as the user who owns the folder.");
    if (e && e->why == WHY_BUSY)
        todo = S("Look again in a while.");
    if (e)
        add(d, code, HEALTH_WRONG, e->text, todo);
    return e != NULL;
}

/* ---- how it is kept ---- */

static struct err *read_one(struct doctor *d, struct db *db, const struct statement *statement,
                            str *text, int64_t *number)
{
    bool found = false;
    struct query *q = db_query(db, statement);
    TRY(query_next(d->arena, q, &found));
    *text = found ? str_copy(d->arena, query_text(q, 0)) : S("");
    *number = found ? query_int(q, 0) : 0;
    query_done(q);
    return NULL;
}

static void check_journal(struct doctor *d, struct db *db)
{
    str mode, ignored;
    int64_t synchronous = 0, number = 0;
    const struct err *e = read_one(d, db, SQL(get_journal_mode), &mode, &number);
    if (!e)
        e = read_one(d, db, SQL(get_synchronous), &ignored, &synchronous);
    if (is_failed(d, "journal", e, RESTORE))
        return;
    if (str_equal(mode, S("wal")) && synchronous == SYNCHRONOUS_FULL)
        add(d, "journal", HEALTH_OK, S("What is acknowledged is in a log on the disk first."),
            S(""));
    else
        add(d, "journal", HEALTH_WRONG,
            str_format(d->arena,
                       "The record is kept with journal_mode %.*s and synchronous %" PRId64
                       " instead of wal and 2: something else changed it.",
                       STR(mode), synchronous),
            S("Run a command that writes, such as attune import, and look again."));
}

static void check_log(struct doctor *d)
{
    struct stat is;
    str path = folder_path(d->arena, d->dir, "attune.db-wal");
    uint64_t bytes = stat(str_to_chars(d->arena, path), &is) == 0 ? (uint64_t)is.st_size : 0;
    doctor_add(d, doctor_judge_log(d->arena, bytes));
}

static bool check_migrations(struct doctor *d, struct db *db)
{
    unsigned done = 0;
    const struct err *e = migration_count(d->arena, db, &done);
    if (is_failed(d, "migrations", e, S("Use the program that wrote it, or a newer one.")))
        return false;
    if (done < migration_index_len)
        add(d, "migrations", HEALTH_WARNING,
            str_format(d->arena, "The record has taken %u of the %u steps that this program knows.",
                       done, migration_index_len),
            S("Run a command that writes, such as attune import: it takes the others."));
    else
        add(d, "migrations", HEALTH_OK,
            str_format(d->arena, "The record has taken every step that this program knows (%u).",
                       done),
            S(""));
    return done == migration_index_len;
}

/* ---- whether it is whole ---- */

static void check_wrong(struct doctor *d, const char *code, struct db *db,
                        struct err *(*check)(struct arena *a, struct db *db, str *wrong), str well)
{
    str wrong, more;
    if (is_failed(d, code, check(d->arena, db, &wrong), RESTORE))
        return;
    if (!wrong.len)
        add(d, code, HEALTH_OK, well, S(""));
    else
        add(d, code, HEALTH_WRONG,
            str_format(d->arena, "The record is damaged: %.*s.", STR(str_cut(wrong, '\n', &more))),
            RESTORE);
}

static void check_audit(struct doctor *d, struct db *db)
{
    int64_t broken = 0;
    if (is_failed(d, "audit", audit_check(d->arena, db, &broken), RESTORE))
        return;
    if (!broken)
        add(d, "audit", HEALTH_OK, S("The list of who changed what is unbroken."), S(""));
    else
        add(d, "audit", HEALTH_WRONG,
            str_format(d->arena,
                       "The list of who changed what was altered at row %" PRId64 ", or before it.",
                       broken),
            S("Find out who could write into the folder; compare it with a backup."));
}

/* Values of the newest person, as an example. */
static struct err *open_values(struct doctor *d, struct db *db, bool *any)
{
    static const char *const kinds[] = {"email", "external_id"};
    struct secret_key key;
    int64_t id = 0;
    *any = false;
    TRY(folder_read_key(d->arena, d->dir, &key));
    struct person_keys keys = person_keys_of(&key);
    TRY(person_last(d->arena, db, &id));
    for (size_t i = 0; id && i < sizeof kinds / sizeof *kinds; i++) {
        str value = {NULL, 0};
        TRY(person_identity(d->arena, db, &keys, id, kinds[i], &value));
        *any = *any || value.len;
    }
    return NULL;
}

static void check_personal(struct doctor *d, struct db *db)
{
    bool any = false;
    const struct err *e = open_values(d, db, &any);
    if (e)
        add(d, "personal", HEALTH_WRONG,
            S("The key does not open the record's personal values: one of the two is another "
              "folder's."),
            S("Bring the key back from a backup of this folder (docs/BACKUP.md)."));
    else
        add(d, "personal", HEALTH_OK,
            any ? S("The key opens the record's personal values.")
                : S("There are no personal values that the key could be tried on."),
            S(""));
}

/* ---- time ---- */

static void check_zone(struct doctor *d, struct db *db)
{
    str name = {NULL, 0};
    struct zone *zone = NULL;
    const struct err *e = organisation_zone(d->arena, db, &name);
    if (!e)
        e = zone_open(d->arena, name, &zone);
    if (is_failed(d, "zone", e, S("Bring the packages libicu and tzdata up to date.")))
        return;
    int32_t day = 0;
    bool differs = doctor_zone_differs(zone, d->now, &day);
    doctor_add(
        d, doctor_judge_zone(d->arena, name, zone_data_version(d->arena), differs ? &day : NULL));
}

static void check_clock(struct doctor *d, struct db *db)
{
    str ignored;
    int64_t newest = 0;
    if (!is_failed(d, "clock", read_one(d, db, SQL(doctor_newest), &ignored, &newest), RESTORE))
        doctor_add(d, doctor_judge_clock(d->arena, d->now, newest));
}

/* ---- columns ---- */

static void judge_columns(struct doctor *d, const struct seal_state *state)
{
    str rebuild = str_format(d->arena, "attune rebuild --data %.*s", STR(d->dir));
    if (state->damaged)
        add(d, "columns", HEALTH_WARNING,
            str_format(d->arena,
                       "%" PRIu64 " of %" PRIu64
                       " files of the columns are damaged (%.*s); answers "
                       "come from the record instead.",
                       state->damaged, state->files,
                       STR(str_slice(state->first, 0, state->first.len - 1))),
            rebuild);
    else if (state->behind > BEHIND_MOST)
        add(d, "columns", HEALTH_WARNING,
            str_format(d->arena, "The columns are %.*s signals behind; answers are slow.",
                       STR(words_count(d->arena, (double)state->behind))),
            rebuild);
    else
        add(d, "columns", HEALTH_OK,
            str_format(d->arena, "%s of the columns %s whole; %.*s signals are not in them yet.",
                       state->files == 1
                           ? "The file"
                           : str_format(d->arena, "The %" PRIu64 " files", state->files).ptr,
                       state->files == 1 ? "is" : "are",
                       STR(words_count(d->arena, (double)state->behind))),
            S(""));
}

static void check_columns(struct doctor *d, struct db *db)
{
    struct seal_state state;
    const struct err *e = db_begin_read(d->arena, db);
    if (!e)
        e = seal_verify(d->arena, db, folder_path(d->arena, d->dir, "columns"), &state);
    db_end_read(db);
    if (!is_failed(d, "columns", e, RESTORE))
        judge_columns(d, &state);
}

/* ---- all ---- */

static void check_content(struct doctor *d, struct db *db)
{
    check_audit(d, db);
    check_personal(d, db);
    check_zone(d, db);
    check_clock(d, db);
    check_columns(d, db);
}

static void check_record(struct doctor *d)
{
    struct db *db = NULL;
    const struct err *e = db_open(d->arena, folder_path(d->arena, d->dir, "attune.db"),
                                  (struct db_options){.role = DB_READS}, &db);
    if (is_failed(d, "record", e, RESTORE))
        return;
    check_journal(d, db);
    check_log(d);
    check_wrong(d, "integrity", db, db_check, S("The record's pages and indexes are whole."));
    check_wrong(d, "references", db, db_check_references,
                S("Every row that the record refers to is there."));
    /* Tables of another step are not those that the rest reads. */
    if (check_migrations(d, db))
        check_content(d, db);
}

void doctor_look_at_record(struct doctor *d)
{
    struct db_library library = db_library();
    doctor_add(d, doctor_judge_library(d->arena, &library));
    if (folder_has(d->arena, d->dir, "attune.db"))
        check_record(d);
    else
        doctor_add(d, doctor_judge_clock(d->arena, d->now, 0));
}
