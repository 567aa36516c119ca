/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/columns_db.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "listen/world_columns.h"
#include "store/vfs_look.h"

static const struct seal_options everything = {.everything = true};

/* Numbers that sql gives, as they stand in the record now. */
static int64_t number_of(struct world *w, struct arena *a, const char *sql)
{
    int64_t *numbers = NULL;
    size_t len = 0;
    str wrong = vfs_look(a, str_format(a, "%.*s/attune.db", STR(w->dir)), sql, &numbers, &len);
    CHECK_STR(wrong, S(""));
    CHECK_INT(len, 1);
    return numbers[0];
}

static size_t rows_of_world(const struct world *w)
{
    size_t rows = 0;
    for (size_t i = 0; i < w->rows_len; i++)
        rows += w->rows[i].id != 0;
    return rows;
}

/* Rows, and so line breaks, of the load. */
static void check_undamaged(struct world *w)
{
    struct arena *a = arena_make(0);
    CHECK_STR(world_columns_check(a, w), S(""));
    arena_done(a);
}

TEST(columns_are_the_same_from_segments_and_from_the_record)
{
    for (uint64_t seed = 100; seed < 103; seed++) {
        struct world *w = world_make(t, seed);
        for (size_t step = 0; step < 25; step++) {
            printf("world %llu, step %zu: %s\n", (unsigned long long)seed, step, world_step(w));
            check_undamaged(w);
        }
    }
}

TEST(a_removal_counts_at_once_and_a_key_that_is_free_makes_another_signal)
{
    struct world *w = world_make(t, 1);
    world_add(w, 200);
    (void)world_seal(w, &everything);
    world_undo(w, 0);
    CHECK_INT(rows_of_world(w), 0);
    check_undamaged(w);
    CHECK_INT(number_of(w, t->arena, "SELECT count(*) FROM signal_change"),
              number_of(w, t->arena, "SELECT next - 1 FROM counter WHERE name = 'signal'"));
    CHECK_INT(number_of(w, t->arena, "SELECT count(*) FROM verbatim"), 0);
    world_add_again(w, 0);
    CHECK(rows_of_world(w) > 150);
    check_undamaged(w);
    struct seal_outcome outcome = world_seal(w, &everything);
    CHECK_INT(outcome.signals, rows_of_world(w));
    check_undamaged(w);
}

TEST(a_name_that_segments_do_not_have_yet_is_shown_and_another_one_is_the_same_column)
{
    struct world *w = world_make(t, 2);
    world_add(w, 300);
    (void)world_seal(w, &everything);
    for (size_t i = 0; i < 30; i++) {
        world_label(w);
        check_undamaged(w);
    }
}

/* ---- bad days ---- */

enum damage { FLIP, FLIP_LAST, SHORTER, LONGER, EMPTY, GONE, FORBIDDEN, A_FOLDER, DAMAGES };

static void flip(int file, off_t at)
{
    char byte = 0;
    CHECK(pread(file, &byte, 1, at) == 1);
    byte ^= 0x20;
    CHECK(pwrite(file, &byte, 1, at) == 1);
}

/* Not within the moment in which the file was written: its time must be another. */
static void damage_file(const char *path, enum damage how, off_t at)
{
    (void)poll(NULL, 0, 15);
    int file = open(path, O_RDWR | O_CLOEXEC);
    CHECK(file >= 0);
    off_t len = lseek(file, 0, SEEK_END);
    if (how == FLIP && at < len)
        flip(file, at);
    if (how == FLIP_LAST)
        flip(file, len - 1);
    if (how == SHORTER)
        CHECK(ftruncate(file, len - 1) == 0);
    if (how == LONGER)
        CHECK(pwrite(file, "x", 1, len) == 1);
    if (how == EMPTY)
        CHECK(ftruncate(file, 0) == 0);
    if (how == GONE || how == A_FOLDER)
        CHECK(unlink(path) == 0);
    if (how == A_FOLDER)
        CHECK(mkdir(path, 0700) == 0);
    if (how == FORBIDDEN)
        CHECK(fchmod(file, 0) == 0);
    (void)close(file);
}

