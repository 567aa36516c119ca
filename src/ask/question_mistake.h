/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * question_mistake — the sentences for a question that cannot be read: what was
 * expected, what was found, and what was probably meant.
 *
 * Each speaks of the token in hand.
 */
#ifndef ASK_QUESTION_MISTAKE_H
#define ASK_QUESTION_MISTAKE_H

#include <stdbool.h>

#include "ask/parser.h"
#include "ask/question_text.h"
#include "base/err.h"

/* What stands before the token in hand, as far as it matters. */
enum question_place { PLACE_BEHIND_CLAUSE, PLACE_BEHIND_NAMES, PLACE_BEHIND_CONDITION };

/* Where a measure and its parenthesis should begin the question. */
struct err *question_mistake_measure(const struct parser *p);
/* Where a name is expected: what a name is for, as in "The name of a field". */
struct err *question_mistake_name(const struct parser *p, const char *what);
/* Within the parenthesis: neither comma nor ). */
struct err *question_mistake_fields(const struct parser *p, const struct token *open);
/* Where a clause or the end is expected. */
struct err *question_mistake_clause(const struct parser *p, enum question_place place);
/* A clause that stood before. */
struct err *question_mistake_again(const struct parser *p, enum question_clause clause);
/* Behind where: no condition.  NULL where the parser's own sentences say it better. */
struct err *question_mistake_where(const struct parser *p);
/* Behind compare: neither one of its words nor a condition.  NULL as above. */
struct err *question_mistake_compare(const struct parser *p);
/* Behind compare previous: a unit of time. */
struct err *question_mistake_previous(const struct parser *p);
/* Where a date or period is expected. */
struct err *question_mistake_point(const struct parser *p);
/* A point that the calendar does not have. */
struct err *question_mistake_unreal(const struct parser *p);
/* Where a unit of time is expected; may_count: or a number of them. */
struct err *question_mistake_unit(const struct parser *p, bool may_count);

#endif
