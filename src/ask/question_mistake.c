/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/question_mistake.h"

#include "ask/mistake.h"
#include "ask/parser_mistake.h"
#include "ask/question_parser.h"
#include "base/limits.h"
#include "base/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* An error at the token in hand. */
#define MISTAKE_NOW(p, ...) MISTAKE((p)->arena, (p)->now.position, WHY_USAGE, __VA_ARGS__)

static const char points[] = "A date or period such as 2026-03-01, 2026-03, 2026-Q1, 2026-W09 or "
                             "2026";

/* Short enough to be shown as it should be. */
static bool is_short(str text)
{
    return text.len > 0 && text_len(text) <= LIMIT_QUOTED_CHARS;
}

struct err *question_mistake_measure(const struct parser *p)
{
    const struct token *t = &p->now, *measure = &p->before;
    str found = parser_mistake_shown(p->arena, t);
    if (t->kind == TOKEN_END && measure->kind == TOKEN_END)
        return MISTAKE_NOW(p, "The question is empty; write one such as nps(recommend) by month.");
    if (measure->kind == TOKEN_END)
        return MISTAKE_NOW(p,
                           "A question begins with a measure, a plain word, and its fields in "
                           "parentheses, as in nps(recommend), not with %.*s.",
                           STR(found));
    str word = parser_mistake_shown(p->arena, measure);
    return MISTAKE_NOW(p,
                       "A question begins with a measure and its fields in parentheses, as in "
                       "nps(recommend); behind %.*s comes (, not %.*s.",
                       STR(word), STR(found));
}

struct err *question_mistake_name(const struct parser *p, const char *what)
{
    const struct token *t = &p->now;
    str found = parser_mistake_shown(p->arena, t);
    if (t->kind == TOKEN_TEXT && is_short(str_trim(t->text))) {
        str name = condition_name_to_text(p->arena, str_trim(t->text));
        name = text_escape(p->arena, name);
        return MISTAKE_NOW(p, "A name never stands in double quotes: write %.*s instead of %.*s.",
                           STR(name), STR(found));
    }
    if ((t->kind == TOKEN_NUMBER || t->kind == TOKEN_DATE) && is_short(t->text))
        return MISTAKE_NOW(p,
                           "%s is expected, not %.*s; if this is a name, it stands in "
                           "backquotes: `%.*s`.",
                           what, STR(found), STR(found));
    if (t->kind == TOKEN_WORD) /* of the language */
        return MISTAKE_NOW(p,
                           "%.*s is a word of the language; as a name it stands in backquotes: "
                           "`%.*s`.",
                           STR(found), STR(t->written));
    return parser_mistake_expected(p, what);
}

/* Two words or names side by side where one may stand. */
static bool are_two_words(const struct parser *p)
{
    return p->before.kind == TOKEN_WORD && p->now.kind == TOKEN_WORD && is_short(p->before.text) &&
           is_short(p->now.text);
}

struct err *question_mistake_fields(const struct parser *p, const struct token *open)
{
    bool is_over = p->now.kind == TOKEN_END ||
                   (p->now.kind == TOKEN_WORD && question_parser_is_clause(p->now.text));
    if (is_over)
        return MISTAKE(p->arena, open->position, WHY_USAGE,
                       "The parenthesis that opens here is never closed.");
    str place = parser_mistake_behind(p), found = parser_mistake_shown(p->arena, &p->now);
    str tail = S(".");
    if (are_two_words(p)) {
        str both = str_format(p->arena, "%.*s %.*s", STR(p->before.text), STR(p->now.text));
        both = text_escape(p->arena, both);
        tail = str_format(p->arena, "; a name of several words stands in backquotes: `%.*s`.",
                          STR(both));
    }
    return MISTAKE_NOW(p, "A comma or ) is expected%.*s, not %.*s%.*s", STR(place), STR(found),
                       STR(tail));
}

/* Words that begin a clause, and words that people bring along, with what they are
 * here. */
