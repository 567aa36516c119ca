/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/segment.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
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

/* The first bytes of a column; the payload follows.  Of this machine's byte order: where
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

/* A file is open only while something is done to it: there may be one for each of many
 * months. */
struct segment_file {
    str path;
    const char *chars;
    uint64_t len;
    bool is_finished;
};

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

static void take_away(void *what)
{
    const struct segment_file *file = what;
    if (!file->is_finished)
        (void)unlink(file->chars);
}

struct err *segment_begin(struct arena *a, str folder, str name, struct segment_file **out)
{
    struct segment_file *file = ARENA_NEW(a, struct segment_file);
    file->path = path_of(a, (struct segment_name){.folder = folder, .name = name});
    file->chars = str_to_chars(a, file->path);
    int descriptor = create_file(file->chars);
    if (descriptor < 0)
        return write_failed(a, file->path, errno);
    arena_defer(a, take_away, file);
    if (close(descriptor) != 0)
        return write_failed(a, file->path, errno);
    *out = file;
    return NULL;
}

/* Columns begin where their numbers are aligned. */
enum { ALIGNMENT = sizeof(struct header) };

static uint64_t aligned(uint64_t len)
{
    return (len + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* False with errno. */
static bool append(const struct segment_file *file, const struct header *h, const void *payload)
{
    char first[ALIGNMENT + sizeof *h] = {0};
    size_t gap = (size_t)(aligned(file->len) - file->len);
    memcpy(first + gap, h, sizeof *h);
    int descriptor = open(file->chars, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    bool written = write_all(descriptor, first, gap + sizeof *h) &&
                   write_all(descriptor, payload, (size_t)h->payload_len);
    int number = errno;
    if (close(descriptor) != 0 && written)
        return false;
    errno = number;
    return written;
}

static struct err *put_column(struct arena *a, struct segment_file *file, struct header *h,
                              const void *payload, uint64_t *at)
{
    memcpy(h->magic, magic, sizeof magic);
    h->version = FORMAT_VERSION;
    h->payload_len = h->rows * h->width;
    h->payload_hash = hash_of(payload, h->payload_len);
    h->header_hash = hash_of_header(h);
    if (!append(file, h, payload))
        return write_failed(a, file->path, errno);
    *at = aligned(file->len);
    file->len = *at + sizeof *h + h->payload_len;
    return NULL;
}

struct err *segment_finish(struct arena *a, struct segment_file *file)
{
    int descriptor = open(file->chars, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return write_failed(a, file->path, errno);
    bool synced = sync_to_disk(descriptor);
    int number = errno;
    (void)close(descriptor);
    if (!synced)
        return write_failed(a, file->path, number);
    file->is_finished = true;
    return NULL;
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

static struct err *put_codes(struct arena *a, struct arena *scratch, struct segment_file *file,
                             const struct column *column, uint64_t *at)
{
    uint32_t *codes = ARENA_ARRAY(scratch, uint32_t, BLOCK_ROWS);
    struct shape shape = shape_of(column, codes);
    assert(shape.codes <= CODES_MAX);
    struct header h = {.kind = KIND_CODES, .rows = column_rows(column), .codes = shape.codes};
    if (shape.all_same)
        h.base = shape.first;
    else
        h.width = column_width_for(shape.codes);
    char *payload = arena_take_array(scratch, h.rows, h.width), *next = payload;
    for (size_t b = 0; b < column_blocks(column) && h.width; b++) {
        size_t rows = column_read_block(column, b, codes);
        narrow(codes, rows, h.width, next);
        next += rows * h.width;
    }
    return put_column(a, file, &h, payload, at);
}

static const struct column *column_of_codes(struct arena *a, const uint32_t *codes, size_t rows)
{
    struct column *column = column_make_coded(a, S(""), CODES_MAX);
    for (size_t first = 0; first < rows; first += BLOCK_ROWS)
        column_add_block(column, (struct block_codes){.codes = codes + first, .width = 4},
                         rows - first < BLOCK_ROWS ? rows - first : BLOCK_ROWS);
    return column;
}

struct err *segment_put_codes(struct arena *a, struct segment_file *file, const uint32_t *codes,
                              size_t rows, uint64_t *at)
{
    struct arena *scratch = arena_make(0);
    struct err *e = put_codes(a, scratch, file, column_of_codes(scratch, codes, rows), at);
    arena_done(scratch);
    return e;
}

struct err *segment_put_numbers(struct arena *a, struct segment_file *file, const int64_t *numbers,
                                size_t rows, uint64_t *at)
{
    int64_t lo = rows ? numbers[0] : 0, hi = lo;
    for (size_t i = 1; i < rows; i++) {
        lo = numbers[i] < lo ? numbers[i] : lo;
        hi = numbers[i] > hi ? numbers[i] : hi;
    }
    struct header h = {.kind = KIND_NUMBERS, .rows = rows, .width = 8};
    if ((uint64_t)hi - (uint64_t)lo > UINT32_MAX)
        return put_column(a, file, &h, numbers, at);
    h.width = 4;
    h.base = lo;
    struct arena *scratch = arena_make(0);
    uint32_t *above = ARENA_ARRAY(scratch, uint32_t, rows);
    for (size_t i = 0; i < rows; i++)
        above[i] = (uint32_t)((uint64_t)numbers[i] - (uint64_t)lo);
    struct err *e = put_column(a, file, &h, above, at);
    arena_done(scratch);
    return e;
}

/* A file of one column, in an arena of its own, with which it goes where it is not
 * whole. */
static struct err *write_one(struct arena *own, struct segment_name name,
                             const struct column *column, const int64_t *numbers, size_t rows)
{
    uint64_t at = 0;
    struct segment_file *file = NULL;
    TRY(segment_begin(own, name.folder, name.name, &file));
    assert(file);
    if (column)
        TRY(put_codes(own, own, file, column, &at));
    else
        TRY(segment_put_numbers(own, file, numbers, rows, &at));
    return segment_finish(own, file);
}

static struct err *write_file(struct arena *a, struct segment_name name,
                              const struct column *column, const int64_t *numbers, size_t rows)
{
    struct arena *own = arena_make(0);
    struct err *e = write_one(own, name, column, numbers, rows);
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    return e;
}

struct err *segment_write_column(struct arena *a, struct segment_name file,
                                 const struct column *column)
{
    return write_file(a, file, column, NULL, 0);
}

struct err *segment_write_codes(struct arena *a, struct segment_name file, const uint32_t *codes,
                                size_t rows)
{
    struct arena *scratch = arena_make(0);
    struct err *e = write_file(a, file, column_of_codes(scratch, codes, rows), NULL, 0);
    arena_done(scratch);
    return e;
}

struct err *segment_write_numbers(struct arena *a, struct segment_name file, const int64_t *numbers,
                                  size_t rows)
{
    return write_file(a, file, NULL, numbers, rows);
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

struct segment_map {
    str path;
    void *bytes;
    size_t len;
    uint64_t identity; /* of this file as it is now, among all files at all times */
};

static void unmap(void *what)
{
    const struct segment_map *m = what;
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

static uint64_t identity_of(const struct stat *about)
{
    const uint64_t parts[] = {
        (uint64_t)about->st_dev,          (uint64_t)about->st_ino,
        (uint64_t)about->st_size,         (uint64_t)about->st_mtim.tv_sec,
        (uint64_t)about->st_mtim.tv_nsec, (uint64_t)about->st_ctim.tv_sec,
        (uint64_t)about->st_ctim.tv_nsec,
    };
    return hash_of(parts, sizeof parts);
}

/* Leaves the descriptor open. */
static struct err *map_descriptor(struct arena *a, int descriptor, struct segment_map *m)
{
    struct stat about;
    if (fstat(descriptor, &about) != 0)
        return open_failed(a, m->path, errno);
    if (!S_ISREG(about.st_mode))
        return damaged(a, m->path, "it is no file");
    if ((uint64_t)about.st_size < sizeof(struct header))
        return damaged(a, m->path, "it is shorter than a header");
    m->len = (size_t)about.st_size;
    m->identity = identity_of(&about);
    m->bytes = map_bytes(m->len, descriptor);
    if (m->bytes == MAP_FAILED)
        return open_failed(a, m->path, errno);
    return NULL;
}

struct err *segment_open(struct arena *a, str folder, str name, struct segment_map **out)
{
    struct segment_map *m = ARENA_NEW(a, struct segment_map);
    m->path = path_of(a, (struct segment_name){.folder = folder, .name = name});
    int descriptor = open(str_to_chars(a, m->path), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0)
        return open_failed(a, m->path, errno);
    struct err *e = map_descriptor(a, descriptor, m);
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

/* Whether a file ends here, or another column begins. */
static bool is_an_end(const struct segment_map *m, uint64_t end)
{
    uint64_t next = aligned(end);
    return end == m->len || (next < m->len && m->len - next >= sizeof(struct header) &&
                             memcmp((const char *)m->bytes + next, magic, sizeof magic) == 0);
}

/* Whether the header says what can be; at: behind it. */
static const char *what_is_wrong(const struct header *h, const struct segment_map *m, uint64_t at,
                                 enum kind kind)
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
    if (h->payload_len > m->len - at || !is_an_end(m, at + h->payload_len))
        return "it is not as long as its header says";
    return NULL;
}

/* What was found whole and has not been written to since is not read again: a question is
 * about a few columns of many rows, and would read each twice.  Forgets some, never
 * remembers wrongly. */
enum { REMEMBERED = 16384 };
static _Atomic uint64_t remembered[REMEMBERED];

static uint64_t identity_of_column(const struct segment_map *m, const struct header *h)
{
    const uint64_t parts[] = {m->identity, h->header_hash, h->payload_hash};
    return hash_of(parts, sizeof parts);
}

static bool is_known_whole(const struct segment_map *m, const struct header *h)
{
    uint64_t identity = identity_of_column(m, h);
    return atomic_load_explicit(&remembered[identity % REMEMBERED], memory_order_relaxed) ==
           identity;
}

static void remember_whole(const struct segment_map *m, const struct header *h)
{
    uint64_t identity = identity_of_column(m, h);
    atomic_store_explicit(&remembered[identity % REMEMBERED], identity, memory_order_relaxed);
}

static struct err *read_header(struct arena *a, const struct segment_map *m, uint64_t at,
                               enum kind kind, struct header *h, const void **payload)
{
    if (at % ALIGNMENT || at > m->len || m->len - at < sizeof *h)
        return damaged(a, m->path, "it is shorter than it was");
    memcpy(h, (const char *)m->bytes + at, sizeof *h);
    at += sizeof *h;
    *payload = (const char *)m->bytes + at;
    const char *wrong = what_is_wrong(h, m, at, kind);
    return wrong ? damaged(a, m->path, wrong) : NULL;
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

/* Everything is looked at once, so that damage shows before an answer is made of it. */
static struct err *read_column(struct arena *a, const struct segment_map *m, uint64_t at,
                               enum kind kind, struct header *h, const void **payload)
{
    *payload = NULL;
    TRY(read_header(a, m, at, kind, h, payload));
    if (is_known_whole(m, h))
        return NULL;
    if (hash_of(*payload, h->payload_len) != h->payload_hash)
        return damaged(a, m->path, "what it holds does not fit its checksum");
    if (kind == KIND_CODES && !are_below(*payload, h))
        return damaged(a, m->path, "it holds codes that its header does not name");
    remember_whole(m, h);
    return NULL;
}

struct err *segment_read_codes(struct arena *a, const struct segment_map *map, uint64_t at,
                               struct segment_codes *out)
{
    struct header h = {.rows = 0};
    const void *payload = NULL;
    TRY(read_column(a, map, at, KIND_CODES, &h, &payload));
    *out = (struct segment_codes){
        .kept = {.codes = payload, .width = (uint8_t)h.width, .filler = (uint32_t)h.base},
        .rows = (size_t)h.rows,
        .codes = (uint32_t)h.codes,
    };
    return NULL;
}

struct err *segment_open_codes(struct arena *a, struct segment_name file, struct segment_codes *out)
{
    struct segment_map *map = NULL;
    TRY(segment_open(a, file.folder, file.name, &map));
    assert(map);
    return segment_read_codes(a, map, file.at, out);
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

struct err *segment_read_numbers(struct arena *a, const struct segment_map *map, uint64_t at,
                                 struct segment_numbers *out)
{
    struct header h = {.rows = 0};
    const void *payload = NULL;
    TRY(read_column(a, map, at, KIND_NUMBERS, &h, &payload));
    *out = (struct segment_numbers){
        .kept = {.numbers = payload, .base = h.base, .width = (uint8_t)h.width},
        .rows = (size_t)h.rows,
    };
    return NULL;
}

struct err *segment_open_numbers(struct arena *a, struct segment_name file,
                                 struct segment_numbers *out)
{
    struct segment_map *map = NULL;
    TRY(segment_open(a, file.folder, file.name, &map));
    assert(map);
    return segment_read_numbers(a, map, file.at, out);
}
