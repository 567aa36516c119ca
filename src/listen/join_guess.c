/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/join_guess.h"

#include "base/text.h"
#include "engine/dictionary.h"

enum {
    FOUND_PCT = 50, /* of the cells: below this two columns have nothing to do with each other */
    TWICE_PCT = 50, /* of the keys, and of the rows without one: above this it is none */
    DIFFERENT_PCT = 30, /* of the cells: below this a column is no key by its values alone */
};

struct pair {
    size_t by, to;
    size_t found; /* cells that are keys of the second table */
    bool is_called_alike;
};

struct guess {
    struct arena *a;
    struct join_table *table;
    const struct join_sample *sample;
    size_t *different; /* [column of the file]: cells that differ */
    size_t *filled;    /* [column of the file] */
    struct pair best;
    bool is_clear;
};

static void look_at_columns(struct guess *g)
{
    const struct join_sample *s = g->sample;
    g->different = ARENA_ARRAY(g->a, size_t, s->header_len);
    g->filled = ARENA_ARRAY(g->a, size_t, s->header_len);
    for (size_t c = 0; c < s->header_len; c++) {
        struct dictionary *texts = dictionary_make(g->a);
        for (size_t r = 0; r < s->records_len; r++) {
            str cell = str_trim(s->records[r][c]);
            g->filled[c] += cell.len > 0;
            if (cell.len)
                (void)dictionary_add(texts, cell);
        }
        g->different[c] = dictionary_size(texts);
    }
}

static size_t count_found(const struct guess *g, size_t column)
{
    size_t found = 0;
    for (size_t r = 0; r < g->sample->records_len; r++)
        found += join_table_find(g->table, g->sample->records[r][column]) != JOIN_NONE;
    return found;
}

static bool is_better(const struct pair *p, const struct pair *than)
{
    if (p->is_called_alike != than->is_called_alike)
        return p->is_called_alike;
    return p->found > than->found;
}

static void try_pair(struct guess *g, size_t by, size_t to, str name, bool is_key)
{
    struct pair p = {by, to, 0, name.len && text_equal_ignoring_case(g->sample->header[by], name)};
    size_t filled = g->filled[by];
    bool is_many = is_key && g->different[by] * 100 >= filled * DIFFERENT_PCT;
    bool may = filled && (p.is_called_alike || is_many);
    p.found = may ? count_found(g, by) : 0;
    if (!p.found || p.found * 100 < filled * FOUND_PCT)
        return;
    if (!g->best.found || is_better(&p, &g->best)) {
        g->best = p;
        g->is_clear = true;
    } else if (!is_better(&g->best, &p)) {
        g->is_clear = false; /* as good */
    }
}

/* Mostly one row for each key: somebody can choose where there are several. */
static bool is_key(const struct join_keys *keys)
{
    return keys->keys && keys->twice * 100 <= keys->keys * TWICE_PCT &&
           keys->keyless * 100 <= keys->rows * TWICE_PCT;
}

static void try_column(struct guess *g, size_t to, str name)
{
    struct arena *own = arena_make(0);
    struct join_keys keys = join_table_index(g->table, own, to);
    for (size_t by = 0; by < g->sample->header_len; by++)
        try_pair(g, by, to, name, is_key(&keys));
    arena_done(own);
}

bool join_guess(struct arena *a, struct join_table *table, const struct join_sample *sample,
                size_t *by, size_t *to)
{
    struct guess g = {.a = a, .table = table, .sample = sample};
    size_t len = 0;
    const str *names = join_table_header(table, &len);
    look_at_columns(&g);
    for (size_t i = 0; i < len; i++)
        try_column(&g, i, names[i]);
    *by = g.best.by;
    *to = g.best.to;
    return g.is_clear;
}
