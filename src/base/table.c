/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/table.h"

#include "base/table_kind.h"

struct err *table_open(struct arena *a, const struct table_source *source, struct table **out)
{
    struct table *t = ARENA_NEW(a, struct table);
    struct file *file = NULL;
    TRY(file_open(a, source->path, &file));
    if (source->name.len)
        file_call(file, source->name);
    TRY(table_open_csv(a, file, t));
    *out = t;
    return NULL;
}

const str *table_header(const struct table *t, size_t *len)
{
    *len = t->header_len;
    return t->header;
}

void table_select(struct table *t, const size_t *columns, size_t len)
{
    t->kind->select(t->reader, columns, len);
}

void table_select_all(struct arena *a, struct table *t)
{
    size_t *all = ARENA_ARRAY(a, size_t, t->header_len);
    for (size_t i = 0; i < t->header_len; i++)
        all[i] = i;
    table_select(t, all, t->header_len);
}

struct err *table_next(struct table *t, struct table_record *record, bool *found)
{
    return t->kind->next(t->reader, record, found);
}

str table_fault_reason(struct arena *a, const struct table *t, const struct table_record *record)
{
    if (record->fault == TABLE_UNCLOSED_QUOTE)
        return S("a quote is opened in this line and never closed");
    return str_format(a, "%zu cell%s instead of %zu", record->cells_len,
                      record->cells_len == 1 ? "" : "s", t->header_len);
}

uint64_t table_size(const struct table *t)
{
    return t->size;
}

uint64_t table_taken(const struct table *t)
{
    return t->kind->taken(t->reader);
}

bool table_decimal_comma(const struct table *t)
{
    return t->decimal_comma;
}

uint64_t table_mixed_records(const struct table *t)
{
    return t->kind->mixed_records(t->reader);
}

bool table_left_out_tail(const struct table *t)
{
    return t->kind->left_out_tail(t->reader);
}
