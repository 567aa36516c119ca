/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * intake — takes a body as it comes: a short one in memory, a long one in a file of
 * DIR/spool, which is gone with the request.
 *
 * All bodies together have a limit in memory (then even short ones are spooled) and on
 * disk.
 */
#ifndef HTTP_INTAKE_H
#define HTTP_INTAKE_H

#include <stdatomic.h>

#include "base/err.h"

/* What all bodies share. */
struct intake_room {
    str dir; /* of the spool */
    atomic_ullong memory, disk, files;
};

/* Makes DIR/spool (0700), and removes what an earlier process left in it. */
struct err *intake_room_open(struct arena *a, str folder, struct intake_room *out);

struct intake {
    struct arena *arena;
    struct intake_room *room;
    uint64_t len, max;
    char *bytes;
    size_t bytes_len, bytes_room;
    int file; /* -1: none */
    str path;
    struct err *refused; /* nothing more is kept */
};

/* expected: as its head says, 0 where that is not known.  What it holds is given back with the
 * arena. */
void intake_begin(struct intake *in, struct arena *a, struct intake_room *room, uint64_t expected,
                  uint64_t max);
void intake_take(struct intake *in, str bytes);

#endif
