/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * public_id — a number of the record as the outside sees it: a prefix, and in base32 the
 * number and a keyed hash of it, so that nobody makes one up.
 */
#ifndef BASE_PUBLIC_ID_H
#define BASE_PUBLIC_ID_H

#include "base/secret.h"

/* prefix: "sig_".  key: one that only numbers of this kind have. */
str public_id_make(struct arena *a, const struct secret_key *key, str prefix, int64_t id);
/* False where it is none that was made with this key and prefix. */
bool public_id_read(struct arena *a, const struct secret_key *key, str prefix, str text,
                    int64_t *id);

#endif
