/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The kernels for machines with AVX2: 32 rows at a time; what is left over goes to
 * the scalar ones.
 */
#include "engine/kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))
#define AVX2_INLINE AVX2 static inline __attribute__((always_inline))

enum { STEP = 32 };

AVX2_INLINE __m256i load(const void *from)
{
    return _mm256_loadu_si256(from);
}

AVX2_INLINE void store(void *to, __m256i bytes)
{
    _mm256_storeu_si256(to, bytes);
}

/* 16 bytes, twice: shuffles look within each half. */
AVX2_INLINE __m256i load_twice(const uint8_t *from)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)from));
}

/* 16 keys from 16 bytes of a mask or of codes. */
AVX2_INLINE __m256i low_as_keys(__m256i bytes)
{
    return _mm256_cvtepu8_epi16(_mm256_castsi256_si128(bytes));
}

AVX2_INLINE __m256i high_as_keys(__m256i bytes)
{
    return _mm256_cvtepu8_epi16(_mm256_extracti128_si256(bytes, 1));
}

AVX2_INLINE void add_keys(uint16_t *keys, __m256i first, __m256i second)
{
    store(keys, _mm256_adds_epu16(load(keys), first));
    store(keys + 16, _mm256_adds_epu16(load(keys + 16), second));
}

/* Two more, and reserved codes are the lowest. */
AVX2 static uint32_t codes_of_bytes(const uint8_t *codes, size_t len)
{
    const __m256i two = _mm256_set1_epi8(2);
    __m256i most = _mm256_setzero_si256();
    uint8_t each[STEP];
    size_t i = 0;
    for (; i + STEP <= len; i += STEP)
        most = _mm256_max_epu8(most, _mm256_add_epi8(load(codes + i), two));
    store(each, _mm256_sub_epi8(most, two)); /* as codes again */
    uint32_t whole = i ? kernels_scalar.codes_of_bytes(each, STEP) : 0;
    uint32_t rest = kernels_scalar.codes_of_bytes(codes + i, len - i);
    return whole > rest ? whole : rest;
}

AVX2 static uint32_t codes_of_pairs(const uint16_t *codes, size_t len)
{
    const __m256i two = _mm256_set1_epi16(2);
    __m256i most = _mm256_setzero_si256();
    uint16_t each[16];
    size_t i = 0;
    for (; i + 16 <= len; i += 16)
        most = _mm256_max_epu16(most, _mm256_add_epi16(load(codes + i), two));
    store(each, _mm256_sub_epi16(most, two));
    uint32_t whole = i ? kernels_scalar.codes_of_pairs(each, 16) : 0;
    uint32_t rest = kernels_scalar.codes_of_pairs(codes + i, len - i);
    return whole > rest ? whole : rest;
}

/* The low half of a code says in which byte its bit is, the upper which bit. */
AVX2 static void mask_of_set(const uint8_t *codes, size_t len, const struct byte_set *set,
                             uint8_t *mask)
{
    const __m256i below = load_twice(set->bits[0]), above = load_twice(set->bits[1]);
    const __m256i nibble = _mm256_set1_epi8(15), seven = _mm256_set1_epi8(7);
    const __m256i powers = _mm256_set1_epi64x((long long)0x8040201008040201U);
    const __m256i one = _mm256_set1_epi8(1);
    size_t i = 0;
    for (; i + STEP <= len; i += STEP) {
        __m256i code = load(codes + i), low = _mm256_and_si256(code, nibble);
        __m256i bits = _mm256_blendv_epi8(_mm256_shuffle_epi8(below, low),
                                          _mm256_shuffle_epi8(above, low), code);
        __m256i which = _mm256_and_si256(_mm256_srli_epi16(code, 4), seven);
        __m256i bit = _mm256_shuffle_epi8(powers, which);
        __m256i in = _mm256_cmpeq_epi8(_mm256_and_si256(bits, bit), bit);
        store(mask + i, _mm256_and_si256(in, one));
    }
    kernels_scalar.mask_of_set(codes + i, len - i, set, mask + i);
}

AVX2 static void mask_and(uint8_t *mask, const uint8_t *other, size_t len)
{
    size_t i = 0;
    for (; i + STEP <= len; i += STEP)
        store(mask + i, _mm256_and_si256(load(mask + i), load(other + i)));
    kernels_scalar.mask_and(mask + i, other + i, len - i);
}

AVX2 static void mask_or(uint8_t *mask, const uint8_t *other, size_t len)
{
    size_t i = 0;
    for (; i + STEP <= len; i += STEP)
        store(mask + i, _mm256_or_si256(load(mask + i), load(other + i)));
    kernels_scalar.mask_or(mask + i, other + i, len - i);
}

