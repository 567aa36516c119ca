/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * layout — how the tools that people come from lay out a table that they export.
 *
 * A layout is declared once, LAYOUT(qualtrics) = {…}, in a file of its own.  From the
 * header and the first records it says which lines are header, what a column is called
 * and what was asked in it, which columns say who, when and where, which are nobody's
 * business, and which records are no answers.  Pure: no file is read here;
 * listen/laid_table hands out a file's records as its layout says.  Which layouts there
 * are: docs/IMPORT.md; why so: docs/decisions/026.
 */
#ifndef LISTEN_LAYOUT_H
#define LISTEN_LAYOUT_H

#include "listen/import_map.h"

enum {
    LAYOUT_SAMPLE_RECORDS = 512, /* records that are looked at */
    LAYOUT_HEADER_RECORDS = 3,   /* at most, behind the header */
    LAYOUT_VALUES = 4            /* columns that may hold a long table's value */
};

#define LAYOUT_NONE SIZE_MAX

/* The front of a table, sound records only. */
struct layout_sample {
    const str *header; /* trimmed; a blank one is "" */
    const str *folded; /* by which names are compared; set by the functions below */
    size_t width;
    const str *const *records; /* [record][column] */
    size_t records_len;
};

/* What a column of a tool is. */
enum layout_what {
    LAYOUT_FIELD, /* an answer, or whatever else can be asked about */
    LAYOUT_TIME,
    LAYOUT_PERSON,
    LAYOUT_EMAIL,
    LAYOUT_ACCOUNT,
    LAYOUT_CHANNEL,
    LAYOUT_UNIT,
    LAYOUT_TOUCHPOINT,
    LAYOUT_LANGUAGE,
    LAYOUT_CASE,    /* what happened belongs to it: it stands for the person, and is a field */
    LAYOUT_KEY,     /* tells the records apart */
    LAYOUT_ID,      /* of something else */
    LAYOUT_COMMENT, /* words of the person */
    LAYOUT_CHOICE,
    LAYOUT_DATE,
    LAYOUT_NUMBER,
    LAYOUT_PRIVATE, /* a name, an address of a house or a computer, a place: not kept */
    LAYOUT_WHAT_COUNT
};

/* A column that a tool always calls so; compared by letters and digits alone, without
 * regard to case: "Respondent ID" is RespondentID.  Where several of a table may say
 * when or who, the first of the list that is there does, and the others are dates and
 * ids. */
struct layout_known {
    str name;
    enum layout_what what;
};

struct layout_column {
    str name;     /* how it is called: in questions, in a map, behind --field */
    str label;    /* what was asked, without markup and line breaks */
    str key_name; /* what its key is made of */
    enum layout_what what;
};

/* A column made of several, one for each choice that could be ticked: its cells are the
 * choices that were, between separators. */
struct layout_ticks {
    const size_t *columns; /* of the file, ascending */
    const str *written;    /* a cell that is a tick, besides the mark; as the file writes it */
    const str *choices;    /* what a tick in the column means */
    const bool *is_other;  /* anything that is written there is a tick */
    size_t len;
    str mark; /* of a tick; empty: there is none */
    str separator;
};

/* A table in which each record says one measure of many. */
struct layout_measures {
    size_t name;                  /* column of the measure; LAYOUT_NONE: no such table */
    size_t label;                 /* column of its words, or LAYOUT_NONE */
    size_t values[LAYOUT_VALUES]; /* the first that says something counts */
    size_t values_len;
    const str *names; /* of those that there are, as written: a column each */
    size_t names_len;
};

struct layout;

struct layout_reading {
    const struct layout *layout;   /* NULL: a plain table, one column a question */
    size_t width;                  /* columns of the file */
    size_t header_records;         /* records behind the header that belong to it */
    struct layout_column *columns; /* the file's, then one for each of ticks, then measures' */
    size_t columns_len;
    size_t roles[LAYOUT_WHAT_COUNT]; /* column that says who, when or where; or LAYOUT_NONE */
    const struct layout_ticks *ticks;
    size_t ticks_len;
    struct layout_measures measures;
    size_t status;   /* column that says which records are no answers, or LAYOUT_NONE */
    bool leaves_out; /* those: a table of nothing else is a trial itself, and taken whole */
};

struct layout {
    const char *name; /* as a map writes it */
    const char *what; /* it is: "an export of Qualtrics" */
    const char *kind; /* of its signals; NULL: survey */
    bool yields;      /* to another layout that fits, too */
    const struct layout_known *known;
    size_t known_len;
    bool (*is)(struct arena *a, const struct layout_sample *s);
    /* What the list of known columns does not say; NULL: nothing. */
    void (*read)(struct arena *a, const struct layout_sample *s, struct layout_reading *r);
    /* Whether a record of this status is a trial or spam, and no answer; NULL: none is. */
    bool (*is_left_out)(str status);
};

#define LAYOUT(its_name) const struct layout layout_named_##its_name

/* The layout that a table has; NULL: none that is known. */
const struct layout *layout_of(struct arena *a, const struct layout_sample *s);
/* Whether a table may have it. */
bool layout_fits(struct arena *a, const struct layout_sample *s, const struct layout *layout);
/* How a table is read that has this layout; NULL: a plain one. */
struct layout_reading layout_read(struct arena *a, const struct layout_sample *s,
                                  const struct layout *layout);
/* NULL where there is none of that name. */
const struct layout *layout_called(str name);
/* Their names, sorted. */
const str *layout_names(struct arena *a, size_t *len);

/* What a column is, where its cells do not say no, and no other is it already. */
void layout_settle(const struct layout_sample *s, struct layout_reading *r, size_t column,
                   enum layout_what what);
/* Adds a column that is made of others. */
void layout_add_column(struct arena *a, struct layout_reading *r, struct layout_column column);
/* Adds a column for each measure. */
void layout_add_measures(struct arena *a, struct layout_reading *r, const str *names,
                         const str *labels, size_t len);

/* The role of a column in an import, or IMPORT_ROLE_COUNT; the kind it has, or
 * IMPORT_KIND_COUNT where its cells say. */
enum import_role layout_role(enum layout_what what);
enum import_kind layout_kind(enum layout_what what);

#endif