/* Where the columns lie that the manifest has, "NAME@BYTE", file by file. */
static str *places_of(struct world *w, struct arena *a, size_t *len)
{
    STATEMENT(segment_file_list);
    struct query *q = db_query(store_db(w->store), SQL(segment_file_list));
    str *places = ARENA_ARRAY(a, str, 10000);
    bool found = true;
    for (*len = 0; found;) {
        CHECK_OK(query_next(a, q, &found));
        if (found)
            places[(*len)++] = str_copy(a, query_text(q, 2));
    }
    return places;
}

/* Their files, each once. */
static str *files_of(struct world *w, struct arena *a, size_t *len)
{
    size_t places_len = 0, kept = 0;
    str *names = places_of(w, a, &places_len), ignored;
    for (size_t i = 0; i < places_len; i++) {
        str name = str_cut(names[i], '@', &ignored);
        if (kept == 0 || !str_equal(names[kept - 1], name))
            names[kept++] = name;
    }
    *len = kept;
    return names;
}

static const char *path_in(struct arena *a, const struct world *w, str name)
{
    return str_format(a, "%.*s/%.*s", STR(w->folder), STR(name)).ptr;
}

/* The file comes back as it was, so that the next can be damaged.  at: the byte that is
 * flipped, where one is. */
static void damage_and_ask(struct world *w, str name, enum damage how, off_t at)
{
    struct arena *a = arena_make(0);
    const char *path = path_in(a, w, name);
    const char *kept = str_format(a, "%.*s/kept", STR(w->dir)).ptr;
    struct test own = {.arena = a, .dir = w->folder};
    str bytes = test_read(&own, str_of_chars(path));
    CHECK(rename(path, kept) == 0);
    (void)test_write(&own, str_to_chars(a, name), bytes);
    damage_file(path, how, at);
    str damaged = world_columns_check(a, w);
    bool may_read = how == FORBIDDEN && geteuid() == 0;
    CHECK_THAT(may_read || damaged.len > 0, "damage %d of %s is not told", (int)how, path);
    CHECK(how == A_FOLDER ? rmdir(path) == 0 : how == GONE || unlink(path) == 0);
    CHECK(rename(kept, path) == 0);
    CHECK_STR(world_columns_check(a, w), S(""));
    arena_done(a);
}

static struct world *small_world(struct test *t, uint64_t seed)
{
    struct world *w = world_make(t, seed);
    w->notes = 40;
    world_add(w, 60);
    (void)world_seal(w, &everything);
    world_add(w, 20);
    return w;
}

TEST(a_file_that_is_damaged_is_told_and_the_record_answers_instead)
{
    struct world *w = small_world(t, 3);
    size_t len = 0;
    const str *names = files_of(w, t->arena, &len);
    CHECK(len > 0);
    for (size_t i = 0; i < len; i++)
        for (int how = 0; how < DAMAGES; how++)
            damage_and_ask(w, names[i], (enum damage)how, 9);
}

TEST(any_column_that_is_damaged_is_told_and_the_record_answers_instead)
{
    struct world *w = small_world(t, 13);
    size_t len = 0;
    const str *places = places_of(w, t->arena, &len);
    CHECK(len > 15);
    for (size_t i = 0; i < len; i++) {
        str byte;
        struct decimal at;
        str name = str_cut(places[i], '@', &byte);
        CHECK(decimal_of_str(byte, &at));
        damage_and_ask(w, name, FLIP, (off_t)at.mantissa + 20);
    }
}

