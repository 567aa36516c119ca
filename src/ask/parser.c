/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/parser.h"

#include "ask/mistake.h"
#include "ask/parser_mistake.h"
#include "base/limits.h"

struct err *parser_init(struct parser *p, struct arena *a, str text)
{
    struct parser q = {.arena = a, .before = {.kind = TOKEN_END}};
    TRY(lexer_init(&q.lexer, a, text));
    TRY(lexer_next(&q.lexer, &q.now));
    q.ahead = q.now;
    if (q.now.kind != TOKEN_END)
        q.ahead_err = lexer_next(&q.lexer, &q.ahead);
    *p = q;
    return NULL;
}

struct err *parser_step(struct parser *p)
{
    if (p->ahead_err)
        return p->ahead_err;
    p->before = p->now;
    p->now = p->ahead;
    if (p->now.kind != TOKEN_END)
        p->ahead_err = lexer_next(&p->lexer, &p->ahead);
    return NULL;
}

bool parser_is_at(const struct parser *p, str word)
{
    return p->now.kind == TOKEN_WORD && str_equal_ignoring_case(p->now.text, word);
}

bool parser_is_reserved(str word)
{
    static const str reserved[] = {S_INIT("and"),      S_INIT("or"),     S_INIT("not"),
                                   S_INIT("in"),       S_INIT("is"),     S_INIT("between"),
                                   S_INIT("contains"), S_INIT("missing")};
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
        if (str_equal_ignoring_case(word, reserved[i]))
            return true;
    return false;
}

struct err *parser_take_word(struct parser *p, str word, bool *taken)
{
    bool is_it = parser_is_at(p, word);
    if (is_it)
        TRY(parser_step(p));
    *taken = is_it;
    return NULL;
}

static struct err *count_term(struct parser *p)
{
    if (++p->terms > LIMIT_EXPRESSION_TERMS)
        return MISTAKE(p->arena, p->now.position, WHY_LIMIT,
                       "The condition has more than %zu comparisons and values.",
                       LIMIT_EXPRESSION_TERMS);
    return NULL;
}

static struct err *go_deeper(struct parser *p)
{
    if (++p->depth > LIMIT_EXPRESSION_DEPTH)
        return MISTAKE(p->arena, p->now.position, WHY_LIMIT,
                       "Parentheses and nots stand within each other more than %d deep.",
                       LIMIT_EXPRESSION_DEPTH);
    return NULL;
}

static bool is_value(const struct token *t)
{
    if (t->kind == TOKEN_WORD)
        return !parser_is_reserved(t->text);
    return t->kind == TOKEN_NUMBER || t->kind == TOKEN_DATE || t->kind == TOKEN_TEXT;
}

/* Number, date or text. */
static struct err *read_value(struct parser *p, struct value *out)
{
    const struct token *t = &p->now;
    if (!is_value(t) || (t->kind == TOKEN_TEXT && str_trim(t->text).len == 0))
        return parser_mistake_value(p);
    TRY(count_term(p));
    *out = (struct value){.kind = VALUE_TEXT, .text = str_trim(t->text), .position = t->position};
    if (t->kind == TOKEN_NUMBER) {
        out->kind = VALUE_NUMBER;
        out->number = t->number;
    } else if (t->kind == TOKEN_DATE) {
        out->kind = VALUE_DATE;
        out->days = t->days;
        out->is_month = t->is_month;
    }
    return parser_step(p);
}

/* Number or date. */
static struct err *read_point(struct parser *p, struct value *out)
{
    if (p->now.kind != TOKEN_NUMBER && p->now.kind != TOKEN_DATE)
        return parser_mistake_point(p);
    return read_value(p, out);
}

/* Whatever it looks like, as written. */
static struct err *read_text(struct parser *p, struct value *out)
{
    const struct token *t = &p->now;
    if (t->kind == TOKEN_TEXT && t->text.len == 0)
        return MISTAKE(p->arena, t->position, WHY_USAGE,
                       "Nothing stands between the double quotes; every text contains that.");
    if (!is_value(t))
        return parser_mistake_value(p);
    TRY(count_term(p));
    *out = (struct value){.kind = VALUE_TEXT, .text = t->text, .position = t->position};
    return parser_step(p);
}

/* Trimmed, whatever it looks like. */
static struct err *read_unit(struct parser *p, struct value *out)
{
    str text = str_trim(p->now.text);
    TRY(read_value(p, out));
    out->kind = VALUE_TEXT;
    out->text = text;
    return NULL;
}

