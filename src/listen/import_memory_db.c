/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_memory_db.h"

#include "base/text.h"
#include "listen/import_db.h"

STATEMENT(import_memory_by_header);
STATEMENT(import_memory_by_source);
STATEMENT(import_memory_is_met);

static struct err *read_one(struct arena *a, struct query *q, struct import_memory *out, str *map)
{
    bool found = false;
    TRY(query_next(a, q, &found));
    if (!found)
        return NULL;
    out->import = query_int(q, 0);
    out->name = str_copy(a, query_text(q, 1));
    out->source = str_copy(a, query_text(q, 2));
    *map = str_copy(a, query_text(q, 3));
    query_done(q);
    return NULL;
}

static bool is_there(const struct import_map_name *n, const str *header, size_t len)
{
    if (n->line == 0 || n->is_none)
        return true;
    if (n->number)
        return n->number <= len;
    size_t found = 0;
    for (size_t i = 0; i < len; i++)
        found += text_equal_ignoring_case(header[i], n->name);
    return found == 1;
}

/* A column that is gone says nothing of those that came. */
static void fit(struct import_map *m, const str *header, size_t len)
{
    size_t kept = 0;
    for (size_t i = 0; i < m->columns_len; i++)
        if (is_there(&m->columns[i].name, header, len))
            m->columns[kept++] = m->columns[i];
    m->columns_len = kept;
    m->names_line = 0; /* the header was found without it, and may stand elsewhere now */
    for (unsigned i = 0; i < IMPORT_ROLE_COUNT; i++)
        if (!is_there(&m->roles[i], header, len))
            m->roles[i] = (struct import_map_name){.line = 0};
    m->join = m->join_by = m->join_to = S("");
    m->join_twice = JOIN_TWICE_ASK;
}

struct err *import_memory_find(struct arena *a, struct db *db, const str *header, size_t header_len,
                               str source, struct import_memory *out)
{
    str map = S("");
    *out = (struct import_memory){.import = 0};
    str hash = import_header_hash(a, header, header_len);
    struct query *q = db_query(db, SQL(import_memory_is_met));
    query_bind_blob(q, 1, hash);
    query_bind_text(q, 2, source);
    TRY(query_next(a, q, &out->is_met));
    query_done(q);
    if (!out->is_met)
        return NULL;
    q = db_query(db, SQL(import_memory_by_header));
    query_bind_blob(q, 1, hash);
    query_bind_text(q, 2, source);
    TRY(read_one(a, q, out, &map));
    if (!out->import && source.len) {
        q = db_query(db, SQL(import_memory_by_source));
        query_bind_text(q, 1, source);
        TRY(read_one(a, q, out, &map));
    }
    if (!out->import)
        return NULL;
    TRY(import_map_of_str(a, map, &out->map));
    fit(&out->map, header, header_len);
    return NULL;
}
