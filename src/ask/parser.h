/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * parser — from tokens to trees.
 *
 * A parser holds the token in hand and the one behind it.  parser_condition()
 * stops, without complaint, at the first token that cannot continue the
 * condition, so that a question reads on there (… where CONDITION since …);
 * parser_end() complains when something is left.  Words of the language are
 * written in any case.
 *
 *   condition   = all { "or" all } ;
 *   all         = negation { "and" negation } ;
 *   negation    = "not" negation | "(" condition ")" | comparison ;
 *   comparison  = name ( "=" value
 *                      | "!=" value
 *                      | ( "<" | "<=" | ">" | ">=" ) point
 *                      | [ "not" ] "in" "(" value { "," value } ")"
 *                      | [ "not" ] "between" point "and" point
 *                      | [ "not" ] "contains" text
 *                      | [ "not" ] "starts" "with" text
 *                      | [ "not" ] "under" text
 *                      | "is" [ "not" ] "missing" ) ;
 *   name        = word | backquoted name ;        (a word that is not reserved)
 *   value       = number | date | word | quoted text ;
 *   point       = number | date ;
 *   text        = number | date | word | quoted text ;    (taken as written)
 *
 * Reserved, to be written in backquotes as a name and in quotes as a text: and,
 * or, not, in, is, between, contains, missing.  starts, with and under are words of
 * the language only where they can be nothing else: behind a name.
 */
#ifndef ASK_PARSER_H
#define ASK_PARSER_H

#include <stdbool.h>
#include <stddef.h>

#include "ask/condition.h"
#include "ask/lexer.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct parser {
    struct arena *arena;
    struct lexer lexer;
    struct token now;      /* the token in hand */
    struct token ahead;    /* the one behind it */
    struct err *ahead_err; /* what is wrong with the one behind it; told when it is its turn */
    struct token before;   /* the one let go of last; TOKEN_END where there was none */
    size_t depth;          /* open parentheses and nots */
    size_t terms;          /* comparisons and values so far */
};

struct err *parser_init(struct parser *p, struct arena *a, str text);
/* Lets go of the token in hand. */
struct err *parser_step(struct parser *p);
/* Lets go of it where it is this word; *taken says whether it was. */
struct err *parser_take_word(struct parser *p, str word, bool *taken);
/* Whether the token in hand is this word of the language (any case, no quotes). */
bool parser_is_at(const struct parser *p, str word);
/* Whether a word is one of the reserved, in any case. */
bool parser_is_reserved(str word);

/* "(" value { "," value } ")" */
struct err *parser_values(struct parser *p, const struct value **out, size_t *len);
/* A condition as long as it goes on. */
struct err *parser_condition(struct parser *p, struct condition **out);
/* Behind a condition: fails where anything is left. */
struct err *parser_end(struct parser *p);

#endif