static const struct {
    str word;
    const char *here;
} starts[] = {
    {S_INIT("by"), "by"},
    {S_INIT("where"), "where"},
    {S_INIT("since"), "since"},
    {S_INIT("until"), "until"},
    {S_INIT("between"), "between"},
    {S_INIT("in"), "in"},
    {S_INIT("last"), "last"},
    {S_INIT("this"), "this"},
    {S_INIT("today"), "today"},
    {S_INIT("yesterday"), "yesterday"},
    {S_INIT("compare"), "compare"},
    {S_INIT("weighted"), "weighted"},
    {S_INIT("latest"), "latest per person"},
    {S_INIT("box"), "box"},
    {S_INIT("matters"), "matters"},
    {S_INIT("population"), "population"},
    {S_INIT("group"), "by"},
    {S_INIT("grouped"), "by"},
    {S_INIT("per"), "by"},
    {S_INIT("each"), "by"},
    {S_INIT("split"), "by"},
    {S_INIT("daily"), "by day"},
    {S_INIT("weekly"), "by week"},
    {S_INIT("monthly"), "by month"},
    {S_INIT("quarterly"), "by quarter"},
    {S_INIT("yearly"), "by year"},
    {S_INIT("filter"), "where"},
    {S_INIT("if"), "where"},
    {S_INIT("when"), "where"},
    {S_INIT("with"), "where"},
    {S_INIT("for"), "where"},
    {S_INIT("having"), "where"},
    {S_INIT("from"), "since"},
    {S_INIT("after"), "since"},
    {S_INIT("to"), "until"},
    {S_INIT("till"), "until"},
    {S_INIT("before"), "until"},
    {S_INIT("during"), "in"},
    {S_INIT("on"), "in"},
    {S_INIT("past"), "last"},
    {S_INIT("previous"), "last"},
    {S_INIT("current"), "this"},
    {S_INIT("now"), "today"},
    {S_INIT("versus"), "compare"},
    {S_INIT("vs"), "compare"},
    {S_INIT("against"), "compare"},
    {S_INIT("weight"), "weighted"},
    {S_INIT("newest"), "latest per person"},
    {S_INIT("top"), "box"},
};

/* What was probably meant by a word where a clause begins; NULL where that is unclear. */
static const char *meant(struct arena *a, str word, bool is_behind_condition)
{
    static const str joints[] = {S_INIT("and"), S_INIT("or")};
    enum { ALIAS_CHARS_MIN = 5 }; /* a slip in a shorter one may be anything */
    str words[COUNT(starts)];
    size_t len = 0;
    str joint = is_behind_condition ? text_suggest(a, word, joints, COUNT(joints)) : S("");
    if (joint.len > 0)
        return str_to_chars(a, joint);
    for (size_t i = 0; i < COUNT(starts); i++)
        if (question_parser_is_clause(starts[i].word) || starts[i].word.len >= ALIAS_CHARS_MIN ||
            str_equal_ignoring_case(starts[i].word, word))
            words[len++] = starts[i].word;
    str nearest = text_suggest(a, word, words, len);
    for (size_t i = 0; i < COUNT(starts) && nearest.len > 0; i++)
        if (str_equal(starts[i].word, nearest))
            return starts[i].here;
    return NULL;
}

/* Whether a comparison goes on behind the word in hand. */
static bool is_compared(const struct parser *p)
{
    return !p->ahead_err && parser_mistake_is_comparing(&p->ahead);
}

/* "; did you mean where?" or what else helps, and the end of the sentence. */
static str help_with_clause(const struct parser *p, enum question_place place)
{
    const struct token *t = &p->now;
    bool is_behind_condition = place == PLACE_BEHIND_CONDITION;
    bool is_name = t->kind == TOKEN_WORD || t->kind == TOKEN_NAME;
    const char *word = t->kind == TOKEN_WORD ? meant(p->arena, t->text, is_behind_condition) : NULL;
    if (word)
        return str_format(p->arena, "; did you mean %s?", word);
    if (is_name && is_compared(p))
        return str_format(p->arena, "; a condition stands behind %s.",
                          is_behind_condition ? "\"and\" or \"or\"" : "\"where\"");
    str words = parser_mistake_several_words(p);
    if (is_behind_condition && words.len > 1)
        return words;
    if (is_name && place == PLACE_BEHIND_NAMES)
        return S("; names behind \"by\" are separated by commas.");
    return S("; the clauses are box, weighted, latest per person, by, where, since, until, "
             "between, in, last, this, today, yesterday, compare, matters and population.");
}