TEST(what_a_question_found_damaged_is_made_anew_when_columns_are_made_next)
{
    struct world *w = small_world(t, 4);
    struct seal_options usual = {.everything = false};
    size_t len = 0;
    CHECK(!world_seal(w, &usual).was_damaged);
    for (int how = 0; how < DAMAGES; how++) {
        if (how == FORBIDDEN) /* it is whole; who may read it again can */
            continue;
        const str *names = files_of(w, t->arena, &len);
        damage_file(path_in(t->arena, w, names[(size_t)how * 7 % len]), (enum damage)how, 20);
        CHECK(world_columns_check(t->arena, w).len > 0);
        struct seal_outcome outcome = world_seal(w, &usual);
        CHECK(outcome.was_damaged);
        CHECK_INT(outcome.signals, rows_of_world(w));
        check_undamaged(w);
        CHECK(!world_seal(w, &usual).was_damaged);
    }
}

TEST(a_damaged_file_that_is_to_be_joined_is_made_anew_unasked)
{
    struct world *w = small_world(t, 5);
    size_t len = 0;
    const str *names = files_of(w, t->arena, &len);
    for (size_t i = 0; i < len; i++)
        damage_file(path_in(t->arena, w, names[i]), FLIP_LAST, 0);
    world_remove(w, 2);
    struct seal_outcome outcome = world_seal(w, &everything);
    CHECK(outcome.was_damaged);
    CHECK_INT(outcome.signals, rows_of_world(w));
    check_undamaged(w);
}

TEST(a_record_that_comes_back_without_its_columns_answers_and_gets_them_again)
{
    struct world *w = small_world(t, 6);
    CHECK(rename(str_to_chars(t->arena, w->folder),
                 str_format(t->arena, "%.*s/old", STR(w->dir)).ptr) == 0);
    CHECK(world_columns_check(t->arena, w).len > 0);
    world_add(w, 20);
    struct seal_options anew = {.everything = true, .anew = true};
    CHECK_INT(world_seal(w, &anew).signals, rows_of_world(w));
    check_undamaged(w);
}

TEST(each_fault_while_a_question_reads_files_leaves_the_record_to_answer)
{
    struct world *w = small_world(t, 7);
    bool is_met = true;
    for (size_t nth = 1; is_met; nth++) {
        struct arena *a = arena_make(0);
        fault_arm_at("segment.map", nth, nth % 2);
        str damaged = world_columns_check(a, w);
        is_met = fault_met() >= nth;
        fault_disarm();
        CHECK(is_met == (damaged.len > 0));
        arena_done(a);
    }
    check_undamaged(w);
}

/* ---- too much ---- */

TEST(a_column_with_more_texts_than_memory_holds_is_refused_in_words)
{
    struct world *w = world_make(t, 9);
    struct arena *a = arena_make((size_t)1024 * 1024);
    str text, damaged;
    w->months_most = 1;
    w->notes = 10000000;
    world_add(w, 70000);
    (void)world_seal(w, &everything);
    CHECK_OK(db_begin_read(a, store_db(w->store)));
    struct err *e = world_columns_text(a, store_db(w->store), w->zone, w->folder, &text, &damaged);
    CHECK(e && e->why == WHY_LIMIT);
    CHECK_STR(e->text, S("This question needs more memory than one may have."));
    e = world_columns_text(a, store_db(w->store), w->zone, S(""), &text, &damaged);
    CHECK(e && e->why == WHY_LIMIT);
    db_end_read(store_db(w->store));
    arena_done(a);
    check_undamaged(w);
}

/* ---- how soon ---- */

TEST(a_signal_is_in_the_columns_when_its_acknowledgement_comes)
{
    struct world *w = world_make(t, 8);
    world_add(w, 500);
    (void)world_seal(w, &everything);
    for (size_t i = 0; i < 40; i++) {
        struct arena *a = arena_make(0);
        str text, damaged;
        world_add(w, 1 + i % 3);
        CHECK_OK(db_begin_read(a, store_db(w->store)));
        CHECK_OK(world_columns_text(a, store_db(w->store), w->zone, w->folder, &text, &damaged));
        db_end_read(store_db(w->store));
        str last = str_format(a, "\n%lld ", (long long)w->last_id);
        CHECK(memmem(text.ptr, text.len, last.ptr, last.len));
        if (i % 10 == 9)
            (void)world_seal(w, &everything);
        arena_done(a);
    }
}
