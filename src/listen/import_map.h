/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_map — what people say about the columns of a file before it is imported:
 * a readable text that they edit, its reader and its printer.
 *
 *     # a comment
 *     layout: none
 *     source: sfo_2017
 *     wave of: sfo_2016
 *     sheet: Answers
 *     join: plan.csv
 *     join by: CUSTOMER
 *     join to: id
 *     join twice: last
 *     key: RESPNUM
 *     time: DATE
 *     time order: day first
 *     weight: none
 *
 *     name: Airport survey
 *     reached: random
 *
 *     [NETPRO]
 *     field: recommend
 *     kind: score
 *     label: How likely are you to recommend us?
 *     scale: 0-10
 *     measures: recommendation
 *     measures of: brand
 *     better: high
 *     missing: 11, 99
 *     code 10: extremely likely
 *
 *     [EASE] degrees: very hard, hard, -, easy, very easy
 *
 *     [COMMENTS [3]] kind: comment
 *
 * One entry a line.  Entries about the file may stand anywhere: layout (of the tool that
 * wrote the file; "none": a plain table), left out ("none": previews, tests and spam are
 * taken, too), source, wave of (a source that asked the same before; "none"), sheet (of a
 * workbook), header (the line of the file that holds the names of the columns), join (the name of a
 * second table), join by and join to (the columns of the file and of the second table that hold the
 * key), join twice (listen/join.h: first, last, none), time order (day first, month first), and the
 * columns that say who, when and where: key, time, person, email, account, weight, channel, unit,
 * touchpoint, language, relationship, signal kind, assumed time ("none": no column does); and what
 * is known of the source: name, reached, invited, population, asked from, asked to
 * (listen/reach.h).  An entry about a column stands behind its name in brackets: field, own field,
 * shared field or context (which of those that are called alike), kind (score, choice, number,
 * text, comment, date, id, skip), label, alias once for each, scale, measures, measures of,
 * expected from, better and currency (listen/meaning.h; "none": nothing is proposed), decimal
 * (comma, point), missing
 * ("none": nothing is proposed), code once for each code, degrees (the labels of the codes 1 to
 * n, lowest first, of a score on that scale; "-": of this one there is none), personal
 * (yes, no: it says who somebody is, and is kept sealed), date order (day first, month first) and
 * leave out (records with one of these texts in the column are no answers).
 *
 * A column is called by its name or, where it has none of its own, by its place: #3.
 * A name or text in double quotes may hold anything, with \n \r \t \" \\ inside; it
 * needs them where it has blanks at its ends or a line break, or where it would read
 * as something else.  Brackets within a name must be paired or quoted.
 *
 * Knows no cells: what the columns hold is import_plan's matter.
 */
#ifndef LISTEN_IMPORT_MAP_H
#define LISTEN_IMPORT_MAP_H

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "listen/field.h"
#include "listen/join_table.h"
#include "listen/reach.h"

/* What a column holds. */
enum import_kind {
    IMPORT_SCORE,   /* codes of a rating scale */
    IMPORT_CHOICE,  /* one of few texts or codes */
    IMPORT_NUMBER,  /* counts, money, ages */
    IMPORT_TEXT,    /* short texts, many of them different */
    IMPORT_COMMENT, /* what people wrote in their own words; personal */
    IMPORT_DATE,
    IMPORT_ID,   /* nearly every value another */
    IMPORT_SKIP, /* not kept */
    IMPORT_KIND_COUNT
};
str import_kind_name(enum import_kind kind);

/* What a column says of the signal as a whole. */
enum import_role {
    IMPORT_ROLE_KEY,
    IMPORT_ROLE_TIME,
    IMPORT_ROLE_PERSON,
    IMPORT_ROLE_EMAIL,
    IMPORT_ROLE_ACCOUNT,
    IMPORT_ROLE_WEIGHT,
    IMPORT_ROLE_CHANNEL,
    IMPORT_ROLE_UNIT,
    IMPORT_ROLE_TOUCHPOINT,
    IMPORT_ROLE_LANGUAGE,
    IMPORT_ROLE_RELATIONSHIP,
    IMPORT_ROLE_SIGNAL_KIND,
    IMPORT_ROLE_ASSUMED_TIME, /* a guess at when, where the time says nothing */
    IMPORT_ROLE_COUNT
};
str import_role_name(enum import_role role);

