/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Plans of files that nobody here wrote.
 */
#include "listen/plan_of_test.h"

TEST(the_airport_of_2017_recommends)
{
    struct import_plan p =
        plan_of_file(t, "data/sfo_customer_survey/2017_SFO_Customer_Survey_20250817.csv");
    CHECK_COLUMN(p, "NETPRO", "score recommend 11");
    CHECK_STR(plan_column_called(&p, "NETPRO")->alias, S("NETPRO"));
    CHECK_COLUMN(p, "Q7ALL", "score q7all");
    CHECK_COLUMN(p, "Q7FOOD", "score q7food 0,6");
    CHECK_COLUMN(p, "Q10SAFE", "score q10safe 0");
    CHECK_COLUMN(p, "RESPNUM", "id respnum");
    CHECK_COLUMN(p, "BAREA", "choice barea");
    CHECK_COLUMN(p, "AIRLINE", "choice airline");
    CHECK_COLUMN(p, "STRATA", "choice strata");
    CHECK_COLUMN(p, "Q20GENDER", "choice q20gender");
    CHECK_COLUMN(p, "HOWLONG", "number howlong");
    CHECK_COLUMN(p, "Q17CITY", "text q17city");
    CHECK_COLUMN(p, "WEIGHT", "number weight");
    CHECK_COLUMN(p, "Hi", "text hi"); /* empty */
    /* a time of day that a spreadsheet wrote as one of 1899 is no date */
    CHECK_COLUMN(p, "DEPTIME", "choice deptime");
    CHECK_INT(p.roles[IMPORT_ROLE_WEIGHT], 92);
    CHECK(p.roles[IMPORT_ROLE_KEY] == IMPORT_NONE && p.roles[IMPORT_ROLE_TIME] == IMPORT_NONE);
    CHECK_STR(plan_questions_text(t, &p), S("weight: weight: none\n"));
}

TEST(all_ratings_of_four_airport_waves_are_scores_from_1_to_5)
{
    static const char *const waves[] = {
        "data/sfo_customer_survey/2014_SFO_Customer_Survey_20250817.csv",
        "data/sfo_customer_survey/2015_SFO_Customer_Survey_20250817.csv",
        "data/sfo_customer_survey/2016_SFO_Customer_Survey_20250817.csv",
        "data/sfo_customer_survey/2017_SFO_Customer_Survey_20250817.csv",
    };
    size_t ratings = 0;
    for (size_t w = 0; w < 4; w++) {
        struct import_plan p = plan_of_file(t, waves[w]);
        for (size_t i = 0; i < p.columns_len; i++) {
            str name = p.columns[i].column;
            bool rates = (str_starts_with(name, S("Q7")) || str_starts_with(name, S("Q9"))) &&
                         !str_starts_with(name, S("Q9COM"));
            if (!rates)
                continue;
            CHECK_THAT(p.columns[i].kind == IMPORT_SCORE, "%.*s is a %.*s", STR(name),
                       STR(import_kind_name(p.columns[i].kind)));
            str missing = plan_missing_text(t, &p.columns[i]);
            CHECK(missing.len == 0 || str_equal(missing, S("0,6")));
            ratings++;
        }
        CHECK(p.roles[IMPORT_ROLE_WEIGHT] != IMPORT_NONE);
        CHECK(w == 3 || !str_equal(p.columns[p.columns_len - 1].field, S("recommend")));
    }
    CHECK_INT(ratings, 84);
}

TEST(the_airport_of_2016_has_dates_of_interviews)
{
    struct import_plan p =
        plan_of_file(t, "data/sfo_customer_survey/2016_SFO_Customer_Survey_20250817.csv");
    CHECK_COLUMN(p, "INTDATE", "date intdate");
    CHECK_COLUMN(p, "*RESPNUM", "id respnum");
    CHECK_COLUMN(p, "DAY", "choice day");
    CHECK_STR(plan_questions_text(t, &p), S("weight: weight: none\ntime: time: INTDATE\n"
                                            "far_codes: [RUNID] missing: none\n"
                                            "far_codes: [Q13 COUNTY] missing: none\n"));
}

