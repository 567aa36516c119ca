/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/head.h"

#include "base/limits.h"
#include "base/text.h"
#include "http/field.h"

/* The connection is closed behind it: what follows cannot be trusted to be a request. */
static bool refuse(struct request *rq, int status, const char *code, str detail)
{
    reply_problem_of(rq, status, code, detail);
    rq->reply.is_last = true;
    return false;
}

/* ---- headers ---- */

static bool stands_once(str name)
{
    static const str once[] = {S_INIT("host"),           S_INIT("content-length"),
                               S_INIT("content-type"),   S_INIT("transfer-encoding"),
                               S_INIT("authorization"),  S_INIT("content-encoding"),
                               S_INIT("if-none-match"),  S_INIT("origin"),
                               S_INIT("sec-fetch-site"), S_INIT("expect")};
    for (size_t i = 0; i < sizeof once / sizeof *once; i++)
        if (str_equal(name, once[i]))
            return true;
    return false;
}

static str lower_of(struct arena *a, str name)
{
    return field_media_type(a, name);
}

/* Several of one name that may stand several times are one list. */
static bool take_header(struct request *rq, struct pair header)
{
    struct pairs *all = &rq->headers;
    if (!field_is_name(header.name) || !field_is_value(header.value))
        return refuse(rq, 400, "HEADER", S("A header holds what no header may hold."));
    struct pair fresh = {lower_of(rq->arena, header.name), str_trim(header.value)};
    if (!fresh.value.ptr)
        fresh.value = S("");
    for (size_t i = 0; i < all->len; i++) {
        struct pair *p = &all->items[i];
        if (!str_equal(p->name, fresh.name))
            continue;
        if (stands_once(fresh.name))
            return refuse(rq, 400, "HEADER",
                          str_format(rq->arena, "The header %.*s stands twice.", STR(fresh.name)));
        const char *between = str_equal(fresh.name, S("cookie")) ? "; " : ", ";
        p->value = str_format(rq->arena, "%.*s%s%.*s", STR(p->value), between, STR(fresh.value));
        return true;
    }
    all->items[all->len++] = fresh;
    return true;
}

static bool take_headers(struct request *rq, const struct pairs *headers)
{
    size_t bytes = 0;
    if (headers->len > LIMIT_HTTP_HEADERS)
        return refuse(rq, 431, "LIMIT", S("There are too many headers."));
    rq->headers.items = ARENA_ARRAY(rq->arena, struct pair, headers->len);
    for (size_t i = 0; i < headers->len; i++) {
        bytes += headers->items[i].name.len + headers->items[i].value.len;
        if (bytes > LIMIT_HTTP_HEAD_BYTES)
            return refuse(rq, 431, "LIMIT", S("The headers are too long."));
        if (!take_header(rq, headers->items[i]))
            return false;
    }
    rq->cookies = pairs_of_cookies(rq->arena, request_header(rq, "cookie"));
    return true;
}

/* ---- how the body comes ---- */

static bool read_framing(struct request *rq, str version, struct head_body *body)
{
    str coding = request_header(rq, "transfer-encoding");
    str length = request_header(rq, "content-length");
    if (coding.ptr && length.ptr)
        return refuse(rq, 400, "FRAMING",
                      S("Content-Length and Transfer-Encoding say different things about where the "
                        "body ends."));
    if (coding.ptr && str_equal(version, S("HTTP/1.0")))
        return refuse(rq, 400, "FRAMING", S("HTTP/1.0 has no Transfer-Encoding."));
    if (coding.ptr && !str_equal_ignoring_case(coding, S("chunked")))
        return refuse(rq, 501, "FRAMING", S("Of Transfer-Encoding only chunked is known here."));
    if (length.ptr && !field_to_length(length, &body->len))
        return refuse(rq, 400, "FRAMING", S("Content-Length is not a number."));
    body->is_chunked = coding.ptr != NULL;
    body->comes = body->is_chunked || body->len > 0;
    return true;
}

