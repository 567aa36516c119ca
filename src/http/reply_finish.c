/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/reply_finish.h"

#include "base/gzip.h"
#include "http/field.h"

enum { GZIP_FROM_BYTES = 1024 }; /* shorter bodies fit into the first packets anyway */

/* A page loads what comes from here, and nothing else; what is no page loads nothing. */
static const char page_policy[] = "default-src 'self'; img-src 'self' data:; base-uri 'none'; "
                                  "form-action 'self'; frame-ancestors 'none'; object-src 'none'";
static const char data_policy[] =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static bool is_page(const struct reply *r)
{
    return str_starts_with(r->type, S("text/html"));
}

static void add_security(struct request *rq)
{
    const struct reply *r = &rq->reply;
    const char *policy = is_page(r) ? page_policy : data_policy;
    reply_header(rq, "Content-Security-Policy", r->policy.len ? r->policy : str_of_chars(policy));
    reply_header(rq, "X-Content-Type-Options", S("nosniff"));
    reply_header(rq, "Referrer-Policy", S("no-referrer"));
    reply_header(rq, "X-Frame-Options", S("DENY"));
    reply_header(rq, "Cross-Origin-Opener-Policy", S("same-origin"));
    reply_header(rq, "Cross-Origin-Resource-Policy", S("same-origin"));
    reply_header(rq, "Permissions-Policy", S("camera=(), geolocation=(), microphone=()"));
    if (rq->is_https)
        reply_header(rq, "Strict-Transport-Security", S("max-age=31536000"));
}

static void add_caching(struct request *rq)
{
    struct reply *r = &rq->reply;
    str fallback = r->etag.len ? S("private, no-cache") : S("no-store");
    reply_header(rq, "Cache-Control", r->cache.len ? r->cache : fallback);
    if (r->etag.len)
        reply_header(rq, "ETag", r->etag);
}

static bool has_header(const struct reply *r, str name)
{
    for (size_t i = 0; i < r->headers_len; i++)
        if (str_equal_ignoring_case(r->headers[i].name, name))
            return true;
    return false;
}

static bool is_compressible(str type)
{
    return str_starts_with(type, S("text/")) || str_starts_with(type, S("application/json")) ||
           str_starts_with(type, S("application/problem+json")) ||
           str_starts_with(type, S("application/x-ndjson")) ||
           str_starts_with(type, S("image/svg+xml"));
}

static void compress(struct request *rq)
{
    struct reply *r = &rq->reply;
    if (r->is_plain || r->body.len < GZIP_FROM_BYTES || !is_compressible(r->type) ||
        has_header(r, S("Content-Encoding")))
        return;
    reply_header(rq, "Vary", S("Accept-Encoding"));
    if (field_accepts(request_header(rq, "accept-encoding"), S("gzip")) &&
        gzip_of_str(rq->arena, r->body, &r->body))
        reply_header(rq, "Content-Encoding", S("gzip"));
}

void reply_finish(struct request *rq)
{
    struct reply *r = &rq->reply;
    if (r->text.full)
        reply_problem_of(rq, 413, "LIMIT", S("The answer is longer than the server gives."));
    if (!r->status)
        reply_problem_of(rq, 500, "FAILED", S("The server has no answer to this."));
    if (r->text.arena)
        r->body = buf_str(&r->text);
    if (r->file < 0)
        compress(rq);
    if (r->type.len)
        reply_header(rq, "Content-Type", r->type);
    add_caching(rq);
    add_security(rq);
    if (r->retry_s)
        reply_header(rq, "Retry-After", str_format(rq->arena, "%u", r->retry_s));
    reply_header(rq, "X-Request-Id", rq->id);
    if (r->is_last)
        reply_header(rq, "Connection", S("close"));
}
