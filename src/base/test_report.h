/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * test_report — what a test's process tells the one that started it, in memory
 * that both share.  Only the harness uses it.
 */
#ifndef BASE_TEST_REPORT_H
#define BASE_TEST_REPORT_H

enum {
    TEST_PASSED = 0,
    TEST_FAILED = 1,
    TEST_SKIPPED = 77, /* exit status of a skipped test, as automake has it */
};

struct test_report {
    char reason[1024]; /* why it failed or was skipped, one line */
};

extern struct test_report *test_report;

/* The folder ../shared, absolute; empty where there is none. */
extern char test_shared_folder[4096];

#endif
