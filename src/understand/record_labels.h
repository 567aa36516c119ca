/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * record_labels — labels of codes in conditions: `mood = "very good"` means the codes that
 * stand for it.
 *
 * A choice has its labels in its column; a score and the like have their codes there, to be
 * counted with, and are shown by their labels where they are a dimension.
 */
#ifndef UNDERSTAND_RECORD_LABELS_H
#define UNDERSTAND_RECORD_LABELS_H

#include "ask/condition.h"
#include "listen/catalogue_db.h"

/* A copy of a bound condition (NULL: none) in which the codes stand in place of each text that
 * is their label, in = and in. */
struct err *record_labels(struct arena *a, struct db *db, const struct record_catalogue *catalogue,
                          const struct condition *condition, struct condition **out);

#endif
