/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * phrase — sentences that the server itself says to people, by language.
 *
 * They stand in web/locales/, shared with the browser; tools/phrases.py takes those that C
 * uses.  What a language lacks is said in English.  It knows no grammar: a sentence whose
 * form depends on a number is written so that it does not.
 */
#ifndef BASE_PHRASE_H
#define BASE_PHRASE_H

#include <stdbool.h>

#include "base/str.h"

struct phrase {
    const char *key;
    const str *texts; /* by language; empty where it has none */
};

/* Behind the includes of the file that says it; a phrase that is in no catalogue fails
 * the build. */
#define PHRASE(name) extern const struct phrase phrase_named_##name
#define SAY(name) (&phrase_named_##name)

/* The first is English. */
struct language {
    str tag; /* "en" */
    bool is_right_to_left;
};
extern const struct language phrase_languages[];
extern const unsigned phrase_languages_len;

/* The language wished for by its tag ("ar", "en-GB"); where there is none such, the first
 * known of an Accept-Language header; else English. */
const struct language *phrase_language(str wished, str accepted);
str phrase_text(const struct phrase *phrase, const struct language *language);
/* With a part in place of each {name}, isolated from the direction of the text around it. */
str phrase_fill(struct arena *a, const struct phrase *phrase, const struct language *language,
                const char *name, str part);

#endif