AVX2_INLINE uint64_t sum_of_four(__m256i sums)
{
    uint64_t each[4];
    store(each, sums);
    return each[0] + each[1] + each[2] + each[3];
}

AVX2 static size_t mask_count(const uint8_t *mask, size_t len)
{
    const __m256i zero = _mm256_setzero_si256();
    __m256i sums = zero;
    size_t i = 0;
    for (; i + STEP <= len; i += STEP)
        sums = _mm256_add_epi64(sums, _mm256_sad_epu8(load(mask + i), zero));
    return sum_of_four(sums) + kernels_scalar.mask_count(mask + i, len - i);
}

AVX2 static size_t mask_rows(const uint8_t *mask, size_t len, uint16_t *rows)
{
    size_t i = 0, in = 0;
    for (; i + STEP <= len; i += STEP) {
        /* A mask's bytes are 0 or 1: the bit goes to the top of its byte. */
        uint32_t bits = (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(load(mask + i), 7));
        for (; bits; bits &= bits - 1)
            rows[in++] = (uint16_t)(i + (size_t)__builtin_ctz(bits));
    }
    for (; i < len; i++)
        if (mask[i])
            rows[in++] = (uint16_t)i;
    return in;
}

AVX2 static size_t add_linear(const uint8_t *codes, size_t len, const struct byte_table *table,
                              uint16_t *keys)
{
    const __m256i most = _mm256_set1_epi8((char)table->most);
    const __m256i stride = _mm256_set1_epi16((short)table->stride);
    const __m256i base = _mm256_set1_epi16((short)table->base);
    size_t i = 0;
    for (; i + STEP <= len; i += STEP) {
        __m256i code = _mm256_min_epu8(load(codes + i), most);
        __m256i first = _mm256_mullo_epi16(low_as_keys(code), stride);
        __m256i second = _mm256_mullo_epi16(high_as_keys(code), stride);
        add_keys(keys + i, _mm256_add_epi16(first, base), _mm256_add_epi16(second, base));
    }
    return i;
}

/* What a shuffle leaves zero: indexes with the top bit set.  An index of a table's own 16
 * codes becomes 0x70 to 0x7F, all others go above. */
AVX2_INLINE __m256i look_up(__m256i code, const __m256i *tables, unsigned len)
{
    const __m256i to_top = _mm256_set1_epi8(0x70);
    __m256i found = _mm256_setzero_si256();
    for (unsigned t = 0; t < len; t++) {
        __m256i index = _mm256_sub_epi8(code, _mm256_set1_epi8((char)(16 * t)));
        index = _mm256_adds_epu8(index, to_top);
        found = _mm256_or_si256(found, _mm256_shuffle_epi8(tables[t], index));
    }
    return found;
}

AVX2 static size_t add_short(const uint8_t *codes, size_t len, const struct byte_table *table,
                             uint16_t *keys)
{
    const __m256i reserved = _mm256_set1_epi8((char)254);
    const __m256i none_low = _mm256_set1_epi8((char)table->of[254]);
    const __m256i none_high = _mm256_set1_epi8((char)(table->of[254] >> 8));
    __m256i low[SHORT_TABLES], high[SHORT_TABLES];
    for (unsigned t = 0; t < SHORT_TABLES; t++) {
        low[t] = load_twice(table->low[t]);
        high[t] = load_twice(table->high[t]);
    }
    size_t i = 0;
    for (; i + STEP <= len; i += STEP) {
        __m256i code = load(codes + i);
        __m256i none = _mm256_cmpeq_epi8(_mm256_max_epu8(code, reserved), code);
        __m256i lows =
            _mm256_or_si256(look_up(code, low, table->tables), _mm256_and_si256(none, none_low));
        if (!table->has_high) {
            add_keys(keys + i, low_as_keys(lows), high_as_keys(lows));
            continue;
        }
        __m256i highs =
            _mm256_or_si256(look_up(code, high, table->tables), _mm256_and_si256(none, none_high));
        __m256i even = _mm256_unpacklo_epi8(lows, highs); /* rows 0-7 and 16-23 */
        __m256i odd = _mm256_unpackhi_epi8(lows, highs);  /* rows 8-15 and 24-31 */
        add_keys(keys + i, _mm256_permute2x128_si256(even, odd, 0x20),
                 _mm256_permute2x128_si256(even, odd, 0x31));
    }
    return i;
}

AVX2 static void add_bytes(const uint8_t *codes, size_t len, const struct byte_table *table,
                           uint16_t *keys)
{
    size_t i = 0;
    if (table->kind == TABLE_LINEAR)
        i = add_linear(codes, len, table, keys);
    else if (table->kind == TABLE_SHORT)
        i = add_short(codes, len, table, keys);
    kernels_scalar.add_bytes(codes + i, len - i, table, keys + i);
}

