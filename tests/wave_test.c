/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Waves: a survey that is asked again, with other names and codes, is one trend.
 */
#include "import.h"

static const char *file(struct test *t, const char *name, const char *text)
{
    return run_file(t, name, str_of_chars(text));
}

static bool asks(json_t *report, const char *code, const char *line)
{
    size_t at;
    json_t *q;
    json_array_foreach(run_at(report, "questions"), at,
                       q) if (str_equal(run_text(q, "code"), str_of_chars(code)) &&
                              str_equal(run_text(q, "map"), str_of_chars(line))) return true;
    return false;
}

static double value(struct test *t, const char *question, const char *path)
{
    struct ran ran = RUN(t, "query", "--data", "data", "--format", "json", question);
    CHECK_THAT(ran.status == 0, "%.*s", STR(ran.err));
    return run_number(run_parse(t, ran.out), path);
}

/* ---- small ones ---- */

static str wave(struct test *t, const char *header, int shift, int top)
{
    struct buf b = buf_make(t->arena, 100000);
    buf_addf(&b, "%s\n", header);
    for (int i = 0; i < 60; i++)
        buf_addf(&b, "%d-%d,%d,%d,%d,%d,%c,%d\n", shift, i, 1 + (i + shift) % top, 1 + (i * i) % 5,
                 1 + i % 5, 1 + i / 3 % 5, "NSE"[i % 3], 20 + i % 40);
    return buf_str(&b);
}

TEST(an_undone_wave_leaves_the_fields_as_they_were)
{
    import_folder(t);
    const char *first = run_file(t, "a.csv", wave(t, "id,clean,staff,food,seats,region,age", 0, 5));
    const char *second =
        run_file(t, "b.csv", wave(t, "id,clean,staff,food,seats,region,age", 1, 5));
    (void)TAKE(t, first, "--source", "y1", "--at", "2024-05-01");
    struct ran before = RUN(t, "export", "--data", "data", "--to", "before");
    CHECK_INT(before.status, 0);
    (void)TAKE(t, second, "--source", "y2", "--at", "2025-05-01", "--map",
               file(t, "m", "wave of: y1\n"));
    CHECK_NEAR(value(t, "mean(clean) by year", "rows/1/n"), 60, 0);
    struct ran undo = RUN(t, "undo", "--data", "data", "2");
    CHECK_THAT(undo.status == 0, "%.*s", STR(undo.err));
    CHECK_NEAR(value(t, "mean(y1.clean) by y1.region", "rows/0/n"), 20, 0);
    struct ran after = RUN(t, "export", "--data", "data", "--to", "after");
    CHECK_INT(after.status, 0);
    CHECK_STR(test_read(t, S("after/y1.map")), test_read(t, S("before/y1.map")));
    CHECK_STR(test_read(t, S("after/y1.csv")), test_read(t, S("before/y1.csv")));
    /* The wave is taken again as if it never had been. */
    (void)TAKE(t, second, "--source", "y2", "--at", "2025-05-01", "--map",
               file(t, "m2", "wave of: y1\n"));
    CHECK_NEAR(value(t, "mean(clean) by year", "rows/1/n"), 60, 0);
}

TEST(a_later_wave_is_proposed_and_its_answers_go_to_the_same_fields)
{
    import_folder(t);
    const char *first = run_file(t, "a.csv", wave(t, "id,clean,staff,food,seats,region,age", 0, 5));
    const char *second =
        run_file(t, "b.csv", wave(t, "id,clean,staff,food,seats,sregion,age_years", 1, 5));
    (void)TAKE(t, first, "--source", "y1", "--at", "2024-05-01");
    json_t *d = TAKE(t, second, "--source", "y2", "--at", "2025-05-01", "--dry-run");
    CHECK(asks(d, "wave", "wave of: y1"));
    d = TAKE(t, second, "--source", "y2", "--at", "2025-05-01", "--map",
             file(t, "m", "wave of: y1\n"), "--dry-run");
    CHECK(!asks(d, "wave", "wave of: y1"));
    CHECK(asks(d, "renamed", "[sregion] field: region"));
    d = TAKE(t, second, "--source", "y2", "--at", "2025-05-01", "--map",
             file(t, "m2", "wave of: y1\n[sregion] field: region\n"));
    CHECK_INT(run_number(d, "taken"), 60);
    CHECK_NEAR(value(t, "mean(clean) by year", "rows/0/n"), 60, 0);
    CHECK_NEAR(value(t, "mean(clean) by year", "rows/1/n"), 60, 0);
    CHECK_NEAR(value(t, "mean(staff) by region", "rows/0/n"), 40, 0);
    CHECK_NEAR(value(t, "mean(y1.clean)", "rows/0/n"), 60, 0);
    json_t *sources = run_parse(t, RUN(t, "source", "--data", "data", "--format", "json").out);
    CHECK_STR(run_text(sources, "sources/1/wave_of"), S("y1"));

    /* The next file of that wave needs no map, and the first wave can be undone. */
    (void)TAKE(t,
               run_file(t, "c.csv", wave(t, "id,clean,staff,food,seats,sregion,age_years", 2, 5)),
               "--source", "y2", "--at", "2025-06-01");
    CHECK_NEAR(value(t, "mean(staff) by region", "rows/0/n"), 60, 0);
    CHECK_INT(RUN(t, "undo", "--data", "data", "1").status, 0);
    CHECK_NEAR(value(t, "mean(clean)", "rows/0/n"), 120, 0);
    CHECK_NEAR(value(t, "mean(staff) by region", "rows/0/n"), 40, 0);
    CHECK_INT(RUN(t, "doctor", "--data", "data").status, 0);
}

