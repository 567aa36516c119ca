/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/json_columns.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/limits.h"

enum { SLOTS = 32768 }; /* of the table of names: a power of two, above LIMIT_COLUMNS twice */

struct json_columns {
    struct arena *arena;
    str *names; /* [LIMIT_COLUMNS] */
    size_t len;
    uint16_t *slots; /* column + 1; 0: free */
    size_t expected; /* records mostly have their members in the same order */
    struct buf path; /* of the member at hand, in front of its name */
    uint64_t record;
    uint64_t *filled; /* [column], by which record */
};

struct json_columns *json_columns_make(struct arena *a)
{
    struct json_columns *c = ARENA_NEW(a, struct json_columns);
    c->arena = a;
    c->names = ARENA_ARRAY(a, str, LIMIT_COLUMNS);
    c->slots = ARENA_ARRAY(a, uint16_t, SLOTS);
    c->filled = ARENA_ARRAY(a, uint64_t, LIMIT_COLUMNS);
    c->path = buf_make(a, (LIMIT_JSON_DEPTH + 1) * LIMIT_RECORD_BYTES);
    return c;
}

const str *json_columns_names(const struct json_columns *c, size_t *len)
{
    *len = c->len;
    return c->names;
}

/* The slot of a name, or the free one where it would stand. */
static uint16_t *slot_of(const struct json_columns *c, str name)
{
    size_t at = str_hash(name) % SLOTS;
    while (c->slots[at] && !str_equal(c->names[c->slots[at] - 1], name))
        at = (at + 1) % SLOTS;
    return &c->slots[at];
}

/* len: there is none. */
static size_t column_of(struct json_columns *c, str name)
{
    size_t column = c->expected;
    if (column >= c->len || !str_equal(c->names[column], name)) {
        uint16_t slot = *slot_of(c, name);
        column = slot ? (size_t)slot - 1 : c->len;
    }
    c->expected = column + 1;
    return column;
}

/* Of the member at hand, valid until the next. */
static str name_of(struct json_columns *c, size_t path_len, str key)
{
    if (path_len == 0)
        return key;
    c->path.len = path_len;
    buf_add(&c->path, key);
    return buf_str(&c->path);
}

/* Deeper into a member; how long the path is there. */
static size_t enter(struct json_columns *c, size_t path_len, str key)
{
    c->path.len = path_len;
    buf_add(&c->path, key);
    buf_add_char(&c->path, '.');
    return c->path.len;
}

/* ---- learning ---- */

static bool learn_name(struct json_columns *c, str name)
{
    if (column_of(c, name) < c->len)
        return true;
    if (c->len == LIMIT_COLUMNS)
        return false;
    c->names[c->len] = str_copy(c->arena, name);
    *slot_of(c, name) = (uint16_t)(c->len + 1);
    c->expected = ++c->len;
    return true;
}

static bool learn(struct json_columns *c, const struct json_value *object, size_t path_len)
{
    for (size_t i = 0; i < object->len; i++) {
        const struct json_value *member = &object->items[i];
        bool is_new = member->kind == JSON_KIND_OBJECT
                          ? learn(c, member, enter(c, path_len, member->key))
                          : learn_name(c, name_of(c, path_len, member->key));
        if (!is_new)
            return false;
    }
    return true;
}

bool json_columns_learn(struct json_columns *c, const struct json_value *record)
{
    c->expected = 0;
    return learn(c, record, 0);
}

/* ---- reading ---- */

struct reading {
    struct json_columns *columns;
    struct arena *arena;
    const bool *is_wanted;
    str *cells;
    str *name;
};

/* As JSON again: what no cell has a form for. */
static void add_json(struct json *j, const struct json_value *value)
{
    if (value->key.ptr)
        json_key(j, value->key);
    switch (value->kind) {
    case JSON_KIND_OBJECT:
        json_open_object(j);
        for (size_t i = 0; i < value->len; i++)
            add_json(j, &value->items[i]);
        json_close_object(j);
        return;
    case JSON_KIND_ARRAY:
        json_open_array(j);
        for (size_t i = 0; i < value->len; i++)
            add_json(j, &value->items[i]);
        json_close_array(j);
        return;
    case JSON_KIND_TEXT:
        json_text(j, value->text);
        return;
    case JSON_KIND_NUMBER:
        json_literal(j, value->text);
        return;
    case JSON_KIND_BOOL:
        json_bool(j, value->is_true);
        return;
    case JSON_KIND_NULL:
    case JSON_KIND_COUNT:
        json_none(j);
    }
}

static str joined(struct arena *a, const struct json_value *array);

static str cell_of(struct arena *a, const struct json_value *value)
{
    switch (value->kind) {
    case JSON_KIND_NUMBER:
    case JSON_KIND_TEXT:
        return str_trim(value->text);
    case JSON_KIND_BOOL:
        return value->is_true ? S("true") : S("false");
    case JSON_KIND_ARRAY:
        return joined(a, value);
    case JSON_KIND_NULL:
    case JSON_KIND_OBJECT:
    case JSON_KIND_COUNT:
        break;
    }
    return S("");
}

static bool is_nested(const struct json_value *value)
{
    return value->kind == JSON_KIND_ARRAY || value->kind == JSON_KIND_OBJECT;
}

static str joined(struct arena *a, const struct json_value *array)
{
    struct buf b = buf_make(a, 8 * LIMIT_RECORD_BYTES);
    for (size_t i = 0; i < array->len; i++) {
        const struct json_value *item = &array->items[i];
        if (item->kind == JSON_KIND_NULL)
            continue;
        if (b.len)
            buf_add(&b, S(", "));
        if (is_nested(item)) {
            struct json j = json_make(&b);
            add_json(&j, item);
        } else {
            buf_add(&b, cell_of(a, item));
        }
    }
    return buf_str(&b);
}

static enum json_columns_result take_cell(const struct reading *r, const struct json_value *value,
                                          str name)
{
    struct json_columns *c = r->columns;
    size_t column = column_of(c, name);
    if (column == c->len || c->filled[column] == c->record) {
        *r->name = str_copy(r->arena, name);
        return column == c->len ? JSON_COLUMNS_UNKNOWN : JSON_COLUMNS_TWICE;
    }
    c->filled[column] = c->record;
    if (!r->is_wanted || r->is_wanted[column])
        r->cells[column] = cell_of(r->arena, value);
    return JSON_COLUMNS_READ;
}

static enum json_columns_result take(const struct reading *r, const struct json_value *object,
                                     size_t path_len)
{
    struct json_columns *c = r->columns;
    for (size_t i = 0; i < object->len; i++) {
        const struct json_value *member = &object->items[i];
        enum json_columns_result result =
            member->kind == JSON_KIND_OBJECT
                ? take(r, member, enter(c, path_len, member->key))
                : take_cell(r, member, name_of(c, path_len, member->key));
        if (result != JSON_COLUMNS_READ)
            return result;
    }
    return JSON_COLUMNS_READ;
}

enum json_columns_result json_columns_cells(struct json_columns *c, struct arena *a,
                                            const struct json_value *record, const bool *is_wanted,
                                            str *cells, str *name)
{
    const struct reading r = {c, a, is_wanted, cells, name};
    for (size_t i = 0; i < c->len; i++)
        cells[i] = S("");
    c->record++;
    c->expected = 0;
    return take(&r, record, 0);
}
