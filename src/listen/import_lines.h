/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_lines — a file of signals, one JSON object a line (contract.md §9), on its
 * way into the record.
 */
#ifndef LISTEN_IMPORT_LINES_H
#define LISTEN_IMPORT_LINES_H

#include <stdatomic.h>
#include <stdio.h>

#include "listen/import_sender.h"

struct import_lines {
    str path;                   /* where it lies */
    FILE *shows_progress;       /* NULL: nowhere */
    const atomic_bool *ends;    /* NULL, or stop between lines when it is set */
    struct import_trial *trial; /* NULL, or nothing is sent */
    uint64_t records;           /* lines that are not blank */
    bool left_out_tail;         /* the file grew while it was read */
    str content;                /* hash of all that was read */
};

/* Whether a file holds such lines: its first line that is an object says it, else its name. */
struct err *import_lines_are(struct arena *a, str path, str name, bool *are);
/* Reads all of it. */
struct err *import_lines_learn(struct arena *a, struct import_lines *lines);
/* Sends it; what is no signal is refused with its line.  done: lines that are. */
struct err *import_lines_send(struct arena *a, const struct import_lines *lines, int64_t done,
                              struct import_refusals *refusals, struct import_sender *sender);

#endif
