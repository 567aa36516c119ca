/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draw/sheet.h"

#include <math.h>

#include "base/limits.h"
#include "base/test.h"
#include "base/text.h"

static struct terminal terminal_of_width(unsigned width)
{
    return (struct terminal){.width = width, .colour = false, .utf8 = true};
}

static str printed(struct test *t, const struct sheet *s, struct terminal terminal)
{
    struct buf b = buf_make(t->arena, 16 * MIB);
    sheet_print(s, terminal, &b);
    CHECK(!b.full);
    return buf_str(&b);
}

static struct sheet *sample(struct test *t)
{
    const struct sheet_column columns[] = {
        {.header = S("Area"), .kind = SHEET_TEXT, .shrinks = true},
        {.header = S("NPS"), .kind = SHEET_NUMBER},
        {.header = S(""), .kind = SHEET_WHISKER, .axis = {.lo = 0, .hi = 100}, .leaves = 3},
        {.header = S("Answers"), .kind = SHEET_NUMBER, .leaves = 1},
        {.header = S("Against the rest"), .kind = SHEET_TEXT, .leaves = 2},
    };
    struct sheet *s = sheet_make(t->arena, columns, 5);
    sheet_set_title(s, S("NPS by area"), S("a.csv"));
    sheet_add_row(s, TONE_PLAIN);
    sheet_put(s, 0, S("North"), TONE_PLAIN);
    sheet_put(s, 1, S("40.0"), TONE_PLAIN);
    sheet_put_whisker(s, 2, (struct whisker){40, 20, 60}, TONE_GOOD);
    sheet_put(s, 3, S("1,204"), TONE_PLAIN);
    sheet_put(s, 4, S("up by 8.1"), TONE_GOOD);
    sheet_add_row(s, TONE_FAINT);
    sheet_put(s, 0, S("Süd"), TONE_PLAIN);
    sheet_put(s, 1, S("−5.0"), TONE_PLAIN);
    sheet_put(s, 3, S("8"), TONE_PLAIN);
    sheet_put(s, 4, S("too few"), TONE_PLAIN);
    sheet_add_rule(s);
    sheet_add_row(s, TONE_STRONG);
    sheet_put(s, 0, S("All"), TONE_PLAIN);
    sheet_add_note(s, S("The intervals know chance only, not who chose to answer."));
    return s;
}

TEST(sheet_aligns_texts_numbers_and_whiskers)
{
    CHECK_STR(printed(t, sample(t), terminal_of_width(60)),
              S("NPS by area\n"
                "a.csv\n"
                "\n"
                "Area    NPS                        Answers  Against the rest\n"
                "─────  ────  0 ────────────── 100  ───────  ────────────────\n"
                "North  40.0      ├───●──┤            1,204  up by 8.1\n"
                "Süd    −5.0                              8  too few\n"
                "─────  ────  ────────────────────  ───────  ────────────────\n"
                "All\n"
                "\n"
                "• The intervals know chance only, not who chose to answer.\n"));
}

TEST(sheet_in_ascii_is_ascii)
{
    struct terminal terminal = {.width = 60, .utf8 = false};
    CHECK_STR(printed(t, sample(t), terminal),
              S("NPS by area\n"
                "a.csv\n"
                "\n"
                "Area    NPS                        Answers  Against the rest\n"
                "-----  ----  0 -------------- 100  -------  ----------------\n"
                "North  40.0      |---o--|            1,204  up by 8.1\n"
                "Sud    -5.0                              8  too few\n"
                "-----  ----  --------------------  -------  ----------------\n"
                "All\n"
                "\n"
                "* The intervals know chance only, not who chose to answer.\n"));
}

TEST(sheet_lets_columns_leave_and_says_so)
{
    CHECK_STR(printed(t, sample(t), terminal_of_width(30)), S("NPS by area\n"
                                                              "a.csv\n"
                                                              "\n"
                                                              "Area    NPS\n"
                                                              "─────  ────  0 ─────────── 100\n"
                                                              "North  40.0     ├──●───┤\n"
                                                              "Süd    −5.0\n"
                                                              "─────  ────  ─────────────────\n"
                                                              "All\n"
                                                              "\n"
                                                              "• The intervals know chance\n"
                                                              "  only, not who chose to\n"
                                                              "  answer.\n"
                                                              "• Left out at this width:\n"
                                                              "  Answers, Against the rest.\n"));
}

TEST(sheet_wraps_headers_before_columns_leave)
{
    str text = printed(t, sample(t), terminal_of_width(54));
    str line;
    for (int i = 0; i < 4; i++)
        line = str_cut(text, '\n', &text);
    CHECK_STR(line, S("                                            Against"));
    line = str_cut(text, '\n', &text);
    CHECK_STR(line, S("Area    NPS                        Answers  the rest"));
}

