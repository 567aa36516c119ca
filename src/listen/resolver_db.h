/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * resolver — the names in batches of signals as the record's numbers, each looked up
 * once; what is not known is made where that is allowed.  Private to the door.
 */
#ifndef LISTEN_RESOLVER_DB_H
#define LISTEN_RESOLVER_DB_H

#include "listen/field.h"
#include "listen/signal.h"

enum name_kind {
    NAME_SOURCE,
    NAME_KIND, /* of signal: "survey" */
    NAME_CHANNEL,
    NAME_LANGUAGE,
    NAME_RELATIONSHIP,
    NAME_UNIT,
    NAME_TOUCHPOINT,
    NAME_COUNT
};

struct resolver;

/* The connection's own, which knows what the batches before looked up: within a write.  What
 * is not known makes a batch fail, so that nobody relies on it later. */
struct resolver *resolver_for(struct arena *a, struct db *db, const struct signal_batch *batch);
/* 0 where the name is empty, or not known and not to be made. */
struct err *resolver_name(struct resolver *r, enum name_kind kind, str name, int64_t *id);
/* The field of an answer.  id 0: not known and not to be made. */
struct resolved_field {
    int64_t id;
    bool is_comment;
    const struct scale_options *scale; /* what its answers must be on; NULL: anything */
};
struct err *resolver_field(struct resolver *r, int64_t source, const struct signal_value *value,
                           struct resolved_field *out);

#endif
