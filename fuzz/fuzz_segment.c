/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * fuzz_segment — arbitrary bytes as a column file, as they are and with checksums that
 * fit: it is refused with a sentence, or every row of it can be read.
 */
#include <assert.h>
#include <string.h>

#include <fcntl.h>
#include <unistd.h>

#include "engine/segment.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    HEADER = 64,
    VERSION_AT = 8,
    PAYLOAD_LEN_AT = 40,
    PAYLOAD_HASH_AT = 48,
    HEADER_HASH_AT = 56,
    ROWS_MOST = 1 << 20
};

static void check_error(const struct err *e)
{
    assert(e->why == WHY_INVALID && e->text.len > 0 && e->text.ptr[e->text.len - 1] == '.');
}

static void read_codes(struct arena *a, struct segment_name file)
{
    struct segment_codes s;
    const struct err *e = segment_open_codes(a, file, &s);
    if (e) {
        check_error(e);
        return;
    }
    if (s.rows > ROWS_MOST) /* of no width: nothing is read */
        return;
    struct column *c = column_make_coded(a, S("x"), CODES_MAX);
    segment_add_codes(&s, 0, c);
    assert(column_rows(c) == s.rows);
    for (size_t i = 0; i < s.rows; i++)
        assert(column_code(c, i) < s.codes || column_code(c, i) >= CODE_NOT_APPLICABLE);
}

static void read_numbers(struct arena *a, struct segment_name file)
{
    struct segment_numbers s;
    const struct err *e = segment_open_numbers(a, file, &s);
    if (e) {
        check_error(e);
        return;
    }
    for (size_t i = 0; i < s.rows; i++) {
        struct numbers from = numbers_from(&s.kept, i);
        assert(numbers_at(&from, 0) == numbers_at(&s.kept, i));
    }
}

static void try_file(str bytes)
{
    static char name[32];
    struct arena *a = arena_make(0);
    (void)snprintf(name, sizeof name, "segment-%ld", (long)getpid());
    struct segment_name file = {.folder = S("/tmp"), .name = str_of_chars(name)};
    const char *path = str_to_chars(a, str_format(a, "/tmp/%s", name));
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert(descriptor >= 0 && write(descriptor, bytes.ptr, bytes.len) == (ssize_t)bytes.len);
    (void)close(descriptor);
    read_codes(a, file);
    read_numbers(a, file);
    (void)unlink(path);
    arena_done(a);
}

static void put(char *at, uint64_t value)
{
    memcpy(at, &value, sizeof value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    str bytes = {(const char *)data, size};
    try_file(bytes);
    if (size >= HEADER) {
        char *mended = str_to_chars(a, bytes);
        put(mended, 0x432D454E55545441); /* ATTUNE-C */
        memcpy(mended + VERSION_AT, &(uint32_t){1}, sizeof(uint32_t));
        put(mended + PAYLOAD_LEN_AT, size - HEADER);
        put(mended + PAYLOAD_HASH_AT, str_hash(str_slice(bytes, HEADER, size)));
        put(mended + HEADER_HASH_AT, str_hash((str){mended, HEADER_HASH_AT}));
        try_file((str){mended, size});
    }
    arena_done(a);
    return 0;
}
