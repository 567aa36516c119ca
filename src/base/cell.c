/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/cell.h"

#include "base/csv_write.h"
#include "base/decimal.h"

/* How many apostrophes stand before what would be a formula; SIZE_MAX: it would be none. */
static size_t apostrophes(str text)
{
    size_t at = 0;
    while (at < text.len && text.ptr[at] == '\'')
        at++;
    return at < text.len && str_has(S("=+-@\t\r\n"), text.ptr[at]) ? at : SIZE_MAX;
}

bool cell_needs_apostrophe(str text)
{
    struct decimal number;
    size_t before = apostrophes(text);
    return before != SIZE_MAX && (before > 0 || !decimal_of_str(text, &number));
}

str cell_text(str cell)
{
    size_t before = apostrophes(cell);
    return before == SIZE_MAX || before == 0 ? cell : str_slice(cell, 1, cell.len);
}

void cell_to_csv(struct buf *out, str text)
{
    if (cell_needs_apostrophe(text))
        csv_write_quoted(out, S("'"), text);
    else
        csv_write_cell(out, text, ',');
}
