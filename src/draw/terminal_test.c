/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draw/terminal.h"

#include "base/test.h"

static struct terminal_facts on_a_terminal(void)
{
    return (struct terminal_facts){
        .is_terminal = true, .width = 132, .term = "xterm-256color", .lang = "en_GB.UTF-8"};
}

TEST(terminal_of_facts_takes_the_terminals_width)
{
    (void)t;
    struct terminal_facts facts = on_a_terminal();
    CHECK_INT(terminal_of_facts(&facts).width, 132);
    facts.columns = "72";
    CHECK_INT(terminal_of_facts(&facts).width, 72);
    facts.columns = "5";
    CHECK_INT(terminal_of_facts(&facts).width, TERMINAL_WIDTH_MIN);
    facts.columns = "99999999999999999999999";
    CHECK_INT(terminal_of_facts(&facts).width, 132);
    facts.columns = "wide";
    CHECK_INT(terminal_of_facts(&facts).width, 132);
    facts.columns = NULL;
    facts.width = 5000;
    CHECK_INT(terminal_of_facts(&facts).width, TERMINAL_WIDTH_MAX);
    facts.width = 0;
    CHECK_INT(terminal_of_facts(&facts).width, TERMINAL_WIDTH_ELSE);
}

TEST(terminal_of_facts_has_colour_only_where_it_is_wanted)
{
    (void)t;
    struct terminal_facts facts = on_a_terminal();
    CHECK(terminal_of_facts(&facts).colour);
    facts.no_color = "";
    CHECK(terminal_of_facts(&facts).colour); /* no-color.org: not when empty */
    facts.term = "dumb";
    CHECK(!terminal_of_facts(&facts).colour);
    facts.term = NULL;
    CHECK(!terminal_of_facts(&facts).colour);
    facts = (struct terminal_facts){.term = "xterm"};
    CHECK(!terminal_of_facts(&facts).colour);
    facts.clicolor_force = "0";
    CHECK(!terminal_of_facts(&facts).colour);
    facts.clicolor_force = "1";
    CHECK(terminal_of_facts(&facts).colour);
    facts.no_color = "1";
    CHECK(!terminal_of_facts(&facts).colour);
}

TEST(terminal_of_facts_takes_the_locale_that_weighs_most)
{
    (void)t;
    struct terminal_facts facts = on_a_terminal();
    CHECK(terminal_of_facts(&facts).utf8);
    facts.lang = "C.utf8";
    CHECK(terminal_of_facts(&facts).utf8);
    facts.lc_ctype = "de_DE.ISO-8859-1";
    CHECK(!terminal_of_facts(&facts).utf8);
    facts.lc_all = "C";
    facts.lc_ctype = "C.UTF-8";
    CHECK(!terminal_of_facts(&facts).utf8);
    facts.lc_all = "";
    CHECK(terminal_of_facts(&facts).utf8);
    facts = (struct terminal_facts){0};
    CHECK(terminal_of_facts(&facts).utf8);
}

TEST(terminal_of_stream_sees_that_a_file_is_no_terminal)
{
    (void)t;
    CHECK(setenv("COLUMNS", "", 1) == 0 && setenv("CLICOLOR_FORCE", "", 1) == 0);
    char bytes[8];
    FILE *memory = fmemopen(bytes, sizeof bytes, "w");
    CHECK(memory);
    struct terminal is = terminal_of_stream(memory);
    (void)fclose(memory);
    CHECK_INT(is.width, TERMINAL_WIDTH_ELSE);
    CHECK(!is.colour);
}

TEST(terminal_add_paints_only_with_colour)
{
    struct buf b = buf_make(t->arena, 100);
    struct terminal terminal = {.width = 80, .colour = false, .utf8 = true};
    terminal_add(terminal, &b, TONE_BAD, S("down"));
    CHECK_STR(buf_str(&b), S("down"));
    terminal.colour = true;
    terminal_add(terminal, &b, TONE_BAD, S("down"));
    terminal_add(terminal, &b, TONE_BAD, S(""));
    terminal_add(terminal, &b, TONE_PLAIN, S("."));
    CHECK_STR(buf_str(&b), S("down\x1b[31mdown\x1b[0m."));
}
