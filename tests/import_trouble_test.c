/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Imports on bad days: killed, ended, two at once, a full disk, folders that cannot be
 * used, a clock that is wrong.  Nothing is lost, nothing is there twice, and what
 * happened is said.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/test_random.h"
#include "import.h"
#include "store/store.h"

STATEMENT(migration_add);

enum {
    ROWS = 100000,
    SMALL_ROWS = 20000,
    KILLS = 5,
    SOONEST_MS = 20,
    LATEST_MS = 700,
    ENDS_IN_MS = 10000,
    NUMBER_LEN = 32,
};

/* Every tenth record stands there twice. */
static const char *big_file(struct test *t, const char *name, unsigned rows, unsigned from)
{
    struct buf b = buf_make(t->arena, (size_t)rows * 64 + 4096);
    buf_add(&b, S("id,score,area,words\n"));
    for (unsigned i = 0; i < rows; i++) {
        unsigned n = from + (i % 10 == 9 ? i - 1 : i);
        buf_addf(&b, "%u,%u,%c,nothing much to say %u\n", n, n % 11, 'A' + (int)(n % 5), n % 100);
    }
    CHECK(!b.full);
    return run_file(t, name, buf_str(&b));
}

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct running begin(struct test *t, const char *const *words)
{
    struct run run = {.args = import_words(t, words)};
    return run_start(t, &run);
}

/* Each record is there once: nothing is new, and none is counted twice. */
static void check_whole(struct test *t, const char *f, unsigned rows)
{
    import_check_counts(TAKE(t, f), rows, 0, rows, 0);
    CHECK_INT(import_n(t, "mean(score)"), rows);
}

/* ---- killed and ended ---- */

TEST(a_killed_import_goes_on_where_it_was)
{
    struct test_random dice = {20260301};
    const char *f = big_file(t, "big.csv", ROWS, 0);
    import_folder(t);
    for (int kill = 0; kill < KILLS; kill++) {
        struct running import = begin(t, ARGS(f));
        size_t ms = SOONEST_MS + test_random_below(&dice, LATEST_MS / KILLS);
        (void)poll(NULL, 0, (int)ms);
        run_kill(&import, SIGKILL);
    }
    json_t *d = TAKE(t, f);
    import_check_counts(d, ROWS, ROWS, 0, 0);
    check_whole(t, f, ROWS);
}

/* Waits until some of it is on disk. */
static void wait_for_part(struct test *t)
{
    for (int64_t end = now_ms() + ENDS_IN_MS; now_ms() < end; (void)poll(NULL, 0, 2)) {
        struct ran ran = RUN(t, "query", "--data", "data", "--format", "json", "mean(score)");
        if (ran.status == 0 && run_number(run_parse(t, ran.out), "rows/0/n") > 0)
            return;
    }
    test_fail(__FILE__, __LINE__, "nothing was taken in time");
}

/* Told to end, it ends soon, with a sentence, unless it is done.  False: it is. */
static bool ends_when_told(struct test *t, struct running *import, const char *part)
{
    int64_t told_at = now_ms();
    CHECK(kill(import->process, SIGTERM) == 0);
    struct ran ran = run_end(t, import);
    CHECK(now_ms() - told_at < ENDS_IN_MS);
    if (ran.status == 0)
        return false;
    json_t *d = import_document(t, &ran, 74);
    CHECK_THAT(run_has(run_text(d, "error/text"), part), "%.*s", STR(ran.err));
    return true;
}

TEST(an_import_that_is_told_to_end_says_so_and_goes_on_later)
{
    const char *f = big_file(t, "big.csv", 2 * ROWS, 0);
    import_folder(t);
    struct running import = begin(t, ARGS(f));
    wait_for_part(t);
    bool ended = ends_when_told(t, &import, "the same command goes on from there");
    CHECK(import_n(t, "mean(score)") > 0);
    json_t *d = TAKE(t, f);
    if (ended) {
        import_check_counts(d, 2 * ROWS, 2 * ROWS, 0, 0);
        CHECK(json_is_true(run_at(d, "resumed")));
    }
    check_whole(t, f, 2 * ROWS);
}

