/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What an undo leaves is what there would be without the import: to the byte in the
 * record, and to the digit in every answer, with and without columns.
 */
#include "base/test_random.h"
#include "listen/folder_of_test.h"
#include "listen/import_list_db.h"
#include "listen/import_undo_db.h"
#include "listen/importing.h"
#include "listen/seal_db.h"
#include "people/audit_db.h"
#include "store/content.h"
#include "understand/inquiry.h"

enum { ROUNDS = 8, RECORDS = 60, COLUMNS = 8 };

#define NOW ((usec_t)20500 * USEC_DAY)

/* A file with its map. */
struct file_of_test {
    str path, map;
};

struct folder {
    struct test *t;
    struct store *store;
    struct zone *zone;
};

/* All folders have one key, since keys of signals hang on it. */
static struct folder folder(struct test *t, const char *name)
{
    struct folder f = {.t = t};
    str dir = str_format(t->arena, "%.*s/%s", STR(t->dir), name);
    const char key_bytes[SECRET_KEY_BYTES] = "the key of every folder here";
    CHECK_OK(store_make(t->arena, dir, fill_for_test, NULL));
    const char *key = str_format(t->arena, "%s/keys/installation.key", name).ptr;
    (void)test_write(t, key, (str){key_bytes, sizeof key_bytes});
    struct store_options quick = {.role = STORE_OWNS, .synchronous = "OFF"};
    CHECK_OK(store_open(t->arena, dir, quick, &f.store));
    CHECK_OK(zone_open(t->arena, S("UTC"), &f.zone));
    return f;
}

static int64_t take(const struct folder *f, const struct file_of_test *file)
{
    struct arena *a = arena_make(0);
    struct import_map map;
    struct importing *importing = NULL;
    CHECK_OK(import_map_of_str(a, file->map, &map));
    struct importing_ask ask = {.store = f->store,
                                .db = store_db(f->store),
                                .path = file->path,
                                .name = file->path,
                                .map = &map,
                                .zone = f->zone,
                                .now = NOW,
                                .actor = S("test")};
    CHECK_OK(importing_look(a, &ask, &importing));
    CHECK_OK(importing_take(importing));
    int64_t id = importing_report(importing)->import;
    arena_done(a);
    return id;
}

static struct err *try_undo(const struct folder *f, int64_t import, const atomic_bool *ends,
                            int64_t *removed)
{
    struct import_undo undo = {.import = import, .now = NOW, .actor = S("test"), .ends = ends};
    return import_undo(f->t->arena, f->store, store_db(f->store), &undo, removed);
}

static void undo(const struct folder *f, int64_t import)
{
    struct import_entry entry;
    bool found = false;
    int64_t removed = 0;
    CHECK_OK(try_undo(f, import, NULL, &removed));
    CHECK_OK(import_get(f->t->arena, f->store, store_db(f->store), import, &entry, &found));
    CHECK(found);
    CHECK_INT(entry.state, IMPORT_UNDONE);
    CHECK_INT(removed, entry.taken);
}

/* ---- random files ---- */

static const char *const header[COLUMNS] = {"nps",  "area", "day",   "mail",
                                            "firm", "said", "price", "mood"};

static str cell(struct test *t, struct test_random *r, size_t column)
{
    static const char *const words[] = {"Fine as ever, thank you.", "Not again, it was late.", ""};
    size_t n = test_random_below(r, 12);
    switch (column) {
    case 0:
        return str_format(t->arena, "%zu", n % 11);
    case 1:
        return str_format(t->arena, "%c", "ABC"[n % 3]);
    case 2:
        return str_format(t->arena, "2026-%02zu-05", 1 + n % 4);
    case 3:
        return n < 4 ? S("") : str_format(t->arena, "p%zu@example.org", n);
    case 4:
        return n < 6 ? S("") : str_format(t->arena, "Firm %zu", n);
    case 5:
        return str_of_chars(words[n % 3]);
    case 6:
        return str_format(t->arena, "%zu.5", n * 7);
    default:
        return str_format(t->arena, "%zu", n % 3);
    }
}

static void add_header(struct buf *csv, const bool *has)
{
    for (size_t c = 0, len = 0; c < COLUMNS; c++)
        if (has[c])
            buf_addf(csv, "%s%s", len++ ? "," : "", header[c]);
    buf_add_char(csv, '\n');
}

/* Of a small pool, so that two files share many. */
static void add_record(struct test *t, struct buf *csv, const bool *has, uint64_t number)
{
    struct test_random record = {number};
    for (size_t c = 0, len = 0; c < COLUMNS; c++) {
        str text = cell(t, &record, c);
        if (has[c])
            buf_addf(csv, "%s\"%.*s\"", len++ ? "," : "", STR(text));
    }
    buf_add_char(csv, '\n');
}

