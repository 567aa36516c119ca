/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "stats/distribution.h"
#include "understand/rows.h"

static const struct scale_range one_to_seven = {{1, 0}, {7, 0}};

/* So many promoters, passives and detractors. */
static struct column *trinomial(struct test *t, double promoters, double passives,
                                double detractors)
{
    struct column *c = empty_column(t, "recommend");
    add_cells(c, S("10"), (size_t)promoters);
    add_cells(c, S("7"), (size_t)passives);
    add_cells(c, S("3"), (size_t)detractors);
    return c;
}

/* Columns n, nps, adjwald_lo, adjwald_hi */
TEST(nps_has_the_adjusted_wald_interval_of_the_reference)
{
    struct test_table table = test_reference(t, "01_nps_one_sample.csv");
    for (size_t row = 0; row < table.rows_len; row++) {
        if (test_number(&table, row, "conf") != 0.95)
            continue;
        struct rows rows = {.metric = "nps",
                            .fields = {trinomial(t, test_number(&table, row, "promoters"),
                                                 test_number(&table, row, "passives"),
                                                 test_number(&table, row, "detractors"))}};
        struct estimate e = estimate_of(t, &rows);
        double n = test_number(&table, row, "n");
        CHECK_INT(e.n, n);
        CHECK(e.n_eff == n);
        if (n == 0) {
            CHECK(!e.has_value && !e.has_interval && e.status == STATUS_NO_DATA && !e.method);
            continue;
        }
        CHECK(e.has_value && e.has_interval);
        CHECK_STR(str_of_chars(e.method), S("adjusted_wald"));
        CHECK_NEAR(e.value, test_number(&table, row, "nps"), 1e-13);
        CHECK_NEAR(e.lo, test_number(&table, row, "adjwald_lo"), 1e-12);
        CHECK_NEAR(e.hi, test_number(&table, row, "adjwald_hi"), 1e-12);
    }
}

/* 01_nps_weighted.json: R survey 4.1.1, svymean */
TEST(weighted_nps_is_linearised)
{
    struct test_table table = test_reference(t, "01_nps_weighted_data.csv");
    struct rows rows = {.metric = "nps",
                        .fields = {column_of_table(t, &table, "score")},
                        .weight = column_of_table(t, &table, "w")};
    struct estimate e = estimate_of(t, &rows);
    CHECK_INT(e.n, 60);
    CHECK_STR(str_of_chars(e.method), S("linearised"));
    CHECK_NEAR(e.value, 33.7142857142857, 1e-14);
    CHECK_NEAR(e.lo, 11.6985982274958, 1e-13);
    CHECK_NEAR(e.hi, 55.7299732010757, 1e-13);
    CHECK_NEAR(e.n_eff, 51.1482254697286, 1e-14);
    CHECK(e.status == STATUS_OK);
}

/* n_eff < 30: p and d weighted, n_eff in place of n. */
TEST(weighted_nps_of_a_small_segment_is_adjusted_with_n_eff)
{
    struct test_table table = test_reference(t, "01_nps_weighted_data.csv");
    struct rows rows = {.metric = "nps",
                        .fields = {column_of_table(t, &table, "score")},
                        .weight = column_of_table(t, &table, "w")};
    struct question q = question_of(t, &rows);
    ask_by(t, &q, column_of_table(t, &table, "seg"));
    struct answer answer = answer_to(t, &q);
    static const double values[] = {40, 25.5555555555556, 33.3333333333333};
    static const char *const segments[] = {"A", "B", "C"};
    for (size_t s = 0; s < 3; s++) {
        const struct estimate *e = &row_of(&answer, segments[s], NULL)->estimate;
        double w = 0, w2 = 0, p = 0, d = 0;
        for (size_t row = 0; row < table.rows_len; row++) {
            double weight = test_number(&table, row, "w"), c = test_number(&table, row, "c");
            if (!str_equal(test_cell(&table, row, "seg"), str_of_chars(segments[s])))
                continue;
            w += weight;
            w2 += weight * weight;
            p += c > 0 ? weight : 0;
            d += c < 0 ? weight : 0;
        }
        double n = w * w / w2, p1 = (p / w * n + 0.75) / (n + 3), d1 = (d / w * n + 0.75) / (n + 3);
        double half = normal_critical(0.95) * sqrt((p1 + d1 - (p1 - d1) * (p1 - d1)) / (n + 3));
        CHECK(n < 30);
        CHECK_STR(str_of_chars(e->method), S("adjusted_wald_n_eff"));
        CHECK_NEAR(e->value, values[s], 1e-14);
        CHECK_NEAR(e->n_eff, n, 1e-13);
        CHECK_NEAR(e->lo, 100 * (p1 - d1 - half), 1e-12);
        CHECK_NEAR(e->hi, 100 * (p1 - d1 + half), 1e-12);
        CHECK(e->status == (e->n < 30 ? STATUS_LOW_BASE : STATUS_OK));
    }
}