TEST(another_scale_or_code_book_is_kept_apart_and_asked_about)
{
    import_folder(t);
    (void)TAKE(t, run_file(t, "a.csv", wave(t, "id,clean,staff,food,seats,region,age", 0, 5)),
               "--source", "y1", "--map",
               file(t, "m1", "[region]\ncode N: North\ncode S: South\n"));
    const char *second =
        run_file(t, "b.csv", wave(t, "id,clean,staff,food,seats,region,age", 1, 10));
    json_t *d = TAKE(t, second, "--source", "y2", "--map",
                     file(t, "m2", "wave of: y1\n[region]\ncode N: Near\ncode S: South\n"));
    CHECK(asks(d, "wave_scale", "[clean] field: clean"));
    CHECK(asks(d, "codes_changed", "[region] field: region"));
    struct ran ran = RUN(t, "query", "--data", "data", "mean(clean_2)");
    CHECK_THAT(ran.status == 0 && run_has(ran.out, "1 to 10"), "%.*s %.*s", STR(ran.out),
               STR(ran.err));
    CHECK_NEAR(value(t, "mean(y1.clean)", "rows/0/n"), 60, 0);
    CHECK_NEAR(value(t, "mean(staff)", "rows/0/n"), 120, 0);
}

TEST(dates_and_codes_are_kept_apart_from_numbers_and_words)
{
    import_folder(t);
    struct buf first = buf_make(t->arena, 10000), second = buf_make(t->arena, 10000);
    buf_add(&first, S("id,clean,day,asked,region\n"));
    buf_add(&second, S("id,clean,day,asked,region\n"));
    for (int i = 0; i < 60; i++) {
        buf_addf(&first, "a%d,%d,%s,%d,%s\n", i, 1 + i % 5, i % 2 ? "SAT" : "SUN", 100 + i / 2 * 7,
                 i % 3 ? "North" : "South");
        buf_addf(&second, "b%d,%d,%d,2016-05-%02d,%s\n", i, 1 + i % 5, 1 + i % 7, 1 + i % 28,
                 i % 3 ? "North" : "South");
    }
    (void)TAKE(t, run_file(t, "a.csv", buf_str(&first)), "--source", "y1");
    json_t *d = TAKE(t, run_file(t, "b.csv", buf_str(&second)), "--source", "y2", "--map",
                     file(t, "m", "wave of: y1\ntime: none\n"));
    CHECK(asks(d, "wave_kind", "[asked] field: asked"));
    CHECK(asks(d, "wave_words", "[day] field: day"));
    CHECK_NEAR(value(t, "mean(clean) by region", "rows/0/n"), 80, 0);
}

TEST(a_wave_of_nothing_is_refused_by_name)
{
    import_folder(t);
    const char *first = run_file(t, "a.csv", wave(t, "id,clean,staff,food,seats,region,age", 0, 5));
    (void)TAKE(t, first, "--source", "spring");
    import_fails(t, 66, "did you mean \"spring\"?",
                 ARGS(first, "--source", "x", "--map", file(t, "m1", "wave of: sprng\n")));
    import_fails(t, 64, "wave of itself",
                 ARGS(first, "--source", "x", "--map", file(t, "m2", "wave of: x\n")));
    json_t *d = TAKE(t, first, "--source", "x", "--map", file(t, "m3", "wave of: none\n"));
    CHECK(!asks(d, "wave", "wave of: spring"));
}

/* ---- the airport's, whose names change every year ---- */

