/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What answers mean beyond their kind: proposed from the words of the question, the labels of
 * codes and the signs beside numbers; changed by the map, kept on record, exported.
 */
#include "import.h"

static const char survey[] =
    "id,How easy was check-in?,What did you expect of the food?,Staff: better or worse than "
    "expected,"
    "How much do you trust the brand?,recommend\n"
    "1,1,2,3,4,9\n2,2,3,4,5,10\n3,3,4,5,1,0\n4,4,5,1,2,5\n5,5,1,2,3,8\n6,5,4,3,2,7\n";

static const char *file(struct test *t, const char *name, const char *content)
{
    return run_file(t, name, str_of_chars(content));
}

static str said(json_t *d, const char *column, const char *aspect)
{
    const char *word = json_string_value(json_object_get(import_column(d, column), aspect));
    return word ? str_of_chars(word) : S("-");
}

TEST(the_words_of_a_question_propose_what_it_measures)
{
    import_folder(t);
    json_t *d = TAKE(t, file(t, "survey.csv", survey));
    CHECK_STR(said(d, "How easy was check-in?", "measures"), S("effort"));
    CHECK_STR(said(d, "How easy was check-in?", "measures_of"), S("process"));
    const char *food = "What did you expect of the food?";
    CHECK_STR(said(d, food, "measures"), S("expectation remembered"));
    CHECK_STR(said(d, food, "measures_of"), S("product"));
    const char *staff = "Staff: better or worse than expected";
    CHECK_STR(said(d, staff, "measures"), S("against expectation"));
    CHECK_STR(said(d, staff, "measures_of"), S("people"));
    CHECK_STR(said(d, "How much do you trust the brand?", "measures"), S("trust"));
    CHECK_STR(said(d, "recommend", "measures"), S("recommendation"));
    CHECK_STR(said(d, "recommend", "better"), S("high"));
    CHECK_STR(said(d, "id", "measures"), S("-"));
}

TEST(what_the_map_says_is_kept_for_the_next_file)
{
    import_folder(t);
    const char *f = file(t, "survey.csv", survey);
    const char *map = file(t, "a.map",
                           "[How easy was check-in?]\nmeasures: none\nbetter: low\n"
                           "[Staff: better or worse than expected]\nexpected from: promise\n");
    (void)TAKE(t, f, "--map", map);
    json_t *d = TAKE(t, f, "--dry-run");
    CHECK_STR(said(d, "How easy was check-in?", "measures"), S("-"));
    CHECK_STR(said(d, "How easy was check-in?", "better"), S("low"));
    CHECK_STR(said(d, "Staff: better or worse than expected", "expected_from"), S("promise"));
    /* What was said later holds, of the same field. */
    const char *later = file(t, "b.map", "[How easy was check-in?]\nmeasures: effort\n");
    (void)TAKE(t, f, "--map", later);
    d = TAKE(t, f, "--dry-run");
    CHECK_STR(said(d, "How easy was check-in?", "measures"), S("effort"));
    CHECK_STR(said(d, "How easy was check-in?", "better"), S("low"));
}

TEST(what_all_sources_share_means_the_same_in_all_of_them)
{
    import_folder(t);
    const char *f = file(t, "survey.csv", survey);
    TAKE_FAILS(t, 64, "with \"better: high\"", f, "--map",
               file(t, "a.map", "[recommend]\nbetter: low\n"));
    TAKE_FAILS(t, 64, "needs a field of its own", f, "--map",
               file(t, "b.map", "[recommend]\nmeasures: trust\n"));
}

TEST(labels_say_which_end_is_the_good_one)
{
    import_folder(t);
    const char *f = file(t, "g.csv", "a,b,c\n1,1,1\n2,2,2\n3,3,3\n4,4,4\n5,5,5\n1,5,3\n");
    const char *map = file(t, "g.map",
                           "[a]\ncode 1: very good\ncode 5: very bad\n"
                           "[b]\ncode 1: not at all satisfied\ncode 5: very satisfied\n"
                           "[c]\ncode 1: strongly disagree\ncode 5: strongly agree\n");
    json_t *d = TAKE(t, f, "--map", map);
    CHECK_STR(said(d, "a", "better"), S("low"));
    CHECK_STR(said(d, "b", "better"), S("high"));
    CHECK_STR(said(d, "c", "better"), S("-"));
}