/* A column as the map calls it. */
struct import_map_name {
    size_t line;     /* of the map, from 1; 0: nothing was said */
    bool is_none;    /* no column */
    str name;        /* empty where number is given */
    size_t number;   /* of the column, from 1; 0: by name */
    size_t position; /* in the header, from 0; set by import_map_bind() */
};

/* Among which fields a column's is looked for, and where it is made. */
enum import_place {
    IMPORT_PLACE_ANY,     /* field: those that all sources share, then the source's own */
    IMPORT_PLACE_OWN,     /* own field: the source's own, though a shared one is called so */
    IMPORT_PLACE_SHARED,  /* shared field: of all sources, though the source's own is called so */
    IMPORT_PLACE_CONTEXT, /* context: dimensions beside the answers, which all sources share */
    IMPORT_PLACE_COUNT
};

/* What was not said is empty. */
struct import_map_column {
    struct import_map_name name;
    str field; /* a key */
    enum import_place place;
    str label;
    const str *aliases; /* what else the source calls it */
    size_t aliases_len;
    bool has_kind, has_scale, has_missing, has_decimal, has_date_order, has_personal;
    bool decimal_comma;         /* has_decimal: "7,5" is a number */
    bool is_personal;           /* has_personal */
    enum date_order date_order; /* has_date_order */
    enum import_kind kind;
    struct scale_range scale;
    struct meaning meaning;
    bool proposes; /* has_missing: beside these, others may be proposed */
    const str *missing;
    size_t missing_len;
    const struct field_code *codes;
    size_t codes_len;
    const str *leave_out; /* records with one of these in the column are no answers */
    size_t leave_out_len;
};

struct import_map {
    str layout;     /* its name, or "none" */
    bool takes_all; /* left out: none */
    bool has_wave;
    str source;           /* a key */
    str wave;             /* the key of the source that this is a later wave of; empty: of none */
    str sheet;            /* its name or number */
    uint64_t names_line;  /* of the file, that holds the names of the columns; 0: found out */
    str join;             /* name of a second table */
    str join_by, join_to; /* columns */
    enum join_twice join_twice;
    str name; /* of the source, as people call it */
    struct reach_change reach;
    bool has_time_order;
    enum date_order time_order;
    struct import_map_name roles[IMPORT_ROLE_COUNT];
    struct import_map_column *columns; /* in the map's order */
    size_t columns_len;
};

/* LIMIT beyond LIMIT_MAP_BYTES; else USAGE with the line in at and, where it can be
 * shown, the line's text and the place within it. */
struct err *import_map_of_str(struct arena *a, str text, struct import_map *out);

/* Finds the map's columns in a header: trimmed, case ignored, the exact spelling
 * first.  USAGE where there is none, where two columns share the name, and where two
 * sections are about the same column. */
struct err *import_map_bind(struct arena *a, struct import_map *map, const str *header,
                            size_t header_len);

/* The canonical text, which reads as the same map: one entry a line, in the order
 * of the declarations above. */
str import_map_to_text(struct arena *a, const struct import_map *map);

/* The line that chooses a sheet by its name: "sheet: Answers". */
str import_map_sheet(struct arena *a, str name);
/* The line that names the column with the key: "join by: CUSTOMER". */
str import_map_join_by(struct arena *a, str name);
/* A code behind "missing:", in quotes where it must be. */
void import_map_add_code(struct buf *b, str code);
/* A column's name as a map has to write it within brackets: NETPRO, "a\nb".  By its
 * number where it is blank or, is_shared, not the only one of its name. */
str import_map_section(struct arena *a, str name, size_t position, bool is_shared);
/* The same behind "time:". */
str import_map_column_name(struct arena *a, str name, size_t position, bool is_shared);

#endif
