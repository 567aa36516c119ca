/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/source_db.h"

STATEMENT(source_find);
STATEMENT(source_by_id);
STATEMENT(source_by_header);
STATEMENT(source_list);
STATEMENT(source_add);
STATEMENT(source_set);
STATEMENT(source_set_header);
STATEMENT(source_set_wave);
STATEMENT(source_signals);
STATEMENT(source_sample_count);

static void bind_if(struct query *q, int at, bool has, int64_t number)
{
    if (has)
        query_bind_int(q, at, number);
    else
        query_bind_none(q, at);
}

static struct reach reach_of(struct arena *a, const struct query *q)
{
    return (struct reach){.reached = str_copy(a, query_text(q, 3)),
                          .population = query_int(q, 4),
                          .invited = query_int(q, 6),
                          .has_first = !query_is_none(q, 7),
                          .first_day = (int32_t)query_int(q, 7),
                          .has_last = !query_is_none(q, 8),
                          .last_day = (int32_t)query_int(q, 8)};
}

static struct err *read_all(struct arena *a, struct query *q, struct source **sources, size_t *len)
{
    struct source *list = NULL;
    size_t used = 0, room = 0;
    bool found = false;
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            break;
        if (used == room)
            list = arena_grow_array(a, list, used, &room, sizeof *list);
        list[used++] = (struct source){.id = query_int(q, 0),
                                       .key = str_copy(a, query_text(q, 1)),
                                       .name = str_copy(a, query_text(q, 2)),
                                       .reach = reach_of(a, q),
                                       .is_sample = query_int(q, 5) != 0,
                                       .wave_of = query_int(q, 9),
                                       .wave_of_key = str_copy(a, query_text(q, 10)),
                                       .near_keys = query_int(q, 11) != 0};
    }
    *sources = list;
    *len = used;
    return NULL;
}

static struct err *read_one(struct arena *a, struct query *q, struct source *out)
{
    struct source *list = NULL;
    size_t len = 0;
    TRY(read_all(a, q, &list, &len));
    *out = len ? list[0] : (struct source){.id = 0};
    return NULL;
}

struct err *source_find(struct arena *a, struct db *db, str key, struct source *out)
{
    struct query *q = db_query(db, SQL(source_find));
    query_bind_text(q, 1, key);
    return read_one(a, q, out);
}

struct err *source_by_id(struct arena *a, struct db *db, int64_t id, struct source *out)
{
    struct query *q = db_query(db, SQL(source_by_id));
    query_bind_int(q, 1, id);
    return read_one(a, q, out);
}

struct err *source_set_wave(struct arena *a, struct db *db, int64_t id, int64_t wave_of)
{
    struct query *q = db_query(db, SQL(source_set_wave));
    query_bind_int(q, 1, id);
    bind_if(q, 2, wave_of > 0, wave_of);
    return query_run(a, q);
}

struct err *source_list(struct arena *a, struct db *db, struct source **sources, size_t *len)
{
    return read_all(a, db_query(db, SQL(source_list)), sources, len);
}

struct err *source_by_header(struct arena *a, struct db *db, str header, struct source **sources,
                             size_t *len)
{
    struct query *q = db_query(db, SQL(source_by_header));
    query_bind_blob(q, 1, header);
    return read_all(a, q, sources, len);
}

struct err *source_add(struct arena *a, struct db *db, const struct source *source, str header,
                       usec_t now, int64_t *id)
{
    struct query *q = db_query(db, SQL(source_add));
    query_bind_text(q, 1, source->key);
    query_bind_text(q, 2, source->name);
    if (header.len)
        query_bind_blob(q, 3, header);
    else
        query_bind_none(q, 3);
    query_bind_int(q, 4, now);
    TRY(query_run(a, q));
    *id = db_last_id(db);
    return NULL;
}

struct err *source_set(struct arena *a, struct db *db, const struct source *source)
{
    const struct reach *r = &source->reach;
    struct query *q = db_query(db, SQL(source_set));
    query_bind_int(q, 1, source->id);
    query_bind_text(q, 2, source->name);
    query_bind_text(q, 3, r->reached);
    bind_if(q, 4, r->invited > 0, r->invited);
    bind_if(q, 5, r->population > 0, r->population);
    bind_if(q, 6, r->has_first, r->first_day);
    bind_if(q, 7, r->has_last, r->last_day);
    return query_run(a, q);
}

struct err *source_signals(struct arena *a, struct db *db, int64_t id, uint64_t *signals)
{
    bool found = false;
    struct query *q = db_query(db, SQL(source_signals));
    query_bind_int(q, 1, id);
    TRY(query_next(a, q, &found));
    *signals = (uint64_t)query_int(q, 0);
    query_done(q);
    return NULL;
}

struct err *source_set_header(struct arena *a, struct db *db, int64_t id, str header)
{
    struct query *q = db_query(db, SQL(source_set_header));
    query_bind_int(q, 1, id);
    query_bind_blob(q, 2, header);
    return query_run(a, q);
}

struct err *source_has_sample(struct arena *a, struct db *db, bool *has)
{
    bool found = false;
    struct query *q = db_query(db, SQL(source_sample_count));
    TRY(query_next(a, q, &found));
    *has = query_int(q, 0) > 0;
    query_done(q);
    return NULL;
}
