/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/unit_db.h"

STATEMENT(unit_find);
STATEMENT(unit_add);
STATEMENT(unit_list);

struct err *unit_find(struct arena *a, struct db *db, str word, int64_t *id)
{
    bool found = false;
    struct query *q = db_query(db, SQL(unit_find));
    query_bind_text(q, 1, word);
    TRY(query_next(a, q, &found));
    *id = found ? query_int(q, 0) : 0;
    query_done(q);
    return NULL;
}

struct err *unit_add(struct arena *a, struct db *db, const struct unit *unit, int64_t *id)
{
    struct query *q = db_query(db, SQL(unit_add));
    if (unit->parent)
        query_bind_int(q, 1, unit->parent);
    else
        query_bind_none(q, 1);
    query_bind_text(q, 2, unit->key);
    query_bind_text(q, 3, unit->name);
    TRY(query_run(a, q));
    *id = db_last_id(db);
    return NULL;
}

struct err *unit_list(struct arena *a, struct db *db, struct unit **units, size_t *len)
{
    struct unit *list = NULL;
    size_t used = 0, room = 0;
    bool found = false;
    struct query *q = db_query(db, SQL(unit_list));
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            break;
        if (used == room)
            list = arena_grow_array(a, list, used, &room, sizeof *list);
        list[used++] = (struct unit){.id = query_int(q, 0),
                                     .parent = query_int(q, 1),
                                     .key = str_copy(a, query_text(q, 2)),
                                     .name = str_copy(a, query_text(q, 3))};
    }
    *units = list;
    *len = used;
    return NULL;
}
