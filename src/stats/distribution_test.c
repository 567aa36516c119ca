/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>

#include "base/test.h"
#include "stats/distribution.h"

/* R 4.2.2 qnorm(); methodology.md, conventions. */
TEST(normal_quantiles_are_those_of_the_tables)
{
    (void)t;
    CHECK_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
    CHECK_NEAR(normal_quantile(0.95), 1.6448536269514722, 1e-14);
    CHECK_NEAR(normal_quantile(0.995), 2.5758293035489004, 1e-14);
    CHECK_NEAR(normal_quantile(0.025), -1.959963984540054, 1e-14);
    CHECK_NEAR(normal_quantile(0.5), 0, 1e-15);
    CHECK_NEAR(normal_critical(0.95), 1.959963984540054, 1e-14);
    CHECK_NEAR(normal_critical(0.90), 1.6448536269514722, 1e-14);
    CHECK_NEAR(normal_critical(0.99), 2.5758293035489004, 1e-14);
}

TEST(normal_quantile_undoes_normal_cdf)
{
    (void)t;
    for (int i = 1; i < 1000; i++)
        CHECK_NEAR(normal_cdf(normal_quantile(i / 1000.0)), i / 1000.0, 1e-14);
}

TEST(two_sided_p_of_a_normal_is_both_tails)
{
    (void)t;
    CHECK_NEAR(normal_two_sided_p(0), 1, 1e-15);
    CHECK_NEAR(normal_two_sided_p(1.959963984540054), 0.05, 1e-14);
    CHECK_NEAR(normal_two_sided_p(-1.959963984540054), 0.05, 1e-14);
    CHECK(normal_two_sided_p(INFINITY) == 0);
    /* Complementary error function to 40 digits (mpmath 1.3). */
    CHECK_NEAR(normal_two_sided_p(37) / 1.1451142445049153645e-299, 1, 1e-12);
}

/* P(|T| >= t): incomplete beta function to 40 digits (mpmath 1.3). */
static const struct {
    double t, df, p;
} tails[] = {
    {2, 1, 0.2951672353008665},         {38, 1.5, 0.003217752006360158},
    {2.5, 4.8279, 0.05621934617191033}, {3.4, 19.97, 0.0028459447632260934},
    {2, 31, 0.054327215367175705},      {5.4, 31, 6.8200463683041894e-06},
    {9, 31, 3.727723948334639e-10},     {20, 60, 3.17805770233972e-28},
    {20, 249, 1.0227750300861598e-53},  {38, 999, 3.3971658227164983e-196},
    {2, 5000, 0.045554259988293974},    {2, 1e6, 0.045500533851319205},
    {2, 1e9, 0.045500264166313246},
};

TEST(tails_of_t_are_exact_at_any_df)
{
    (void)t;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        double p = t_two_sided_p(tails[i].t, tails[i].df);
        CHECK_NEAR(p / tails[i].p, 1, 1e-11);
        CHECK(p == t_two_sided_p(-tails[i].t, tails[i].df));
    }
}

TEST(t_without_limit_is_normal)
{
    (void)t;
    CHECK(t_two_sided_p(2.5, INFINITY) == normal_two_sided_p(2.5));
    CHECK(t_critical(0.95, INFINITY) == normal_critical(0.95));
    CHECK_NEAR(t_critical(0.95, 1e12), normal_critical(0.95), 1e-11);
    CHECK(t_two_sided_p(INFINITY, 7) == 0);
}

/* R 4.2.2 qt(). */
TEST(t_quantiles_are_those_of_the_tables)
{
    (void)t;
    CHECK_NEAR(t_quantile(0.975, 1), 12.706204736174694, 1e-13);
    CHECK_NEAR(t_quantile(0.975, 2), 4.302652729749464, 1e-13);
    CHECK_NEAR(t_quantile(0.975, 19), 2.093024054408309, 1e-13);
    CHECK_NEAR(t_quantile(0.025, 19), -2.093024054408309, 1e-13);
    CHECK_NEAR(t_critical(0.95, 19), 2.093024054408309, 1e-13);
    CHECK_NEAR(t_critical(0.90, 9), 1.8331129326562374, 1e-13);
}

TEST(t_quantile_undoes_its_two_sided_p)
{
    (void)t;
    static const double dfs[] = {0.5, 1, 1.7, 3, 9, 29.5, 30.5, 60, 999, 1e4, 1e6, 1e9};
    static const double confs[] = {0.01, 0.5, 0.9, 0.95, 0.99, 0.999999};
    for (size_t i = 0; i < sizeof dfs / sizeof *dfs; i++)
        for (size_t k = 0; k < sizeof confs / sizeof *confs; k++) {
            double critical = t_critical(confs[k], dfs[i]);
            CHECK_NEAR(t_two_sided_p(critical, dfs[i]) / (1 - confs[k]), 1, 1e-11);
        }
}
