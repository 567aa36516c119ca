/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/utf16.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"

enum { PIECE = 32 * 1024, UTF8_OF_PIECE = PIECE / 2 * 3 + 8, NONE = 0xFFFD };

struct utf16 {
    struct file *from;
    bool is_big_endian;
    uint32_t high;   /* half a pair whose other half is still to come; 0: none */
    struct buf text; /* read and not yet given: behind given */
    size_t given;
    bool is_at_end;
    size_t kept; /* bytes of the piece, 0 or 1: half a character */
    unsigned char piece[PIECE];
};

enum order { NOT_UTF16, LITTLE_ENDIAN_ORDER, BIG_ENDIAN_ORDER };

/* Without a mark: NUL is the upper byte of nearly all characters, and no lower one. */
static enum order order_of_nuls(str sample)
{
    size_t nuls[2] = {0, 0}, pairs = sample.len / 2;
    for (size_t i = 0; i < pairs * 2; i++)
        nuls[i % 2] += sample.ptr[i] == '\0';
    if (pairs < 2 || (nuls[0] && nuls[1]) || nuls[0] + nuls[1] < pairs - pairs / 4)
        return NOT_UTF16;
    return nuls[0] ? BIG_ENDIAN_ORDER : LITTLE_ENDIAN_ORDER;
}

static enum order order_of(str sample, size_t *mark)
{
    *mark = 2;
    if (str_starts_with(sample, S("\xFF\xFE")))
        return LITTLE_ENDIAN_ORDER;
    if (str_starts_with(sample, S("\xFE\xFF")))
        return BIG_ENDIAN_ORDER;
    *mark = 0;
    return order_of_nuls(sample);
}

static void add_unit(struct utf16 *u, uint32_t unit)
{
    bool is_high = unit >= 0xD800 && unit < 0xDC00, is_low = unit >= 0xDC00 && unit < 0xE000;
    if (u->high && is_low)
        text_add(&u->text, 0x10000 + ((u->high - 0xD800) << 10) + (unit - 0xDC00));
    else if (u->high)
        text_add(&u->text, NONE);
    if (!is_high && !(is_low && u->high))
        text_add(&u->text, is_low ? NONE : unit);
    u->high = is_high ? unit : 0;
}

/* Makes text of the next piece; none is made at the end only. */
static struct err *read_piece(struct arena *a, struct utf16 *u)
{
    size_t got = 0;
    u->text.len = u->given = 0;
    TRY(file_read(a, u->from, (char *)u->piece + u->kept, PIECE - u->kept, &got));
    u->is_at_end = got == 0;
    size_t len = u->kept + got;
    for (size_t i = 0; i + 1 < len; i += 2) {
        unsigned upper = u->is_big_endian ? 0 : 1;
        add_unit(u, (uint32_t)u->piece[i + upper] << 8 | u->piece[i + 1 - upper]);
    }
    u->kept = len % 2;
    u->piece[0] = len ? u->piece[len - 1] : 0;
    if (u->is_at_end && (u->high || u->kept))
        text_add(&u->text, NONE);
    return NULL;
}

static struct err *read_text(struct arena *a, void *state, char *into, size_t room, size_t *got)
{
    struct utf16 *u = state;
    while (u->given == u->text.len && !u->is_at_end)
        TRY(read_piece(a, u));
    str left = str_slice(buf_str(&u->text), u->given, u->given + room);
    if (left.len)
        memcpy(into, left.ptr, left.len);
    u->given += left.len;
    *got = left.len;
    return NULL;
}

struct err *utf16_open(struct arena *a, struct file *f, struct file **out)
{
    str sample;
    size_t mark = 0;
    *out = f;
    TRY(file_peek(a, f, LIMIT_ENCODING_SAMPLE, &sample));
    enum order order = order_of(sample, &mark);
    if (order == NOT_UTF16)
        return NULL;
    struct utf16 *u = ARENA_NEW(a, struct utf16);
    u->from = f;
    u->is_big_endian = order == BIG_ENDIAN_ORDER;
    u->text = buf_make(a, UTF8_OF_PIECE);
    if (mark)
        TRY(file_read(a, f, (char *)u->piece, mark, &mark));
    struct file_layer *layer = ARENA_NEW(a, struct file_layer);
    *layer = (struct file_layer){.read = read_text, .state = u};
    *out = file_over(a, f, layer);
    return NULL;
}
