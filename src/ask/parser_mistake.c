/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/parser_mistake.h"

#include "ask/mistake.h"
#include "base/limits.h"
#include "base/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* An error at the token in hand. */
#define MISTAKE_NOW(p, ...) MISTAKE((p)->arena, (p)->now.position, WHY_USAGE, __VA_ARGS__)

str parser_mistake_shown(struct arena *a, const struct token *t)
{
    if (t->kind == TOKEN_END)
        return S("the end");
    if (text_len(t->written) > LIMIT_QUOTED_CHARS)
        return text_quote(a, t->text);
    if (t->kind == TOKEN_NUMBER || t->kind == TOKEN_DATE || t->kind == TOKEN_NAME ||
        t->kind == TOKEN_TEXT)
        return text_escape(a, t->written);
    return text_quote(a, t->written);
}

str parser_mistake_behind(const struct parser *p)
{
    if (p->before.kind == TOKEN_END)
        return S("");
    str before = parser_mistake_shown(p->arena, &p->before);
    return str_format(p->arena, " behind %.*s", STR(before));
}

struct err *parser_mistake_expected(const struct parser *p, const char *what)
{
    str place = parser_mistake_behind(p), found = parser_mistake_shown(p->arena, &p->now);
    return MISTAKE_NOW(p, "%s is expected%.*s, not %.*s.", what, STR(place), STR(found));
}

bool parser_mistake_is_comparing(const struct token *t)
{
    static const str words[] = {S_INIT("in"),       S_INIT("is"),     S_INIT("not"),
                                S_INIT("contains"), S_INIT("starts"), S_INIT("between"),
                                S_INIT("under")};
    if (t->kind >= TOKEN_EQUAL && t->kind <= TOKEN_GREATER_EQUAL)
        return true;
    for (size_t i = 0; i < COUNT(words); i++)
        if (t->kind == TOKEN_WORD && str_equal_ignoring_case(t->text, words[i]))
            return true;
    return false;
}

/* A token of a name or value that is short enough to be shown as it should be. */
static bool is_short(const struct token *t)
{
    return t->text.len > 0 && text_len(t->text) <= LIMIT_QUOTED_CHARS;
}

struct err *parser_mistake_name(const struct parser *p)
{
    const struct token *t = &p->now;
    str found = parser_mistake_shown(p->arena, t);
    if (t->kind == TOKEN_END && p->before.kind == TOKEN_END)
        return MISTAKE_NOW(p, "The condition is empty; write one such as channel = web.");
    if (t->kind == TOKEN_TEXT && is_short(t)) {
        str name = condition_name_to_text(p->arena, str_trim(t->text));
        name = text_escape(p->arena, name);
        return MISTAKE_NOW(p,
                           "A comparison begins with a name, and a name never stands in double "
                           "quotes: write %.*s instead of %.*s.",
                           STR(name), STR(found));
    }
    if (t->kind == TOKEN_NUMBER || t->kind == TOKEN_DATE)
        return MISTAKE_NOW(p,
                           "A comparison begins with a name, not with %.*s; if this is a name, it "
                           "stands in backquotes: `%.*s`.",
                           STR(found), STR(found));
    if (t->kind == TOKEN_WORD && parser_mistake_is_comparing(&p->ahead))
        return MISTAKE_NOW(p,
                           "%.*s is a word of the language; as a name it stands in backquotes: "
                           "`%.*s`.",
                           STR(found), STR(t->written));
    return parser_mistake_expected(p, "A comparison such as channel = web");
}

