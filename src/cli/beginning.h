/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * beginning — a new data folder with what every one holds from the start.
 */
#ifndef CLI_BEGINNING_H
#define CLI_BEGINNING_H

#include "sample/sample.h"
#include "store/store.h"

struct beginning {
    str zone; /* its name */
    usec_t now;
    const struct sample_options *sample; /* one is begun with the folder; NULL: none */
};

/* There wholly or not at all.  CONFLICT where there is one, or anything else. */
struct err *beginning_make(struct arena *a, str dir, struct beginning *beginning);

#endif
