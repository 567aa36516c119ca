/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * parser_mistake — the sentences for a text that cannot be read: what was
 * expected, what was found, and what was probably meant.
 *
 * Each speaks of the token in hand.
 */
#ifndef ASK_PARSER_MISTAKE_H
#define ASK_PARSER_MISTAKE_H

#include <stdbool.h>

#include "ask/lexer.h"
#include "ask/parser.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* A token as a sentence speaks of it. */
str parser_mistake_shown(struct arena *a, const struct token *t);
/* " behind X", or nothing at the start. */
str parser_mistake_behind(const struct parser *p);
/* "; a text of several words stands in double quotes …" where that may be the cause, and
 * the full stop. */
str parser_mistake_several_words(const struct parser *p);
/* Whether a comparison goes on with this token behind its name. */
bool parser_mistake_is_comparing(const struct token *t);

/* "WHAT is expected behind X, not Y." */
struct err *parser_mistake_expected(const struct parser *p, const char *what);
/* Where a comparison should begin, with a name. */
struct err *parser_mistake_name(const struct parser *p);
/* Behind a name: no sign or word that compares. */
struct err *parser_mistake_comparison(const struct parser *p, str name);
/* Behind "name not": not one of in, between, contains, starts with, under. */
struct err *parser_mistake_negated(const struct parser *p);
/* Behind "is" or "is not": not missing. */
struct err *parser_mistake_missing(const struct parser *p, bool is_negated);
/* Behind =, != or in a list: no value. */
struct err *parser_mistake_value(const struct parser *p);
/* Behind <, between …: neither a number nor a date. */
struct err *parser_mistake_point(const struct parser *p);
/* Within a list of values: neither comma nor closing parenthesis. */
struct err *parser_mistake_list(const struct parser *p, const struct token *open);
/* Behind a complete condition: neither and, or nor what may follow, which is ) in
 * a group. */
struct err *parser_mistake_rest(const struct parser *p, bool is_in_group);

#endif
