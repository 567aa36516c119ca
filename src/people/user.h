/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * user — what somebody who signs in must be called, and what a password must be like.
 *
 * A password has 12 to 1,000 characters and no other rule of composition; refused is what
 * others would try first: one's own name, few different characters, a row of neighbours,
 * a word of the lists with little else.
 */
#ifndef PEOPLE_USER_H
#define PEOPLE_USER_H

#include "base/phrase.h"

enum user_fault {
    USER_FINE,
    USER_EMAIL_EMPTY,
    USER_EMAIL_BAD,
    USER_EMAIL_LONG,
    USER_EMAIL_TAKEN, /* never found here; said by who looked */
    USER_NAME_EMPTY,
    USER_NAME_LONG,
    USER_PASSWORD_EMPTY,
    USER_PASSWORD_SHORT,
    USER_PASSWORD_LONG,
    USER_PASSWORD_OWN,
    USER_PASSWORD_FEW,
    USER_PASSWORD_ROW,
    USER_PASSWORD_COMMON,
    USER_FAULT_COUNT
};

/* Each takes texts that are trimmed. */
enum user_fault user_fault_of_email(str email);
enum user_fault user_fault_of_name(str name);
enum user_fault user_fault_of_password(struct arena *a, str password, str name, str email);
/* What is said about it; NULL for USER_FINE. */
const struct phrase *user_fault_phrase(enum user_fault fault);

#endif
