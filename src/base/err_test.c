/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/err.h"

#include "base/test.h"

static struct err *read_header(struct arena *a, bool is_there)
{
    if (!is_there)
        FAIL(a, WHY_MISSING, "there is no column \"%s\"", "Q7");
    return NULL;
}

static struct err *read_table(struct arena *a, bool has_header, int *rows)
{
    TRY(read_header(a, has_header));
    *rows = 3;
    return NULL;
}

static struct err *read_file(struct arena *a, bool has_header, int *rows)
{
    WRAP(a, read_table(a, has_header, rows), "%s", "answers.csv");
    return NULL;
}

TEST(success_is_nothing)
{
    int rows = 0;
    CHECK_OK(read_file(t->arena, true, &rows));
    CHECK_INT(rows, 3);
}

TEST(an_error_is_a_sentence_with_its_reason_and_its_place_in_the_source)
{
    struct err *e = read_header(t->arena, false);
    CHECK(e != NULL);
    CHECK_INT(e->why, WHY_MISSING);
    CHECK_STR(e->text, S("there is no column \"Q7\""));
    CHECK(str_starts_with(str_of_chars(e->file), S("src/base/err_test.c")));
    CHECK(e->line > 0);
    CHECK(e->cause == NULL);
}

TEST(a_failure_passes_through_and_touches_no_result)
{
    int rows = 7;
    struct err *e = read_table(t->arena, false, &rows);
    CHECK(e != NULL);
    CHECK_INT(rows, 7);
}

TEST(wrapping_puts_words_in_front_and_keeps_the_rest)
{
    int rows = 0;
    struct err *cause = read_header(t->arena, false);
    cause->at = S("line 1");
    cause->position = 5;
    struct err *e = err_wrap(t->arena, cause, __FILE__, __LINE__, "answers");
    CHECK_STR(e->text, S("answers: there is no column \"Q7\""));
    CHECK_STR(e->at, S("line 1"));
    CHECK_INT(e->position, 5);
    CHECK(e->cause == cause);

    e = read_file(t->arena, false, &rows);
    CHECK_STR(e->text, S("answers.csv: there is no column \"Q7\""));
    CHECK_INT(e->why, WHY_MISSING);
}

TEST(each_reason_has_its_exit_status)
{
    static const int statuses[WHY_COUNT] = {64, 65, 65, 66, 73, 74, 75, 77};
    for (enum why why = WHY_USAGE; why < WHY_COUNT; why++) {
        CHECK_INT(why_exit_status(why), statuses[why]);
        CHECK(why_name(why).len > 0);
    }
    CHECK_STR(why_name(WHY_CONFLICT), S("CONFLICT"));
}
