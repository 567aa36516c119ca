/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attempts — how often somebody tried to sign in, and how long they wait for the next try.
 *
 * Counted are hashes: of an address, of an e-mail whether anybody has it or not.  A few
 * tries are free, then the wait doubles up to a most; who is quiet for ATTEMPTS_QUIET is
 * forgotten, so that nobody is locked out for ever.  In memory, of bounded size: where it
 * is full, the entry with the fewest tries makes room.  For any thread.
 */
#ifndef PEOPLE_ATTEMPTS_H
#define PEOPLE_ATTEMPTS_H

#include "base/secret.h"
#include "base/zone.h"

#define ATTEMPTS_QUIET USEC_HOUR
enum { ATTEMPTS_FIRST_WAIT_S = 4 };

struct attempts_rule {
    unsigned free;   /* tries without a wait */
    unsigned most_s; /* the longest wait */
};

struct attempts;

/* Lives as long as the arena. */
struct attempts *attempts_make(struct arena *a, struct attempts_rule rule);
/* 0: it may be tried, and counts as failed until it is forgiven; else the seconds until it
 * may.  now: of a clock that is never set. */
unsigned attempts_begin(struct attempts *all, struct secret_hash who, usec_t now);
/* The last one went well: it alone is taken back, or all of them are. */
enum attempts_forgiving { ATTEMPTS_FORGIVE_ONE, ATTEMPTS_FORGIVE_ALL };
void attempts_forgive(struct attempts *all, struct secret_hash who, enum attempts_forgiving what);

#endif
