/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/zstd.h"

#include <assert.h>
#include <inttypes.h>
#include <zstd.h>

#include "base/limits.h"

enum { PIECE = 128 * 1024 };

struct zstd_writer {
    struct new_file *to;
    ZSTD_CCtx *context;
    char piece[PIECE];
};

struct zstd_reader {
    struct file *from;
    ZSTD_DCtx *context;
    ZSTD_inBuffer in;
    bool is_begun, is_at_end;
    char piece[PIECE];
};

static void close_writer(void *what)
{
    const struct zstd_writer *z = what;
    (void)ZSTD_freeCCtx(z->context);
}

static void close_reader(void *what)
{
    const struct zstd_reader *z = what;
    (void)ZSTD_freeDCtx(z->context);
}

struct zstd_writer *zstd_writer_make(struct arena *a, struct new_file *to)
{
    struct zstd_writer *z = ARENA_NEW(a, struct zstd_writer);
    z->to = to;
    z->context = ZSTD_createCCtx();
    assert(z->context);
    arena_defer(a, close_writer, z);
    size_t set = ZSTD_CCtx_setParameter(z->context, ZSTD_c_checksumFlag, 1);
    assert(!ZSTD_isError(set));
    return z;
}

static struct err *put(struct arena *a, struct zstd_writer *z, str bytes, ZSTD_EndDirective how)
{
    ZSTD_inBuffer in = {bytes.ptr, bytes.len, 0};
    size_t left = 0;
    do {
        ZSTD_outBuffer out = {z->piece, sizeof z->piece, 0};
        left = ZSTD_compressStream2(z->context, &out, &in, how);
        if (ZSTD_isError(left))
            FAIL(a, WHY_FAILED, "\"%.*s\" cannot be compressed: %s.", STR(new_file_path(z->to)),
                 ZSTD_getErrorName(left));
        TRY(new_file_add(a, z->to, (str){z->piece, out.pos}));
    } while (how == ZSTD_e_end ? left > 0 : in.pos < in.size);
    return NULL;
}

struct err *zstd_write(struct arena *a, struct zstd_writer *z, str bytes)
{
    return put(a, z, bytes, ZSTD_e_continue);
}

struct err *zstd_write_end(struct arena *a, struct zstd_writer *z)
{
    return put(a, z, S(""), ZSTD_e_end);
}

struct zstd_reader *zstd_reader_make(struct arena *a, struct file *from)
{
    struct zstd_reader *z = ARENA_NEW(a, struct zstd_reader);
    z->from = from;
    z->context = ZSTD_createDCtx();
    assert(z->context);
    arena_defer(a, close_reader, z);
    size_t set = ZSTD_DCtx_setParameter(z->context, ZSTD_d_windowLogMax, LIMIT_ZSTD_WINDOW_LOG);
    assert(!ZSTD_isError(set));
    z->in = (ZSTD_inBuffer){z->piece, 0, 0};
    return z;
}

static uint64_t place(const struct zstd_reader *z)
{
    return file_taken(z->from) - (z->in.size - z->in.pos);
}

static struct err *fill(struct arena *a, struct zstd_reader *z)
{
    size_t got = 0;
    TRY(file_read(a, z->from, z->piece, sizeof z->piece, &got));
    z->in = (ZSTD_inBuffer){z->piece, got, 0};
    return NULL;
}

static struct err *check_nothing_follows(struct arena *a, struct zstd_reader *z)
{
    if (z->in.pos == z->in.size)
        TRY(fill(a, z));
    if (z->in.pos < z->in.size)
        FAIL(a, WHY_INVALID, "\"%.*s\" is damaged: something follows its end, at byte %" PRIu64 ".",
             STR(file_path(z->from)), place(z));
    return NULL;
}

static struct err *check_begins(struct arena *a, struct zstd_reader *z)
{
    static const unsigned char magic[] = {0x28, 0xB5, 0x2F, 0xFD};
    z->is_begun = true;
    TRY(fill(a, z));
    if (z->in.size < sizeof magic || memcmp(z->piece, magic, sizeof magic) != 0)
        FAIL(a, WHY_INVALID, "\"%.*s\" does not begin as a file compressed by zstd.",
             STR(file_path(z->from)));
    return NULL;
}

static struct err *read_some(struct arena *a, struct zstd_reader *z, ZSTD_outBuffer *out)
{
    size_t before = out->pos;
    if (z->in.pos == z->in.size)
        TRY(fill(a, z));
    bool is_dry = z->in.size == 0;
    size_t left = ZSTD_decompressStream(z->context, out, &z->in);
    if (ZSTD_isError(left))
        FAIL(a, WHY_INVALID, "\"%.*s\" is damaged, at byte %" PRIu64 " or before (%s).",
             STR(file_path(z->from)), place(z), ZSTD_getErrorName(left));
    z->is_at_end = left == 0;
    if (is_dry && !z->is_at_end && out->pos == before)
        FAIL(a, WHY_INVALID, "\"%.*s\" is cut off, at byte %" PRIu64 ".", STR(file_path(z->from)),
             place(z));
    return z->is_at_end ? check_nothing_follows(a, z) : NULL;
}

struct err *zstd_read(struct arena *a, struct zstd_reader *z, char *into, size_t room, size_t *got)
{
    ZSTD_outBuffer out = {into, room, 0};
    if (!z->is_begun)
        TRY(check_begins(a, z));
    while (out.pos < out.size && !z->is_at_end)
        TRY(read_some(a, z, &out));
    *got = out.pos;
    return NULL;
}
