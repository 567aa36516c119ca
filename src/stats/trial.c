/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * trial — see trial.h.
 */
#include "stats/trial.h"
#include "stats/average.h"
#include "stats/cluster.h"
#include "stats/difference.h"
#include "stats/linear.h"
#include "stats/mean.h"
#include "stats/net.h"
#include "stats/share.h"

static const double conf = 0.95;

enum { WEIGHTS = 4 };

static double world_mean(const struct world *world)
{
    double sum = 0;
    for (size_t i = 0; i < world->len; i++)
        sum += world->p[i] * world->x[i];
    return sum;
}

static size_t draw_value(const struct world *world, struct xoshiro *numbers)
{
    double u = xoshiro_unit(numbers);
    size_t i = 0;
    while (i + 1 < world->len && u >= world->p[i])
        u -= world->p[i++];
    return i;
}

/* No answers yet. */
static void start_points(const struct world *world, struct tally_point points[VALUES_MOST])
{
    for (size_t i = 0; i < VALUES_MOST; i++)
        points[i] = (struct tally_point){.x = i < world->len ? world->x[i] : 0};
}

static void draw_points(const struct world *world, size_t n, struct xoshiro *numbers,
                        struct tally_point points[VALUES_MOST])
{
    start_points(world, points);
    for (size_t k = 0; k < n; k++)
        points[draw_value(world, numbers)].n++;
    for (size_t i = 0; i < world->len; i++)
        points[i].sum_w = points[i].sum_w2 = points[i].n;
}

static struct average draw_average(const struct world *world, size_t n, struct xoshiro *numbers)
{
    struct tally_point points[VALUES_MOST];
    draw_points(world, n, numbers, points);
    return average_of_tallies(points, world->len);
}

static struct net_shares draw_net(const struct world *world, size_t n, struct xoshiro *numbers)
{
    struct tally_point points[VALUES_MOST];
    draw_points(world, n, numbers, points);
    return net_of_tallies(points, world->len);
}

/* ---- one group, every answer once ---- */

bool net_trial(const struct trial *trial, struct outcome *outcome)
{
    struct net_shares shares = draw_net(trial->a, trial->n, trial->numbers);
    struct spread spread = net_adjusted(&shares);
    outcome->truth = world_mean(trial->a);
    return spread_interval(&spread, conf, &outcome->interval);
}

bool share_trial(const struct trial *trial, struct outcome *outcome)
{
    struct average average = draw_average(trial->a, trial->n, trial->numbers);
    struct share share = share_of_average(&average);
    outcome->truth = world_mean(trial->a);
    return share_wilson(&share, conf, &outcome->interval);
}

bool mean_trial(const struct trial *trial, struct outcome *outcome)
{
    struct average average = draw_average(trial->a, trial->n, trial->numbers);
    struct spread spread = mean_spread(&average);
    outcome->truth = world_mean(trial->a);
    return spread_interval(&spread, conf, &outcome->interval);
}

/* ---- one group, weighted: four weights; the lighter half of the people think
 * like world a, the heavier like world b ---- */

static const double weights[WEIGHTS] = {0.5, 1, 1.5, 3};

static const struct world *world_of_weight(const struct trial *trial, size_t weight)
{
    return weight < WEIGHTS / 2 ? trial->a : trial->b;
}

static double weighted_truth(const struct trial *trial)
{
    double sum = 0, sum_w = 0;
    for (size_t i = 0; i < WEIGHTS; i++) {
        sum += weights[i] * world_mean(world_of_weight(trial, i));
        sum_w += weights[i];
    }
    return sum / sum_w;
}

static void add_answer(struct tally_point *point, double weight)
{
    point->n++;
    point->sum_w += weight;
    point->sum_w2 += weight * weight;
}

static void draw_weighted_points(const struct trial *trial, struct tally_point points[VALUES_MOST])
{
    start_points(trial->a, points);
    for (size_t k = 0; k < trial->n; k++) {
        size_t weight = xoshiro_below(trial->numbers, WEIGHTS);
        size_t value = draw_value(world_of_weight(trial, weight), trial->numbers);
        add_answer(&points[value], weights[weight]);
    }
}

