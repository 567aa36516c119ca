/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What libcsv does in count_libcsv.c, with Attune's reader of tables.
 */
#include "base/csv.h"

#include <stdio.h>
#include <stdlib.h>

static struct err *count(struct arena *a, str path)
{
    struct file *file = NULL;
    struct csv *csv = NULL;
    struct table_record record;
    unsigned long long cells = 0, records = 0;
    TRY(file_open(a, path, &file));
    TRY(csv_open(a, file, 0, &csv));
    for (bool found = true; found;) {
        TRY(csv_next(csv, &record, &found));
        cells += found ? record.cells_len : 0;
        records += found;
    }
    (void)printf("%llu cells, %llu records\n", cells, records);
    return NULL;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_make(0);
    const struct err *e = argc == 2 ? count(a, str_of_chars(argv[1])) : NULL;
    if (e)
        (void)fprintf(stderr, "%.*s\n", STR(e->text));
    arena_done(a);
    return e || argc != 2 ? EXIT_FAILURE : EXIT_SUCCESS;
}
