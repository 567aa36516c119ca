/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/ragged.h"

#include <string.h>

#include "base/test.h"

static const struct err *check(struct test *t, str first, size_t width, uint64_t refused)
{
    const str header[] = {first, S("b")};
    return ragged_check(t->arena, &(struct ragged){.name = S("a.csv"),
                                                   .header = header,
                                                   .width = width,
                                                   .refused = refused,
                                                   .records = 100,
                                                   .line = 7,
                                                   .reason = S("4 cells instead of 1")});
}

TEST(a_fifth_may_be_ragged)
{
    CHECK(check(t, S("a"), 2, 20) == NULL);
    const struct err *e = check(t, S("a"), 2, 21);
    CHECK(e && e->why == WHY_INVALID);
    CHECK(strstr(e->text.ptr, "21 of its 100 records have another number of cells"));
    CHECK(strstr(e->text.ptr, "line 7 (4 cells instead of 1)"));
    CHECK(!strstr(e->text.ptr, "title"));
}

TEST(a_title_above_the_header_is_named)
{
    const struct err *e = check(t, S("Countries of Europe"), 1, 90);
    CHECK(e && strstr(e->text.ptr, "Line 1 (\"Countries of Europe\") seems to be a title"));
    e = check(t, S(""), 1, 90);
    CHECK(e && !strstr(e->text.ptr, "title"));
}