TEST(the_french_retailer_asks_from_1_to_10)
{
    struct import_plan p = plan_of_file(t, "data/retail_nps_french/nps_demo_odd_utf8.csv");
    CHECK_COLUMN(p, "nps", "score nps");
    CHECK_COLUMN(p, "satisfaction", "score satisfaction");
    CHECK(plan_column_called(&p, "satisfaction")->known ==
          IMPORT_NONE); /* not the one of all sources */
    CHECK_COLUMN(p, "explication", "comment comment");
    CHECK_COLUMN(p, "CaTicket", "number caticket");
    CHECK_COLUMN(p, "id", "id id");
    CHECK_COLUMN(p, "", "id column_1");
    CHECK_STR(plan_column_called(&p, "")->alias, S(""));
    CHECK_STR(plan_questions_text(t, &p), S("scale_1_10: [nps] field: recommend\n"
                                            "far_codes: [NbPassageKS] missing: none\n"));
    p = plan_of_file(t, "data/retail_nps_french/nps_demo_odd_as_found_bytes.csv");
    CHECK_COLUMN(p, "explication", "comment comment");
    CHECK_STR(plan_questions_text(t, &p), S("scale_1_10: [nps] field: recommend\n"
                                            "far_codes: [NbPassageKS] missing: none\n"));
}

TEST(the_conference_does_not_say_recommend)
{
    struct import_plan p = plan_of_file(t, "data/sudzilla_nps/input_01.csv");
    CHECK_COLUMN(p, "Timestamp", "date timestamp");
    CHECK_COLUMN(p, "On a scale of 0-10, how would you rate Sudzilla?",
                 "score on_a_scale_of_0_10_how_would_you_rate_sudzilla");
    CHECK_COLUMN(p, "...why?", "comment why");
    CHECK_COLUMN(p, "How would you rate the food at Sudzilla (lunch)?",
                 "choice how_would_you_rate_the_food_at_sudzilla_lunch");
    CHECK_STR(plan_questions_text(t, &p),
              S("layout: layout: none\ntime_order: time order: day first\n"
                "two_comments: [...why?] field: comment\n"));
    CHECK_INT(p.roles[IMPORT_ROLE_TIME], 0);
}

TEST(the_survey_of_learners_is_flagged_in_both_languages)
{
    struct import_plan p =
        plan_of_file(t, "data/learning_r_survey/Learning R Internet Survey - Form Responses 1.tsv");
    CHECK_COLUMN(p, "How likely are you to recommend R to a colleague, friend, or family member?",
                 "score how_likely_are_you_to_recommend_r_to_a_colleague_friend_or");
    CHECK_COLUMN(p, "How would you rate your level of experience using R?",
                 "choice how_would_you_rate_your_level_of_experience_using_r");
    CHECK_COLUMN(p, "What do you like best about using R?",
                 "comment what_do_you_like_best_about_using_r");
    CHECK_COLUMN(p, "What is your job title, if any?", "text what_is_your_job_title_if_any");
    CHECK_COLUMN(p, "What year were you born?", "number what_year_were_you_born");
    /* ticks in one cell are choices, not comments */
    CHECK(p.columns[4].kind == IMPORT_CHOICE && p.columns[25].kind == IMPORT_CHOICE);
    CHECK_INT(p.questions_len, 3);
    CHECK_INT(p.roles[IMPORT_ROLE_TIME], 0);
    CHECK_STR(p.questions[0].map, S("layout: none"));
    CHECK_STR(str_of_chars(p.questions[1].code), S("scale_1_10"));
    CHECK_STR(str_of_chars(p.questions[2].code), S("two_comments"));

    p = plan_of_file(t,
                     "data/learning_r_survey/Learning R Internet Survey (Spanish Version) - Form "
                     "Responses 1.tsv");
    CHECK_COLUMN(p, "Email Address", "skip ");
    CHECK_INT(p.roles[IMPORT_ROLE_EMAIL], 43);
    CHECK_STR(str_of_chars(p.questions[1].code), S("scale_1_10"));
    CHECK(p.columns[24].kind == IMPORT_SCORE);
    CHECK_STR(p.columns[14].field, S("qué_opción_refleja_mejor_la_razón_principal_por_la_que_2"));
}

