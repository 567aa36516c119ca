/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text — what people see of a str: characters, letters of either case, cells on
 * a terminal, names that look alike.
 *
 * Knows UTF-8 and what glibc's locale "C.UTF-8" knows of Unicode
 * (widths, lower case; where that locale is missing, ASCII only).  It knows no
 * language, no collation, no normalisation: é as one code point and as e with a
 * combining accent are two texts.
 *
 * Escaped form: what would move the cursor, hide or lie when it is printed is
 * shown as \n \t \r, \x1b (other control characters below U+0080 and bytes that
 * are not UTF-8) or \u202e, \U000e0001 (C1 controls, line and paragraph separator,
 * direction overrides, zero width space, byte order mark, tags, what has no
 * glyph).  A
 * backslash stays as it is, so that escaping twice changes nothing.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* Takes the first character off *rest, which must not be empty.  True: it was
 * well-formed UTF-8 (shortest form, no surrogates, at most U+10FFFF).  False: it
 * was not; exactly one byte is taken and *code_point is that byte's value. */
bool text_next(str *rest, uint32_t *code_point);
/* Adds the UTF-8 form; U+FFFD for what is not a Unicode scalar value. */
void text_add(struct buf *b, uint32_t code_point);
bool text_is_utf8(str s);
/* Bytes at the front that are ASCII. */
size_t text_ascii_len(str s);
/* Code points; a byte that is not UTF-8 counts as one. */
size_t text_len(str s);

/* ASCII that a person still reads: é e, ß ss, – -, … ..., what has no likeness ?.
 * Escapes first. */
str text_to_ascii(struct arena *a, str s);

/* Letters without regard to case, code point by code point (ß is not ss). */
bool text_equal_ignoring_case(str a, str b);
str text_to_lower(struct arena *a, str s);

/* The escaped form; s itself where nothing needs it. */
str text_escape(struct arena *a, str s);
/* Cells that the escaped form takes on a terminal: combining marks 0, CJK 2. */
size_t text_width(str s);
/* The escaped form, cut with … where it is wider than width cells.  Never wider
 * than width. */
str text_fit(struct arena *a, str s, size_t width);
/* The same with another sign for the cut ("" too). */
str text_fit_with(struct arena *a, str s, size_t width, str ellipsis);
/* Takes the next line of at most width cells (at least 1) off *rest: breaks at
 * spaces, ends at a line break, cuts words that are longer; blanks where it
 * breaks are dropped.  To be called until *rest is empty. */
str text_wrap_next(str *rest, size_t width);

/* For a message: the escaped form in double quotes, of at most LIMIT_QUOTED_CHARS
 * characters, with … inside where there are more; " and \ get a backslash. */
str text_quote(struct arena *a, str s);

/* The candidate that given is most probably a slip of the hand for: fewest edits
 * (insert, delete, change, swap neighbours; case ignored), at most a third of the
 * characters and at least one, never all of them; the first of equals.  Empty
 * where there is none, or where given is longer than 128 characters. */
str text_suggest(struct arena *a, str given, const str *candidates, size_t candidates_len);
/* How much of the longer one is left where one becomes the other by such edits: 0 to 1.  0
 * where either is empty or longer than 128 characters. */
double text_likeness(struct arena *a, str one, str other);

#endif
