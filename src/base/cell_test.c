/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/cell.h"

#include "base/test.h"
#include "base/test_random.h"

static str csv_of(struct test *t, const char *text)
{
    struct buf b = buf_make(t->arena, 1000);
    cell_to_csv(&b, str_of_chars(text));
    return buf_str(&b);
}

TEST(a_formula_gets_an_apostrophe_and_a_number_none)
{
    CHECK_STR(csv_of(t, "=1+2"), S("\"'=1+2\""));
    CHECK_STR(csv_of(t, "@SUM(A1)"), S("\"'@SUM(A1)\""));
    CHECK_STR(csv_of(t, "+cmd|' /C calc'!A0"), S("\"'+cmd|' /C calc'!A0\""));
    CHECK_STR(csv_of(t, "- no"), S("\"'- no\""));
    CHECK_STR(csv_of(t, "\tx"), S("\"'\tx\""));
    CHECK_STR(csv_of(t, "\rx"), S("\"'\rx\""));
    CHECK_STR(csv_of(t, "\nx"), S("\"'\nx\""));
    CHECK_STR(csv_of(t, "-1"), S("-1"));
    CHECK_STR(csv_of(t, "+1.50"), S("+1.50"));
    CHECK_STR(csv_of(t, "'=1"), S("\"''=1\"")); /* so that it is not taken for the first */
    CHECK_STR(csv_of(t, "'s avonds"), S("'s avonds"));
}

TEST(quotes_are_written_where_they_must_be)
{
    CHECK_STR(csv_of(t, ""), S(""));
    CHECK_STR(csv_of(t, "gate B"), S("gate B"));
    CHECK_STR(csv_of(t, "a,b"), S("\"a,b\""));
    CHECK_STR(csv_of(t, "a\r\nb"), S("\"a\r\nb\""));
    CHECK_STR(csv_of(t, "\"so\""), S("\"\"\"so\"\"\""));
    CHECK_STR(csv_of(t, "=\"x\""), S("\"'=\"\"x\"\"\""));
}

TEST(what_was_written_is_read_back)
{
    static const char letters[] = "'=+-@\t\r\n17,\"a";
    enum { TEXTS = 20000, LETTERS_MAX = 6 };
    struct test_random r = (struct test_random){7};
    for (int i = 0; i < TEXTS; i++) {
        char text[LETTERS_MAX], cell[LETTERS_MAX + 1] = "'";
        size_t len = test_random_below(&r, LETTERS_MAX + 1);
        for (size_t k = 0; k < len; k++)
            text[k] = cell[k + 1] = letters[test_random_below(&r, sizeof letters - 1)];
        str written = {text, len};
        bool shielded = cell_needs_apostrophe(written);
        str read = cell_text(shielded ? (str){cell, len + 1} : written);
        CHECK_STR(read, written);
    }
}
