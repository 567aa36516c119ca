/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_records.h"

struct import_records {
    struct laid_table *laid;
    struct import_records_wish wish;
    uint64_t left_out;
    size_t own; /* columns of the file, and those made of them */
    str *cells; /* of the record, with those of the second table */
    struct join_counts counts;
};

struct import_records *import_records_make(struct arena *a, struct laid_table *laid,
                                           const struct import_records_wish *wish)
{
    struct import_records *r = ARENA_NEW(a, struct import_records);
    r->laid = laid;
    laid_select_all(laid);
    (void)laid_header(r->laid, &r->own);
    r->wish = *wish;
    if (wish->join) {
        r->cells = ARENA_ARRAY(a, str, r->own + wish->join->names_len);
        r->counts = join_counts_make(a, wish->join);
    }
    return r;
}

static void bring_along(struct import_records *r, struct table_record *record)
{
    const struct join *join = r->wish.join;
    for (size_t i = 0; i < r->own; i++)
        r->cells[i] = record->cells[i];
    join_find(join, join_has_key(join) ? record->cells[join->by] : S(""), r->cells + r->own,
              &r->counts);
    record->cells = r->cells;
    record->cells_len = r->own + join->names_len;
}

/* "@acme.example" is every address there. */
static bool is_of_rule(str cell, str rule)
{
    cell = str_trim(cell);
    if (rule.len > 1 && rule.ptr[0] == '@' && cell.len > rule.len)
        cell = str_slice(cell, cell.len - rule.len, cell.len);
    return str_equal_ignoring_case(cell, rule);
}

static bool is_left_out(const struct import_records *r, const struct table_record *record)
{
    for (size_t i = 0; i < r->wish.leave_outs_len; i++) {
        const struct import_leave_out *rule = &r->wish.leave_outs[i];
        for (size_t t = 0; t < rule->len; t++)
            if (is_of_rule(record->cells[rule->column], rule->texts[t]))
                return true;
    }
    return false;
}

struct err *import_records_next(struct import_records *r, struct table_record *record, bool *found)
{
    for (;;) {
        TRY(laid_next(r->laid, record, found));
        if (!*found || record->fault != TABLE_SOUND)
            return NULL;
        if (r->wish.join)
            bring_along(r, record);
        if (!is_left_out(r, record))
            return NULL;
        r->left_out++;
    }
}

uint64_t import_records_left_out(const struct import_records *r)
{
    return r->left_out;
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
