/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * field — a question, and so a column of answers: of one source, or shared by all.
 */
#ifndef LISTEN_FIELD_H
#define LISTEN_FIELD_H

#include "base/decimal.h"
#include "listen/meaning.h"
#include "listen/scale.h"

enum field_kind {
    FIELD_SCORE,   /* codes on a scale */
    FIELD_CHOICE,  /* one of some texts or codes, or several ticks in one */
    FIELD_NUMBER,  /* a quantity */
    FIELD_TEXT,    /* short texts, many of them */
    FIELD_DATE,    /* as it was written; with the year first where a map says what is the day */
    FIELD_ID,      /* nearly every value another */
    FIELD_COMMENT, /* a person's own words: a verbatim, no column */
    FIELD_KIND_COUNT
};
str field_kind_name(enum field_kind kind);
bool field_kind_of_name(str name, enum field_kind *kind);
/* Whether it has a column that questions can be about. */
bool field_has_column(enum field_kind kind);

/* What a code of an answer stands for. */
struct field_code {
    str code, label;
};

struct field {
    int64_t id;
    int64_t source; /* 0: shared */
    str key;        /* unique within its source, or among the shared */
    str label;
    enum field_kind kind;
    bool is_personal; /* a comment that says who somebody is: shown to nobody */
    bool is_context;  /* a dimension that came beside the answers */
    bool has_scale;
    struct scale_range scale;
    bool has_missing; /* codes that are no answer were laid down, or that there are none */
    bool proposes;    /* others, or all, are proposed when the field is asked about */
    str *missing;
    size_t missing_len;
    bool decimal_comma; /* "7,5" is a number in it */
    struct meaning meaning;
};

#endif
