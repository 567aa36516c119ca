/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/csv_write.h"

#include "base/test.h"

static void write_cell(struct buf *out, str text)
{
    csv_write_cell(out, text, ',');
}

static str cell(struct test *t, void write(struct buf *out, str text), const char *text)
{
    struct buf out = buf_make(t->arena, 1000);
    write(&out, str_of_chars(text));
    return buf_str(&out);
}

TEST(a_cell_is_quoted_where_it_must_be)
{
    CHECK_STR(cell(t, write_cell, ""), S(""));
    CHECK_STR(cell(t, write_cell, "a b"), S("a b"));
    CHECK_STR(cell(t, write_cell, "a,b"), S("\"a,b\""));
    struct buf other = buf_make(t->arena, 100);
    csv_write_cell(&other, S("a,b"), ';');
    CHECK_STR(buf_str(&other), S("a,b"));
    CHECK_STR(cell(t, write_cell, "say \"no\"\n"), S("\"say \"\"no\"\"\n\""));
}

TEST(only_what_is_shown_is_kept_from_being_a_formula)
{
    CHECK_STR(cell(t, write_cell, "=1+1"), S("=1+1"));
    CHECK_STR(cell(t, csv_write_shown, "=1+1"), S("\"'=1+1\""));
    CHECK_STR(cell(t, csv_write_shown, "-1.5"), S("-1.5"));
    CHECK_STR(cell(t, csv_write_shown, "-x\""), S("\"'-x\"\"\""));
}
