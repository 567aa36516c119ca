/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * metric_index — all metrics there are, sorted by name.
 *
 * The table is made by tools/index.py from the METRIC(name) declarations.
 */
#ifndef UNDERSTAND_METRIC_INDEX_H
#define UNDERSTAND_METRIC_INDEX_H

struct metric;

/* metric_index_len entries, then NULL. */
extern const struct metric *const metric_index[];
extern const unsigned metric_index_len;

#endif
