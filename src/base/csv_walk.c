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

/* A walk under way, small enough for registers: the marks of the block that begins
 * at block, where the cell under way begins, and what was passed. */
struct step {
    const char *buffer;
    size_t end, block;
    struct csv_marks marks;
    uint64_t ahead; /* bits of the block not yet passed */
    uint64_t high;  /* not 0: a byte above 127 stands in a block left behind */
    struct csv_bytes bytes;
    size_t cell, cell_start;
    size_t wanted, target; /* index of the next column asked for, and its number */
    uint64_t breaks;
    bool unclosed;
    struct machine machine;
};

/* Bits 0..n-1. */
EVERYWHERE uint64_t bits_below(size_t n)
{
    return n < CSV_BLOCK ? ((uint64_t)1 << n) - 1 : UINT64_MAX;
}

/* block is not behind the end; what stands behind that leaves no marks. */
EVERYWHERE void look_at_block(struct step *s, size_t block)
{
    s->block = block;
    s->ahead = UINT64_MAX;
    s->marks = s->machine.scan(s->buffer + block, s->bytes);
    if (s->end - block >= CSV_BLOCK)
        return;
    uint64_t there = bits_below(s->end - block);
    s->marks.delimiters &= there;
    s->marks.newlines &= there;
    s->marks.quotes &= there;
    s->marks.high &= there;
}

/* False where the buffer ends with this block. */
EVERYWHERE bool look_at_next_block(struct step *s)
{
    if (s->end - s->block <= CSV_BLOCK)
        return false;
    s->high |= s->marks.high;
    look_at_block(s, s->block + CSV_BLOCK);
    return true;
}

/* Passes over everything before `at`. */
EVERYWHERE void pass_to(struct step *s, size_t at)
{
    if (at - s->block < CSV_BLOCK) {
        s->ahead = ~bits_below(at - s->block);
        return;
    }
    s->high |= s->marks.high;
    look_at_block(s, at);
}

EVERYWHERE void keep_cell(struct csv_walk *w, struct step *s, struct csv_cell cell)
{
    w->found[s->wanted++] = cell;
    s->target = s->wanted < w->columns_len ? w->columns[s->wanted] : SIZE_MAX;
}

/* Passes over the cells that these delimiters of the block end. */
EVERYWHERE void pass_cells(struct csv_walk *w, struct step *s, uint64_t ends)
{
    size_t cells = (size_t)__builtin_popcountll(ends);
    if (cells == 0)
        return;
    while (s->target - s->cell < cells) {
        unsigned n = (unsigned)(s->target - s->cell);
        size_t end = s->block + s->machine.nth_bit(ends, n), start = s->cell_start;
        if (n)
            start = s->block + s->machine.nth_bit(ends, n - 1) + 1;
        keep_cell(w, s, (struct csv_cell){.start = start, .end = end, .closing = start});
    }
    s->cell += cells;
    s->cell_start = s->block + CSV_BLOCK - (size_t)__builtin_clzll(ends);
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

/* The next delimiter or newline, whatever quotes stand before it; the end. */
EVERYWHERE size_t next_stop(struct step *s)
{
    do {
        uint64_t stops = (s->marks.delimiters | s->marks.newlines) & s->ahead;
        if (stops)
            return s->block + (size_t)__builtin_ctzll(stops);
    } while (look_at_next_block(s));
    return s->end;
}

/* The cell under way has a quote at `at`, its first: quoted where that opens it.
 * Returns where the cell ends. */
EVERYWHERE size_t read_cell_with_quote(struct csv_walk *w, struct step *s, size_t at)
{
    struct csv_cell cell = {.start = s->cell_start, .closing = s->cell_start};
    if (at == s->cell_start) {
        struct quoted q = read_quoted(s->buffer + at, s->buffer + s->end, s->bytes.newline);
        cell.doubled = q.doubled;
        s->breaks += q.breaks;
        s->unclosed = !q.closing;
        cell.closing = s->unclosed ? s->end : (size_t)(q.closing - s->buffer);
        s->high |= !str_is_ascii((str){s->buffer + at, cell.closing - at});
        at = cell.closing;
    }
    pass_to(s, s->unclosed ? s->end : at + 1);
    cell.end = next_stop(s);
    if (s->target == s->cell)
        keep_cell(w, s, cell);
    return cell.end;
}

/* Walks to the byte that ends the record's last cell, or the buffer. */
EVERYWHERE size_t walk_to_end(struct csv_walk *w, struct step *s)
{
    for (;;) {
        uint64_t bounds = (s->marks.newlines | s->marks.quotes) & s->ahead;
        uint64_t before = (bounds & -bounds) - 1; /* without bounds: all */
        pass_cells(w, s, s->marks.delimiters & s->ahead & before);
        if (!bounds && look_at_next_block(s))
            continue;
        size_t at = bounds ? s->block + (size_t)__builtin_ctzll(bounds) : s->end;
        if (!(s->marks.quotes & bounds & -bounds)) {
            if (s->target == s->cell)
                keep_cell(
                    w, s,
                    (struct csv_cell){.start = s->cell_start, .end = at, .closing = s->cell_start});
            return at;
        }
        at = read_cell_with_quote(w, s, at);
        if (at == s->end || s->buffer[at] == s->bytes.newline)
            return at;
        s->cell++;
        s->cell_start = at + 1;
        pass_to(s, at + 1);
    }
}

EVERYWHERE bool walk_record(struct csv_walk *w, size_t start, struct machine machine)
{
    struct step s = {.buffer = w->buffer,
                     .end = w->end,
                     .bytes = w->bytes,
                     .cell_start = start,
                     .target = w->columns_len ? w->columns[0] : SIZE_MAX,
                     .machine = machine};
    look_at_block(&s, start);
    size_t at = walk_to_end(w, &s);
    bool ended = at < s.end;
    w->at = at + ended;
    w->cell = s.cell;
    w->breaks = s.breaks;
    w->unclosed = s.unclosed;
    w->is_ascii = ((s.marks.high & bits_below(at - s.block)) | s.high) == 0;
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