TEST(weighted_nps_without_spread_is_adjusted_however_large)
{
    struct column *score = empty_column(t, "s"), *weight = empty_column(t, "w");
    for (int i = 0; i < 80; i++) {
        column_add_text(score, S("10"));
        column_add_text(weight, i % 2 ? S("1.5") : S("1"));
    }
    struct rows rows = {.metric = "nps", .fields = {score}, .weight = weight};
    struct estimate e = estimate_of(t, &rows);
    CHECK(e.n_eff > 30);
    CHECK_STR(str_of_chars(e.method), S("adjusted_wald_n_eff"));
    CHECK(e.value == 100 && e.lo > 90 && e.lo < 100 && e.hi == 100);
}

TEST(weights_of_one_change_no_number_but_the_method)
{
    struct column *score = empty_column(t, "s"), *weight = empty_column(t, "w");
    struct xoshiro numbers = xoshiro_of_seed(1);
    for (int i = 0; i < 53; i++) {
        column_add_number(t, score, (double)xoshiro_below(&numbers, 11));
        column_add_text(weight, i % 2 ? S("1") : S("1.0000004"));
    }
    static const char *const metrics[] = {"nps", "mean", "share"};
    static const char *const weighted_methods[] = {"linearised", "linearised_t", "wilson_n_eff"};
    for (size_t m = 0; m < 3; m++) {
        struct rows rows = {.metric = metrics[m], .fields = {score}};
        rows.box = m == 2 ? "9 10" : NULL;
        struct estimate plain = estimate_of(t, &rows);
        rows.weight = weight;
        struct estimate weighted = estimate_of(t, &rows);
        CHECK(weighted.value == plain.value && weighted.n_eff == 53);
        CHECK_STR(str_of_chars(weighted.method), str_of_chars(weighted_methods[m]));
        CHECK(m == 0 || (weighted.lo == plain.lo && weighted.hi == plain.hi));
    }
}

TEST(share_has_the_wilson_interval_of_the_reference)
{
    struct test_table table = test_reference(t, "01_proportion_ci.csv");
    for (size_t row = 0; row < table.rows_len; row++) {
        double x = test_number(&table, row, "x"), n = test_number(&table, row, "n");
        struct column *c = empty_column(t, "channel");
        if (test_number(&table, row, "conf") != 0.95 || n == 0)
            continue;
        add_cells(c, S("Web"), (size_t)x);
        add_cells(c, S("Phone"), (size_t)(n - x));
        struct rows rows = {.metric = "share", .fields = {c}, .box = x > 0 ? "web" : "phone"};
        struct estimate e = estimate_of(t, &rows);
        double lo = 100 * test_number(&table, row, "wilson_lo");
        double hi = 100 * test_number(&table, row, "wilson_hi");
        bool turned = x == 0; /* a text that does not occur cannot be asked for */
        CHECK_STR(str_of_chars(e.method), S("wilson"));
        CHECK_NEAR(e.value, turned ? 100 : 100 * x / n, 1e-14);
        CHECK_NEAR(e.lo, turned ? 100 - hi : lo, 1e-13);
        CHECK_NEAR(e.hi, turned ? 100 - lo : hi, 1e-13);
    }
}

TEST(weighted_share_is_wilson_with_n_eff)
{
    struct rows rows = {.metric = "share",
                        .fields = {column_of(t, "s", S("5 5 4 3 2 5 1 4 4 5"))},
                        .weight = column_of(t, "w", S("1 2 1 3 1 1 1 2 0.5 1")),
                        .box = "5"};
    struct estimate e = estimate_of(t, &rows);
    double n = 13.5 * 13.5 / (1 + 4 + 1 + 9 + 1 + 1 + 1 + 4 + 0.25 + 1), p = 5 / 13.5;
    double z = normal_critical(0.95), zz = z * z / n;
    double half = z * sqrt(p * (1 - p) / n + zz / (4 * n)) / (1 + zz);
    CHECK_STR(str_of_chars(e.method), S("wilson_n_eff"));
    CHECK_NEAR(e.n_eff, n, 1e-14);
    CHECK_NEAR(e.value, 100 * p, 1e-14);
    CHECK_NEAR(e.lo, 100 * ((p + zz / 2) / (1 + zz) - half), 1e-13);
    CHECK_NEAR(e.hi, 100 * ((p + zz / 2) / (1 + zz) + half), 1e-13);
}

