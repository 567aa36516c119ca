/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/persons.h"

#include "base/test.h"
#include "base/test_random.h"

/* Two groups, "a" and "b", of a column "g"; scores 0 and 1; persons. */
struct rows {
    struct column *group, *score, *person;
    struct axis dimension;
    int64_t values[8];
    struct tally_question q;
};

/* rows: "a1p" is group a, score 1, person p; "-" is missing. */
static struct rows rows_of(struct test *t, const char *rows)
{
    struct rows r = {.group = column_make(t->arena, S("g")),
                     .score = column_make(t->arena, S("s")),
                     .person = column_make(t->arena, S("p"))};
    for (str rest = str_of_chars(rows); rest.ptr;) {
        str row = str_cut(rest, ' ', &rest);
        struct column *columns[] = {r.group, r.score, r.person};
        for (size_t c = 0; c < 3; c++)
            if (row.ptr[c] == '-')
                column_add(columns[c], CODE_MISSING);
            else
                column_add_text(columns[c], str_slice(row, c, c + 1));
    }
    return r;
}

static void ask(struct rows *r, bool by_group)
{
    const struct dictionary *d = column_dictionary(r->score);
    for (uint32_t code = 0; code < dictionary_size(d); code++)
        r->values[code] = dictionary_text(d, code).ptr[0] - '0';
    r->dimension = axis_of_column(r->group);
    r->q = (struct tally_question){.dimensions = &r->dimension,
                                   .dimensions_len = by_group,
                                   .score = axis_of_column(r->score),
                                   .person = r->person,
                                   .values = r->values};
}

TEST(persons_say_what_all_their_answers_say_together)
{
    struct rows r = rows_of(t, "a1p a1p a0q a1- a1- a-p b1p");
    ask(&r, true);
    struct tallies is;
    struct tally_person_sums *sums = NULL;
    CHECK_OK(tally_rows(t->arena, &r.q, &is));
    CHECK_OK(tally_person_sums(t->arena, &is, &sums));
    CHECK_INT(sums[0].persons, 4); /* p, q and two unknown ones */
    CHECK_INT(sums[0].w, 5);
    CHECK_INT(sums[0].wx, 4);
    CHECK_INT(sums[0].w_w, 2 * 2 + 1 + 1 + 1);
    CHECK_INT(sums[0].wx_wx, 2 * 2 + 0 + 1 + 1);
    CHECK_INT(sums[0].wx_w, 2 * 2 + 0 + 1 + 1);
    CHECK_INT(sums[1].persons, 1);
}

TEST(persons_of_the_rest_are_those_of_the_whole_less_the_group)
{
    struct rows r = rows_of(t, "a1p a0p b1p b1q b0- a1-");
    struct tallies own, whole;
    struct tally_person_pair *pairs = NULL;
    ask(&r, true);
    CHECK_OK(tally_rows(t->arena, &r.q, &own));
    ask(&r, false);
    CHECK_OK(tally_rows(t->arena, &r.q, &whole));
    struct tally_other other = {.whole = &whole,
                                .whole_of = (const size_t[]){0, 0},
                                .part = &own,
                                .part_of = (const size_t[]){0, 1}};
    CHECK_OK(tally_person_pairs(t->arena, &own, &other, &pairs));
    CHECK_INT(pairs[0].both, 1); /* p */
    CHECK_INT(pairs[0].other.persons, 3);
    CHECK_INT(pairs[0].other.w, 3);
    CHECK_INT(pairs[0].wx_wx, 1);
    CHECK_INT(pairs[0].w_wx, 2);
    CHECK_INT(pairs[0].wx_w, 1);
    CHECK_INT(pairs[0].w_w, 2);
    CHECK_INT(pairs[1].other.persons, 2);
    CHECK_INT(pairs[1].other.wx, 2);
}

TEST(persons_of_a_group_that_is_compared_with_none_are_none)
{
    struct rows r = rows_of(t, "a1p b1p");
    struct tallies own;
    struct tally_person_pair *pairs = NULL;
    ask(&r, true);
    CHECK_OK(tally_rows(t->arena, &r.q, &own));
    struct tally_other other = {.whole = &own,
                                .whole_of = (const size_t[]){SIZE_MAX, 0},
                                .part = &own,
                                .part_of = (const size_t[]){0, SIZE_MAX}};
    CHECK_OK(tally_person_pairs(t->arena, &own, &other, &pairs));
    CHECK_INT(pairs[0].both, 0);
    CHECK_INT(pairs[0].other.persons, 0);
    CHECK_INT(pairs[1].both, 1);
    CHECK_INT(pairs[1].other.persons, 1);
    CHECK_INT(tally_other_group(t->arena, &other, 0).bars_len, 0);
    CHECK_INT(tally_other_group(t->arena, &other, 1).bars_len, 1);
}

