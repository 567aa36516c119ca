/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Exports of other tools: real files of ../shared/data, read by score and by import
 * without a map, and what their sources state.
 */
#include "base/limits.h"
#include "import.h"

#define STAR_WARS "data/fivethirtyeight_surveys/StarWars.csv"
#define FLYING "data/fivethirtyeight_surveys/flying-etiquette.csv"
#define HCAHPS "data/hcahps_hospital/hcahps.csv"
#define SURVEYS "data/qsf/ctesta01__QualtricsTools/data/Sample Surveys/"
#define LONG_SURVEY SURVEYS "Long Exhaustive Sample Survey/Long_Exhaustive_Sample_Survey.csv"
#define LEARNING_R "data/learning_r_survey/Learning R Internet Survey "

/* What was asked, as people give it. */
#define FILMS "Which of the following Star Wars films have you seen? Please select all that apply."
#define CHARACTERS                                                                                 \
    "Please state whether you view the following characters favorably, unfavorably, or are "       \
    "unfamiliar with him/her."
#define RANKS                                                                                      \
    "Please rank the Star Wars films in order of preference with 1 being your favorite film in "   \
    "the franchise and 6 being your least favorite film."
#define EMPIRE "[Star Wars: Episode V The Empire Strikes Back]"
#define FOODS                                                                                      \
    "This is a plain multiple choice multiple answer question. Which foods do you think you "      \
    "could conv..."
#define FRUIT                                                                                      \
    "This is a mcsa question with a data export tag.\u00a0 What kind of fruit do you like most?"

static const char han_solo[] = CHARACTERS " [Han Solo]";
static const char rank_of_empire[] = RANKS " " EMPIRE;
static const char foods[] = FOODS;

static const char *shared(struct test *t, const char *path)
{
    return str_to_chars(t->arena, test_shared(t, path));
}

/* Counts of choices, from the shares. */
static void check_choice(json_t *d, const char *choice, double ticked)
{
    json_t *row = run_choice(d, choice);
    CHECK_NEAR(run_number(row, "value") * run_number(row, "n") / 100, ticked, 1e-9);
}

static void check_layout(struct test *t, const char *path, const char *layout, double rows)
{
    json_t *d = TAKE(t, shared(t, path), "--dry-run");
    CHECK_STR(run_text(d, "layout"), str_of_chars(layout));
    CHECK_STR(run_text(import_question(d, "layout"), "map"), S("layout: none"));
    CHECK_INT(run_number(d, "rows"), rows);
    CHECK_INT(run_number(d, "taken"), rows);
    CHECK_INT(run_number(d, "refused_n"), 0);
}

TEST(each_tool_is_known_by_its_export)
{
    import_folder(t);
    check_layout(t, STAR_WARS, "surveymonkey", 1186);
    check_layout(t, FLYING, "surveymonkey", 1040);
    check_layout(t, LEARNING_R "- Form Responses 1.tsv", "google_forms", 3062);
    check_layout(t, LEARNING_R "(Spanish Version) - Form Responses 1.tsv", "google_forms", 295);
    check_layout(t, "data/sudzilla_nps/input_01.csv", "google_forms", 39);
    check_layout(t, "data/jupyter_surveys/20160115235816-SurveyExport.csv", "alchemer", 1706);
    check_layout(t, HCAHPS, "long_table", 1440);
    check_layout(t, "data/process_logs/receipt.csv", "event_log", 8577);
    check_layout(t, LONG_SURVEY, "qualtrics", 31);
    check_layout(t, "data/qsf/ropensci__qualtRics/inst/extdata/sample.csv", "qualtrics", 1);
    check_layout(t, "data/qsf/ropensci__qualtRics/inst/extdata/sample_legacy.csv", "qualtrics", 1);
}

TEST(a_table_of_no_tool_has_no_layout)
{
    import_folder(t);
    json_t *d = TAKE(t, shared(t, "data/telco_churn/Telco-Customer-Churn.csv"), "--dry-run");
    CHECK(run_is_null(d, "layout"));
    CHECK(!import_question(d, "layout"));
    d = TAKE(t, shared(t, "data/sfo_customer_survey/2017_SFO_Customer_Survey_20250817.csv"),
             "--dry-run");
    CHECK(run_is_null(d, "layout"));
}

/* Its SOURCE.md. */
TEST(reclining_is_as_rude_in_a_record_as_stated)
{
    import_folder(t);
    (void)TAKE(t, shared(t, FLYING));
    json_t *d = import_ask(t, "choices(`Is itrude to recline your seat on a plane?`)");
    check_choice(d, "No, not rude at all", 502);
    check_choice(d, "Yes, somewhat rude", 281);
    check_choice(d, "Yes, very rude", 71);
}

