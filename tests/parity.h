/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * parity — the same file for `attune score` and in a data folder, the same question to
 * both, and what differs between the two answers.
 *
 * Commands run in this process: a file is imported once and asked many questions.
 */
#ifndef TESTS_PARITY_H
#define TESTS_PARITY_H

#include <jansson.h>

#include "base/buf.h"
#include "base/command.h"
#include "base/test.h"
#include "listen/answers.h"
#include "listen/import_map.h"

#define PARITY_NONE SIZE_MAX

enum { PARITY_FIELDS = 3, PARITY_BY = 2, PARITY_WORDS = 40 };

/* ---- parity_table.c: a file and its import ---- */

/* A column, as its header and its cells have it. */
struct parity_column {
    str name;
    const struct column *cells;
    uint64_t filled, distinct, numbers; /* cells, different texts, cells that are numbers */
    bool is_whole, is_positive;         /* all of its numbers are */
    double lo, hi;                      /* of its numbers */
    size_t longest;                     /* bytes */
    bool is_one_name;                   /* no other column is called so */
};

struct parity_file {
    str path;
    struct err *error; /* why it cannot be read; NULL: it can */
    struct parity_column *columns;
    size_t columns_len;
    struct answers answers;
    bool decimal_comma;
};
/* Reads all of it, as `attune score` does. */
struct parity_file parity_read(struct test *t, str path);
/* A cell that is found most often, of the number-th such text; empty where there is none. */
str parity_usual_cell(struct test *t, const struct parity_column *c, size_t number);

/* What an import made of a column. */
struct parity_field {
    str kind;
    str asked;       /* how a question calls it, in backquotes; empty: it cannot be asked for */
    bool is_by_name; /* and that is its name in the file */
    bool has_scale;  /* of the field on record */
    struct scale_range scale;
    uint64_t refused; /* cells that are off that scale */
};

struct parity_import {
    const struct parity_file *file;
    struct store *store;
    bool is_beside;    /* another source has the same columns: full names are needed */
    struct err *error; /* NULL: it was taken */
    json_t *report;
    struct parity_field *fields; /* [column] */
    size_t weight, person, time; /* columns; PARITY_NONE */
};
/* Where the days of the file's times are those that it writes; UTC where that is nowhere. */
const char *parity_zone(struct test *t, const struct parity_file *f);
/* A new data folder of an organisation in that zone. */
struct store *parity_folder(struct test *t, const char *zone);
/* map: empty, or what it says.  source: empty, or another than the file was imported as
 * before. */
struct parity_import parity_import(struct test *t, struct store *store,
                                   const struct parity_file *file, str map, str source);
/* All that came so far is answered from segments. */
void parity_seal(struct store *store);
/* A map with the columns that say who, when and how much; by rule, and empty where there are
 * none.  first: an import without it. */
str parity_map(struct test *t, const struct parity_import *first);

/* Performs a command in this process.  words: its options and values, up to NULL; what it
 * prints goes into *out.  a: where its memory lies. */
struct err *parity_call(struct test *t, struct arena *a, const struct command *command,
                        struct store *store, str argument, const str *words, str *out, int *status);

/* ---- parity_ask.c: questions ---- */

struct parity_ask {
    const char *measure;
    size_t fields[PARITY_FIELDS], fields_len;
    size_t by[PARITY_BY], by_len;
    str box;             /* a cell; empty: none */
    str where;           /* a condition; empty: none */
    const char *compare; /* "rest", "previous", a condition; NULL: nothing */
    const char *per;     /* a period; NULL: none */
    bool weighted;
};

/* What is asked of an import, by rule. */
struct parity_ask *parity_asks(struct test *t, const struct parity_import *i, size_t *len);
/* The same question for `attune score` (ends with an option that is empty) and for `attune
 * query`. */
const str *parity_score_words(struct arena *a, const struct parity_import *i,
                              const struct parity_ask *ask);
str parity_question(struct arena *a, const struct parity_import *i, const struct parity_ask *ask);

#endif
