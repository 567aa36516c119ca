/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_plan — what an import takes each column for, before anything is written.
 *
 * It joins what the file holds (import_profile), what people say about it
 * (import_map) and what is on record already (import_known), and lists everything
 * it cannot know as a question with the line of the map that answers it.  Pure: the
 * record is handed in, and nothing is read or written here.  Rules: contract.md §3
 * and §8, docs/decisions/015.
 *
 * A plan restricts no measure: a choice with codes has a mean for whoever asks.
 */
#ifndef LISTEN_IMPORT_PLAN_H
#define LISTEN_IMPORT_PLAN_H

#include "base/table.h"
#include "listen/import_map.h"
#include "listen/import_profile.h"
#include "listen/join.h"
#include "listen/layout.h"
#include "listen/wave.h"

/* A field on record: one of those that all sources share, or of this source. */
struct import_known_field {
    str key, label;
    struct scale_range scale; /* where has_scale */
    enum import_kind kind;
    bool has_scale;
    bool has_missing, proposes; /* of codes that are no answer, as in listen/field.h */
    const str *missing;
    size_t missing_len;
    struct meaning meaning;
    bool is_context;         /* a dimension beside the answers, shared too */
    bool is_shared;          /* by all sources; else this source's own, or an earlier wave's */
    str wave;                /* the source of the earlier wave whose own it is; empty: none */
    struct wave_column seen; /* of an earlier wave, or before in this source: what it was called and
                              * how it was answered; no name: of neither */
    const struct field_code *codes; /* what its codes stand for */
    size_t codes_len;
};

/* What this source calls a field, or what an earlier wave called it. */
struct import_known_alias {
    str column;
    size_t field; /* index of the known field */
    bool is_of_wave;
};

struct import_known {
    const struct import_known_field *fields;
    size_t fields_len;
    const struct import_known_alias *aliases;
    size_t aliases_len; /* this source's before those of waves, of these the later before */
};

/* The fields that exist from init: recommend 0–10, satisfaction 1–5, effort 1–7,
 * comment. */
enum { IMPORT_CANONICAL_FIELDS = 4 };
extern const struct import_known_field import_canonical_fields[IMPORT_CANONICAL_FIELDS];

struct import_plan_ask {
    const str *header;
    size_t header_len; /* as many columns as the profile has */
    const struct import_profile *profile;
    struct import_map *map; /* NULL: none; its columns are found in the header here */
    const struct import_known *known;
    bool time_is_given;                  /* --at: no question about time */
    const struct layout_reading *layout; /* of these columns; NULL: a plain table */
    str alike;         /* a source with much the same columns, where nobody said; else empty */
    size_t alike_same; /* columns of the same name */
    const struct join *join;          /* a second table, whose columns come last; NULL: none */
    const struct join_counts *joined; /* where join is given */
    bool has_no_labels;               /* what the header calls a column is not what was asked */
    const struct table_workbook *workbook; /* NULL: it is none */
    uint64_t names_line;                   /* of the file, that holds the header */
    str title;              /* what stands above that, where it was found out; else empty */
    const str *own_domains; /* of e-mail addresses of those who work here, in lower case */
    size_t own_domains_len;
};

#define IMPORT_NONE SIZE_MAX

struct import_plan_column {
    str column;   /* its own name */
    str field;    /* its key; empty: the column is not kept as a field */
    size_t known; /* index of the known field; IMPORT_NONE: a new one of this source */
    str alias;    /* its own name, where no other column has it; else empty */
    str label;    /* the map's, else the layout's, else its own name */
    str key_name; /* what its key is made of */
    enum import_kind kind;
    enum import_place place; /* of a new field */
    const str *aliases;      /* further ones, by the map */
    size_t aliases_len;
    bool is_shared;   /* the field is every source's */
    bool is_of_wave;  /* it was an earlier wave's own, and becomes every source's */
    bool has_scale;   /* fixed: by the map, or by a known field */
    bool is_personal; /* it says who somebody is: kept sealed, and shown to nobody */
    bool is_refused;  /* nothing of its cells may be kept, anywhere */
    bool decimal_comma;
    bool has_date_order; /* by the map: dates of numbers are kept with the year first */
    enum date_order date_order;
    bool has_new_meaning; /* another than a known field has on record */
    bool proposes;        /* the map does not say "missing: none" */
    struct scale_range scale;
    struct meaning meaning;
    const str *missing_given; /* by the map: to be kept with the field */
    size_t missing_given_len;
    const str *missing; /* texts that occur and are taken as missing, as written, ascending */
    size_t missing_len;
    const struct field_code *codes; /* of the code book that the map gives */
    size_t codes_len;
    const struct field_code *spoken; /* codes that cells may have by their label; of a score */
    size_t spoken_len;
};

/* What is put into the sentence of a question, so that others can say it in their words. */
struct import_question_part {
    const char *name; /* stable: "column", "n" … */
    str text;
};
enum { QUESTION_PARTS = 8 };

struct import_question {
    const char *code; /* stable: "time", "scale_1_10" … */
    str text;         /* a sentence, or some, in English */
    str map;          /* the line that changes it */
    struct import_question_part parts[QUESTION_PARTS];
    size_t parts_len;
};

struct import_plan {
    str source;                               /* the map's; empty: none */
    const struct import_plan_column *columns; /* [position in the header] */
    size_t columns_len;
    size_t roles[IMPORT_ROLE_COUNT]; /* position, or IMPORT_NONE */
    bool is_export;                  /* attune export wrote the file (listen/export_form.h) */
    /* The key column repeats nothing that was counted one by one, but not all were:
     * whoever writes must look. */
    bool key_may_repeat;
    enum date_order time_order;
    bool time_order_guessed; /* nothing says whether days or months stand first */
    const struct import_question *questions;
    size_t questions_len;
};

/* USAGE with the map's line where the map contradicts the file or the record. */
struct err *import_plan_make(struct arena *a, const struct import_plan_ask *ask,
                             struct import_plan *out);

/* A cell as it is kept: the code whose label it is ("Strongly agree", "10 - Extremely likely"),
 * in a column that has such; else itself. */
str import_plan_answer(const struct import_plan_column *column, str cell);

/* Why a cell that is not missing cannot be an answer of its column, in words; empty
 * where it can, as always without a fixed scale. */
str import_plan_refusal(struct arena *a, const struct import_plan_column *column, str cell);

#endif
