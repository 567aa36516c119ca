/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * survey — rows as a survey gives them, the same for all who load them: twelve
 * answers, every fourth with a comment, a random key of 16 bytes, a weight; half of
 * them of a person who is known by an id, one person in three rows.
 *
 * Knows neither Attune nor a database.
 */
#ifndef BENCH_SURVEY_H
#define BENCH_SURVEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SURVEY_ANSWERS = 12, SURVEY_NUMBERS = 8, SURVEY_KEY_BYTES = 16, SURVEY_MONTHS = 24 };

extern const char *const survey_fields[SURVEY_ANSWERS]; /* the first SURVEY_NUMBERS are numbers */
extern const char *const survey_comment_field;

struct survey_row {
    unsigned char key[SURVEY_KEY_BYTES];
    int64_t at; /* microseconds since 1970 */
    const char *answers[SURVEY_ANSWERS];
    const char *comment; /* NULL: none */
    const char *channel, *language, *touchpoint;
    int weight_pct;
    uint32_t person; /* from 1; 0: nobody knows who */
};

/* Row number index of a survey whose months hold span rows in all.  Texts are
 * constant. */
struct survey_row survey_row(uint64_t index, uint64_t span, bool has_persons);

/* What two loaders are told, in the same words:
 *   PATH FROM ROWS SPAN BATCH [THREADS [persons]] */
struct survey_load {
    const char *path;
    uint64_t from, rows, span; /* row numbers FROM … FROM + ROWS - 1 */
    size_t batch, threads;     /* threads above 1: each waits for each of its rows */
    bool has_persons;
};
enum { SURVEY_THREADS = 256 }; /* at most */
/* False where the words are not these. */
bool survey_load_of_words(int argc, char **argv, struct survey_load *out);
/* How many rows are to be made, then loaded, behind done of them: a batch, as it would
 * just have been read; of threads, enough for all. */
size_t survey_load_next(const struct survey_load *load, uint64_t done);

/* What a stretch of a program took. */
struct taken {
    double cpu, wall; /* seconds; CPU of all threads */
};
struct taken taken_now(void);
/* Adds what was taken since began. */
void taken_add(struct taken *all, struct taken began);

#endif
