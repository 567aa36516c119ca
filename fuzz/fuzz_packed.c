/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Any bytes as a file that may be compressed: what is in it does not depend on how much is
 * read at once, and it ends.
 */
#include <stdint.h>
#include <stdio.h>

#include "base/packed.h"

enum { PIECE = 64 * 1024, MOST = 64 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The hash of all that can be read, and how it ended. */
struct outcome {
    uint64_t hash, len;
    bool has_failed;
};

static struct outcome read_all(str path, size_t piece)
{
    struct arena *a = arena_make(0);
    struct file *file = NULL;
    struct outcome o = {.has_failed = packed_open(a, path, S("a"), &file) != NULL};
    char *bytes = arena_take(a, piece);
    for (size_t got = 1; got && !o.has_failed && o.len < MOST;) {
        o.has_failed = file_read(a, file, bytes, piece, &got) != NULL;
        for (size_t i = 0; i < got && !o.has_failed; i++)
            o.hash = (o.hash ^ (unsigned char)bytes[i]) * 0x100000001B3U;
        o.len += o.has_failed ? 0 : got;
    }
    arena_done(a);
    return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *file = tmpfile();
    if (!file)
        return 0;
    if (fwrite(data, 1, size, file) == size && fflush(file) == 0) {
        char path[64];
        int len = snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(file));
        struct outcome large = read_all((str){path, (size_t)len}, PIECE);
        struct outcome small = read_all((str){path, (size_t)len}, 61);
        if (large.has_failed != small.has_failed ||
            (!large.has_failed && large.len < MOST &&
             (large.hash != small.hash || large.len != small.len)))
            __builtin_trap();
    }
    (void)fclose(file);
    return 0;
}
