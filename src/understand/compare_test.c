/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/compare.h"

#include <math.h>

#include "stats/distribution.h"
#include "understand/rows.h"

static const struct scale_range zero_to_ten = {{0, 0}, {10, 0}};

/* Two groups of answers: this one and the one it is compared with. */
struct pair {
    struct column *answer, *group, *person, *weight;
};

static struct pair pair_make(struct test *t)
{
    return (struct pair){empty_column(t, "answer"), empty_column(t, "group"),
                         empty_column(t, "person"), empty_column(t, "weight")};
}

static void pair_add(struct pair *p, const char *group, str answer, double times)
{
    add_cells(p->answer, answer, (size_t)times);
    add_cells(p->group, str_of_chars(group), (size_t)times);
}

static struct question question_of_pair(struct test *t, const struct pair *p,
                                        const struct rows *rows)
{
    struct question q = question_of(t, rows);
    q.where = filter_of(t, p->group, S("a"));
    q.other = filter_of(t, p->group, S("b"));
    q.compare = COMPARE_OTHER;
    q.compare_text = S("group = b");
    q.other_mentions = ARENA_ARRAY(t->arena, bool, 1);
    return q;
}

static struct answer_row compare_pair(struct test *t, const struct pair *p, const char *metric,
                                      const char *box)
{
    struct rows rows = {.metric = metric, .fields = {p->answer}, .box = box, .scale = &zero_to_ten};
    if (column_rows(p->weight))
        rows.weight = p->weight;
    if (column_rows(p->person))
        rows.person = p->person;
    struct question q = question_of_pair(t, p, &rows);
    struct answer answer = answer_to(t, &q);
    CHECK(answer.rows_len == 1 && answer.rows[0].has_contrast);
    return answer.rows[0];
}

static struct pair nps_pair(struct test *t, const double counts[6])
{
    struct pair p = pair_make(t);
    static const str codes[] = {S_INIT("9"), S_INIT("8"), S_INIT("0")};
    for (size_t i = 0; i < 6; i++)
        pair_add(&p, i < 3 ? "a" : "b", codes[i % 3], counts[i]);
    return p;
}

TEST(differences_of_nps_are_those_of_the_reference)
{
    struct test_table table = test_reference(t, "01_nps_two_sample.csv");
    for (size_t row = 0; row < table.rows_len; row++) {
        static const char *const columns[] = {"a_pro", "a_pas", "a_det", "b_pro", "b_pas", "b_det"};
        double counts[6];
        for (size_t i = 0; i < 6; i++)
            counts[i] = test_number(&table, row, columns[i]);
        struct pair p = nps_pair(t, counts);
        struct contrast c = compare_pair(t, &p, "nps", NULL).contrast;
        CHECK_NEAR(c.difference.diff, test_number(&table, row, "diff"), 1e-13);
        CHECK_NEAR(c.difference.p, test_number(&table, row, "p_adj"), 1e-12);
        CHECK_NEAR(c.difference.lo, test_number(&table, row, "lo_adj"), 1e-12);
        CHECK_NEAR(c.difference.hi, test_number(&table, row, "hi_adj"), 1e-12);
        CHECK(c.matters == 5 && !c.has_q);
    }
}

TEST(differences_of_shares_are_those_of_the_reference)
{
    struct test_table table = test_reference(t, "01_two_proportion.csv");
    for (size_t row = 0; row < table.rows_len; row++) {
        struct pair p = pair_make(t);
        double x1 = test_number(&table, row, "x1"), n1 = test_number(&table, row, "n1");
        double x2 = test_number(&table, row, "x2"), n2 = test_number(&table, row, "n2");
        pair_add(&p, "a", S("1"), x1);
        pair_add(&p, "a", S("0"), n1 - x1);
        pair_add(&p, "b", S("1"), x2);
        pair_add(&p, "b", S("0"), n2 - x2);
        struct contrast c = compare_pair(t, &p, "share", "1").contrast;
        CHECK_NEAR(c.difference.diff, 100 * test_number(&table, row, "diff"), 1e-13);
        CHECK_NEAR(c.difference.p, test_number(&table, row, "p_N_minus_1"), 1e-12);
        CHECK_NEAR(c.difference.lo, 100 * test_number(&table, row, "newcombe_lo"), 1e-12);
        CHECK_NEAR(c.difference.hi, 100 * test_number(&table, row, "newcombe_hi"), 1e-12);
        CHECK(c.matters == 3);
    }
}

