/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/gate_api.h"

#include "base/log.h"
#include "http/server.h"
#include "people/authorise.h"
#include "people/origin.h"
#include "people/token_db.h"
#include "people/user_db.h"

static const struct attempts_rule account_rule = {.free = 3, .most_s = 120};
static const struct attempts_rule address_rule = {.free = 10, .most_s = 300};

#define SESSION_COOKIE "attune"
#define FORM_COOKIE "attune_form"

enum { SECRET_CHARS = 26 };

struct gate {
    struct secret_key installation, counting;
    struct session_keys keys;
    struct attempts *accounts, *addresses;
};

struct gate *gate_make(struct arena *a, const struct store *s)
{
    struct gate *g = ARENA_NEW(a, struct gate);
    *g = (struct gate){.installation = *store_key(s),
                       .counting = secret_key_make(),
                       .keys = session_keys_of(store_key(s)),
                       .accounts = attempts_make(a, account_rule),
                       .addresses = attempts_make(a, address_rule)};
    return g;
}

const struct visit *gate_visit(const struct request *rq)
{
    return rq->principal.more;
}

const struct session_keys *gate_keys(const struct request *rq)
{
    return &gate_visit(rq)->gate->keys;
}

/* ---- whether cookies may be ---- */

static bool is_this_machine(str host)
{
    struct address address;
    return str_equal_ignoring_case(host, S("localhost")) ||
           (address_of_str(host, &address) && address_is_loopback(address));
}

/* "127.0.0.1" of "127.0.0.1:7414"; an address in brackets stays in them. */
static str host_of(str text)
{
    size_t len = 0;
    if (text.len && text.ptr[0] == '[')
        while (len < text.len && text.ptr[len] != ']')
            len++;
    while (len < text.len && text.ptr[len] != ':' && text.ptr[len] != '/')
        len++;
    return str_slice(text, 0, len);
}

bool gate_refuses_cookies(str public_url, str listening)
{
    static const str http = S_INIT("http://");
    if (str_starts_with(public_url, S("https://")))
        return false;
    return !str_starts_with(public_url, http) || !is_this_machine(host_of(listening)) ||
           !is_this_machine(host_of(str_slice(public_url, http.len, public_url.len)));
}

bool gate_refuses(const struct request *rq)
{
    return gate_refuses_cookies(server_public_url(rq->server), server_address(rq->server));
}

/* ---- who asks ---- */

static bool is_bearer(str header, str *token)
{
    str rest, scheme = str_cut(header, ' ', &rest);
    *token = str_trim(rest);
    return rest.ptr && str_equal_ignoring_case(scheme, S("Bearer"));
}

/* Nobody stays nobody. */
static struct err *find_token(struct request *rq, struct visit *v, str header)
{
    str secret;
    struct token token;
    if (!is_bearer(header, &secret))
        return NULL;
    struct err *e =
        token_find(rq->arena, store_db(rq->store), &v->gate->installation, secret, &token);
    if (e)
        return e->why == WHY_DENIED ? NULL : e;
    v->actor.kind = ACTOR_TOKEN;
    v->actor.opens_fields = token.opens_fields;
    rq->principal.kind = PRINCIPAL_TOKEN;
    rq->principal.id = token.id;
    rq->principal.name = token.name;
    return NULL;
}

struct touch {
    int64_t session;
    usec_t now;
};

static struct err *touch(struct arena *a, struct db *db, void *what)
{
    const struct touch *t = what;
    return session_touch(a, db, t->session, t->now);
}

/* Whoever asks is answered though this fails: they are signed out a little earlier then. */
static void note_use(struct request *rq, const struct session *session)
{
    if (!session_is_to_touch(&session->times, rq->now))
        return;
    struct touch what = {session->id, rq->now};
    struct write w = {.apply = touch, .what = &what, .arena = rq->arena};
    struct err *e = store_write(rq->store, &w);
    if (e)
        LOG(LOG_WARNING, "session.not_touched", L_STR("request", rq->id), L_STR("text", e->text));
}

static struct err *find_session(struct request *rq, struct visit *v)
{
    struct session session;
    str name = session_cookie_name(rq->arena, SESSION_COOKIE, rq->is_https);
    str secret = request_cookie(rq, str_to_chars(rq->arena, name));
    if (secret.len != SECRET_CHARS || gate_refuses(rq))
        return NULL;
    TRY(session_find(rq->arena, store_db(rq->store), &v->gate->keys, secret, &session));
    if (!session.id || !session_is_alive(&session.times, rq->now) || session.is_user_ended)
        return NULL;
    v->session = session.id;
    v->secret = secret;
    v->csrf = session_csrf(rq->arena, &v->gate->keys, secret);
    v->actor.kind = ACTOR_USER;
    v->actor.role = session.role;
    v->actor.is_ended = session.is_user_ended;
    rq->principal.kind = PRINCIPAL_USER;
    rq->principal.id = session.user;
    rq->principal.name = str_format(rq->arena, "user %lld", (long long)session.user);
    note_use(rq, &session);
    return NULL;
}