/* 01_ces.json and 01_ces_cases.csv */
TEST(mean_has_the_t_interval_of_the_reference)
{
    struct test_table table = test_reference(t, "01_ces_cases.csv");
    for (size_t row = 0; row < table.rows_len; row++) {
        struct rows rows = {.metric = "ces",
                            .fields = {column_of(t, "effort", test_cell(&table, row, "scores"))},
                            .scale = &one_to_seven};
        struct estimate e = estimate_of(t, &rows);
        CHECK_INT(e.n, test_number(&table, row, "n"));
        CHECK_NEAR(e.value, test_number(&table, row, "mean"), 1e-14);
        CHECK_STR(str_of_chars(e.method), S("t"));
        if (e.n == 1) {
            CHECK(!e.has_interval && e.status == STATUS_TOO_FEW);
        } else if (test_number(&table, row, "sd") == 0) {
            CHECK(e.has_interval && e.status == STATUS_DEGENERATE);
            CHECK(e.lo == e.value && e.hi == e.value);
        } else {
            CHECK_NEAR(e.lo, test_number(&table, row, "t_lo"), 1e-13);
            CHECK_NEAR(e.hi, test_number(&table, row, "t_hi"), 1e-13);
        }
    }
}

TEST(statuses_go_by_n)
{
    static const size_t sizes[] = {0, 1, 2, 9, 10, 29, 30};
    static const enum status statuses[] = {STATUS_NO_DATA, STATUS_TOO_FEW,  STATUS_TOO_FEW,
                                           STATUS_TOO_FEW, STATUS_LOW_BASE, STATUS_LOW_BASE,
                                           STATUS_OK};
    static const char *const metrics[] = {"nps", "csat", "mean"};
    for (size_t m = 0; m < 3; m++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            struct column *c = empty_column(t, "score"), *w = empty_column(t, "w");
            for (size_t row = 0; row < sizes[i]; row++) {
                column_add_text(c, row % 2 ? S("3") : S("5"));
                column_add_text(w, row % 2 ? S("0.5") : S("2"));
            }
            column_add(c, CODE_MISSING);
            column_add_text(w, S("1"));
            struct rows rows = {.metric = metrics[m], .fields = {c}};
            struct estimate e = estimate_of(t, &rows);
            CHECK(e.status == statuses[i] && e.n == sizes[i]);
            CHECK(e.has_value == (sizes[i] > 0) && (e.method != NULL) == (sizes[i] > 0));
            CHECK(e.has_interval == (sizes[i] > (m == 2)));
            rows.weight = w;
            e = estimate_of(t, &rows);
            CHECK(e.status == statuses[i] && e.n == sizes[i]); /* not by n_eff */
            CHECK(e.has_value == (sizes[i] > 0) && e.has_interval == (sizes[i] > (m == 2)));
        }
}

TEST(status_names_are_the_closed_list)
{
    (void)t;
    static const str names[] = {S_INIT("ok"),           S_INIT("low_base"),   S_INIT("too_few"),
                                S_INIT("no_data"),      S_INIT("degenerate"), S_INIT("suppressed"),
                                S_INIT("not_converged")};
    for (size_t i = 0; i < STATUS_COUNT; i++)
        CHECK_STR(status_name((enum status)i), names[i]);
}

/* contract.md §4: population 40, answers 38: √(2/39) */
TEST(a_finite_population_narrows_a_mean)
{
    struct column *c = empty_column(t, "s");
    for (int i = 0; i < 38; i++)
        column_add_text(c, i % 3 ? S("4") : S("1"));
    struct rows rows = {.metric = "mean", .fields = {c}};
    struct estimate plain = estimate_of(t, &rows);
    struct question q = question_of(t, &rows);
    q.has_population = true;
    q.population = 40;
    struct estimate finite = answer_to(t, &q).rows[0].estimate;
    CHECK_STR(str_of_chars(finite.method), S("t"));
    CHECK(finite.value == plain.value);
    CHECK_NEAR(finite.hi - finite.lo, (plain.hi - plain.lo) * sqrt(2.0 / 39), 1e-14);
}

