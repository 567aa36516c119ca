/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Any bytes as a table: the reader against the naive one.
 *
 * The first byte draws the columns that are asked for, the rest is the file.
 */
#include <stdint.h>
#include <stdio.h>

#include "base/csv_naive.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *file = size > 0 ? tmpfile() : NULL;
    if (!file)
        return 0;
    if (fwrite(data + 1, 1, size - 1, file) == size - 1 && fflush(file) == 0) {
        struct arena *a = arena_make(0);
        str path = str_format(a, "/proc/self/fd/%d", fileno(file));
        str difference = csv_naive_difference(a, path, data[0]);
        if (difference.len) {
            (void)fprintf(stderr, "%.*s\n", STR(difference));
            __builtin_trap();
        }
        arena_done(a);
    }
    (void)fclose(file);
    return 0;
}
