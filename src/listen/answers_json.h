/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * answers_json — the answers of one signal as its row in the record holds them:
 * {"12":9,"13":"Terminal A"}, field id and text, by ascending id, without blanks.
 *
 * A text that is a JSON number stands bare ("9.0", "1e5", "-0"), every other in
 * quotes ("007", "9,5"), so that each comes back byte for byte.  Knows ids and texts;
 * what a field is called and what its codes mean is for others.
 */
#ifndef LISTEN_ANSWERS_JSON_H
#define LISTEN_ANSWERS_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Field ids are 1 to this. */
#define ANSWERS_FIELD_MAX ((int64_t)999999999999999999)

struct answers_writer {
    struct buf *out;
    int64_t last; /* the field added last */
};

struct answers_writer answers_json_begin(struct buf *out);
/* field: above the one before; text: UTF-8. */
void answers_json_add(struct answers_writer *w, int64_t field, str text);
void answers_json_end(struct answers_writer *w);

/* Goes through one such object without making anything, unless a text has escapes. */
struct answers_scan {
    const char *at, *end;
    int64_t last;
    struct arena *arena;
    bool is_damaged; /* it ended early: this is not what was written */
};

/* a: for texts with escapes. */
struct answers_scan answers_scan_make(struct arena *a, str json);
/* The next answer; text is a view into the JSON or, where it has escapes, lies in the
 * arena.  False behind the last, and where the rest cannot be read. */
bool answers_scan_next(struct answers_scan *s, int64_t *field, str *text);

#endif
