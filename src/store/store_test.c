/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/store.h"

#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/test.h"
#include "store/migration.h"

STATEMENT(cursor_put);
STATEMENT(cursor_list);
STATEMENT(cursor_get);

static struct err *fill_nothing(struct arena *a, struct db *db, void *what)
{
    (void)a, (void)db, (void)what;
    return NULL;
}

static struct err *refuse(struct arena *a, struct db *db, void *what)
{
    (void)db, (void)what;
    FAIL(a, WHY_CONFLICT, "It is refused.");
}

static str new_folder(struct test *t)
{
    str dir = str_format(t->arena, "%.*s/data", STR(t->dir));
    CHECK_OK(store_make(t->arena, dir, fill_nothing, NULL));
    return dir;
}

static struct store *opened(struct test *t, str dir, enum store_role role)
{
    struct store *s = NULL;
    CHECK_OK(store_open(t->arena, dir, (struct store_options){.role = role}, &s));
    return s;
}

/* Notes a word and a number. */
struct note {
    const char *word;
    int64_t number;
    bool fails;
};

static struct err *apply_note(struct arena *a, struct db *db, void *what)
{
    const struct note *note = what;
    struct query *q = db_query(db, SQL(cursor_put));
    query_bind_text(q, 1, str_of_chars(note->word));
    query_bind_int(q, 2, note->number);
    query_bind_int(q, 3, 0);
    TRY(query_run(a, q));
    if (note->fails)
        FAIL(a, WHY_CONFLICT, "It is taken back.");
    return NULL;
}

static struct err *put_note(struct arena *a, struct store *s, struct note note)
{
    struct write w = {.apply = apply_note, .what = &note, .arena = a};
    return store_write(s, &w);
}

/* "word number, word number" */
static str notes_of(struct test *t, struct db *db)
{
    struct buf b = buf_make(t->arena, 1000000);
    struct query *q = db_query(db, SQL(cursor_list));
    bool found = true;
    for (;;) {
        CHECK_OK(query_next(t->arena, q, &found));
        if (!found)
            return buf_str(&b);
        buf_addf(&b, "%s%.*s %lld", b.len ? ", " : "", STR(query_text(q, 0)),
                 (long long)query_int(q, 1));
    }
}

TEST(a_new_data_folder_is_for_its_owner_alone_and_is_made_once)
{
    str dir = new_folder(t);
    struct stat is;
    CHECK(stat(str_to_chars(t->arena, dir), &is) == 0 && (is.st_mode & 0777) == 0700);
    CHECK(stat(str_to_chars(t->arena, str_format(t->arena, "%.*s/keys/installation.key", STR(dir))),
               &is) == 0);
    CHECK((is.st_mode & 0777) == 0600 && is.st_size == SECRET_KEY_BYTES);
    struct err *e = store_make(t->arena, dir, fill_nothing, NULL);
    CHECK(e && e->why == WHY_CONFLICT);
}

TEST(a_folder_with_other_things_becomes_no_data_folder)
{
    (void)test_write(t, "letter.txt", S("dear"));
    struct err *e = store_make(t->arena, t->dir, fill_nothing, NULL);
    CHECK(e && e->why == WHY_CONFLICT);
}

TEST(a_folder_whose_making_failed_can_be_made_again)
{
    str dir = str_format(t->arena, "%.*s/data", STR(t->dir));
    struct err *e = store_make(t->arena, dir, refuse, NULL);
    CHECK(e && e->why == WHY_CONFLICT);
    struct store *s = NULL;
    e = store_open(t->arena, dir, (struct store_options){.role = STORE_READS}, &s);
    CHECK(e && e->why == WHY_MISSING);
    CHECK_OK(store_make(t->arena, dir, fill_nothing, NULL));
    CHECK(opened(t, dir, STORE_READS) != NULL);
}

TEST(a_folder_that_is_not_there_is_missing_with_the_way_to_make_it)
{
    struct store *s = NULL;
    struct err *e =
        store_open(t->arena, S("/nowhere/at/all"), (struct store_options){.role = STORE_READS}, &s);
    CHECK(e && e->why == WHY_MISSING);
}

