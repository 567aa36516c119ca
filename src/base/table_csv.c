/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/csv.h"
#include "base/table_kind.h"

static void select_columns(void *reader, const size_t *columns, size_t len)
{
    csv_select(reader, columns, len);
}

static struct err *next_record(void *reader, struct table_record *record, bool *found)
{
    return csv_next(reader, record, found);
}

static uint64_t bytes_taken(const void *reader)
{
    return file_taken(csv_file(reader));
}

static const struct table_mixed *mixed(const void *reader)
{
    return csv_mixed(reader);
}

static bool left_out_tail(const void *reader)
{
    return csv_left_out_tail(reader);
}

static const struct table_kind kind = {
    .select = select_columns,
    .next = next_record,
    .taken = bytes_taken,
    .mixed = mixed,
    .left_out_tail = left_out_tail,
};

struct err *table_open_csv(struct arena *a, struct file *file, uint64_t names_line, struct table *t)
{
    struct csv *csv = NULL;
    TRY(csv_open(a, file, names_line, &csv));
    *t = (struct table){
        .kind = &kind,
        .reader = csv,
        .size = file_size(file),
        .decimal_comma = csv_dialect(csv)->delimiter != ',',
        .title = csv_title(csv),
        .names_line = csv_names_line(csv),
    };
    t->header = csv_header(csv, &t->header_len);
    return NULL;
}
