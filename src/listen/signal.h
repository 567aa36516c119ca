/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * signal — one thing that one person experienced, at one touchpoint, at one time:
 * as it comes in, and the one door through which it does.
 *
 * Whatever the source (an import, the API, a survey page), signal_submit() is the
 * way: it validates, recognises repetitions by their key, writes all of a batch in
 * one transaction, and returns when they are on disk.
 */
#ifndef LISTEN_SIGNAL_H
#define LISTEN_SIGNAL_H

#include "base/decimal.h"
#include "base/err.h"
#include "base/zone.h"
#include "store/store.h"

/* What one field says.  An answer as people write it is text, numbers too: "9.0" stays
 * what it is. */
struct signal_value {
    int64_t field; /* its id; 0: by name */
    str name;      /* of a field or, for context, of a dimension; as it came */
    str text;      /* trimmed, not empty, UTF-8 */
    bool is_context;
};

/* Texts that are empty were not given. */
struct signal {
    str key; /* unique within its source; bytes */
    usec_t at;
    str kind;   /* "survey" where empty */
    str source; /* key of the source; the batch's where empty */
    str channel, language, relationship;
    str unit, touchpoint; /* by key or name */
    str person_external_id, person_email, account;
    struct decimal weight; /* where it has one */
    const struct signal_value *values;
    size_t values_len;
    bool has_weight;
    bool at_assumed; /* nothing said when; at is a guess */
};

/* The code of a signal whose names are those of two persons: where nothing else is wrong with
 * a batch, it fails with CONFLICT. */
#define SIGNAL_TWO_PERSONS "two_persons"

/* What is wrong with one element of a batch. */
struct signal_fault {
    size_t index;     /* of the signal */
    str pointer;      /* JSON pointer within it: "/answers/recommend" */
    const char *code; /* "missing", "unknown_field", … (docs) */
    str detail;       /* a sentence */
};

struct signal_outcome {
    int64_t id;
    bool is_duplicate;
    bool differs; /* a duplicate that says something else than what is on record */
};

struct signal_batch {
    const struct signal *signals;
    size_t len;
    str source;               /* where a signal names none; made where it is not known */
    bool opens;               /* unknown sources, units, touchpoints, fields, contexts are made */
    bool leaves_out_personal; /* a signal without comments, or without an account, says nothing
                                 of them: it is not another than the one on record */
    usec_t now;
    /* What else is to be done in the same transaction, before and behind the signals; or
     * NULL. */
    struct err *(*before)(struct arena *a, struct db *db, struct signal_batch *batch, void *what);
    struct err *(*also)(struct arena *a, struct db *db, struct signal_batch *batch, void *what);
    void *also_what; /* of both */
    /* Out: one for each signal; and, where it fails with INVALID, what is wrong. */
    struct signal_outcome *outcomes;
    struct signal_fault *faults;
    size_t faults_len; /* at most LIMIT_FAULTS; all or nothing is stored */
};

/* a: the batch's; it is the writer's until this returns. */
struct err *signal_submit(struct arena *a, struct store *s, struct signal_batch *batch);

/* The same in two halves, so that the next batch can be made while this one is being
 * written. */
struct signal_submission;
struct signal_submission *signal_begin(struct arena *a, struct store *s,
                                       struct signal_batch *batch);
struct err *signal_end(struct signal_submission *submission);

/* The id that the outside sees: sig_ and base32 of the id and a keyed hash of it. */
str signal_public_id(struct arena *a, const struct secret_key *key, int64_t id);
/* False where it is not one of this installation. */
bool signal_of_public_id(struct arena *a, const struct secret_key *key, str text, int64_t *id);

#endif