/* The file's own counts: who ticked each film. */
static void check_films(json_t *d)
{
    check_choice(d, "Star Wars: Episode I The Phantom Menace", 673);
    check_choice(d, "Star Wars: Episode II Attack of the Clones", 571);
    check_choice(d, "Star Wars: Episode III Revenge of the Sith", 550);
    check_choice(d, "Star Wars: Episode IV A New Hope", 607);
    check_choice(d, "Star Wars: Episode V The Empire Strikes Back", 758);
    check_choice(d, "Star Wars: Episode VI Return of the Jedi", 738);
    CHECK_INT(run_number(d, "rows/0/n"), 835);
}

TEST(ticks_of_surveymonkey_are_one_question)
{
    const char *file = shared(t, STAR_WARS);
    check_films(SCORE(t, file, "--measure", "choices", "--field", FILMS));
    import_folder(t);
    json_t *d = TAKE(t, file);
    CHECK_STR(run_text(import_column(d, FILMS " " EMPIRE), "field"),
              S("which_of_the_following_star_star_wars_episode_v_the"));
    check_films(import_ask(t, "choices(`" FILMS "`)"));
    d = import_ask(t, "share(`Have you seen any of the 6 films in the Star Wars franchise?`) "
                      "box(Yes)");
    CHECK_INT(run_number(d, "rows/0/n"), 1186);
    CHECK_NEAR(run_number(d, "rows/0/value"), 100.0 * 936 / 1186, 1e-9);
}

/* A row of a grid is a question of its own, and a rank is no tick. */
TEST(rows_of_a_grid_of_surveymonkey_are_questions)
{
    json_t *d = SCORE(t, shared(t, STAR_WARS), "--measure", "choices", "--field", han_solo);
    check_choice(d, "Very favorably", 610);
    d = SCORE(t, shared(t, STAR_WARS), "--measure", "mean", "--field", rank_of_empire);
    CHECK_INT(run_number(d, "rows/0/n"), 836);
}

/* By the question's id and by its text; the file's own counts. */
static void check_foods(json_t *d)
{
    check_choice(d, "Kale", 21);
    check_choice(d, "Kale chips", 18);
    check_choice(d, "Swiss Chard", 19);
    check_choice(d, "Fancy cheese", 21);
    check_choice(d, "Chocolate with >80% cocoa", 20);
    check_choice(d, "Straight tomato paste", 20);
    CHECK_INT(run_number(d, "rows/0/n"), 31);
}

TEST(ticks_of_qualtrics_are_one_question)
{
    const char *file = shared(t, LONG_SURVEY);
    check_foods(SCORE(t, file, "--measure", "choices", "--field", "Q9"));
    check_foods(SCORE(t, file, "--measure", "choices", "--field", foods));
    import_folder(t);
    (void)TAKE(t, file);
    check_foods(import_ask(t, "choices(q9)"));
}

TEST(a_question_of_qualtrics_is_called_by_id_and_by_text)
{
    const char *file = shared(t, LONG_SURVEY);
    json_t *by_id = SCORE(t, file, "--measure", "choices", "--field", "q4_colored_fruit");
    json_t *by_text = SCORE(t, file, "--measure", "choices", "--field", FRUIT);
    CHECK(json_equal(run_at(by_id, "rows"), run_at(by_text, "rows")));
    (void)FAILS(t, 64, "USAGE", "two columns are called", file, "--measure", "choices", "--field",
                "This is a plain mcsa question. What kind of fruit do you like most?");
}

/* Names, addresses and places are not kept, and the older of two header rows is no answer. */
TEST(what_was_asked_stands_beside_the_name_of_a_column)
{
    json_t *d = NULL, *column;
    size_t i, with = 0;
    import_folder(t);
    d = TAKE(t, shared(t, LONG_SURVEY), "--dry-run");
    json_array_foreach(run_at(d, "columns"), i, column)
    {
        json_t *label = json_object_get(column, "label");
        with += label != NULL;
        if (str_equal(run_text(column, "column"), S("q4_colored_fruit")))
            CHECK(str_starts_with(run_text(column, "label"),
                                  S("This is a mcsa question with a data export tag.")));
    }
    CHECK(with > 100);
}