static void add_list(struct pair *p, const char *group, str list)
{
    while (list.ptr)
        pair_add(p, group, str_cut(list, ' ', &list), 1);
}

TEST(differences_of_means_are_welch_tests)
{
    struct test_table table = test_reference(t, "01_mean_two_sample_cases.csv");
    for (size_t row = 0; row < table.rows_len; row++) {
        struct pair p = pair_make(t);
        add_list(&p, "a", test_cell(&table, row, "a"));
        add_list(&p, "b", test_cell(&table, row, "b"));
        struct contrast c = compare_pair(t, &p, "mean", NULL).contrast;
        CHECK_NEAR(c.difference.lo, test_number(&table, row, "lo"), 1e-12);
        CHECK_NEAR(c.difference.hi, test_number(&table, row, "hi"), 1e-12);
        CHECK_NEAR(c.difference.p, test_number(&table, row, "p"), 1e-12);
    }
}

/* 0.2 standard deviations of 5 4 6 3 5 4 6 2 5 4 5 3, the group compared with:
 * Σ(x−x̄)² = 226 − 52²/12 = 2/3 + 0 … = 17.6667/11 */
TEST(what_matters_of_a_mean_is_a_fifth_of_the_others_deviation)
{
    struct pair p = pair_make(t);
    add_list(&p, "a", S("7 6 5 7 6 4 7 5 6 7"));
    add_list(&p, "b", S("5 4 6 3 5 4 6 2 5 4 5 3"));
    struct contrast c = compare_pair(t, &p, "mean", NULL).contrast;
    double squares = 25 + 16 + 36 + 9 + 25 + 16 + 36 + 4 + 25 + 16 + 25 + 9;
    CHECK_NEAR(c.matters, 0.2 * sqrt((squares - 52.0 * 52 / 12) / 11), 1e-14);
    struct rows rows = {.metric = "mean", .fields = {p.answer}};
    struct question q = question_of_pair(t, &p, &rows);
    q.has_matters = true;
    q.matters = 0.75;
    CHECK(answer_to(t, &q).rows[0].contrast.matters == 0.75);
}

/* 01_nps_paired.json: R t.test of the pairs */
static struct pair paired_waves(struct test *t)
{
    struct test_table table = test_reference(t, "01_nps_paired_data.csv");
    struct pair p = pair_make(t);
    for (size_t row = 0; row < table.rows_len; row++) {
        pair_add(&p, "b", test_cell(&table, row, "wave1"), 1);
        pair_add(&p, "a", test_cell(&table, row, "wave2"), 1);
        column_add_text(p.person, test_cell(&table, row, "id"));
        column_add_text(p.person, test_cell(&table, row, "id"));
    }
    return p;
}

TEST(the_same_people_twice_are_the_paired_t_test)
{
    struct pair p = paired_waves(t);
    struct answer_row row = compare_pair(t, &p, "nps", NULL);
    const struct difference *d = &row.contrast.difference;
    CHECK_NEAR(d->diff, 25, 1e-13);
    CHECK_NEAR(d->p, 0.0563366414470506, 1e-12);
    CHECK_NEAR(d->lo, -0.746390002906916, 1e-12);
    CHECK_NEAR(d->hi, 50.7463900029069, 1e-12);
    CHECK(row.estimate.n == 20 && row.contrast.verdict == VERDICT_CANNOT_TELL);
    CHECK_STR(str_of_chars(row.estimate.method), S("adjusted_wald")); /* nobody twice in a wave */
}

/* In each wave everybody said the same: no error of 0, but that of two samples. */
TEST(people_who_all_changed_alike_are_not_certain)
{
    static const char *const metrics[] = {"nps", "share", "mean"};
    for (size_t m = 0; m < 3; m++) {
        struct pair p = pair_make(t);
        for (int i = 0; i < 20; i++) {
            pair_add(&p, "a", i % 2 ? S("10") : S("9"), 1);
            pair_add(&p, "b", i % 2 ? S("8") : S("7"), 1);
            for (int wave = 0; wave < 2; wave++)
                column_add_text(p.person, str_format(t->arena, "%d", i));
        }
        const char *box = m == 1 ? "9 10" : NULL;
        struct contrast with = compare_pair(t, &p, metrics[m], box).contrast;
        p.person = empty_column(t, "person");
        struct contrast without = compare_pair(t, &p, metrics[m], box).contrast;
        CHECK(with.difference.lo == without.difference.lo && with.difference.p > 0);
        CHECK(with.difference.hi == without.difference.hi);
        CHECK(with.difference.hi > with.difference.lo);
    }
}

