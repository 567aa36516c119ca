/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the parts of the overview share: overview.c reads the record, overview_span.c counts
 * over time and by source, overview_json.c writes.
 */
#ifndef UNDERSTAND_OVERVIEW_PRIVATE_H
#define UNDERSTAND_OVERVIEW_PRIVATE_H

#include "base/date.h"
#include "base/json.h"
#include "engine/tally.h"
#include "listen/columns_db.h"
#include "listen/source_db.h"
#include "understand/metric.h"
#include "understand/overview.h"

enum { OVERVIEW_PERIODS = 4 }; /* weeks, months, quarters, years */
extern const enum period overview_periods[OVERVIEW_PERIODS];

/* Whole periods of one length, that is those that are over. */
struct overview_look {
    int32_t first, last; /* with a signal */
    int32_t enough;      /* the newest with BASE_LOW signals or more */
    bool has, has_enough;
};

/* The signals of a source, or of all. */
struct overview_span {
    uint64_t n, timed;            /* all, and those whose time is known */
    usec_t first, last;           /* of the latter */
    uint32_t first_day, last_day; /* codes of the column of days */
    uint64_t *days;               /* [day less first_day] */
    struct overview_look looks[OVERVIEW_PERIODS];
};

/* A field whose answers can be measured. */
struct measurable {
    const struct field *field;
    const struct column *column;
    const struct metric *metric;
    struct scale scale;
    uint64_t n;
    bool *is_of; /* [code of the column of sources]: whether the source has answers to it */
};

struct overview {
    struct arena *a;
    struct db *db;
    usec_t now;
    str zone_name;
    bool is_sample;
    struct zone *zone;
    struct source *sources;
    struct field *fields;
    size_t sources_len, fields_len;
    struct column_wish *wishes; /* source and day first */
    size_t wishes_len;
    struct columns columns;
    struct overview_span all, *of_source; /* [code of the column of sources] */
    bool *has_weights;                    /* [code of the column of sources] */
    struct measurable *measurables;
    size_t measurables_len;
    uint32_t *block; /* room for two blocks of rows */
    struct json j;
};

/* The wishes that come before the fields, and what each is called in a question; empty: it is
 * none there. */
enum { OVERVIEW_BUILT_IN = 9, OVERVIEW_WEIGHT = 8 };
extern const str overview_built_in_names[OVERVIEW_BUILT_IN];

/* [code of the column of sources]: whether a shared column has something in the source, by
 * scale an answer; a pass over all rows, since answers that came through the API have no name
 * to tell by. */
bool *overview_sources_of(const struct overview *o, const struct column *column,
                          const struct scale *scale);

/* Fills o->all and o->of_source. */
void overview_find_spans(struct overview *o);
/* Which length to begin with: "month" …, or "all" where no period has enough, most signals
 * are without a time, or a survey was asked once and is over. */
str overview_first_look(const struct overview_span *span, usec_t now);

/* The whole as one object, to o->j. */
void overview_write(struct overview *o);

#endif