/* Words that people bring along, and what they are here. */
static const struct {
    str word;
    const char *here;
} aliases[] = {
    {S_INIT("equals"), "="},
    {S_INIT("equal"), "="},
    {S_INIT("eq"), "="},
    {S_INIT("ne"), "!="},
    {S_INIT("lt"), "<"},
    {S_INIT("le"), "<="},
    {S_INIT("gt"), ">"},
    {S_INIT("ge"), ">="},
    {S_INIT("above"), ">"},
    {S_INIT("over"), ">"},
    {S_INIT("below"), "<"},
    {S_INIT("like"), "contains or starts with"},
    {S_INIT("has"), "contains"},
    {S_INIT("includes"), "contains"},
    {S_INIT("matches"), "contains"},
    {S_INIT("begins"), "starts with"},
    {S_INIT("startswith"), "starts with"},
    {S_INIT("within"), "in, between or under"},
    {S_INIT("beneath"), "under"},
    {S_INIT("isnull"), "is missing"},
    {S_INIT("null"), "is missing"},
    {S_INIT("empty"), "is missing"},
    {S_INIT("missing"), "is missing"},
};

/* "; did you mean X?" for a word where one that compares is expected, or ".". */
static str meant_comparison(struct arena *a, str word)
{
    static const str words[] = {S_INIT("in"),      S_INIT("not in"),         S_INIT("is missing"),
                                S_INIT("between"), S_INIT("contains"),       S_INIT("starts with"),
                                S_INIT("starts"),  S_INIT("is not missing"), S_INIT("under")};
    for (size_t i = 0; i < COUNT(aliases); i++)
        if (str_equal_ignoring_case(aliases[i].word, word))
            return str_format(a, "; did you mean %s?", aliases[i].here);
    str nearest = text_suggest(a, word, words, COUNT(words));
    if (nearest.len == 0)
        return S(".");
    if (str_equal(nearest, S("starts")))
        nearest = S("starts with");
    return str_format(a, "; did you mean %.*s?", STR(nearest));
}

/* The words before and in hand as one. */
static str both_words(const struct parser *p)
{
    str both = str_format(p->arena, "%.*s %.*s", STR(p->before.text), STR(p->now.text));
    return text_escape(p->arena, both);
}

/* Behind a name comes another word, and none that compares. */
static struct err *word_behind_name(const struct parser *p, str name)
{
    const struct token *t = &p->now;
    str found = parser_mistake_shown(p->arena, t),
        subject = parser_mistake_shown(p->arena, &p->before);
    if (str_equal_ignoring_case(name, S("where")))
        return MISTAKE(p->arena, p->before.position, WHY_USAGE,
                       "The condition begins behind \"where\"; leave that word out.");
    str meant = meant_comparison(p->arena, t->text), both = both_words(p);
    if (meant.len == 1 && p->before.kind == TOKEN_WORD && is_short(&p->before) && is_short(t))
        return MISTAKE_NOW(p,
                           "A comparison is expected behind %.*s, not %.*s; a name of several "
                           "words stands in backquotes: `%.*s`.",
                           STR(subject), STR(found), STR(both));
    return MISTAKE_NOW(p, "A comparison such as =, > or in is expected behind %.*s, not %.*s%.*s",
                       STR(subject), STR(found), STR(meant));
}

struct err *parser_mistake_comparison(const struct parser *p, str name)
{
    const struct token *t = &p->now;
    str found = parser_mistake_shown(p->arena, t),
        subject = parser_mistake_shown(p->arena, &p->before);
    bool is_joint = t->kind == TOKEN_END || t->kind == TOKEN_CLOSE || parser_is_at(p, S("and")) ||
                    parser_is_at(p, S("or"));
    if (is_joint)
        return MISTAKE_NOW(p,
                           "%.*s is not compared with anything; write a comparison such as = web, "
                           "> 3 or is missing behind it.",
                           STR(subject));
    if (t->kind == TOKEN_TEXT || t->kind == TOKEN_NUMBER || t->kind == TOKEN_DATE)
        return MISTAKE_NOW(p, "Between %.*s and %.*s a sign such as = is missing.", STR(subject),
                           STR(found));
    if (t->kind != TOKEN_WORD)
        return parser_mistake_expected(p, "A comparison such as = web, > 3 or is missing");
    return word_behind_name(p, name);
}

