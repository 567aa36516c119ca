/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/segment.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/limits.h"
#include "engine/kernel.h"

enum { FORMAT_VERSION = 1 };
enum kind { KIND_CODES = 1, KIND_NUMBERS = 2 };

static const char magic[8] = {'A', 'T', 'T', 'U', 'N', 'E', '-', 'C'};

/* The first bytes of a file; the payload follows.  Of this machine's byte order: where
 * that is another one, the version is none that is known. */
struct header {
    char magic[8];
    uint32_t version;
    uint16_t kind, width;
    uint64_t rows;
    int64_t base;   /* numbers: added to each; codes of no width: the code of all rows */
    uint64_t codes; /* the highest code that is not reserved, + 1 */
    uint64_t payload_len, payload_hash;
    uint64_t header_hash; /* of what stands before */
};

_Static_assert(sizeof(struct header) == 64, "a header has no gaps, and payloads are aligned");

/* XXH3 of 64 bits, as str_hash() is: were that to become another, all files would be
 * refused and made again. */
static uint64_t hash_of(const void *bytes, size_t len)
{
    return str_hash((str){bytes, len});
}

static uint64_t hash_of_header(const struct header *h)
{
    return hash_of(h, offsetof(struct header, header_hash));
}

static str path_of(struct arena *a, struct segment_name file)
{
    return str_format(a, "%.*s/%.*s", STR(file.folder), STR(file.name));
}

/* ---- writing ---- */

static bool write_all(int descriptor, const void *bytes, size_t len)
{
    const char *at = bytes;
    if (FAULT("segment.write")) {
        errno = ENOSPC;
        return false;
    }
    while (len) {
        ssize_t put = write(descriptor, at, len);
        if (put < 0 && errno != EINTR)
            return false;
        at += put > 0 ? put : 0;
        len -= put > 0 ? (size_t)put : 0;
    }
    return true;
}

/* False with errno, as system calls say it. */
static bool sync_to_disk(int descriptor)
{
    if (FAULT("segment.fsync")) {
        errno = EIO;
        return false;
    }
    return fsync(descriptor) == 0;
}

