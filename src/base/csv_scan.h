/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * csv_scan — finds the bytes that structure a table, 64 at a time.
 *
 * Inline, since the walk over a table (csv_walk.c) is built once for every kind
 * of machine.  The scalar kernel takes eight bytes at once in a plain word.
 */
#ifndef BASE_CSV_SCAN_H
#define BASE_CSV_SCAN_H

#include <stdint.h>
#include <string.h>

enum { CSV_BLOCK = 64 };

/* Bit i stands for byte i of the block. */
struct csv_marks {
    uint64_t delimiters, newlines, quotes;
    uint64_t high; /* bytes above 127 */
};

struct csv_bytes {
    char delimiter, newline, quote;
};

/* Bit i: the top bit of byte i of the eight. */
static inline uint64_t csv_top_bits(uint64_t word)
{
    return (word >> 7 & 0x0101010101010101U) * 0x0102040810204080U >> 56;
}

/* Bit i: byte i of the eight is zero. */
static inline uint64_t csv_zero_bytes(uint64_t word)
{
    const uint64_t low = 0x7F7F7F7F7F7F7F7FU;
    return csv_top_bits(~(((word & low) + low) | word));
}

/* bytes: CSV_BLOCK readable bytes at any alignment. */
static inline struct csv_marks csv_scan_scalar(const char *bytes, struct csv_bytes what)
{
    const uint64_t each = 0x0101010101010101U;
    struct csv_marks marks = {0, 0, 0, 0};
    for (unsigned i = 0; i < CSV_BLOCK; i += 8) {
        uint64_t word;
        memcpy(&word, bytes + i, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        word = __builtin_bswap64(word);
#endif
        marks.delimiters |= csv_zero_bytes(word ^ each * (unsigned char)what.delimiter) << i;
        marks.newlines |= csv_zero_bytes(word ^ each * (unsigned char)what.newline) << i;
        marks.quotes |= csv_zero_bytes(word ^ each * (unsigned char)what.quote) << i;
        marks.high |= csv_top_bits(word) << i;
    }
    return marks;
}

#if defined(__x86_64__)
#define CSV_HAS_AVX2 1
#include <immintrin.h>

#define CSV_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))

CSV_AVX2 static inline uint64_t csv_top_bits_avx2(__m256i low, __m256i high)
{
    uint32_t below = (uint32_t)_mm256_movemask_epi8(low);
    uint32_t above = (uint32_t)_mm256_movemask_epi8(high);
    return (uint64_t)above << 32 | below;
}

CSV_AVX2 static inline uint64_t csv_equal_avx2(__m256i low, __m256i high, char byte)
{
    __m256i wanted = _mm256_set1_epi8(byte);
    return csv_top_bits_avx2(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted));
}

CSV_AVX2 static inline struct csv_marks csv_scan_avx2(const char *bytes, struct csv_bytes what)
{
    __m256i low, high;
    memcpy(&low, bytes, sizeof low);
    memcpy(&high, bytes + sizeof low, sizeof high);
    return (struct csv_marks){
        .delimiters = csv_equal_avx2(low, high, what.delimiter),
        .newlines = csv_equal_avx2(low, high, what.newline),
        .quotes = csv_equal_avx2(low, high, what.quote),
        .high = csv_top_bits_avx2(low, high),
    };
}
#endif

#endif
