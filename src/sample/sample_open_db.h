/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * sample_open — what the record must hold before the first signal of the sample: the
 * company's units, touchpoints, sources, fields, accounts and words, each listed as the
 * sample's where it was not there.
 */
#ifndef SAMPLE_SAMPLE_OPEN_DB_H
#define SAMPLE_SAMPLE_OPEN_DB_H

#include "sample/company.h"
#include "sample/sample.h"

struct sample_opening {
    const struct sample_options *options;
    const struct secret_key *installation;
    struct sample sample;                /* out: as it is from now on */
    int64_t fields[COMPANY_FIELD_COUNT]; /* out: ids */
};

/* struct write.apply; what: the opening.  Run again it changes nothing. */
struct err *sample_open(struct arena *a, struct db *db, void *what);

#endif
