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

TEST(a_cell_is_written_to_the_byte)
{
    CHECK_STR(cell(t, write_cell, "=1+1"), S("=1+1"));
    struct buf out = buf_make(t->arena, 100);
    csv_write_quoted(&out, S("'"), S("-x\""));
    CHECK_STR(buf_str(&out), S("\"'-x\"\"\""));
}
