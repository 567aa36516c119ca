/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * `attune score FILE`, and `attune import` with `attune query`, give the same numbers to
 * the last digit on every table of ../shared/data, whatever lies there.
 *
 * Differences that contract.md demands, and nothing else, are left out of account: the
 * key of periods (period; month), records without a time (a group of their own; in no
 * period, and noted), where refused cells are listed (the file's lines; signals and the
 * report of the import), and notes about the reading of a file or about sources.
 */
#include <dirent.h>
#include <math.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "parity.h"
#include "run.h"

extern const struct command command_named_score;
extern const struct command command_named_query;

enum { FILES_MOST = 10000, DEPTH_MOST = 10, SHARDS = 10, SHOWN_MOST = 12 };

/* ---- the files ---- */

struct paths {
    str *list;
    size_t len;
};

static bool is_table(str name)
{
    static const str endings[] = {S_INIT(".csv"), S_INIT(".tsv"), S_INIT(".tab"), S_INIT(".txt")};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (name.len > endings[i].len &&
            str_equal_ignoring_case(str_slice(name, name.len - endings[i].len, name.len),
                                    endings[i]))
            return true;
    return false;
}

static void find_tables(struct test *t, str dir, unsigned depth, struct paths *out)
{
    DIR *open = opendir(str_to_chars(t->arena, dir));
    CHECK_THAT(open, "cannot open %.*s", STR(dir));
    for (const struct dirent *d = readdir(open); d; d = readdir(open)) {
        str name = str_copy(t->arena, str_of_chars(d->d_name));
        str path = str_format(t->arena, "%.*s/%.*s", STR(dir), STR(name));
        struct stat is;
        if (name.ptr[0] == '.' || stat(path.ptr, &is) != 0)
            continue;
        if (S_ISDIR(is.st_mode) && depth < DEPTH_MOST)
            find_tables(t, path, depth + 1, out);
        else if (S_ISREG(is.st_mode) && is_table(name) && out->len < FILES_MOST)
            out->list[out->len++] = path;
    }
    (void)closedir(open);
}

static int by_path(const void *left, const void *right)
{
    const str *a = left, *b = right;
    return str_compare(*a, *b);
}

static struct paths all_tables(struct test *t)
{
    struct paths paths = {ARENA_ARRAY(t->arena, str, FILES_MOST), 0};
    find_tables(t, test_shared(t, "data"), 0, &paths);
    qsort(paths.list, paths.len, sizeof *paths.list, by_path);
    return paths;
}

/* ---- two answers ---- */

/* What was asked so far, and what differed. */
struct parity {
    struct test *t;
    const char *dir; /* NULL: in this process; else through the program, to this folder */
    size_t files, read, imports, asked, refused, hidden, differ;
};

struct both {
    struct parity *p;
    struct arena *a;
    const struct parity_import *import;
    const struct parity_ask *ask;
    struct err *score_error, *query_error;
    str score_text, query_text;
    json_t *score, *query;
    bool is_refused;  /* by the program, on both sides */
    bool lacks_times; /* some of score's rows are in no period */
};

static void put_both(struct both *b)
{
    int status = 0;
    const struct parity_import *i = b->import;
    str no_words[] = {S("format"), S("json"), {NULL, 0}};
    b->score_error = parity_call(b->p->t, b->a, &command_named_score, NULL, i->file->path,
                                 parity_score_words(b->a, i, b->ask), &b->score_text, &status);
    b->score_text = str_copy(b->a, b->score_text);
    b->query_error =
        parity_call(b->p->t, b->a, &command_named_query, i->store, parity_question(b->a, i, b->ask),
                    no_words, &b->query_text, &status);
    b->query_text = str_copy(b->a, b->query_text);
}

static str say(struct parity *p, const char *const *args)
{
    struct ran ran = run_program(p->t, &(struct run){.args = args});
    CHECK_THAT(ran.status <= 1, "exit status %d: %.*s", ran.status, STR(ran.err));
    return ran.out;
}

/* The same through the program. */
static void tell_both(struct both *b)
{
    struct test *t = b->p->t;
    const char **args = ARENA_ARRAY(b->a, const char *, PARITY_WORDS + 3);
    size_t len = 0;
    args[len++] = "score";
    args[len++] = b->import->file->path.ptr;
    for (const str *w = parity_score_words(b->a, b->import, b->ask); w->ptr; w += 2)
        args[len++] = str_format(b->a, "--%.*s=%.*s", STR(w[0]), STR(w[1])).ptr;
    str question = parity_question(t->arena, b->import, b->ask);
    struct ran score = run_program(t, &(struct run){.args = args});
    struct ran query = RUN(t, "query", "--data", b->p->dir, "--format", "json", question.ptr);
    b->score_text = score.out;
    b->query_text = query.out;
    b->is_refused = query.status > 1 && score.status == query.status;
    CHECK_THAT(b->is_refused || (score.status <= 1 && query.status <= 1),
               "%.*s ends with %d: %.*s; score with %d: %.*s", STR(question), query.status,
               STR(query.err), score.status, STR(score.err));
}

