/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Every check of the doctor, well and made to fail.
 */
#include "cli/doctor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "listen/folder_of_test.h"
#include "listen/seal_db.h"
#include "listen/signal.h"
#include "people/audit_db.h"
#include "store/folder.h"

STATEMENT(segment_file_list);

enum { SIGNALS = 3 };

/* Their person's name is sealed by the folder's key. */
static void add_signals(struct test *t, struct store *s)
{
    struct signal signals[SIGNALS];
    struct signal_value value = {.name = S("recommend"), .text = S("9")};
    for (int i = 0; i < SIGNALS; i++)
        signals[i] = (struct signal){.key = str_format(t->arena, "k%d", i),
                                     .at = USEC_DAY,
                                     .person_email = S("ada@example.org"),
                                     .values = &value,
                                     .values_len = 1};
    struct signal_batch batch = {
        .signals = signals, .len = SIGNALS, .source = S("web"), .opens = true, .now = usec_now()};
    CHECK_OK(signal_submit(t->arena, s, &batch));
}

static struct err *note(struct arena *a, struct db *db, void *what)
{
    struct audit audit = {.at = usec_now(), .actor = S("a"), .action = S("b"), .detail = S("{}")};
    (void)what;
    TRY(audit_add(a, db, &audit));
    return audit_add(a, db, &audit);
}

/* With signals, columns and a list of changes; nobody owns it. */
static str well_folder(struct test *t)
{
    str dir = folder_of_test(t);
    struct arena *own = arena_make(0);
    struct store *s = NULL;
    CHECK_OK(store_open(own, dir, (struct store_options){.role = STORE_OWNS}, &s));
    add_signals(t, s);
    struct write w = {.apply = note, .arena = own};
    CHECK_OK(store_write(s, &w));
    struct seal_outcome outcome;
    CHECK_OK(
        seal_columns(own, s, store_db(s), &(struct seal_options){.everything = true}, &outcome));
    arena_done(own);
    return dir;
}

static struct doctor *look(struct test *t, str dir)
{
    struct doctor *d = ARENA_NEW(t->arena, struct doctor);
    *d = (struct doctor){.arena = t->arena, .dir = dir, .now = usec_now()};
    doctor_look_at_folder(d);
    doctor_look_at_record(d);
    return d;
}

static const struct check *find(const struct doctor *d, const char *code)
{
    for (size_t i = 0; i < d->len; i++)
        if (strcmp(d->checks[i].code, code) == 0)
            return &d->checks[i];
    return NULL;
}

static void check_is(const struct check *c, enum health health, const char *part)
{
    CHECK(c);
    CHECK_THAT(c->health == health, "%s is %.*s: %.*s", c->code, STR(health_name(c->health)),
               STR(c->text));
    CHECK_THAT(memmem(c->text.ptr, c->text.len, part, strlen(part)), "\"%s\" is not in: %.*s", part,
               STR(c->text));
    CHECK(c->text.len > 10 && c->text.ptr[c->text.len - 1] == '.');
    CHECK_THAT((c->todo.len > 0) == (health != HEALTH_OK), "%s: %.*s", c->code, STR(c->todo));
}

#define CHECK_FINDS(t, dir, code, health, part)                                                    \
    check_is(find(look((t), (dir)), (code)), (health), (part))

static void run_sql(struct test *t, str dir, const char *sql)
{
    struct arena *own = arena_make(0);
    struct db *db = NULL;
    (void)t;
    CHECK_OK(db_open(own, folder_path(own, dir, "attune.db"),
                     (struct db_options){.role = DB_WRITES}, &db));
    CHECK_OK(db_run_script(own, db, sql));
    CHECK_OK(db_checkpoint(own, db, DB_TRUNCATE));
    arena_done(own);
}

static const char *path_in(struct test *t, str dir, const char *name)
{
    return str_to_chars(t->arena, folder_path(t->arena, dir, name));
}

