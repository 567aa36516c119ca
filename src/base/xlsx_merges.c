/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Merges stand behind all rows of a sheet: they are looked for in a reading of its own.
 */
#include "base/xlsx_reference.h"
#include "base/xlsx_sheet.h"
#include "base/xml.h"

struct reader {
    uint64_t row;
    size_t *last;
    size_t len;
};

static void on_open(void *ctx, str name, const struct xml_attributes *attributes)
{
    struct reader *r = ctx;
    struct xlsx_range range;
    if (!str_equal(name, S("mergeCell")) ||
        !xlsx_range_of_str(xml_attribute(attributes, "ref"), &range))
        return;
    if (range.first_row <= r->row && r->row <= range.last_row && range.first_column < r->len &&
        range.first_column < range.last_column)
        r->last[range.first_column] = range.last_column;
}

static void on_close(void *ctx, str name)
{
    (void)ctx, (void)name;
}

static void on_text(void *ctx, str piece)
{
    (void)ctx, (void)piece;
}

struct err *xlsx_merges(struct arena *a, const struct xlsx_shared *shared,
                        const struct xlsx_sheet *sheet, uint64_t row, size_t *last, size_t len)
{
    static const struct xml_handler handler = {on_open, on_close, on_text};
    struct reader r = {row, last, len};
    for (size_t i = 0; i < len; i++)
        last[i] = i;
    return xml_read_all(a, shared->book.archive, sheet->member, &handler, &r);
}
