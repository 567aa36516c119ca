/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * lexer — the words of the question language, each with its place.
 *
 * Blanks (also no-break and ideographic spaces, marks of direction) separate and
 * mean nothing else.  The language knows
 *
 *   word        letters of any script, digits and _, and between two of these
 *               also . and - : netpro, sfo.netpro, Q7ALL, 18-24
 *   number      what decimal_of_str reads: 9, 7.5, .5, -1, 1e3; a comma is never
 *               part of it
 *   date        2026-03 or 2026-03-01, which must exist; 2026 is a number
 *   `name`      any characters; `` is a backquote; blanks at the ends are dropped
 *   "text"      any characters; "" is a quote; a backslash is only itself.  “ ” „
 *               do as well, and such a text ends at the next “, ” or "
 *   = != < <= > >= ( ) ,
 *
 * ==, <>, ≠, ≤, ≥, full-width ＝ ＜ ＞ （ ） ， and the commas 、 and ، are read as
 * what they stand for.  What people type from other languages (=>, &&, |, !, ', ;)
 * is a mistake whose sentence says what to write.
 */
#ifndef ASK_LEXER_H
#define ASK_LEXER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/err.h"
#include "base/str.h"

enum token_kind {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_DATE,
    TOKEN_NAME, /* in backquotes */
    TOKEN_TEXT, /* in double quotes */
    TOKEN_EQUAL,
    TOKEN_NOT_EQUAL,
    TOKEN_LESS,
    TOKEN_LESS_EQUAL,
    TOKEN_GREATER,
    TOKEN_GREATER_EQUAL,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_COUNT
};

/* The days that a date stands for: one, or those of a month. */
struct date_span {
    int32_t first, last;
};

struct token {
    enum token_kind kind;
    size_t position;       /* of its first character */
    size_t end;            /* of the character behind its last */
    str written;           /* as it stands in the text, with its quotes */
    str text;              /* what it says: without quotes, doubled quotes once */
    struct decimal number; /* TOKEN_NUMBER */
    struct date_span days; /* TOKEN_DATE */
    bool is_month;         /* TOKEN_DATE without a day */
};

struct lexer {
    struct arena *arena;
    str rest;
    size_t position; /* of the first character of rest */
};

/* WHY_LIMIT where the text is longer than LIMIT_EXPRESSION_BYTES, WHY_USAGE where
 * it is not UTF-8. */
struct err *lexer_init(struct lexer *l, struct arena *a, str text);
/* The next token; TOKEN_END (again and again) behind the last. */
struct err *lexer_next(struct lexer *l, struct token *out);

/* Whether text, bare, is read as one word: whoever prints an expression asks. */
bool lexer_is_word(str text);
/* Whether this character may stand anywhere in a word: a letter or digit of any
 * script, or _. */
bool lexer_is_letter(uint32_t code_point);

#endif
