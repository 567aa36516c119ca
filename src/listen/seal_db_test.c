/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Making columns, and what keeps it from being done: whatever happens, questions are
 * answered rightly, and the next round succeeds.
 */
#include "listen/seal_db.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fault.h"
#include "listen/world_columns.h"
#include "store/vfs_look.h"

static const struct seal_options everything = {.everything = true};

static int64_t number_of(struct world *w, const char *sql)
{
    struct arena *a = arena_make(0);
    int64_t *numbers = NULL;
    size_t len = 0;
    str wrong = vfs_look(a, str_format(a, "%.*s/attune.db", STR(w->dir)), sql, &numbers, &len);
    CHECK_STR(wrong, S(""));
    CHECK_INT(len, 1);
    int64_t number = numbers[0];
    arena_done(a);
    return number;
}

static size_t rows_of_world(const struct world *w)
{
    size_t rows = 0;
    for (size_t i = 0; i < w->rows_len; i++)
        rows += w->rows[i].id != 0;
    return rows;
}

static void check_columns(struct world *w)
{
    struct arena *a = arena_make(0);
    CHECK_STR(world_columns_check(a, w), S(""));
    arena_done(a);
}

/* Columns are right, hold every signal, and nothing is left to do. */
static void check_sealed(struct world *w)
{
    check_columns(w);
    CHECK_INT(number_of(w, "SELECT total(rows) FROM segment"), rows_of_world(w));
    CHECK_INT(number_of(w, "SELECT count(*) FROM segment s WHERE EXISTS (SELECT 1 FROM segment "
                           "o WHERE o.first_signal > o.last_signal OR o.rows < 1)"),
              0);
    CHECK_INT(world_seal(w, &everything).signals, 0);
}

TEST(a_segment_holds_the_signals_of_a_month)
{
    struct world *w = world_make(t, 1);
    world_add(w, 400);
    w->dice.state = 7; /* all months */
    while (w->months < WORLD_MONTHS)
        world_add(w, 50);
    struct seal_outcome outcome = world_seal(w, &everything);
    CHECK_INT(outcome.signals, rows_of_world(w));
    CHECK_INT(outcome.segments, number_of(w, "SELECT count(DISTINCT month) FROM segment"));
    CHECK_INT(outcome.segments, number_of(w, "SELECT count(*) FROM segment"));
    CHECK(outcome.segments >= 20);
    check_sealed(w);
}

TEST(little_is_left_in_the_record_until_it_is_enough)
{
    struct world *w = world_make(t, 2);
    struct seal_options usual = {.enough = 100};
    world_add(w, 50);
    CHECK_INT(world_seal(w, &usual).segments, 0);
    CHECK_INT(number_of(w, "SELECT count(*) FROM segment"), 0);
    world_add(w, 60);
    CHECK_INT(world_seal(w, &usual).signals, rows_of_world(w));
    check_sealed(w);
}

TEST(columns_are_without_what_was_removed_when_they_are_made_next)
{
    struct world *w = world_make(t, 3);
    struct seal_options usual = {.everything = false};
    world_add(w, 300);
    (void)world_seal(w, &everything);
    CHECK_INT(world_seal(w, &usual).segments, 0);
    world_remove(w, 10);
    CHECK(number_of(w, "SELECT total(rows) FROM segment") > (int64_t)rows_of_world(w));
    CHECK(world_seal(w, &usual).segments > 0);
    check_sealed(w);
    world_undo(w, 0);
    CHECK_INT(world_seal(w, &usual).segments, 0);
    CHECK_INT(number_of(w, "SELECT count(*) FROM segment_column"), 0);
    check_sealed(w);
}

TEST(texts_of_removed_signals_are_gone_when_columns_are_made_anew)
{
    struct world *w = world_make(t, 4);
    struct seal_options anew = {.everything = true, .anew = true};
    world_add(w, 300);
    (void)world_seal(w, &everything);
    world_undo(w, 0);
    world_add(w, 3);
    (void)world_seal(w, &everything);
    CHECK(number_of(w, "SELECT count(*) FROM column_text WHERE text LIKE 'note %'") > 3);
    (void)world_seal(w, &anew);
    CHECK(number_of(w, "SELECT count(*) FROM column_text WHERE text LIKE 'note %'") <= 3);
    check_sealed(w);
}

TEST(many_small_rounds_give_the_same_as_one)
{
    struct world *w = world_make(t, 5);
    struct seal_options small = {.everything = true, .rows_most = 23};
    world_add(w, 300);
    (void)world_seal(w, &small);
    check_sealed(w);
    world_remove(w, 4);
    world_add(w, 40);
    (void)world_seal(w, &small);
    check_sealed(w);
}

