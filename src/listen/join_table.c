/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Rows lie packed behind each other, as long as they are: each cell's length, then the cells.
 */
#include "listen/join_table.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/secret.h"
#include "base/text.h"
#include "engine/dictionary.h"
#include "listen/ragged.h"

enum { KEY_BYTES = 1024 }; /* a longer one is no key */

struct row {
    const char *packed;
    uint32_t len;
    uint32_t line; /* of the file */
};

struct keyed {
    uint32_t first, last; /* rows */
    bool is_twice;
};

struct join_table {
    struct arena *arena;
    const str *header;
    size_t header_len;
    bool decimal_comma;
    str content;
    struct row *rows;
    size_t rows_len, rows_room, bytes;
    uint64_t refused;
    struct dictionary *keys; /* code: of keyed */
    struct keyed *keyed;
};

/* ---- reading ---- */

static struct err *add_row(struct join_table *t, const struct table_record *record, str name)
{
    size_t len = record->cells_len * sizeof(uint32_t);
    for (size_t i = 0; i < record->cells_len; i++)
        len += record->cells[i].len;
    t->bytes += len + sizeof(struct row);
    if (t->bytes > LIMIT_JOIN_BYTES || t->rows_len == UINT32_MAX)
        FAIL(t->arena, WHY_LIMIT,
             "\"%.*s\" is too long to be joined: it holds more than %zu MiB; leave out columns and "
             "rows that are not wanted.",
             STR(name), LIMIT_JOIN_BYTES / MIB);
    char *packed = arena_take(t->arena, len), *to = packed;
    for (size_t i = 0; i < record->cells_len; i++, to += sizeof(uint32_t)) {
        uint32_t cell = (uint32_t)record->cells[i].len; /* below LIMIT_RECORD_BYTES */
        memcpy(to, &cell, sizeof cell);
    }
    for (size_t i = 0; i < record->cells_len; to += record->cells[i++].len)
        memcpy(to, record->cells[i].ptr, record->cells[i].len);
    if (t->rows_len == t->rows_room)
        t->rows = arena_grow_array(t->arena, t->rows, t->rows_len, &t->rows_room, sizeof *t->rows);
    t->rows[t->rows_len++] = (struct row){packed, (uint32_t)len, (uint32_t)record->line};
    return NULL;
}

static struct err *read_rows(struct join_table *t, struct table *table, str name)
{
    struct secret_stream *content = secret_stream_make(t->arena);
    struct table_record record;
    struct ragged ragged = {.name = name, .header = t->header, .width = t->header_len};
    bool found = true;
    for (size_t i = 0; i < t->header_len; i++)
        secret_stream_add(content, t->header[i]);
    for (;;) {
        TRY(table_next(table, &record, &found));
        if (!found)
            break;
        if (record.fault != TABLE_SOUND) {
            if (t->refused++ == 0) {
                ragged.line = record.line;
                ragged.reason = table_fault_reason(t->arena, table, &record);
            }
            continue;
        }
        TRY(add_row(t, &record, name));
        const struct row *row = &t->rows[t->rows_len - 1];
        secret_stream_add(content, (str){row->packed, row->len});
    }
    struct secret_hash hash = secret_stream_hash(content);
    t->content = str_copy(t->arena, secret_hash_str(&hash));
    ragged.refused = t->refused;
    ragged.records = t->rows_len + t->refused;
    return ragged_check(t->arena, &ragged);
}

struct err *join_table_read(struct arena *a, const struct table_source *source,
                            struct join_table **out)
{
    struct join_table *t = ARENA_NEW(a, struct join_table);
    struct arena *own = arena_make(0); /* of the open file */
    struct table *table = NULL;
    t->arena = a;
    struct err *e = table_open(own, source, &table);
    if (!e) {
        const str *header = table_header(table, &t->header_len);
        str *names = ARENA_ARRAY(a, str, t->header_len);
        for (size_t i = 0; i < t->header_len; i++)
            names[i] = str_copy(a, header[i]);
        t->header = names;
        t->decimal_comma = table_decimal_comma(table);
        table_select_all(own, table);
        e = read_rows(t, table, source->name.len ? source->name : source->path);
    }
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    *out = t;
    return e;
}

