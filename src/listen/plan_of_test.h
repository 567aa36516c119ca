/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * plan_of_test — for tests: plans of tables that lie in files, and what they say.
 */
#ifndef LISTEN_PLAN_OF_TEST_H
#define LISTEN_PLAN_OF_TEST_H

#include "base/test.h"
#include "listen/import_plan.h"

struct plan_table {
    const str *header;
    size_t len;
    struct import_profile *profile;
    const struct layout_reading *layout;
};

struct plan_table plan_read(struct test *t, str path);
/* What is on record in a new folder. */
struct import_known plan_init_knows(void);
/* map: NULL for none. */
struct err *plan_try(struct test *t, const struct plan_table *table, const char *map,
                     struct import_known known, struct import_plan *out);
struct import_plan plan_of_table(struct test *t, const struct plan_table *table, const char *map);
/* A file of ../shared. */
struct import_plan plan_of_file(struct test *t, const char *shared);
struct plan_table plan_table_of(struct test *t, const char *csv);
/* One column of these cells, separated by blanks. */
struct plan_table plan_column_of(struct test *t, const char *name, const char *cells);
const struct import_plan_column *plan_column_called(const struct import_plan *p, const char *name);
/* "score recommend 11": kind, field and, where there are some, missing codes. */
#define CHECK_COLUMN(plan, name, should)                                                           \
    CHECK_STR(plan_column_text(t, plan_column_called(&(plan), (name))), S(should))
str plan_column_text(struct test *t, const struct import_plan_column *c);
/* Codes that are taken as missing, behind commas. */
str plan_missing_text(struct test *t, const struct import_plan_column *c);
/* The codes and lines of the questions, one a line. */
str plan_questions_text(struct test *t, const struct import_plan *p);

#endif
