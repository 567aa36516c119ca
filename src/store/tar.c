/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/tar.h"

#include <assert.h>

enum {
    MODE_AT = 100,
    OWNER_AT = 108,
    GROUP_AT = 116,
    BYTES_AT = 124,
    TIME_AT = 136,
    SUM_AT = 148,
    KIND_AT = 156,
    MAGIC_AT = 257,
    PREFIX_AT = 345,
    PREFIX_BYTES = 155,
    SHORT_FIELD = 8, /* bytes, with the NUL behind */
    LONG_FIELD = 12,
    BINARY_BYTES = 8 /* of a number that has more than eleven octal digits */
};

#define LONG_MOST ((uint64_t)077777777777)
static const char magic[] = "ustar\00000";

static void put_octal(char *at, int field, uint64_t number)
{
    at[--field] = 0;
    while (field > 0) {
        at[--field] = (char)('0' + (number & 7));
        number >>= 3;
    }
}

static void put_long(char *at, uint64_t number)
{
    if (number <= LONG_MOST) {
        put_octal(at, LONG_FIELD, number);
        return;
    }
    at[0] = (char)0x80;
    for (int i = 0; i < BINARY_BYTES; i++, number >>= 8)
        at[LONG_FIELD - 1 - i] = (char)(number & 0xff);
}

/* The field itself counts as blanks. */
static uint64_t sum_of(const char block[TAR_BLOCK])
{
    uint64_t sum = 0;
    for (int i = 0; i < TAR_BLOCK; i++)
        sum += i >= SUM_AT && i < SUM_AT + SHORT_FIELD ? ' ' : (unsigned char)block[i];
    return sum;
}

void tar_of_member(const struct tar_member *m, char block[TAR_BLOCK])
{
    assert(m->name.len > 0 && m->name.len <= TAR_NAME_BYTES && m->at_s >= 0);
    memset(block, 0, TAR_BLOCK);
    memcpy(block, m->name.ptr, m->name.len);
    put_octal(block + MODE_AT, SHORT_FIELD, m->mode);
    put_octal(block + OWNER_AT, SHORT_FIELD, 0);
    put_octal(block + GROUP_AT, SHORT_FIELD, 0);
    put_long(block + BYTES_AT, m->bytes);
    put_long(block + TIME_AT, (uint64_t)m->at_s);
    block[KIND_AT] = '0';
    memcpy(block + MAGIC_AT, magic, sizeof magic - 1);
    put_octal(block + SUM_AT, SHORT_FIELD - 1, sum_of(block));
    block[SUM_AT + SHORT_FIELD - 1] = ' ';
}

/* Octal digits up to the first blank or NUL. */
static bool get_octal(const char *at, int field, uint64_t *number)
{
    uint64_t n = 0;
    int i = 0;
    for (; i < field && at[i] != 0 && at[i] != ' '; i++) {
        if (at[i] < '0' || at[i] > '7')
            return false;
        n = n << 3 | (uint64_t)(at[i] - '0');
    }
    *number = n;
    return i > 0;
}

static bool get_long(const char *at, uint64_t *number)
{
    uint64_t n = 0;
    if ((unsigned char)at[0] != 0x80)
        return get_octal(at, LONG_FIELD, number);
    for (int i = 1; i < LONG_FIELD; i++) {
        if (n >> 55)
            return false;
        n = n << 8 | (unsigned char)at[i];
    }
    *number = n;
    return true;
}

bool tar_to_member(const char block[TAR_BLOCK], struct tar_member *out)
{
    uint64_t sum = 0, mode = 0, bytes = 0, at_s = 0;
    size_t len = 0;
    while (len < TAR_NAME_BYTES && block[len])
        len++;
    bool is_plain = block[KIND_AT] == '0' &&
                    memcmp(block + MAGIC_AT, magic, sizeof magic - 1) == 0 &&
                    tar_is_zero(block + PREFIX_AT, PREFIX_BYTES);
    bool is_whole = get_octal(block + SUM_AT, SHORT_FIELD, &sum) && sum == sum_of(block) &&
                    get_octal(block + MODE_AT, SHORT_FIELD, &mode) &&
                    get_long(block + BYTES_AT, &bytes) && get_long(block + TIME_AT, &at_s);
    if (!is_plain || !is_whole || len == 0)
        return false;
    *out = (struct tar_member){
        .name = {block, len}, .mode = (unsigned)mode, .bytes = bytes, .at_s = (int64_t)at_s};
    return true;
}

uint64_t tar_padding(uint64_t bytes)
{
    return (TAR_BLOCK - bytes % TAR_BLOCK) % TAR_BLOCK;
}

bool tar_is_zero(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (bytes[i])
            return false;
    return true;
}