struct err *question_mistake_clause(const struct parser *p, enum question_place place)
{
    const struct token *t = &p->now;
    if (t->kind == TOKEN_CLOSE)
        return MISTAKE_NOW(p, "This parenthesis closes, and none was opened.");
    if (t->kind == TOKEN_COMMA && p->before.kind == TOKEN_NUMBER && t->position == p->before.end)
        return MISTAKE_NOW(p, "A number is written without commas: 3000 or 7.5.");
    if (t->kind == TOKEN_COMMA)
        return MISTAKE_NOW(p, "A comma has no meaning here; clauses are separated by blanks, and "
                              "conditions are joined with \"and\" or \"or\".");
    str behind = parser_mistake_behind(p), found = parser_mistake_shown(p->arena, t);
    str help = help_with_clause(p, place);
    return MISTAKE_NOW(p, "%s clause such as by, where or since is expected%.*s, not %.*s%.*s",
                       place == PLACE_BEHIND_CONDITION ? "\"and\", \"or\" or a" : "A", STR(behind),
                       STR(found), STR(help));
}

struct err *question_mistake_again(const struct parser *p, enum question_clause clause)
{
    static const char *const instead[CLAUSE_COUNT] = {
        [CLAUSE_BOX] = "all values stand in one list, as in box (4, 5)",
        [CLAUSE_WEIGHTED] = "once is enough",
        [CLAUSE_LATEST] = "once is enough",
        [CLAUSE_BY] = "all names stand behind the first, separated by commas",
        [CLAUSE_WHERE] = "conditions are joined with \"and\" or \"or\"",
        [CLAUSE_RANGE] = "both ends of a range stand in between 2026-01-01 and 2026-03-31",
        [CLAUSE_COMPARE] = "a question has one comparison",
        [CLAUSE_MATTERS] = "a question has one such number",
        [CLAUSE_POPULATION] = "a question has one such number",
    };
    str found = parser_mistake_shown(p->arena, &p->now);
    if (clause == CLAUSE_RANGE)
        return MISTAKE_NOW(p, "With %.*s the question has a second range of time; %s.", STR(found),
                           instead[clause]);
    return MISTAKE_NOW(p, "%.*s stands here for the second time; %s.", STR(found), instead[clause]);
}

/* Whether a word of the language stands here as such, and not as a name that is
 * compared with something. */
static bool is_clause(const struct parser *p)
{
    return p->now.kind == TOKEN_WORD && question_parser_is_clause(p->now.text) && !is_compared(p);
}

struct err *question_mistake_where(const struct parser *p)
{
    if (!is_clause(p) || parser_is_at(p, S("where")))
        return NULL;
    return parser_mistake_expected(p, "A condition such as channel = web");
}

/* What was probably meant by a word behind compare; empty where that is unclear. */
static str meant_comparison(const struct parser *p)
{
    static const str words[] = {S_INIT("previous"), S_INIT("year"), S_INIT("rest")};
    bool is_year = p->ahead.kind == TOKEN_WORD && str_equal_ignoring_case(p->ahead.text, S("year"));
    if (parser_is_at(p, S("last")))
        return is_year ? S("year") : S("previous");
    return text_suggest(p->arena, p->now.text, words, COUNT(words));
}

/* Whether nothing stands behind the word in hand that belongs to it. */
static bool is_alone(const struct parser *p)
{
    const struct token *next = &p->ahead;
    return next->kind == TOKEN_END ||
           (next->kind == TOKEN_WORD && question_parser_is_clause(next->text));
}

/* compare with previous */
static bool is_filler(const struct parser *p)
{
    return parser_is_at(p, S("with")) || parser_is_at(p, S("to")) || parser_is_at(p, S("against"));
}