static str make_map(struct test *t, struct test_random *r, const char *source, const bool *has)
{
    struct buf map = buf_make(t->arena, MIB);
    buf_addf(&map, "source: %s\ntime: day\n[nps]\nfield: %s\nscale: 0-10\n", source,
             test_random_one_in(r, 2) ? "recommend" : "own_nps");
    if (has[3])
        buf_add(&map, S("email: mail\n"));
    if (has[4])
        buf_add(&map, S("account: firm\n"));
    if (has[7])
        buf_addf(&map, "[mood]\nkind: choice\ncode 0: %s\ncode 1: %s\n",
                 test_random_one_in(r, 2) ? "calm" : "quiet", "loud");
    return buf_str(&map);
}

static struct file_of_test make_file(struct test *t, struct test_random *r, const char *name,
                                     const char *source)
{
    bool has[COLUMNS];
    struct buf csv = buf_make(t->arena, MIB);
    for (size_t c = 0; c < COLUMNS; c++)
        has[c] = c < 3 || !test_random_one_in(r, 3);
    add_header(&csv, has);
    for (size_t i = 0; i < RECORDS; i++)
        add_record(t, &csv, has, test_random_below(r, RECORDS));
    return (struct file_of_test){test_write(t, name, buf_str(&csv)), make_map(t, r, source, has)};
}

/* ---- what is compared ---- */

static str answer(const struct folder *f, const char *question)
{
    struct arena *a = f->t->arena;
    struct inquiry *inquiry = ARENA_NEW(a, struct inquiry);
    struct record_answer *answer = ARENA_NEW(a, struct record_answer);
    struct buf out = buf_make(a, MIB);
    struct db *db = store_db(f->store);
    CHECK_OK(db_begin_read(a, db));
    struct err *e = inquiry_make(a, f->store, db, str_of_chars(question), NOW, inquiry);
    if (!e)
        e = record_answer(a, db, &inquiry->asked, answer);
    db_end_read(db);
    if (e)
        return e->text;
    answer_to_json(&answer->answer, &out);
    return buf_str(&out);
}

static void compare_answers(const struct folder *should, const struct folder *is)
{
    static const char *const questions[] = {
        "nps(recommend)",
        "nps(recommend) by area",
        "nps(nps) by month",
        "nps(spring.nps) by area",
        "mean(own_nps)",
        "mean(spring.own_nps) by month compare previous",
        "nps(recommend) by source latest per person",
        "choices(area)",
        "choices(spring.mood)",
        "choices(mood) by area",
        "mean(price) by area where area in (A, B)",
        "mean(autumn.price)",
        "nps(recommend) where mood = calm",
        "share(said) box (x)",
    };
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        CHECK_STR(answer(is, questions[i]), answer(should, questions[i]));
}

static void seal(const struct folder *f, bool anew)
{
    struct seal_options how = {.everything = true, .anew = anew};
    struct seal_outcome outcome;
    CHECK_OK(seal_columns(f->t->arena, f->store, store_db(f->store), &how, &outcome));
}

/* From the tail, with segments that hold what is gone, and made anew. */
static void compare_all_ways(const struct folder *should, const struct folder *is)
{
    compare_answers(should, is);
    seal(is, false);
    compare_answers(should, is);
    seal(is, true);
    compare_answers(should, is);
}

/* What is kept of everything that was ever done, and numbers that are not given twice. */
static bool is_history(str table)
{
    static const str tables[] = {S_INIT("audit"),  S_INIT("signal_change"),   S_INIT("counter"),
                                 S_INIT("cursor"), S_INIT("sqlite_sequence"), S_INIT("import"),
                                 S_INIT("word"),   S_INIT("migration")};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (str_equal(table, tables[i]))
            return true;
    return false;
}

static void compare_records(const struct folder *should, const struct folder *is)
{
    struct backup_table *a = NULL, *b = NULL;
    size_t len = 0, other = 0;
    struct arena *arena = is->t->arena;
    CHECK_OK(content_of_record(arena, store_db(should->store), NULL, &a, &len));
    CHECK_OK(content_of_record(arena, store_db(is->store), NULL, &b, &other));
    CHECK_INT(other, len);
    for (size_t i = 0; i < len; i++) {
        if (is_history(a[i].name))
            continue;
        CHECK_THAT(a[i].rows == b[i].rows, "%.*s has %llu rows, should have %llu", STR(a[i].name),
                   (unsigned long long)b[i].rows, (unsigned long long)a[i].rows);
        /* What is sealed is sealed anew each time. */
        bool is_sealed = str_equal(a[i].name, S("identity")) || str_equal(a[i].name, S("account"));
        CHECK_THAT(is_sealed ||
                       secret_equal(secret_hash_str(&a[i].hash), secret_hash_str(&b[i].hash)),
                   "%.*s is not what it would be", STR(a[i].name));
    }
}

struct two_files {
    struct file_of_test a, b;
};

