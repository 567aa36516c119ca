/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * head — what stands before the body of a request: is it one that is answered, whose is
 * it, which route has it, may its body come?
 *
 * Where two could read a request differently (a proxy and this server), it is refused: a
 * body of two lengths, a header twice that stands once.
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "http/request.h"
#include "http/router.h"

/* As the library read it. */
struct head {
    str method, target, version;
    struct pairs headers; /* as they came: any case, any number */
    struct address peer;  /* at the other end of the connection */
};

struct head_rules {
    const struct router *router;
    str public_host;                      /* with its port where it is not the usual; empty: any */
    const struct address_ranges *proxies; /* that are trusted */
    bool is_https;
    const struct settings *settings;
};

struct head_body {
    bool comes;
    bool is_chunked; /* nobody said how long */
    uint64_t len;
};

/* Fills rq (but for store, principal, now).  False: rq->reply is its refusal, or what OPTIONS
 * is told; nothing more is read. */
bool head_read(struct request *rq, const struct head *head, const struct head_rules *rules,
               struct head_body *body);

#endif