/* Whether a condition begins here, right or wrong, whatever the words of compare. */
static bool begins_condition(const struct parser *p)
{
    if (p->now.kind == TOKEN_END)
        return false;
    return p->now.kind != TOKEN_WORD || parser_is_at(p, S("not")) || p->ahead_err || is_compared(p);
}

struct err *question_mistake_compare(const struct parser *p)
{
    const struct token *t = &p->now;
    str nearest = S(""), found = parser_mistake_shown(p->arena, t), tail = S(".");
    bool is_word = t->kind == TOKEN_WORD;
    if (begins_condition(p))
        return NULL;
    if (is_filler(p))
        return MISTAKE_NOW(p,
                           "What is compared with stands directly behind \"compare\"; leave the "
                           "word %.*s out.",
                           STR(found));
    if (is_word)
        nearest = meant_comparison(p);
    if (is_word && nearest.len == 0 && !is_clause(p) && !is_alone(p))
        return NULL;
    if (nearest.len > 0)
        tail = str_format(p->arena, "; did you mean %.*s?", STR(nearest));
    return MISTAKE_NOW(p,
                       "One of previous, year and rest, or a condition such as channel = web, is "
                       "expected behind \"compare\", not %.*s%.*s",
                       STR(found), STR(tail));
}

struct err *question_mistake_previous(const struct parser *p)
{
    return MISTAKE_NOW(p, "Behind \"compare previous\" stands no period: it is the one before, as "
                          "long as those behind \"by\"; the same period a year before is \"compare "
                          "year\".");
}

struct err *question_mistake_point(const struct parser *p)
{
    const struct token *t = &p->now;
    struct lexer inside;
    struct token point;
    struct question_point unused;
    if (t->kind == TOKEN_TEXT && is_short(t->text) &&
        !lexer_init(&inside, p->arena, str_trim(t->text)) && !lexer_next(&inside, &point) &&
        inside.rest.len == 0 && question_point_of_token(&point, &unused) == POINT_READ) {
        str found = parser_mistake_shown(p->arena, t);
        return MISTAKE_NOW(p, "A date stands without quotes: %.*s instead of %.*s.",
                           STR(point.written), STR(found));
    }
    return parser_mistake_expected(p, points);
}

struct err *question_mistake_unreal(const struct parser *p)
{
    str found = p->now.written;
    bool is_quarter = found.len == 7 && (found.ptr[5] | 0x20) == 'q';
    bool is_week = found.len > 5 && (found.ptr[5] | 0x20) == 'w';
    return MISTAKE_NOW(p, "The calendar has no %.*s%s", STR(found),
                       is_quarter ? "; a year has the quarters Q1 to Q4."
                       : is_week  ? "; a year has the ISO weeks W01 to W52, and some have W53."
                                  : ".");
}

struct err *question_mistake_unit(const struct parser *p, bool may_count)
{
    static const str units[] = {
        S_INIT("day"),  S_INIT("week"),  S_INIT("month"),  S_INIT("quarter"),  S_INIT("year"),
        S_INIT("days"), S_INIT("weeks"), S_INIT("months"), S_INIT("quarters"), S_INIT("years")};
    bool is_plural = p->before.kind == TOKEN_NUMBER;
    const struct token *t = &p->now;
    str place = parser_mistake_behind(p), found = parser_mistake_shown(p->arena, t), tail = S(".");
    if (t->kind == TOKEN_WORD) {
        size_t first = is_plural ? PERIOD_COUNT : 0;
        str nearest = text_suggest(p->arena, t->text, &units[first], PERIOD_COUNT);
        if (nearest.len > 0)
            tail = str_format(p->arena, "; did you mean %.*s?", STR(nearest));
    }
    return MISTAKE_NOW(p, "%s is expected%.*s, not %.*s%.*s",
                       is_plural   ? "One of days, weeks, months, quarters and years"
                       : may_count ? "A number, or one of day, week, month, quarter and year,"
                                   : "One of day, week, month, quarter and year",
                       STR(place), STR(found), STR(tail));
}
