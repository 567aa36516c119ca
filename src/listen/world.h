/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * world — a record of random signals, and the same signals in memory, so that what
 * the record answers can be counted again without it.
 *
 * For tests only.
 */
#ifndef LISTEN_WORLD_H
#define LISTEN_WORLD_H

#include "base/test.h"
#include "base/test_random.h"
#include "base/zone.h"
#include "listen/seal_db.h"
#include "store/store.h"

enum world_field {
    WORLD_RECOMMEND, /* shared, 0 to 10; source app calls it "NPS-Frage" */
    WORLD_SATISFACTION,
    WORLD_MOOD,    /* a choice whose codes have labels, and get more of them */
    WORLD_TICKS,   /* several in one */
    WORLD_NOTE,    /* many different texts */
    WORLD_VISITED, /* dates as people write them */
    WORLD_PRICE,   /* numbers, of source web alone */
    WORLD_RATING,  /* of source app alone, on a scale that nobody laid down */
    WORLD_FIELD_COUNT
};

enum world_dimension {
    WORLD_CHANNEL,
    WORLD_LANGUAGE,
    WORLD_KIND,
    WORLD_RELATIONSHIP,
    WORLD_UNIT,
    WORLD_TOUCHPOINT,
    WORLD_DIMENSION_COUNT
};

/* Signals are of 30 months from 2024-01-01 on. */
enum { WORLD_SOURCES = 3, WORLD_CODES = 6, WORLD_MONTHS = 30, WORLD_FIRST_DAY = 19723 };

/* A signal, in the record or taken out of it. */
struct world_row {
    int64_t id; /* 0: it is not in the record */
    size_t batch;
    unsigned source;
    usec_t at;
    bool at_assumed;
    int32_t day;
    unsigned person;                       /* 0: nobody's */
    const char *of[WORLD_DIMENSION_COUNT]; /* NULL: none */
    int64_t weight;                        /* millionths; 0: none */
    str values[WORLD_FIELD_COUNT];         /* as written; empty: none */
};

struct world {
    struct test *t;
    struct arena *arena; /* of rows, which outlives a store */
    struct test_random dice;
    str dir, folder; /* of the record, of its columns */
    str zone_name;
    struct zone *zone;
    struct arena *opened; /* in which the store is open */
    struct store *store;
    struct world_row *rows;
    size_t rows_len, rows_room, batches;
    int64_t last_id;
    const char *labels[WORLD_CODES]; /* of mood "1" … "5", "NA"; NULL: none yet */
    size_t months_most;              /* of a batch; 0: up to all */
    size_t first_month, months;      /* of the batch in hand */
    size_t notes;                    /* different texts of WORLD_NOTE to choose from */
};

extern const str world_sources[WORLD_SOURCES];
extern const str world_field_names[WORLD_FIELD_COUNT];
extern const str world_dimension_names[WORLD_DIMENSION_COUNT];

/* A new record without signals. */
struct world *world_make(struct test *t, uint64_t seed);
/* Closes it, and opens it again. */
void world_reopen(struct world *w);

/* New signals, some of them twice. */
void world_add(struct world *w, size_t len);
/* Sends what was of a batch again: what was taken out comes back under another id. */
void world_add_again(struct world *w, size_t batch);
/* Takes signals out: one in so many, and ids that are none. */
void world_remove(struct world *w, size_t one_in);
/* All of a batch. */
void world_undo(struct world *w, size_t batch);
/* A label for a code that has none, or another one. */
void world_label(struct world *w);
struct seal_outcome world_seal(struct world *w, const struct seal_options *options);
/* One of all these, and some rounds of sealing. */
const char *world_step(struct world *w);

/* What an answer says: its label, empty where it is missing. */
str world_value(const struct world *w, const struct world_row *row, enum world_field field);

#endif