bool weighted_net_trial(const struct trial *trial, struct outcome *outcome)
{
    struct tally_point points[VALUES_MOST];
    draw_weighted_points(trial, points);
    struct net_shares shares = net_of_tallies(points, trial->a->len);
    struct spread spread = net_adjusted(&shares);
    outcome->truth = weighted_truth(trial);
    return spread_interval(&spread, conf, &outcome->interval);
}

bool linear_net_trial(const struct trial *trial, struct outcome *outcome)
{
    struct tally_point points[VALUES_MOST];
    draw_weighted_points(trial, points);
    struct average average = average_of_tallies(points, trial->a->len);
    struct spread spread = linear_spread(&average, BOUNDS_NET);
    outcome->truth = weighted_truth(trial);
    return average.size.n_eff >= 30 && spread_interval(&spread, conf, &outcome->interval);
}

bool weighted_share_trial(const struct trial *trial, struct outcome *outcome)
{
    struct tally_point points[VALUES_MOST];
    draw_weighted_points(trial, points);
    struct average average = average_of_tallies(points, trial->a->len);
    struct share share = share_of_average(&average);
    outcome->truth = weighted_truth(trial);
    return share_wilson(&share, conf, &outcome->interval);
}

bool weighted_mean_trial(const struct trial *trial, struct outcome *outcome)
{
    struct tally_point points[VALUES_MOST];
    draw_weighted_points(trial, points);
    struct average average = average_of_tallies(points, trial->a->len);
    struct spread spread = mean_spread(&average);
    outcome->truth = weighted_truth(trial);
    return spread_interval(&spread, conf, &outcome->interval);
}

/* ---- one group, persons who answer more than once: half of them once or
 * twice, thinking like world a, half three or four times, like world b; three
 * of four answers after the first repeat it ---- */

static const double repeats_share = 0.75;

struct person {
    double w, wx; /* Sw, Swx */
};

static struct person draw_person(const struct trial *trial, size_t kind)
{
    const struct world *world = kind < 2 ? trial->a : trial->b;
    struct person person = {0};
    double first = world->x[draw_value(world, trial->numbers)];
    for (size_t answer = 0; answer <= kind; answer++) {
        bool repeats = answer == 0 || xoshiro_unit(trial->numbers) < repeats_share;
        person.w++;
        person.wx += repeats ? first : world->x[draw_value(world, trial->numbers)];
    }
    return person;
}

static void add_person(struct person_sums *sums, struct person person)
{
    sums->persons++;
    sums->sum_w += person.w;
    sums->sum_wx += person.wx;
    sums->wx_wx += person.wx * person.wx;
    sums->wx_w += person.wx * person.w;
    sums->w_w += person.w * person.w;
}

static struct interval bounds_of_world(const struct world *world)
{
    return (struct interval){world->x[0], world->x[world->len - 1]};
}

bool clustered_trial(const struct trial *trial, struct outcome *outcome)
{
    struct person_sums sums = {0};
    for (size_t k = 0; k < trial->n; k++)
        add_person(&sums, draw_person(trial, xoshiro_below(trial->numbers, 4)));
    struct cluster_options options = {.bounds = bounds_of_world(trial->a)};
    struct spread spread = cluster_spread(&sums, &options);
    outcome->truth = (1.5 * world_mean(trial->a) + 3.5 * world_mean(trial->b)) / 5;
    return spread_interval(&spread, conf, &outcome->interval);
}

/* ---- one group of a finite population: times·n people who think as nearly
 * like the world as whole people can; drawn without putting back ---- */

struct population {
    double left[VALUES_MOST]; /* people of each value */
    double all;
};

static struct population population_of_world(const struct world *world, double all)
{
    struct population population = {.all = round(all)};
    double cumulated = 0, placed = 0;
    for (size_t i = 0; i < world->len; i++) {
        cumulated += world->p[i];
        population.left[i] = round(cumulated * population.all) - placed;
        placed += population.left[i];
    }
    return population;
}