static void overwrite(const char *path, off_t at, const char *bytes, size_t len)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    CHECK(file >= 0 && pwrite(file, bytes, len, at) == (ssize_t)len && close(file) == 0);
}

TEST(a_folder_that_is_well_has_nothing_wrong)
{
    static const char *const codes[] = {
        "folder",    "key",      "database", "space", "file_system", "sync",       "owner",
        "leftovers", "sqlite",   "journal",  "log",   "integrity",   "references", "migrations",
        "audit",     "personal", "zone",     "clock", "columns"};
    struct doctor *d = look(t, well_folder(t));
    CHECK_INT(d->len, sizeof codes / sizeof *codes);
    for (size_t i = 0; i < d->len; i++) {
        CHECK_STR(str_of_chars(d->checks[i].code), str_of_chars(codes[i]));
        CHECK_THAT(d->checks[i].health != HEALTH_WRONG, "%.*s", STR(d->checks[i].text));
    }
    check_is(find(d, "personal"), HEALTH_OK, "opens");
    check_is(find(d, "journal"), HEALTH_OK, "log");
    check_is(find(d, "columns"), HEALTH_OK, "0 signals are not in them");
    CHECK(doctor_health(d) != HEALTH_WRONG);
}

/* ---- permissions ---- */

TEST(what_others_can_read_is_found)
{
    str dir = well_folder(t);
    const char *key = path_in(t, dir, "keys/installation.key");
    CHECK(chmod(key, 0644) == 0);
    CHECK_FINDS(t, dir, "key", HEALTH_WARNING, "if the folder were open");
    CHECK(chmod(dir.ptr, 0755) == 0);
    CHECK_FINDS(t, dir, "folder", HEALTH_WARNING, "0755");
    CHECK_FINDS(t, dir, "key", HEALTH_WARNING, "if the folder were open");
    CHECK(chmod(path_in(t, dir, "keys"), 0755) == 0);
    CHECK_FINDS(t, dir, "key", HEALTH_WRONG, "0644");
    CHECK(chmod(path_in(t, dir, "attune.db"), 0644) == 0);
    CHECK_FINDS(t, dir, "database", HEALTH_WRONG, "0644");
    CHECK(chmod(path_in(t, dir, "attune.db"), 0600) == 0);
    CHECK_FINDS(t, dir, "database", HEALTH_OK, "Only");
}

TEST(a_key_that_is_gone_cut_or_anothers_is_found)
{
    str dir = well_folder(t);
    const char *key = path_in(t, dir, "keys/installation.key");
    char bytes[SECRET_KEY_BYTES] = {7};
    overwrite(key, 0, bytes, sizeof bytes);
    CHECK_FINDS(t, dir, "key", HEALTH_OK, "Only");
    CHECK_FINDS(t, dir, "personal", HEALTH_WRONG, "another folder's");
    CHECK(truncate(key, 7) == 0);
    CHECK_FINDS(t, dir, "key", HEALTH_WRONG, "32 bytes");
    CHECK(unlink(key) == 0);
    CHECK_FINDS(t, dir, "key", HEALTH_WRONG, "cannot be read");
}

TEST(a_record_that_is_gone_or_none_is_found)
{
    str dir = well_folder(t);
    overwrite(path_in(t, dir, "attune.db"), 0, "dear reader, this is none", 25);
    struct doctor *d = look(t, dir);
    check_is(find(d, "record"), HEALTH_WRONG, "damaged or no record");
    CHECK(!find(d, "audit"));
    CHECK_INT(doctor_health(d), HEALTH_WRONG);
    CHECK(unlink(path_in(t, dir, "attune.db")) == 0);
    CHECK_FINDS(t, dir, "database", HEALTH_WRONG, "cannot be found");
}

/* ---- the disk ---- */

