/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange — one request on its way through the server, from its first line to the last
 * byte of its reply.
 *
 * Begun, fed and ended by the library's threads (mhd.c); in between it waits in a queue
 * and is answered by a worker.  Never by both at once.
 */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include "http/head.h"
#include "http/intake.h"
#include "http/link.h"
#include "http/pool.h"
#include "http/request.h"
#include "http/stream.h"

enum exchange_stage {
    STAGE_HEAD,    /* its head comes */
    STAGE_BODY,    /* its body comes */
    STAGE_RUNS,    /* it waits for its turn, or is worked on */
    STAGE_ANSWERED /* its reply is ready */
};

struct exchange {
    struct pool_item item; /* first */
    struct request rq;
    struct server *server;
    struct link *link;
    void *handle; /* the library's */
    enum exchange_stage stage;
    bool has_begun; /* its head was taken: the server waits for it when it ends */
    str target;
    struct head_body framing;
    struct intake intake;
    struct stream *stream; /* of an answer that goes on; else NULL */
    uint64_t received;     /* of its body, kept or not */
    int64_t began_ms, began_us;
    atomic_bool is_to_end;
};

/* The first line is there. */
struct exchange *exchange_begin(struct server *s, struct link *link, const char *target);
/* The head is: false where the reply is ready already. */
bool exchange_head(struct exchange *ex, const char *method, const char *version,
                   const struct pairs *headers);
/* False where the connection should be ended, since nothing of this can be taken. */
bool exchange_body(struct exchange *ex, str bytes);
/* All is there: true where the reply is ready, else it is to be queued. */
bool exchange_whole(struct exchange *ex);
/* The library has let go of it; its thread must not look at it afterwards. */
void exchange_queue(struct exchange *ex);
/* The reply is on its way. */
void exchange_send(struct exchange *ex);
/* What its stream says next: stream_read(). */
size_t exchange_stream(struct exchange *ex, char *bytes, size_t room, bool *is_over);
/* Nothing more is to come of it, whether it was sent or not. */
void exchange_done(struct exchange *ex, bool is_sent);

/* What a worker does with one. */
void exchange_run(void *prepared, struct pool_item *item, void *server);
/* A store of its own for a worker. */
void *exchange_prepare(struct arena *a, void *server);

#endif
