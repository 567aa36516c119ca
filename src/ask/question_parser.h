/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * question_parser — from tokens to a question.
 *
 *   question  = measure "(" name { "," name } ")" { clause } ;    (each clause once)
 *   clause    = "box" "(" value { "," value } ")"
 *             | "weighted"
 *             | "latest" "per" "person"
 *             | "by" dimension { "," dimension }
 *             | "where" condition
 *             | range
 *             | "compare" ( "previous" | "year" | "rest" | condition )
 *             | "matters" number
 *             | "population" number ;
 *   dimension = "day" | "week" | "month" | "quarter" | "year" | name ;
 *   range     = [ "since" point ] [ "until" point ]     (also apart, in either order)
 *             | "between" point "and" point
 *             | "in" point
 *             | "last" [ number ] unit | "this" unit
 *             | "today" | "yesterday" ;
 *   point     = date | month | quarter | week | year ;
 *   unit      = "day" | "days" | "week" | … | "years" ;
 *   measure   = word ;
 *   name      = word | backquoted name ;
 *
 * value and condition are those of ask/parser.h.  Words of the language are written in
 * any case.  A word that begins a clause is no name behind "by" without backquotes;
 * elsewhere it may be one.  Behind "compare", previous, year and rest are names only
 * where a comparison goes on behind them; before "between" they are not (the range),
 * and before "in" only where a list follows.
 */
#ifndef ASK_QUESTION_PARSER_H
#define ASK_QUESTION_PARSER_H

#include <stdbool.h>

#include "ask/parser.h"
#include "ask/question_text.h"
#include "base/err.h"
#include "base/str.h"

/* Reads to the end. */
struct err *question_parser_read(struct parser *p, struct question_text *out);

/* Whether the word begins a clause, in any case. */
bool question_parser_is_clause(str word);
/* What a word behind "compare" stands for; COMPARE_WITH_CONDITION where it is none. */
enum question_comparison question_parser_comparison(str word);

#endif
