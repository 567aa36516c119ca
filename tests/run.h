/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * run — starts the real binary, whose path is in the environment as ATTUNE, in
 * the test's own folder, and looks at what it answers.
 */
#ifndef TESTS_RUN_H
#define TESTS_RUN_H

#include <jansson.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/test.h"

struct run {
    const char *const *args; /* end with NULL */
    const char *const *env;  /* "NAME=value", ends with NULL; may be NULL */
    const char *input;       /* file that is standard input; NULL: nothing */
    const char *output;      /* file that is standard output; NULL: it is read */
    bool output_is_closed;   /* standard output is a pipe that nobody reads */
    unsigned terminal_width; /* not 0: standard output and error are a terminal, read as out */
    bool as_nobody;          /* without root's rights */
    const char *program;     /* another program than attune */
};

struct ran {
    int status; /* exit status */
    str out, err;
};

/* Fails the test where the program ends by a signal or takes too long. */
struct ran run_program(struct test *t, const struct run *run);

/* The same beside the test: it goes on, and is waited for (or ended by a signal, however
 * it takes that) later. */
struct running {
    pid_t process;
    struct run run;
    const char *program, *out, *err; /* files */
};
struct running run_start(struct test *t, const struct run *run);
struct ran run_end(struct test *t, struct running *running);
void run_kill(struct running *running, int number);
/* What it wrote to standard output so far; waits until part is in it. */
str run_wait_for(struct test *t, const struct running *running, const char *part);

#define ARGS(...)                                                                                  \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }
#define RUN(t, ...) run_program((t), &(struct run){.args = ARGS(__VA_ARGS__)})

/* `attune score … --format json`: the document, which is all there is on standard
 * output; standard error is empty. */
json_t *run_score(struct test *t, int status, const char *const *args);
#define SCORE(t, ...) run_score((t), 0, ARGS(__VA_ARGS__))
/* The same with something refused. */
#define SCORE_REFUSED(t, ...) run_score((t), 1, ARGS(__VA_ARGS__))

/* Runs `attune score …` twice, and fails the test unless it fails as contract.md §1
 * says: without --format json nothing on standard output and one sentence on
 * standard error, which holds part; with it the same sentence in a document.
 * Gives that document. */
json_t *run_fails(struct test *t, int status, const char *code, const char *part,
                  const char *const *args);
#define FAILS(t, status, code, part, ...)                                                          \
    run_fails((t), (status), (code), (part), ARGS(__VA_ARGS__))

/* The whole of a text as one JSON document without a key twice. */
json_t *run_parse(struct test *t, str text);
/* What stands at "rows/0/compare/diff"; fails the test where nothing does. */
json_t *run_at(json_t *document, const char *path);
double run_number(json_t *document, const char *path);
str run_text(json_t *document, const char *path);
bool run_is_null(json_t *document, const char *path);
/* The row whose `by` has this value at this key (NULL: null); fails the test where
 * there is none. */
json_t *run_row(json_t *document, const char *key, const char *value);
/* The row of `choices` with this name. */
json_t *run_choice(json_t *document, const char *name);
/* The note with this code, or NULL. */
json_t *run_note(json_t *document, const char *code);

bool run_has(str text, const char *part);
size_t run_count_lines(str text);
/* A table with a header and each of these lines times over: {"9,A", 50}. */
struct run_lines {
    const char *line;
    size_t times;
};
str run_table(struct test *t, const char *header, const struct run_lines *lines, size_t len);
#define TABLE(t, header, ...)                                                                      \
    run_table((t), (header), (const struct run_lines[]){__VA_ARGS__},                              \
              sizeof((const struct run_lines[]){__VA_ARGS__}) / sizeof(struct run_lines))
/* A NUL-terminated path of a file written into the test's folder. */
const char *run_file(struct test *t, const char *name, str content);

#endif
