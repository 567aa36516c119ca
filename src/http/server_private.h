/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * server_private — what a server is made of; for the files of this room alone.
 */
#ifndef HTTP_SERVER_PRIVATE_H
#define HTTP_SERVER_PRIVATE_H

#include <pthread.h>

#include "base/secret.h"
#include "http/counters.h"
#include "http/exchange.h"
#include "http/mhd.h"
#include "http/server.h"

struct server {
    struct arena *arena;
    struct server_options options;
    str address, public_url;
    struct address_ranges proxies;
    struct head_rules rules;
    struct links *links;
    struct mhd *mhd;
    struct pool *pools[QUEUE_COUNT]; /* none of QUEUE_NONE */
    struct intake_room intake;
    struct streams *streams;
    struct secret_key id_key; /* request ids are hashes of numbers */
    atomic_ullong ids;
    atomic_bool is_ending;
    bool has_stopped, logs_requests;
    struct counters *counters;
    pthread_mutex_t lock;
    pthread_cond_t gone;
    size_t active; /* exchanges whose head was taken */
};

/* What /metrics says. */
void server_to_metrics(struct server *s, struct buf *out);

#endif