TEST(little_space_is_found)
{
    struct disk_space space = {.free_bytes = 100 * GIB, .counts_files = true, .free_files = 5000};
    struct check c = doctor_judge_space(t->arena, &space, 10 * GIB);
    check_is(&c, HEALTH_OK, "107.4 GB");
    space.free_bytes = 2 * GIB;
    c = doctor_judge_space(t->arena, &space, 10 * GIB);
    check_is(&c, HEALTH_WARNING, "2.1 GB");
    space.free_bytes = 10 * MIB;
    c = doctor_judge_space(t->arena, &space, 10 * GIB);
    check_is(&c, HEALTH_WRONG, "about to fail");
    space = (struct disk_space){.free_bytes = 100 * GIB, .counts_files = true, .free_files = 500};
    c = doctor_judge_space(t->arena, &space, 0);
    check_is(&c, HEALTH_WARNING, "500");
    space.free_files = 3;
    c = doctor_judge_space(t->arena, &space, 0);
    check_is(&c, HEALTH_WRONG, "3");
    space.counts_files = false;
    c = doctor_judge_space(t->arena, &space, 0);
    check_is(&c, HEALTH_OK, "free");
}

TEST(file_systems_that_do_not_keep_what_they_are_given_are_found)
{
    static const uint64_t magics[] = {0x6969, 0x01021994, 0x794C7630, 0x65735546, 0x4D44};
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        struct disk_system on = disk_system_of_magic(t->arena, magics[i]);
        struct check c = doctor_judge_system(t->arena, &on);
        check_is(&c, HEALTH_WARNING, on.name.ptr);
    }
    struct disk_system on = disk_system_of_magic(t->arena, 0xEF53);
    struct check c = doctor_judge_system(t->arena, &on);
    check_is(&c, HEALTH_OK, "ext4");
}

TEST(a_disk_that_does_not_wait_or_fails_is_found)
{
    struct disk_sync sync = {.write_us = 1, .sync_us = 150};
    struct check c = doctor_judge_sync(t->arena, &sync);
    check_is(&c, HEALTH_OK, "150 µs");
    sync.sync_us = 3;
    c = doctor_judge_sync(t->arena, &sync);
    check_is(&c, HEALTH_WARNING, "3.0 µs");
    sync = (struct disk_sync){.failed = EIO, .sync_failed = true};
    c = doctor_judge_sync(t->arena, &sync);
    check_is(&c, HEALTH_WRONG, "Input/output error");
    sync = (struct disk_sync){.failed = EROFS};
    c = doctor_judge_sync(t->arena, &sync);
    check_is(&c, HEALTH_WRONG, "Read-only");
}

/* tmpfs says at once that all is on disk. */
TEST(a_folder_in_memory_is_found)
{
    str dir = str_format(t->arena, "/dev/shm/attune-doctor-%ld", (long)getpid());
    if (mkdir(dir.ptr, 0700) != 0)
        test_skip("there is no /dev/shm");
    struct doctor *d = look(t, dir);
    CHECK(rmdir(dir.ptr) == 0);
    check_is(find(d, "file_system"), HEALTH_WARNING, "tmpfs");
    check_is(find(d, "sync"), HEALTH_WARNING, "no disk");
}

/* ---- who uses it ---- */

TEST(an_owner_that_takes_no_commands_is_found)
{
    str dir = well_folder(t);
    CHECK_FINDS(t, dir, "owner", HEALTH_OK, "Nobody");
    CHECK_OK(lock_take(t->arena, dir, "import"));
    CHECK_FINDS(t, dir, "owner", HEALTH_WARNING, "(import)");
    struct lock_holder holder = {.is_held = true, .process = 7, .doing = S("serve")};
    struct check c = doctor_judge_owner(t->arena, &holder, true);
    check_is(&c, HEALTH_OK, "process 7 (serve)");
}

TEST(what_commands_left_behind_is_found)
{
    str dir = well_folder(t);
    (void)test_write(t, "data/attune.db.part", S("half"));
    CHECK_FINDS(t, dir, "leftovers", HEALTH_WARNING, "1 file (4 bytes)");
    (void)test_write(t, "data/spool/import-x", S("some"));
    CHECK_FINDS(t, dir, "leftovers", HEALTH_WARNING, "2 files (8 bytes)");
    /* They may be those of who is at it. */
    CHECK_OK(lock_take(t->arena, dir, "import"));
    CHECK_FINDS(t, dir, "leftovers", HEALTH_OK, "Nothing");
}