static enum action entering(enum route_access access)
{
    switch (access) {
    case ACCESS_OPEN:
        return ACTION_ENTER_OPEN;
    case ACCESS_USER:
        return ACTION_ENTER_USER;
    case ACCESS_TOKEN:
        return ACTION_ENTER_TOKEN;
    case ACCESS_EITHER:
        return ACTION_ENTER_EITHER;
    case ACCESS_LOCAL:
        return ACTION_ENTER_LOCAL;
    case ACCESS_UNSAID:
    case ACCESS_COUNT:
        break;
    }
    return ACTION_COUNT;
}

struct err *gate_ask(struct request *rq, void *what)
{
    struct visit *v = ARENA_NEW(rq->arena, struct visit);
    *v = (struct visit){.gate = what,
                        .actor = {.kind = ACTOR_NOBODY, .is_local = rq->is_local},
                        .secret = S(""),
                        .csrf = S("")};
    str header = request_header(rq, "authorization");
    rq->principal = (struct principal){.kind = PRINCIPAL_NOBODY, .name = S(""), .more = v};
    if (header.ptr)
        TRY(find_token(rq, v, header));
    else
        TRY(find_session(rq, v));
    rq->principal.opens = authorise(rq->arena, &v->actor, ACTION_FIELD_ADD) == NULL;
    TRY(authorise(rq->arena, &v->actor, entering(rq->route->access)));
    return rq->route->access == ACCESS_OPEN ? NULL : gate_check_csrf(rq);
}

/* ---- cross-site posts ---- */

static bool comes_from_here(const struct request *rq)
{
    struct origin_said said = {.site = request_header(rq, "sec-fetch-site"),
                               .origin = request_header(rq, "origin")};
    return origin_allows(said, server_public_url(rq->server));
}

static struct err *token_said(struct request *rq, str *token)
{
    struct pairs form = {.len = 0};
    *token = request_header(rq, "x-attune-csrf");
    if (!token->ptr) {
        TRY(request_form(rq, &form));
        *token = pairs_get(&form, S("csrf"));
    }
    return NULL;
}

struct err *gate_check_csrf(struct request *rq)
{
    str token;
    const struct visit *v = gate_visit(rq);
    if (rq->method == METHOD_GET || !v->secret.len)
        return NULL;
    if (!comes_from_here(rq))
        FAIL(rq->arena, WHY_DENIED, "This was sent by a page of another site.");
    TRY(token_said(rq, &token));
    if (!secret_equal(token, v->csrf))
        FAIL(rq->arena, WHY_DENIED,
             "The header X-Attune-CSRF must say the csrf of /api/v1/me: this page was open too "
             "long, or is of another session.");
    return NULL;
}

static str form_cookie(const struct request *rq)
{
    str name = session_cookie_name(rq->arena, FORM_COOKIE, rq->is_https);
    str secret = request_cookie(rq, str_to_chars(rq->arena, name));
    return secret.len == SECRET_CHARS ? secret : S("");
}

str gate_form_token(struct request *rq)
{
    str secret = form_cookie(rq);
    if (!secret.len) {
        secret = session_secret_make(rq->arena);
        struct session_cookie cookie = {
            .name = FORM_COOKIE, .value = secret, .is_https = rq->is_https, .is_strict = true};
        reply_header(rq, "Set-Cookie", session_cookie_text(rq->arena, &cookie));
    }
    return session_csrf(rq->arena, gate_keys(rq), secret);
}

bool gate_is_form_good(const struct request *rq, str token)
{
    str secret = form_cookie(rq);
    return secret.len && comes_from_here(rq) &&
           secret_equal(token, session_csrf(rq->arena, gate_keys(rq), secret));
}

void gate_set_session(struct request *rq, str secret)
{
    struct session_cookie cookie = {
        .name = SESSION_COOKIE, .value = secret, .is_https = rq->is_https};
    reply_header(rq, "Set-Cookie", session_cookie_text(rq->arena, &cookie));
}

/* ---- attempts ---- */

/* Of a clock that nobody sets. */
static usec_t steady_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (usec_t)now.tv_sec * USEC_SECOND + now.tv_nsec / 1000;
}

static struct secret_hash hash_of_address(const struct request *rq)
{
    struct address near = address_neighbourhood(rq->client);
    return secret_hash(&gate_visit(rq)->gate->counting,
                       (str){(const char *)near.bytes, sizeof near.bytes});
}

static struct secret_hash hash_of_account(const struct request *rq, str email)
{
    return user_email_hash(rq->arena, &gate_keys(rq)->person, email);
}

unsigned gate_begin_address(const struct request *rq)
{
    return attempts_begin(gate_visit(rq)->gate->addresses, hash_of_address(rq), steady_now());
}

unsigned gate_begin_attempt(const struct request *rq, str email)
{
    unsigned wait = gate_begin_address(rq);
    return wait ? wait
                : attempts_begin(gate_visit(rq)->gate->accounts, hash_of_account(rq, email),
                                 steady_now());
}

void gate_forgive_attempt(const struct request *rq, str email, enum attempts_forgiving what)
{
    /* Of the address one alone: with a good account nobody buys tries at others. */
    attempts_forgive(gate_visit(rq)->gate->addresses, hash_of_address(rq), ATTEMPTS_FORGIVE_ONE);
    attempts_forgive(gate_visit(rq)->gate->accounts, hash_of_account(rq, email), what);
}
