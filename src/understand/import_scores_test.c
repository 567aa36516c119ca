/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/import_scores.h"

#include "base/test.h"
#include "understand/rows.h"

/* A file of two columns: so many of each pair. */
struct pair {
    const char *score, *stars;
    size_t times;
};

static struct import_score *scores_of(struct test *t, const struct pair *pairs, size_t len,
                                      const char *map_text, size_t *scores_len)
{
    static const str header[] = {S_INIT("netpro"), S_INIT("stars")};
    struct import_profile *profile = import_profile_make(t->arena, 2, false);
    struct import_map *map = ARENA_NEW(t->arena, struct import_map);
    struct import_plan *plan = ARENA_NEW(t->arena, struct import_plan);
    struct import_known known = {.fields = import_canonical_fields,
                                 .fields_len = IMPORT_CANONICAL_FIELDS};
    struct import_score *scores = NULL;
    for (size_t i = 0; i < len; i++)
        for (size_t n = 0; n < pairs[i].times; n++) {
            str cells[] = {str_of_chars(pairs[i].score), str_of_chars(pairs[i].stars)};
            import_profile_add(profile, cells);
        }
    CHECK_OK(import_map_of_str(t->arena, str_of_chars(map_text), map));
    struct import_plan_ask ask = {
        .header = header, .header_len = 2, .profile = profile, .map = map, .known = &known};
    CHECK_OK(import_plan_make(t->arena, &ask, plan));
    CHECK_OK(import_scores(t->arena, plan, profile, &scores, scores_len));
    return scores;
}

static const struct pair answers[] = {{"10", "5", 40}, {"9", "4", 20}, {"7", "3", 25},
                                      {"3", "1", 35},  {"", "", 4},    {"12", "2", 3}};

enum { ANSWERS = sizeof answers / sizeof *answers };

static struct estimate asked(struct test *t, const char *metric, bool is_stars)
{
    struct column *c = empty_column(t, "x");
    for (size_t i = 0; i < ANSWERS; i++)
        if (*answers[i].score && strcmp(answers[i].score, "12") != 0)
            add_cells(c, str_of_chars(is_stars ? answers[i].stars : answers[i].score),
                      answers[i].times);
    struct rows rows = {.metric = metric, .fields = {c}};
    return estimate_of(t, &rows);
}

TEST(scores_before_an_import_are_those_behind_it)
{
    size_t len = 0;
    const struct import_score *s =
        scores_of(t, answers, ANSWERS,
                  "[netpro]\nfield: recommend\nscale: 0-10\n[stars]\nkind: skip\n", &len);
    struct estimate should = asked(t, "nps", false);
    CHECK_INT(len, 1);
    CHECK_STR(str_of_chars(s->metric->name), S("nps"));
    CHECK_INT(s->estimate.n, should.n);
    CHECK(s->estimate.value == should.value && s->estimate.lo == should.lo &&
          s->estimate.hi == should.hi);
    CHECK_STR(str_of_chars(s->estimate.method), str_of_chars(should.method));
    CHECK_INT(s->refused, 3);
}

TEST(a_map_changes_the_scores)
{
    size_t len = 0;
    const struct import_score *plain =
        scores_of(t, answers, ANSWERS, "[netpro]\nkind: score\nscale: 0-10\n", &len);
    CHECK_INT(len, 2);
    CHECK_STR(str_of_chars(plain[1].metric->name), S("mean"));
    const struct import_score *said =
        scores_of(t, answers, ANSWERS, "[netpro]\nkind: score\nscale: 0-10\nmissing: 3\n", &len);
    CHECK_INT(said[0].estimate.n, plain[0].estimate.n - 35);
    CHECK(said[0].estimate.value > plain[0].estimate.value);
}

TEST(a_file_without_scores_has_none)
{
    size_t len = 1;
    (void)scores_of(t, answers, ANSWERS, "[netpro] kind: skip\n[stars] kind: skip\n", &len);
    CHECK_INT(len, 0);
}
