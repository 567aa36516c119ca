/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/gzip.h"

#include <assert.h>
#include <inttypes.h>
#include <limits.h>
#include <zlib.h>

#include "base/limits.h"

enum {
    LEVEL = 5,
    WINDOW_WITH_HEAD = 15 + 16,
    MEMORY = 8,
    PIECE = 64 * 1024,
    FIRST_OF_MEMBER = 0x1F,
};

bool gzip_of_str(struct arena *a, str bytes, str *out)
{
    z_stream z = {.avail_in = (uInt)bytes.len};
    if (bytes.len > UINT_MAX / 2 ||
        deflateInit2(&z, LEVEL, Z_DEFLATED, WINDOW_WITH_HEAD, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    unsigned char *into = arena_take(a, bytes.len + 1);
    memcpy(&z.next_in, &bytes.ptr, sizeof z.next_in); /* it is only read */
    z.next_out = into;
    z.avail_out = (uInt)bytes.len; /* not shorter: not worth it */
    bool is_done = deflate(&z, Z_FINISH) == Z_STREAM_END;
    (void)deflateEnd(&z);
    if (is_done)
        *out = (str){(const char *)into, z.total_out};
    return is_done;
}

/* ---- reading ---- */

struct gzip_reader {
    struct file *from;
    z_stream z;
    bool is_between, is_at_end; /* a member has ended; nothing follows */
    uint64_t made;              /* bytes given so far */
    unsigned char piece[PIECE];
};

static void close_reader(void *what)
{
    struct gzip_reader *z = what;
    (void)inflateEnd(&z->z);
}

struct gzip_reader *gzip_reader_make(struct arena *a, struct file *from)
{
    struct gzip_reader *z = ARENA_NEW(a, struct gzip_reader);
    z->from = from;
    int made = inflateInit2(&z->z, WINDOW_WITH_HEAD);
    assert(made == Z_OK);
    arena_defer(a, close_reader, z);
    return z;
}

static uint64_t place(const struct gzip_reader *z)
{
    return file_taken(z->from) - z->z.avail_in;
}

static struct err *fill(struct arena *a, struct gzip_reader *z)
{
    size_t got = 0;
    if (z->z.avail_in)
        return NULL;
    TRY(file_read(a, z->from, (char *)z->piece, sizeof z->piece, &got));
    z->z.next_in = z->piece;
    z->z.avail_in = (uInt)got;
    return NULL;
}

static struct err *damaged(struct arena *a, const struct gzip_reader *z)
{
    FAIL(a, WHY_INVALID,
         "\"%.*s\" is damaged, at byte %" PRIu64 " or before, where %" PRIu64
         " bytes were unpacked (%s).",
         STR(file_path(z->from)), place(z), z->made, z->z.msg ? z->z.msg : "unknown form");
}

/* A member has ended: another one begins, or the file ends, perhaps behind zeros. */
static struct err *pass_to_next_member(struct arena *a, struct gzip_reader *z)
{
    bool has_zeros = false;
    for (;; z->z.next_in++, z->z.avail_in--) {
        TRY(fill(a, z));
        if (z->z.avail_in == 0) {
            z->is_at_end = true;
            return NULL;
        }
        if (*z->z.next_in)
            break;
        has_zeros = true;
    }
    if (has_zeros || *z->z.next_in != FIRST_OF_MEMBER)
        FAIL(a, WHY_INVALID, "\"%.*s\" is damaged: something follows its end, at byte %" PRIu64 ".",
             STR(file_path(z->from)), place(z));
    z->is_between = inflateReset(&z->z) != Z_OK;
    assert(!z->is_between);
    return NULL;
}

/* Unpacks into what room there is, as far as what is read reaches. */
static struct err *inflate_some(struct arena *a, struct gzip_reader *z)
{
    TRY(fill(a, z));
    bool is_dry = z->z.avail_in == 0;
    uInt before = z->z.avail_out;
    int result = inflate(&z->z, Z_NO_FLUSH);
    z->made += before - z->z.avail_out;
    if (result == Z_STREAM_END)
        z->is_between = true;
    else if (result != Z_OK && result != Z_BUF_ERROR)
        return damaged(a, z);
    else if (is_dry && z->z.avail_out == before)
        FAIL(a, WHY_INVALID,
             "\"%.*s\" is cut off, at byte %" PRIu64 ", where %" PRIu64 " bytes were unpacked.",
             STR(file_path(z->from)), place(z), z->made);
    return NULL;
}

struct err *gzip_read(struct arena *a, struct gzip_reader *z, char *into, size_t room, size_t *got)
{
    uInt wanted = room < UINT_MAX ? (uInt)room : UINT_MAX;
    z->z.next_out = (unsigned char *)into;
    z->z.avail_out = wanted;
    while (z->z.avail_out == wanted && wanted && !z->is_at_end)
        TRY(z->is_between ? pass_to_next_member(a, z) : inflate_some(a, z));
    *got = wanted - z->z.avail_out;
    return NULL;
}
