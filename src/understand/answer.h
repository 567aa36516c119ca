/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * answer — what a question comes to (contract.md §2).
 *
 * Only codes and numbers; sentences are made where they are shown.
 */
#ifndef UNDERSTAND_ANSWER_H
#define UNDERSTAND_ANSWER_H

#include "base/json.h"
#include "listen/answers.h"
#include "stats/chart.h"
#include "understand/compare.h"
#include "understand/estimate.h"
#include "understand/measure.h"

/* {"code": …, further keys}: a key holds a text, a number, two of them, counts, or the
 * lines of a file. */
enum note_kind { NOTE_TEXT, NOTE_NUMBER, NOTE_PAIR, NOTE_COUNTS, NOTE_LINES, NOTE_KIND_COUNT };
struct note_count {
    str name;
    uint64_t n;
};
struct note_part {
    const char *key;
    enum note_kind kind;
    str text;
    double number, second;
    const struct note_count *counts; /* NOTE_COUNTS: {"name": n, …} */
    size_t counts_len;
    const uint64_t *lines; /* NOTE_LINES */
    size_t lines_len;
};
enum { NOTE_PARTS = 4 };
struct note {
    const char *code;
    struct note_part parts[NOTE_PARTS];
    size_t parts_len;
    bool of_record; /* no option of attune score changes it */
};

struct answer_label {
    bool known; /* false: the rows without a value */
    str text;
};

struct answer_row {
    const struct answer_label *by; /* [dimension] */
    int32_t period;                /* of the first dimension, where that is one */
    str choice;                    /* of choices */
    struct estimate estimate;
    bool has_contrast;
    struct contrast contrast;
    bool has_by_date;
    int32_t by_date; /* day on which more_n are there at the present rate */
    bool has_limits;
    struct chart_limit limits; /* in the units shown */
};

struct answer {
    const struct metric *metric;
    bool of_record; /* an answer of the record, not of a file */
    bool has_scale;
    struct scale_range scale;
    struct note *notes;
    size_t notes_len, notes_room;
    const str *missing;
    size_t missing_len;
    uint64_t refused_len;          /* all of them */
    const struct refusal *refused; /* the first of them, by line */
    size_t refused_listed;
    const str *keys; /* of `by` */
    size_t keys_len;
    bool has_periods; /* the first key is the period */
    bool has_choices;
    str compared_with; /* empty: nothing was compared */
    struct answer_row *rows;
    size_t rows_len;
};

struct note *answer_add_note(struct arena *a, struct answer *answer, const char *code);
void note_add_number(struct note *note, const char *key, double number);
void note_add_text(struct note *note, const char *key, str text);
void note_add_pair(struct note *note, const char *key, double first, double second);
void note_add_counts(struct note *note, const char *key, const struct note_count *counts,
                     size_t len);
void note_add_lines(struct note *note, const char *key, const uint64_t *lines, size_t len);
/* The note with this code, or NULL. */
const struct note *answer_note(const struct answer *answer, const char *code);

/* The codes of all fields that were taken as no answer, each once. */
void answer_set_missing(struct arena *a, struct answer *answer, const struct measure_field *fields,
                        size_t fields_len);

/* The members of a row that are its estimate, in an object that the caller opened. */
void answer_estimate_to_json(const struct estimate *e, struct json *j);
void answer_to_json(const struct answer *answer, struct buf *out);
void answer_to_csv(const struct answer *answer, struct buf *out);

#endif