TEST(an_import_that_still_looks_at_its_file_ends_when_told)
{
    const char *f = big_file(t, "big.csv", 2 * ROWS, 0);
    import_folder(t);
    struct running import = begin(t, ARGS(f));
    struct running lock = {.out = "data/lock", .program = "attune import"};
    (void)run_wait_for(t, &lock, "import");
    (void)ends_when_told(t, &import, "The import was ended");
    json_t *d = TAKE(t, f);
    CHECK_INT(run_number(d, "taken") + run_number(d, "duplicates"), 2 * ROWS);
    CHECK_INT(import_n(t, "mean(score)"), 2 * ROWS);
}

/* What an import refused stays refused when it goes on. */
TEST(what_was_refused_before_a_kill_is_counted)
{
    struct buf b = buf_make(t->arena, 8 << 20);
    buf_add(&b, S("who,mail,score\nann,a@x.org,9\nbob,b@x.org,8\nann,b@x.org,7\n"));
    for (unsigned i = 0; i < ROWS; i++)
        buf_addf(&b, "p%u,,%u\n", i, i % 11);
    const char *f = run_file(t, "a.csv", buf_str(&b));
    const char *map = run_file(t, "a.map", S("person: who\nemail: mail\n"));
    import_folder(t);
    struct running import = begin(t, ARGS(f, "--map", map));
    wait_for_part(t);
    run_kill(&import, SIGKILL);
    json_t *d = TAKE_REFUSED(t, f, "--map", map);
    import_check_counts(d, ROWS + 3, ROWS + 2, 0, 1);
    if (json_object_get(d, "resumed"))
        CHECK_INT(run_number(run_note(d, "refused_before"), "n"), 1);
    d = TAKE_REFUSED(t, f, "--map", map);
    import_check_counts(d, ROWS + 3, 0, ROWS + 2, 1);
    CHECK_INT(run_number(d, "refused/0/line"), 4);
}

TEST(a_killed_import_of_signals_goes_on_too)
{
    enum { SIGNALS = 60000 };
    struct buf b = buf_make(t->arena, 16 << 20);
    for (unsigned i = 0; i < SIGNALS; i++)
        buf_addf(&b,
                 "{\"key\":\"%u\",\"at\":\"2026-03-01T09:30:00Z\",\"answers\":{\"score\":%u}}\n", i,
                 i % 11);
    const char *f = run_file(t, "a.ndjson", buf_str(&b));
    import_folder(t);
    struct running import = begin(t, ARGS(f));
    wait_for_part(t);
    run_kill(&import, SIGKILL);
    import_check_counts(TAKE(t, f), SIGNALS, SIGNALS, 0, 0);
    check_whole(t, f, SIGNALS);
}

/* ---- at once ---- */

TEST(one_file_imported_twice_at_once_is_there_once)
{
    const char *f = big_file(t, "a.csv", SMALL_ROWS, 0);
    import_folder(t);
    struct running both[] = {begin(t, ARGS(f)), begin(t, ARGS(f))};
    double taken = 0, duplicates = 0;
    for (int i = 0; i < 2; i++) {
        struct ran ran = run_end(t, &both[i]);
        json_t *d = import_document(t, &ran, 0);
        CHECK_INT(run_number(d, "rows"), SMALL_ROWS);
        taken += run_number(d, "taken");
        duplicates += run_number(d, "duplicates");
    }
    CHECK_INT(taken, SMALL_ROWS);
    CHECK_INT(duplicates, SMALL_ROWS);
    check_whole(t, f, SMALL_ROWS);
}

