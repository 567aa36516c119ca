/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The sample organisation from the command line: attune demo and attune sample.
 */
#include <signal.h>

#include "run.h"

static const char *folder(struct test *t)
{
    return str_format(t->arena, "%.*s/demo", STR(t->dir)).ptr;
}

static struct running start(struct test *t)
{
    return run_start(
        t, &(struct run){.args = ARGS("demo", "--data", folder(t), "--listen", "127.0.0.1:0",
                                      "--signals", "3000", "--end", "2026-03-05")});
}

static struct ran stop(struct test *t, struct running *demo)
{
    CHECK(kill(demo->process, SIGTERM) == 0);
    struct ran ran = run_end(t, demo);
    CHECK_INT(ran.status, 0);
    return ran;
}

static double answers(struct test *t)
{
    struct ran ran = RUN(t, "query", "--data", folder(t), "mean(satisfaction)", "--format", "json");
    CHECK_INT(ran.status, 0);
    return run_number(run_parse(t, ran.out), "rows/0/n");
}

TEST(a_demo_is_made_once_and_used_again)
{
    struct running demo = start(t);
    (void)run_wait_for(t, &demo, "--remove\n");
    double n = answers(t);
    CHECK(n > 2000);
    struct ran first = stop(t, &demo);
    CHECK(str_starts_with(first.out, S("listening on http://127.0.0.1:")));
    CHECK(run_has(first.out, "\nhttp://127.0.0.1:") && run_has(first.out, "/sign-in/link/"));
    CHECK(run_has(first.out, "3000 invented signals of two years, the last of 2026-03-01"));
    demo = start(t);
    (void)run_wait_for(t, &demo, "--remove\n");
    CHECK(answers(t) == n);
    struct ran second = stop(t, &demo);
    CHECK(run_has(second.out, "is used as it is"));
}

TEST(a_sample_goes_beside_the_running_demo)
{
    struct running demo = start(t);
    (void)run_wait_for(t, &demo, "--remove\n");
    struct ran again = RUN(t, "demo", "--data", folder(t), "--listen", "127.0.0.1:0");
    CHECK_INT(again.status, 75);
    struct ran removed = RUN(t, "sample", "--data", folder(t), "--remove");
    CHECK_INT(removed.status, 0);
    CHECK_STR(removed.out, S("The sample is out of the record.\n"));
    CHECK_INT(RUN(t, "sample", "--data", folder(t), "--remove").status, 66);
    CHECK_INT(answers(t), 0);
    CHECK_INT(RUN(t, "sample", "--data", folder(t), "--signals", "500").status, 0);
    CHECK(answers(t) > 300);
    CHECK_INT(RUN(t, "sample", "--data", folder(t)).status, 73);
    (void)stop(t, &demo);
}

TEST(options_of_a_sample_that_make_no_sense_are_told)
{
    static const char *const wrong[][3] = {
        {"--signals", "0", "whole number from 1"},    {"--signals", "many", "whole number from 1"},
        {"--signals", "1e12", "whole number from 1"}, {"--seed", "-1", "whole number from 0"},
        {"--seed", "1.5", "whole number from 0"},     {"--end", "01/02/2026", "a date such as"},
        {"--end", "soon", "a date such as"},          {"--end", "1960-01-01", "the years"}};
    CHECK_INT(RUN(t, "init", folder(t)).status, 0);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct ran ran = RUN(t, "sample", "--data", folder(t), wrong[i][0], wrong[i][1]);
        CHECK_THAT(ran.status == 64, "%s %s ends with %d", wrong[i][0], wrong[i][1], ran.status);
        CHECK(ran.out.len == 0 && run_has(ran.err, wrong[i][2]));
    }
    struct ran both = RUN(t, "sample", "--data", folder(t), "--remove", "--seed", "2");
    CHECK_INT(both.status, 64);
    CHECK_INT(answers(t), 0);
}