/* One side repeats itself without a spread, the other has one. */
TEST(a_side_whose_persons_are_alike_is_not_taken_for_known)
{
    struct pair p = pair_make(t);
    for (int i = 0; i < 40; i++) {
        pair_add(&p, "a", i / 2 % 3 ? S("10") : S("2"), 1);
        column_add_text(p.person, str_format(t->arena, "a%d", i / 2));
        pair_add(&p, "b", S("10"), 1);
        column_add_text(p.person, str_format(t->arena, "b%d", i / 2));
    }
    struct contrast share = compare_pair(t, &p, "share", "10").contrast;
    struct contrast nps = compare_pair(t, &p, "nps", NULL).contrast;
    /* At least as wide as 20 answers of each side. */
    struct pair few = pair_make(t);
    pair_add(&few, "a", S("10"), 13);
    pair_add(&few, "a", S("2"), 7);
    pair_add(&few, "b", S("10"), 20);
    struct contrast share_of_few = compare_pair(t, &few, "share", "10").contrast;
    struct contrast nps_of_few = compare_pair(t, &few, "nps", NULL).contrast;
    double width = share.difference.hi - share.difference.lo;
    CHECK(width > 0.9 * (share_of_few.difference.hi - share_of_few.difference.lo));
    width = nps.difference.hi - nps.difference.lo;
    CHECK(width > 0.75 * (nps_of_few.difference.hi - nps_of_few.difference.lo));
    CHECK(share.has_more_n == share_of_few.has_more_n);
}

TEST(persons_of_both_sides_in_a_finite_population)
{
    struct pair p = pair_make(t);
    struct xoshiro numbers = xoshiro_of_seed(4);
    for (int i = 0; i < 150; i++) {
        column_add_number(t, p.answer, (double)xoshiro_below(&numbers, 11));
        column_add_text(p.group, i < 20 ? S("a") : S("b"));
        column_add_text(p.person, str_format(t->arena, "%d", (int)xoshiro_below(&numbers, 60)));
    }
    struct rows rows = {.metric = "nps", .fields = {p.answer}, .person = p.person};
    struct question q = question_of(t, &rows);
    ask_by(t, &q, p.group);
    q.compare = COMPARE_REST;
    q.compare_text = S("rest");
    struct answer open = answer_to(t, &q);
    q.has_population = true;
    q.population = 64; /* more than answered, not many more */
    struct answer finite = answer_to(t, &q);
    for (size_t r = 0; r < 2; r++) {
        const struct difference *wide = &open.rows[r].contrast.difference;
        const struct difference *narrow = &finite.rows[r].contrast.difference;
        CHECK(narrow->hi - narrow->lo < wide->hi - wide->lo && narrow->diff == wide->diff);
    }
}

/* ---- beside a count person by person ---- */

enum { PEOPLE = 40 };

/* What the persons said on one side. */
struct side {
    double w[PEOPLE], wx[PEOPLE], sum_w, sum_wx, persons;
};

static void side_add(struct side *s, size_t person, double w, double x)
{
    s->persons += s->w[person] == 0;
    s->w[person] += w;
    s->wx[person] += w * x;
    s->sum_w += w;
    s->sum_wx += w * x;
}

/* The error of one person, with m/(m−1) within. */
static double side_error(const struct side *s, size_t person)
{
    double theta = s->sum_wx / s->sum_w;
    return sqrt(s->persons / (s->persons - 1)) * (s->wx[person] - theta * s->w[person]) / s->sum_w;
}

