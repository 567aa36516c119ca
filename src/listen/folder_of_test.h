/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folder_of_test — for tests: a new data folder with the fields that every one has.
 */
#ifndef LISTEN_FOLDER_OF_TEST_H
#define LISTEN_FOLDER_OF_TEST_H

#include "base/test.h"
#include "listen/field_db.h"
#include "people/organisation_db.h"
#include "store/store.h"

static inline struct err *fill_for_test(struct arena *a, struct db *db, void *what)
{
    (void)what;
    TRY(organisation_add(a, db, S("UTC"), 0));
    return field_add_canonical(a, db, 0);
}

static inline str folder_of_test(struct test *t)
{
    str dir = str_format(t->arena, "%.*s/data", STR(t->dir));
    CHECK_OK(store_make(t->arena, dir, fill_for_test, NULL));
    return dir;
}

static inline struct store *store_of_test(struct test *t, str dir)
{
    struct store *s = NULL;
    CHECK_OK(store_open(t->arena, dir, (struct store_options){.role = STORE_OWNS}, &s));
    return s;
}

#endif