static int create_file(const char *path)
{
    if (FAULT("segment.create")) {
        errno = ENOSPC;
        return -1;
    }
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

static struct err *write_failed(struct arena *a, str path, int number)
{
    if (number == EEXIST)
        FAIL(a, WHY_CONFLICT, "There is a file \"%.*s\" already.", STR(path));
    FAIL(a, WHY_FAILED, "Writing \"%.*s\" failed: %s.", STR(path), strerror(number));
}

/* A file that is not whole is taken away again. */
static struct err *write_file(struct arena *a, struct segment_name file, struct header *h,
                              const void *payload)
{
    str path = path_of(a, file);
    const char *chars = str_to_chars(a, path);
    memcpy(h->magic, magic, sizeof magic);
    h->version = FORMAT_VERSION;
    h->payload_len = h->rows * h->width;
    h->payload_hash = hash_of(payload, h->payload_len);
    h->header_hash = hash_of_header(h);
    int descriptor = create_file(chars);
    if (descriptor < 0)
        return write_failed(a, path, errno);
    bool written = write_all(descriptor, h, sizeof *h) &&
                   write_all(descriptor, payload, h->payload_len) && sync_to_disk(descriptor);
    int number = errno;
    if (close(descriptor) != 0 && written) {
        number = errno;
        written = false;
    }
    if (!written)
        (void)unlink(chars);
    return written ? NULL : write_failed(a, path, number);
}

/* What the codes of a column need. */
struct shape {
    uint32_t codes; /* the highest one that is not reserved, + 1 */
    uint32_t first;
    bool all_same;
};

static struct shape shape_of(const struct column *column, uint32_t *codes)
{
    struct shape s = {.codes = 0, .first = CODE_MISSING, .all_same = true};
    if (column_rows(column))
        s.first = column_code(column, 0);
    for (size_t b = 0; b < column_blocks(column); b++) {
        size_t rows = column_read_block(column, b, codes);
        for (size_t i = 0; i < rows; i++) {
            s.all_same = s.all_same && codes[i] == s.first;
            if (codes[i] < CODE_NOT_APPLICABLE && codes[i] >= s.codes)
                s.codes = codes[i] + 1;
        }
    }
    return s;
}

/* Reserved codes are cut to the highest ones of the width. */
static void narrow(const uint32_t *codes, size_t rows, uint16_t width, char *into)
{
    for (size_t i = 0; i < rows; i++)
        if (width == 1)
            ((uint8_t *)into)[i] = (uint8_t)codes[i];
        else if (width == 2)
            ((uint16_t *)(void *)into)[i] = (uint16_t)codes[i];
        else
            ((uint32_t *)(void *)into)[i] = codes[i];
}

static struct err *write_column(struct arena *a, struct arena *scratch, struct segment_name file,
                                const struct column *column)
{
    uint32_t *codes = ARENA_ARRAY(scratch, uint32_t, BLOCK_ROWS);
    struct shape shape = shape_of(column, codes);
    assert(shape.codes <= CODES_MAX);
    struct header h = {.kind = KIND_CODES, .rows = column_rows(column), .codes = shape.codes};
    if (shape.all_same)
        h.base = shape.first;
    else
        h.width = column_width_for(shape.codes);
    char *payload = arena_take_array(scratch, h.rows, h.width), *at = payload;
    for (size_t b = 0; b < column_blocks(column) && h.width; b++) {
        size_t rows = column_read_block(column, b, codes);
        narrow(codes, rows, h.width, at);
        at += rows * h.width;
    }
    return write_file(a, file, &h, payload);
}

struct err *segment_write_column(struct arena *a, struct segment_name file,
                                 const struct column *column)
{
    struct arena *scratch = arena_make(0);
    struct err *e = write_column(a, scratch, file, column);
    arena_done(scratch);
    return e;
}

struct err *segment_write_codes(struct arena *a, struct segment_name file, const uint32_t *codes,
                                size_t rows)
{
    struct arena *scratch = arena_make(0);
    struct column *column = column_make_coded(scratch, file.name, CODES_MAX);
    for (size_t first = 0; first < rows; first += BLOCK_ROWS)
        column_add_block(column, (struct block_codes){.codes = codes + first, .width = 4},
                         rows - first < BLOCK_ROWS ? rows - first : BLOCK_ROWS);
    struct err *e = write_column(a, scratch, file, column);
    arena_done(scratch);
    return e;
}

struct err *segment_write_numbers(struct arena *a, struct segment_name file, const int64_t *numbers,
                                  size_t rows)
{
    int64_t lo = rows ? numbers[0] : 0, hi = lo;
    for (size_t i = 1; i < rows; i++) {
        lo = numbers[i] < lo ? numbers[i] : lo;
        hi = numbers[i] > hi ? numbers[i] : hi;
    }
    struct header h = {.kind = KIND_NUMBERS, .rows = rows, .width = 8};
    if ((uint64_t)hi - (uint64_t)lo > UINT32_MAX)
        return write_file(a, file, &h, numbers);
    h.width = 4;
    h.base = lo;
    struct arena *scratch = arena_make(0);
    uint32_t *above = ARENA_ARRAY(scratch, uint32_t, rows);
    for (size_t i = 0; i < rows; i++)
        above[i] = (uint32_t)((uint64_t)numbers[i] - (uint64_t)lo);
    struct err *e = write_file(a, file, &h, above);
    arena_done(scratch);
    return e;
}

struct err *segment_sync_folder(struct arena *a, str folder)
{
    int descriptor = open(str_to_chars(a, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return write_failed(a, folder, errno);
    bool synced = sync_to_disk(descriptor);
    int number = errno;
    (void)close(descriptor);
    return synced ? NULL : write_failed(a, folder, number);
}

/* ---- reading ---- */

/* A file that is mapped. */
struct mapped {
    void *bytes;
    size_t len;
};

static void unmap(void *what)
{
    const struct mapped *m = what;
    (void)munmap(m->bytes, m->len);
}

static struct err *damaged(struct arena *a, str path, const char *how)
{
    FAIL(a, WHY_INVALID, "The column file \"%.*s\" is damaged: %s.", STR(path), how);
}

static struct err *open_failed(struct arena *a, str path, int number)
{
    if (number == ENOENT || number == ENOTDIR)
        FAIL(a, WHY_MISSING, "There is no column file \"%.*s\".", STR(path));
    if (number == EACCES || number == EPERM)
        FAIL(a, WHY_DENIED, "The column file \"%.*s\" may not be read: permission denied.",
             STR(path));
    FAIL(a, WHY_FAILED, "The column file \"%.*s\" cannot be read: %s.", STR(path),
         strerror(number));
}

static void *map_bytes(size_t len, int descriptor)
{
    if (FAULT("segment.map")) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    return mmap(NULL, len, PROT_READ, MAP_SHARED, descriptor, 0);
}

/* Leaves the descriptor open. */
static struct err *map_descriptor(struct arena *a, str path, int descriptor, struct mapped *m)
{
    struct stat about;
    if (fstat(descriptor, &about) != 0)
        return open_failed(a, path, errno);
    if (!S_ISREG(about.st_mode))
        return damaged(a, path, "it is no file");
    if ((uint64_t)about.st_size < sizeof(struct header))
        return damaged(a, path, "it is shorter than a header");
    m->len = (size_t)about.st_size;
    m->bytes = map_bytes(m->len, descriptor);
    if (m->bytes == MAP_FAILED)
        return open_failed(a, path, errno);
    return NULL;
}

static struct err *map_file(struct arena *a, str path, struct mapped **out)
{
    int descriptor = open(str_to_chars(a, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0)
        return open_failed(a, path, errno);
    struct mapped *m = ARENA_NEW(a, struct mapped);
    struct err *e = map_descriptor(a, path, descriptor, m);
    (void)close(descriptor);
    TRY(e);
    arena_defer(a, unmap, m);
    *out = m;
    return NULL;
}

static bool is_possible_of_codes(const struct header *h)
{
    if (h->codes > CODES_MAX)
        return false;
    if (h->width == 0)
        return (h->base >= 0 && (uint64_t)h->base < h->codes) || h->base == CODE_MISSING ||
               h->base == CODE_NOT_APPLICABLE;
    return (h->width <= 2 || h->width == 4) && column_width_for((uint32_t)h->codes) <= h->width;
}

static bool is_possible(const struct header *h)
{
    bool possible =
        h->kind == KIND_CODES ? is_possible_of_codes(h) : h->width == 4 || h->width == 8;
    return possible && h->rows <= LIMIT_ROWS && h->rows * h->width == h->payload_len;
}

/* Whether the header says what can be. */
static const char *what_is_wrong(const struct header *h, const struct mapped *m, enum kind kind)
{
    if (memcmp(h->magic, magic, sizeof magic) != 0)
        return "it does not begin as one";
    if (h->version != FORMAT_VERSION)
        return "its format is not one of this version";
    if (h->header_hash != hash_of_header(h))
        return "its header does not fit its checksum";
    if (h->kind != kind)
        return "it holds another kind of column";
    if (!is_possible(h))
        return "its header contradicts itself";
    if (h->payload_len != m->len - sizeof *h)
        return "it is not as long as its header says";
    return NULL;
}

/* Everything is looked at, so that damage shows before an answer is made of it. */
static struct err *open_file(struct arena *a, struct segment_name file, enum kind kind,
                             struct header *h, const void **payload)
{
    str path = path_of(a, file);
    struct mapped *m = NULL;
    TRY(map_file(a, path, &m));
    assert(m);
    memcpy(h, m->bytes, sizeof *h);
    *payload = (const char *)m->bytes + sizeof *h;
    const char *wrong = what_is_wrong(h, m, kind);
    if (!wrong && hash_of(*payload, h->payload_len) != h->payload_hash)
        wrong = "what it holds does not fit its checksum";
    return wrong ? damaged(a, path, wrong) : NULL;
}

/* The highest code that is not reserved, + 1. */
static uint32_t codes_of_words(const uint32_t *codes, size_t rows)
{
    uint32_t most = 0;
    for (size_t i = 0; i < rows; i++)
        most = codes[i] < CODE_NOT_APPLICABLE && codes[i] >= most ? codes[i] + 1U : most;
    return most;
}

/* Whether all codes are below the header's, so that scans need not look. */
static bool are_below(const void *payload, const struct header *h)
{
    if (h->width == 1)
        return kernels_best()->codes_of_bytes(payload, (size_t)h->rows) <= h->codes;
    if (h->width == 2)
        return kernels_best()->codes_of_pairs(payload, (size_t)h->rows) <= h->codes;
    return h->width == 0 || codes_of_words(payload, (size_t)h->rows) <= h->codes;
}

struct err *segment_open_codes(struct arena *a, struct segment_name file, struct segment_codes *out)
{
    struct header h;
    const void *payload = NULL;
    TRY(open_file(a, file, KIND_CODES, &h, &payload));
    if (!are_below(payload, &h))
        return damaged(a, path_of(a, file), "it holds codes that its header does not name");
    *out = (struct segment_codes){
        .kept = {.codes = payload, .width = (uint8_t)h.width, .filler = (uint32_t)h.base},
        .rows = (size_t)h.rows,
        .codes = (uint32_t)h.codes,
    };
    return NULL;
}

void segment_add_codes(const struct segment_codes *s, uint32_t offset, struct column *to)
{
    struct block_codes kept = s->kept;
    kept.offset = offset;
    if (kept.width == 0 && kept.filler < CODE_NOT_APPLICABLE)
        kept.filler += offset;
    assert(s->codes == 0 || (uint64_t)s->codes + offset <= column_codes(to));
    for (size_t first = 0; first < s->rows; first += BLOCK_ROWS) {
        kept.codes = (const char *)s->kept.codes + first * kept.width;
        column_add_block(to, kept, s->rows - first < BLOCK_ROWS ? s->rows - first : BLOCK_ROWS);
    }
}

struct err *segment_open_numbers(struct arena *a, struct segment_name file,
                                 struct segment_numbers *out)
{
    struct header h;
    const void *payload = NULL;
    TRY(open_file(a, file, KIND_NUMBERS, &h, &payload));
    *out = (struct segment_numbers){
        .kept = {.numbers = payload, .base = h.base, .width = (uint8_t)h.width},
        .rows = (size_t)h.rows,
    };
    return NULL;
}
