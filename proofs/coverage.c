/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * coverage — checks every claim of src/stats/coverage.c and prints the table of
 * docs/proofs.md: 4,000 draws each, at n = 10, 30, 100 and 1,000, with a fixed
 * seed.  Exit status 1 where a claim fails.
 *
 *     build/prove_coverage [DRAWS [SEED]]
 */
#include <inttypes.h>
#include <stdbool.h>

#include "stats/coverage.h"

struct tally {
    unsigned passed, failed;
};

enum { REASONS_MOST = 20 };

/* Footnotes in the order of their first use. */
struct reasons {
    const char *why[REASONS_MOST];
    size_t len;
};

static size_t number_of_reason(struct reasons *reasons, const char *why)
{
    for (size_t i = 0; i < reasons->len; i++)
        if (strcmp(reasons->why[i], why) == 0)
            return i + 1;
    if (reasons->len < REASONS_MOST)
        reasons->why[reasons->len++] = why;
    return reasons->len;
}

static void print_result(size_t claim, size_t size, const struct coverage_result *result,
                         struct reasons *reasons, struct tally *tally)
{
    struct coverage_claim name = coverage_claim(claim);
    bool holds = result->draws > 0 && result->share >= result->band.low &&
                 result->share <= result->band.high;
    tally->passed += holds;
    tally->failed += !holds;
    double above = 1 - result->share - result->below;
    printf("| %s | %s | %zu | %.4f | %.4f | %.4f | %.3f–%.3f", name.interval, name.world,
           coverage_sizes[size], result->share, result->below, above > 0 ? above : 0,
           result->band.low, result->band.high);
    if (result->band.why)
        printf(" [%zu]", number_of_reason(reasons, result->band.why));
    printf(" | %s |\n", holds ? "PASS" : "FAIL");
}

int main(int count, char **arguments)
{
    size_t draws = COVERAGE_DRAWS;
    uint64_t seed = COVERAGE_SEED;
    if (count > 1)
        draws = (size_t)strtoumax(arguments[1], NULL, 10);
    if (count > 2)
        seed = strtoumax(arguments[2], NULL, 10);
    struct reasons reasons = {.len = 0};
    struct tally tally = {0, 0};
    printf("%zu draws each, seed %" PRIu64 ", 95 %% confidence.\n\n", draws, seed);
    printf("| interval | world | n | coverage | too low | too high | claim | |\n");
    printf("|---|---|--:|--:|--:|--:|---|---|\n");
    for (size_t claim = 0; claim < coverage_claims(); claim++)
        for (size_t size = 0; size < COVERAGE_SIZES; size++) {
            if (!(coverage_band(claim, size).high > 0))
                continue;
            struct coverage_result result = coverage_run(claim, size, draws, seed);
            print_result(claim, size, &result, &reasons, &tally);
        }
    printf("\nWhere the claim is not 95 ± 1.5 %%:\n\n");
    for (size_t i = 0; i < reasons.len; i++)
        printf("- [%zu] %s\n", i + 1, reasons.why[i]);
    printf("\n%u passed, %u failed\n", tally.passed, tally.failed);
    return tally.failed > 0 || tally.passed == 0;
}
