/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/ragged.h"

#include "base/limits.h"
#include "base/text.h"

/* A line of one cell above records of several is no header. */
static str advice(struct arena *a, const struct ragged *r)
{
    if (r->width != 1 || r->header[0].len == 0)
        return S("");
    return str_format(a,
                      " Line 1 (%.*s) seems to be a title: take it out, or say in a map which line "
                      "holds the names of the columns, as \"header: 3\".",
                      STR(text_quote(a, r->header[0])));
}

struct err *ragged_check(struct arena *a, const struct ragged *r)
{
    if (r->refused * 100 <= r->records * LIMIT_RAGGED_PCT)
        return NULL;
    FAIL(a, WHY_INVALID,
         "\"%.*s\" does not look like one table: %llu of its %llu records have another number of "
         "cells than the header's %zu; the first is in line %llu (%.*s).%.*s",
         STR(r->name), (unsigned long long)r->refused, (unsigned long long)r->records, r->width,
         (unsigned long long)r->line, STR(r->reason), STR(advice(a, r)));
}