/* Σ(e_a − e_b)²; df between the pairs' and Welch's (stats/cluster.h). */
static void naive_difference(const struct side *a, const struct side *b, double *lo, double *hi)
{
    double squares = 0, va = 0, vb = 0, both = 0;
    double diff = a->sum_wx / a->sum_w - b->sum_wx / b->sum_w;
    for (size_t p = 0; p < PEOPLE; p++) {
        double ea = side_error(a, p), eb = side_error(b, p);
        squares += (ea - eb) * (ea - eb);
        va += ea * ea;
        vb += eb * eb;
        both += a->w[p] > 0 && b->w[p] > 0;
    }
    double welch =
        (va + vb) * (va + vb) / (va * va / (a->persons - 1) + vb * vb / (b->persons - 1));
    double all = a->persons + b->persons;
    double df = both > 0 ? both - 1 + (welch - both + 1) * (all - 2 * both) / all : welch;
    *lo = diff - t_critical(0.95, df) * sqrt(squares);
    *hi = diff + t_critical(0.95, df) * sqrt(squares);
}

TEST(clustered_differences_agree_with_a_count_person_by_person)
{
    struct xoshiro numbers = xoshiro_of_seed(22);
    for (int round = 0; round < 30; round++) {
        struct pair p = pair_make(t);
        struct side sides[2] = {{.sum_w = 0}, {.sum_w = 0}};
        for (size_t i = 0; i < 60 + 3 * (size_t)round; i++) {
            size_t person = xoshiro_below(&numbers, PEOPLE), side = xoshiro_below(&numbers, 3) > 0;
            double x = (double)xoshiro_below(&numbers, 11);
            double w = round % 2 ? 1 + (double)xoshiro_below(&numbers, 8) / 8 : 1;
            side_add(&sides[side], person, w, x);
            column_add_number(t, p.answer, x);
            column_add_number(t, p.person, (double)person);
            column_add_text(p.group, side ? S("b") : S("a"));
            if (round % 2)
                column_add_number(t, p.weight, w);
        }
        struct contrast c = compare_pair(t, &p, "mean", NULL).contrast;
        double lo, hi;
        naive_difference(&sides[0], &sides[1], &lo, &hi);
        CHECK_NEAR(c.difference.lo, lo, 1e-11);
        CHECK_NEAR(c.difference.hi, hi, 1e-11);
    }
}

/* ---- verdicts ---- */

static struct contrast contrast_of(double lo, double hi, double lo90, double hi90)
{
    return (struct contrast){.other = {.n = 100},
                             .matters = 5,
                             .difference = {.lo = lo,
                                            .hi = hi,
                                            .lo90 = lo90,
                                            .hi90 = hi90,
                                            .has_interval = true,
                                            .has_p = true,
                                            .defined = true}};
}

TEST(verdicts_follow_the_rules_in_their_order)
{
    (void)t;
    static const struct {
        double lo, hi, lo90, hi90;
        enum verdict verdict;
    } cases[] = {
        {1, 9, 2, 8, VERDICT_UP},
        {-9, -1, -8, -2, VERDICT_DOWN},
        {1, 4, 1.5, 3.5, VERDICT_UP_SMALL}, /* before same */
        {-4, -1, -3.5, -1.5, VERDICT_DOWN_SMALL},
        {1, 5, 2, 4.5, VERDICT_UP}, /* reaches M */
        {-5.5, 4.5, -4.6, 3.6, VERDICT_SAME},
        {0, 4, 0.4, 3.6, VERDICT_SAME}, /* 0 is not excluded */
        {-7, 6, -6, 5, VERDICT_CANNOT_TELL},
        {-5.5, 5.5, -5, 5, VERDICT_CANNOT_TELL}, /* touches M */
        {6, 9, 6.5, 8.5, VERDICT_UP},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct contrast c = contrast_of(cases[i].lo, cases[i].hi, cases[i].lo90, cases[i].hi90);
        CHECK_STR(verdict_name(compare_verdict(&c, 100, false)), verdict_name(cases[i].verdict));
    }
}

TEST(fewer_than_ten_answers_on_a_side_cannot_tell)
{
    (void)t;
    struct contrast c = contrast_of(10, 20, 11, 19);
    CHECK(compare_verdict(&c, 9, false) == VERDICT_CANNOT_TELL);
    CHECK(compare_verdict(&c, 10, false) == VERDICT_UP);
    c.other.n = 9;
    CHECK(compare_verdict(&c, 100, false) == VERDICT_CANNOT_TELL);
    c.other.n = 10;
    CHECK(compare_verdict(&c, 100, false) == VERDICT_UP);
    c.difference.has_interval = false;
    CHECK(compare_verdict(&c, 100, false) == VERDICT_CANNOT_TELL);
}