TEST(sheet_brings_a_narrow_column_back_when_a_wide_one_has_left)
{
    const struct sheet_column two[] = {
        {.header = S("g"), .kind = SHEET_TEXT},
        {.header = S("n"), .kind = SHEET_NUMBER, .leaves = 1},
        {.header = S("words"), .kind = SHEET_TEXT, .leaves = 2},
    };
    struct sheet *s = sheet_make(t->arena, two, 3);
    sheet_add_row(s, TONE_PLAIN);
    sheet_put(s, 0, S("group"), TONE_PLAIN);
    sheet_put(s, 1, S("12"), TONE_PLAIN);
    sheet_put(s, 2, S("a verdict of many words"), TONE_PLAIN);
    CHECK_STR(printed(t, s, terminal_of_width(20)), S("g       n\n"
                                                      "─────  ──\n"
                                                      "group  12\n"
                                                      "\n"
                                                      "• Left out at this\n"
                                                      "  width: words.\n"));
}

TEST(sheet_cuts_texts_but_keeps_them_distinct)
{
    const struct sheet_column one[] = {
        {.header = S("Group"), .kind = SHEET_TEXT, .shrinks = true, .width_min = 5},
        {.header = S("n"), .kind = SHEET_NUMBER, .leaves = 1},
    };
    struct sheet *s = sheet_make(t->arena, one, 2);
    const str names[] = {S("International Terminal A, upper level"),
                         S("International Terminal B, upper level")};
    for (size_t i = 0; i < 2; i++) {
        sheet_add_row(s, TONE_PLAIN);
        sheet_put(s, 0, names[i], TONE_PLAIN);
        sheet_put(s, 1, S("1234567"), TONE_PLAIN);
    }
    CHECK_STR(printed(t, s, terminal_of_width(36)), S("Group                              n\n"
                                                      "───────────────────────────  ───────\n"
                                                      "International Terminal A,…   1234567\n"
                                                      "International Terminal B,…   1234567\n"));
    CHECK_STR(printed(t, s, terminal_of_width(28)), S("Group\n"
                                                      "────────────────────────────\n"
                                                      "International Terminal A, u…\n"
                                                      "International Terminal B, u…\n"
                                                      "\n"
                                                      "• Left out at this width: n.\n"));
}

TEST(sheet_escapes_what_would_steer_the_terminal)
{
    const struct sheet_column one[] = {{.header = S("a\x1b[2J"), .kind = SHEET_TEXT}};
    struct sheet *s = sheet_make(t->arena, one, 1);
    sheet_set_title(s, S("t\x1b]0;x\x07"), S("\xC2\x9B"));
    sheet_add_row(s, TONE_PLAIN);
    sheet_put(s, 0, S("x\r\ny\x1b[31m\xFF"), TONE_PLAIN);
    sheet_add_note(s, S("n\x08\n"));
    CHECK_STR(printed(t, s, terminal_of_width(40)), S("t\\x1b]0;x\\x07\n"
                                                      "\\u009b\n"
                                                      "\n"
                                                      "a\\x1b[2J\n"
                                                      "──────────────────\n"
                                                      "x\\r\\ny\\x1b[31m\\xff\n"
                                                      "\n"
                                                      "• n\\x08\\n\n"));
}

TEST(sheet_lets_a_note_go_on_below)
{
    const struct sheet_column one[] = {{.header = S("a"), .kind = SHEET_TEXT}};
    struct sheet *s = sheet_make(t->arena, one, 1);
    sheet_add_note(s, S("In the map:"));
    sheet_add_note_line(s, S("[A] degrees: bad, fair, good"));
    sheet_add_note_line(s, S("[B] degrees: bad, fair, good"));
    CHECK_STR(printed(t, s, terminal_of_width(40)), S("a\n"
                                                      "─\n"
                                                      "\n"
                                                      "• In the map:\n"
                                                      "    [A] degrees: bad, fair, good\n"
                                                      "    [B] degrees: bad, fair, good\n"));
}

TEST(sheet_has_colour_only_where_the_terminal_has)
{
    struct sheet *s = sample(t);
    CHECK(!str_has(printed(t, s, terminal_of_width(80)), '\x1b'));
    struct terminal colour = {.width = 80, .colour = true, .utf8 = true};
    CHECK(str_has(printed(t, s, colour), '\x1b'));
}

TEST(sheet_without_rows_shows_its_headers)
{
    const struct sheet_column columns[] = {{.header = S("Area"), .kind = SHEET_TEXT},
                                           {.header = S("NPS"), .kind = SHEET_NUMBER}};
    struct sheet *s = sheet_make(t->arena, columns, 2);
    CHECK_STR(printed(t, s, terminal_of_width(80)), S("Area  NPS\n────  ───\n"));
}

TEST(sheet_does_not_let_faint_rows_stretch_the_axis)
{
    const struct sheet_column own[] = {{.header = S("a"), .kind = SHEET_TEXT},
                                       {.header = S("b"), .kind = SHEET_WHISKER}};
    struct sheet *s = sheet_make(t->arena, own, 2);
    sheet_add_row(s, TONE_PLAIN);
    sheet_put_whisker(s, 1, (struct whisker){20, 10, 30}, TONE_PLAIN);
    sheet_add_row(s, TONE_FAINT);
    sheet_put_whisker(s, 1, (struct whisker){20, -90, 90}, TONE_PLAIN);
    CHECK_STR(printed(t, s, terminal_of_width(20)), S("a  b\n"
                                                      "─  10 ─────────── 30\n"
                                                      "   ├───────●───────┤\n"
                                                      "   ◂───────○───────▸\n"));
}