struct err *parser_mistake_negated(const struct parser *p)
{
    if (p->now.kind == TOKEN_EQUAL)
        return MISTAKE_NOW(p, "Write != instead of not =.");
    if (parser_is_at(p, S("missing")))
        return MISTAKE_NOW(p, "Write \"is not missing\" instead of \"not missing\".");
    return parser_mistake_expected(p, "One of in, between, contains, starts with and under");
}

struct err *parser_mistake_missing(const struct parser *p, bool is_negated)
{
    static const str missing[] = {S_INIT("missing")};
    static const str twins[] = {S_INIT("null"), S_INIT("empty"), S_INIT("blank"),
                                S_INIT("none"), S_INIT("na"),    S_INIT("nil")};
    const struct token *t = &p->now;
    const char *is = is_negated ? "is not" : "is";
    str found = parser_mistake_shown(p->arena, t);
    bool meant = t->kind == TOKEN_WORD && text_suggest(p->arena, t->text, missing, 1).len > 0;
    for (size_t i = 0; i < COUNT(twins); i++)
        meant = meant || (t->kind == TOKEN_WORD && str_equal_ignoring_case(t->text, twins[i]));
    if (meant)
        return MISTAKE_NOW(p, "Write \"%s missing\": %.*s has no meaning behind \"%s\".", is,
                           STR(found), is);
    return MISTAKE_NOW(p,
                       "Only \"%smissing\" may follow behind \"%s\", not %.*s; a value is compared "
                       "with %s.",
                       is_negated ? "" : "missing\" or \"not ", is, STR(found),
                       is_negated ? "!=" : "=");
}

static bool is_reserved(const struct token *t)
{
    return t->kind == TOKEN_WORD && parser_is_reserved(t->text);
}

/* A word of the language where a value is expected. */
static struct err *reserved_value(const struct parser *p)
{
    const struct token *sign = &p->before;
    str place = parser_mistake_behind(p), found = parser_mistake_shown(p->arena, &p->now);
    bool is_equal = sign->kind == TOKEN_EQUAL || sign->kind == TOKEN_NOT_EQUAL;
    if (is_equal && parser_is_at(p, S("missing")))
        return MISTAKE_NOW(p,
                           "Write \"%s missing\" instead of \"%.*s missing\"; as a text the word "
                           "stands in double quotes: %.*s.",
                           sign->kind == TOKEN_EQUAL ? "is" : "is not", STR(sign->written),
                           STR(found));
    return MISTAKE_NOW(p,
                       "A value is expected%.*s, not the word %.*s of the language; as a text it "
                       "stands in double quotes: %.*s.",
                       STR(place), STR(found), STR(found));
}

struct err *parser_mistake_value(const struct parser *p)
{
    const struct token *t = &p->now, *sign = &p->before;
    if (is_reserved(t))
        return reserved_value(p);
    if (t->kind == TOKEN_NAME) {
        str place = parser_mistake_behind(p), found = parser_mistake_shown(p->arena, t);
        return MISTAKE_NOW(p,
                           "A value is expected%.*s, not the name %.*s; a text stands in double "
                           "quotes (\").",
                           STR(place), STR(found));
    }
    if (t->kind == TOKEN_TEXT)
        return MISTAKE_NOW(p, "No value is an empty text; rows without a value are found with "
                              "\"is missing\".");
    if (t->kind == TOKEN_OPEN && (sign->kind == TOKEN_EQUAL || sign->kind == TOKEN_NOT_EQUAL))
        return MISTAKE_NOW(p, "For one of several values write %s (…) instead of %.*s (…).",
                           sign->kind == TOKEN_EQUAL ? "in" : "not in", STR(sign->written));
    return parser_mistake_expected(p, "A value");
}

/* "3" in double quotes: a number or date that is put as a text.  *point is what
 * it would be without them. */
static bool is_quoted_point(const struct parser *p, struct token *point)
{
    struct lexer inside;
    if (p->now.kind != TOKEN_TEXT || lexer_init(&inside, p->arena, str_trim(p->now.text)) ||
        lexer_next(&inside, point))
        return false;
    return (point->kind == TOKEN_NUMBER || point->kind == TOKEN_DATE) && inside.rest.len == 0;
}