TEST(four_waves_of_an_airport_are_one_trend_with_their_weights)
{
    static const char *const years[] = {"2014", "2015", "2016", "2017"};
    static const char *const maps[] = {"", "wave of: airport_2014\n[BAREA] field: area\n",
                                       "wave of: airport_2015\n", "wave of: airport_2016\n"};
    static const char *const renamed[] = {NULL, "[Q12PRECHEKCRATE] field: q12precheckrate",
                                          "[Q21INCME] field: q20income",
                                          "[Q21INCOME] field: q20income"};
    double mean[4], n[4];
    import_folder(t);
    for (size_t i = 0; i < 4; i++) {
        const char *csv = str_to_chars(
            t->arena,
            test_shared(
                t, str_to_chars(
                       t->arena,
                       str_format(t->arena,
                                  "data/sfo_customer_survey/%s_SFO_Customer_Survey_20250817.csv",
                                  years[i]))));
        const char *source = str_to_chars(t->arena, str_format(t->arena, "airport_%s", years[i]));
        const char *at = str_to_chars(t->arena, str_format(t->arena, "%s-05-15", years[i]));
        const char *map = file(t, str_to_chars(t->arena, str_format(t->arena, "m%zu", i)), maps[i]);
        json_t *d = TAKE(t, csv, "--source", source, "--at", at, "--map", map);
        CHECK(i == 0 || asks(d, "renamed", renamed[i]));
        /* What the file says alone. */
        struct ran ran = RUN(t, "score", csv, "--measure", "mean", "--field", "Q7ALL", "--weight",
                             "WEIGHT", "--format", "json");
        json_t *alone = run_parse(t, ran.out);
        mean[i] = run_number(alone, "rows/0/value");
        n[i] = run_number(alone, "rows/0/n");
    }
    struct ran ran =
        RUN(t, "query", "--data", "data", "--format", "json", "mean(q7all) by year weighted");
    json_t *d = run_parse(t, ran.out);
    for (size_t i = 0; i < 4; i++) {
        char path[32];
        (void)snprintf(path, sizeof path, "rows/%zu/value", i);
        CHECK_NEAR(run_number(d, path), mean[i], 1e-12);
        (void)snprintf(path, sizeof path, "rows/%zu/n", i);
        CHECK_NEAR(run_number(d, path), n[i], 0);
    }
    CHECK_NEAR(value(t, "mean(q7all) by area", "rows/0/n") > 2000, 1, 0);
}

TEST(waves_come_back_from_their_exports_as_one_trend)
{
    static const char *const keys[] = {"y1", "y2"};
    import_folder(t);
    (void)TAKE(t, run_file(t, "a.csv", wave(t, "id,clean,staff,food,seats,region,age", 0, 5)),
               "--source", "y1", "--at", "2024-05-01");
    (void)TAKE(t, run_file(t, "b.csv", wave(t, "id,clean,staff,food,seats,sregion,age", 1, 5)),
               "--source", "y2", "--at", "2025-05-01", "--map",
               file(t, "m", "wave of: y1\n[sregion] field: region\n"));
    CHECK_INT(RUN(t, "export", "--data", "data", "--to", "out").status, 0);
    CHECK_INT(RUN(t, "init", "other", "--zone", "UTC").status, 0);
    for (size_t i = 0; i < 2; i++) {
        str csv = str_format(t->arena, "out/%s.csv", keys[i]);
        str map = str_format(t->arena, "out/%s.map", keys[i]);
        struct ran ran = RUN(t, "import", "--data", "other", csv.ptr, "--map", map.ptr);
        CHECK_THAT(ran.status == 0, "%.*s", STR(ran.err));
    }
    static const char *const questions[] = {"mean(clean) by year", "mean(staff) by region",
                                            "mean(y2.food)"};
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        struct ran here = RUN(t, "query", "--data", "data", "--format", "json", questions[i]);
        struct ran there = RUN(t, "query", "--data", "other", "--format", "json", questions[i]);
        CHECK_INT(here.status, 0);
        CHECK_STR(there.out, here.out);
    }
}

TEST(a_field_that_is_called_as_a_shared_one_is_chosen_by_its_place)
{
    import_folder(t);
    (void)TAKE(t, file(t, "a.csv", "id,mood\n1,3\n2,4\n3,5\n"), "--source", "one", "--map",
               file(t, "m1", "[mood]\nshared field: mood\nkind: score\nscale: 1-5\n"));
    (void)TAKE(t, file(t, "b.csv", "id,mood\n1,1\n2,2\n"), "--source", "two", "--map",
               file(t, "m2", "[mood]\nshared field: mood\n"));
    CHECK_NEAR(value(t, "mean(mood)", "rows/0/n"), 5, 0);
    (void)TAKE(t, file(t, "c.csv", "id,mood\n1,9\n2,8\n"), "--source", "three", "--map",
               file(t, "m3",
                    "[mood]\n"
                    "own field: mood\nkind: score\nscale: 1-10\n"));
    CHECK_NEAR(value(t, "mean(three.mood)", "rows/0/n"), 2, 0);
}
