/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * now — what time it is for a command: the clock's, or what --now says.
 */
#ifndef CLI_NOW_H
#define CLI_NOW_H

#include "base/command.h"

/* Sets c->now and c->now_day.  --now takes an instant (2026-03-01T09:30:00Z), a time on the
 * wall's clock where the host is (2026-03-01 09:30), or a date, in any form that a column of
 * dates may have: its first instant there.  USAGE where it is none of these. */
struct err *now_set(struct call *c);

#endif