TEST(a_finite_population_takes_the_place_of_n)
{
    struct rows nps = {.metric = "nps", .fields = {trinomial(t, 20, 12, 6)}};
    struct question q = question_of(t, &nps);
    q.has_population = true;
    q.population = 40;
    struct estimate e = answer_to(t, &q).rows[0].estimate;
    double n = 38.0 * 39 / 2, p = (20.0 / 38 * n + 0.75) / (n + 3);
    double d = (6.0 / 38 * n + 0.75) / (n + 3);
    double half = normal_critical(0.95) * sqrt((p + d - (p - d) * (p - d)) / (n + 3));
    CHECK_STR(str_of_chars(e.method), S("adjusted_wald"));
    CHECK_NEAR(e.lo, 100 * (p - d - half), 1e-13);
    CHECK_NEAR(e.hi, 100 * (p - d + half), 1e-13);
    CHECK(e.n == 38 && e.n_eff == 38);
}

TEST(everybody_is_a_census)
{
    static const char *const metrics[] = {"nps", "csat", "mean", "ces_top3"};
    for (size_t m = 0; m < 4; m++)
        for (int weighted = 0; weighted < 2; weighted++) {
            struct rows rows = {.metric = metrics[m],
                                .fields = {column_of(t, "s", S("1 5 3 4 5 2 5"))}};
            if (weighted)
                rows.weight = column_of(t, "w", S("1 2 1 2 1 1 1"));
            struct question q = question_of(t, &rows);
            q.has_population = true;
            q.population = 7;
            struct estimate e = answer_to(t, &q).rows[0].estimate;
            CHECK_STR(str_of_chars(e.method), S("census"));
            CHECK(e.has_interval && e.lo == e.value && e.hi == e.value);
            CHECK(e.status == STATUS_TOO_FEW);
        }
}

TEST(one_answer_of_a_mean_that_is_all_there_is_has_an_interval)
{
    struct rows rows = {.metric = "mean", .fields = {column_of(t, "s", S("4"))}};
    struct question q = question_of(t, &rows);
    q.has_population = true;
    q.population = 1;
    struct estimate e = answer_to(t, &q).rows[0].estimate;
    CHECK(e.has_interval && e.lo == 4 && e.hi == 4);
}

/* ---- several answers of one person ---- */

enum { MANY = 400 };

/* Who said what, with which weight. */
struct said {
    size_t len;
    unsigned person[MANY]; /* 0: without a person */
    double x[MANY], w[MANY];
};

static struct said random_said(struct xoshiro *numbers, size_t len, unsigned persons)
{
    struct said s = {.len = len};
    for (size_t i = 0; i < len; i++) {
        s.person[i] = (unsigned)xoshiro_below(numbers, persons + 1);
        s.x[i] = (double)xoshiro_below(numbers, 11);
        s.w[i] = (1 + (double)xoshiro_below(numbers, 3000000)) / 1000000;
    }
    return s;
}

static struct rows rows_of_said(struct test *t, const struct said *s, const char *metric,
                                bool weighted)
{
    struct column *x = empty_column(t, "x"), *w = empty_column(t, "w"), *p = empty_column(t, "p");
    for (size_t i = 0; i < s->len; i++) {
        column_add_number(t, x, s->x[i]);
        column_add_text(w, str_format(t->arena, "%.6f", s->w[i]));
        if (s->person[i])
            column_add_text(p, str_format(t->arena, "person %u", s->person[i]));
        else
            column_add(p, CODE_MISSING);
    }
    return (struct rows){
        .metric = metric, .fields = {x}, .weight = weighted ? w : NULL, .person = p};
}

static double counted(const char *metric, double x)
{
    if (str_equal(str_of_chars(metric), S("nps")))
        return x >= 9 ? 1 : x <= 6 ? -1 : 0;
    if (str_equal(str_of_chars(metric), S("csat")))
        return x >= 9;
    return x;
}

/* The definition, person by person: Σ over persons of (Σw(x−θ)/Σw)². */
static double naive_cluster_se(const struct said *s, const char *metric, bool weighted,
                               double *theta, double *persons)
{
    double sum_w = 0, sum_wx = 0, squares = 0;
    for (size_t i = 0; i < s->len; i++) {
        double w = weighted ? s->w[i] : 1;
        sum_w += w;
        sum_wx += w * counted(metric, s->x[i]);
    }
    *theta = sum_wx / sum_w;
    *persons = 0;
    for (size_t i = 0; i < s->len; i++) {
        double error = 0;
        bool first = true;
        for (size_t j = 0; j < s->len; j++) {
            if (j != i && (s->person[i] == 0 || s->person[j] != s->person[i]))
                continue;
            first = first && j >= i;
            error += (weighted ? s->w[j] : 1) * (counted(metric, s->x[j]) - *theta) / sum_w;
        }
        squares += first ? error * error : 0;
        *persons += first;
    }
    return sqrt(*persons / (*persons - 1) * squares);
}