/* A group of score's whose time nobody knows. */
static bool is_out_of_time(const struct both *b, json_t *row)
{
    return b->ask->per && json_is_null(json_object_get(json_object_get(row, "by"), "period"));
}

static const char *differs(struct both *b, const char *what, json_t *is, json_t *should)
{
    return str_format(b->a, "%s: query says %s, score %s", what,
                      is ? json_dumps(is, JSON_ENCODE_ANY | JSON_COMPACT) : "nothing",
                      should ? json_dumps(should, JSON_ENCODE_ANY | JSON_COMPACT) : "nothing")
        .ptr;
}

/* The values of `by`, in order; its keys are as they were written. */
static const char *compare_by(struct both *b, json_t *query, json_t *score)
{
    void *q = json_object_iter(query), *s = json_object_iter(score);
    for (; q && s; q = json_object_iter_next(query, q), s = json_object_iter_next(score, s))
        if (!json_equal(json_object_iter_value(q), json_object_iter_value(s)))
            return differs(b, "by", query, score);
    return q || s ? differs(b, "by", query, score) : NULL;
}

/* All but the by-object. */
static const char *compare_row(struct both *b, json_t *query, json_t *score)
{
    const char *found = compare_by(b, json_object_get(query, "by"), json_object_get(score, "by"));
    if (found)
        return found;
    (void)json_object_del(query, "by");
    json_t *by = json_object_get(score, "by");
    json_incref(by);
    (void)json_object_del(score, "by");
    if (!json_equal(query, score))
        found = differs(b, "row", query, score);
    json_object_set_new(score, "by", by);
    return found;
}

static const char *compare_rows(struct both *b)
{
    json_t *query = json_object_get(b->query, "rows"), *score = json_object_get(b->score, "rows");
    size_t s = 0;
    for (size_t q = 0; q < json_array_size(query); q++, s++) {
        while (s < json_array_size(score) && is_out_of_time(b, json_array_get(score, s)))
            s++;
        if (s >= json_array_size(score))
            return differs(b, "rows: more", query, score);
        const char *found = compare_row(b, json_array_get(query, q), json_array_get(score, s));
        if (found)
            return found;
    }
    while (s < json_array_size(score) && is_out_of_time(b, json_array_get(score, s)))
        s++;
    return s < json_array_size(score) ? differs(b, "rows: fewer", query, score) : NULL;
}

static bool is_of_one_side(const char *code)
{
    static const char *const codes[] = {"mixed_encoding", "file_grew",     "date_order_guessed",
                                        "sources",        "assumed_times", "other_sheets",
                                        "hidden_cells",   "title_above",   NULL};
    for (size_t i = 0; codes[i]; i++)
        if (strcmp(codes[i], code) == 0)
            return true;
    return false;
}

/* The next note of those that both must have; NULL at the end.  Records without a time are
 * in score's trend, with or without a weight. */
static json_t *next_note(const struct both *b, json_t *notes, size_t *at)
{
    while (*at < json_array_size(notes)) {
        json_t *note = json_array_get(notes, (*at)++);
        const char *code = json_string_value(json_object_get(note, "code"));
        bool is_left_out = b->lacks_times && strcmp(code, "no_weight") == 0;
        if (!is_of_one_side(code) && !is_left_out)
            return note;
    }
    return NULL;
}

static const char *compare_notes(struct both *b)
{
    json_t *query = json_object_get(b->query, "notes"), *score = json_object_get(b->score, "notes");
    size_t q = 0, s = 0;
    for (;;) {
        json_t *is = next_note(b, query, &q), *should = next_note(b, score, &s);
        if (!is && !should)
            return NULL;
        if (!is || !should || !json_equal(is, should))
            return differs(b, "notes", query, score);
    }
}

/* Score's refused records and cells: those that the question refuses, those that the import
 * did not take, and times that are none. */
