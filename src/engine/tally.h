/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * tally — facts in, histograms out: how many answers of each group stand at
 * each point of a scale, unweighted and weighted.
 *
 * The engine knows rows of small codes and no measure.  Its sums are exact
 * integers, so every path to them agrees bit for bit; doubles begin above.
 * Weights are integers in units of 10^-6; an unweighted answer weighs 1 unit.
 */
#ifndef ENGINE_TALLY_H
#define ENGINE_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "engine/axis.h"
#include "engine/filter.h"

__extension__ typedef __int128 wide_int;

enum { WEIGHT_UNITS = 1000000 }; /* of a weight of 1 */

struct tally {
    uint64_t n;
    uint64_t sum_w;  /* Σw in units of 10^-6 */
    wide_int sum_w2; /* Σw² in units of 10^-12 */
};

/* One bar of a group's histogram. */
struct tally_bar {
    uint32_t point;
    struct tally tally;
};

/* A group: its point on every dimension, and its bars by ascending point. */
struct tally_group {
    const uint32_t *key;
    const struct tally_bar *bars;
    size_t bars_len;
    uint64_t unweighted; /* answers left out for want of a weight */
};

/* What one person said within one group. */
struct tally_person {
    uint32_t group;
    uint64_t n;
    int64_t sum_w;   /* Σw */
    wide_int sum_wx; /* Σw·x, x in the units of the question's values */
};

/* Its columns are of one table: they have the same blocks. */
struct tally_question {
    const struct filter *filter; /* NULL: every row */
    const struct axis *dimensions;
    size_t dimensions_len;
    struct axis score;
    /* Weight by code of the column, in units of 10^-6; a row whose
     * weight is missing or not above 0 is left out and counted. */
    const struct column *weight; /* NULL: unweighted */
    const int64_t *weights;
    /* Asked for where persons may have answered several times: the value of each
     * point of score in whole units. */
    const struct column *person; /* NULL: not asked for */
    const int64_t *values;
};

struct tally_persons; /* tally_person by person and group */

struct tallies {
    const struct tally_group *groups; /* ascending by key, the first dimension first */
    size_t groups_len;
    uint64_t rows;                       /* that the filter let through */
    const struct tally_persons *persons; /* NULL where not asked for */
};

/* One pass over the rows.  A group is there as soon as a row is in it, with or
 * without an answer; without dimensions there is always exactly one.  LIMIT
 * where there are more groups than LIMIT_GROUPS. */
struct err *tally_rows(struct arena *a, const struct tally_question *q, struct tallies *out);
/* The same, row by row whatever the question; the oracle of what is faster. */
struct err *tally_row_by_row(struct arena *a, const struct tally_question *q, struct tallies *out);

/* Exact sums over the persons of a group: what a clustered interval needs.  An
 * answer without a person is a person of its own. */
struct tally_person_sums {
    uint64_t persons;
    wide_int w, wx, w_w, wx_wx, wx_w; /* ΣSw, ΣSwx, ΣSw², ΣSwx², ΣSwx·Sw */
};
/* sums[group], for every group.  LIMIT where a sum leaves 127 bits. */
struct err *tally_person_sums(struct arena *a, const struct tallies *t,
                              struct tally_person_sums **sums);

/* The group that group g is compared with: group whole_of[g] of whole, less
 * group part_of[g] of part.  SIZE_MAX: there is none; part NULL: nothing is taken
 * off.  What is taken off must be within the whole. */
struct tally_other {
    const struct tallies *whole;
    const size_t *whole_of;
    const struct tallies *part;
    const size_t *part_of;
};
/* Its bars: those of the whole less those of the part; none where there is no
 * whole. */
struct tally_group tally_other_group(struct arena *a, const struct tally_other *other, size_t g);

/* Sums over its persons, and over the persons that are in group g of t too. */
struct tally_person_pair {
    struct tally_person_sums other;
    uint64_t both;
    wide_int wx_wx, wx_w, w_wx, w_w; /* first factor of group g, second of the other */
};
/* pairs[g] for every group of t. */
struct err *tally_person_pairs(struct arena *a, const struct tallies *t,
                               const struct tally_other *other, struct tally_person_pair **pairs);

#endif