static double population_mean(const struct population *population, const struct world *world)
{
    double sum = 0;
    for (size_t i = 0; i < world->len; i++)
        sum += population->left[i] * world->x[i];
    return sum / population->all;
}

static struct average draw_from_population(const struct trial *trial, double *truth,
                                           struct tally_point points[VALUES_MOST])
{
    struct population population = population_of_world(trial->a, trial->times * (double)trial->n);
    double left = population.all;
    *truth = population_mean(&population, trial->a);
    start_points(trial->a, points);
    for (size_t k = 0; k < trial->n; k++, left--) {
        double u = xoshiro_unit(trial->numbers) * left;
        size_t i = 0;
        while (u >= population.left[i])
            u -= population.left[i++];
        population.left[i]--;
        points[i].n++;
    }
    for (size_t i = 0; i < trial->a->len; i++)
        points[i].sum_w = points[i].sum_w2 = points[i].n;
    struct average average = average_of_tallies(points, trial->a->len);
    average.size.population = population.all;
    return average;
}

bool finite_net_trial(const struct trial *trial, struct outcome *outcome)
{
    struct tally_point points[VALUES_MOST];
    struct average average = draw_from_population(trial, &outcome->truth, points);
    struct net_shares shares = net_of_tallies(points, trial->a->len);
    shares.size = average.size;
    struct spread spread = net_adjusted(&shares);
    return spread_interval(&spread, conf, &outcome->interval);
}

bool finite_share_trial(const struct trial *trial, struct outcome *outcome)
{
    struct tally_point points[VALUES_MOST];
    struct average average = draw_from_population(trial, &outcome->truth, points);
    struct share share = share_of_average(&average);
    return share_wilson(&share, conf, &outcome->interval);
}

bool finite_mean_trial(const struct trial *trial, struct outcome *outcome)
{
    struct tally_point points[VALUES_MOST];
    struct average average = draw_from_population(trial, &outcome->truth, points);
    struct spread spread = mean_spread(&average);
    return spread_interval(&spread, conf, &outcome->interval);
}

/* From here on the population's people are made one after the other; each is
 * taken with the probability that n of N come out (Knuth's algorithm S). */
bool finite_weighted_mean_trial(const struct trial *trial, struct outcome *outcome)
{
    size_t all = (size_t)(trial->times * (double)trial->n), wanted = trial->n;
    struct tally_point points[VALUES_MOST];
    double sum_w = 0, sum_wx = 0;
    start_points(trial->a, points);
    for (size_t left = all; left > 0; left--) {
        size_t weight = xoshiro_below(trial->numbers, WEIGHTS);
        size_t value = draw_value(world_of_weight(trial, weight), trial->numbers);
        sum_w += weights[weight];
        sum_wx += weights[weight] * trial->a->x[value];
        if (xoshiro_below(trial->numbers, left) < wanted) {
            add_answer(&points[value], weights[weight]);
            wanted--;
        }
    }
    struct average average = average_of_tallies(points, trial->a->len);
    average.size.population = (double)all;
    struct spread spread = mean_spread(&average);
    outcome->truth = sum_wx / sum_w;
    return spread_interval(&spread, conf, &outcome->interval);
}

bool finite_clustered_trial(const struct trial *trial, struct outcome *outcome)
{
    size_t all = (size_t)(trial->times * (double)trial->n), wanted = trial->n;
    struct person_sums sums = {0}, everybody = {0};
    for (size_t left = all; left > 0; left--) {
        struct person person = draw_person(trial, xoshiro_below(trial->numbers, 4));
        add_person(&everybody, person);
        if (xoshiro_below(trial->numbers, left) < wanted) {
            add_person(&sums, person);
            wanted--;
        }
    }
    sums.population = (double)all;
    struct cluster_options options = {.bounds = bounds_of_world(trial->a)};
    struct spread spread = cluster_spread(&sums, &options);
    outcome->truth = everybody.sum_wx / everybody.sum_w;
    return spread_interval(&spread, conf, &outcome->interval);
}

/* ---- two groups ---- */

static size_t size_of_b(const struct trial *trial)
{
    return (size_t)(trial->times * (double)trial->n);
}

