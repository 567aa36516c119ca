/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/world_columns.h"

#include <stdlib.h>

#include "base/buf.h"
#include "listen/field_db.h"

enum { TEXT_BYTES = 256 * 1024 * 1024 };

struct line {
    int64_t id, at;
    size_t row;
};

static int by_id(const void *left, const void *right)
{
    const struct line *a = left, *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

static struct err *wish_all(struct arena *a, struct db *db, struct columns_ask *ask)
{
    struct field *fields = NULL;
    size_t fields_len = 0;
    TRY(field_list(a, db, &fields, &fields_len));
    struct column_wish *wishes = ARENA_ARRAY(a, struct column_wish, fields_len + COLUMN_OF_COUNT);
    size_t len = 0;
    for (int of = COLUMN_SOURCE; of < COLUMN_OF_COUNT; of++)
        wishes[len++].of = (enum column_of)of;
    for (size_t i = 0; i < fields_len; i++)
        if (field_has_column(fields[i].kind))
            wishes[len++] = (struct column_wish){.of = COLUMN_FIELD, .field = &fields[i]};
    ask->wishes = wishes;
    ask->wishes_len = len;
    return NULL;
}

static struct line *sorted_lines(struct arena *a, const struct columns *c)
{
    struct line *lines = ARENA_ARRAY(a, struct line, c->rows + 1);
    const struct column *shape = c->list[0];
    size_t row = 0;
    for (size_t b = 0; b < column_blocks(shape); b++)
        for (size_t i = 0; i < column_block_rows(shape, b); i++, row++)
            lines[row] = (struct line){numbers_at(&c->ids[b], i), numbers_at(&c->at[b], i), row};
    CHECK_INT(row, c->rows);
    qsort(lines, row, sizeof *lines, by_id);
    return lines;
}

static void add_cell(struct buf *b, const struct column *column, size_t row, int32_t first)
{
    uint32_t code = column_code(column, row);
    CHECK(code >= CODE_NOT_APPLICABLE || code < column_codes(column));
    if (code >= CODE_NOT_APPLICABLE)
        buf_add(b, S("|-"));
    else if (column_dictionary(column))
        buf_addf(b, "|%.*s", STR(dictionary_text(column_dictionary(column), code)));
    else
        buf_addf(b, "|%lld", (long long)code + first);
}

/* Texts that stand in no row would be on scales. */
static void check_texts_stand_somewhere(struct arena *a, const struct column *column)
{
    const struct dictionary *d = column_dictionary(column);
    const uint64_t *counts = d ? column_counts(a, column) : NULL;
    for (uint32_t code = 0; d && code < dictionary_size(d); code++)
        CHECK_THAT(counts[code], "%.*s: \"%.*s\" stands in no row", STR(column_name(column)),
                   STR(dictionary_text(d, code)));
}

struct err *world_columns_text(struct arena *a, struct db *db, struct zone *zone, str folder,
                               str *text, str *damaged)
{
    struct columns_ask ask = {.zone = zone, .folder = folder};
    struct columns c = {.rows = 0};
    TRY(wish_all(a, db, &ask));
    TRY(columns_load(a, db, &ask, &c));
    struct buf b = buf_make(a, TEXT_BYTES);
    struct line *lines = sorted_lines(a, &c);
    for (size_t i = 0; i < ask.wishes_len; i++) {
        CHECK(column_has_blocks_of(c.list[i], c.list[0]));
        check_texts_stand_somewhere(a, c.list[i]);
    }
    for (size_t row = 0; row < c.rows; row++) {
        buf_addf(&b, "%lld %lld", (long long)lines[row].id, (long long)lines[row].at);
        for (size_t i = 0; i < ask.wishes_len; i++)
            add_cell(&b, c.list[i], lines[row].row,
                     ask.wishes[i].of == COLUMN_DAY ? c.first_day : 0);
        buf_add_char(&b, '\n');
    }
    buf_addf(&b, "%llu assumed\n", (unsigned long long)c.assumed);
    *text = buf_str(&b);
    *damaged = c.damaged;
    return NULL;
}

str world_columns_check(struct arena *a, struct world *w)
{
    str sealed = S(""), plain = S(""), damaged = S(""), ignored;
    struct db *db = store_db(w->store);
    CHECK_OK(db_begin_read(a, db));
    CHECK_OK(world_columns_text(a, db, w->zone, w->folder, &sealed, &damaged));
    CHECK_OK(world_columns_text(a, db, w->zone, S(""), &plain, &ignored));
    db_end_read(db);
    CHECK_STR(sealed, plain);
    return damaged;
}
