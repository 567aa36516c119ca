/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mistake — an error in a text that a person typed: where it is, and how that
 * place is shown.
 *
 * Positions are characters (code points), the first is 1; the place behind the
 * last character is its number + 1.  This module knows no grammar.
 */
#ifndef ASK_MISTAKE_H
#define ASK_MISTAKE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* An error at a position, for "return MISTAKE(a, position, WHY_USAGE, "…", …);".
 * err.at becomes "character N". */
#define MISTAKE(a, position, why, ...)                                                             \
    mistake_at((a), (position), err_make((a), (why), __FILE__, __LINE__, __VA_ARGS__))
struct err *mistake_at(struct arena *a, size_t position, struct err *e);

/* Two lines (no line break behind the second) for a terminal: lead and text, and
 * a caret under the character at position:
 *
 *     where BAREA = "A" an gate > 3
 *                       ^
 *
 * What does not fit into width cells is cut around the position and marked with
 * "…"; line breaks and tabs are shown as spaces, other control characters
 * escaped.  Where the line holds letters that run from right to left, a terminal
 * may show them elsewhere than above the caret; the sentence names them anyway. */
str mistake_view(struct arena *a, str lead, str text, size_t position, size_t width);

#endif