/* ---- who asks whom ---- */

static void find_client(struct request *rq, const struct head *head, const struct head_rules *rules)
{
    str forwarded = request_header(rq, "x-forwarded-for");
    bool came_through = forwarded.ptr || request_header(rq, "forwarded").ptr ||
                        address_is_within(head->peer, rules->proxies);
    rq->client = field_client(forwarded, head->peer, rules->proxies);
    rq->is_local = address_is_loopback(head->peer) && !came_through;
    rq->is_https = rules->is_https;
}

/* Who stands on this machine may call it by its local names: health checks, the metrics. */
static bool is_called_locally(const struct request *rq)
{
    struct address named;
    str name = field_host_name(rq->host);
    return rq->is_local && (str_equal_ignoring_case(name, S("localhost")) ||
                            (address_of_str(name, &named) && address_is_loopback(named)));
}

static bool check_host(struct request *rq, const struct head_rules *rules)
{
    rq->host = request_header(rq, "host");
    for (size_t i = 0; i < rq->host.len; i++)
        if (!str_has(S("-._:[]"), rq->host.ptr[i]) && !field_is_name(str_slice(rq->host, i, i + 1)))
            return refuse(rq, 400, "HOST", S("The header Host is no name of a host."));
    if (!rules->public_host.len || str_equal_ignoring_case(rq->host, rules->public_host) ||
        is_called_locally(rq))
        return true;
    return refuse(rq, 421, "HOST",
                  str_format(rq->arena, "This server is called %.*s.", STR(rules->public_host)));
}

/* ---- what is asked for ---- */

static bool method_of(str name, enum route_method *out)
{
    if (str_equal(name, S("HEAD")))
        name = S("GET");
    for (size_t i = 0; i < METHOD_COUNT; i++)
        if (str_equal(name, str_of_chars(route_method_name((enum route_method)i)))) {
            *out = (enum route_method)i;
            return true;
        }
    return false;
}

static bool find_route(struct request *rq, const struct head *head, const struct head_rules *rules)
{
    bool is_known = method_of(head->method, &rq->method);
    bool asks_options = str_equal(head->method, S("OPTIONS"));
    if (!is_known && !asks_options)
        return refuse(rq, 501, "METHOD", S("That method is not known here."));
    rq->is_head = str_equal(head->method, S("HEAD"));
    struct routed found = router_find(rq->arena, rules->router, rq->method, rq->path);
    rq->route = asks_options ? NULL : found.route;
    rq->parameters = found.parameters;
    if (rq->route)
        return true;
    if (!found.has_path) {
        reply_problem_of(rq, 404, "MISSING", S("There is nothing at this address."));
        return false;
    }
    if (asks_options)
        reply_empty(rq, 204);
    else
        reply_problem_of(rq, 405, "METHOD", S("This address does not take that method."));
    reply_header(rq, "Allow", router_allow(rq->arena, &found));
    return false;
}

static bool split_target(struct request *rq, str target, str *query)
{
    if (target.len > LIMIT_HTTP_TARGET_BYTES)
        return refuse(rq, 414, "LIMIT", S("The address is too long."));
    if (!target.len || target.ptr[0] != '/')
        return refuse(rq, 400, "TARGET", S("What is asked for is no path that begins with /."));
    for (size_t i = 0; i < target.len; i++)
        if (target.ptr[i] <= ' ' || target.ptr[i] >= 0x7F || target.ptr[i] == '#')
            return refuse(rq, 400, "TARGET",
                          S("The address holds what must be escaped in an address."));
    rq->path = str_cut(target, '?', query);
    return true;
}

static bool is_declared(const struct route *route, str name)
{
    for (size_t i = 0; i < route->query_len; i++)
        if (str_equal(name, str_of_chars(route->query[i].name)))
            return true;
    return false;
}