TEST(clustered_intervals_agree_with_a_count_person_by_person)
{
    struct xoshiro numbers = xoshiro_of_seed(2);
    static const char *const metrics[] = {"nps", "csat", "mean"};
    static const struct interval bounds[] = {{-100, 100}, {0, 100}, {-INFINITY, INFINITY}};
    static const struct scale_range zero_to_ten = {{0, 0}, {10, 0}};
    for (size_t round = 0; round < 60; round++) {
        struct said s = random_said(&numbers, 15 + xoshiro_below(&numbers, 200), 40);
        size_t m = round % 3;
        bool weighted = round % 2;
        struct rows rows = rows_of_said(t, &s, metrics[m], weighted);
        rows.scale = &zero_to_ten;
        struct estimate e = estimate_of(t, &rows);
        double theta, persons, factor = m == 2 ? 1 : 100;
        double se = naive_cluster_se(&s, metrics[m], weighted, &theta, &persons);
        if (persons == (double)s.len)
            continue;
        double half = factor * t_critical(0.95, persons - 1) * se;
        CHECK_STR(str_of_chars(e.method), S("clustered"));
        CHECK(e.has_persons && (double)e.persons == persons && e.n == s.len);
        CHECK_NEAR(e.value, factor * theta, 1e-12);
        CHECK_NEAR(e.lo, fmax(bounds[m].lo, factor * theta - half), 1e-11);
        CHECK_NEAR(e.hi, fmin(bounds[m].hi, factor * theta + half), 1e-11);
    }
}

TEST(clustered_in_a_finite_population_counts_persons)
{
    struct xoshiro numbers = xoshiro_of_seed(3);
    struct said s = random_said(&numbers, 120, 30);
    struct rows rows = rows_of_said(t, &s, "mean", true);
    struct question q = question_of(t, &rows);
    q.has_population = true;
    q.population = 60;
    struct estimate e = answer_to(t, &q).rows[0].estimate;
    double theta, persons, se = naive_cluster_se(&s, "mean", true, &theta, &persons);
    se *= sqrt((60 - persons) / 59);
    CHECK(persons < 60 && e.n == 120); /* more answers than people */
    CHECK_STR(str_of_chars(e.method), S("clustered"));
    CHECK_NEAR(e.hi - e.lo, 2 * t_critical(0.95, persons - 1) * se, 1e-11);
    q.population = persons;
    e = answer_to(t, &q).rows[0].estimate;
    CHECK_STR(str_of_chars(e.method), S("census"));
    CHECK(e.lo == e.value && e.hi == e.value);
}

TEST(without_repeats_a_person_column_changes_nothing)
{
    struct xoshiro numbers = xoshiro_of_seed(4);
    static const char *const metrics[] = {"nps", "csat", "mean"};
    for (size_t round = 0; round < 30; round++) {
        struct said s = random_said(&numbers, 10 + xoshiro_below(&numbers, 90), 1);
        for (size_t i = 0; i < s.len; i++)
            s.person[i] = i % 5 ? (unsigned)i + 1 : 0;
        struct rows rows = rows_of_said(t, &s, metrics[round % 3], round % 2);
        struct estimate with = estimate_of(t, &rows);
        rows.person = NULL;
        struct estimate without = estimate_of(t, &rows);
        CHECK(with.has_persons && with.persons == s.len && !without.has_persons);
        CHECK(with.value == without.value && with.n_eff == without.n_eff);
        CHECK(with.lo == without.lo && with.hi == without.hi && with.status == without.status);
        CHECK_STR(str_of_chars(with.method), str_of_chars(without.method));
    }
}

