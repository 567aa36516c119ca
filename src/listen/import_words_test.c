/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_words.h"

#include "base/test.h"

static bool says(struct test *t, const char *name, unsigned what)
{
    return import_words_of_name(t->arena, str_of_chars(name)) & what;
}

TEST(a_name_says_recommend_in_any_case_and_several_languages)
{
    static const char *const names[] = {
        "NETPRO",
        "nps",
        "Q10_NPS",
        "NPSScore",
        "nps2",
        "LikelyToRecommend",
        "How likely are you to recommend R to a colleague?",
        "LTR",
        "Net Promoter Score",
        "Würden Sie uns WEITEREMPFEHLEN?",
        "Empfehlung",
        "Recommanderiez-vous notre enseigne ?",
        "¿Qué tan probable es que recomiendes R a un colega?",
        "¿Nos recomendaría?",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        CHECK_THAT(says(t, names[i], SAYS_RECOMMEND), "\"%s\" does not", names[i]);
}

TEST(a_part_of_a_word_says_nothing)
{
    CHECK(!says(t, "snps", SAYS_RECOMMEND));
    CHECK(!says(t, "recommended", SAYS_RECOMMEND));
    CHECK(!says(t, "commenter", SAYS_COMMENT));
    CHECK(!says(t, "overweight", SAYS_WEIGHT));
    CHECK(!says(t, "", ~0U));
    CHECK(!says(t, "東京", ~0U));
}

TEST(satisfaction_is_overall_or_with_nothing_named)
{
    CHECK(says(t, "satisfaction", SAYS_SATISFACTION));
    CHECK(says(t, "Q3: CSAT score", SAYS_SATISFACTION));
    CHECK(says(t, "How satisfied are you with us?", SAYS_SATISFACTION));
    CHECK(says(t, "Overall, how satisfied were you with the airport?", SAYS_SATISFACTION));
    CHECK(says(t, "Gesamtzufriedenheit", SAYS_SATISFACTION));
    CHECK(!says(t, "JobSatisfaction", SAYS_SATISFACTION));
    CHECK(!says(t, "Satisfaction with the food", SAYS_SATISFACTION));
}

TEST(effort_is_a_word_and_ces_a_name)
{
    CHECK(says(t, "How much effort did it take to get your question answered?", SAYS_EFFORT));
    CHECK(says(t, "CES", SAYS_EFFORT));
    CHECK(says(t, "ces_score", SAYS_EFFORT));
    CHECK(!says(t, "Que pensez-vous de ces produits ?", SAYS_EFFORT));
}

TEST(weight_is_of_an_answer_and_not_of_a_thing)
{
    CHECK(says(t, "WEIGHT", SAYS_WEIGHT));
    CHECK(says(t, "survey_weight", SAYS_WEIGHT));
    CHECK(says(t, "Gewicht", SAYS_WEIGHT));
    CHECK(!says(t, "Weight (kg)", SAYS_WEIGHT));
    CHECK(!says(t, "weight of luggage", SAYS_WEIGHT));
}

TEST(a_name_says_when_and_how_many)
{
    CHECK(says(t, "SubmitDate", SAYS_END));
    CHECK(says(t, "EndDate", SAYS_END));
    CHECK(says(t, "Start Date (UTC)", SAYS_START));
    CHECK(says(t, "date of birth", SAYS_BIRTH));
    CHECK(says(t, "TrainingTimesLastYear", SAYS_COUNT));
    CHECK(says(t, "customerID", SAYS_ID));
    CHECK(says(t, "Provider.ID", SAYS_ID));
    CHECK(says(t, "Kommentare", SAYS_COMMENT));
}

TEST(a_name_of_many_words_is_read_for_a_while)
{
    str name = S("x");
    for (int i = 0; i < 10; i++)
        name = str_format(t->arena, "%.*s %.*s", STR(name), STR(name));
    name = str_format(t->arena, "weight %.*s nps", STR(name));
    CHECK_INT(import_words_of_name(t->arena, name), 0);
}