static bool outcome_of_difference(const struct trial *trial, const struct difference *difference,
                                  struct outcome *outcome)
{
    outcome->interval = (struct interval){difference->lo, difference->hi};
    outcome->truth = world_mean(trial->a) - world_mean(trial->b);
    return difference->has_interval;
}

bool net_difference_trial(const struct trial *trial, struct outcome *outcome)
{
    struct net_shares a = draw_net(trial->a, trial->n, trial->numbers);
    struct net_shares b = draw_net(trial->b, size_of_b(trial), trial->numbers);
    struct spread of_a = net_adjusted(&a), of_b = net_adjusted(&b);
    struct difference difference = difference_of_spreads(&of_a, &of_b, conf);
    return outcome_of_difference(trial, &difference, outcome);
}

bool share_difference_trial(const struct trial *trial, struct outcome *outcome)
{
    struct average a = draw_average(trial->a, trial->n, trial->numbers);
    struct average b = draw_average(trial->b, size_of_b(trial), trial->numbers);
    struct share of_a = share_of_average(&a), of_b = share_of_average(&b);
    struct difference difference = difference_of_shares(&of_a, &of_b, conf);
    return outcome_of_difference(trial, &difference, outcome);
}

bool mean_difference_trial(const struct trial *trial, struct outcome *outcome)
{
    struct average a = draw_average(trial->a, trial->n, trial->numbers);
    struct average b = draw_average(trial->b, size_of_b(trial), trial->numbers);
    struct spread of_a = mean_spread(&a), of_b = mean_spread(&b);
    struct difference difference = difference_of_spreads(&of_a, &of_b, conf);
    return outcome_of_difference(trial, &difference, outcome);
}

/* Group a weighted and linearised, group b counted: two kinds of spread. */
bool mixed_difference_trial(const struct trial *trial, struct outcome *outcome)
{
    struct tally_point points[VALUES_MOST];
    draw_weighted_points(trial, points);
    struct average a = average_of_tallies(points, trial->a->len);
    struct net_shares b = draw_net(trial->b, size_of_b(trial), trial->numbers);
    struct spread of_a = linear_spread(&a, BOUNDS_NET), of_b = net_adjusted(&b);
    struct difference difference = difference_of_spreads(&of_a, &of_b, conf);
    bool has = outcome_of_difference(trial, &difference, outcome);
    outcome->truth = weighted_truth(trial) - world_mean(trial->b);
    return has && a.size.n_eff >= 30;
}

static void add_both(struct person_cross *both, struct person a, struct person b)
{
    both->persons++;
    both->wx_wx += a.wx * b.wx;
    both->wx_w += a.wx * b.w;
    both->w_wx += a.w * b.wx;
    both->w_w += a.w * b.w;
}

/* One answer of a person in wave b who in wave a gave first: three of five give
 * the same again where the worlds allow it. */
static struct person draw_again(const struct trial *trial, double first)
{
    double x = trial->b->x[draw_value(trial->b, trial->numbers)];
    if (xoshiro_unit(trial->numbers) < 0.6)
        x = first;
    return (struct person){.w = 1, .wx = x};
}

/* n persons in each wave; the share `times` of them is in both. */
bool paired_trial(const struct trial *trial, struct outcome *outcome)
{
    struct cluster_pair pair = {.both = {0}};
    size_t shared = (size_t)round(trial->times * (double)trial->n);
    for (size_t k = 0; k < trial->n; k++) {
        double x = trial->a->x[draw_value(trial->a, trial->numbers)];
        struct person a = {.w = 1, .wx = x};
        double another = k < shared ? x : trial->a->x[draw_value(trial->a, trial->numbers)];
        struct person b = draw_again(trial, another);
        add_person(&pair.a, a);
        add_person(&pair.b, b);
        if (k < shared)
            add_both(&pair.both, a, b);
    }
    struct cluster_options options = {.bounds = bounds_of_world(trial->a)};
    struct difference difference = cluster_difference(&pair, &options, conf);
    bool has = outcome_of_difference(trial, &difference, outcome);
    outcome->truth *= 0.4; /* the 60 % who repeat themselves do not move */
    return has;
}
