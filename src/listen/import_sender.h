/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_sender — sends the signals of a file through the door, batch by batch: the
 * next is made while the one before is being written.
 *
 * What the door refuses is refused here, signal by signal, and the rest of its batch
 * is sent again.
 */
#ifndef LISTEN_IMPORT_SENDER_H
#define LISTEN_IMPORT_SENDER_H

#include "listen/answers.h"
#include "listen/import_db.h"
#include "listen/signal.h"

/* A record of which nothing was taken. */
struct import_refused {
    uint64_t line;
    str reason;
};

/* Records and cells that could not be taken. */
struct import_refusals {
    struct arena *arena;
    bool is_of_lines; /* signals as JSON: what is wrong with a part is wrong with all of it */
    uint64_t len;     /* all */
    uint64_t cards;   /* numbers of payment cards that were masked within words */
    struct refusal *list;
    size_t listed;                  /* the first LIMIT_REFUSED_LISTED */
    struct import_refused *records; /* the first LIMIT_QUARANTINE_RECORDS */
    size_t records_len, records_room;
};
/* column empty: the whole record. */
void import_refuse(struct import_refusals *r, uint64_t line, str column, str value, str reason);

struct import_sender;

struct import_sending {
    struct store *store;
    str source;       /* of signals that name none */
    bool opens;       /* what is not known is made */
    bool has_columns; /* a file of cells: no JSON pointer says where a fault is */
    bool keys_named;  /* a key says what a signal is: the same key with other answers is refused */
    bool leaves_out_personal; /* as in signal_batch */
    usec_t now;
    struct import_row *row; /* moved with every batch */
    struct import_refusals *refusals;
};
struct import_sender *import_sender_make(struct arena *a, const struct import_sending *sending);

/* The arena in which the next signal is to be made. */
struct arena *import_sender_arena(struct import_sender *s);
/* A signal of the record in that line of the file. */
struct err *import_sender_add(struct import_sender *s, const struct signal *signal, uint64_t line);
/* A record of which nothing is sent is done too. */
struct err *import_sender_skip(struct import_sender *s);
/* Sends what is left and waits until all is on disk. */
struct err *import_sender_finish(struct import_sender *s);

#endif