struct err *parser_values(struct parser *p, const struct value **out, size_t *len)
{
    struct token open = p->now;
    if (open.kind != TOKEN_OPEN)
        return parser_mistake_expected(p, "A list of values such as (web, phone)");
    size_t room = 4, used = 0;
    struct value *values = ARENA_ARRAY(p->arena, struct value, room);
    do {
        TRY(parser_step(p)); /* over ( or , */
        if (used == room)
            values = arena_grow_array(p->arena, values, used, &room, sizeof *values);
        if (p->now.kind == TOKEN_END)
            return parser_mistake_list(p, &open);
        TRY(read_value(p, &values[used++]));
    } while (p->now.kind == TOKEN_COMMA);
    if (p->now.kind != TOKEN_CLOSE)
        return parser_mistake_list(p, &open);
    TRY(parser_step(p));
    *out = values;
    *len = used;
    return NULL;
}

static bool is_in_order(const struct value *from, const struct value *to)
{
    if (from->kind == VALUE_NUMBER)
        return decimal_compare(from->number, to->number) <= 0;
    return from->days.first <= to->days.last;
}

static struct err *read_between(struct parser *p, struct condition *leaf)
{
    struct value *ends = ARENA_ARRAY(p->arena, struct value, 2);
    bool taken = false;
    TRY(read_point(p, &ends[0]));
    TRY(parser_take_word(p, S("and"), &taken));
    if (!taken)
        return parser_mistake_expected(p, "The word \"and\", as in between 1 and 5,");
    TRY(read_point(p, &ends[1]));
    if (ends[0].kind != ends[1].kind)
        return MISTAKE(p->arena, ends[1].position, WHY_USAGE,
                       "\"between\" takes two numbers or two dates, not one of each.");
    str from = condition_value_to_text(p->arena, &ends[0]);
    str to = condition_value_to_text(p->arena, &ends[1]);
    if (!is_in_order(&ends[0], &ends[1]))
        return MISTAKE(p->arena, ends[0].position, WHY_USAGE,
                       "\"between\" takes the smaller value first: between %.*s and %.*s.", STR(to),
                       STR(from));
    leaf->values = ends;
    leaf->values_len = 2;
    return NULL;
}

static struct err *read_one(struct parser *p, struct condition *leaf,
                            struct err *(*read)(struct parser *p, struct value *out))
{
    struct value *value = ARENA_NEW(p->arena, struct value);
    TRY(read(p, value));
    leaf->values = value;
    leaf->values_len = 1;
    return NULL;
}

static struct err *read_is(struct parser *p, struct condition *leaf)
{
    bool taken = false;
    TRY(parser_take_word(p, S("not"), &leaf->is_negated));
    TRY(parser_take_word(p, S("missing"), &taken));
    leaf->comparison = COMPARISON_MISSING;
    return taken ? NULL : parser_mistake_missing(p, leaf->is_negated);
}

static struct err *read_starts(struct parser *p, struct condition *leaf)
{
    bool taken = false;
    TRY(parser_take_word(p, S("with"), &taken));
    if (!taken)
        return parser_mistake_expected(p, "The word \"with\"");
    return read_one(p, leaf, read_text);
}

/* [ "not" ] in, between, contains, starts with, under; *found false where it is none. */
static struct err *read_by_word(struct parser *p, struct condition *leaf, bool *found)
{
    static const struct {
        str word;
        enum comparison comparison;
    } words[] = {
        {S_INIT("in"), COMPARISON_IN},
        {S_INIT("between"), COMPARISON_BETWEEN},
        {S_INIT("contains"), COMPARISON_CONTAINS},
        {S_INIT("starts"), COMPARISON_STARTS},
        {S_INIT("under"), COMPARISON_UNDER},
    };
    bool taken = false;
    TRY(parser_take_word(p, S("not"), &leaf->is_negated));
    for (size_t i = 0; i < sizeof words / sizeof words[0] && !taken; i++) {
        TRY(parser_take_word(p, words[i].word, &taken));
        if (taken)
            leaf->comparison = words[i].comparison;
    }
    *found = taken;
    if (!taken)
        return leaf->is_negated ? parser_mistake_negated(p) : NULL;
    if (leaf->comparison == COMPARISON_IN)
        return parser_values(p, &leaf->values, &leaf->values_len);
    if (leaf->comparison == COMPARISON_BETWEEN)
        return read_between(p, leaf);
    if (leaf->comparison == COMPARISON_STARTS)
        return read_starts(p, leaf);
    return read_one(p, leaf, leaf->comparison == COMPARISON_UNDER ? read_unit : read_text);
}

