/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * test — the house's test harness.
 *
 * TEST(a_sentence_about_what_holds) { … } in an x_test.c beside x.c;
 * tools/index.py finds it.  Each test runs in a process of its own with an
 * arena (t->arena) and a folder (t->dir, removed when the test passes).  The
 * first check that fails ends the test.
 */
#ifndef BASE_TEST_H
#define BASE_TEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct test {
    struct arena *arena;
    str dir; /* absolute path of the test's own folder */
};

struct test_entry {
    const char *file; /* "understand/nps" */
    const char *name;
    void (*run)(struct test *t);
    int line;
};

#define TEST(name)                                                                                 \
    void test_##name(struct test *t);                                                              \
    void test_##name(struct test *t __attribute__((unused)))

/* Made by tools/index.py, one table per room. */
extern const struct test_entry test_index[];
extern const unsigned test_index_len;

#define CHECK(condition) CHECK_THAT(condition, "this does not hold: %s", #condition)
#define CHECK_STR(is, should) test_check_str((is), (should), #is, __FILE__, __LINE__)
#define CHECK_INT(is, should)                                                                      \
    test_check_int((int64_t)(is), (int64_t)(should), #is, __FILE__, __LINE__)
/* |is - should| <= tolerance * max(1, |should|): relative, absolute below 1. */
#define CHECK_NEAR(is, should, tolerance)                                                          \
    test_check_near((is), (should), (tolerance), #is, __FILE__, __LINE__)
/* No error: prints its sentence otherwise. */
#define CHECK_OK(call) test_check_ok((call), #call, __FILE__, __LINE__)
/* Fails with a message of one's own. */
#define CHECK_THAT(condition, ...)                                                                 \
    do {                                                                                           \
        if (!(condition))                                                                          \
            test_fail(__FILE__, __LINE__, __VA_ARGS__);                                            \
    } while (0)

void test_check_str(str is, str should, const char *what, const char *file, int line);
void test_check_int(int64_t is, int64_t should, const char *what, const char *file, int line);
void test_check_near(double is, double should, double tolerance, const char *what, const char *file,
                     int line);
void test_check_ok(const struct err *e, const char *what, const char *file, int line);
_Noreturn void test_fail(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Ends the test as skipped; skips are counted and their reasons printed. */
_Noreturn void test_skip(const char *reason);

/* The path of a file below ../shared ("data/…", "reference/…").  Skips the
 * test where that folder is absent, fails it where the folder is there and the
 * file is not. */
str test_shared(struct test *t, const char *path);
/* Whole content of a file; fails the test where it cannot be read. */
str test_read(struct test *t, str path);
/* Writes a file into the test's folder and returns its path. */
str test_write(struct test *t, const char *name, str content);

/* How often something is repeated: the number in this environment variable (make torture
 * sets it), else the usual one. */
size_t test_times(const char *variable, size_t usual);

/* A row of a CSV file of reference vectors, as numbers by column name. */
struct test_table {
    str *columns;
    str **cells; /* [row][column] */
    size_t columns_len, rows_len;
};
/* A small CSV (no quotes) read whole, from ../shared/reference. */
struct test_table test_reference(struct test *t, const char *name);
/* The cell as text; fails where there is no such column. */
str test_cell(const struct test_table *table, size_t row, const char *column);
/* The cell as a number; NAN where it is empty. */
double test_number(const struct test_table *table, size_t row, const char *column);

#endif