TEST(what_was_written_is_seen_by_readers_and_after_opening_again)
{
    str dir = new_folder(t);
    struct arena *own = arena_make(0);
    struct store *s = NULL;
    CHECK_OK(store_open(own, dir, (struct store_options){.role = STORE_OWNS}, &s));
    CHECK_OK(put_note(own, s, (struct note){.word = "one", .number = 1}));
    CHECK_STR(notes_of(t, store_db(s)), S("one 1"));
    struct store *reader = opened(t, dir, STORE_READS);
    CHECK_STR(notes_of(t, store_db(reader)), S("one 1"));
    CHECK_OK(put_note(own, s, (struct note){.word = "two", .number = 2}));
    CHECK_STR(notes_of(t, store_db(reader)), S("one 1, two 2"));
    arena_done(own);
    CHECK_STR(notes_of(t, store_db(opened(t, dir, STORE_OWNS))), S("one 1, two 2"));
}

TEST(a_reader_sees_one_state_between_begin_and_end)
{
    struct store *s = opened(t, new_folder(t), STORE_OWNS);
    CHECK_OK(put_note(t->arena, s, (struct note){.word = "one", .number = 1}));
    CHECK_OK(db_begin_read(t->arena, store_db(s)));
    CHECK_STR(notes_of(t, store_db(s)), S("one 1"));
    CHECK_OK(put_note(t->arena, s, (struct note){.word = "two", .number = 2}));
    CHECK_STR(notes_of(t, store_db(s)), S("one 1"));
    db_end_read(store_db(s));
    CHECK_STR(notes_of(t, store_db(s)), S("one 1, two 2"));
}

/* Holds the writer up, so that those behind it share a transaction. */
static struct err *wait_at_gate(struct arena *a, struct db *db, void *what)
{
    pthread_mutex_t *gate = what;
    (void)a, (void)db;
    (void)pthread_mutex_lock(gate);
    (void)pthread_mutex_unlock(gate);
    return NULL;
}

TEST(a_write_that_fails_takes_nothing_of_others_back)
{
    struct store *s = opened(t, new_folder(t), STORE_OWNS);
    struct note notes[] = {{.word = "a", .number = 1},
                           {.word = "b", .number = 2, .fails = true},
                           {.word = "c", .number = 3}};
    struct write writes[4];
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    (void)pthread_mutex_lock(&gate);
    for (size_t i = 0; i < 4; i++) {
        writes[i] = i == 0 ? (struct write){.apply = wait_at_gate, .what = &gate}
                           : (struct write){.apply = apply_note, .what = &notes[i - 1]};
        writes[i].arena = arena_make(0);
        store_begin_write(s, &writes[i]);
    }
    (void)pthread_mutex_unlock(&gate);
    CHECK_OK(store_end_write(s, &writes[0]));
    CHECK_OK(store_end_write(s, &writes[1]));
    struct err *e = store_end_write(s, &writes[2]);
    CHECK(e && e->why == WHY_CONFLICT);
    CHECK_OK(store_end_write(s, &writes[3]));
    CHECK_STR(notes_of(t, store_db(s)), S("a 1, c 3"));
    for (size_t i = 0; i < 4; i++)
        arena_done(writes[i].arena);
}

TEST(a_write_that_fails_alone_leaves_nothing_and_the_next_one_is_taken)
{
    struct store *s = opened(t, new_folder(t), STORE_OWNS);
    CHECK_OK(put_note(t->arena, s, (struct note){.word = "a", .number = 1}));
    struct err *e = put_note(t->arena, s, (struct note){.word = "a", .number = 2, .fails = true});
    CHECK(e && e->why == WHY_CONFLICT);
    CHECK_STR(notes_of(t, store_db(s)), S("a 1"));
    CHECK_OK(put_note(t->arena, s, (struct note){.word = "c", .number = 3}));
    CHECK_STR(notes_of(t, store_db(s)), S("a 1, c 3"));
}

