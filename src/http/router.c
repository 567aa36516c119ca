/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/router.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum { SEGMENTS = 16 }; /* of a route */

enum segment_kind { SEGMENT_TEXT, SEGMENT_ONE, SEGMENT_REST };

struct segment {
    enum segment_kind kind;
    str text; /* or the parameter's name */
};

struct entry {
    const struct route *route;
    struct segment segments[SEGMENTS];
    size_t len;
};

struct router {
    struct entry *entries; /* the more is written out the earlier */
    size_t len;
};

static struct segment segment_of(str text)
{
    if (text.len < 2 || text.ptr[0] != '{')
        return (struct segment){SEGMENT_TEXT, text};
    assert(text.ptr[text.len - 1] == '}');
    bool is_rest = text.ptr[text.len - 2] == '*';
    return (struct segment){is_rest ? SEGMENT_REST : SEGMENT_ONE,
                            str_slice(text, 1, text.len - 1 - is_rest)};
}

static struct entry entry_of(const struct route *route)
{
    struct entry e = {.route = route};
    str rest = str_of_chars(route->path);
    assert(rest.len && rest.ptr[0] == '/' && route->run);
    assert(route->access != ACCESS_UNSAID);
    assert(route->queue != QUEUE_NONE || route->access == ACCESS_OPEN); /* no gate is asked */
    rest = str_slice(rest, 1, rest.len);
    do {
        assert(e.len < SEGMENTS);
        e.segments[e.len++] = segment_of(str_cut(rest, '/', &rest));
    } while (rest.ptr);
    return e;
}

/* What is written out comes first; of two that differ in a name only, neither. */
static int compare(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    for (size_t i = 0; i < a->len && i < b->len; i++) {
        const struct segment *x = &a->segments[i], *y = &b->segments[i];
        if (x->kind != y->kind)
            return x->kind < y->kind ? -1 : 1;
        int order = x->kind == SEGMENT_TEXT ? str_compare(x->text, y->text) : 0;
        if (order)
            return order;
    }
    if (a->len != b->len)
        return a->len < b->len ? -1 : 1;
    return (int)a->route->method - (int)b->route->method;
}

struct router *router_make(struct arena *a, const struct route *const *routes, unsigned len)
{
    struct router *r = ARENA_NEW(a, struct router);
    r->entries = ARENA_ARRAY(a, struct entry, len);
    for (; r->len < len; r->len++)
        r->entries[r->len] = entry_of(routes[r->len]);
    qsort(r->entries, r->len, sizeof *r->entries, compare);
    for (size_t i = 1; i < r->len; i++)
        assert(compare(&r->entries[i - 1], &r->entries[i]) != 0);
    return r;
}

static bool is_folder(str text)
{
    return str_equal(text, S(".")) || str_equal(text, S(".."));
}

/* No part of it leads elsewhere. */
static bool is_clean_rest(str rest)
{
    do {
        if (is_folder(str_cut(rest, '/', &rest)))
            return false;
    } while (rest.ptr);
    return true;
}

static bool take_parameter(struct arena *a, str name, str raw, bool is_rest, struct pairs *into)
{
    str value;
    if (!pairs_decode(a, raw, &value) || !value.len || is_folder(value) ||
        (is_rest && !is_clean_rest(value)))
        return false;
    into->items[into->len++] = (struct pair){name, value};
    return true;
}

static bool matches(struct arena *a, const struct entry *e, str path, struct pairs *parameters)
{
    struct pair items[SEGMENTS];
    struct pairs found = {.items = items};
    str rest = str_slice(path, 1, path.len);
    for (size_t i = 0; i < e->len; i++) {
        const struct segment *s = &e->segments[i];
        if (!rest.ptr)
            return false;
        str all = rest, part = str_cut(rest, '/', &rest);
        if (s->kind == SEGMENT_TEXT && !str_equal(part, s->text))
            return false;
        if (s->kind == SEGMENT_ONE && !take_parameter(a, s->text, part, false, &found))
            return false;
        if (s->kind == SEGMENT_REST) {
            if (!take_parameter(a, s->text, all, true, &found))
                return false;
            rest = (str){NULL, 0};
        }
    }
    if (rest.ptr)
        return false;
    parameters->items = ARENA_ARRAY(a, struct pair, found.len);
    if (found.len)
        memcpy(parameters->items, items, found.len * sizeof *items);
    parameters->len = found.len;
    return true;
}

struct routed router_find(struct arena *a, const struct router *r, enum route_method method,
                          str path)
{
    struct routed found = {.route = NULL};
    if (!path.len || path.ptr[0] != '/')
        return found;
    for (size_t i = 0; i < r->len; i++) {
        const struct entry *e = &r->entries[i];
        struct pairs parameters = {.len = 0};
        if (!matches(a, e, path, &parameters))
            continue;
        found.has_path = true;
        found.allows[e->route->method] = true;
        if (e->route->method == method && !found.route) {
            found.route = e->route;
            found.parameters = parameters;
        }
    }
    return found;
}

str router_allow(struct arena *a, const struct routed *routed)
{
    struct buf b = buf_make(a, 200);
    for (size_t i = 0; i < METHOD_COUNT; i++)
        if (routed->allows[i])
            buf_addf(&b, "%s%s%s", b.len ? ", " : "", route_method_name((enum route_method)i),
                     i == METHOD_GET ? ", HEAD" : "");
    buf_add(&b, b.len ? S(", OPTIONS") : S("OPTIONS"));
    return buf_str(&b);
}
