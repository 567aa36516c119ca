/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import — for tests: data folders, imports and questions through the real binary.
 *
 * The folder is called data and lies in the test's own.
 */
#ifndef TESTS_IMPORT_H
#define TESTS_IMPORT_H

#include "run.h"

/* attune init data --zone UTC */
static inline void import_folder(struct test *t)
{
    struct ran ran = RUN(t, "init", "data", "--zone", "UTC");
    CHECK_THAT(ran.status == 0, "init: %.*s", STR(ran.err));
}

/* attune import --data data --format json, and these words. */
static inline const char *const *import_words(struct test *t, const char *const *words)
{
    static const char *const first[] = {"import", "--data", "data", "--format", "json"};
    enum { FIRST = sizeof first / sizeof *first };
    size_t len = 0;
    while (words[len])
        len++;
    const char **all = ARENA_ARRAY(t->arena, const char *, FIRST + len + 1);
    for (size_t i = 0; i < FIRST; i++)
        all[i] = first[i];
    for (size_t i = 0; i < len; i++)
        all[FIRST + i] = words[i];
    return all;
}

/* The one document on standard output of an import that ended with this status. */
static inline json_t *import_document(struct test *t, const struct ran *ran, int status)
{
    CHECK_THAT(ran->status == status, "exit status is %d, should be %d: %.*s %.*s", ran->status,
               status, STR(ran->err), STR(ran->out));
    if (status <= 1)
        CHECK_STR(ran->err, S(""));
    return run_parse(t, ran->out);
}

static inline json_t *import_take(struct test *t, int status, const char *const *words)
{
    struct ran ran = run_program(t, &(struct run){.args = import_words(t, words)});
    return import_document(t, &ran, status);
}
#define TAKE(t, ...) import_take((t), 0, ARGS(__VA_ARGS__))
/* The same with something refused. */
#define TAKE_REFUSED(t, ...) import_take((t), 1, ARGS(__VA_ARGS__))

/* It fails as contract.md §1 says, for a reason that holds this. */
static inline void import_fails(struct test *t, int status, const char *part,
                                const char *const *words)
{
    struct ran ran = run_program(t, &(struct run){.args = import_words(t, words)});
    json_t *d = import_document(t, &ran, status);
    str text = run_text(d, "error/text");
    CHECK_INT(json_object_size(d), 1);
    CHECK_THAT(run_has(text, part), "\"%s\" is not in: %.*s", part, STR(text));
    char last = text.ptr[text.len - 1];
    CHECK_THAT((last == '.' || last == '?') && !str_has(text, '\n'), "no sentence: %.*s",
               STR(text));
    CHECK_STR(ran.err, str_format(t->arena, "attune: %.*s\n", STR(text)));
}
#define TAKE_FAILS(t, status, part, ...) import_fails((t), (status), (part), ARGS(__VA_ARGS__))

static inline void import_check_counts(json_t *d, double rows, double taken, double duplicates,
                                       double refused)
{
    bool same = run_number(d, "rows") == rows && run_number(d, "taken") == taken &&
                run_number(d, "duplicates") == duplicates && run_number(d, "refused_n") == refused;
    CHECK_THAT(same, "should be %.0f rows, %.0f taken, %.0f duplicates, %.0f refused: %s", rows,
               taken, duplicates, refused, json_dumps(d, 0));
}

/* attune query --data data --format json, and this. */
static inline json_t *import_ask(struct test *t, const char *question)
{
    struct ran ran = RUN(t, "query", "--data", "data", "--format", "json", question);
    CHECK_THAT(ran.status == 0, "%s: %.*s", question, STR(ran.err));
    CHECK_STR(ran.err, S(""));
    return run_parse(t, ran.out);
}

/* n of a question with one row. */
static inline double import_n(struct test *t, const char *question)
{
    json_t *d = import_ask(t, question);
    CHECK_INT(json_array_size(run_at(d, "rows")), 1);
    return run_number(d, "rows/0/n");
}

static inline void import_ask_fails(struct test *t, int status, const char *part,
                                    const char *question)
{
    struct ran ran = RUN(t, "query", "--data", "data", question);
    CHECK_THAT(ran.status == status, "%s ends with %d: %.*s", question, ran.status, STR(ran.err));
    CHECK_STR(ran.out, S(""));
    CHECK_THAT(run_has(ran.err, part), "\"%s\" is not in: %.*s", part, STR(ran.err));
}

/* The column of a report; its question with this code. */
static inline json_t *import_column(json_t *d, const char *name)
{
    size_t i = 0;
    json_t *column = NULL;
    json_array_foreach(run_at(d, "columns"), i, column)
    {
        if (str_equal(run_text(column, "column"), str_of_chars(name)))
            return column;
    }
    test_fail(__FILE__, __LINE__, "no column %s: %s", name, json_dumps(d, 0));
}
static inline json_t *import_question(json_t *d, const char *code)
{
    size_t i = 0;
    json_t *question = NULL;
    json_array_foreach(run_at(d, "questions"), i, question)
    {
        if (str_equal(run_text(question, "code"), str_of_chars(code)))
            return question;
    }
    return NULL;
}

#endif