TEST(what_is_private_in_qualtrics_is_not_kept)
{
    import_folder(t);
    json_t *d = TAKE(t, shared(t, "data/qsf/ropensci__qualtRics/inst/extdata/sample.csv"));
    static const char *const private[] = {"IPAddress", "RecipientLastName", "RecipientFirstName",
                                          "RecipientEmail", "LocationLatitude"};
    for (size_t i = 0; i < sizeof private / sizeof *private; i++)
        CHECK(run_is_null(import_column(d, private[i]), "field"));
    CHECK_STR(run_text(import_column(d, "EndDate"), "role"), S("time"));
    CHECK_STR(run_text(import_column(d, "UserLanguage"), "role"), S("language"));
    CHECK_STR(run_text(import_question(d, "key"), "map"), S("key: ResponseId"));
    d = import_ask(t, "share(q1) box(2) by month");
    CHECK_STR(run_text(d, "rows/0/by/month"), S("2017-07"));
}

/* Its SOURCE.md. */
TEST(the_survey_of_learners_is_as_stated_in_a_record)
{
    static const struct {
        const char *file, *question;
        double nps, n;
    } waves[] = {
        {LEARNING_R "- Form Responses 1.tsv",
         "nps(`How likely are you to recommend R to a colleague, friend, or family member?`)",
         72.109, 3001},
        {LEARNING_R "(Spanish Version) - Form Responses 1.tsv",
         "nps(`¿Qué tan probable es que recomiendes R a un colega, amiga/o o un familiar?`)",
         63.846, 260}};
    import_folder(t);
    for (size_t i = 0; i < sizeof waves / sizeof *waves; i++) {
        json_t *d = TAKE(t, shared(t, waves[i].file));
        CHECK(import_question(d, "scale_1_10"));
        CHECK_STR(run_text(import_column(d, "Timestamp"), "role"), S("time"));
        d = import_ask(t, waves[i].question);
        CHECK_NEAR(run_number(d, "rows/0/value"), waves[i].nps, 1e-5);
        CHECK_INT(run_number(d, "rows/0/n"), waves[i].n);
    }
}

/* truth.json beside it. */
TEST(hospitals_are_rated_as_stated)
{
    const char *file = shared(t, HCAHPS);
    json_t *truth = run_parse(t, test_read(t, test_shared(t, "data/hcahps_hospital/truth.json")));
    const char *measure = NULL;
    json_t *mean = NULL;
    import_folder(t);
    (void)TAKE(t, file);
    CHECK_INT(run_number(truth, "measures"), 32);
    json_object_foreach(run_at(truth, "topbox_mean"), measure, mean)
    {
        json_t *d = SCORE(t, file, "--measure", "mean", "--field", measure);
        CHECK_NEAR(run_number(d, "rows/0/value"), json_number_value(mean), 1e-9);
        CHECK_INT(run_number(d, "rows/0/n"), run_number(truth, "with_data"));
        d = import_ask(t, str_format(t->arena, "mean(%s)", measure).ptr);
        CHECK_NEAR(run_number(d, "rows/0/value"), json_number_value(mean), 1e-9);
        CHECK_INT(run_number(d, "rows/0/n"), run_number(truth, "with_data"));
    }
    json_t *d = import_ask(t, "share(hcahps_measure_id) box(H_COMP_7_SA) by unit");
    CHECK_INT(json_array_size(run_at(d, "rows")), run_number(truth, "hospitals"));
}

/* Their SOURCE.md: cases, events, activities. */
TEST(event_logs_have_the_cases_events_and_activities_stated)
{
    static const struct {
        const char *name;
        double cases, events, activities;
    } logs[] = {{"receipt", 1434, 8577, 27},
                {"roadtraffic100traces", 100, 390, 10},
                {"running-example", 6, 42, 8}};
    import_folder(t);
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
        const char *file =
            shared(t, str_format(t->arena, "data/process_logs/%s.csv", logs[i].name).ptr);
        json_t *report = TAKE(t, file);
        str source = run_text(report, "source");
        json_t *d =
            import_ask(t, str_format(t->arena, "choices(`%.*s.concept:name`)", STR(source)).ptr);
        CHECK_INT(json_array_size(run_at(d, "rows")), logs[i].activities);
        CHECK_INT(run_number(d, "rows/0/n"), logs[i].events);
        CHECK_INT(run_number(d, "rows/0/n_persons"), logs[i].cases);
        d = import_ask(t,
                       str_format(t->arena, "choices(`%.*s.case:concept:name`)", STR(source)).ptr);
        CHECK_INT(json_array_size(run_at(d, "rows")), logs[i].cases);
        d = SCORE(t, file, "--measure", "choices", "--field", "concept:name");
        CHECK_INT(json_array_size(run_at(d, "rows")), logs[i].activities);
        CHECK_INT(run_number(d, "rows/0/n"), logs[i].events);
    }
    json_t *d = import_ask(t, "share(`running_example.org:resource`) box(Pete) by touchpoint");
    CHECK_INT(json_array_size(run_at(d, "rows")), 8);
}