/* ---- the record ---- */

TEST(a_library_that_does_not_do_is_found)
{
    struct db_library library = {.version = S("3.40.1"), .number = 3040001, .is_thread_safe = true};
    struct check c = doctor_judge_library(t->arena, &library);
    check_is(&c, HEALTH_OK, "3.51.3");
    library.is_thread_safe = false;
    c = doctor_judge_library(t->arena, &library);
    check_is(&c, HEALTH_WRONG, "one thread");
    library = (struct db_library){S("3.36.0"), 3036000, true};
    c = doctor_judge_library(t->arena, &library);
    check_is(&c, HEALTH_WRONG, "too old");
    library = (struct db_library){S("3.53.2"), 3053002, true};
    c = doctor_judge_library(t->arena, &library);
    check_is(&c, HEALTH_OK, "SQLite is 3.53.2.");
}

TEST(another_way_of_keeping_the_record_is_found)
{
    str dir = well_folder(t);
    run_sql(t, dir, "PRAGMA journal_mode = DELETE");
    CHECK_FINDS(t, dir, "journal", HEALTH_WRONG, "journal_mode delete");
}

TEST(a_log_that_grew_is_found)
{
    struct check c = doctor_judge_log(t->arena, LIMIT_LOG_RESTART);
    check_is(&c, HEALTH_OK, "67.1 MB");
    c = doctor_judge_log(t->arena, LIMIT_LOG_BYTES);
    check_is(&c, HEALTH_WRONG, "nothing more is taken");
    str dir = well_folder(t);
    const char *log = path_in(t, dir, "attune.db-wal");
    int file = open(log, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    CHECK(file >= 0 && close(file) == 0 && truncate(log, 200 * (off_t)MIB) == 0);
    CHECK_FINDS(t, dir, "log", HEALTH_WARNING, "209.7 MB");
}

TEST(a_damaged_page_is_found)
{
    char noise[4096];
    struct stat is;
    str dir = well_folder(t);
    memset(noise, 0x5A, sizeof noise);
    CHECK(stat(path_in(t, dir, "attune.db"), &is) == 0);
    overwrite(path_in(t, dir, "attune.db"), is.st_size - (off_t)sizeof noise, noise, sizeof noise);
    CHECK_FINDS(t, dir, "integrity", HEALTH_WRONG, "damaged");
}

TEST(a_row_that_refers_to_nothing_is_found)
{
    str dir = well_folder(t);
    run_sql(t, dir, "PRAGMA foreign_keys = OFF; INSERT INTO field_alias VALUES (77, 'x', 88)");
    CHECK_FINDS(t, dir, "references", HEALTH_WRONG, "field_alias");
    CHECK_FINDS(t, dir, "integrity", HEALTH_OK, "whole");
}

TEST(a_record_of_another_program_is_found)
{
    str dir = well_folder(t);
    run_sql(t, dir, "INSERT INTO migration VALUES (999, 'later', x'00', 0)");
    struct doctor *d = look(t, dir);
    check_is(find(d, "migrations"), HEALTH_WRONG, "newer Attune");
    CHECK(!find(d, "audit")); /* its tables may be others */
    run_sql(t, dir, "DELETE FROM migration");
    CHECK_FINDS(t, dir, "migrations", HEALTH_WARNING, "0 of the");
}

TEST(a_list_of_changes_that_was_altered_is_found)
{
    str dir = well_folder(t);
    run_sql(t, dir, "UPDATE audit SET actor = 'somebody else' WHERE id = 2");
    CHECK_FINDS(t, dir, "audit", HEALTH_WRONG, "row 2");
}

TEST(a_zone_that_nobody_knows_is_found)
{
    str dir = well_folder(t);
    run_sql(t, dir, "UPDATE organisation SET zone = 'Nowhere/At_All'");
    CHECK_FINDS(t, dir, "zone", HEALTH_WRONG, "Nowhere/At_All");
    int32_t day = 20000;
    struct check c = doctor_judge_zone(t->arena, S("A/B"), S("2022e"), &day);
    check_is(&c, HEALTH_WARNING, "From 2024-10-04 on");
    c = doctor_judge_zone(t->arena, S("A/B"), S("2022e"), NULL);
    check_is(&c, HEALTH_OK, "2022e");
}

/* Two zones under one name: what the doctor compares is the time on their clocks. */
TEST(zone_data_of_the_host_is_compared_with_icu)
{
    struct zone *zone = NULL;
    int32_t day = 0;
    CHECK(setenv("TZ", "Asia/Tokyo", 1) == 0);
    CHECK_OK(zone_open(t->arena, S("UTC"), &zone));
    CHECK(!doctor_zone_differs(zone, usec_now(), &day));
    CHECK_OK(zone_open(t->arena, S("Europe/Madrid"), &zone));
    CHECK(!doctor_zone_differs(zone, 1772357400 * USEC_SECOND, &day));
    CHECK_STR(str_of_chars(getenv("TZ")), S("Asia/Tokyo"));
}

TEST(a_clock_that_cannot_be_or_was_set_back_is_found)
{
    const usec_t now = 1772357400 * USEC_SECOND;
    struct check c = doctor_judge_clock(t->arena, now, now - USEC_DAY);
    check_is(&c, HEALTH_OK, "2026-03-01");
    c = doctor_judge_clock(t->arena, now, now + USEC_SECOND);
    check_is(&c, HEALTH_OK, "2026-03-01");
    c = doctor_judge_clock(t->arena, now, now + USEC_HOUR);
    check_is(&c, HEALTH_WARNING, "set back");
    c = doctor_judge_clock(t->arena, 7 * USEC_DAY, 0);
    check_is(&c, HEALTH_WRONG, "1970-01-08");
    c = doctor_judge_clock(t->arena, -7 * USEC_DAY, 0);
    check_is(&c, HEALTH_WRONG, "1969");
    str dir = well_folder(t);
    struct doctor *d = ARENA_NEW(t->arena, struct doctor);
    *d = (struct doctor){.arena = t->arena, .dir = dir, .now = usec_now() - 7 * USEC_DAY};
    doctor_look_at_record(d);
    check_is(find(d, "clock"), HEALTH_WARNING, "set back");
}

/* ---- columns ---- */

static str one_file_of(struct test *t, str dir)
{
    struct store *s = NULL;
    struct db *db = NULL;
    CHECK_OK(store_open(t->arena, dir, (struct store_options){.role = STORE_READS}, &s));
    db = store_db(s);
    bool found = false;
    struct query *q = db_query(db, SQL(segment_file_list));
    CHECK_OK(query_next(t->arena, q, &found));
    CHECK(found);
    str byte, file = str_cut(query_text(q, 2), '@', &byte);
    str name = str_format(t->arena, "columns/%.*s", STR(file));
    query_done(q);
    return name;
}

TEST(columns_that_are_damaged_or_behind_are_found)
{
    str dir = well_folder(t), name = one_file_of(t, dir);
    overwrite(path_in(t, dir, name.ptr), 3, "x", 1);
    CHECK_FINDS(t, dir, "columns", HEALTH_WARNING, "1 of");
    CHECK(unlink(path_in(t, dir, name.ptr)) == 0);
    CHECK_FINDS(t, dir, "columns", HEALTH_WARNING, "1 of");
    run_sql(t, dir, "UPDATE segment SET rows = rows + 1");
    CHECK_FINDS(t, dir, "columns", HEALTH_WARNING, "are damaged");
    run_sql(t, dir, "DELETE FROM segment_column; DELETE FROM segment; DELETE FROM cursor");
    CHECK_FINDS(t, dir, "columns", HEALTH_OK, "3 signals are not in them");
}
