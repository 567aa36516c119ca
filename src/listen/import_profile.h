/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_profile — what the columns of a table hold, learned in one pass over all
 * of its cells with bounded memory.
 *
 * It counts and measures; what a column is, import_plan decides.  A column's texts
 * are counted one by one up to LIMIT_PROFILE_DISTINCT of them, of all columns
 * together up to LIMIT_PROFILE_BYTES; the others are only measured, and how many
 * there are is estimated.
 */
#ifndef LISTEN_IMPORT_PROFILE_H
#define LISTEN_IMPORT_PROFILE_H

#include "base/date.h"
#include "listen/scale.h"

struct import_profile;

/* decimal_comma: "7,5" is a number. */
struct import_profile *import_profile_make(struct arena *a, size_t columns, bool decimal_comma);
/* The cells of one record, as many as there are columns, trimmed. */
void import_profile_add(struct import_profile *p, const str *cells);

uint64_t import_profile_records(const struct import_profile *p);
size_t import_profile_columns(const struct import_profile *p);
/* Columns from here on are another table's, with a decimal sign of its own. */
void import_profile_set_others(struct import_profile *p, size_t from, bool decimal_comma);
bool import_profile_decimal_comma(const struct import_profile *p, size_t column);

/* Counts are of cells. */
struct import_profile_column {
    uint64_t cells;   /* that are not missing */
    uint64_t missing; /* empty, NA, N/A, NULL, Blank */
    /* Distinct texts with their counts, as they came; all of them unless more.  A text
     * of more than LIMIT_PROFILE_TEXT_BYTES is not among them. */
    const struct scale_text *texts;
    size_t texts_len;
    bool more;
    uint64_t distinct; /* texts; where more, an estimate, seldom 20 % off */
    uint64_t repeats;  /* cells that are known to repeat an earlier one; where more, not all */
    uint64_t numbers, wholes;
    struct decimal min, max;             /* of the numbers, where there are some */
    uint64_t padded;                     /* whole numbers with zeros in front: 007 */
    uint64_t dates[DATE_EVIDENCE_COUNT]; /* lone years count as numbers, not here */
    uint64_t emails;                     /* look like an address */
    uint64_t blanks, breaks;             /* hold a blank, a line break */
    uint64_t characters;
    size_t longest; /* in characters */
};
struct import_profile_column import_profile_column(struct arena *a, const struct import_profile *p,
                                                   size_t column);

#endif
