/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * sample_signal — an invented signal as the door takes it.
 */
#ifndef SAMPLE_SAMPLE_SIGNAL_H
#define SAMPLE_SAMPLE_SIGNAL_H

#include "listen/signal.h"
#include "sample/invention.h"

/* Keys of the sample's signals: from SAMPLE_KEY_FROM on, before SAMPLE_KEY_END. */
#define SAMPLE_KEY_FROM "sample:"
#define SAMPLE_KEY_END "sample;"

/* fields: ids by enum company_field.  zone: whose days are meant.  Texts stand in a. */
struct sample_signal_ask {
    const struct invention *invention;
    const int64_t *fields;
    struct zone *zone;
};
struct signal sample_signal(struct arena *a, const struct sample_signal_ask *ask, uint64_t number);

#endif
