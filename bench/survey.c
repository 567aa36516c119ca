/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "survey.h"

#include <string.h>
#include <time.h>

#include "base/test_random.h"

const char *const survey_fields[SURVEY_ANSWERS] = {"recommend", "satisfaction", "effort", "quality",
                                                   "price",     "staff",        "wait",   "trust",
                                                   "region",    "product",      "plan",   "age"};
const char *const survey_comment_field = "comment";

enum { STRETCH_ROWS = 6000, STRETCH_PERSONS = 2000, THREADS_ROWS = 100000 };

#define DAY_US (INT64_C(86400) * 1000000)
#define FIRST_US (INT64_C(1704067200) * 1000000) /* 2024-01-01 */

static const char *const numbers[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};
static const char *const regions[] = {"Aragon",   "Asturias", "Bavaria", "Brittany", "Calabria",
                                      "Galicia",  "Hesse",    "Jutland", "Lapland",  "Liguria",
                                      "Lorraine", "Lombardy", "Murcia",  "Normandy", "Piedmont",
                                      "Provence", "Saxony",   "Sicily",  "Tyrol",    "Wales"};
static const char *const products[] = {
    "account", "card",    "cash",   "cheque",   "credit",  "cover",  "deposit", "driver",
    "family",  "fund",    "gift",   "health",   "home",    "invest", "junior",  "legal",
    "life",    "loan",    "mobile", "mortgage", "pension", "pet",    "phone",   "savings",
    "senior",  "student", "tax",    "travel",   "trust",   "youth"};
static const char *const plans[] = {"free", "basic", "plus", "pro", "company"};
static const char *const ages[] = {"18-24", "25-34", "35-44", "45-54", "55-64", "65+"};
static const char *const channels[] = {"web", "app", "phone", "shop"};
static const char *const languages[] = {"en", "fr", "es"};
static const char *const touchpoints[] = {"visit",   "order",  "delivery", "invoice",
                                          "support", "return", "renewal",  "move"};
static const char *const comments[] = {
    "Quick, and friendly.",
    "The lady at the counter knew what I wanted before I had said it; thank you.",
    "I waited for forty minutes, and then the \"express\" desk closed in front of me.",
    "Two of the three forms asked for the same things. Why not ask once and keep it? "
    "I would have liked to do all of it on my phone while I waited for the train.",
};

#define PICK(r, list) ((list)[test_random_below((r), sizeof(list) / sizeof *(list))])

/* Any of all persons within the span; behind it persons of their own, who answer within
 * some thousand rows. */
static uint32_t person_of(struct test_random *r, uint64_t index, uint64_t span)
{
    if (index < span)
        return 1 + (uint32_t)test_random_below(r, span / 3 + 1);
    uint64_t stretch = (index - span) / STRETCH_ROWS;
    return (uint32_t)(2 + span / 3 + stretch * STRETCH_PERSONS +
                      test_random_below(r, STRETCH_PERSONS));
}

struct survey_row survey_row(uint64_t index, uint64_t span, bool has_persons)
{
    static const size_t lows[] = {0, 1, 1, 1, 1, 1, 1, 1}, points[] = {11, 5, 7, 5, 5, 5, 5, 10};
    struct test_random r = {index * 0xD1342543DE82EF95U + 1};
    uint64_t halves[2] = {test_random_next(&r), test_random_next(&r)};
    struct survey_row row;
    memset(&row, 0, sizeof row);
    memcpy(row.key, halves, sizeof row.key);
    double passed = (double)index / (double)span * SURVEY_MONTHS * 30.4 * (double)DAY_US;
    row.at = FIRST_US + (int64_t)passed + (int64_t)test_random_below(&r, 1000000);
    for (size_t i = 0; i < SURVEY_NUMBERS; i++)
        row.answers[i] = numbers[lows[i] + test_random_below(&r, points[i])];
    row.answers[8] = PICK(&r, regions);
    row.answers[9] = PICK(&r, products);
    row.answers[10] = PICK(&r, plans);
    row.answers[11] = PICK(&r, ages);
    row.comment = index % 4 == 0 ? PICK(&r, comments) : NULL;
    row.channel = PICK(&r, channels);
    row.language = PICK(&r, languages);
    row.touchpoint = PICK(&r, touchpoints);
    row.weight_pct = 51 + (int)test_random_below(&r, 100);
    if (has_persons && index % 2 == 0)
        row.person = person_of(&r, index, span);
    return row;
}

static bool number(const char *word, uint64_t *out)
{
    *out = 0;
    for (; *word >= '0' && *word <= '9' && *out < UINT64_C(1) << 48; word++)
        *out = *out * 10 + (uint64_t)(*word - '0');
    return *word == '\0';
}

bool survey_load_of_words(int argc, char **argv, struct survey_load *out)
{
    uint64_t given[5] = {0, 0, 0, 0, 1}; /* FROM … THREADS */
    if (argc < 6 || argc > 8)
        return false;
    for (int i = 2; i < argc && i < 7; i++)
        if (!number(argv[i], &given[i - 2]))
            return false;
    *out = (struct survey_load){.path = argv[1],
                                .from = given[0],
                                .rows = given[1],
                                .span = given[2],
                                .batch = given[3],
                                .threads = given[4],
                                .has_persons = argc == 8 && strcmp(argv[7], "persons") == 0};
    return out->span > 0 && out->batch > 0 && out->threads > 0 && out->threads <= SURVEY_THREADS;
}

size_t survey_load_next(const struct survey_load *load, uint64_t done)
{
    size_t most = load->threads > 1 ? THREADS_ROWS : load->batch;
    return load->rows - done < most ? load->rows - done : most;
}

static double seconds(clockid_t clock)
{
    struct timespec at;
    (void)clock_gettime(clock, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

struct taken taken_now(void)
{
    return (struct taken){seconds(CLOCK_PROCESS_CPUTIME_ID), seconds(CLOCK_MONOTONIC)};
}

void taken_add(struct taken *all, struct taken began)
{
    struct taken now = taken_now();
    all->cpu += now.cpu - began.cpu;
    all->wall += now.wall - began.wall;
}
