/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/xlsx_format.h"

#include "base/test.h"

static const char *shown(const char *code)
{
    struct xlsx_format f = xlsx_format_of_code(str_of_chars(code));
    if (f.has_split_seconds)
        return f.has_date ? "date and split time" : "split time";
    return f.has_date ? f.has_time ? "date and time" : "date" : f.has_time ? "time" : "number";
}

#define CHECK_SHOWN(code, should) CHECK_STR(str_of_chars(shown(code)), S(should))

TEST(xlsx_format_tells_dates_and_times_from_numbers)
{
    CHECK_SHOWN("General", "number");
    CHECK_SHOWN("0.00", "number");
    CHECK_SHOWN("#,##0;[Red]-#,##0", "number");
    CHECK_SHOWN("0.00E+00", "number");
    CHECK_SHOWN("dd.mm.yyyy", "date");
    CHECK_SHOWN("[$-409]mmm\\ yy;@", "date");
    CHECK_SHOWN("mmm", "date");
    CHECK_SHOWN("h:mm", "time");
    CHECK_SHOWN("[h]:mm:ss", "time");
    CHECK_SHOWN("[mm]", "time");
    CHECK_SHOWN("mm:ss.0", "split time");
    CHECK_SHOWN("yyyy-mm-dd hh:mm", "date and time");
    CHECK_SHOWN("m/d/yy h:mm AM/PM", "date and time");
    CHECK_SHOWN("yyyy-mm-dd hh:mm:ss.000", "date and split time");
}

TEST(xlsx_format_is_not_misled_by_texts)
{
    CHECK_SHOWN("0\" days\"", "number");
    CHECK_SHOWN("0\\d", "number");
    CHECK_SHOWN("[Red]0", "number");
    CHECK_SHOWN("_(* #,##0_d", "number");
    CHECK_SHOWN("0;\"dd\"", "number");
    CHECK_SHOWN("\"never closed dd", "number");
    CHECK_SHOWN("[never closed", "number");
    CHECK_SHOWN("0\\", "number");
}

TEST(xlsx_format_knows_those_without_a_code)
{
    CHECK(!xlsx_format_built_in(0).has_date && !xlsx_format_built_in(13).has_date);
    CHECK(xlsx_format_built_in(14).has_date && !xlsx_format_built_in(14).has_time);
    CHECK(!xlsx_format_built_in(20).has_date && xlsx_format_built_in(20).has_time);
    CHECK(xlsx_format_built_in(22).has_date && xlsx_format_built_in(22).has_time);
    CHECK(xlsx_format_built_in(47).has_split_seconds);
    CHECK(!xlsx_format_built_in(49).has_date && !xlsx_format_built_in(164).has_time);
}