/* ---- any table on any terminal ---- */

struct dice {
    uint64_t state;
};

static unsigned roll(struct dice *d, unsigned sides)
{
    d->state = d->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(d->state >> 33) % sides;
}

static str any_text(struct test *t, struct dice *d)
{
    const str bits[] = {S("a"),
                        S(" "),
                        S("東"),
                        S("e\xCC\x81"),
                        S("\x1b[31m"),
                        S("−12.5"),
                        S("word"),
                        S("\n"),
                        S("😀"),
                        S("\xFF"),
                        S("\xE2\x80\xA8"),
                        S("…"),
                        S("Café"),
                        S("longer words ")};
    struct buf b = buf_make(t->arena, 4 * KIB);
    for (unsigned n = roll(d, 4) ? roll(d, 6) : roll(d, 60); n > 0; n--)
        buf_add(&b, bits[roll(d, sizeof bits / sizeof bits[0])]);
    return buf_str(&b);
}

static double any_number(struct dice *d)
{
    const double unknown = NAN;
    return roll(d, 8) ? (double)roll(d, 20000) / 100 - 100 : unknown;
}

static struct sheet *any_sheet(struct test *t, struct dice *d)
{
    size_t len = 1 + roll(d, 9);
    struct sheet_column *any = ARENA_ARRAY(t->arena, struct sheet_column, len);
    for (size_t i = 0; i < len; i++)
        any[i] = (struct sheet_column){.header = any_text(t, d),
                                       .kind = (enum sheet_kind)roll(d, SHEET_COUNT),
                                       .shrinks = roll(d, 2) == 0,
                                       .width_min = roll(d, 3) * 8,
                                       .leaves = roll(d, 4),
                                       .axis = {.shows = roll(d, REFERENCE_COUNT)}};
    struct sheet *s = sheet_make(t->arena, any, len);
    sheet_set_title(s, any_text(t, d), any_text(t, d));
    for (unsigned rows = roll(d, 8); rows > 0; rows--) {
        if (roll(d, 6) == 0)
            sheet_add_rule(s);
        sheet_add_row(s, (enum tone)roll(d, TONE_COUNT));
        for (size_t i = 0; i < len; i++) {
            enum tone tone = (enum tone)roll(d, TONE_COUNT);
            struct whisker w = {any_number(d), any_number(d), any_number(d)};
            if (any[i].kind == SHEET_WHISKER)
                sheet_put_whisker(s, i, w, tone);
            else
                sheet_put(s, i, any_text(t, d), tone);
        }
    }
    for (unsigned notes = roll(d, 3); notes > 0; notes--)
        sheet_add_note(s, any_text(t, d));
    return s;
}

/* Without the codes of terminal_add(), which are all that may be in it. */
static str without_colour(struct test *t, str s)
{
    const str codes[] = {S("\x1b[0m"), S("\x1b[1m"), S("\x1b[2m"), S("\x1b[31m"), S("\x1b[36m")};
    struct buf b = buf_make(t->arena, s.len);
    while (s.len > 0) {
        size_t skip = 0;
        for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
            if (str_starts_with(s, codes[i]))
                skip = codes[i].len;
        if (skip == 0)
            buf_add_char(&b, s.ptr[0]);
        s = str_slice(s, skip ? skip : 1, s.len);
    }
    return buf_str(&b);
}

static void check_line(struct test *t, str line, struct terminal terminal)
{
    CHECK_THAT(text_width(line) <= terminal.width, "wider than %u: %.*s", terminal.width,
               STR(line));
    CHECK_STR(text_escape(t->arena, line), line);
    CHECK_THAT(line.len == 0 || line.ptr[line.len - 1] != ' ' || terminal.colour,
               "blanks at the end: %.*s|", STR(line));
    for (size_t i = 0; !terminal.utf8 && i < line.len; i++)
        CHECK((unsigned char)line.ptr[i] < 0x80);
}

TEST(sheet_of_anything_stays_within_any_terminal)
{
    struct dice d = {.state = 7414};
    for (int i = 0; i < 1500; i++) {
        struct sheet *s = any_sheet(t, &d);
        struct terminal terminal = {
            .width = 20 + roll(&d, 140), .colour = roll(&d, 2) == 0, .utf8 = roll(&d, 3) > 0};
        str text = printed(t, s, terminal);
        CHECK(text.len > 0 && text.ptr[text.len - 1] == '\n');
        if (terminal.colour)
            text = without_colour(t, text);
        while (text.len > 0)
            check_line(t, str_cut(text, '\n', &text), terminal);
    }
}

TEST(sheet_with_colour_says_the_same_as_without)
{
    struct dice d = {.state = 99};
    for (int i = 0; i < 300; i++) {
        struct sheet *s = any_sheet(t, &d);
        struct terminal terminal = terminal_of_width(20 + roll(&d, 140));
        str without = printed(t, s, terminal);
        terminal.colour = true;
        str with = without_colour(t, printed(t, s, terminal));
        CHECK_STR(with, without);
    }
}