/* docs/decisions/003: twenty customers who all recommend are not certain. */
TEST(persons_who_are_alike_count_as_one_answer_each)
{
    struct column *c = empty_column(t, "s"), *p = empty_column(t, "p");
    for (int i = 0; i < 40; i++) {
        column_add_text(c, S("10"));
        column_add_text(p, str_format(t->arena, "%d", i / 2));
    }
    struct rows twice = {.metric = "nps", .fields = {c}, .person = p};
    struct rows once = {.metric = "nps", .fields = {trinomial(t, 20, 0, 0)}};
    struct estimate e = estimate_of(t, &twice), plain = estimate_of(t, &once);
    CHECK_STR(str_of_chars(e.method), S("adjusted_wald_n_eff"));
    CHECK(e.n == 40 && e.persons == 20 && e.lo == plain.lo && e.hi == plain.hi);
    twice.metric = once.metric = "share";
    twice.box = once.box = "10";
    e = estimate_of(t, &twice);
    plain = estimate_of(t, &once);
    CHECK_STR(str_of_chars(e.method), S("wilson_n_eff"));
    CHECK(e.lo == plain.lo && e.hi == 100 && e.lo > 80);
}

TEST(one_person_with_many_answers_is_one_answer)
{
    struct rows rows = {.metric = "nps",
                        .fields = {column_of(t, "s", S("10 9 3 10 8 10 9 10 7 10 1 2"))},
                        .person = column_of(t, "p", S("x x x x x x x x x x x x"))};
    struct estimate e = estimate_of(t, &rows);
    CHECK_STR(str_of_chars(e.method), S("adjusted_wald_n_eff"));
    CHECK(e.has_interval && e.hi - e.lo > 100);
    rows.metric = "mean";
    e = estimate_of(t, &rows);
    CHECK(e.has_value && !e.has_interval);
    CHECK_STR(str_of_chars(e.method), S("clustered"));
}

TEST(a_mean_of_persons_who_are_alike_is_degenerate)
{
    struct rows rows = {.metric = "mean",
                        .fields = {column_of(t, "s", S("1 5 2 4 3 3 1 5 2 4 3 3"))},
                        .person = column_of(t, "p", S("a a b b c c d d e e f f"))};
    struct estimate e = estimate_of(t, &rows);
    CHECK(e.status == STATUS_DEGENERATE && e.lo == 3 && e.hi == 3);
}

/* ---- index ---- */

/* 01_reliability.json: psych 2.2.9, raw_alpha */
TEST(index_of_the_mobile_phone_survey_has_its_alpha)
{
    struct test_table table = test_reference(t, "02_mobi.csv");
    static const struct scale_range one_to_ten = {{1, 0}, {10, 0}};
    struct rows rows = {.metric = "index", .scale = &one_to_ten};
    double sum = 0, squares = 0;
    for (size_t i = 0; i < 7; i++)
        rows.fields[i] = column_of_table(
            t, &table, str_to_chars(t->arena, str_format(t->arena, "PERQ%zu", i + 1)));
    for (size_t row = 0; row < table.rows_len; row++) {
        double of_person = 0;
        for (size_t i = 0; i < 7; i++)
            of_person += test_number(
                &table, row, str_to_chars(t->arena, str_format(t->arena, "PERQ%zu", i + 1)));
        double x = 100 * (of_person / 7 - 1) / 9;
        sum += x;
        squares += x * x;
    }
    struct estimate e = estimate_of(t, &rows);
    CHECK_INT(e.n, 250);
    CHECK(e.has_alpha);
    CHECK_NEAR(e.alpha, 0.872406371429888, 1e-12);
    double mean = sum / 250, sd = sqrt((squares - 250 * mean * mean) / 249);
    CHECK_NEAR(e.value, mean, 1e-12);
    CHECK_NEAR(e.hi, mean + t_critical(0.95, 249) * sd / sqrt(250), 1e-11);
    CHECK_STR(str_of_chars(e.method), S("t"));
}

TEST(alpha_needs_thirty_complete_answers)
{
    struct column *a = empty_column(t, "a"), *b = empty_column(t, "b"), *c = empty_column(t, "c");
    for (int i = 0; i < 40; i++) {
        column_add_text(a, i % 2 ? S("1") : S("5"));
        column_add_text(b, i % 3 ? S("1") : S("5"));
        if (i < 11)
            column_add(c, CODE_MISSING);
        else
            column_add_text(c, i % 2 ? S("1") : S("5"));
    }
    struct rows rows = {.metric = "index", .fields = {a, b, c}};
    struct estimate e = estimate_of(t, &rows);
    CHECK(e.n == 40 && !e.has_alpha); /* 29 answered all three */
    rows.fields[2] = NULL;
    e = estimate_of(t, &rows);
    CHECK(e.has_alpha && e.alpha < 1);
}
