/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_records.h"

struct import_records {
    struct laid_table *laid;
    const struct join *join;
    size_t own; /* columns of the file, and those made of them */
    str *cells; /* of the record, with those of the second table */
    struct join_counts counts;
};

struct import_records *import_records_make(struct arena *a, struct laid_table *laid,
                                           const struct join *join)
{
    struct import_records *r = ARENA_NEW(a, struct import_records);
    r->laid = laid;
    laid_select_all(laid);
    (void)laid_header(r->laid, &r->own);
    if (join) {
        r->join = join;
        r->cells = ARENA_ARRAY(a, str, r->own + join->names_len);
        r->counts = join_counts_make(a, join);
    }
    return r;
}

struct err *import_records_next(struct import_records *r, struct table_record *record, bool *found)
{
    TRY(laid_next(r->laid, record, found));
    if (!r->join || !*found || record->fault != TABLE_SOUND)
        return NULL;
    for (size_t i = 0; i < r->own; i++)
        r->cells[i] = record->cells[i];
    str key = join_has_key(r->join) ? record->cells[r->join->by] : S("");
    join_find(r->join, key, r->cells + r->own, &r->counts);
    record->cells = r->cells;
    record->cells_len = r->own + r->join->names_len;
    return NULL;
}

const struct laid_table *import_records_laid(const struct import_records *r)
{
    return r->laid;
}

const struct table *import_records_file(const struct import_records *r)
{
    return laid_file(r->laid);
}

const struct join_counts *import_records_counts(const struct import_records *r)
{
    return &r->counts;
}
