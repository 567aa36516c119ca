/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/export_form.h"

#include "base/test.h"
#include "base/test_random.h"

static void check_back(struct test *t, str key, bool is_itself)
{
    str text = export_key_to_text(t->arena, key);
    CHECK_STR(export_key_of_text(t->arena, text), key);
    CHECK(str_equal(text, key) == is_itself);
    CHECK_STR(str_trim(text), text);
    CHECK(!str_has(text, '\n') && !str_has(text, '\0'));
}

TEST(a_key_that_is_a_text_stays_itself)
{
    check_back(t, S("A-0017"), true);
    check_back(t, S("=1+2"), true);
    check_back(t, S("Zürich 7"), true);
}

TEST(a_key_that_a_cell_would_change_is_written_in_letters)
{
    check_back(t, S("  7"), false);
    check_back(t, S("a\nb"), false);
    check_back(t, S("NA"), false);
    check_back(t, S("\xFF\xFE"), false);
    check_back(t, S("a\0b"), false);
    check_back(t, S("key:0"), false);
    check_back(t, S("key:zz"), false);
}

/* Whatever somebody else wrote so means itself. */
TEST(a_text_that_no_export_wrote_is_the_key_itself)
{
    CHECK_STR(export_key_of_text(t->arena, S("key:hello world")), S("key:hello world"));
    str other = str_format(t->arena, "key:%s", "c5h66"); /* "abc" needs no letters */
    CHECK_STR(export_key_of_text(t->arena, other), other);
}

TEST(any_bytes_come_back)
{
    enum { KEYS = 5000, BYTES_MAX = 20 };
    struct test_random r = {11};
    for (int i = 0; i < KEYS; i++) {
        char bytes[BYTES_MAX];
        size_t len = 1 + test_random_below(&r, BYTES_MAX);
        for (size_t k = 0; k < len; k++)
            bytes[k] = (char)test_random_below(&r, 256);
        str key = {bytes, len};
        CHECK_STR(export_key_of_text(t->arena, export_key_to_text(t->arena, key)), key);
    }
}

TEST(an_export_is_known_by_its_first_columns)
{
    str header[] = {S("signal.key"), S("signal.at"), S("q1")};
    CHECK(export_form_is(header, 3));
    CHECK(!export_form_is(header, 1));
    header[0] = S("key");
    CHECK(!export_form_is(header, 3));
    CHECK_INT(export_column_of_name(S("signal.unit")), EXPORT_UNIT);
    CHECK_INT(export_column_of_name(S("unit")), EXPORT_COLUMNS);
}