/* =, !=, <, <=, >, >=; *found false where it is none. */
static struct err *read_by_sign(struct parser *p, struct condition *leaf, bool *found)
{
    static const enum comparison comparisons[TOKEN_COUNT] = {
        [TOKEN_EQUAL] = COMPARISON_EQUAL,     [TOKEN_NOT_EQUAL] = COMPARISON_EQUAL,
        [TOKEN_LESS] = COMPARISON_LESS,       [TOKEN_LESS_EQUAL] = COMPARISON_LESS_EQUAL,
        [TOKEN_GREATER] = COMPARISON_GREATER, [TOKEN_GREATER_EQUAL] = COMPARISON_GREATER_EQUAL,
    };
    enum token_kind sign = p->now.kind;
    *found = sign >= TOKEN_EQUAL && sign <= TOKEN_GREATER_EQUAL;
    if (!*found)
        return NULL;
    leaf->comparison = comparisons[sign];
    leaf->is_negated = sign == TOKEN_NOT_EQUAL;
    TRY(parser_step(p));
    return read_one(p, leaf, leaf->comparison == COMPARISON_EQUAL ? read_value : read_point);
}

static struct err *read_comparison(struct parser *p, struct condition **out)
{
    const struct token *t = &p->now;
    if (t->kind != TOKEN_NAME && (t->kind != TOKEN_WORD || parser_is_reserved(t->text)))
        return parser_mistake_name(p);
    TRY(count_term(p));
    struct condition *leaf = ARENA_NEW(p->arena, struct condition);
    *leaf = (struct condition){
        .kind = CONDITION_LEAF, .position = t->position, .name = t->text, .field = FIELD_UNBOUND};
    TRY(parser_step(p));
    bool found = false;
    TRY(parser_take_word(p, S("is"), &found));
    if (found) {
        TRY(read_is(p, leaf));
        *out = leaf;
        return NULL;
    }
    TRY(read_by_sign(p, leaf, &found));
    if (!found)
        TRY(read_by_word(p, leaf, &found));
    if (!found)
        return parser_mistake_comparison(p, leaf->name);
    *out = leaf;
    return NULL;
}

/* "(" condition ")" */
static struct err *read_group(struct parser *p, struct condition **out)
{
    struct token open = p->now;
    TRY(go_deeper(p));
    TRY(parser_step(p));
    TRY(parser_condition(p, out));
    p->depth--;
    if (p->now.kind == TOKEN_END)
        return MISTAKE(p->arena, open.position, WHY_USAGE,
                       "The parenthesis that opens here is never closed.");
    if (p->now.kind != TOKEN_CLOSE)
        return parser_mistake_rest(p, true);
    return parser_step(p);
}

static struct err *read_negation(struct parser *p, struct condition **out)
{
    size_t position = p->now.position;
    bool is_not = false;
    if (p->now.kind == TOKEN_OPEN)
        return read_group(p, out);
    /* A name that is called so would stand in backquotes. */
    TRY(parser_take_word(p, S("not"), &is_not));
    if (!is_not)
        return read_comparison(p, out);
    TRY(go_deeper(p));
    struct condition **part = ARENA_NEW(p->arena, struct condition *);
    TRY(read_negation(p, part));
    p->depth--;
    struct condition *c = ARENA_NEW(p->arena, struct condition);
    *c = (struct condition){
        .kind = CONDITION_NOT, .position = position, .parts = part, .parts_len = 1};
    *out = c;
    return NULL;
}

/* part { word part }: a group of them, or the only part itself. */
static struct err *read_joined(struct parser *p, str word, enum condition_kind kind,
                               struct err *(*read)(struct parser *p, struct condition **out),
                               struct condition **out)
{
    size_t position = p->now.position, room = 4, len = 1;
    struct condition **parts = ARENA_ARRAY(p->arena, struct condition *, room);
    bool more = false;
    TRY(read(p, &parts[0]));
    TRY(parser_take_word(p, word, &more));
    if (!more) {
        *out = parts[0];
        return NULL;
    }
    while (more) {
        if (len == room)
            parts = arena_grow_array(p->arena, parts, len, &room, sizeof *parts);
        TRY(read(p, &parts[len++]));
        TRY(parser_take_word(p, word, &more));
    }
    struct condition *c = ARENA_NEW(p->arena, struct condition);
    *c = (struct condition){.kind = kind, .position = position, .parts = parts, .parts_len = len};
    *out = c;
    return NULL;
}

static struct err *read_all(struct parser *p, struct condition **out)
{
    return read_joined(p, S("and"), CONDITION_ALL, read_negation, out);
}

struct err *parser_condition(struct parser *p, struct condition **out)
{
    return read_joined(p, S("or"), CONDITION_ANY, read_all, out);
}

struct err *parser_end(struct parser *p)
{
    if (p->now.kind == TOKEN_END)
        return NULL;
    return parser_mistake_rest(p, false);
}
