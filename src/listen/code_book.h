/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * code_book — what stands beside a file of answers and says what its columns and
 * their codes mean, as people have it:
 *
 *     variable;value;label            NETPRO: How likely are you to recommend us?
 *     GATE;1;Terminal A               0 = Not at all likely
 *         ;2;Terminal B               10 = Extremely likely
 *
 * or the VARIABLE LABELS, VALUE LABELS and MISSING VALUES of SPSS.  Which of the
 * three it is shows by itself.  A table's columns are known by their names in English,
 * German, French and Spanish; a variable that is blank is the one above.
 *
 * Knows no file of answers: whose columns they are is found by code_book_join().
 */
#ifndef LISTEN_CODE_BOOK_H
#define LISTEN_CODE_BOOK_H

#include "listen/import_map.h"

struct code_book_variable {
    size_t line; /* of the book, where it is first */
    str name;
    str heading; /* the whole line, where the name is a part of it: "Q1. How likely …" */
    str label;   /* empty: none */
    const struct field_code *codes;
    size_t codes_len;
    const str *missing; /* codes that say "no answer", where the book says so */
    size_t missing_len;
};

struct code_book {
    const struct code_book_variable *variables; /* each name once, whatever its case */
    size_t len;
};

/* LIMIT beyond LIMIT_CODE_BOOK_BYTES, else INVALID with the line in at. */
struct err *code_book_read(struct arena *a, str path, struct code_book *out);
/* The same of a file's bytes. */
struct err *code_book_of_bytes(struct arena *a, str bytes, struct code_book *out);

/* How a book and a map went together. */
struct code_book_joined {
    size_t columns; /* that the book says something about */
    size_t unknown; /* variables that are no columns of the file */
    str first_unknown;
    size_t differences;   /* where the map says otherwise, and wins */
    str first_differing;  /* its column */
    str first_difference; /* a sentence */
};
/* Adds to a map that is bound to this header what the book says and the map does not. */
void code_book_join(struct arena *a, const struct code_book *book, const str *header,
                    size_t header_len, struct import_map *map, struct code_book_joined *out);

#endif