/* Everything above is what "none" undoes. */
TEST(a_map_may_say_that_there_is_no_layout)
{
    const char *map = run_file(t, "none.map", S("layout: none\n"));
    const char *file =
        run_file(t, "monkey.csv", S("Respondent ID,Seen?,\n,Web,Shop\n1,Web,\n2,,Shop\n"));
    import_folder(t);
    json_t *d = TAKE(t, file, "--map", map);
    CHECK(run_is_null(d, "layout"));
    import_check_counts(d, 3, 3, 0, 0);
    const char *wrong = run_file(t, "wrong.map", S("layout: typeform\n"));
    TAKE_FAILS(t, 64, "is not laid out like an export of Typeform", file, "--map", wrong);
    wrong = run_file(t, "wrong.map", S("layout: typform\n"));
    TAKE_FAILS(t, 64, "did you mean \"typeform\"?", file, "--map", wrong);
}

TEST(previews_are_left_out_counted_and_taken_where_the_map_says_so)
{
    const char *file = run_file(t, "previews.csv",
                                S("StartDate,EndDate,Status,Finished,ResponseId,Q1\n"
                                  ",2026-01-01 09:00:00,0,1,a,9\n"
                                  ",2026-01-01 09:00:00,1,1,b,0\n"
                                  ",2026-01-01 09:00:00,Survey Preview,1,c,0\n"
                                  ",2026-01-01 09:00:00,0,0,d,7\n"
                                  ",2026-01-01 09:00:00,0,0,e,8\n"
                                  ",2026-01-01 09:00:00,0,0,f,8\n"
                                  ",2026-01-01 09:00:00,0,0,g,8\n"
                                  ",2026-01-01 09:00:00,0,0\n"));
    json_t *d = SCORE_REFUSED(t, file, "--measure", "mean", "--field", "Q1");
    CHECK_NEAR(run_number(d, "rows/0/value"), 8, 1e-12);
    CHECK_INT(run_number(run_note(d, "left_out"), "records"), 2);
    CHECK_INT(run_number(d, "refused/first/0/line"), 9);
    import_folder(t);
    d = TAKE_REFUSED(t, file);
    import_check_counts(d, 8, 5, 0, 1);
    CHECK_INT(run_number(run_note(d, "left_out"), "records"), 2);
    CHECK_INT(run_number(d, "refused/0/line"), 9);
    CHECK_INT(import_n(t, "mean(q1)"), 5);
    const char *map = run_file(t, "all.map", S("left out: none\n"));
    d = TAKE_REFUSED(t, file, "--map", map);
    import_check_counts(d, 8, 2, 5, 1);
    CHECK(!json_object_get(d, "notes"));
}

TEST(the_same_export_again_changes_nothing)
{
    import_folder(t);
    json_t *d = TAKE(t, shared(t, STAR_WARS));
    import_check_counts(d, 1186, 1186, 0, 0);
    d = TAKE(t, shared(t, STAR_WARS));
    import_check_counts(d, 1186, 0, 1186, 0);
    d = TAKE(t, shared(t, HCAHPS));
    import_check_counts(d, 1440, 1440, 0, 0);
    d = TAKE(t, shared(t, HCAHPS));
    import_check_counts(d, 1440, 0, 1440, 0);
}

/* A pipe is read once, and laid out alike. */
TEST(standard_input_has_a_layout_too)
{
    const char *file = str_to_chars(t->arena, test_shared(t, STAR_WARS));
    const char *const words[] = {"import", "--data", "data",      "--format",
                                 "json",   "-",      "--dry-run", NULL};
    import_folder(t);
    struct ran ran = run_program(t, &(struct run){.args = words, .input = file});
    json_t *d = import_document(t, &ran, 0);
    CHECK_STR(run_text(d, "layout"), S("surveymonkey"));
    import_check_counts(d, 1186, 1186, 0, 0);
    const char *const score[] = {"score", "-",       "--measure", "choices", "--format",
                                 "json",  "--field", FILMS,       NULL};
    ran = run_program(t, &(struct run){.args = score, .input = file});
    CHECK_INT(ran.status, 0);
    check_films(run_parse(t, ran.out));
}