TEST(persons_are_none_where_nobody_answered)
{
    struct rows r = rows_of(t, "a-p b-q");
    ask(&r, true);
    struct tallies is;
    struct tally_person_sums *sums = NULL;
    CHECK_OK(tally_rows(t->arena, &r.q, &is));
    CHECK_OK(tally_person_sums(t->arena, &is, &sums));
    CHECK_INT(is.groups_len, 2);
    CHECK_INT(sums[0].persons + sums[1].persons, 0);
}

TEST(persons_whose_sums_leave_127_bits_are_refused)
{
    struct rows r = rows_of(t, "a1p a1p a1p a1q");
    ask(&r, true);
    r.values[0] = INT64_MAX;
    struct tallies is;
    struct tally_person_sums *sums = NULL;
    CHECK_OK(tally_rows(t->arena, &r.q, &is));
    const struct err *e = tally_person_sums(t->arena, &is, &sums);
    CHECK(e && e->why == WHY_LIMIT && !sums);
    struct tally_person_pair *pairs = NULL;
    struct tally_other other = {.whole = &is, .whole_of = (const size_t[]){0}};
    e = tally_person_pairs(t->arena, &is, &other, &pairs);
    CHECK(e && e->why == WHY_LIMIT && !pairs);
}

enum { ROWS = 3000, GROUPS = 40, PERSONS = 7 };

/* Random rows by ROWS, GROUPS and PERSONS; persons numbered among so many codes. */
static struct rows rows_of_few_persons_in_many_groups(struct test *t, uint32_t codes)
{
    struct test_random random = {11};
    struct rows r = {.group = column_make_coded(t->arena, S("g"), GROUPS),
                     .score = column_make(t->arena, S("s")),
                     .person = column_make_coded(t->arena, S("p"), codes)};
    for (size_t i = 0; i < ROWS; i++) {
        bool has_person = !test_random_one_in(&random, 5);
        column_add(r.group, (uint32_t)test_random_below(&random, GROUPS));
        column_add_text(r.score, test_random_one_in(&random, 3) ? S("1") : S("0"));
        column_add(r.person,
                   has_person ? (uint32_t)test_random_below(&random, PERSONS) : CODE_MISSING);
    }
    return r;
}

static struct tally_person_pair *pairs_of(struct test *t, struct rows *r, size_t *groups)
{
    struct tallies own, whole;
    struct tally_person_pair *pairs = NULL;
    ask(r, true);
    CHECK_OK(tally_rows(t->arena, &r->q, &own));
    ask(r, false);
    CHECK_OK(tally_rows(t->arena, &r->q, &whole));
    size_t *whole_of = ARENA_ARRAY(t->arena, size_t, own.groups_len);
    size_t *part_of = ARENA_ARRAY(t->arena, size_t, own.groups_len);
    for (size_t g = 0; g < own.groups_len; g++)
        part_of[g] = g;
    struct tally_other other = {&whole, whole_of, &own, part_of};
    CHECK_OK(tally_person_pairs(t->arena, &own, &other, &pairs));
    *groups = own.groups_len;
    return pairs;
}

/* The first keeps groups in a chain of each person and in a keymap behind it, the second
 * in a keymap alone. */
TEST(persons_in_many_groups_are_kept_alike_however_many_persons_there_could_be)
{
    size_t groups = 0, again = 0;
    struct rows few = rows_of_few_persons_in_many_groups(t, PERSONS);
    struct rows many = rows_of_few_persons_in_many_groups(t, CODES_MAX);
    const struct tally_person_pair *pairs = pairs_of(t, &few, &groups);
    const struct tally_person_pair *alike = pairs_of(t, &many, &again);
    CHECK_INT(groups, GROUPS);
    CHECK_INT(again, GROUPS);
    for (size_t g = 0; g < groups; g++) {
        CHECK_INT(pairs[g].both, PERSONS);
        CHECK_INT(alike[g].both, PERSONS);
        CHECK(pairs[g].wx_wx == alike[g].wx_wx && pairs[g].wx_w == alike[g].wx_w);
        CHECK(pairs[g].w_wx == alike[g].w_wx && pairs[g].w_w == alike[g].w_w);
        CHECK(pairs[g].other.persons == alike[g].other.persons);
        CHECK(pairs[g].other.wx_wx == alike[g].other.wx_wx);
        CHECK(pairs[g].other.w_w == alike[g].other.w_w);
    }
}