TEST(a_claim_in_a_table_needs_its_q)
{
    (void)t;
    struct contrast c = contrast_of(1, 9, 2, 8), small = contrast_of(0.5, 4, 1, 3.5);
    CHECK(compare_verdict(&c, 100, true) == VERDICT_CANNOT_TELL); /* none */
    c.has_q = small.has_q = true;
    c.q = small.q = 0.05;
    CHECK(compare_verdict(&c, 100, true) == VERDICT_UP);
    CHECK(compare_verdict(&small, 100, true) == VERDICT_UP_SMALL);
    c.q = small.q = 0.0501;
    CHECK(compare_verdict(&c, 100, true) == VERDICT_CANNOT_TELL);
    CHECK(compare_verdict(&small, 100, true) == VERDICT_SAME); /* still within what matters */
}

TEST(verdict_names_are_those_of_the_contract)
{
    (void)t;
    static const str names[] = {S_INIT("up"),         S_INIT("down"), S_INIT("up_small"),
                                S_INIT("down_small"), S_INIT("same"), S_INIT("cannot_tell")};
    for (size_t i = 0; i < VERDICT_COUNT; i++)
        CHECK_STR(verdict_name((enum verdict)i), names[i]);
}

/* Everybody the same 7 on the other side: a fifth of nothing is nothing. */
TEST(others_without_a_spread_leave_open_what_matters)
{
    struct pair p = pair_make(t);
    pair_add(&p, "a", S("7"), 20);
    pair_add(&p, "b", S("7"), 20);
    struct answer_row row = compare_pair(t, &p, "mean", NULL);
    CHECK(row.contrast.matters == 0 && !row.contrast.has_more_n);
    CHECK(row.contrast.verdict == VERDICT_CANNOT_TELL && row.contrast.difference.p == 1);
}

/* ---- more_n ---- */

/* The definition of contract.md §5, one n after the other. */
static double nps_more_n(const double counts[6])
{
    double v[2], n[2], z = normal_critical(0.95);
    for (size_t s = 0; s < 2; s++) {
        n[s] = counts[3 * s] + counts[3 * s + 1] + counts[3 * s + 2] + 3;
        double p = (counts[3 * s] + 0.75) / n[s], d = (counts[3 * s + 2] + 0.75) / n[s];
        v[s] = p + d - (p - d) * (p - d);
    }
    for (double more = 0; more < 1e6; more++)
        if (100 * z * sqrt(v[0] / (n[0] + more) + v[1] / n[1]) <= 5)
            return more;
    return -1;
}

TEST(more_n_of_nps_is_the_smallest_that_suffices)
{
    static const double counts[][6] = {{20, 10, 10, 3000, 1000, 900},
                                       {50, 30, 20, 1500, 900, 700},
                                       {11, 0, 0, 5000, 4000, 3000},
                                       {5, 5, 5, 100, 80, 60}};
    for (size_t i = 0; i < 4; i++) {
        struct pair p = nps_pair(t, counts[i]);
        struct contrast c = compare_pair(t, &p, "nps", NULL).contrast;
        double more = nps_more_n(counts[i]);
        CHECK(c.has_more_n == (more >= 0));
        CHECK(!c.has_more_n || c.more_n == more);
    }
}

static void wilson(double p, double n, double *lo, double *hi)
{
    double z = normal_critical(0.95), zz = z * z / n;
    double half = z * sqrt(p * (1 - p) / n + zz / (4 * n)) / (1 + zz);
    *lo = (p + zz / 2) / (1 + zz) - half;
    *hi = (p + zz / 2) / (1 + zz) + half;
}

TEST(more_n_of_a_share_is_the_smallest_that_suffices)
{
    struct pair p = pair_make(t);
    pair_add(&p, "a", S("1"), 30);
    pair_add(&p, "a", S("0"), 12);
    pair_add(&p, "b", S("1"), 3000);
    pair_add(&p, "b", S("0"), 1000);
    struct contrast c = compare_pair(t, &p, "share", "1").contrast;
    double n = 42, lo[2], hi[2];
    wilson(0.75, 4000, &lo[1], &hi[1]);
    for (;; n++) {
        double value = 30.0 / 42;
        wilson(value, n, &lo[0], &hi[0]);
        double down = hypot(value - lo[0], hi[1] - 0.75), up = hypot(hi[0] - value, 0.75 - lo[1]);
        if (100 * (down + up) / 2 <= 3)
            break;
    }
    CHECK(c.has_more_n && c.more_n == n - 42 && n > 500);
}