struct err *parser_mistake_point(const struct parser *p)
{
    const struct token *t = &p->now, *sign = &p->before;
    struct token point = {.kind = TOKEN_END};
    str found = parser_mistake_shown(p->arena, t);
    if (t->kind == TOKEN_EQUAL && (sign->kind == TOKEN_LESS || sign->kind == TOKEN_GREATER))
        return MISTAKE_NOW(p, "Write %.*s= without a blank in between.", STR(sign->written));
    if (is_quoted_point(p, &point))
        return MISTAKE_NOW(p,
                           "%.*s in double quotes is a text, and texts have no order; write "
                           "%.*s.",
                           STR(found), STR(point.written));
    if (t->kind == TOKEN_TEXT || (t->kind == TOKEN_WORD && !is_reserved(t)))
        return MISTAKE_NOW(p,
                           "%.*s is a text, and texts have no order; use = or in with a text, and "
                           "a number or a date such as 2026-03-01 here.",
                           STR(found));
    return parser_mistake_expected(p, "A number or a date such as 2026-03-01");
}

/* Two bare words side by side where one value may stand: new york. */
static bool are_two_words(const struct parser *p)
{
    return p->before.kind == TOKEN_WORD && p->now.kind == TOKEN_WORD && is_short(&p->before) &&
           is_short(&p->now) && !is_reserved(&p->now) && !is_reserved(&p->before);
}

str parser_mistake_several_words(const struct parser *p)
{
    if (!are_two_words(p))
        return S(".");
    str both = both_words(p);
    return str_format(p->arena, "; a text of several words stands in double quotes: \"%.*s\".",
                      STR(both));
}

struct err *parser_mistake_list(const struct parser *p, const struct token *open)
{
    if (p->now.kind == TOKEN_END)
        return MISTAKE(p->arena, open->position, WHY_USAGE,
                       "The parenthesis that opens here is never closed.");
    str place = parser_mistake_behind(p), found = parser_mistake_shown(p->arena, &p->now),
        words = parser_mistake_several_words(p);
    return MISTAKE_NOW(p, "A comma or ) is expected%.*s, not %.*s%.*s", STR(place), STR(found),
                       STR(words));
}

/* 7,5 */
static bool is_decimal_comma(const struct parser *p)
{
    return p->now.kind == TOKEN_COMMA && p->before.kind == TOKEN_NUMBER && !p->ahead_err &&
           p->ahead.kind == TOKEN_NUMBER && p->now.position == p->before.end &&
           p->ahead.position == p->now.end;
}

struct err *parser_mistake_rest(const struct parser *p, bool is_in_group)
{
    static const str joints[] = {S_INIT("and"), S_INIT("or")};
    const struct token *t = &p->now;
    str place = parser_mistake_behind(p), found = parser_mistake_shown(p->arena, t);
    if (t->kind == TOKEN_CLOSE)
        return MISTAKE_NOW(p, "This parenthesis closes, and none was opened.");
    if (is_decimal_comma(p))
        return MISTAKE_NOW(p, "A number is written with a point: %.*s.%.*s.",
                           STR(p->before.written), STR(p->ahead.written));
    if (t->kind == TOKEN_COMMA)
        return MISTAKE_NOW(p, "A comma has no meaning here; comparisons are joined with \"and\" or "
                              "\"or\", and several values are written as in (web, phone).");
    str tail = parser_mistake_several_words(p);
    if (t->kind == TOKEN_WORD) {
        str nearest = text_suggest(p->arena, t->text, joints, COUNT(joints));
        if (nearest.len > 0)
            tail = str_format(p->arena, "; did you mean \"%.*s\"?", STR(nearest));
    }
    return MISTAKE_NOW(p, "\"and\", \"or\" or %s is expected%.*s, not %.*s%.*s",
                       is_in_group ? ")" : "the end", STR(place), STR(found), STR(tail));
}
