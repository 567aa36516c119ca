/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Any bytes as text in some encoding.
 *
 * By themselves: whatever they are, UTF-8 comes out, and the same once more.  As records of a
 * table that is not UTF-8, across the end of the reader's buffer: what the naive reader reads,
 * which has all of it in memory.  The first byte says how much lies before that end.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/codepage.h"
#include "base/csv_naive.h"
#include "base/text.h"

enum { BUFFER = 256 * 1024, FILLER = 16 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_as_text(struct arena *a, str bytes)
{
    for (size_t sample = 0; sample <= bytes.len; sample += 1 + bytes.len / 3) {
        bool is_mixed = false;
        struct codepage file = codepage_of_sample(str_slice(bytes, 0, sample), false);
        struct codepage page = codepage_of_record(bytes, file, &is_mixed);
        str text = codepage_decode(a, bytes, page);
        if (!text_is_utf8(text) || (text_is_utf8(bytes) && page.is_utf8 && !str_equal(text, bytes)))
            __builtin_trap();
        page.is_utf8 = true;
        if (!str_equal(codepage_decode(a, text, page), text))
            __builtin_trap();
    }
}

/* A table of few records, which fills the buffer but for what is before its end. */
static void read_as_table(struct arena *a, str bytes, size_t before)
{
    static const char front[] = "n\xE9"
                                "e,b\n";
    static char filler[FILLER];
    FILE *file = tmpfile();
    if (!file)
        return;
    memset(filler, 'x', sizeof filler);
    filler[0] = '\xE9';
    filler[1] = ',';
    filler[FILLER - 1] = '\n';
    size_t at = fwrite(front, 1, sizeof front - 1, file);
    while (at + before < BUFFER) {
        size_t left = BUFFER - before - at, from = left < FILLER ? FILLER - left : 0;
        at += fwrite(filler + from, 1, sizeof filler - from, file);
    }
    if (fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len && fflush(file) == 0) {
        str path = str_format(a, "/proc/self/fd/%d", fileno(file));
        str difference = csv_naive_difference(a, path, before);
        if (difference.len) {
            (void)fprintf(stderr, "%.*s\n", STR(difference));
            __builtin_trap();
        }
    }
    (void)fclose(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    struct arena *a = arena_make(0);
    str bytes = {(const char *)data + 1, size - 1};
    read_as_text(a, bytes);
    if (data[0] < 64) /* such a table takes its time */
        read_as_table(a, bytes, data[0]);
    arena_done(a);
    return 0;
}
