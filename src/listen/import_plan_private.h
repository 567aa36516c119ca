/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_plan_private — what the files of import_plan share while a plan is made.
 */
#ifndef LISTEN_IMPORT_PLAN_PRIVATE_H
#define LISTEN_IMPORT_PLAN_PRIVATE_H

#include "listen/import_plan.h"
#include "listen/import_words.h"

/* What a column says of who somebody is. */
enum plan_personal {
    PERSONAL_NOT,
    PERSONAL_COMPUTER,
    PERSONAL_PHONE,
    PERSONAL_NAME,
    PERSONAL_ADDRESS,
    PERSONAL_BANK,
    PERSONAL_COUNT
};

/* What is known of a column before anything is decided. */
struct plan_facts {
    struct import_profile_column profile;
    unsigned says;                           /* enum import_words */
    bool is_shared;                          /* its name is blank or another column's too */
    const struct import_map_column *section; /* NULL: the map says nothing */
    struct scale guess; /* of its texts, nothing given; where they are all known */
    size_t codes;       /* different numbers that are answers by that scale */
    size_t numbers;     /* different numbers, with those that are missing */
    size_t other_texts; /* that are no numbers */
    bool is_of_ticks;   /* several choices in a cell: "Web, Phone" */
    bool is_of_dates;   /* nearly all of its cells are */
    bool is_of_epochs;  /* dates, as the seconds that programs count; its name says so */
    enum plan_personal personal;
    bool is_labelled; /* a choice, by the labels of its codes */
    str unit;         /* that stands beside its numbers, in every cell the same; empty: none does */
    str better;       /* end of its scale, by the labels of its codes; empty: they do not say */
};

struct planning {
    struct arena *a;
    const struct import_plan_ask *ask;
    struct plan_facts *facts;           /* [column] */
    struct import_plan_column *columns; /* [column] */
    struct import_question *questions;
    size_t questions_room;
    size_t asked_time; /* column that may say when; IMPORT_NONE: none was asked about */
    struct import_plan plan;
};

/* What its layout says of a column; LAYOUT_FIELD where there is none. */
enum layout_what import_plan_what(const struct planning *p, size_t column);

/* import_plan_kind.c */
struct plan_facts import_plan_facts(struct arena *a, const struct import_plan_ask *ask,
                                    size_t column);
enum import_kind import_plan_kind(const struct plan_facts *f);
bool import_plan_is_of_emails(const struct plan_facts *f);
/* What is known of a column by the texts of its profile, once these are others. */
void import_plan_count_codes(struct arena *a, struct plan_facts *f, bool decimal_comma);

/* import_plan_degrees.c: answers in words.  What the labels of these codes are counts as the
 * codes, in a column of scores. */
void import_plan_hear_words(struct planning *p, size_t column, const struct field_code *codes,
                            size_t len);
/* A score whose cells are numbers, some with words beside them. */
bool import_plan_is_numbered(const struct planning *p, size_t column);
/* Whether columns of words in an order, and of numbers with words beside them, are scores. */
void import_plan_ask_degrees(struct planning *p);

/* import_plan_personal.c: what a column says of who somebody is, and that it is kept sealed. */
enum plan_personal import_plan_personal(struct arena *a, str name, const struct plan_facts *f);
void import_plan_ask_personal(struct planning *p, size_t column);

/* import_plan_labels.c: kind, scale and missing codes, by the labels of a column's codes. */
void import_plan_read_labels(struct planning *p, size_t column);
/* import_plan_cards.c: numbers of payment cards are never kept, whatever the map says. */
void import_plan_refuse_cards(struct planning *p, size_t column);
/* Words among numbers that say that there is no answer. */
void import_plan_ask_missing(struct planning *p, size_t column);

/* import_plan_codes.c: a 0 below a scale, and codes behind a gap, that may be no answer. */
void import_plan_ask_codes(struct planning *p);

/* import_plan_fields.c: which field each column goes to, by the map, by alias, by its
 * words and codes, by its name. */
struct err *import_plan_choose_fields(struct planning *p);

/* import_plan_meaning.c: what the answers of a column mean: by the map, by the record, by the
 * words of its question, by the labels of its codes and by what stands beside its numbers. */
struct err *import_plan_take_meaning(struct planning *p, size_t column);

/* import_plan_layout.c: whose layout it is, as a question that "none" answers otherwise. */
void import_plan_say_layout(struct planning *p);

/* import_plan_leave_out.c: trials and answers of the own staff are left out with consent. */
void import_plan_ask_leave_out(struct planning *p, size_t column);

/* import_plan_join.c: by what a second table was joined, where nobody said; which of its rows
 * counts. */
void import_plan_ask_join(struct planning *p);

/* import_plan_roles.c: which columns say who, when and how much. */
struct err *import_plan_choose_roles(struct planning *p);

/* Whether a column says one of them. */
bool import_plan_has_role(const struct planning *p, size_t column);

/* In which order the numbers of dates stand, in a column that is no time of the signal's. */
void import_plan_ask_date_order(struct planning *p, size_t column);

/* import_plan_wave.c: what a later wave of a survey shares with the earlier ones. */
void import_plan_ask_wave(struct planning *p);
/* Whether a column can go to the field that an earlier wave had of its name: not where its
 * scale or its codes changed, of which it asks. */
bool import_plan_wave_fits(struct planning *p, size_t column, size_t known);
/* Columns that may be fields of the earlier waves under another name; is_taken: fields that
 * columns went to. */
void import_plan_ask_renamed(struct planning *p, const bool *is_taken);

/* import_plan.c */
/* A question whose map line is about a column: "[NETPRO] field: recommend". */
void import_plan_ask_column(struct planning *p, const char *code, size_t column, str entry,
                            str text);
/* One whose map line names a column: "time: DATE". */
void import_plan_ask_role(struct planning *p, const char *code, enum import_role role,
                          size_t column, str text);
/* One whose map line is as it is. */
void import_plan_ask_line(struct planning *p, const char *code, str line, str text);
str import_plan_quote(const struct planning *p, size_t column);
/* Adds to the question that was asked last what its text says; one about a column has its
 * "column" already. */
void import_plan_part(struct planning *p, const char *name, str text);
void import_plan_part_column(struct planning *p, const char *name, size_t column);
void import_plan_part_count(struct planning *p, const char *name, uint64_t n);

#define PLAN_FAIL(p, line, ...)                                                                    \
    return import_plan_at_line((p), (line),                                                        \
                               err_make((p)->a, WHY_USAGE, __FILE__, __LINE__, __VA_ARGS__))
struct err *import_plan_at_line(const struct planning *p, size_t line, struct err *e);

#endif
