/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * GET /api/v1/overview: which scores a source has answers to, and which period says something.
 */
#include "api.h"

#include "base/limits.h"

/* 40 answers in each of five months and one in the sixth; a question that is its own. */
static void import_shop(struct test *t)
{
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("date,recommend,rating,likes_pets,effort\n"));
    for (int i = 0; i < 200; i++)
        buf_addf(&b, "2026-%02d-%02dT10:00:00Z,%d,%d,%d,%d\n", 1 + i / 40, 1 + i % 28, i % 11,
                 1 + i % 5, i % 2, 1 + i % 7);
    buf_add(&b, S("2026-06-01T10:00:00Z,9,5,1,7\n"));
    const char *path = run_file(t, "shop.csv", buf_str(&b)),
               *map = run_file(t, "shop.map",
                               S("time: date\n[rating]\nkind: score\n"
                                 "[likes_pets]\nkind: score\nscale: 0-1\n"));
    struct ran ran = RUN(t, "import", "--data", served_folder(t), path, "--map", map);
    CHECK_THAT(ran.status == 0, "%.*s%.*s", STR(ran.out), STR(ran.err));
}

/* Contracts without a time and without a score. */
static void import_plans(struct test *t)
{
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("contract,paperless\n"));
    for (int i = 0; i < 60; i++)
        buf_addf(&b, "%s,%s\n", i % 3 ? "Monthly" : "Yearly", i % 2 ? "Yes" : "No");
    struct ran ran =
        RUN(t, "import", "--data", served_folder(t), run_file(t, "plans.csv", buf_str(&b)));
    CHECK_THAT(ran.status == 0, "%.*s%.*s", STR(ran.out), STR(ran.err));
}

TEST(a_source_begins_with_the_period_that_has_enough_answers)
{
    struct api api = api_start(t);
    import_shop(t);
    import_plans(t);
    json_t *o = api_get(&api, 200, "/api/v1/overview");
    CHECK_INT(run_number(o, "signals/n"), 261);
    CHECK_STR(run_text(o, "sources/0/key"), S("shop"));
    CHECK_STR(run_text(o, "sources/0/per"), S("month"));
    CHECK_STR(run_text(o, "sources/0/periods/month/first"), S("2026-01"));
    CHECK_STR(run_text(o, "sources/0/periods/month/last"), S("2026-06"));
    CHECK_STR(run_text(o, "sources/0/periods/month/enough"), S("2026-05"));
    CHECK(run_is_null(o, "sources/0/periods/year"));
    CHECK_STR(run_text(o, "sources/1/per"), S("all"));
    CHECK(run_is_null(o, "sources/1/periods/month"));
    CHECK(run_is_null(o, "sources/1/first"));
    CHECK_STR(run_text(o, "per"), S("month"));
    api_stop(&api);
}

TEST(a_score_names_the_sources_that_have_answers_to_it)
{
    static const char *const keys[] = {"recommend", "effort", "shop.rating", "shop.likes_pets"};
    struct api api = api_start(t);
    import_shop(t);
    import_plans(t);
    json_t *o = api_get(&api, 200, "/api/v1/overview"), *measures = run_at(o, "measures");
    CHECK_INT(json_array_size(measures), 4);
    for (size_t i = 0; i < 4; i++) { /* yes or no as a number stands last */
        json_t *m = json_array_get(measures, i);
        CHECK_STR(run_text(m, "key"), str_of_chars(keys[i]));
        CHECK_INT(json_array_size(run_at(m, "sources")), 1);
        CHECK_STR(run_text(m, "sources/0"), S("shop"));
    }
    api_stop(&api);
}

/* 40 answers in each of four weeks long ago, with a place that no other source has. */
TEST(a_survey_that_was_asked_once_begins_with_all_of_it)
{
    struct api api = api_start(t);
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("date,rating,hall\n"));
    for (int i = 0; i < 160; i++)
        buf_addf(&b, "2024-03-%02dT10:00:00Z,%d,%s\n", 1 + i % 28, 1 + i % 5, i % 2 ? "A" : "B");
    const char *path = run_file(t, "once.csv", buf_str(&b)),
               *map = run_file(t, "once.map", S("time: date\nunit: hall\n[rating]\nkind: score\n"));
    struct ran ran = RUN(t, "import", "--data", served_folder(t), path, "--map", map);
    CHECK_THAT(ran.status == 0, "%.*s%.*s", STR(ran.out), STR(ran.err));
    import_shop(t);
    json_t *o = api_get(&api, 200, "/api/v1/overview");
    size_t i = 0, units = 0;
    json_t *dimension = NULL, *source = NULL;
    json_array_foreach(run_at(o, "sources"), i, source)
    {
        bool is_once = str_equal(run_text(source, "key"), S("once"));
        CHECK_STR(run_text(source, "per"), is_once ? S("all") : S("month"));
    }
    json_array_foreach(run_at(o, "dimensions"), i, dimension)
    {
        if (!str_equal(run_text(dimension, "key"), S("unit")))
            continue;
        units++;
        CHECK_INT(json_array_size(run_at(dimension, "sources")), 1);
        CHECK_STR(run_text(dimension, "sources/0"), S("once"));
    }
    CHECK_INT(units, 1);
    api_stop(&api);
}

TEST(quantities_stand_behind_scores_and_weights_are_told_by_source)
{
    struct api api = api_start(t);
    import_shop(t);
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("price,weight,rating,town\n"));
    for (int i = 0; i < 300; i++)
        buf_addf(&b, "\"€%d,50\",%d.5,%d,Town %d\n", i, 1 + i % 2, 1 + i % 5, i % 150);
    struct ran ran =
        RUN(t, "import", "--data", served_folder(t), run_file(t, "b.csv", buf_str(&b)));
    CHECK_THAT(ran.status == 0, "%.*s%.*s", STR(ran.out), STR(ran.err));
    json_t *o = api_get(&api, 200, "/api/v1/overview"), *m = NULL;
    CHECK(json_is_false(run_at(o, "sources/0/has_weights")));
    CHECK(json_is_true(run_at(o, "sources/1/has_weights")));
    size_t i = 0, price = 0, rating = 0;
    json_array_foreach(run_at(o, "measures"), i, m)
    {
        if (str_equal(run_text(m, "key"), S("b.rating")))
            rating = i;
        if (!str_equal(run_text(m, "key"), S("b.price")))
            continue;
        price = i;
        CHECK_STR(run_text(m, "unit"), S("number"));
        CHECK_STR(run_text(m, "currency"), S("EUR"));
        CHECK_NEAR(run_number(m, "range/1"), 299.5, 1e-9);
        CHECK_NEAR(run_number(m, "n"), 300, 0);
    }
    CHECK(rating > 0 && price > rating);
    json_array_foreach(run_at(o, "dimensions"), i, m)
    {
        if (str_equal(run_text(m, "key"), S("b.town")))
            price = 0; /* a dimension of 150 values */
    }
    CHECK_INT(price, 0);
    api_stop(&api);
}
