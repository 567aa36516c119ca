/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Real files, and what their sources state: ../shared/data, each with SOURCE.md.
 */
#include "run.h"

#define SFO "data/sfo_customer_survey/%d_SFO_Customer_Survey_20250817.csv"
#define LEARNING_R "data/learning_r_survey/Learning R Internet Survey "

/* Half of the last digit that is stated. */
static const double FOUR_DIGITS = 5e-5, SIX_DIGITS = 5e-7;

static const char *shared(struct test *t, const char *path)
{
    return str_to_chars(t->arena, test_shared(t, path));
}

static const char *sfo(struct test *t, int year)
{
    return shared(t, str_format(t->arena, SFO, year).ptr);
}

/* |is - should| <= tolerance, in the units stated. */
#define CHECK_WITHIN(is, should, tolerance)                                                        \
    CHECK_THAT((is) >= (should) - (tolerance) && (is) <= (should) + (tolerance),                   \
               #is " is %.12g, should be %.12g", (double)(is), (double)(should))

TEST(nps_of_the_airport_is_as_stated)
{
    json_t *d = SCORE(t, sfo(t, 2017), "--measure", "nps", "--field", "NETPRO");
    CHECK_WITHIN(run_number(d, "rows/0/value"), 39.8398, FOUR_DIGITS);
    CHECK_INT(run_number(d, "rows/0/n"), 2746);
    CHECK_STR(run_text(d, "missing/0"), S("11"));
    CHECK_INT(json_array_size(run_at(d, "missing")), 1);
    CHECK_INT(run_number(d, "refused/n"), 0);
    CHECK_STR(run_text(d, "rows/0/method"), S("adjusted_wald"));
}

TEST(weighted_nps_of_the_airport_is_as_stated)
{
    json_t *d =
        SCORE(t, sfo(t, 2017), "--measure", "nps", "--field", "netpro", "--weight", "weight");
    CHECK_WITHIN(run_number(d, "rows/0/value"), 40.3984, FOUR_DIGITS);
    CHECK_INT(run_number(d, "rows/0/n"), 2746);
    CHECK_STR(run_text(d, "rows/0/method"), S("linearised"));
}

static const struct wave {
    int year, n;
    double mean, weighted, top_two;
} waves[] = {{2014, 2677, 3.995891, 4.006966, 78.857},
             {2015, 2810, 4.048043, 4.044173, 80.0},
             {2016, 2919, 4.038027, 4.053325, 80.987},
             {2017, 2688, 4.06436, 4.071203, 82.068}};
enum { WAVES = sizeof waves / sizeof *waves };

TEST(satisfaction_of_four_airport_waves_is_as_stated_without_a_scale)
{
    for (int i = 0; i < WAVES; i++) {
        const char *file = sfo(t, waves[i].year);
        json_t *d = SCORE(t, file, "--measure", "mean", "--field", "Q7ALL");
        CHECK_WITHIN(run_number(d, "rows/0/value"), waves[i].mean, SIX_DIGITS);
        CHECK_INT(run_number(d, "rows/0/n"), waves[i].n);
        CHECK_INT(run_number(d, "scale/0"), 1);
        CHECK_INT(run_number(d, "scale/1"), 5);
        CHECK(run_note(d, "scale_guessed"));
    }
}

TEST(weighted_satisfaction_of_four_airport_waves_is_as_stated)
{
    for (int i = 0; i < WAVES; i++) {
        json_t *d = SCORE(t, sfo(t, waves[i].year), "--measure", "mean", "--field", "Q7ALL",
                          "--weight", "WEIGHT");
        CHECK_WITHIN(run_number(d, "rows/0/value"), waves[i].weighted, SIX_DIGITS);
        CHECK_INT(run_number(d, "rows/0/n"), waves[i].n);
    }
}

TEST(top_two_of_four_airport_waves_are_as_stated)
{
    for (int i = 0; i < WAVES; i++) {
        json_t *d = SCORE(t, sfo(t, waves[i].year), "--measure", "csat", "--field", "Q7ALL");
        CHECK_WITHIN(run_number(d, "rows/0/value"), waves[i].top_two, 5e-4);
        CHECK_INT(run_number(d, "rows/0/n"), waves[i].n);
    }
}

/* Bytes of three encodings in one file, and the same decoded. */
TEST(nps_of_the_garden_centre_is_as_stated_in_both_encodings)
{
    const char *as_found = shared(t, "data/retail_nps_french/nps_demo_odd_as_found_bytes.csv");
    const char *utf8 = shared(t, "data/retail_nps_french/nps_demo_odd_utf8.csv");
    json_t *a = SCORE(t, as_found, "--measure", "nps", "--field", "nps");
    json_t *b = SCORE(t, utf8, "--measure", "nps", "--field", "nps");
    CHECK_WITHIN(run_number(a, "rows/0/value"), 53.2211, FOUR_DIGITS);
    CHECK_INT(run_number(a, "rows/0/n"), 6830);
    CHECK(json_equal(run_at(a, "rows"), run_at(b, "rows")));
    CHECK_INT(run_number(run_note(a, "mixed_encoding"), "records"), 712);
    CHECK_INT(json_array_size(run_at(run_note(a, "mixed_encoding"), "lines")), 20);
    CHECK(!run_note(b, "mixed_encoding"));
    /* By every single comment. */
    a = SCORE(t, as_found, "--measure", "nps", "--field", "nps", "--by", "explication");
    b = SCORE(t, utf8, "--measure", "nps", "--field", "nps", "--by", "explication");
    CHECK(json_array_size(run_at(a, "rows")) > 1900);
    CHECK(json_equal(run_at(a, "rows"), run_at(b, "rows")));
}

TEST(nps_of_sudzilla_is_as_stated_in_both_exports)
{
    static const char *const files[] = {"data/sudzilla_nps/input_01.csv",
                                        "data/sudzilla_nps/input_02.csv"};
    for (int i = 0; i < 2; i++) {
        json_t *d = SCORE(t, shared(t, files[i]), "--measure", "nps", "--field",
                          "On a scale of 0-10, how would you rate Sudzilla?");
        CHECK_WITHIN(run_number(d, "rows/0/value"), -35.8974, FOUR_DIGITS);
        CHECK_INT(run_number(d, "rows/0/n"), 39);
    }
}

TEST(nps_of_r_is_as_stated_in_english_by_level)
{
    static const char level[] = "How would you rate your level of experience using R?";
    json_t *d =
        SCORE(t, shared(t, LEARNING_R "- Form Responses 1.tsv"), "--measure", "nps", "--field",
              "How likely are you to recommend R to a colleague, friend, or family member?", "--by",
              level);
    static const struct {
        const char *level;
        double nps;
        int n;
    } stated[] = {
        {"Beginner", 45.242, 557}, {"Intermediate", 76.619, 1745}, {"Expert", 82.828, 693}};
    for (int i = 0; i < 3; i++) {
        json_t *row = run_row(d, level, stated[i].level);
        CHECK_WITHIN(run_number(row, "value"), stated[i].nps, 5e-4);
        CHECK_INT(run_number(row, "n"), stated[i].n);
    }
}

TEST(nps_of_r_is_as_stated_in_both_languages)
{
    json_t *english =
        SCORE(t, shared(t, LEARNING_R "- Form Responses 1.tsv"), "--measure", "nps", "--field",
              "How likely are you to recommend R to a colleague, friend, or family member?");
    CHECK_WITHIN(run_number(english, "rows/0/value"), 72.1093, FOUR_DIGITS);
    CHECK_INT(run_number(english, "rows/0/n"), 3001);
    /* Upper case beyond ASCII is the same name too. */
    json_t *spanish = SCORE(
        t, shared(t, LEARNING_R "(Spanish Version) - Form Responses 1.tsv"), "--measure", "nps",
        "--field", "¿QUÉ tan probable es que recomiendes R a un colega, amiga/o o un familiar?");
    CHECK_WITHIN(run_number(spanish, "rows/0/value"), 63.8462, FOUR_DIGITS);
    CHECK_INT(run_number(spanish, "rows/0/n"), 260);
}

TEST(attrition_is_as_stated_with_and_without_overtime)
{
    const char *file = shared(t, "data/r_datasets/modeldata_attrition.csv");
    json_t *all = SCORE(t, file, "--measure", "share", "--field", "Attrition", "--box", "Yes");
    CHECK_WITHIN(run_number(all, "rows/0/value"), 16.1224, FOUR_DIGITS);
    CHECK_INT(run_number(all, "rows/0/n"), 1470);
    json_t *by = SCORE(t, file, "--measure", "share", "--field", "Attrition", "--box", "Yes",
                       "--by", "OverTime");
    CHECK_WITHIN(run_number(run_row(by, "OverTime", "Yes"), "value"), 30.53, 5e-3);
    CHECK_WITHIN(run_number(run_row(by, "OverTime", "No"), "value"), 10.44, 5e-3);
}

TEST(churn_is_as_stated_by_contract)
{
    const char *file = shared(t, "data/telco_churn/Telco-Customer-Churn.csv");
    json_t *all = SCORE(t, file, "--measure", "share", "--field", "Churn", "--box", "Yes");
    CHECK_WITHIN(run_number(all, "rows/0/value"), 26.5370, FOUR_DIGITS);
    CHECK_INT(run_number(all, "rows/0/n"), 7043);
    json_t *by = SCORE(t, file, "--measure", "share", "--field", "Churn", "--box", "Yes", "--by",
                       "Contract");
    CHECK_WITHIN(run_number(run_row(by, "Contract", "Month-to-month"), "value"), 42.7097,
                 FOUR_DIGITS);
    CHECK_WITHIN(run_number(run_row(by, "Contract", "One year"), "value"), 11.2695, FOUR_DIGITS);
    CHECK_WITHIN(run_number(run_row(by, "Contract", "Two year"), "value"), 2.8319, FOUR_DIGITS);
}

/* Sums: monthly charges 456,116.60 of all, 139,130.85 of those who left. */
TEST(mean_charges_are_the_sums_stated_over_n)
{
    json_t *d = SCORE(t, shared(t, "data/telco_churn/Telco-Customer-Churn.csv"), "--measure",
                      "mean", "--field", "MonthlyCharges", "--by", "Churn");
    CHECK_NEAR(run_number(run_row(d, "Churn", "Yes"), "value"), 139130.85 / 1869, 1e-12);
    CHECK_NEAR(run_number(run_row(d, "Churn", "No"), "value"), (456116.60 - 139130.85) / 5174,
               1e-12);
}

TEST(reclining_is_as_rude_as_stated)
{
    json_t *d =
        SCORE(t, shared(t, "data/fivethirtyeight_surveys/flying-etiquette.csv"), "--measure",
              "choices", "--field", "Is itrude to recline your seat on a plane?");
    CHECK_INT(json_array_size(run_at(d, "rows")), 3);
    static const struct {
        const char *choice;
        int n;
    } stated[] = {
        {"No, not rude at all", 502}, {"Yes, somewhat rude", 281}, {"Yes, very rude", 71}};
    for (int i = 0; i < 3; i++) {
        json_t *row = run_choice(d, stated[i].choice);
        CHECK_INT(run_number(row, "n"), 854);
        CHECK_NEAR(run_number(row, "value"), 100.0 * stated[i].n / 854, 1e-12);
    }
}

/* A table of counts: the counts are the weights.  668 of 1,681 by adding them up. */
TEST(satisfaction_of_tenants_is_weighted_by_their_number)
{
    json_t *d = SCORE(t, shared(t, "data/r_datasets/MASS_housing.csv"), "--measure", "share",
                      "--field", "Sat", "--box", "High", "--weight", "Freq");
    CHECK_INT(run_number(d, "rows/0/n"), 72);
    CHECK_NEAR(run_number(d, "rows/0/value"), 100.0 * 668 / 1681, 1e-12);
}

TEST(lounges_are_as_good_as_stated)
{
    const char *file = shared(t, "data/skytrax_lounge/lounge.csv");
    json_t *mean = SCORE(t, file, "--measure", "mean", "--field", "overall_rating");
    CHECK_WITHIN(run_number(mean, "rows/0/value"), 3.365649, SIX_DIGITS);
    json_t *share = SCORE(t, file, "--measure", "share", "--field", "recommended", "--box", "1");
    CHECK_WITHIN(run_number(share, "rows/0/value"), 36.0424, FOUR_DIGITS);
}

/* Cronbach's alpha of perceived quality of mobile phones: psych::alpha() in R. */
TEST(alpha_of_perceived_quality_is_what_r_says)
{
    json_t *d = SCORE(t, shared(t, "data/r_datasets/semPLS_mobi.csv"), "--measure", "index",
                      "--field", "PERQ1", "--field", "PERQ2", "--field", "PERQ3", "--field",
                      "PERQ4", "--field", "PERQ5", "--field", "PERQ6", "--field", "PERQ7");
    CHECK_WITHIN(run_number(d, "rows/0/alpha"), 0.872406, SIX_DIGITS);
    CHECK_INT(run_number(d, "rows/0/n"), 250);
}

/* Cells hold line breaks within quotes. */
TEST(complaints_are_as_many_as_stated)
{
    json_t *d = SCORE(t, shared(t, "data/cfpb_complaints/complaints_sample.csv"), "--measure",
                      "share", "--field", "Timely response?", "--box", "Yes");
    CHECK_INT(run_number(d, "rows/0/n"), 6623);
    CHECK_NEAR(run_number(d, "rows/0/value"), 100.0 * 6529 / 6623, 1e-12);
}