TEST(a_query_taken_again_is_bound_to_nothing_of_before)
{
    struct store *s = opened(t, new_folder(t), STORE_OWNS);
    bool found = false;
    CHECK_OK(put_note(t->arena, s, (struct note){.word = "a", .number = 1}));
    query_bind_text(db_query(store_db(s), SQL(cursor_get)), 1, S("a"));
    CHECK_OK(query_next(t->arena, db_query(store_db(s), SQL(cursor_get)), &found));
    CHECK(!found);
    struct query *q = db_query(store_db(s), SQL(cursor_get));
    query_bind_text(q, 1, S("a"));
    CHECK_OK(query_next(t->arena, q, &found));
    CHECK(found);
    CHECK_OK(query_next(t->arena, db_query(store_db(s), SQL(cursor_get)), &found));
    CHECK(!found);
}

enum { THREADS = 8, NOTES_EACH = 50 };

struct crowd {
    struct store *store;
    char words[NOTES_EACH][16];
};

static void *put_many(void *what)
{
    struct crowd *crowd = what;
    struct arena *a = arena_make(0);
    const struct err *e = NULL;
    for (int i = 0; i < NOTES_EACH && !e; i++)
        e = put_note(a, crowd->store, (struct note){.word = crowd->words[i], .number = i});
    arena_done(a);
    return e ? crowd : NULL;
}

TEST(many_threads_write_at_once_and_nothing_is_lost)
{
    struct store *s = opened(t, new_folder(t), STORE_OWNS);
    struct crowd *crowds = ARENA_ARRAY(t->arena, struct crowd, THREADS);
    pthread_t threads[THREADS];
    for (int n = 0; n < THREADS; n++) {
        crowds[n].store = s;
        for (int i = 0; i < NOTES_EACH; i++)
            (void)snprintf(crowds[n].words[i], sizeof crowds[n].words[i], "%02d-%02d", n, i);
        CHECK_INT(pthread_create(&threads[n], NULL, put_many, &crowds[n]), 0);
    }
    for (int n = 0; n < THREADS; n++) {
        void *failed = NULL;
        CHECK_INT(pthread_join(threads[n], &failed), 0);
        CHECK(!failed);
    }
    size_t commas = 0;
    str notes = notes_of(t, store_db(s));
    for (size_t i = 0; i < notes.len; i++)
        commas += notes.ptr[i] == ',';
    CHECK_INT(commas, THREADS * NOTES_EACH - 1);
}

TEST(a_folder_has_one_owner)
{
    str dir = new_folder(t);
    struct store *other = NULL;
    (void)opened(t, dir, STORE_OWNS);
    struct err *e = store_open(t->arena, dir, (struct store_options){.role = STORE_OWNS}, &other);
    CHECK(e && e->why == WHY_BUSY);
}

TEST(every_statement_there_is_can_be_prepared)
{
    str dir = new_folder(t);
    struct db *db = NULL;
    CHECK_OK(db_open(t->arena, str_format(t->arena, "%.*s/attune.db", STR(dir)),
                     (struct db_options){.role = DB_WRITES}, &db));
    for (unsigned i = 0; i < statement_index_len; i++)
        if (!str_starts_with(str_of_chars(statement_index[i]->sql), S("VACUUM")))
            CHECK_OK(db_check_statement(t->arena, db, statement_index[i]));
}

TEST(a_connection_that_reads_cannot_write)
{
    struct store *s = opened(t, new_folder(t), STORE_READS);
    struct err *e = db_run_script(t->arena, store_db(s), "DELETE FROM cursor");
    CHECK(e != NULL);
}

TEST(a_record_of_a_newer_program_is_refused)
{
    str dir = new_folder(t);
    struct arena *own = arena_make(0);
    struct db *db = NULL;
    CHECK_OK(db_open(own, str_format(t->arena, "%.*s/attune.db", STR(dir)),
                     (struct db_options){.role = DB_WRITES}, &db));
    CHECK_OK(db_run_script(own, db, "INSERT INTO migration VALUES (999, 'later', x'00', 0)"));
    arena_done(own);
    struct store *s = NULL;
    struct err *e = store_open(t->arena, dir, (struct store_options){.role = STORE_READS}, &s);
    CHECK(e && e->why == WHY_CONFLICT);
    e = store_open(t->arena, dir, (struct store_options){.role = STORE_OWNS}, &s);
    CHECK(e && e->why == WHY_CONFLICT);
}