AVX2 static void add_pairs(const uint16_t *codes, size_t len, const struct pair_table *table,
                           uint16_t *keys)
{
    const __m256i most = _mm256_set1_epi16((short)table->most);
    const __m256i stride = _mm256_set1_epi16((short)table->stride);
    const __m256i base = _mm256_set1_epi16((short)table->base);
    size_t i = 0;
    for (; table->is_linear && i + 16 <= len; i += 16) {
        __m256i adds = _mm256_mullo_epi16(_mm256_min_epu16(load(codes + i), most), stride);
        adds = _mm256_add_epi16(adds, base);
        store(keys + i, _mm256_adds_epu16(load(keys + i), adds));
    }
    kernels_scalar.add_pairs(codes + i, len - i, table, keys + i);
}

AVX2 static void close_keys(uint16_t *keys, size_t len, const uint8_t *mask, uint16_t cells)
{
    const __m256i most = _mm256_set1_epi16((short)cells), zero = _mm256_setzero_si256();
    size_t i = 0;
    if (!mask)
        for (; i + 16 <= len; i += 16)
            store(keys + i, _mm256_min_epu16(load(keys + i), most));
    for (; i + STEP <= len; i += STEP) {
        __m256i out = _mm256_cmpeq_epi8(load(mask + i), zero);
        __m256i first = _mm256_cvtepi8_epi16(_mm256_castsi256_si128(out));
        __m256i second = _mm256_cvtepi8_epi16(_mm256_extracti128_si256(out, 1));
        first = _mm256_or_si256(load(keys + i), first);
        second = _mm256_or_si256(load(keys + i + 16), second);
        store(keys + i, _mm256_min_epu16(first, most));
        store(keys + i + 16, _mm256_min_epu16(second, most));
    }
    kernels_scalar.close_keys(keys + i, len - i, mask ? mask + i : NULL, cells);
}

/* Four codes in one pass. */
AVX2_INLINE void count_four(const uint8_t *codes, size_t len, unsigned first, uint32_t *counts)
{
    const __m256i zero = _mm256_setzero_si256();
    __m256i each[4], sums[4];
    for (unsigned c = 0; c < 4; c++) {
        each[c] = _mm256_set1_epi8((char)(first + c));
        sums[c] = zero;
    }
    for (size_t i = 0; i < len; i += STEP) {
        __m256i code = load(codes + i);
        for (unsigned c = 0; c < 4; c++)
            sums[c] = _mm256_sub_epi8(sums[c], _mm256_cmpeq_epi8(code, each[c]));
    }
    for (unsigned c = 0; c < 4; c++)
        counts[c] += (uint32_t)sum_of_four(_mm256_sad_epu8(sums[c], zero));
}

AVX2 static void count_few_bytes(const uint8_t *codes, size_t len, size_t below, uint32_t *counts)
{
    uint32_t sums[COUNT_FEW_MOST + 3] = {0};
    size_t whole = len / STEP * STEP;
    for (unsigned c = 0; c < below; c += 4)
        count_four(codes, whole, c, sums + c);
    for (size_t c = 0; c < below; c++)
        counts[c] += sums[c];
    kernels_scalar.count_few_bytes(codes + whole, len - whole, below, counts);
}

/* Keys as bytes, in whatever order. */
AVX2 static void count_few(const uint16_t *keys, size_t len, uint16_t cells, uint32_t *counts)
{
    uint8_t bytes[COUNT_FEW_ROWS];
    size_t i = 0;
    for (; i + STEP <= len; i += STEP)
        store(bytes + i, _mm256_packus_epi16(load(keys + i), load(keys + i + 16)));
    count_few_bytes(bytes, i, cells, counts);
    kernels_scalar.count_few(keys + i, len - i, cells, counts);
}

AVX2 static void set_keys(uint16_t *keys, size_t len, uint16_t key)
{
    const __m256i keys16 = _mm256_set1_epi16((short)key);
    size_t i = 0;
    for (; i + 16 <= len; i += 16)
        store(keys + i, keys16);
    kernels_scalar.set_keys(keys + i, len - i, key);
}

static const struct kernels kernels = {
    .name = "avx2",
    .codes_of_bytes = codes_of_bytes,
    .codes_of_pairs = codes_of_pairs,
    .mask_of_set = mask_of_set,
    .mask_and = mask_and,
    .mask_or = mask_or,
    .mask_count = mask_count,
    .mask_rows = mask_rows,
    .set_keys = set_keys,
    .add_bytes = add_bytes,
    .add_pairs = add_pairs,
    .close_keys = close_keys,
    .count_few = count_few,
    .count_few_bytes = count_few_bytes,
};

const struct kernels *kernels_avx2(void)
{
    /* All machines with these two have the others. */
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") ? &kernels : NULL;
}
#else
const struct kernels *kernels_avx2(void)
{
    return NULL;
}
#endif
