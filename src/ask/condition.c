/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/condition.h"

#include "ask/parser.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/limits.h"

struct err *condition_of_str(struct arena *a, str text, struct condition **out)
{
    struct parser p;
    struct condition *c = NULL;
    TRY(parser_init(&p, a, text));
    TRY(parser_condition(&p, &c));
    TRY(parser_end(&p));
    *out = c;
    return NULL;
}

static void add_quoted(struct buf *out, str text, char quote)
{
    buf_add_char(out, quote);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == quote)
            buf_add_char(out, quote);
        buf_add_char(out, text.ptr[i]);
    }
    buf_add_char(out, quote);
}

/* Bare where that is read as one word, else in quotes. */
static void add_word(struct buf *out, str text, char quote)
{
    if (lexer_is_word(text) && !parser_is_reserved(text))
        buf_add(out, text);
    else
        add_quoted(out, text, quote);
}

static void add_value(struct buf *out, const struct value *v)
{
    struct date d;
    switch (v->kind) {
    case VALUE_NUMBER:
        buf_add(out, decimal_to_str(out->arena, v->number));
        return;
    case VALUE_DATE:
        d = date_of_day(v->days.first);
        buf_addf(out, "%04d-%02d", d.year, d.month);
        if (!v->is_month)
            buf_addf(out, "-%02d", d.day);
        return;
    case VALUE_TEXT:
    case VALUE_KIND_COUNT:
        break;
    }
    add_word(out, v->text, '"');
}

static void add_leaf(struct buf *out, const struct condition *c)
{
    static const char *const words[COMPARISON_COUNT][2] = {
        [COMPARISON_EQUAL] = {" = ", " != "},
        [COMPARISON_LESS] = {" < ", " < "},
        [COMPARISON_LESS_EQUAL] = {" <= ", " <= "},
        [COMPARISON_GREATER] = {" > ", " > "},
        [COMPARISON_GREATER_EQUAL] = {" >= ", " >= "},
        [COMPARISON_IN] = {" in (", " not in ("},
        [COMPARISON_BETWEEN] = {" between ", " not between "},
        [COMPARISON_CONTAINS] = {" contains ", " not contains "},
        [COMPARISON_STARTS] = {" starts with ", " not starts with "},
        [COMPARISON_UNDER] = {" under ", " not under "},
        [COMPARISON_MISSING] = {" is missing", " is not missing"},
    };
    add_word(out, c->name, '`');
    buf_add(out, str_of_chars(words[c->comparison][c->is_negated]));
    for (size_t i = 0; i < c->values_len; i++) {
        if (i > 0)
            buf_add(out, c->comparison == COMPARISON_BETWEEN ? S(" and ") : S(", "));
        add_value(out, &c->values[i]);
    }
    if (c->comparison == COMPARISON_IN)
        buf_add_char(out, ')');
}

/* Parentheses around a part: what binds less than its surroundings, and a group
 * within one of its own kind, which was written so. */
static bool needs_parentheses(enum condition_kind around, enum condition_kind part)
{
    return part == CONDITION_ANY || (part == CONDITION_ALL && around != CONDITION_ANY);
}

static void add_condition(struct buf *out, const struct condition *c)
{
    if (c->kind == CONDITION_LEAF) {
        add_leaf(out, c);
        return;
    }
    if (c->kind == CONDITION_NOT)
        buf_add(out, S("not "));
    for (size_t i = 0; i < c->parts_len; i++) {
        bool wrapped = needs_parentheses(c->kind, c->parts[i]->kind);
        if (i > 0)
            buf_add(out, c->kind == CONDITION_ALL ? S(" and ") : S(" or "));
        if (wrapped)
            buf_add_char(out, '(');
        add_condition(out, c->parts[i]);
        if (wrapped)
            buf_add_char(out, ')');
    }
}

str condition_to_text(struct arena *a, const struct condition *c)
{
    struct buf out = buf_make(a, LIMIT_OUTPUT_BYTES);
    add_condition(&out, c);
    return buf_str(&out);
}

str condition_name_to_text(struct arena *a, str name)
{
    struct buf out = buf_make(a, LIMIT_OUTPUT_BYTES);
    add_word(&out, name, '`');
    return buf_str(&out);
}

str condition_value_to_text(struct arena *a, const struct value *v)
{
    struct buf out = buf_make(a, LIMIT_OUTPUT_BYTES);
    add_value(&out, v);
    return buf_str(&out);
}

bool condition_value_equal(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case VALUE_NUMBER:
        return decimal_equal(a->number, b->number);
    case VALUE_DATE:
        return a->days.first == b->days.first && a->days.last == b->days.last &&
               a->is_month == b->is_month;
    case VALUE_TEXT:
    case VALUE_KIND_COUNT:
        break;
    }
    return str_equal(a->text, b->text);
}

bool condition_equal(const struct condition *a, const struct condition *b)
{
    if (a->kind != b->kind || a->parts_len != b->parts_len)
        return false;
    for (size_t i = 0; i < a->parts_len; i++)
        if (!condition_equal(a->parts[i], b->parts[i]))
            return false;
    if (a->kind != CONDITION_LEAF)
        return true;
    if (!str_equal(a->name, b->name) || a->comparison != b->comparison ||
        a->is_negated != b->is_negated || a->values_len != b->values_len)
        return false;
    for (size_t i = 0; i < a->values_len; i++)
        if (!condition_value_equal(&a->values[i], &b->values[i]))
            return false;
    return true;
}

bool condition_mentions(const struct condition *c, size_t field)
{
    if (c->kind == CONDITION_LEAF)
        return c->field == field;
    for (size_t i = 0; i < c->parts_len; i++)
        if (condition_mentions(c->parts[i], field))
            return true;
    return false;
}
