/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Finds the columns of a map in a file's header.
 */
#include "base/text.h"
#include "engine/dictionary.h"
#include "listen/import_map.h"

/* The columns by name, case ignored. */
struct header_index {
    struct arena *arena;
    const str *header;
    size_t len;
    struct dictionary *names; /* in lower case */
    size_t *first, *next;     /* positions of equal names; len: no more */
};

static struct header_index index_header(struct arena *a, const str *header, size_t len)
{
    struct header_index x = {.arena = a, .header = header, .len = len};
    x.names = dictionary_make(a);
    x.first = ARENA_ARRAY(a, size_t, len);
    x.next = ARENA_ARRAY(a, size_t, len);
    for (size_t i = len; i-- > 0;) {
        uint32_t before = dictionary_size(x.names);
        uint32_t code = dictionary_add(x.names, text_to_lower(a, header[i]));
        x.next[i] = code == before ? len : x.first[code];
        x.first[code] = i;
    }
    return x;
}

/* The first column of that name at or behind from, in a chain of equal names. */
static size_t next_called(const struct header_index *x, str name, bool exact, size_t from)
{
    while (from < x->len && exact && !str_equal(x->header[from], name))
        from = x->next[from];
    return from;
}

static struct err *at_line(struct arena *a, size_t line, struct err *e)
{
    e->at = str_format(a, "line %zu", line);
    return e;
}
#define AT_LINE(a, line, ...)                                                                      \
    at_line((a), (line), err_make((a), WHY_USAGE, __FILE__, __LINE__, __VA_ARGS__))

static struct err *unknown_name(const struct header_index *x, const struct import_map_name *n)
{
    struct arena *a = x->arena;
    str near = text_suggest(a, n->name, x->header, x->len), name = text_quote(a, n->name);
    if (near.len)
        return AT_LINE(a, n->line,
                       "Line %zu of the map: there is no column %.*s; did you mean %.*s?", n->line,
                       STR(name), STR(text_quote(a, near)));
    return AT_LINE(a, n->line,
                   "Line %zu of the map: there is no column %.*s among the %zu of this file.",
                   n->line, STR(name), x->len);
}

static struct err *bind_name(const struct header_index *x, struct import_map_name *n)
{
    struct arena *a = x->arena;
    if (n->line == 0 || n->is_none)
        return NULL;
    if (n->number > x->len)
        return AT_LINE(a, n->line,
                       "Line %zu of the map: there is no column #%zu; this file has %zu.", n->line,
                       n->number, x->len);
    if (n->number) {
        n->position = n->number - 1;
        return NULL;
    }
    uint32_t code = dictionary_find(x->names, text_to_lower(a, n->name));
    if (code == CODE_MISSING)
        return unknown_name(x, n);
    size_t first = next_called(x, n->name, true, x->first[code]);
    bool exact = first < x->len;
    first = exact ? first : x->first[code];
    size_t second = next_called(x, n->name, exact, x->next[first]);
    if (second < x->len)
        return AT_LINE(a, n->line,
                       "Line %zu of the map: two columns are called %.*s; write #%zu or #%zu.",
                       n->line, STR(text_quote(a, n->name)), first + 1, second + 1);
    n->position = first;
    return NULL;
}

struct err *import_map_bind(struct arena *a, struct import_map *map, const str *header,
                            size_t header_len)
{
    struct header_index x = index_header(a, header, header_len);
    size_t *line = ARENA_ARRAY(a, size_t, header_len); /* of each column's section */
    for (unsigned i = 0; i < IMPORT_ROLE_COUNT; i++)
        TRY(bind_name(&x, &map->roles[i]));
    for (size_t i = 0; i < map->columns_len; i++) {
        struct import_map_name *n = &map->columns[i].name;
        TRY(bind_name(&x, n));
        if (line[n->position])
            return AT_LINE(a, n->line,
                           "Line %zu of the map: line %zu is about the same column; put both "
                           "together.",
                           n->line, line[n->position]);
        line[n->position] = n->line;
    }
    return NULL;
}