static const char *compare_refused(struct both *b)
{
    json_t *query = json_object_get(b->query, "refused"),
           *score = json_object_get(b->score, "refused");
    json_int_t known = (json_int_t)b->import->file->answers.refused_records;
    json_int_t n_query = json_integer_value(json_object_get(query, "n"));
    json_int_t n_score = json_integer_value(json_object_get(score, "n"));
    for (size_t f = 0; f < b->ask->fields_len; f++)
        known += (json_int_t)b->import->fields[b->ask->fields[f]].refused;
    json_int_t times = n_score - known - n_query;
    if (b->import->time == PARITY_NONE ? times != 0 : times < 0)
        return differs(b, "refused", query, score);
    return NULL;
}

static void look_for_times(struct both *b)
{
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(json_object_get(b->score, "rows"), i, row)
    {
        b->lacks_times = b->lacks_times || is_out_of_time(b, row);
    }
}

static const char *compare_answers(struct both *b)
{
    static const char *const same[] = {"measure", "scale", "missing", NULL};
    for (size_t i = 0; same[i]; i++)
        if (!json_equal(json_object_get(b->query, same[i]), json_object_get(b->score, same[i])))
            return differs(b, same[i], json_object_get(b->query, same[i]),
                           json_object_get(b->score, same[i]));
    const char *found = compare_notes(b);
    found = found ? found : compare_refused(b);
    return found ? found : compare_rows(b);
}

/* Where it does not go, it does not go on either side, for the same kind of reason. */
static const char *compare_errors(struct both *b)
{
    const struct err *q = b->query_error, *s = b->score_error;
    if (q && s && q->why == s->why)
        return NULL;
    return str_format(b->a, "error: query says %.*s, score %.*s", STR(q ? q->text : S("nothing")),
                      STR(s ? s->text : S("nothing")))
        .ptr;
}

static json_t *parse(struct both *b, str text)
{
    json_error_t error;
    json_t *document = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &error);
    if (!document)
        test_fail(__FILE__, __LINE__, "no JSON: %s in %.*s", error.text, STR(text));
    (void)b;
    return document;
}

static void show(struct both *b, const char *found)
{
    if (b->p->differ++ >= SHOWN_MOST)
        return;
    printf("%.*s\n  %.*s\n  attune score", STR(b->import->file->path),
           STR(parity_question(b->a, b->import, b->ask)));
    const str *words = parity_score_words(b->a, b->import, b->ask);
    for (; words->ptr; words += 2)
        printf(" --%.*s '%.*s'", STR(words[0]), STR(words[1]));
    printf("\n  %.600s\n", found);
}

static void ask_both(struct parity *p, const struct parity_import *i, const struct parity_ask *ask)
{
    struct both b = {.p = p, .a = arena_make(0), .import = i, .ask = ask};
    const char *found = NULL;
    if (p->dir)
        tell_both(&b);
    else
        put_both(&b);
    p->asked++;
    if (b.is_refused) {
        p->refused++;
    } else if (b.query_error || b.score_error) {
        p->refused++;
        found = compare_errors(&b);
    } else {
        b.query = parse(&b, b.query_text);
        b.score = parse(&b, b.score_text);
        look_for_times(&b);
        found = compare_answers(&b);
    }
    if (found)
        show(&b, found);
    json_decref(b.query);
    json_decref(b.score);
    arena_done(b.a);
}

/* ---- a file ---- */

static void ask_all(struct parity *p, const struct parity_import *i)
{
    size_t len = 0;
    const struct parity_ask *asks = parity_asks(p->t, i, &len);
    p->imports++;
    for (size_t c = 0; c < i->file->columns_len; c++)
        p->hidden += !i->fields[c].asked.len;
    for (size_t q = 0; q < len; q++)
        ask_both(p, i, &asks[q]);
}

static void check_report(struct parity *p, const struct parity_import *i)
{
    const struct answers *answers = &i->file->answers;
    (void)p;
    CHECK_INT(run_number(i->report, "rows"), answers->records);
    CHECK_INT(run_number(i->report, "taken"), answers->rows);
    CHECK_INT(run_number(i->report, "duplicates"), 0);
    CHECK(run_number(i->report, "refused_n") >= (double)answers->refused_records);
    CHECK_INT(json_array_size(run_at(i->report, "columns")), i->file->columns_len);
}

static void check_same_refusal(const struct parity_file *f, const struct parity_import *i)
{
    CHECK_THAT(i->error, "%.*s is imported, though score says: %.*s", STR(f->path),
               STR(f->error->text));
    CHECK_STR(i->error->text, f->error->text);
    CHECK_INT(i->error->why, f->error->why);
}

