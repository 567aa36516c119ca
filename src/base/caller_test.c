/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/caller.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/test.h"

TEST(caller_is_this_process_where_nothing_else_is_said)
{
    (void)setenv("COLUMNS", "71", 1);
    CHECK_INT(caller_input(), STDIN_FILENO);
    CHECK_STR(str_of_chars(caller_variable("COLUMNS")), S("71"));
    CHECK(!caller_is_to_end());
    const struct caller own = {.input = STDIN_FILENO};
    caller_set(&own);
    CHECK_STR(str_of_chars(caller_variable("COLUMNS")), S("71"));
}

static void *look_at_input(void *what)
{
    *(int *)what = caller_input();
    return NULL;
}

TEST(caller_is_the_threads_own)
{
    const char *const variables[CALLER_VARIABLES] = {"40"};
    const struct caller other = {.input = 99, .variables = variables};
    (void)setenv("TERM", "xterm", 1);
    caller_set(&other);
    CHECK_INT(caller_input(), 99);
    CHECK_STR(str_of_chars(caller_variable("COLUMNS")), S("40"));
    CHECK(caller_variable("TERM") == NULL);

    pthread_t thread;
    int seen = 0;
    CHECK(pthread_create(&thread, NULL, look_at_input, &seen) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK_INT(seen, STDIN_FILENO);
}

TEST(caller_has_the_input_that_is_called_dash)
{
    int ends[2];
    CHECK(pipe(ends) == 0 && write(ends[1], "abc", 3) == 3 && close(ends[1]) == 0);
    atomic_bool told = false;
    const struct caller other = {.input = ends[0], .is_to_end = &told};
    caller_set(&other);
    struct file *file = NULL;
    char bytes[8];
    size_t got = 0;
    CHECK_OK(file_open(t->arena, S("-"), &file));
    CHECK_OK(file_read(t->arena, file, bytes, sizeof bytes, &got));
    CHECK_INT(got, 3);
    CHECK_OK(file_read(t->arena, file, bytes, sizeof bytes, &got));
    CHECK_INT(got, 0);
}

TEST(caller_does_not_wait_for_silent_input_when_told_to_end)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    atomic_bool told = true;
    const struct caller other = {.input = ends[0], .is_to_end = &told};
    caller_set(&other);
    struct file *file = NULL;
    char bytes[8];
    size_t got = 9;
    CHECK_OK(file_open(t->arena, S("-"), &file));
    const struct err *e = file_read(t->arena, file, bytes, sizeof bytes, &got);
    CHECK(e && e->why == WHY_FAILED);
    CHECK_STR(e->text, S("Reading \"-\" ended before its end: told to stop."));
    CHECK_INT(got, 9);
}