TEST(amounts_are_numbers_in_a_currency)
{
    import_folder(t);
    const char *f = file(t, "money.csv",
                         "price,fee,basket_usd,share,nps\n"
                         "\"$1,234.50\",\"€12,50\",100,45%,9\n$10,€3,250.5,5%,10\n"
                         "($2.50),\"€1.000,25\",7,100 %,1\n");
    json_t *d = TAKE(t, f);
    import_check_counts(d, 3, 3, 0, 0);
    CHECK_STR(run_text(import_column(d, "price"), "kind"), S("number"));
    CHECK_STR(said(d, "price", "currency"), S("-"));
    CHECK_STR(run_text(import_question(d, "currency"), "map"), S("[price] currency: USD"));
    CHECK_STR(said(d, "fee", "currency"), S("EUR"));
    CHECK_STR(said(d, "basket_usd", "currency"), S("USD"));
    CHECK_STR(run_text(import_column(d, "share"), "kind"), S("number"));
    CHECK_STR(said(d, "share", "currency"), S("-"));
    CHECK_NEAR(run_number(import_ask(t, "mean(price)"), "rows/0/value"), 414, 1e-9);
    CHECK_NEAR(run_number(import_ask(t, "mean(fee)"), "rows/0/value"), 1015.75 / 3, 1e-9);
    CHECK_NEAR(run_number(import_ask(t, "mean(share)"), "rows/0/value"), 50, 1e-9);
    CHECK_INT(import_n(t, "mean(share) where price > 1000"), 1);
    CHECK_INT(import_n(t, "mean(share) where fee < 12.51"), 2);
}

TEST(a_sign_of_several_currencies_is_the_one_of_the_name)
{
    import_folder(t);
    json_t *d = TAKE(t, file(t, "m.csv", "price_cad,fee_eur,nps\n$1,$4,9\n$2,$5,10\n$3,$6,1\n"));
    CHECK_STR(said(d, "price_cad", "currency"), S("CAD"));
    CHECK_STR(said(d, "fee_eur", "currency"), S("-"));
    CHECK_STR(run_text(import_question(d, "currency"), "map"), S("[fee_eur] currency: USD"));
}

TEST(a_column_of_two_currencies_has_none)
{
    import_folder(t);
    json_t *d = TAKE(t, file(t, "m.csv", "price,nps\n$1,9\n€2,10\n$3,1\n"));
    CHECK(!import_question(d, "currency"));
    CHECK_STR(said(d, "price", "currency"), S("-"));
}

TEST(meanings_come_back_from_an_export)
{
    import_folder(t);
    const char *f = file(t, "survey.csv", survey);
    (void)TAKE(t, f, "--map", file(t, "a.map", "[How easy was check-in?]\nmeasures of: none\n"));
    struct ran out = RUN(t, "export", "--data", "data", "--to", "out");
    CHECK_THAT(out.status == 0, "%.*s", STR(out.err));
    struct ran made = RUN(t, "init", "other", "--zone", "UTC");
    CHECK_INT(made.status, 0);
    struct ran ran = RUN(t, "import", "--data", "other", "--format", "json", "out/survey.csv",
                         "--map", "out/survey.map");
    json_t *d = import_document(t, &ran, 0);
    size_t i = 0, measured = 0;
    json_t *column = NULL;
    json_array_foreach(run_at(d, "columns"), i, column)
    {
        bool is_effort = json_object_get(column, "measures") &&
                         str_equal(run_text(column, "measures"), S("effort"));
        measured += json_object_get(column, "measures") != NULL;
        CHECK(!is_effort || !json_object_get(column, "measures_of"));
    }
    CHECK_INT(measured, 5);
}

TEST(a_score_without_a_number_is_asked_about)
{
    import_folder(t);
    const char *f = file(t, "c.csv", "churn,nps\nYes,9\nNo,10\nYes,1\n");
    json_t *d = TAKE(t, f, "--dry-run", "--map", file(t, "c.map", "[churn] kind: score\n"));
    CHECK_STR(run_text(import_question(d, "no_numbers"), "map"), S("[churn] kind: choice"));
    CHECK(!import_question(TAKE(t, f, "--dry-run"), "no_numbers"));
}
