/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * fuzz_layout — any lines as the front of a table (cells between bars, the first line its
 * header), read by every layout that fits.
 *
 * Whatever comes: what a layout says points at columns and records that there are, a
 * role has one column, ticks go from left to right, and what was asked has neither a line
 * break nor two blanks in a row.
 */
#include <assert.h>

#include "base/text.h"
#include "listen/layout_index.h"
#include "listen/layout_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { COLUMNS_MAX = 24, RECORDS_MAX = 64 };

static void split(str line, str *cells, size_t len)
{
    for (size_t i = 0; i < len; i++)
        cells[i] = line.ptr ? str_trim(str_cut(line, '|', &line)) : S("");
}

static struct layout_sample sample_of(struct arena *a, str text)
{
    struct layout_sample s = {.width = 1};
    str rest = text, first = str_cut(text, '\n', &rest);
    for (size_t i = 0; i < first.len; i++)
        s.width += first.ptr[i] == '|' && s.width < COLUMNS_MAX;
    str *header = ARENA_ARRAY(a, str, s.width);
    const str **records = ARENA_ARRAY(a, const str *, RECORDS_MAX);
    split(first, header, s.width);
    while (rest.ptr && s.records_len < RECORDS_MAX) {
        str *cells = ARENA_ARRAY(a, str, s.width);
        split(str_cut(rest, '\n', &rest), cells, s.width);
        records[s.records_len++] = cells;
    }
    s.header = header;
    s.records = records;
    return s;
}

static void check_ticks(const struct layout_reading *r)
{
    for (size_t i = 0; i < r->ticks_len; i++) {
        const struct layout_ticks *ticks = &r->ticks[i];
        assert(ticks->len > 1 && ticks->separator.len > 0);
        for (size_t c = 0; c < ticks->len; c++)
            assert(ticks->columns[c] < r->width &&
                   (c == 0 || ticks->columns[c - 1] < ticks->columns[c]));
    }
}

static void check_labels(struct arena *a, const struct layout_reading *r)
{
    for (size_t i = 0; i < r->columns_len; i++) {
        str label = r->columns[i].label;
        for (size_t c = 0; c + 1 < label.len; c++)
            assert(label.ptr[c] != '\n' && (label.ptr[c] != ' ' || label.ptr[c + 1] != ' '));
        (void)layout_fold(a, r->columns[i].key_name);
    }
}

static void check(struct arena *a, const struct layout_sample *s, const struct layout *layout)
{
    struct layout_reading r = layout_read(a, s, layout);
    assert(r.layout == layout && r.width == s->width);
    assert(r.header_records <= LAYOUT_HEADER_RECORDS && r.header_records <= s->records_len);
    assert(r.columns_len == r.width + r.ticks_len);
    assert(r.status == LAYOUT_NONE || r.status < r.width);
    for (unsigned what = 0; what < LAYOUT_WHAT_COUNT; what++)
        assert(r.roles[what] == LAYOUT_NONE || r.columns[r.roles[what]].what == what);
    for (size_t i = 0; i < r.measures.values_len; i++)
        assert(r.measures.values[i] < r.width && r.measures.name < r.width);
    check_ticks(&r);
    check_labels(a, &r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    str text = {(const char *)data, size};
    if (text_is_utf8(text)) {
        struct layout_sample s = sample_of(a, text);
        const struct layout *found = layout_of(a, &s);
        assert(!found || layout_fits(a, &s, found));
        for (unsigned i = 0; i < layout_index_len; i++)
            if (layout_fits(a, &s, layout_index[i]))
                check(a, &s, layout_index[i]);
    }
    arena_done(a);
    return 0;
}
