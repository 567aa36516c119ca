/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/mistake.h"

#include "base/test.h"
#include "base/text.h"

TEST(mistake_carries_its_place_in_number_and_words)
{
    struct err *e = MISTAKE(t->arena, 17, WHY_USAGE, "No %s.", "gate");
    CHECK_INT(e->position, 17);
    CHECK_STR(e->at, S("character 17"));
    CHECK_STR(e->text, S("No gate."));
    CHECK(e->why == WHY_USAGE);
}

TEST(mistake_view_has_the_caret_under_the_character)
{
    str view = mistake_view(t->arena, S("where "), S("BAREA = \"A\" an gate > 3"), 13, 80);
    CHECK_STR(view, S("where BAREA = \"A\" an gate > 3\n"
                      "                  ^"));
}

TEST(mistake_view_counts_cells_and_not_bytes)
{
    /* Two cells for each of the two characters, none for the accent of e. */
    CHECK_STR(mistake_view(t->arena, S(""), S("東京 x"), 4, 80), S("東京 x\n"
                                                                   "     ^"));
    CHECK_STR(mistake_view(t->arena, S(""), S("e\u0301t x"), 5, 80), S("e\u0301t x\n"
                                                                       "   ^"));
}

TEST(mistake_view_points_behind_the_end)
{
    CHECK_STR(mistake_view(t->arena, S("where "), S("x ="), 4, 80), S("where x =\n"
                                                                      "         ^"));
    CHECK_STR(mistake_view(t->arena, S(""), S(""), 1, 80), S("\n"
                                                             "^"));
    CHECK_STR(mistake_view(t->arena, S(""), S("x"), 99, 80), S("x\n"
                                                               " ^"));
}

TEST(mistake_view_shows_one_line_of_what_has_many)
{
    CHECK_STR(mistake_view(t->arena, S(""), S("x =\n\t3\x1b["), 8, 80), S("x =  3\\x1b[\n"
                                                                          "          ^"));
}

TEST(mistake_view_cuts_around_the_place)
{
    str text = S("a = 1 and b = 2 and c = 3 an d = 4 and e = 5 and f = 6");
    CHECK_STR(mistake_view(t->arena, S("where "), text, 27, 30), S("…nd b = 2 and c = 3 an d = 4…\n"
                                                                   "                    ^"));
    CHECK_STR(mistake_view(t->arena, S("where "), text, 55, 30),
              S("…an d = 4 and e = 5 and f = 6\n"
                "                             ^"));
}

TEST(mistake_view_never_is_wider_than_asked)
{
    str text = S("東京 = \"שלום עולם\" and x in (1, 2, 3) an \u200Fy = 3 and z contains été");
    for (size_t width = 20; width < 90; width++)
        for (size_t position = 1; position <= text_len(text) + 1; position++) {
            str view = mistake_view(t->arena, S("where "), text, position, width);
            str caret = {NULL, 0};
            str line = str_cut(view, '\n', &caret);
            CHECK(text_width(line) <= width);
            CHECK(caret.len >= 1 && caret.len <= width);
            CHECK(caret.ptr[caret.len - 1] == '^');
        }
}
