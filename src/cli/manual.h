/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * manual — what the reference says beyond the declarations of commands and
 * measures: the rules of files, conditions and comparisons, the keys of the
 * JSON, the exit statuses.
 *
 * The only place of that prose.  The help on the terminal, the man page and
 * docs/COMMANDS.md are all made of it.  Texts are plain: no markup, paragraphs
 * separated by an empty line.
 */
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include "base/str.h"

struct manual_entry {
    const char *term, *about; /* term NULL: behind the last */
};

/* A text, then a table of terms; either may be NULL. */
struct manual_part {
    const char *text;
    const struct manual_entry *entries;
};

struct manual_section {
    const char *name;    /* as in `attune help conditions` */
    const char *title;   /* "Conditions" */
    const char *summary; /* one line, no full stop */
    const struct manual_part *parts;
    size_t parts_len;
};

/* manual_len sections, in the order in which they are read. */
extern const struct manual_section manual[];
extern const size_t manual_len;

/* What the program is, in one line and in a paragraph. */
extern const char manual_summary[];
extern const char manual_description[];
extern const char manual_licence[];

/* The section of that name, or NULL. */
const struct manual_section *manual_find(str name);

#endif
