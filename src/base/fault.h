/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * fault — points at which a test can make the world fail, or end the process.
 *
 * FAULT("store.commit") is false in a product build's ordinary life: one look at a
 * flag.  A test arms points by hand; the environment does not.
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the point shall fail now. */
#define FAULT(point) (__builtin_expect(fault_is_armed, 0) && fault_strikes(point))

extern bool fault_is_armed;
bool fault_strikes(const char *point);

/* The nth point met from now on (1: the next) fails, and, where sticky, every one behind it. */
void fault_arm(size_t nth, bool sticky);
/* Only points of this name are counted; NULL: all. */
void fault_arm_at(const char *point, size_t nth, bool sticky);
void fault_disarm(void);
/* Points met since it was armed: a sweep goes on until a run meets fewer than nth. */
size_t fault_met(void);

#endif
