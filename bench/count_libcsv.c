/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The peer of bench/score: libcsv with a counter of records and cells, nothing
 * else.
 */
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

struct counter {
    unsigned long long cells, records;
};

static void count_cell(void *cell, size_t len, void *counter)
{
    (void)cell;
    (void)len;
    ((struct counter *)counter)->cells++;
}

static void count_record(int end, void *counter)
{
    (void)end;
    ((struct counter *)counter)->records++;
}

int main(int argc, char **argv)
{
    static char buffer[256 * 1024];
    struct csv_parser parser;
    struct counter counter = {0, 0};
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!file || csv_init(&parser, 0) != 0)
        return EXIT_FAILURE;
    for (size_t len; (len = fread(buffer, 1, sizeof buffer, file)) > 0;)
        if (csv_parse(&parser, buffer, len, count_cell, count_record, &counter) != len)
            return EXIT_FAILURE;
    (void)csv_fini(&parser, count_cell, count_record, &counter);
    (void)printf("%llu cells, %llu records\n", counter.cells, counter.records);
    csv_free(&parser);
    return fclose(file) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
