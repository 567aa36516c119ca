/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * gate — who asks: makes of a request's token or cookie somebody whom authorise() knows.
 *
 * Every request comes through gate_ask() once, before its route runs, and authorise() decides
 * there by what the route declares (ACCESS_…): no route asks again, and none is answered without
 * it but those that are open to all and touch no record (QUEUE_NONE).
 *
 * A token in the header Authorization comes before a cookie.  What changes something and
 * comes with a cookie must come from a page of this server and bring its token against
 * cross-site posts; a program's token need not, since no browser sends it by itself.
 */
#ifndef PEOPLE_GATE_API_H
#define PEOPLE_GATE_API_H

#include "http/request.h"
#include "people/attempts.h"
#include "people/session_db.h"

struct gate;

/* For one server; lives as long as the arena. */
struct gate *gate_make(struct arena *a, const struct store *s);
/* The gate of a server (http/server.h), what: a struct gate.  Fills rq->principal, whose name
 * is "user 3" for somebody who is signed in; beside it, gate_visit(). */
struct err *gate_ask(struct request *rq, void *what);

struct visit {
    struct gate *gate;
    struct actor actor;
    int64_t session; /* 0: none */
    str secret;      /* of the session's cookie; empty: none that is alive */
    str csrf;        /* what its forms and its header X-Attune-CSRF must say; empty */
};
/* Behind gate_ask(). */
const struct visit *gate_visit(const struct request *rq);
/* DENIED where a request with a session's cookie does not come from a page of this server.
 * The gate asks it for all but ACCESS_OPEN. */
struct err *gate_check_csrf(struct request *rq);

/* Whether cookies would cross a network in the clear: listening beyond this machine, or told
 * to the world, without https.  Then nobody is signed in by one. */
bool gate_refuses_cookies(str public_url, str listening);
bool gate_refuses(const struct request *rq);

/* ---- for the pages that sign in ---- */

const struct session_keys *gate_keys(const struct request *rq);
/* Seconds until this may be tried from this address with this e-mail; 0: now, and counted. */
unsigned gate_begin_attempt(const struct request *rq, str email);
/* It was right; or it was not tried after all. */
void gate_forgive_attempt(const struct request *rq, str email, enum attempts_forgiving what);
/* The same for what an address tries without an e-mail: links that are none. */
unsigned gate_begin_address(const struct request *rq);

/* Of a form that nobody is signed in for: bound to a cookie of its own, which is set where
 * there is none. */
str gate_form_token(struct request *rq);
bool gate_is_form_good(const struct request *rq, str token);
void gate_set_session(struct request *rq, str secret); /* empty: taken away */

#endif
