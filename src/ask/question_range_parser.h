/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * question_range_parser — from tokens to a range of days (ask/question_parser.h has
 * the grammar).
 */
#ifndef ASK_QUESTION_RANGE_PARSER_H
#define ASK_QUESTION_RANGE_PARSER_H

#include <stdbool.h>

#include "ask/parser.h"
#include "ask/question_range.h"
#include "base/date.h"
#include "base/err.h"
#include "base/str.h"

/* Whether a range begins with the word, in any case. */
bool question_range_parser_is_word(str word);
/* The token in hand is such a word.  *range is what was read before (RANGE_ALL, or the
 * one end that this other one may join) and then the whole. */
struct err *question_range_parser_read(struct parser *p, struct question_range *range);
/* "month", and "months" where plurals are taken, in any case. */
bool question_range_parser_is_unit(str word, bool takes_plural, enum period *out);

#endif
