/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/csv_walk.h"

#include <stdlib.h>

#include "base/str.h"

/* The walk is written once and built for each kind of machine: everything below
 * is inlined into csv_walk_scalar() and walk_avx2() with that machine's ways. */
#define EVERYWHERE static inline __attribute__((always_inline))

struct machine {
    struct csv_marks (*scan)(const char *bytes, struct csv_bytes what);
    /* Number of the bit that is the n-th set one, counted from 0; it is there. */
    unsigned (*nth_bit)(uint64_t bits, unsigned n);
};

void csv_walk_forget(struct csv_walk *w)
{
    w->block = SIZE_MAX / 2; /* far from any place in a buffer */
}

/* A walk under way, small enough for registers: where it stands, the marks of the
 * block that begins at block, and what it passed. */
struct step {
    const char *buffer;
    size_t end, at, block;
    struct csv_marks marks;
    uint64_t ahead; /* bits of the block from `at` on */
    uint64_t high;  /* not 0: a byte above 127 was near */
    struct csv_bytes bytes;
    size_t cell;
    uint64_t breaks;
    bool unclosed;
    struct machine machine;
};

EVERYWHERE void look_at_block(struct step *s, size_t block)
{
    s->block = block;
    s->marks = s->machine.scan(s->buffer + block, s->bytes);
    s->high |= s->marks.high;
    s->ahead = UINT64_MAX;
}

/* Stands at `at`, which is not before the block. */
EVERYWHERE void stand_at(struct step *s, size_t at)
{
    s->at = at;
    if (at - s->block < CSV_BLOCK)
        s->ahead = UINT64_MAX << (at - s->block);
    else
        look_at_block(s, at);
}

/* Where the next delimiter or newline stands; the buffer's end where none. */
EVERYWHERE size_t end_of_plain(struct step *s)
{
    for (;;) {
        uint64_t stops = (s->marks.delimiters | s->marks.newlines) & s->ahead;
        if (stops) {
            size_t at = s->block + (size_t)__builtin_ctzll(stops);
            return at < s->end ? at : s->end;
        }
        if (s->end - s->block <= CSV_BLOCK) /* no block begins behind the end */
            return s->end;
        look_at_block(s, s->block + CSV_BLOCK);
    }
}

static uint64_t count_breaks(const char *from, const char *to, char newline)
{
    uint64_t count = 0;
    while (from < to && (from = memchr(from, newline, (size_t)(to - from))) != NULL) {
        count++;
        from++;
    }
    return count;
}

/* A quoted cell: where it closes (its last quote), and what stands in it. */
struct quoted {
    const char *closing; /* NULL: it never closes */
    uint64_t breaks;
    bool doubled;
};

static struct quoted read_quoted(const char *opening, const char *end, char newline)
{
    struct quoted q = {.doubled = false};
    const char *at = opening + 1;
    while ((at = at < end ? memchr(at, '"', (size_t)(end - at)) : NULL) != NULL) {
        if (at + 1 >= end || at[1] != '"') {
            q.closing = at;
            q.breaks = count_breaks(opening, at, newline);
            return q;
        }
        q.doubled = true;
        at += 2;
    }
    return q;
}

/* Reads the cell at s->at and stands on the byte that ends it. */
EVERYWHERE struct csv_cell read_cell(struct step *s)
{
    struct csv_cell cell = {.start = s->at, .closing = s->at};
    if (s->at < s->end && s->buffer[s->at] == '"') {
        struct quoted q = read_quoted(s->buffer + s->at, s->buffer + s->end, s->bytes.newline);
        cell.doubled = q.doubled;
        s->breaks += q.breaks;
        s->unclosed = !q.closing;
        cell.closing = s->unclosed ? s->end : (size_t)(q.closing - s->buffer);
        s->high |= !str_is_ascii((str){s->buffer + s->at, cell.closing - s->at});
        stand_at(s, s->unclosed ? s->end : cell.closing + 1);
    }
    s->at = cell.end = end_of_plain(s);
    return cell;
}

/* Passes over cells up to number target, a block at a time; stops before one with
 * a quote and at the record's last. */
EVERYWHERE void skip_cells(struct step *s, size_t target)
{
    while (s->cell < target && s->block + CSV_BLOCK <= s->end) {
        uint64_t bounds = (s->marks.newlines | s->marks.quotes) & s->ahead;
        uint64_t ends = s->marks.delimiters & s->ahead;
        ends &= (bounds & -bounds) - 1; /* without bounds: all */
        size_t cells = (size_t)__builtin_popcountll(ends), most = target - s->cell;
        if (cells == 0) {
            if (bounds)
                return;
            look_at_block(s, s->block + CSV_BLOCK);
            continue;
        }
        cells = cells < most ? cells : most;
        s->cell += cells;
        stand_at(s, s->block + s->machine.nth_bit(ends, (unsigned)cells - 1) + 1);
    }
}

EVERYWHERE bool walk_record(struct csv_walk *w, size_t start, struct machine machine)
{
    struct step s = {.buffer = w->buffer,
                     .end = w->end,
                     .block = w->block,
                     .marks = w->marks,
                     .high = w->marks.high,
                     .bytes = w->bytes,
                     .machine = machine};
    size_t wanted = 0;
    bool ended = false;
    stand_at(&s, start);
    for (;;) {
        size_t target = wanted < w->columns_len ? w->columns[wanted] : SIZE_MAX;
        skip_cells(&s, target);
        struct csv_cell cell = read_cell(&s);
        if (s.cell == target)
            w->found[wanted++] = cell;
        if (s.at >= s.end)
            break;
        ended = s.buffer[s.at] == s.bytes.newline;
        stand_at(&s, s.at + 1);
        if (ended)
            break;
        s.cell++;
    }
    w->at = s.at;
    w->block = s.block;
    w->marks = s.marks;
    w->cell = s.cell;
    w->breaks = s.breaks;
    w->unclosed = s.unclosed;
    w->is_ascii = s.high == 0;
    return ended;
}

static unsigned nth_bit_scalar(uint64_t bits, unsigned n)
{
    while (n--)
        bits &= bits - 1;
    return (unsigned)__builtin_ctzll(bits);
}

bool csv_walk_scalar(struct csv_walk *w, size_t start)
{
    return walk_record(w, start, (struct machine){csv_scan_scalar, nth_bit_scalar});
}

#ifdef CSV_HAS_AVX2
CSV_AVX2 static unsigned nth_bit_bmi2(uint64_t bits, unsigned n)
{
    return (unsigned)__builtin_ctzll(_pdep_u64((uint64_t)1 << n, bits));
}

CSV_AVX2 static bool walk_avx2(struct csv_walk *w, size_t start)
{
    return walk_record(w, start, (struct machine){csv_scan_avx2, nth_bit_bmi2});
}

static csv_walk_fn fastest(void)
{
    /* All machines with these two have the others. */
    bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
    return has ? walk_avx2 : csv_walk_scalar;
}
#else
static csv_walk_fn fastest(void)
{
    return csv_walk_scalar;
}
#endif

csv_walk_fn csv_walk_best(void)
{
    const char *forced = getenv("ATTUNE_ISA");
    return forced && strcmp(forced, "scalar") == 0 ? csv_walk_scalar : fastest();
}