TEST(telephone_customers_are_choices_and_numbers)
{
    struct import_plan p = plan_of_file(t, "data/telco_churn/Telco-Customer-Churn.csv");
    CHECK_COLUMN(p, "customerID", "id customerid");
    CHECK_COLUMN(p, "SeniorCitizen", "choice seniorcitizen");
    CHECK_COLUMN(p, "tenure", "number tenure");
    CHECK_COLUMN(p, "Contract", "choice contract");
    CHECK_COLUMN(p, "MonthlyCharges", "number monthlycharges");
    CHECK_COLUMN(p, "TotalCharges", "number totalcharges");
    CHECK_COLUMN(p, "Churn", "choice churn");
    CHECK_STR(plan_questions_text(t, &p), S("person: person: customerID\n"));
}

TEST(reviews_of_lounges_have_ratings_and_two_texts)
{
    struct import_plan p = plan_of_file(t, "data/skytrax_lounge/lounge.csv");
    CHECK_COLUMN(p, "overall_rating", "score overall_rating");
    CHECK_COLUMN(p, "comfort_rating", "score comfort_rating");
    CHECK_COLUMN(p, "wifi_connectivity_rating", "score wifi_connectivity_rating");
    CHECK_COLUMN(p, "recommended", "choice recommended");
    CHECK_COLUMN(p, "content", "comment content");
    CHECK_COLUMN(p, "title", "comment title");
    CHECK_COLUMN(p, "author", "comment author");
    CHECK_COLUMN(p, "airport", "choice airport");
    CHECK_COLUMN(p, "date_visit", "date date_visit");
    CHECK_STR(plan_questions_text(t, &p),
              S("time: time: date\ntwo_comments: [content] field: comment\n"
                "zero_beside: [comfort_rating] scale: 1-5\n[cleanliness_rating] scale: 1-5\n"
                "[bar_beverages_rating] scale: 1-5\n[catering_rating] scale: 1-5\n"
                "[washrooms_rating] scale: 1-5\n[wifi_connectivity_rating] scale: 1-5\n"
                "[staff_service_rating] scale: 1-5\n"
                "personal: [author] kind: skip\n"));
}

TEST(hospitals_are_a_long_table)
{
    struct import_plan p = plan_of_file(t, "data/hcahps_hospital/hcahps.csv");
    CHECK_COLUMN(p, "Provider.ID", "choice provider_id");
    CHECK_COLUMN(p, "Hospital.Name", "choice hospital_name");
    CHECK_COLUMN(p, "HCAHPS.Question", "choice hcahps_question");
    CHECK_COLUMN(p, "HCAHPS.Answer.Percent", "number hcahps_answer_percent");
    CHECK_COLUMN(p, "Location", "choice location");
    CHECK_COLUMN(p, "Measure.End.Date", "choice measure_end_date"); /* ######## */
    for (size_t i = 17; i < p.columns_len; i++)
        CHECK_INT(p.columns[i].kind, IMPORT_NUMBER);
    CHECK_INT(p.columns_len, 17 + 32);
    CHECK_INT(p.roles[IMPORT_ROLE_UNIT], 2);
    CHECK_INT(p.roles[IMPORT_ROLE_TIME], 13);
    CHECK_STR(plan_questions_text(t, &p), S("layout: layout: none\n"));
}

TEST(tables_of_research_have_scores_and_numbers)
{
    struct import_plan p = plan_of_file(t, "data/r_datasets/semPLS_mobi.csv");
    for (size_t i = 0; i < p.columns_len; i++)
        CHECK(p.columns[i].kind == IMPORT_SCORE && p.columns[i].missing_len == 0);
    p = plan_of_file(t, "data/r_datasets/plspm_satisfaction.csv");
    CHECK_COLUMN(p, "imag4", "score imag4");
    CHECK_COLUMN(p, "gender", "choice gender");
    p = plan_of_file(t, "data/r_datasets/modeldata_attrition.csv");
    CHECK_COLUMN(p, "JobSatisfaction", "choice jobsatisfaction");
    CHECK_COLUMN(p, "MonthlyRate", "number monthlyrate");
    CHECK_COLUMN(p, "Age", "number age");
    CHECK_COLUMN(p, "TrainingTimesLastYear", "choice trainingtimeslastyear 0,6");
    p = plan_of_file(t, "data/r_datasets/multilevel_bh1996.csv");
    CHECK_COLUMN(p, "WBEING", "number wbeing");
    CHECK_COLUMN(p, "GRP", "number grp");
    CHECK_STR(plan_questions_text(t, &p), S("far_codes: [W.HRS] missing: none\n"));
}