TEST(a_round_that_is_told_to_end_is_gone_on_with)
{
    struct world *w = world_make(t, 6);
    atomic_bool ends = true;
    struct seal_options small = {.everything = true, .rows_most = 50, .ends = &ends};
    struct seal_outcome outcome;
    world_add(w, 200);
    struct err *e = seal_columns(t->arena, w->store, store_db(w->store), &small, &outcome);
    CHECK(e && e->why == WHY_FAILED);
    CHECK_INT(number_of(w, "SELECT total(rows) FROM segment"), 50);
    check_columns(w);
    (void)world_seal(w, &everything);
    check_sealed(w);
}

TEST(a_field_with_too_many_texts_is_answered_from_the_record)
{
    struct world *w = world_make(t, 13);
    struct seal_options few = {.everything = true, .rows_most = 50, .texts_most = 60};
    struct seal_options anew = {.everything = true, .anew = true};
    world_add(w, 300);
    (void)world_seal(w, &few);
    CHECK(number_of(w, "SELECT count(*) FROM segment_column WHERE file = ''") > 0);
    int64_t texts = number_of(w, "SELECT max(code) + 1 FROM column_text");
    CHECK(texts > 60);
    check_sealed(w);
    world_remove(w, 30);
    world_add(w, 100);
    (void)world_seal(w, &everything);
    CHECK_INT(number_of(w, "SELECT max(code) + 1 FROM column_text"), texts);
    check_sealed(w);
    (void)world_seal(w, &anew);
    CHECK_INT(number_of(w, "SELECT count(*) FROM segment_column WHERE file = ''"), 0);
    check_sealed(w);
}

/* ---- files ---- */

struct files {
    size_t all, old; /* that nobody names, and have been found so */
};

static struct files files_in(const struct world *w, struct arena *a, int64_t seconds_back)
{
    struct files files = {0};
    DIR *open = opendir(str_to_chars(a, w->folder));
    CHECK(open);
    for (const struct dirent *d = readdir(open); d; d = readdir(open)) {
        const char *path = str_format(a, "%.*s/%s", STR(w->folder), d->d_name).ptr;
        struct stat is;
        CHECK(stat(path, &is) == 0);
        if (!S_ISREG(is.st_mode))
            continue;
        files.all++;
        files.old += (is.st_mode & S_IWUSR) == 0;
        struct timespec times[2] = {{.tv_sec = is.st_mtime - seconds_back},
                                    {.tv_sec = is.st_mtime - seconds_back}};
        CHECK(utimensat(AT_FDCWD, path, times, 0) == 0);
    }
    (void)closedir(open);
    return files;
}

TEST(files_stay_some_minutes_from_when_nobody_names_them)
{
    struct world *w = world_make(t, 7);
    struct arena *a = t->arena;
    world_add(w, 100);
    (void)world_seal(w, &everything);
    size_t named = files_in(w, a, 100000).all; /* they were made long ago */
    CHECK_INT(number_of(w, "SELECT count(*) FROM segment"), named);
    world_remove(w, 1);
    (void)world_seal(w, &everything);
    struct files files = files_in(w, a, 0);
    CHECK_INT(files.all, named);
    CHECK_INT(files.old, named);
    (void)world_seal(w, &everything);
    CHECK_INT(files_in(w, a, 601).all, named);
    (void)world_seal(w, &everything);
    CHECK_INT(files_in(w, a, 0).all, 0);
    (void)test_write(&(struct test){.arena = a, .dir = w->folder}, "not_ours", S("x"));
    CHECK_INT(files_in(w, a, 100000).all, 1);
    (void)world_seal(w, &everything);
    (void)world_seal(w, &everything);
    CHECK_INT(files_in(w, a, 100000).all, 1);
}

TEST(a_question_that_read_the_manifest_before_still_finds_its_files)
{
    struct world *w = world_make(t, 8);
    struct arena *a = arena_make(0);
    struct db *reader = NULL;
    str text, before, damaged;
    world_add(w, 300);
    (void)world_seal(w, &everything);
    (void)files_in(w, a, 100000);
    CHECK_OK(store_open_reader(a, w->store, &reader));
    CHECK_OK(db_begin_read(a, reader));
    CHECK_OK(world_columns_text(a, reader, w->zone, S(""), &before, &damaged));
    world_remove(w, 2);
    (void)world_seal(w, &everything);
    (void)world_seal(w, &(struct seal_options){.everything = true, .anew = true});
    CHECK_OK(world_columns_text(a, reader, w->zone, w->folder, &text, &damaged));
    db_end_read(reader);
    CHECK_STR(damaged, S(""));
    CHECK_STR(text, before);
    arena_done(a);
}

/* ---- faults ---- */

/* Something to do: signals that are new, and segments with removed ones. */
static void give_work(struct world *w)
{
    world_add(w, 6);
    world_remove(w, 15);
}

/* The nth point of that name fails, and all behind it where sticky.  False where there
 * are fewer. */
