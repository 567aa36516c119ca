/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/join.h"

#include "base/buf.h"
#include "base/text.h"
#include "engine/dictionary.h"
#include "listen/import_key.h"

struct choosing {
    struct arena *a;
    const struct join_wish *wish;
    struct join_table *table;
    const struct join_sample *sample; /* of the file */
    const str *columns;               /* of the second table */
    size_t columns_len;
    struct join *join;
};

static str name_of(const struct choosing *c)
{
    const struct table_source *s = &c->wish->source;
    return s->name.len ? s->name : s->path;
}

/* ---- the key ---- */

/* Spelled exactly so, else but for capitals. */
static size_t find(const str *names, size_t len, str name)
{
    size_t near = JOIN_NO_COLUMN;
    for (size_t i = 0; i < len; i++) {
        if (str_equal(names[i], name))
            return i;
        if (near == JOIN_NO_COLUMN && text_equal_ignoring_case(names[i], name))
            near = i;
    }
    return near;
}

static struct err *unknown(const struct choosing *c, const char *whose, str name, const str *names,
                           size_t len)
{
    str near = text_suggest(c->a, name, names, len);
    str hint =
        near.len ? str_format(c->a, "; did you mean %.*s?", STR(text_quote(c->a, near))) : S(".");
    FAIL(c->a, WHY_USAGE, "%s has no column %.*s to be joined by%.*s", whose,
         STR(text_quote(c->a, name)), STR(hint));
}

static struct err *take_given(const struct choosing *c)
{
    str to = c->wish->to.len ? c->wish->to : c->wish->by;
    c->join->by = find(c->sample->header, c->sample->header_len, c->wish->by);
    if (c->join->by == JOIN_NO_COLUMN)
        return unknown(c, "The file", c->wish->by, c->sample->header, c->sample->header_len);
    c->join->to = find(c->columns, c->columns_len, to);
    if (c->join->to == JOIN_NO_COLUMN)
        return unknown(c, str_to_chars(c->a, str_format(c->a, "\"%.*s\"", STR(name_of(c)))), to,
                       c->columns, c->columns_len);
    return NULL;
}

static void guess(const struct choosing *c)
{
    struct join *j = c->join;
    j->is_guessed = join_guess(c->a, c->table, c->sample, &j->by, &j->to);
    if (!j->is_guessed)
        j->by = j->to = JOIN_NO_COLUMN;
}

/* ---- what comes along ---- */

/* A name that the file has, or the second table twice, says whose it is. */
static void name_columns(const struct choosing *c)
{
    struct join *j = c->join;
    str *names = ARENA_ARRAY(c->a, str, c->columns_len);
    str prefix = import_key_of_file(c->a, name_of(c));
    for (size_t i = 0; i < c->columns_len; i++) {
        if (i == j->to)
            continue;
        bool is_taken =
            find(c->sample->header, c->sample->header_len, c->columns[i]) != JOIN_NO_COLUMN;
        names[j->names_len++] = is_taken && c->columns[i].len
                                    ? str_format(c->a, "%.*s.%.*s", STR(prefix), STR(c->columns[i]))
                                    : c->columns[i];
    }
    j->names = names;
}

struct err *join_make(struct arena *a, const struct join_wish *wish,
                      const struct join_sample *sample, struct join **out)
{
    struct choosing c = {.a = a, .wish = wish, .sample = sample};
    struct join *j = c.join = ARENA_NEW(a, struct join);
    TRY(join_table_read(a, &wish->source, &c.table));
    c.columns = join_table_header(c.table, &c.columns_len);
    j->table = c.table;
    j->name = name_of(&c);
    j->twice = wish->twice;
    if (wish->by.len)
        TRY(take_given(&c));
    else
        guess(&c);
    if (join_has_key(j)) {
        j->keys = join_table_index(c.table, a, j->to);
        j->by_name = sample->header[j->by];
        j->to_name = c.columns[j->to];
    }
    name_columns(&c);
    *out = j;
    return NULL;
}

/* ---- records ---- */

struct join_counts join_counts_make(struct arena *a, const struct join *join)
{
    return (struct join_counts){.unused = join->keys.keys,
                                .arena = a,
                                .is_used = ARENA_ARRAY(a, bool, join->keys.keys + 1),
                                .row = ARENA_ARRAY(a, str, join->names_len + 1)};
}

static void count(struct join_counts *n, const struct join *join, str written, uint32_t key)
{
    if (key == JOIN_NONE) {
        if (!n->unmatched++ || (!n->first_unmatched.len && written.len))
            n->first_unmatched = str_copy(n->arena, written);
        return;
    }
    n->matched++;
    n->twice += join_table_is_twice(join->table, key);
    n->unused -= !n->is_used[key];
    n->is_used[key] = true;
}

void join_find(const struct join *join, str key, str *cells, struct join_counts *counts)
{
    uint32_t found = join_has_key(join) ? join_table_find(join->table, key) : JOIN_NONE;
    count(counts, join, key, found);
    if (found == JOIN_NONE || !join_table_row(join->table, found, join->twice, counts->row)) {
        for (size_t i = 0; i < join->names_len; i++)
            cells[i] = S("");
        return;
    }
    for (size_t i = 0, to = 0; i <= join->names_len; i++)
        if (i != join->to)
            cells[to++] = counts->row[i];
}

bool join_has_key(const struct join *join)
{
    return join->by != JOIN_NO_COLUMN;
}

bool join_stops(const struct join *join, const struct join_counts *counts)
{
    return !join_has_key(join) || (join->twice == JOIN_TWICE_ASK && counts->twice > 0);
}