TEST(two_files_imported_at_once_are_both_there)
{
    const char *files[] = {big_file(t, "a.csv", SMALL_ROWS, 0),
                           big_file(t, "b.csv", SMALL_ROWS, SMALL_ROWS)};
    import_folder(t);
    struct running both[] = {begin(t, ARGS(files[0], "--source", "a")),
                             begin(t, ARGS(files[1], "--source", "b"))};
    for (int i = 0; i < 2; i++) {
        struct ran ran = run_end(t, &both[i]);
        import_check_counts(import_document(t, &ran, 0), SMALL_ROWS, SMALL_ROWS, 0, 0);
    }
    CHECK_INT(import_n(t, "mean(a.score)"), SMALL_ROWS);
    CHECK_INT(import_n(t, "mean(b.score)"), SMALL_ROWS);
    CHECK_INT(import_n(t, "mean(a.score) where a.score = 3") +
                  import_n(t, "mean(a.score) where a.score != 3"),
              SMALL_ROWS);
}

/* ---- a full disk ---- */

/* With no file longer than so many KiB, as on a disk that is full. */
static struct ran import_within(struct test *t, const char *f, unsigned kib)
{
    str script = str_format(
        t->arena, "ulimit -f %u; exec \"$ATTUNE\" import --data data --format json %s", kib * 2, f);
    return run_program(t, &(struct run){.program = "sh", .args = ARGS("-c", script.ptr)});
}

TEST(a_full_disk_loses_nothing_and_the_import_goes_on_when_there_is_space)
{
    static const unsigned kib[] = {300, 700, 1500, 2500};
    const char *f = big_file(t, "big.csv", ROWS, 0);
    double before = 0;
    import_folder(t);
    for (size_t i = 0; i < sizeof kib / sizeof *kib; i++) {
        struct ran ran = import_within(t, f, kib[i]);
        json_t *d = import_document(t, &ran, 65);
        CHECK_STR(run_text(d, "error/code"), S("LIMIT"));
        CHECK_THAT(run_has(ran.err, "no space left"), "%.*s", STR(ran.err));
        struct ran asked = RUN(t, "query", "--data", "data", "--format", "json", "mean(score)");
        double n = asked.status == 0 ? run_number(run_parse(t, asked.out), "rows/0/n") : 0;
        CHECK(n >= before); /* what was taken stays, and can be asked for */
        before = n;
    }
    CHECK(before > 0);
    json_t *d = TAKE(t, f);
    import_check_counts(d, ROWS, ROWS, 0, 0);
    CHECK(json_is_true(run_at(d, "resumed")));
    check_whole(t, f, ROWS);
}

/* ---- folders that cannot be used ---- */

static const char *small_file(struct test *t)
{
    return run_file(t, "a.csv", S("score,area\n9,A\n3,B\n7,B\n"));
}

static struct err *add_step(struct arena *a, struct db *db, void *what)
{
    const int64_t *number = what;
    struct query *q = db_query(db, SQL(migration_add));
    query_bind_int(q, 1, *number);
    query_bind_text(q, 2, S("something new"));
    query_bind_blob(q, 3, S("0123456789abcdef0123456789abcdef"));
    query_bind_int(q, 4, 0);
    return query_run(a, q);
}

TEST(a_folder_of_a_newer_version_is_left_alone)
{
    struct arena *own = arena_make(0);
    struct store *s = NULL;
    int64_t number = 1000;
    struct write w = {.apply = add_step, .what = &number, .arena = own};
    import_folder(t);
    (void)TAKE(t, small_file(t));
    CHECK_OK(store_open(own, S("data"), (struct store_options){.role = STORE_OWNS}, &s));
    CHECK_OK(store_write(s, &w));
    arena_done(own);
    TAKE_FAILS(t, 73, "written by a newer Attune", "a.csv");
    import_ask_fails(t, 73, "use that version or a newer one", "mean(score)");
}

static struct err *run_text_of_test(struct arena *a, struct db *db, void *what)
{
    return db_run_script(a, db, what);
}

static void change_record(char *sql)
{
    struct arena *own = arena_make(0);
    struct store *s = NULL;
    struct write w = {.apply = run_text_of_test, .what = sql, .arena = own};
    CHECK_OK(store_open(own, S("data"), (struct store_options){.role = STORE_OWNS}, &s));
    CHECK_OK(store_write(s, &w));
    arena_done(own);
}

