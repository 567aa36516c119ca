/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/catalogue.h"

#include "base/test.h"

static const struct catalogue_field fields[] = {
    {S_INIT("GATE"), S_INIT("column 1")},
    {S_INIT("Gate"), S_INIT("column 2")},
    {S_INIT(" NETPRO "), S_INIT("column 3")},
    {S_INIT("twice"), S_INIT("column 4")},
    {S_INIT("twice"), S_INIT("column 9")},
    {S_INIT("ÉTÉ"), S_INIT("")},
    {S_INIT("On a scale of 0-10"), S_INIT("")},
    {S_INIT("a"), S_INIT("")},
    {S_INIT("b"), S_INIT("")},
    {S_INIT("c"), S_INIT("")},
};
static const struct catalogue catalogue = {
    .fields = fields,
    .fields_len = sizeof fields / sizeof fields[0],
    .noun = S_INIT("column"),
    .nouns = S_INIT("columns"),
};

static size_t found(struct test *t, const char *name)
{
    size_t field = SIZE_MAX;
    CHECK_OK(catalogue_find(t->arena, &catalogue, str_of_chars(name), 1, &field));
    return field;
}

static str complaint(struct test *t, const struct catalogue *among, const char *name)
{
    size_t field = SIZE_MAX;
    struct err *e = catalogue_find(t->arena, among, str_of_chars(name), 7, &field);
    CHECK(e && e->why == WHY_USAGE && e->position == 7 && field == SIZE_MAX);
    return e->text;
}

TEST(catalogue_prefers_the_exact_spelling)
{
    CHECK_INT(found(t, "GATE"), 0);
    CHECK_INT(found(t, "Gate"), 1);
}

TEST(catalogue_ignores_case_and_blanks_around)
{
    CHECK_INT(found(t, "netpro"), 2);
    CHECK_INT(found(t, "  NetPro"), 2);
    CHECK_INT(found(t, "été"), 5);
}

TEST(catalogue_names_both_places_of_a_name_that_two_share)
{
    CHECK_STR(complaint(t, &catalogue, "twice"),
              S("\"twice\" is the name of two columns, column 4 and column 9; give one of them "
                "another name."));
    CHECK_STR(
        complaint(t, &catalogue, "gate"),
        S("\"gate\" may be \"GATE\" (column 1) or \"Gate\" (column 2); write it exactly as it "
          "is."));
}

TEST(catalogue_suggests_the_nearest_name)
{
    CHECK_STR(complaint(t, &catalogue, "NETPOR"),
              S("There is no column \"NETPOR\"; did you mean NETPRO?"));
    CHECK_STR(complaint(t, &catalogue, "on a scale of 0 - 10"),
              S("There is no column \"on a scale of 0 - 10\"; did you mean `On a scale of 0-10`?"));
}

TEST(catalogue_lists_names_where_none_is_near)
{
    CHECK_STR(complaint(t, &catalogue, "zzzzzz"),
              S("There is no column \"zzzzzz\"; the columns are \"GATE\", \"Gate\", \"NETPRO\", "
                "\"twice\", \"twice\", \"ÉTÉ\", \"On a scale of 0-10\", \"a\" and 2 more."));
    struct catalogue two = {.fields = &fields[7], .fields_len = 2};
    CHECK_STR(complaint(t, &two, "zzzzzz"),
              S("There is no field \"zzzzzz\"; the fields are \"a\" and \"b\"."));
    struct catalogue none = {.fields = fields, .fields_len = 0};
    CHECK_STR(complaint(t, &none, "x"), S("There is no field \"x\": there are no fields at all."));
}
