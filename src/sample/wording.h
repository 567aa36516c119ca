/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * wording — comments as people write them, put together from pieces in four languages:
 * about a cause, in the mood of the score that stands beside them.
 *
 * Knows the pieces and how they are joined; what somebody thinks is decided in
 * sample/invention.h.
 */
#ifndef SAMPLE_WORDING_H
#define SAMPLE_WORDING_H

#include "sample/company.h"
#include "stats/xoshiro.h"

enum wording_mood { WORDING_BAD, WORDING_GOOD, WORDING_MOOD_COUNT };

/* What a comment is about. */
enum wording_topic {
    WORDING_COMPANY,
    WORDING_WEBSITE,
    WORDING_APP,
    WORDING_NEW_APP, /* since its release */
    WORDING_SHOP,
    WORDING_COLLECTION,
    WORDING_DELIVERY,
    WORDING_LATE, /* delivery that did not come in time */
    WORDING_CALL,
    WORDING_TOPIC_COUNT
};

enum { WORDING_SAID = 6, WORDING_AROUND = 6, WORDING_BRIEF = 6, WORDING_BUT = 3 };

/* The pieces of one language.  Each begins as within a sentence and has no stop at its
 * end, but closings and short ones, which are whole.  # stands for a number: days, of
 * WORDING_LATE; minutes, of the others.  The first piece of a list has none.  Pieces
 * of one number are about the same thing; the good one and the bad one three further on can
 * be said in one breath. */
struct wording_pieces {
    const char *said[WORDING_TOPIC_COUNT][WORDING_MOOD_COUNT][WORDING_SAID];
    const char *opening[WORDING_MOOD_COUNT][WORDING_AROUND]; /* before a piece: "sorry, but" */
    const char *closing[WORDING_MOOD_COUNT][WORDING_AROUND];
    const char *brief[WORDING_MOOD_COUNT][WORDING_BRIEF];
    const char *but[WORDING_BUT]; /* between the good and the bad: ", but" */
};
extern const struct wording_pieces wording_english, wording_german, wording_french, wording_spanish;
const struct wording_pieces *wording_of_language(enum company_language language);

struct wording_wish {
    enum company_language language;
    enum wording_topic topic;
    enum wording_mood mood;
    bool is_mixed; /* both: something good, but */
    int number;    /* for #; pieces with it are not taken below 3 */
};

enum { WORDING_BYTES = 1000 }; /* of a comment, at most */

/* The same for the same numbers. */
str wording_make(struct arena *a, const struct wording_wish *wish, struct xoshiro *numbers);

#endif
