/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_words — what the name of a column says it is about.
 *
 * Knows words of some European languages, whole or by their stem, in any case:
 * "Q9_NPS", "How likely are you to recommend us?", "weiterempfehlen", JobSatisfaction
 * (two words).  It knows no cells, so what it says is a hint.
 */
#ifndef LISTEN_IMPORT_WORDS_H
#define LISTEN_IMPORT_WORDS_H

#include "base/arena.h"
#include "base/str.h"

enum import_words {
    SAYS_RECOMMEND = 1,    /* likely to recommend, NPS */
    SAYS_SATISFACTION = 2, /* overall: not with one thing among others */
    SAYS_EFFORT = 4,
    SAYS_COMMENT = 8,
    SAYS_WEIGHT = 16, /* of an answer, and nothing else */
    SAYS_RATING = 32,
    SAYS_COUNT = 64, /* how often, how many, which day, which class: no rating */
    SAYS_ID = 128,
    SAYS_END = 256, /* when somebody had answered */
    SAYS_START = 512,
    SAYS_BIRTH = 1024,
    SAYS_WHO = 2048,     /* of a customer or another person */
    SAYS_ACCOUNT = 4096, /* of a company that is a customer */
    SAYS_MANY = 8192,    /* how many: a number, though few of them occur */
    SAYS_CODE = 16384,   /* digits that count nothing: a ZIP code, a type, a department */
    SAYS_ELSE = 32768,   /* when something else happened: bought, delivered, closed, expires */
    SAYS_TIME = 65536    /* when anything did */
};

/* What of the above holds, or-ed. */
unsigned import_words_of_name(struct arena *a, str name);

/* Takes the next word of a name off *rest, in lower case; empty at the end. */
str import_words_next(struct arena *a, str *rest);

/* Whether two numbers that follow each other in a name are these: "Recommend (0-10)", "… 0 = not
 * at all, 10 = certainly". */
bool import_words_name_scale(struct arena *a, str name, str lo, str hi);

/* Whether the label of a code is a degree on a scale, and not one of some things: "very
 * satisfied", "schlecht", "plutôt d'accord". */
bool import_words_is_degree(struct arena *a, str label);

#endif
