/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * overview — what is in the record, as somebody needs to know it who looks for the first
 * time: sources, what can be measured, by what, over which periods.
 */
#ifndef UNDERSTAND_OVERVIEW_H
#define UNDERSTAND_OVERVIEW_H

#include "base/buf.h"
#include "base/zone.h"
#include "store/store.h"

/* One JSON object:
 *   organisation {zone}, now, is_sample, signals {n, first, last},
 *   sources [{key, name, n, first, last, has_weights, periods, per}]: the latter two as of all
 * below, measures [{key, measure, ask, label, source, sources, n, unit, range, higher_is_better,
 * currency}]: of the shared scores first, then by n, behind them the quantities; ask is the
 * question, sources those that have answers to it; unit points, percent, scale, number, dimensions
 * [{key, ask, label, source}]: what has two to LIMIT_OVERVIEW_VALUES values, periods {week, month,
 * quarter, year: {first, last, enough} or null}: whole ones with signals; enough: the newest with
 * as many as a score needs, or null, per: which of them to begin with, or "all". Within
 * db_begin_read() and db_end_read() of db. */
struct err *overview_to_json(struct arena *a, const struct store *s, struct db *db, usec_t now,
                             struct buf *out);

#endif
