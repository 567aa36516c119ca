/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * company — the invented company of the sample: its regions and branches, where its
 * customers meet it, how they are asked and what.
 *
 * Tables and nothing else: who answers what, and when, stands in sample/invention.h.
 */
#ifndef SAMPLE_COMPANY_H
#define SAMPLE_COMPANY_H

#include "base/str.h"
#include "listen/field.h"

/* Each region has a branch of each language, in the same proportion: neither says
 * anything about the other. */
enum company_region {
    COMPANY_NORTH,
    COMPANY_SOUTH,
    COMPANY_WEST,
    COMPANY_EAST,
    COMPANY_REGION_COUNT
};
enum company_language {
    COMPANY_ENGLISH,
    COMPANY_GERMAN,
    COMPANY_FRENCH,
    COMPANY_SPANISH,
    COMPANY_LANGUAGE_COUNT
};
enum { COMPANY_BRANCHES = COMPANY_REGION_COUNT * COMPANY_LANGUAGE_COUNT };

/* parent: an index of company_units, which stands before it; -1: the root. */
struct company_unit {
    str key, name;
    int parent;
};
enum { COMPANY_UNITS = 1 + COMPANY_REGION_COUNT + COMPANY_BRANCHES };
extern const struct company_unit company_units[COMPANY_UNITS];
/* The unit of a region's branch. */
unsigned company_branch(enum company_region region, enum company_language language);

enum company_touchpoint {
    COMPANY_WEBSITE,
    COMPANY_APP,
    COMPANY_SHOP_VISIT,
    COMPANY_COLLECTION,
    COMPANY_DELIVERY,
    COMPANY_SERVICE_CALL,
    COMPANY_TOUCHPOINT_COUNT
};
struct company_touchpoint_row {
    str key, name, channel, stage;
};
extern const struct company_touchpoint_row company_touchpoints[COMPANY_TOUCHPOINT_COUNT];

/* Keys of sources begin with sample_, so that no answer hides where it comes from. */
enum company_source {
    COMPANY_RELATIONSHIP,
    COMPANY_PURCHASE,
    COMPANY_CALLS,
    COMPANY_REVIEWS,
    COMPANY_SOURCE_COUNT
};
struct company_source_row {
    str key, name, kind, reached;
    int population; /* 0: unknown */
};
extern const struct company_source_row company_sources[COMPANY_SOURCE_COUNT];

/* What is asked.  The first ones are every folder's, the last ones dimensions. */
enum company_field {
    COMPANY_RECOMMEND,
    COMPANY_SATISFACTION,
    COMPANY_EFFORT,
    COMPANY_COMMENT,
    COMPANY_VALUE_FOR_MONEY,
    COMPANY_REASONS,
    COMPANY_DELIVERY_DAYS,
    COMPANY_ON_TIME,
    COMPANY_TOPIC,
    COMPANY_WAIT_MINUTES,
    COMPANY_SOLVED,
    COMPANY_STARS,
    COMPANY_REGION,
    COMPANY_PLAN,
    COMPANY_SEGMENT,
    COMPANY_FIELD_COUNT
};
enum { COMPANY_SHARED = -1, COMPANY_CONTEXT = -2 };
struct company_field_row {
    str key, label;
    enum field_kind kind;
    int source;   /* or COMPANY_SHARED: is there from the start; COMPANY_CONTEXT */
    int lo, hi;   /* of its scale, where high is better; both 0: none */
    str measures; /* listen/meaning.h */
};
extern const struct company_field_row company_fields[COMPANY_FIELD_COUNT];

/* Words that signals carry, by kind as the record keeps them. */
struct company_word {
    str kind, word;
};
enum { COMPANY_WORDS = 13 };
extern const struct company_word company_words[COMPANY_WORDS];
extern const str company_languages[COMPANY_LANGUAGE_COUNT];
extern const str company_regions[COMPANY_REGION_COUNT]; /* as the dimension says */

/* Customers that are companies themselves. */
enum { COMPANY_ACCOUNTS = 12 };
extern const str company_accounts[COMPANY_ACCOUNTS];

#endif
