/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * migration — the steps that make the record's tables and change them, forward
 * only, each once and in one transaction.
 */
#ifndef STORE_MIGRATION_H
#define STORE_MIGRATION_H

#include "store/db.h"

struct migration {
    unsigned number; /* 1, 2, … */
    const char *name;
    const char *sql;
    /* What SQL cannot say, behind it and in its transaction; NULL: nothing.  The line
     * "-- then: name" in the .sql file registers MIGRATION_STEP(name), so that the hash
     * of the step covers that there is one. */
    struct err *(*then)(struct arena *a, struct db *db);
};
#define MIGRATION_STEP(name)                                                                       \
    struct err *migration_step_##name(struct arena *a, struct db *db);                             \
    struct err *migration_step_##name(struct arena *a, struct db *db)

/* Made by tools/sql.py from src/store/migrations/; then number 0. */
extern const struct migration migration_index[];
extern const unsigned migration_index_len;

/* Brings the record to the newest step.  CONFLICT where the record knows a step that
 * this program does not (it is newer) or one that was changed since. */
struct err *migration_run(struct arena *a, struct db *db);
/* No further than to this step. */
struct err *migration_run_to(struct arena *a, struct db *db, unsigned step);
/* The steps of a list, of which the record has taken the first ones or none. */
struct err *migration_run_steps(struct arena *a, struct db *db, const struct migration *steps,
                                unsigned len);
/* How many steps the record has taken; CONFLICT as above. */
struct err *migration_count(struct arena *a, struct db *db, unsigned *done);
/* The same without changing anything: CONFLICT too where steps are missing. */
struct err *migration_check(struct arena *a, struct db *db);

#endif