TEST(more_n_of_a_mean_is_the_smallest_that_suffices)
{
    struct pair p = pair_make(t);
    add_list(&p, "a", S("7 6 5 7 6 4 7 5 6 7"));
    pair_add(&p, "b", S("3"), 400);
    pair_add(&p, "b", S("5"), 500);
    struct contrast c = compare_pair(t, &p, "mean", NULL).contrast;
    double va = (370 - 3600.0 / 10) / 9, vb = 4 * (4.0 / 9) * (5.0 / 9) * 900 / 899, n = 10;
    for (;; n++) {
        double a = va / n, b = vb / 900;
        double df = (a + b) * (a + b) / (a * a / (n - 1) + b * b / 899);
        if (t_critical(0.95, df) * sqrt(a + b) <= c.matters)
            break;
    }
    CHECK(c.has_more_n && c.more_n == n - 10 && n > 11);
}

/* Each person answers twice: twice as many answers as persons are needed. */
TEST(more_n_of_clustered_answers_counts_answers)
{
    struct pair p = pair_make(t);
    for (int i = 0; i < 60; i++) {
        for (int again = 0; again < 2; again++) {
            pair_add(&p, "a", i % 3 ? S("10") : S("2"), 1);
            column_add_text(p.person, str_format(t->arena, "%d", i));
        }
    }
    pair_add(&p, "b", S("10"), 5000);
    pair_add(&p, "b", S("2"), 3000);
    for (int i = 0; i < 8000; i++)
        column_add(p.person, CODE_MISSING);
    static const char *const metrics[] = {"nps", "share"};
    for (size_t m = 0; m < 2; m++) {
        struct answer_row row = compare_pair(t, &p, metrics[m], m ? "10" : NULL);
        const struct contrast *c = &row.contrast;
        double scale = m ? 1 : 2, margin = m ? 0.03 : 0.05; /* x of NPS: −1 and 1 */
        double va = 60.0 / 59 * scale * scale * (2.0 / 9);
        double vb = 8000.0 / 7999 * scale * scale * (15.0 / 64) / 8000;
        double persons = 60;
        for (;; persons++) {
            double a = va / persons;
            double df = (a + vb) * (a + vb) / (a * a / (persons - 1) + vb * vb / 7999);
            if (t_critical(0.95, df) * sqrt(a + vb) <= margin)
                break;
        }
        CHECK_STR(str_of_chars(row.estimate.method), S("clustered"));
        CHECK(row.estimate.persons == 60 && c->has_more_n);
        CHECK(c->more_n == 2 * (persons - 60));
    }
}

/* The same people twice: the interval of what they changed is narrow enough, though
 * that of two samples of their size is not. */
TEST(more_n_knows_what_the_same_people_save)
{
    struct pair p = pair_make(t);
    for (int i = 0; i < 300; i++) {
        str first = i % 3 ? S("10") : S("2"), again = i % 30 ? first : S("8");
        pair_add(&p, "a", again, 1);
        pair_add(&p, "b", first, 1);
        for (int wave = 0; wave < 2; wave++)
            column_add_text(p.person, str_format(t->arena, "%d", i));
    }
    struct contrast with = compare_pair(t, &p, "nps", NULL).contrast;
    p.person = empty_column(t, "person");
    struct contrast without = compare_pair(t, &p, "nps", NULL).contrast;
    CHECK(with.difference.hi - with.difference.lo <= 10 && with.has_more_n && with.more_n == 0);
    CHECK(without.difference.hi - without.difference.lo > 10);
    CHECK(!without.has_more_n || without.more_n > 0);
}

TEST(nobody_to_compare_with_is_no_comparison)
{
    struct pair p = pair_make(t);
    pair_add(&p, "a", S("7"), 20);
    struct answer_row row = compare_pair(t, &p, "nps", NULL);
    CHECK(!row.contrast.difference.defined && !row.contrast.difference.has_p);
    CHECK(row.contrast.verdict == VERDICT_CANNOT_TELL && !row.contrast.has_more_n);
    CHECK(row.contrast.other.n == 0 && !row.contrast.other.has_value);
}
