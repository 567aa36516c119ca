/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/columns_db.h"
#include "listen/source_db.h"
#include "people/unit_db.h"

STATEMENT(word_list);
STATEMENT(touchpoint_list);

struct names {
    struct arena *a;
    struct column_names out;
    size_t room, ids_room;
};

static void add(struct names *n, int64_t id, str text)
{
    if (n->out.len == n->room) {
        n->out.texts = arena_grow_array(n->a, n->out.texts, n->out.len, &n->room, sizeof(str));
        n->out.ids = arena_grow_array(n->a, n->out.ids, n->out.len, &n->ids_room, sizeof(int64_t));
    }
    n->out.texts[n->out.len] = text;
    n->out.ids[n->out.len++] = id;
}

/* The name, where no other unit has it; else the key. */
static struct err *add_units(struct names *n, struct db *db)
{
    struct unit *units = NULL;
    size_t len = 0;
    TRY(unit_list(n->a, db, &units, &len));
    for (size_t i = 0; i < len; i++) {
        size_t called = 0;
        for (size_t j = 0; j < len; j++)
            called += str_equal(units[i].name, units[j].name) ||
                      (i != j && str_equal(units[i].name, units[j].key));
        add(n, units[i].id, called == 1 ? units[i].name : units[i].key);
    }
    return NULL;
}

static struct err *add_sources(struct names *n, struct db *db)
{
    struct source *sources = NULL;
    size_t len = 0;
    TRY(source_list(n->a, db, &sources, &len));
    for (size_t i = 0; i < len; i++)
        add(n, sources[i].id, sources[i].key);
    return NULL;
}

static struct err *add_touchpoints(struct names *n, struct db *db)
{
    bool found = false;
    struct query *q = db_query(db, SQL(touchpoint_list));
    for (;;) {
        TRY(query_next(n->a, q, &found));
        if (!found)
            return NULL;
        add(n, query_int(q, 0), str_copy(n->a, query_text(q, 1)));
    }
}

static struct err *add_words(struct names *n, struct db *db, const char *kind)
{
    bool found = false;
    struct query *q = db_query(db, SQL(word_list));
    for (;;) {
        TRY(query_next(n->a, q, &found));
        if (!found)
            return NULL;
        if (str_equal(query_text(q, 1), str_of_chars(kind)))
            add(n, query_int(q, 0), str_copy(n->a, query_text(q, 2)));
    }
}

static struct err *add_all(struct names *n, struct db *db, enum column_of of)
{
    switch (of) {
    case COLUMN_SOURCE:
        return add_sources(n, db);
    case COLUMN_UNIT:
        return add_units(n, db);
    case COLUMN_TOUCHPOINT:
        return add_touchpoints(n, db);
    case COLUMN_KIND:
        return add_words(n, db, "kind");
    case COLUMN_CHANNEL:
        return add_words(n, db, "channel");
    case COLUMN_LANGUAGE:
        return add_words(n, db, "language");
    case COLUMN_RELATIONSHIP:
        return add_words(n, db, "relationship");
    case COLUMN_FIELD:
    case COLUMN_WEIGHT:
    case COLUMN_DAY:
    case COLUMN_PERSON:
    case COLUMN_OF_COUNT:
        break;
    }
    return NULL;
}

struct err *columns_names(struct arena *a, struct db *db, enum column_of of,
                          struct column_names *out)
{
    struct names n = {.a = a};
    TRY(add_all(&n, db, of));
    *out = n.out;
    return NULL;
}
