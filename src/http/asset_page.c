/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The browser interface: the shell that is every page of it, and the files that it names.  The
 * same for everybody, signed in or not; what it shows comes from the API.
 */
#include "http/asset.h"
#include "http/request.h"

static const char policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

static const struct route_answer shell_answers[] = {
    {.status = 200, .content = {.type = "text/html"}},
    {.status = 304, .about = "The browser has it"},
    {.status = 404, .code = "MISSING"},
};

static const struct route_answer file_answers[] = {
    {.status = 200, .content = {.type = "text/javascript"}},
    {.status = 200, .content = {.type = "text/css"}},
    {.status = 200, .content = {.type = "text/plain"}},
    {.status = 200, .content = {.type = "image/svg+xml"}},
    {.status = 200, .content = {.type = "font/woff2"}},
    {.status = 304, .about = "The browser has it"},
    {.status = 404, .code = "MISSING"},
};

static struct err *send_asset(struct request *rq, const struct asset *asset)
{
    str encoding;
    str body = asset_choose(asset, request_header(rq, "accept-encoding"), &encoding);
    str tag = encoding.len ? str_format(rq->arena, "%.*s-%.*s", STR(asset->tag), STR(encoding))
                           : asset->tag;
    rq->reply.policy = str_of_chars(policy);
    rq->reply.cache =
        asset->is_immutable ? S("public, max-age=31536000, immutable") : S("no-cache");
    reply_header(rq, "Vary", S("Accept-Encoding"));
    if (reply_has_etag(rq, tag))
        return NULL;
    reply_static(rq, 200, asset->mime, body);
    rq->reply.is_plain = true;
    if (encoding.len)
        reply_header(rq, "Content-Encoding", encoding);
    return NULL;
}

static struct err *shell_run(struct request *rq)
{
    const struct asset *asset = asset_of_path(S("/"));
    if (!asset)
        FAIL(rq->arena, WHY_MISSING, "This program was built without its interface.");
    return send_asset(rq, asset);
}

static struct err *asset_run(struct request *rq)
{
    const struct asset *asset = asset_of_path(rq->path);
    if (!asset)
        FAIL(rq->arena, WHY_MISSING, "There is no such file.");
    return send_asset(rq, asset);
}

/* A page of the interface: the script draws it, by its address. */
#define PAGE(its_path, its_about)                                                                  \
    {                                                                                              \
        .method = METHOD_GET, .path = (its_path), .queue = QUEUE_NONE, .access = ACCESS_OPEN,      \
        .about = (its_about), .any_query = true, .answers = shell_answers,                         \
        .answers_len = sizeof shell_answers / sizeof *shell_answers, .is_hidden = true,            \
        .run = shell_run,                                                                          \
    }

ROUTE(shell) = PAGE("/", "The interface");
ROUTE(sources_page) = PAGE("/sources", "The interface, at the sources");
ROUTE(imports_page) = PAGE("/imports", "The interface, at the imports");
ROUTE(import_page) = PAGE("/imports/{id}", "The interface, at one import, or at a new one");

ROUTE(asset) = {
    .method = METHOD_GET,
    .path = "/assets/{path*}",
    .queue = QUEUE_NONE,
    .access = ACCESS_OPEN,
    .about = "A file of the interface",
    .answers = file_answers,
    .answers_len = sizeof file_answers / sizeof *file_answers,
    .is_hidden = true,
    .run = asset_run,
};