static void check_file(struct parity *p, str path)
{
    struct test *t = p->t;
    struct parity_file file = parity_read(t, path);
    const char *zone = parity_zone(t, &file);
    struct parity_import plain = parity_import(t, parity_folder(t, zone), &file, S(""), S(""));
    p->files++;
    if (file.error) {
        check_same_refusal(&file, &plain);
        return;
    }
    CHECK_THAT(!plain.error, "%.*s is not imported: %.*s", STR(path), STR(plain.error->text));
    check_report(p, &plain);
    p->read++;
    ask_all(p, &plain);
    if (p->files % 2)
        parity_seal(plain.store); /* what comes next stands beside segments */
    struct parity_import again = parity_import(t, plain.store, &file, S(""), S("again"));
    CHECK_THAT(!again.error, "%.*s is not imported again: %.*s", STR(path), STR(again.error->text));
    check_report(p, &again);
    ask_all(p, &again);
    str map = parity_map(t, &plain);
    if (!map.len)
        return;
    struct parity_import mapped = parity_import(t, parity_folder(t, zone), &file, map, S(""));
    CHECK_THAT(!mapped.error, "%.*s is not imported with a map: %.*s", STR(path),
               STR(mapped.error->text));
    check_report(p, &mapped);
    if (p->files % 2 == 0)
        parity_seal(mapped.store);
    ask_all(p, &mapped);
}

/* ---- through the program ---- */

enum { TOLD = 4 }; /* questions to a file */

/* The first table of each folder in ../shared/data. */
static struct paths some_tables(struct test *t)
{
    struct paths all = all_tables(t), some = {all.list, 0};
    size_t before = test_shared(t, "data/").len;
    str last = S("");
    for (size_t i = 0; i < all.len; i++) {
        str rest = str_slice(all.list[i], before, all.list[i].len),
            folder = str_cut(rest, '/', &rest);
        if (!str_equal(folder, last))
            some.list[some.len++] = all.list[i];
        last = folder;
    }
    return some;
}

static void tell_file(struct parity *p, str path)
{
    struct test *t = p->t;
    size_t len = 0;
    struct parity_file file = parity_read(t, path);
    if (file.error)
        return;
    const char *zone = parity_zone(t, &file);
    struct parity_import here = parity_import(t, parity_folder(t, zone), &file, S(""), S(""));
    CHECK_OK(here.error);
    p->dir = str_format(t->arena, "told%zu", p->files++).ptr;
    (void)say(p, ARGS("init", p->dir, "--zone", zone));
    str report = say(p, ARGS("import", "--data", p->dir, path.ptr, "--format", "json"));
    CHECK(json_equal(run_parse(t, report), here.report));
    const struct parity_ask *asks = parity_asks(t, &here, &len);
    for (size_t q = 0; q < len && q < TOLD; q++)
        ask_both(p, &here, &asks[q]);
}

TEST(the_program_gives_the_same_numbers_as_its_parts)
{
    struct parity p = {.t = t};
    struct paths paths = some_tables(t);
    for (size_t i = 0; i < paths.len; i++)
        tell_file(&p, paths.list[i]);
    CHECK_THAT(p.differ == 0, "%zu of %zu questions are answered differently", p.differ, p.asked);
    CHECK(p.asked > 0);
}

/* ---- in this process ---- */

/* Each test has some of the files, so that none takes long. */
static void check_shard(struct test *t, size_t shard)
{
    struct parity p = {.t = t};
    struct paths paths = all_tables(t);
    for (size_t i = shard; i < paths.len; i += SHARDS)
        check_file(&p, paths.list[i]);
    printf("%zu files, %zu read, %zu imports, %zu questions (%zu refused by both), %zu columns "
           "not to be asked for\n",
           p.files, p.read, p.imports, p.asked, p.refused, p.hidden);
    CHECK_THAT(p.differ == 0, "%zu of %zu questions are answered differently", p.differ, p.asked);
    CHECK(p.files > 0 && p.asked > p.refused);
}

TEST(record_and_file_give_the_same_numbers_1)
{
    check_shard(t, 0);
}

TEST(record_and_file_give_the_same_numbers_2)
{
    check_shard(t, 1);
}

TEST(record_and_file_give_the_same_numbers_3)
{
    check_shard(t, 2);
}

TEST(record_and_file_give_the_same_numbers_4)
{
    check_shard(t, 3);
}

TEST(record_and_file_give_the_same_numbers_5)
{
    check_shard(t, 4);
}

TEST(record_and_file_give_the_same_numbers_6)
{
    check_shard(t, 5);
}

TEST(record_and_file_give_the_same_numbers_7)
{
    check_shard(t, 6);
}

TEST(record_and_file_give_the_same_numbers_8)
{
    check_shard(t, 7);
}

TEST(record_and_file_give_the_same_numbers_9)
{
    check_shard(t, 8);
}

TEST(record_and_file_give_the_same_numbers_10)
{
    check_shard(t, 9);
}