/* Whoever has imported before keys said where a record lies goes on without: what is known by
 * one form of its key is unknown by the other. */
TEST(a_source_keeps_the_form_of_its_keys)
{
    char former[] = "UPDATE source SET near_keys = 0",
         present[] = "UPDATE source SET near_keys = 1";
    struct buf b = buf_make(t->arena, MIB);
    buf_addf(&b, "id,score,area\n");
    for (int i = 0; i < 40; i++)
        buf_addf(&b, "%08d,%d,%c\n", 20000000 + i, i % 11, "AB"[i % 2]);
    import_folder(t);
    const char *f = run_file(t, "ids.csv", buf_str(&b));
    import_check_counts(TAKE(t, f), 40, 40, 0, 0);
    import_check_counts(TAKE(t, f), 40, 0, 40, 0);
    change_record(former);
    import_check_counts(TAKE(t, f), 40, 40, 0, 0);
    import_check_counts(TAKE(t, f), 40, 0, 40, 0);
    change_record(present);
    import_check_counts(TAKE(t, f), 40, 0, 40, 0);
}

TEST(a_folder_without_permission_is_said_to_be_one)
{
    import_folder(t);
    const char *f = small_file(t);
    (void)TAKE(t, f);
    CHECK(chmod(t->dir.ptr, 0755) == 0 && chmod(f, 0644) == 0);
    struct ran ran =
        run_program(t, &(struct run){.args = import_words(t, ARGS(f)), .as_nobody = true});
    if (geteuid() != 0) /* then it is allowed */
        test_skip("only root can become somebody who may not");
    json_t *d = import_document(t, &ran, 77);
    CHECK_STR(run_text(d, "error/code"), S("DENIED"));
    ran = run_program(t, &(struct run){.args = ARGS("query", "--data", "data", "mean(score)"),
                                       .as_nobody = true});
    CHECK_INT(ran.status, 77);
    CHECK(run_has(ran.err, "Permission denied") || run_has(ran.err, "permission"));
}

/* Overwrites bytes of the record. */
static void damage(off_t from, size_t len)
{
    char noise[4096];
    memset(noise, 0xA5, sizeof noise);
    int file = open("data/attune.db", O_WRONLY);
    CHECK(file >= 0);
    for (size_t done = 0; done < len; done += sizeof noise)
        CHECK(pwrite(file, noise, sizeof noise, from + (off_t)done) == (ssize_t)sizeof noise);
    CHECK(close(file) == 0);
}

TEST(a_damaged_record_is_refused_with_the_way_to_restore_it)
{
    import_folder(t);
    (void)TAKE(t, small_file(t));
    damage(0, 4096);
    TAKE_FAILS(t, 65, "attune restore", "a.csv");
    import_ask_fails(t, 65, "attune restore", "mean(score)");
}

TEST(a_record_that_is_damaged_within_is_refused_too)
{
    const off_t spared = 32768; /* the first pages: what can be opened */
    struct stat is;
    const char *f = big_file(t, "a.csv", SMALL_ROWS, 0);
    import_folder(t);
    (void)TAKE(t, f);
    CHECK(stat("data/attune.db", &is) == 0);
    damage(spared, (size_t)(is.st_size - spared));
    TAKE_FAILS(t, 65, "attune restore", f, "--source", "other");
}

/* A byte in the middle of each file of the columns. */
static void damage_columns(void)
{
    DIR *folder = opendir("data/columns");
    CHECK(folder);
    for (const struct dirent *d = readdir(folder); d; d = readdir(folder)) {
        struct stat is;
        int file = openat(dirfd(folder), d->d_name, O_RDWR);
        if (file < 0)
            continue;
        CHECK(fstat(file, &is) == 0 && is.st_size > 100);
        CHECK(pwrite(file, "damaged!", 8, is.st_size / 2) == 8);
        CHECK(close(file) == 0);
    }
    (void)closedir(folder);
}

