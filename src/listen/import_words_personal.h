/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_words_personal — whether the name of a column says that it is about who somebody
 * is: a telephone, a person's name, where somebody lives.
 *
 * Knows words of English, German, French and Spanish.  It knows no cells, so what it says
 * is a hint; import_plan_personal looks at the cells as well.
 */
#ifndef LISTEN_IMPORT_WORDS_PERSONAL_H
#define LISTEN_IMPORT_WORDS_PERSONAL_H

#include "base/arena.h"
#include "base/str.h"

enum import_words_personal {
    NAMES_PHONE = 1,        /* about a telephone */
    NAMES_PHONE_NUMBER = 2, /* and about its number, and nothing else */
    NAMES_PERSON = 4,       /* a person's name or a part of it */
    NAMES_SOMETHING = 8,    /* "name", and not whose */
    NAMES_ADDRESS = 16,     /* where somebody lives */
    NAMES_COMPUTER = 32     /* an IP address */
};

/* What of the above holds, or-ed. */
unsigned import_words_personal(struct arena *a, str name);

#endif
