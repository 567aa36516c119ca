/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * progress — how far long work is, in one line on a terminal that wipes itself.
 *
 * Nothing is shown where the stream is no terminal, or in the first second.
 */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"

struct progress;

/* what: "Reading answers.csv", kept.  total: of what is to be done; 0: unknown. */
struct progress *progress_make(struct arena *a, FILE *to, const char *what, uint64_t total);
/* done of total; cheap enough to be called every few thousand steps. */
void progress_show(struct progress *p, uint64_t done);
/* Wipes the line. */
void progress_end(struct progress *p);

#endif