static struct two_files make_two(struct test *t, struct test_random *r, uint64_t seed)
{
    const char *names[] = {str_format(t->arena, "a%llu.csv", (unsigned long long)seed).ptr,
                           str_format(t->arena, "b%llu.csv", (unsigned long long)seed).ptr};
    const char *other = test_random_one_in(r, 2) ? "autumn" : "spring";
    return (struct two_files){make_file(t, r, names[0], "spring"),
                              make_file(t, r, names[1], other)};
}

static struct folder numbered(struct test *t, const char *name, uint64_t seed)
{
    return folder(t, str_format(t->arena, "%s%llu", name, (unsigned long long)seed).ptr);
}

TEST(an_undone_import_leaves_what_there_was_without_it)
{
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        struct test_random r = {seed};
        struct two_files files = make_two(t, &r, seed);
        struct folder both = numbered(t, "both", seed), one = numbered(t, "one", seed);
        (void)take(&one, &files.a);
        (void)take(&both, &files.a);
        if (test_random_one_in(&r, 2))
            seal(&both, false);
        int64_t b = take(&both, &files.b);
        if (test_random_one_in(&r, 2))
            seal(&both, false);
        undo(&both, b);
        compare_records(&one, &both);
        compare_all_ways(&one, &both);
    }
}

TEST(undoing_the_first_leaves_the_second_when_it_comes_again)
{
    for (uint64_t seed = 101; seed <= 100 + ROUNDS; seed++) {
        struct test_random r = {seed};
        struct two_files files = make_two(t, &r, seed);
        struct folder both = numbered(t, "both", seed), one = numbered(t, "one", seed);
        (void)take(&one, &files.b);
        int64_t a = take(&both, &files.a);
        (void)take(&both, &files.b);
        if (test_random_one_in(&r, 2))
            seal(&both, false);
        undo(&both, a);
        (void)take(&both, &files.b); /* what both files hold came with the first */
        compare_all_ways(&one, &both);
    }
}

TEST(nothing_is_left_when_all_is_undone_in_any_order)
{
    for (uint64_t seed = 201; seed <= 200 + ROUNDS; seed++) {
        struct test_random r = {seed};
        struct two_files files = make_two(t, &r, seed);
        struct folder both = numbered(t, "both", seed), none = numbered(t, "none", seed);
        int64_t a = take(&both, &files.a), b = take(&both, &files.b);
        bool first = test_random_one_in(&r, 2);
        undo(&both, first ? a : b);
        if (test_random_one_in(&r, 2))
            seal(&both, false);
        undo(&both, first ? b : a);
        compare_records(&none, &both);
        compare_all_ways(&none, &both);
        int64_t broken = 1;
        CHECK_OK(audit_check(t->arena, store_db(both.store), &broken));
        CHECK_INT(broken, 0);
        (void)take(&both, &files.a);
        struct folder one = numbered(t, "one", seed);
        (void)take(&one, &files.a);
        compare_all_ways(&one, &both);
    }
}

TEST(an_undo_that_was_cut_short_is_gone_on_with)
{
    struct test_random r = {7};
    struct two_files files = make_two(t, &r, 1);
    struct folder both = folder(t, "both"), one = folder(t, "one");
    (void)take(&one, &files.a);
    (void)take(&both, &files.a);
    int64_t b = take(&both, &files.b), removed = 0;
    struct import_undo begun = {.import = b, .now = NOW, .actor = S("test")};
    CHECK_OK(import_undo_begin(t->arena, both.store, store_db(both.store), &begun));
    struct import_entry entry;
    bool found = false;
    CHECK_OK(import_get(t->arena, both.store, store_db(both.store), b, &entry, &found));
    CHECK_INT(entry.state, IMPORT_UNDOING);
    undo(&both, b);
    compare_records(&one, &both);
    struct err *e = try_undo(&both, b, NULL, &removed);
    CHECK(e && e->why == WHY_CONFLICT);
    e = try_undo(&both, b + 1, NULL, &removed);
    CHECK(e && e->why == WHY_MISSING);
}

TEST(while_an_import_is_undone_none_of_its_source_comes)
{
    struct test_random r = {8};
    struct folder f = folder(t, "data");
    struct file_of_test file = make_file(t, &r, "a.csv", "spring");
    struct arena *a = t->arena;
    int64_t id = take(&f, &file);
    struct import_undo begun = {.import = id, .now = NOW, .actor = S("test")};
    CHECK_OK(import_undo_begin(a, f.store, store_db(f.store), &begun));
    struct importing *importing = NULL;
    struct importing_ask ask = {.store = f.store,
                                .db = store_db(f.store),
                                .path = file.path,
                                .name = file.path,
                                .source = S("spring"),
                                .zone = f.zone,
                                .now = NOW,
                                .actor = S("test")};
    CHECK_OK(importing_look(a, &ask, &importing));
    struct err *e = importing_take(importing);
    CHECK(e && e->why == WHY_CONFLICT);
    undo(&f, id);
    CHECK_OK(importing_look(a, &ask, &importing));
    CHECK_OK(importing_take(importing));
}
