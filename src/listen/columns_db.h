/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * columns — the record as columns of codes: the one place that knows both.
 *
 * Most signals lie in segments, files that were made of the record (listen/seal_db.h);
 * those behind the cursor "columns" are read from the record itself, so an answer is
 * about every signal that was acknowledged.  All columns of a load have a row per
 * signal, in the same order and blocks, and show one state of the record.  No column
 * holds a person's words or names.
 */
#ifndef LISTEN_COLUMNS_DB_H
#define LISTEN_COLUMNS_DB_H

#include "base/zone.h"
#include "engine/column.h"
#include "engine/numbers.h"
#include "listen/field.h"
#include "store/store.h"

enum column_of {
    COLUMN_FIELD,  /* what was answered, as it was written (the label, where a choice has one) */
    COLUMN_SOURCE, /* from here on texts: keys and names */
    COLUMN_KIND,
    COLUMN_CHANNEL,
    COLUMN_LANGUAGE,
    COLUMN_RELATIONSHIP,
    COLUMN_UNIT,
    COLUMN_TOUCHPOINT,
    COLUMN_WEIGHT, /* as it was given */
    COLUMN_DAY,    /* codes: the day in the organisation's zone less first_day; missing where the
                      time was assumed */
    COLUMN_PERSON, /* codes: the person's number */
    COLUMN_OF_COUNT
};

struct column_wish {
    enum column_of of;
    const struct field *field; /* COLUMN_FIELD */
    bool by_label;             /* the label, where a code of another kind than choice has one */
};

struct columns_ask {
    const struct column_wish *wishes;
    size_t wishes_len;
    struct zone *zone;
    str folder; /* where the segments' files lie; empty: everything from the record */
};

struct columns {
    struct column **list; /* [wish] */
    size_t rows;
    int32_t first_day;
    uint64_t assumed;               /* rows whose time was assumed; COLUMN_DAY was wished */
    const struct numbers *ids, *at; /* [block]: signal and instant of each row */
    str damaged; /* a sentence, where files could not be used and the record was; else empty */
};

/* Within db_begin_read() and db_end_read() of db. */
struct err *columns_load(struct arena *a, struct db *db, const struct columns_ask *ask,
                         struct columns *out);

/* The texts of a built-in column by the record's numbers: sources, units, words. */
struct column_names {
    str *texts;
    int64_t *ids;
    size_t len;
};
struct err *columns_names(struct arena *a, struct db *db, enum column_of of,
                          struct column_names *out);

#endif