const str *join_table_header(const struct join_table *t, size_t *len)
{
    *len = t->header_len;
    return t->header;
}

uint64_t join_table_rows(const struct join_table *t)
{
    return t->rows_len;
}

bool join_table_decimal_comma(const struct join_table *t)
{
    return t->decimal_comma;
}

str join_table_content(const struct join_table *t)
{
    return t->content;
}

/* ---- rows ---- */

static void unpack(const struct join_table *t, const struct row *row, str *cells)
{
    const char *at = row->packed + t->header_len * sizeof(uint32_t);
    for (size_t i = 0; i < t->header_len; i++) {
        uint32_t len;
        memcpy(&len, row->packed + i * sizeof len, sizeof len);
        cells[i] = (str){at, len};
        at += len;
    }
}

static bool is_same_row(const struct row *a, const struct row *b)
{
    return a->len == b->len && memcmp(a->packed, b->packed, a->len) == 0;
}

/* A key as it is looked up; false: it is none. */
static bool fold(str key, char *folded, str *out)
{
    key = str_trim(key);
    if (!key.len || key.len > KEY_BYTES)
        return false;
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        folded[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    *out = (str){folded, key.len};
    return true;
}

/* ---- keys ---- */

static void note_twice(struct arena *a, struct join_keys *found, str key, const struct row *first,
                       const struct row *second)
{
    if (found->twice++)
        return;
    found->twice_key = str_copy(a, key);
    found->twice_lines[0] = first->line;
    found->twice_lines[1] = second->line;
}

static void add_key(struct join_table *t, uint32_t row, str written, struct join_keys *found)
{
    char folded[KEY_BYTES];
    str key;
    if (!fold(written, folded, &key)) {
        found->keyless++;
        return;
    }
    uint32_t before = dictionary_size(t->keys), code = dictionary_add(t->keys, key);
    struct keyed *k = &t->keyed[code];
    if (code == before) {
        *k = (struct keyed){row, row, false};
    } else if (is_same_row(&t->rows[k->last], &t->rows[row])) {
        found->repeated++;
    } else {
        if (!k->is_twice)
            note_twice(t->arena, found, written, &t->rows[k->first], &t->rows[row]);
        k->last = row;
        k->is_twice = true;
    }
}

struct join_keys join_table_index(struct join_table *t, struct arena *a, size_t column)
{
    struct join_keys found = {.rows = t->rows_len, .refused = t->refused};
    str *cells = ARENA_ARRAY(a, str, t->header_len);
    t->keys = dictionary_make(a);
    t->keyed = ARENA_ARRAY(a, struct keyed, t->rows_len + 1);
    for (size_t i = 0; i < t->rows_len; i++) {
        unpack(t, &t->rows[i], cells);
        add_key(t, (uint32_t)i, cells[column], &found);
    }
    found.keys = dictionary_size(t->keys);
    return found;
}

uint32_t join_table_find(const struct join_table *t, str key)
{
    char folded[KEY_BYTES];
    str text;
    uint32_t code = fold(key, folded, &text) ? dictionary_find(t->keys, text) : CODE_MISSING;
    return code == CODE_MISSING ? JOIN_NONE : code;
}

bool join_table_is_twice(const struct join_table *t, uint32_t key)
{
    return t->keyed[key].is_twice;
}

bool join_table_row(const struct join_table *t, uint32_t key, enum join_twice twice, str *cells)
{
    const struct keyed *k = &t->keyed[key];
    if (k->is_twice && twice != JOIN_TWICE_FIRST && twice != JOIN_TWICE_LAST)
        return false;
    unpack(t, &t->rows[twice == JOIN_TWICE_LAST ? k->last : k->first], cells);
    return true;
}