static bool say_unknown(struct request *rq, str name)
{
    const struct route *route = rq->route;
    str *names = ARENA_ARRAY(rq->arena, str, route->query_len);
    for (size_t i = 0; i < route->query_len; i++)
        names[i] = str_of_chars(route->query[i].name);
    str near = text_suggest(rq->arena, name, names, route->query_len);
    reply_problem_of(rq, 400, "UNKNOWN_PARAMETER",
                     str_format(rq->arena, "This address takes no parameter %.*s%s%.*s%s",
                                STR(text_quote(rq->arena, name)),
                                near.len ? "; did you mean " : ".", STR(near),
                                near.len ? "?" : ""));
    return false;
}

static bool read_query(struct request *rq, str query)
{
    const struct route *route = rq->route;
    struct err *e = pairs_of_text(rq->arena, query, PAIRS_OF_QUERY, &rq->query);
    if (e) {
        reply_problem(rq, e);
        return false;
    }
    for (size_t i = 0; i < rq->query.len && !route->any_query; i++)
        if (!is_declared(route, rq->query.items[i].name))
            return say_unknown(rq, rq->query.items[i].name);
    for (size_t i = 0; i < route->query_len; i++)
        if (route->query[i].needed && !request_query(rq, route->query[i].name).len) {
            reply_problem_of(
                rq, 400, "MISSING_PARAMETER",
                str_format(rq->arena, "The parameter %s is missing.", route->query[i].name));
            return false;
        }
    return true;
}

/* ---- may the body come? ---- */

static bool is_type_taken(const struct route_body *body, str type)
{
    for (size_t i = 0; i < body->types_len; i++)
        if (str_equal(type, str_of_chars(body->types[i].type)))
            return true;
    return body->kind == BODY_ANY;
}

static bool check_body(struct request *rq, const struct head_rules *rules,
                       const struct head_body *body)
{
    const struct route_body *taken = &rq->route->body;
    size_t max = route_body_max(rq->route, rules->settings);
    str coding = request_header(rq, "content-encoding");
    rq->body.type = field_media_type(rq->arena, request_header(rq, "content-type"));
    if (taken->kind == BODY_NONE)
        return !body->comes || refuse(rq, 413, "LIMIT", S("This address takes no body."));
    if (!is_type_taken(taken, rq->body.type) && (body->comes || rq->body.type.len))
        return refuse(rq, 415, "CONTENT_TYPE",
                      str_format(rq->arena, "This address does not take %.*s.",
                                 STR(rq->body.type.len ? text_quote(rq->arena, rq->body.type)
                                                       : S("a body that does not say what it is "
                                                           "(Content-Type)"))));
    if (coding.len && !str_equal_ignoring_case(coding, S("identity")))
        return refuse(rq, 415, "CONTENT_ENCODING", S("A body that is compressed is not taken."));
    if (body->len > max)
        return refuse(rq, 413, "LIMIT",
                      str_format(rq->arena, "The body is longer than %zu bytes.", max));
    return true;
}

static bool check_expectation(struct request *rq)
{
    str expected = request_header(rq, "expect");
    return !expected.ptr || str_equal_ignoring_case(expected, S("100-continue")) ||
           refuse(rq, 417, "EXPECT", S("Of Expect only 100-continue is known here."));
}

bool head_read(struct request *rq, const struct head *head, const struct head_rules *rules,
               struct head_body *body)
{
    str query = {NULL, 0};
    if (!str_equal(head->version, S("HTTP/1.1")) && !str_equal(head->version, S("HTTP/1.0")))
        return refuse(rq, 505, "VERSION", S("HTTP/1.0 and HTTP/1.1 are spoken here."));
    if (!take_headers(rq, &head->headers) || !read_framing(rq, head->version, body))
        return false;
    find_client(rq, head, rules);
    bool is_answered = check_host(rq, rules) && split_target(rq, head->target, &query) &&
                       check_expectation(rq) && find_route(rq, head, rules) &&
                       read_query(rq, query) && check_body(rq, rules, body);
    if (!is_answered && body->comes)
        rq->reply.is_last = true; /* its body is not read */
    return is_answered;
}
