/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draw/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "base/caller.h"

static bool is_set(const char *value)
{
    return value && value[0] != '\0';
}

/* A whole number from 1 on; 0 where it is none. */
static unsigned columns_of(const char *value)
{
    unsigned columns = 0;
    for (size_t i = 0; value && value[i]; i++) {
        if (value[i] < '0' || value[i] > '9' || columns > TERMINAL_WIDTH_MAX)
            return 0;
        columns = columns * 10 + (unsigned)(value[i] - '0');
    }
    return columns;
}

static unsigned width_of_facts(const struct terminal_facts *facts)
{
    unsigned width = columns_of(facts->columns);
    if (width == 0)
        width = facts->width;
    if (width == 0)
        return TERMINAL_WIDTH_ELSE;
    if (width < TERMINAL_WIDTH_MIN)
        return TERMINAL_WIDTH_MIN;
    return width > TERMINAL_WIDTH_MAX ? TERMINAL_WIDTH_MAX : width;
}

static bool has_colour(const struct terminal_facts *facts)
{
    if (is_set(facts->no_color))
        return false;
    if (is_set(facts->clicolor_force) && !str_equal(str_of_chars(facts->clicolor_force), S("0")))
        return true;
    return facts->is_terminal && is_set(facts->term) &&
           !str_equal(str_of_chars(facts->term), S("dumb"));
}

/* en_GB.UTF-8, C.utf8 */
static bool names_utf8(str locale)
{
    for (size_t i = 0; i < locale.len; i++)
        if (str_equal_ignoring_case(str_slice(locale, i, i + 5), S("UTF-8")) ||
            str_equal_ignoring_case(str_slice(locale, i, i + 4), S("UTF8")))
            return true;
    return false;
}

static bool has_utf8(const struct terminal_facts *facts)
{
    const char *by_weight[] = {facts->lc_all, facts->lc_ctype, facts->lang};
    for (size_t i = 0; i < sizeof by_weight / sizeof by_weight[0]; i++)
        if (is_set(by_weight[i]))
            return names_utf8(str_of_chars(by_weight[i]));
    return true;
}

struct terminal terminal_of_facts(const struct terminal_facts *facts)
{
    return (struct terminal){
        .width = width_of_facts(facts), .colour = has_colour(facts), .utf8 = has_utf8(facts)};
}

struct terminal terminal_of_stream(FILE *stream)
{
    struct terminal_facts facts = {
        .columns = caller_variable("COLUMNS"),
        .term = caller_variable("TERM"),
        .no_color = caller_variable("NO_COLOR"),
        .clicolor_force = caller_variable("CLICOLOR_FORCE"),
        .lc_all = caller_variable("LC_ALL"),
        .lc_ctype = caller_variable("LC_CTYPE"),
        .lang = caller_variable("LANG"),
    };
    int fd = fileno(stream); /* -1: a stream in memory */
    struct winsize size = {0};
    facts.is_terminal = fd >= 0 && isatty(fd);
    if (facts.is_terminal && ioctl(fd, TIOCGWINSZ, &size) == 0)
        facts.width = size.ws_col;
    return terminal_of_facts(&facts);
}

void terminal_add(struct terminal t, struct buf *b, enum tone tone, str s)
{
    /* Cyan and red stay apart for every kind of colour vision; the user's own
     * palette says which cyan and which red. */
    static const char *const codes[TONE_COUNT] = {
        [TONE_PLAIN] = "",  [TONE_GOOD] = "36",  [TONE_BAD] = "31",
        [TONE_FAINT] = "2", [TONE_STRONG] = "1",
    };
    bool paints = t.colour && tone != TONE_PLAIN && s.len > 0;
    if (paints)
        buf_addf(b, "\x1b[%sm", codes[tone]);
    buf_add(b, s);
    if (paints)
        buf_add(b, S("\x1b[0m"));
}
