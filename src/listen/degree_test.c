/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/degree.h"

#include "base/test.h"

/* Labels between bars, in any order; the scale that they make between bars. */
static str scale_of(struct test *t, const char *labels)
{
    str list[DEGREES_MAX + 1], rest = str_of_chars(labels), all = S("");
    size_t len = 0;
    while (rest.ptr && len <= DEGREES_MAX)
        list[len++] = str_cut(rest, '|', &rest);
    struct degrees d;
    if (!degrees_of_labels(t->arena, list, len, &d))
        return S("none");
    for (size_t i = 0; i < d.len; i++)
        all = str_format(t->arena, "%.*s%s%.*s", STR(all), i ? "|" : "", STR(d.labels[i]));
    return all;
}

TEST(labels_are_put_in_order_in_four_languages)
{
    static const char *const scales[] = {
        "Strongly disagree|Disagree|Neither agree nor disagree|Agree|Strongly agree",
        "Very dissatisfied|Dissatisfied|Neutral|Satisfied|Very satisfied",
        "Very unlikely|Somewhat unlikely|Neutral|Somewhat likely|Very likely",
        "Very difficult|Difficult|Easy|Very easy",
        "Poor|Fair|Good|Very good|Excellent",
        "Never|Rarely|Sometimes|Often|Always",
        "Low|Medium|High|Very_High",
        "Not at all important|Slightly important|Moderately important|Very important|"
        "Extremely important",
        "Much worse than expected|Worse than expected|As expected|Better than expected|"
        "Much better than expected",
        "Stimme überhaupt nicht zu|Stimme eher nicht zu|Teils, teils|Stimme eher zu|"
        "Stimme voll und ganz zu",
        "sehr unzufrieden|unzufrieden|weder noch|zufrieden|sehr zufrieden",
        "nie|selten|manchmal|oft|immer",
        "Pas du tout d'accord|Plutôt pas d'accord|Plutôt d'accord|Tout à fait d'accord",
        "Très insatisfait|Insatisfait|Neutre|Satisfait|Très satisfait",
        "Muy insatisfecho|Insatisfecho|Neutral|Satisfecho|Muy satisfecho",
        "Totalmente en desacuerdo|En desacuerdo|Ni de acuerdo ni en desacuerdo|De acuerdo|"
        "Totalmente de acuerdo",
    };
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        CHECK_STR(scale_of(t, scales[i]), str_of_chars(scales[i]));
}

TEST(the_order_in_which_labels_come_does_not_matter)
{
    CHECK_STR(scale_of(t, "Agree|Strongly disagree|Strongly agree|Disagree|Neutral"),
              S("Strongly disagree|Disagree|Neutral|Agree|Strongly agree"));
}

TEST(what_nobody_gave_keeps_its_place_on_the_other_side)
{
    CHECK_STR(scale_of(t, "Satisfied|Very satisfied|Neutral|Dissatisfied"),
              S("|Dissatisfied|Neutral|Satisfied|Very satisfied"));
    CHECK_STR(scale_of(t, "Agree|Disagree|Strongly agree"), S("|Disagree|Agree|Strongly agree"));
}

TEST(of_never_and_not_at_all_there_is_no_other_side)
{
    CHECK_STR(scale_of(t, "Never|Sometimes|Often"), S("Never|Sometimes|Often"));
    CHECK_STR(scale_of(t, "Not at all important|Slightly important|Very important"),
              S("Not at all important|Slightly important|Very important"));
}

TEST(things_are_no_degrees)
{
    CHECK_STR(scale_of(t, "Terminal A|Terminal B|Terminal C"), S("none"));
    CHECK_STR(scale_of(t, "Good food|Bad food|Good wine"), S("none"));
    CHECK_STR(scale_of(t, "Yes|No|Maybe"), S("none"));
    CHECK_STR(scale_of(t, "Married|Single|Divorced"), S("none"));
    CHECK_STR(scale_of(t, "Low|High|Critical"), S("none"));
    CHECK_STR(scale_of(t, ""), S("none"));
}

TEST(two_labels_of_one_degree_make_no_scale)
{
    CHECK_STR(scale_of(t, "Agree|Neutral|Average|Disagree"), S("none"));
    CHECK_STR(scale_of(t, "Satisfied|Agree|Neutral"), S("none"));
}
