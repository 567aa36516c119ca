/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * terminal — what the place that text is written to can show: how many cells a
 * line has, colour, more than ASCII.
 *
 * Knows the caller's environment variables and the terminal's own size; writes nothing to it.
 */
#ifndef DRAW_TERMINAL_H
#define DRAW_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/str.h"

enum {
    TERMINAL_WIDTH_MIN = 20,   /* a narrower one is treated as this wide */
    TERMINAL_WIDTH_ELSE = 100, /* in a file or pipe */
    TERMINAL_WIDTH_MAX = 1000
};

struct terminal {
    unsigned width; /* cells of a line */
    bool colour;
    bool utf8; /* false: ASCII only */
};

/* What a piece of text means.  Shown by colour where there is colour, so the
 * words must say it too. */
enum tone { TONE_PLAIN, TONE_GOOD, TONE_BAD, TONE_FAINT, TONE_STRONG, TONE_COUNT };

/* width: COLUMNS, else the terminal's size, else 100.  colour: on a terminal that
 * is not TERM=dumb, or CLICOLOR_FORCE; never with NO_COLOR.  utf8: by LC_ALL,
 * LC_CTYPE, LANG, the first that is set; with none set it is taken for granted. */
struct terminal terminal_of_stream(FILE *stream);

/* The same as a pure function. */
struct terminal_facts {
    bool is_terminal;
    unsigned width; /* what the terminal says of itself; 0: nothing */
    /* Environment; NULL where not set. */
    const char *columns, *term, *no_color, *clicolor_force, *lc_all, *lc_ctype, *lang;
};
struct terminal terminal_of_facts(const struct terminal_facts *facts);

/* Adds s, which must be safe to print (text_escape()), in the tone's colour. */
void terminal_add(struct terminal t, struct buf *b, enum tone tone, str s);

#endif
