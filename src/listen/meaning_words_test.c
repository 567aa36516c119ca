/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/meaning_words.h"

#include "base/test.h"

/* "what/of/from", with - for what is not said. */
static str meant(struct test *t, const char *question)
{
    struct meaning m = meaning_of_words(t->arena, str_of_chars(question));
    str parts[3];
    for (unsigned i = 0; i < 3; i++)
        parts[i] = m.of[i].len ? m.of[i] : S("-");
    return str_format(t->arena, "%.*s/%.*s/%.*s", STR(parts[0]), STR(parts[1]), STR(parts[2]));
}

TEST(a_question_says_what_it_measures_and_of_what)
{
    static const struct {
        const char *question, *meant;
    } cases[] = {
        {"How likely are you to recommend us?", "recommendation/-/-"},
        {"NETPRO", "recommendation/-/-"},
        {"How satisfied are you with the staff?", "satisfaction/people/-"},
        {"Zufriedenheit mit der Lieferung", "satisfaction/process/-"},
        {"How easy was it to check in?", "effort/process/-"},
        {"ces_score", "effort/-/-"},
        {"What do you expect of the food?", "expectation before/product/-"},
        {"How difficult do you expect learning R to be?", "expectation before/-/-"},
        {"What had you expected of the crew?", "expectation remembered/people/-"},
        {"Was it better or worse than expected?", "against expectation/-/-"},
        {"Did we meet the expectations that we promised?", "against expectation/-/promise"},
        {"Wurden Ihre Erwartungen erfüllt?", "against expectation/-/-"},
        {"Did your last visit meet your expectations?", "against expectation/-/last time"},
        {"How did you feel in the shop?", "emotion/-/-"},
        {"I feel that the staff is competent", "-/people/-"},
        {"How much do you trust the brand?", "trust/brand/-"},
        {"Vertrauen", "trust/-/-"},
        {"Were you delighted by the room?", "delight/product/-"},
        {"Rate our refund policy", "-/policy/-"},
        {"Staff and food", "-/-/-"}, /* of two things at once, of neither */
        {"Q7A", "-/-/-"},
        {"", "-/-/-"},
        {"Unexpected", "-/-/-"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_STR(meant(t, cases[i].question), str_of_chars(cases[i].meant));
}

TEST(a_name_may_hold_a_currency)
{
    static const struct {
        const char *name, *currency;
    } cases[] = {{"price_usd", "USD"},  {"Revenue (EUR)", "EUR"}, {"amountGBP", "GBP"},
                 {"in euros", "EUR"},   {"please try", ""},       {"used", ""},
                 {"MonthlyCharges", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct meaning m = meaning_of_words(t->arena, str_of_chars(cases[i].name));
        CHECK_STR(m.of[ASPECT_CURRENCY], str_of_chars(cases[i].currency));
    }
}

TEST(a_label_has_a_side_or_none)
{
    static const struct {
        const char *label;
        int side;
    } cases[] = {
        {"Outstanding", 1},
        {"Very satisfied", 1},
        {"sehr gut", 1},
        {"Unacceptable", -1},
        {"Not at all likely", -1},
        {"ungenügend", -1},
        {"Very difficult", -1},
        {"nicht zufrieden", -1},
        {"Neutral", 0},
        {"Strongly agree", 0},
        {"stimme nicht zu", 0},
        {"Terminal B", 0},
        {"Neither good nor bad", 0},
        {"not bad", 0},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK(meaning_side_of_label(t->arena, str_of_chars(cases[i].label)) == cases[i].side);
}
