/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/field_db.h"

#include "base/buf.h"
#include "base/limits.h"

STATEMENT(field_code_list);
STATEMENT(field_list);
STATEMENT(field_find);
STATEMENT(field_get);
STATEMENT(field_add);
STATEMENT(field_set_meaning);
STATEMENT(field_alias_find);
STATEMENT(field_alias_add);
STATEMENT(field_alias_list);

/* Codes stand one a line; an empty line says that others may be proposed. */
static void split_missing(struct arena *a, str lines, struct field *field)
{
    size_t room = 0;
    field->proposes = !field->has_missing;
    for (str rest = lines; rest.ptr && lines.len;) {
        str code = str_cut(rest, '\n', &rest);
        if (code.len == 0) {
            field->proposes = true;
            continue;
        }
        if (field->missing_len == room)
            field->missing = arena_grow_array(a, field->missing, field->missing_len, &room,
                                              sizeof *field->missing);
        field->missing[field->missing_len++] = code;
    }
}

/* A word that a later version wrote, and this one does not know, says nothing here. */
static struct meaning read_meaning(struct arena *a, const struct query *q, int column)
{
    struct meaning m = {.of = {{NULL, 0}}};
    for (unsigned i = 0; i < ASPECT_COUNT; i++)
        if (aspect_word((enum aspect)i, query_text(q, column + (int)i), &m.of[i]))
            m.of[i] = str_copy(a, m.of[i]);
    return m;
}

static struct err *read_field(struct arena *a, const struct query *q, struct field *field)
{
    *field = (struct field){.id = query_int(q, 0),
                            .source = query_int(q, 1),
                            .key = str_copy(a, query_text(q, 2)),
                            .label = str_copy(a, query_text(q, 3)),
                            .is_context = str_equal(query_text(q, 9), S("context")),
                            .has_scale = !query_is_none(q, 5),
                            .has_missing = !query_is_none(q, 7),
                            .decimal_comma = query_int(q, 8) != 0};
    if (!field_kind_of_name(query_text(q, 4), &field->kind))
        FAIL(a, WHY_INVALID, "The field \"%.*s\" in the record has an unknown kind, \"%.*s\".",
             STR(field->key), STR(query_text(q, 4)));
    if (field->has_scale && (!decimal_of_str(query_text(q, 5), &field->scale.lo) ||
                             !decimal_of_str(query_text(q, 6), &field->scale.hi)))
        FAIL(a, WHY_INVALID, "The field \"%.*s\" in the record has no proper scale.",
             STR(field->key));
    split_missing(a, str_copy(a, query_text(q, 7)), field);
    field->meaning = read_meaning(a, q, 10);
    field->is_personal = !query_is_none(q, 15);
    return NULL;
}

struct err *field_list(struct arena *a, struct db *db, struct field **fields, size_t *len)
{
    struct field *list = NULL;
    size_t used = 0, room = 0;
    bool found = false;
    struct query *q = db_query(db, SQL(field_list));
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            break;
        if (used == room)
            list = arena_grow_array(a, list, used, &room, sizeof *list);
        TRY(read_field(a, q, &list[used++]));
    }
    *fields = list;
    *len = used;
    return NULL;
}

struct err *field_get(struct arena *a, struct db *db, int64_t id, struct field *out, bool *found)
{
    struct query *q = db_query(db, SQL(field_get));
    query_bind_int(q, 1, id);
    TRY(query_next(a, q, found));
    if (!*found)
        return NULL;
    struct err *e = read_field(a, q, out);
    query_done(q);
    return e;
}

struct err *field_find(struct arena *a, struct db *db, int64_t source, str key, int64_t *id)
{
    bool found = false;
    struct query *q = db_query(db, SQL(field_find));
    query_bind_int(q, 1, source);
    query_bind_text(q, 2, key);
    TRY(query_next(a, q, &found));
    *id = found ? query_int(q, 0) : 0;
    query_done(q);
    return NULL;
}

static void bind_scale(struct arena *a, struct query *q, const struct field *field)
{
    if (!field->has_scale) {
        query_bind_none(q, 5);
        query_bind_none(q, 6);
        return;
    }
    query_bind_text(q, 5, decimal_to_str(a, field->scale.lo));
    query_bind_text(q, 6, decimal_to_str(a, field->scale.hi));
}

static void bind_meaning(struct query *q, int parameter, const struct meaning *m)
{
    for (unsigned i = 0; i < ASPECT_COUNT; i++)
        if (m->of[i].len)
            query_bind_text(q, parameter + (int)i, m->of[i]);
        else
            query_bind_none(q, parameter + (int)i);
}

struct err *field_set_meaning(struct arena *a, struct db *db, int64_t id,
                              const struct meaning *meaning)
{
    struct query *q = db_query(db, SQL(field_set_meaning));
    query_bind_int(q, 1, id);
    bind_meaning(q, 2, meaning);
    return query_run(a, q);
}

