/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * own_domain — by which e-mail addresses the organisation's own people are known: those of the
 * domains that its users sign in with, but for domains at which anybody may have an address.
 */
#ifndef PEOPLE_OWN_DOMAIN_DB_H
#define PEOPLE_OWN_DOMAIN_DB_H

#include "people/person_db.h"

/* In lower case, each once, without the @. */
struct err *own_domain_list(struct arena *a, struct db *db, const struct person_keys *keys,
                            const str **domains, size_t *len);
/* Whether anybody may have an address there; in lower case. */
bool own_domain_is_open(str domain);
/* What stands behind the last @, in lower case; empty where nothing does. */
str own_domain_of(struct arena *a, str email);

#endif