static bool seal_with_fault(struct world *w, const char *point, size_t nth, bool sticky)
{
    struct arena *a = arena_make(0);
    struct seal_outcome outcome;
    give_work(w);
    fault_arm_at(point, nth, sticky);
    const struct err *e = seal_columns(a, w->store, store_db(w->store), &everything, &outcome);
    bool is_met = fault_met() >= nth;
    fault_disarm();
    CHECK_THAT(!e || e->text.len > 10, "an error without words");
    CHECK_THAT(!e || is_met, "%.*s", STR(e->text));
    check_columns(w);
    outcome = world_seal(w, &everything);
    CHECK_THAT(!outcome.was_damaged, "%s %zu damages files", point, nth);
    check_sealed(w);
    arena_done(a);
    return is_met;
}

static size_t sweep(struct test *t, const char *point, size_t step, bool sticky)
{
    struct world *w = world_make(t, str_hash(str_of_chars(point)) % 1000 * 2 + sticky);
    w->notes = 20;
    world_add(w, 40);
    (void)world_seal(w, &everything);
    w->months_most = 1;
    size_t nth = 1;
    while (seal_with_fault(w, point, nth, sticky))
        nth += step;
    return nth - 1;
}

TEST(each_fault_of_a_file_leaves_questions_right_and_the_next_round_succeeds)
{
    static const char *const points[] = {"segment.create", "segment.write", "segment.fsync",
                                         "segment.map"};
    static const size_t steps[] = {1, 7, 1, 1};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        CHECK_THAT(sweep(t, points[i], steps[i], false) > 0, "%s is never met", points[i]);
        CHECK_THAT(sweep(t, points[i], steps[i], true) > 0, "%s is never met", points[i]);
    }
}

TEST(each_fault_of_the_record_leaves_questions_right_and_the_next_round_succeeds)
{
    static const char *const points[] = {"store.begin", "store.apply", "store.commit",
                                         "store.checkpoint"};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        (void)sweep(t, points[i], 1, i % 2);
    CHECK(sweep(t, "store.step", 23, false) > 50);
}

TEST(nothing_is_named_before_every_file_and_the_folder_are_on_disk)
{
    struct world *w = world_make(t, 10);
    struct arena *a = t->arena;
    struct seal_outcome outcome;
    world_add(w, 40);
    size_t nth = 0;
    for (bool fails = true; fails;) {
        fault_arm_at("segment.fsync", ++nth, false);
        const struct err *e = seal_columns(a, w->store, store_db(w->store), &everything, &outcome);
        fails = fault_met() >= nth;
        fault_disarm();
        CHECK(fails == (e != NULL));
        CHECK_INT(number_of(w, "SELECT count(*) FROM segment_column") > 0, !fails);
        CHECK_INT(number_of(w, "SELECT count(*) FROM column_text") > 0, !fails);
    }
    CHECK_INT(nth - 1, number_of(w, "SELECT count(*) FROM segment") + 1);
}

/* ---- the end of the process ---- */

static void seal_until_killed(struct world *w)
{
    struct seal_options small = {.everything = true, .anew = true, .rows_most = 60};
    for (world_reopen(w);; small.anew = !small.anew) {
        (void)world_seal(w, &small);
        world_remove(w, 90);
    }
}

TEST(a_process_killed_while_it_makes_columns_leaves_them_whole)
{
    struct world *w = world_make(t, 11);
    world_add(w, 200);
    arena_done(w->opened); /* so that the child may own it */
    w->opened = NULL;
    size_t kills = test_times("ATTUNE_TORTURE_KILLS", 20);
    for (size_t i = 0; i < kills; i++) {
        (void)fflush(stdout);
        pid_t child = fork();
        CHECK(child >= 0);
        if (child == 0)
            seal_until_killed(w);
        (void)poll(NULL, 0, (int)test_random_below(&w->dice, 150));
        CHECK(kill(child, SIGKILL) == 0);
        int how = 0;
        CHECK(waitpid(child, &how, 0) == child);
        CHECK(WIFSIGNALED(how));
        world_reopen(w);
        check_columns(w);
        (void)world_seal(w, &everything);
        check_columns(w);
        CHECK_INT(number_of(w, "SELECT total(rows) FROM segment"),
                  number_of(w, "SELECT count(*) FROM signal"));
        arena_done(w->opened);
        w->opened = NULL;
    }
}

/* ---- two at once ---- */

static void *seal_in_thread(void *what)
{
    struct world *w = what;
    struct arena *a = arena_make(0);
    struct store *own = NULL;
    struct seal_outcome outcome;
    CHECK_OK(store_share(a, w->store, &own));
    CHECK_OK(seal_columns(a, own, store_db(own), &everything, &outcome));
    arena_done(a);
    return NULL;
}

TEST(who_makes_columns_second_waits_and_finds_nothing_to_do)
{
    struct world *w = world_make(t, 12);
    pthread_t threads[3];
    world_add(w, 300);
    for (size_t i = 0; i < 3; i++)
        CHECK(pthread_create(&threads[i], NULL, seal_in_thread, w) == 0);
    for (size_t i = 0; i < 3; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    check_sealed(w);
}
