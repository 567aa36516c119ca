/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/table_names.h"

#include "base/test.h"

/* Rows behind "/", cells behind "|". */
static size_t names_row(const char *text)
{
    struct table_row rows[TABLE_ROWS_LOOKED_AT];
    size_t len = 0;
    str rest = str_of_chars(text);
    while (rest.ptr && len < TABLE_ROWS_LOOKED_AT) {
        str row = str_cut(rest, '/', &rest);
        rows[len] = (struct table_row){.cells = 0};
        while (row.ptr)
            table_row_add(&rows[len], str_cut(row, '|', &row));
        len++;
    }
    return table_names_row(rows, len);
}

static void should_be(size_t row, const char *text)
{
    CHECK_THAT(names_row(text) == row, "row %zu of %s holds the names", names_row(text), text);
}

TEST(names_stand_below_a_title)
{
    (void)t;
    should_be(1, "Survey 2024/Id|Score/1|9/2|8");
    should_be(1, "Survey 2024|/Id|Score/1|9/2|8"); /* as a spreadsheet saves it */
    should_be(3, "Survey 2024||/Spring||/||/Id|Score|Why/1|9|/2|8|good");
    should_be(1, "# clean this/id|name|city|country/a|b|c|d/e|f|g|h");
    should_be(1, "Enquête/Numéro|Note/1|9/2|8");
    should_be(1, "Survey||||/|Id|Score|Area|Why/0|1|9|A|x/1|2|8|B|y"); /* numbered rows */
    should_be(1, "|Survey|/|Id|Score/|1|9/|2|8"); /* the first column is empty */
}

TEST(a_thing_and_what_it_is_may_stand_above_wide_tables)
{
    (void)t;
    should_be(2, "Source|Indicators/Last update|2024-05-30/Country|Code|1990|2000/Aruba|ABW|1|2");
    should_be(3, "Survey/Exported on|3 May 2024/By|Ada/Id|Score|Area|Why/1|9|A|x/2|8|B|y");
    should_be(0, "Exported on|3 May 2024/Id|Score/1|9/2|8"); /* might be a table of two columns */
}

TEST(names_are_in_the_first_row_where_nothing_shows_another)
{
    (void)t;
    should_be(0, "");
    should_be(0, "Id|Score/1|9/2|8");
    should_be(0, "Comment/good/bad");
    should_be(0, "Comment/Ann|Lee|x|y");                 /* no table below */
    should_be(0, "Name||/Ann|Berlin|red/Bob|Rome|blue"); /* the others have no name */
    should_be(0, "|0/name|Ann/age|5");                   /* an index without a name */
    should_be(0, "Which?|/|Email|Phone/1|x|/2||x");      /* names that continue a question */
    should_be(0, "42/Id|Score/1|9/2|8");                 /* no title: a number */
    should_be(0, "Title/Id||Score/1|2|9/2|3|8");         /* a gap */
    should_be(0, "Title/Id|Score/1|9|7/2|8|7/3|8|7");    /* cells beyond the names */
    should_be(0, "Title/Id|Score/1/2/3|9");              /* mostly no table */
}

TEST(names_are_looked_for_within_limits)
{
    char text[4096];
    for (size_t titles = TABLE_TITLES - 1; titles <= TABLE_TITLES + 1; titles++) {
        size_t len = 0;
        for (size_t i = 0; i < titles; i++)
            len += (size_t)snprintf(text + len, sizeof text - len, "Title/");
        (void)snprintf(text + len, sizeof text - len, "Id|Score/1|9/2|8");
        CHECK_INT(names_row(text), titles <= TABLE_TITLES ? titles : 0);
    }
    (void)t;
}
