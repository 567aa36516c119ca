/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/score_ask.h"

#include "understand/scored.h"

static const str file = S_INIT("id,Score,Area,\"a,b\",at,w,period\n"
                               "1,9,N,x,2026-01-01,1,p\n2,3,S,y,2026-02-01,2,q\n");

static struct score_ask ask_of(struct test *t, const char *const *words)
{
    struct call *c = call_of(t, test_write(t, "answers.csv", file), words);
    struct answers_file *f = ARENA_NEW(t->arena, struct answers_file);
    struct score_ask ask;
    CHECK_OK(answers_open(t->arena, &(struct table_source){.path = c->arguments[0]}, f));
    CHECK_OK(score_ask_of_call(c, f, &ask));
    return ask;
}

#define NPS "measure", "nps", "field", "score"

TEST(names_are_found_in_the_header)
{
    struct score_ask ask =
        ask_of(t, WORDS(NPS, "by", "AREA, id", "weight", " W ", "person", "Id", "at", "AT"));
    CHECK(ask.fields_len == 1 && ask.fields[0] == 1);
    CHECK(ask.by_len == 2 && ask.by[0].position == 2 && ask.by[1].position == 0);
    CHECK_STR(ask.by[0].key, S("AREA")); /* as written */
    CHECK_STR(ask.by[1].key, S("id"));
    CHECK(ask.has_weight && ask.has_person && ask.has_at && !ask.has_period);
    CHECK(ask.wishes.list[ask.weight_wish].position == 5);
    CHECK(ask.wishes.list[ask.person_wish].position == 0);
    CHECK(ask.wishes.list[ask.at_wish].role == ANSWERS_DAYS);
    CHECK_INT(ask.wishes.len, 5); /* id is read once */
}

TEST(a_header_with_a_comma_is_meant_whole)
{
    struct score_ask ask = ask_of(t, WORDS(NPS, "by", "a,b", "by", "area"));
    CHECK(ask.by_len == 2 && ask.by[0].position == 3 && ask.by[1].position == 2);
}

TEST(comparisons_are_words_or_conditions)
{
    static const char *const words[] = {"previous", "year", "rest", " rest ", "area = \"N\""};
    static const enum compare_with with[] = {COMPARE_PREVIOUS, COMPARE_YEAR, COMPARE_REST,
                                             COMPARE_REST, COMPARE_OTHER};
    for (size_t i = 0; i < 5; i++) {
        struct score_ask ask =
            ask_of(t, WORDS(NPS, "by", "area", "at", "at", "per", "month", "compare", words[i]));
        CHECK(ask.compare == with[i] && (ask.other != NULL) == (i == 4));
    }
    CHECK(ask_of(t, WORDS(NPS)).compare == COMPARE_NOTHING);
}

TEST(numbers_and_words_are_read)
{
    struct score_ask ask = ask_of(t, WORDS(NPS, "matters", "2.5", "population", "1e3", "reached",
                                           "open", "format", "csv", "scale", "1-10"));
    CHECK(ask.has_matters && ask.matters == 2.5 && ask.has_population && ask.population == 1000);
    CHECK(ask.reached == REACHED_OPEN && str_equal(ask.format, S("csv")) && ask.has_range);
    ask = ask_of(t, WORDS(NPS));
    CHECK(ask.reached == REACHED_UNKNOWN && str_equal(ask.format, S("table")));
    CHECK(!ask.has_matters && !ask.has_population && !ask.has_range);
}

static bool has(str text, const char *part)
{
    str word = str_of_chars(part);
    for (size_t i = 0; i + word.len <= text.len; i++)
        if (str_equal(str_slice(text, i, i + word.len), word))
            return true;
    return false;
}

TEST(what_is_asked_wrongly_is_refused_in_one_sentence)
{
    static const struct {
        const char *words[12];
        const char *part;
    } cases[] = {
        {{"field", "score"}, "--measure"},
        {{"measure", "npss", "field", "score"}, "there is no measure \"npss\""},
        {{"measure", "nps"}, "--field"},
        {{"measure", "nps", "field", "scor"}, "Score"},
        {{"measure", "index", "field", "score", "field", "SCORE"}, "twice"},
        {{NPS, "by", "area,Area"}, "twice"},
        {{NPS, "by", "nowhere"}, "--by"},
        {{NPS, "weight", "nowhere"}, "--weight"},
        {{NPS, "per", "month"}, "--at"},
        {{NPS, "at", "at", "per", "month", "by", "period"}, "period"},
        {{NPS, "matters", "0"}, "--matters"},
        {{NPS, "matters", "much"}, "--matters"},
        {{NPS, "population", "-3"}, "--population"},
        {{NPS, "population", "10.5"}, "whole number"},
        {{NPS, "scale", "5"}, "--scale"},
        {{NPS, "scale", "5-1"}, "--scale"},
        {{NPS, "scale", "1-5"}, "another scale is another measure"},
        {{NPS, "where", "area ="}, "--where"},
        {{NPS, "where", "nowhere = 1"}, "nowhere"},
        {{NPS, "by", "area", "compare", "resst"}, "--compare"},
        {{NPS, "compare", "rest"}, "--compare"},
        {{NPS, "compare", "previous"}, "--per"},
        {{NPS, "box", "9"}, "--box"},
        {{NPS, "population", "1"}, "2 people answered"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str text = score_refusal(t, file, cases[i].words);
        CHECK_THAT(has(text, cases[i].part), "\"%.*s\" does not speak of %s", STR(text),
                   cases[i].part);
        CHECK(str_has(S(".?"), text.ptr[text.len - 1]) && !str_has(text, '\n'));
    }
}

/* `by` would have the key twice. */
TEST(a_column_called_period_has_its_own_spelling_beside_periods)
{
    struct score_ask ask = ask_of(t, WORDS(NPS, "at", "at", "per", "month", "by", "PERIOD"));
    CHECK(ask.by_len == 1 && str_equal(ask.by[0].key, S("PERIOD")));
    CHECK(ask_of(t, WORDS(NPS, "by", "period")).by_len == 1);
}

TEST(the_place_of_a_mistake_in_a_condition_is_kept)
{
    struct scored s = score_text(t, file, WORDS(NPS, "where", "area = \"N\" and nowhere = 1"));
    CHECK(s.error && s.error->position == 16);
    CHECK_STR(s.error->source, S("area = \"N\" and nowhere = 1"));
}
