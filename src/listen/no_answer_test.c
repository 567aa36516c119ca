/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/no_answer.h"

#include "base/test.h"

TEST(texts_that_say_no_answer_are_known_in_four_languages)
{
    static const char *const texts[] = {
        "Don't know",
        "DON\xE2\x80\x99T KNOW",
        "Never used / not applicable",
        "N/A",
        "Blank",
        "Prefer not to say",
        "keine Angabe",
        "k.A.",
        "Weiß nicht",
        "kann ich nicht beurteilen",
        "Ne sait pas",
        "NSP",
        "Sans réponse",
        "no sabe",
        "NS/NC",
        "No contesta",
        "have_not_used",
        " Not Applicable (n/a)",
        "Refused",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        CHECK_THAT(no_answer_says(str_of_chars(texts[i])), "%s", texts[i]);
}

TEST(answers_are_no_missing_answers)
{
    static const char *const texts[] = {
        "",
        "No",
        "Never",
        "Not at all likely",
        "Terminal B",
        "none",
        "Neutral",
        "trifft nicht zu",
        "Neither, don't know",
        "5",
        "Other",
        "Used once",
        "I do not know what to say about this long story of mine at all",
    };
    for (size_t i = 1; i < sizeof texts / sizeof *texts; i++)
        CHECK_THAT(!no_answer_says(str_of_chars(texts[i])), "%s", texts[i]);
}