struct err *field_add(struct arena *a, struct db *db, const struct field *field, usec_t now,
                      int64_t *id)
{
    struct buf missing = buf_make(a, MIB);
    for (size_t i = 0; i < field->missing_len; i++)
        buf_addf(&missing, "%s%.*s", i ? "\n" : "", STR(field->missing[i]));
    if (field->proposes)
        buf_add(&missing, S("\n"));
    struct query *q = db_query(db, SQL(field_add));
    if (field->source)
        query_bind_int(q, 1, field->source);
    else
        query_bind_none(q, 1);
    query_bind_text(q, 2, field->key);
    query_bind_text(q, 3, field->label);
    query_bind_text(q, 4, field_kind_name(field->kind));
    bind_scale(a, q, field);
    if (field->has_missing)
        query_bind_text(q, 7, buf_str(&missing));
    else
        query_bind_none(q, 7);
    query_bind_int(q, 8, field->decimal_comma);
    if (field->is_context)
        query_bind_text(q, 9, S("context"));
    else
        query_bind_none(q, 9);
    query_bind_int(q, 10, now);
    bind_meaning(q, 11, &field->meaning);
    if (field->is_personal)
        query_bind_text(q, 16, S("who"));
    else
        query_bind_none(q, 16);
    TRY(query_run(a, q));
    *id = db_last_id(db);
    return NULL;
}

struct err *field_code_list(struct arena *a, struct db *db, int64_t field,
                            const struct field_code **codes, size_t *len)
{
    struct field_code *list = NULL;
    size_t used = 0, room = 0;
    bool found = false;
    struct query *q = db_query(db, SQL(field_code_list));
    query_bind_int(q, 1, field);
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            break;
        if (used == room)
            list = arena_grow_array(a, list, used, &room, sizeof *list);
        list[used++] =
            (struct field_code){str_copy(a, query_text(q, 0)), str_copy(a, query_text(q, 1))};
    }
    *codes = list;
    *len = used;
    return NULL;
}

struct err *field_alias_find(struct arena *a, struct db *db, int64_t source, str name,
                             int64_t *field)
{
    bool found = false;
    struct query *q = db_query(db, SQL(field_alias_find));
    query_bind_int(q, 1, source);
    query_bind_text(q, 2, name);
    TRY(query_next(a, q, &found));
    *field = found ? query_int(q, 0) : 0;
    query_done(q);
    return NULL;
}

struct err *field_alias_add(struct arena *a, struct db *db, const struct field_alias *alias)
{
    struct query *q = db_query(db, SQL(field_alias_add));
    query_bind_int(q, 1, alias->source);
    query_bind_text(q, 2, alias->name);
    query_bind_int(q, 3, alias->field);
    return query_run(a, q);
}

struct err *field_alias_list(struct arena *a, struct db *db, struct field_alias **aliases,
                             size_t *len)
{
    struct field_alias *list = NULL;
    size_t used = 0, room = 0;
    bool found = false;
    struct query *q = db_query(db, SQL(field_alias_list));
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            break;
        if (used == room)
            list = arena_grow_array(a, list, used, &room, sizeof *list);
        list[used++] = (struct field_alias){.source = query_int(q, 0),
                                            .name = str_copy(a, query_text(q, 1)),
                                            .field = query_int(q, 2)};
    }
    *aliases = list;
    *len = used;
    return NULL;
}

struct err *field_add_canonical(struct arena *a, struct db *db, usec_t now)
{
    static const struct {
        str key, label;
        enum field_kind kind;
        int lo, hi;
        str measures;
    } all[] = {
        {S_INIT("recommend"), S_INIT("Would recommend"), FIELD_SCORE, 0, 10,
         S_INIT("recommendation")},
        {S_INIT("satisfaction"), S_INIT("Satisfaction"), FIELD_SCORE, 1, 5, S_INIT("satisfaction")},
        {S_INIT("effort"), S_INIT("Ease"), FIELD_SCORE, 1, 7, S_INIT("effort")},
        {S_INIT("comment"), S_INIT("Comment"), FIELD_COMMENT, 0, 0, S_INIT("")},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct field field = {.key = all[i].key,
                              .label = all[i].label,
                              .kind = all[i].kind,
                              .has_scale = all[i].kind == FIELD_SCORE,
                              .scale = {decimal_of_int(all[i].lo), decimal_of_int(all[i].hi)}};
        field.meaning.of[ASPECT_MEASURES] = all[i].measures;
        field.meaning.of[ASPECT_BETTER] = field.has_scale ? S("high") : S("");
        int64_t id = 0;
        TRY(field_add(a, db, &field, now, &id));
    }
    return NULL;
}