static struct ran ask_for_mean(struct test *t, const char *format)
{
    struct ran ran = RUN(t, "query", "--data", "data", "--format", format, "mean(score) by area");
    CHECK_INT(ran.status, 0);
    return ran;
}

static bool notes_have(struct test *t, json_t *report, const char *code)
{
    size_t len = json_dumpb(report, NULL, 0, 0);
    char *text = arena_take(t->arena, len + 1);
    CHECK_INT(json_dumpb(report, text, len, 0), len);
    return run_has((str){text, len}, code);
}

TEST(damaged_columns_are_told_and_the_next_import_makes_them_anew)
{
    import_folder(t);
    (void)TAKE(t, big_file(t, "a.csv", SMALL_ROWS, 0));
    CHECK_INT(RUN(t, "rebuild", "--data", "data").status, 0);
    struct ran before = ask_for_mean(t, "json");
    CHECK_STR(before.err, S(""));
    damage_columns();
    struct ran ran = ask_for_mean(t, "json");
    CHECK_STR(ran.out, before.out);
    CHECK(run_has(ran.err, "is damaged") && run_has(ran.err, "attune rebuild"));
    CHECK(run_has(ask_for_mean(t, "table").out, "attune rebuild"));
    CHECK(run_has(ask_for_mean(t, "csv").err, "attune rebuild"));
    const char *f = run_file(t, "b.csv", S("grade,place\n9,A\n3,B\n7,B\n"));
    CHECK(notes_have(t, TAKE(t, f), "columns_made_anew"));
    ran = ask_for_mean(t, "json");
    CHECK_STR(ran.out, before.out);
    CHECK_STR(ran.err, S(""));
    CHECK(!notes_have(t, TAKE(t, f), "columns_made_anew"));
}

TEST(a_record_that_is_no_record_is_refused)
{
    import_folder(t);
    (void)TAKE(t, small_file(t));
    CHECK(truncate("data/attune.db", 100) == 0);
    TAKE_FAILS(t, 65, "attune restore", "a.csv");
    CHECK(truncate("data/attune.db", 0) == 0);
    TAKE_FAILS(t, 65, "attune restore", "a.csv");
    CHECK(unlink("data/attune.db") == 0);
    TAKE_FAILS(t, 66, "holds no record", "a.csv");
}

/* ---- a clock that is wrong ---- */

TEST(a_clock_set_back_harms_nothing)
{
    import_folder(t);
    const char *f = run_file(t, "a.csv", S("score,day\n9,2026-01-05\n3,2026-02-06\n"));
    const char *map = run_file(t, "a.map", S("time: day\n"));
    import_check_counts(TAKE(t, f, "--map", map), 2, 2, 0, 0);
    (void)run_file(t, "a.csv", S("score,day\n9,2026-01-05\n3,2026-02-06\n7,2026-02-07\n"));
    import_check_counts(TAKE(t, f, "--map", map, "--now", "1990-05-05"), 3, 1, 2, 0);
    import_check_counts(TAKE(t, f, "--map", map, "--now", "1990-05-04"), 3, 0, 3, 0);
    import_check_counts(TAKE(t, f, "--map", map), 3, 0, 3, 0);
    CHECK_INT(import_n(t, "mean(score)"), 3);
    json_t *d = import_ask(t, "mean(score) by month");
    CHECK_INT(run_number(run_row(d, "month", "2026-02"), "n"), 2);
    struct ran ran = RUN(t, "query", "--data", "data", "--now", "1990-05-05", "--format", "json",
                         "mean(score) by month");
    CHECK_INT(ran.status, 0);
    CHECK_INT(run_number(run_note(run_parse(t, ran.out), "running_period_left_out"), "n"), 3);
    ran =
        RUN(t, "query", "--data", "data", "--now", "1990-05-05", "--format", "json", "mean(score)");
    CHECK_INT(run_number(run_parse(t, ran.out), "rows/0/n"), 3);
}
