/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * fuzz_query — arbitrary bytes as a query, a form and cookies.
 *
 * Whatever comes: an error is a clean sentence; what is read is text, each name stands
 * once, and written as a query again reads as the same.
 */
#include <assert.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "http/pairs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_error(struct arena *a, const struct err *e)
{
    assert(e->why == WHY_USAGE || e->why == WHY_LIMIT);
    assert(e->text.len && str_equal(text_escape(a, e->text), e->text));
    assert(e->text.ptr[e->text.len - 1] == '.');
}

static void check_pairs(const struct pairs *p)
{
    assert(p->len <= LIMIT_HTTP_PAIRS);
    for (size_t i = 0; i < p->len; i++) {
        assert(p->items[i].name.len && p->items[i].value.ptr);
        assert(pairs_get(p, p->items[i].name).ptr == p->items[i].value.ptr); /* once */
        assert(!str_has(p->items[i].value, '\0') && !str_has(p->items[i].name, '\n'));
    }
}

static str write(struct arena *a, const struct pairs *p)
{
    struct buf b = buf_make(a, 64 * MIB);
    for (size_t i = 0; i < p->len; i++)
        buf_addf(&b, "%s%.*s=%.*s", i ? "&" : "", STR(pairs_encode(a, p->items[i].name)),
                 STR(pairs_encode(a, p->items[i].value)));
    return buf_str(&b);
}

static void read_as(struct arena *a, str text, enum pairs_from from)
{
    struct pairs p = {.len = 0}, again = {.len = 0};
    struct err *e = pairs_of_text(a, text, from, &p);
    if (e) {
        check_error(a, e);
        return;
    }
    check_pairs(&p);
    e = pairs_of_text(a, write(a, &p), from, &again);
    assert(!e && again.len == p.len);
    for (size_t i = 0; i < p.len; i++)
        assert(text_is_utf8(p.items[i].value) && str_equal(p.items[i].name, again.items[i].name) &&
               str_equal(p.items[i].value, again.items[i].value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    str text = str_copy(a, (str){(const char *)data, size}), decoded;
    read_as(a, text, PAIRS_OF_QUERY);
    read_as(a, text, PAIRS_OF_FORM);
    struct pairs cookies = pairs_of_cookies(a, text);
    check_pairs(&cookies);
    if (pairs_decode(a, text, &decoded))
        assert(text_is_utf8(decoded) && decoded.len <= text.len);
    arena_done(a);
    return 0;
}
