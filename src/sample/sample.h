/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * sample — the sample organisation: two years of an invented company's signals, put into
 * a record through the door and taken out again.
 *
 * The same seed, number and end give the same signals in every record whose days are those
 * of the same zone: keys, times and answers to the byte.  Its sources are marked
 * (source.is_sample), and all rows made for it are listed, so that what others put into
 * the record stays when it goes.
 */
#ifndef SAMPLE_SAMPLE_H
#define SAMPLE_SAMPLE_H

#include <stdatomic.h>
#include <stdio.h>

#include "base/zone.h"
#include "store/store.h"

enum { SAMPLE_SIGNALS = 25000, SAMPLE_SEED = 1 };

struct sample_options {
    uint64_t signals; /* 1 to LIMIT_SAMPLE_SIGNALS */
    uint64_t seed;
    int32_t end_day;         /* the last signals come on the day before the Monday before it */
    usec_t now;              /* for the audit alone */
    str actor;               /* likewise: "command line" */
    FILE *shows_progress;    /* NULL: nowhere */
    const atomic_bool *ends; /* NULL, or stop behind a batch when it is set */
};

enum sample_state {
    SAMPLE_NONE,
    SAMPLE_BEGUN,    /* making it was cut short; sample_make() goes on with it */
    SAMPLE_DONE,     /* all of it is there */
    SAMPLE_REMOVING, /* taking it out was cut short; sample_remove() goes on with it */
    SAMPLE_STATE_COUNT
};

struct sample {
    enum sample_state state;
    uint64_t signals, seed;
    int32_t end_day;
};

/* What there is of a sample in the record. */
struct err *sample_find(struct arena *a, struct db *db, struct sample *out);
/* Whether there is any. */
struct err *sample_is_in(struct arena *a, struct db *db, bool *is);

/* Writes that a sample is begun, for sample_make() to go on with: where the record itself
 * begins.  In a transaction. */
struct err *sample_begin(struct arena *a, struct db *db, const struct sample_options *options);

/* By the owner; db: a connection for reads, of this thread.  One that was begun is gone on
 * with by the options it was begun with.  CONFLICT where there is another one, or one is
 * being removed.  Memory does not grow with the number of signals.  Where it is asked to
 * end, FAILED. */
struct err *sample_make(struct arena *a, struct store *s, struct db *db,
                        const struct sample_options *options, struct sample *out);

struct sample_removal {
    usec_t now;
    str actor;
    FILE *shows_progress;
    const atomic_bool *ends;
};
/* Takes out its signals and all that only they use: sources, fields, aliases, persons,
 * accounts, units, touchpoints, words.  What signals of others use by now stays, without
 * the mark.  MISSING where there is none. */
struct err *sample_remove(struct arena *a, struct store *s, struct db *db,
                          const struct sample_removal *removal);

#endif
