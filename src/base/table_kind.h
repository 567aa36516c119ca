/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * table_kind — what a kind of file does to be read as a table (table.h).
 */
#ifndef BASE_TABLE_KIND_H
#define BASE_TABLE_KIND_H

#include "base/file.h"
#include "base/table.h"

/* reader: what the kind made when it opened the file.  As the functions of table.h. */
struct table_kind {
    void (*select)(void *reader, const size_t *columns, size_t len);
    struct err *(*next)(void *reader, struct table_record *record, bool *found);
    uint64_t (*taken)(const void *reader);
    const struct table_mixed *(*mixed)(const void *reader); /* NULL: never any */
    bool (*left_out_tail)(const void *reader);
};

struct table {
    const struct table_kind *kind;
    void *reader;
    const str *header;
    size_t header_len;
    uint64_t size;
    uint64_t names_line; /* of the header */
    str title;           /* the first words above it; empty: none were found */
    bool decimal_comma;
    const struct table_workbook *workbook; /* NULL: it is none */
};

/* Each reads the header and fills *t; source has a name.  Those with a path read it more
 * than once. */
struct err *table_open_csv(struct arena *a, struct file *file, uint64_t names_line,
                           struct table *t);
struct err *table_open_xlsx(struct arena *a, str path, const struct table_source *source,
                            struct table *t);
struct err *table_open_json(struct arena *a, str path, const struct table_source *source,
                            struct table *t);

#endif