/* The table that the SQL of a step made is there, and the step fails on request. */
static bool step_fails;

MIGRATION_STEP(count_words)
{
    if (step_fails)
        FAIL(a, WHY_FAILED, "This step fails.");
    return db_run_script(a, db, "INSERT INTO words_of_test VALUES (7)");
}

TEST(a_step_in_c_follows_its_sql_in_one_transaction)
{
    static const struct migration steps[] = {
        {1, "words", "CREATE TABLE words_of_test (n INTEGER);", migration_step_count_words},
        {2, "more", "CREATE TABLE more_of_test (n INTEGER);", NULL}};
    str path = str_format(t->arena, "%.*s/steps.db", STR(t->dir));
    struct db *db = NULL;
    CHECK_OK(db_open(t->arena, path, (struct db_options){.role = DB_WRITES, .make = true}, &db));
    step_fails = true;
    CHECK(migration_run_steps(t->arena, db, steps, 2) != NULL);
    CHECK(db_run_script(t->arena, db, "SELECT n FROM words_of_test") != NULL);
    step_fails = false;
    CHECK_OK(migration_run_steps(t->arena, db, steps, 1));
    CHECK_OK(migration_run_steps(t->arena, db, steps, 2));
    CHECK_OK(db_run_script(t->arena, db, "DELETE FROM words_of_test WHERE n = 7"));
    CHECK_OK(db_run_script(t->arena, db, "SELECT n FROM more_of_test"));
    static const struct migration others[] = {
        {1, "words", "CREATE TABLE words_of_test (n TEXT);", migration_step_count_words}};
    struct err *e = migration_run_steps(t->arena, db, others, 1);
    CHECK(e && e->why == WHY_CONFLICT);
}

TEST(a_damaged_record_is_refused_with_the_way_out)
{
    str dir = new_folder(t);
    (void)test_write(t, "data/attune.db", S("this is no database, whatever its name says; no, no"));
    struct store *s = NULL;
    struct err *e = store_open(t->arena, dir, (struct store_options){.role = STORE_READS}, &s);
    CHECK(e && e->why == WHY_INVALID);
}

TEST(a_copy_made_while_others_write_is_one_state)
{
    struct store *s = opened(t, new_folder(t), STORE_OWNS);
    CHECK_OK(put_note(t->arena, s, (struct note){.word = "one", .number = 1}));
    str copy = str_format(t->arena, "%.*s/copy.db", STR(t->dir));
    CHECK_OK(db_copy_to(t->arena, store_db(s), copy));
    struct db *db = NULL;
    CHECK_OK(db_open(t->arena, copy, (struct db_options){.role = DB_READS}, &db));
    CHECK_STR(notes_of(t, db), S("one 1"));
    str wrong;
    CHECK_OK(db_check(t->arena, db, &wrong));
    CHECK_STR(wrong, S(""));
}

struct sharing {
    struct store *owner;
    bool is_done;
};

/* With an arena and a connection of its own. */
static void *write_beside(void *what)
{
    struct sharing *sharing = what;
    struct arena *a = arena_make(0);
    struct store *s = NULL;
    sharing->is_done = !store_share(a, sharing->owner, &s) &&
                       !put_note(a, s, (struct note){"beside", 2, false}) &&
                       store_db(s) != store_db(sharing->owner);
    arena_done(a);
    return NULL;
}

TEST(store_is_shared_by_the_threads_of_its_owner)
{
    pthread_t thread;
    struct sharing sharing = {.owner = opened(t, new_folder(t), STORE_OWNS)};
    CHECK(pthread_create(&thread, NULL, write_beside, &sharing) == 0);
    CHECK_OK(put_note(t->arena, sharing.owner, (struct note){"own", 1, false}));
    CHECK(pthread_join(thread, NULL) == 0 && sharing.is_done);
    CHECK_STR(notes_of(t, store_db(sharing.owner)), S("beside 2, own 1"));
}
