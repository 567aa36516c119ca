/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The harness tries itself: what must fail is tried in a process of its own.
 */
#include "base/test.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/test_report.h"

/* The exit status of a test body, and what it said. */
static int status_of(struct test *t, void (*body)(struct test *t), str *reason)
{
    pid_t child = fork();
    if (child == 0) {
        body(t);
        _exit(TEST_PASSED);
    }
    int how = 0;
    if (child < 0 || waitpid(child, &how, 0) != child || !WIFEXITED(how))
        test_fail(__FILE__, __LINE__, "cannot try a test");
    *reason = str_copy(t->arena, str_of_chars(test_report->reason));
    test_report->reason[0] = '\0';
    return WEXITSTATUS(how);
}

static bool has_text(str s, const char *text)
{
    return strstr(s.ptr, text) != NULL;
}

static void body_that_holds(struct test *t)
{
    CHECK(true);
    CHECK_INT(-1, -1);
    CHECK_STR(S("a"), S("a"));
    CHECK_NEAR(1000.0, 1000.5, 1e-3);
    CHECK_NEAR(NAN, NAN, 0);
    CHECK_NEAR(INFINITY, INFINITY, 0);
    CHECK_OK(NULL);
    CHECK(t->arena != NULL);
}

static void body_false(struct test *t)
{
    CHECK(t->arena == NULL);
}

static void body_int(struct test *t)
{
    CHECK_INT(t->dir.len, 0);
}

static void body_str(struct test *t)
{
    CHECK_STR(str_slice(t->dir, 0, 1), S("x"));
}

static void body_nan(struct test *t)
{
    CHECK_NEAR(t->dir.len ? NAN : 0, 1, 1e9);
}

static void body_infinite(struct test *t)
{
    CHECK_NEAR(t->dir.len ? INFINITY : 0, -INFINITY, 1);
}

static void body_too_far(struct test *t)
{
    CHECK_NEAR((double)t->dir.len * 0 + 0.5, 0.4, 0.05);
}

static void body_err(struct test *t)
{
    CHECK_OK(err_make(t->arena, WHY_LIMIT, "x.c", 7, "too %s", "many"));
}

static void body_skip(struct test *t)
{
    test_skip(t->dir.len ? "the moon is full" : "");
}

TEST(a_body_that_holds_passes)
{
    str reason;
    CHECK_INT(status_of(t, body_that_holds, &reason), TEST_PASSED);
    CHECK_STR(reason, S(""));
}

TEST(each_check_fails_with_what_was_there)
{
    static const struct {
        void (*body)(struct test *t);
        const char *says;
    } bodies[] = {
        {body_false, "does not hold: t->arena == NULL"},
        {body_int, "t->dir.len is "},
        {body_str, "differs from byte 0 on"},
        {body_nan, "is nan, should be 1"},
        {body_infinite, "is inf, should be -inf"},
        {body_too_far, "is 0.5, should be 0.4"},
        {body_err, "failed: too many (LIMIT, raised at x.c:7)"},
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        str reason;
        CHECK_INT(status_of(t, bodies[i].body, &reason), TEST_FAILED);
        CHECK_THAT(has_text(reason, bodies[i].says), "\"%s\" does not say \"%s\"", reason.ptr,
                   bodies[i].says);
        CHECK_THAT(has_text(reason, "base/test_test.c:"), "\"%s\" does not say where", reason.ptr);
    }
}

TEST(a_skip_carries_its_reason)
{
    str reason;
    CHECK_INT(status_of(t, body_skip, &reason), TEST_SKIPPED);
    CHECK_STR(reason, S("the moon is full"));
}

TEST(a_file_that_is_written_is_read_again)
{
    str path = test_write(t, "answers.csv", S("a,b\n1,\0\n"));
    CHECK(str_starts_with(path, t->dir));
    CHECK_STR(test_read(t, path), S("a,b\n1,\0\n"));
    CHECK_STR(test_read(t, test_write(t, "empty", S(""))), S(""));
}

/* The test's own folder takes the place of ../shared. */
static void share(struct test *t, str table)
{
    (void)mkdir(str_format(t->arena, "%.*s/reference", STR(t->dir)).ptr, 0777);
    (void)test_write(t, "reference/table.csv", table);
    CHECK(t->dir.len < sizeof test_shared_folder);
    memcpy(test_shared_folder, t->dir.ptr, t->dir.len);
    test_shared_folder[t->dir.len] = '\0';
}

TEST(a_reference_table_is_read_by_column)
{
    share(t, S("id,n,value\r\nempty,0,\r\none,1,-2.5e1\r\nna,NA,Inf"));
    struct test_table table = test_reference(t, "table.csv");
    CHECK_INT(table.rows_len, 3);
    CHECK_INT(table.columns_len, 3);
    CHECK_STR(test_cell(&table, 1, "id"), S("one"));
    CHECK(isnan(test_number(&table, 0, "value")));
    CHECK_NEAR(test_number(&table, 1, "value"), -25, 0);
    CHECK(isnan(test_number(&table, 2, "n")));
    CHECK(isinf(test_number(&table, 2, "value")));
}

static void body_ragged(struct test *t)
{
    share(t, S("a,b\n1\n"));
    (void)test_reference(t, "table.csv");
}

static void body_no_such_column(struct test *t)
{
    share(t, S("a,b\n1,2\n"));
    struct test_table table = test_reference(t, "table.csv");
    (void)test_cell(&table, 0, "c");
}

static void body_not_a_number(struct test *t)
{
    share(t, S("a,b\n1 2,2\n"));
    struct test_table table = test_reference(t, "table.csv");
    (void)test_number(&table, 0, "a");
}

static void body_missing_file(struct test *t)
{
    share(t, S("a\n"));
    (void)test_shared(t, "reference/not_there.csv");
}

static void body_without_shared(struct test *t)
{
    test_shared_folder[0] = '\0';
    (void)test_shared(t, "reference/table.csv");
}

TEST(a_reference_that_is_not_as_expected_fails)
{
    static void (*const bodies[])(struct test *) = {body_ragged, body_no_such_column,
                                                    body_not_a_number, body_missing_file};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        str reason;
        CHECK_INT(status_of(t, bodies[i], &reason), TEST_FAILED);
        CHECK(reason.len > 0);
    }
}

TEST(without_the_shared_folder_a_test_is_skipped)
{
    str reason;
    CHECK_INT(status_of(t, body_without_shared, &reason), TEST_SKIPPED);
    CHECK_STR(reason, S("../shared is absent"));
}
