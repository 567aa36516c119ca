/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/content.h"

#include "base/test.h"
#include "store/ledger.h"
#include "store/migration.h"

STATEMENT(content_table_list);

static struct err *fill_nothing(struct arena *a, struct db *db, void *what)
{
    (void)a, (void)db, (void)what;
    return NULL;
}

static struct db *new_record(struct test *t, const char *name)
{
    struct db *db = NULL;
    str dir = str_format(t->arena, "%.*s/%s", STR(t->dir), name);
    CHECK_OK(store_make(t->arena, dir, fill_nothing, NULL));
    CHECK_OK(db_open(t->arena, str_format(t->arena, "%.*s/attune.db", STR(dir)),
                     (struct db_options){.role = DB_WRITES}, &db));
    /* When it was made differs. */
    CHECK_OK(db_run_script(t->arena, db, "UPDATE migration SET done_at = 0"));
    return db;
}

static void run(struct test *t, struct db *db, const char *sql)
{
    CHECK_OK(db_run_script(t->arena, db, sql));
}

static const struct err *compare(struct test *t, struct db *a, struct db *b)
{
    struct backup_table *of_a, *of_b;
    size_t a_len, b_len;
    CHECK_OK(content_of_record(t->arena, a, NULL, &of_a, &a_len));
    CHECK_OK(content_of_record(t->arena, b, NULL, &of_b, &b_len));
    return content_compare(t->arena, of_a, a_len, of_b, b_len);
}

TEST(every_table_of_the_record_is_compared_or_derived)
{
    struct db *db = new_record(t, "one");
    struct query *q = db_query(db, SQL(content_table_list));
    bool found = true;
    size_t tables = 0;
    for (;; tables++) {
        CHECK_OK(query_next(t->arena, q, &found));
        if (!found)
            break;
        str name = query_text(q, 0);
        CHECK_THAT(content_knows_table(name),
                   "\"%.*s\" stands neither in content.sql nor among what is derived", STR(name));
    }
    CHECK(tables > 20);
}

TEST(records_with_the_same_rows_are_the_same_however_they_came_to_be)
{
    struct db *a = new_record(t, "one"), *b = new_record(t, "two");
    CHECK_OK(compare(t, a, b));
    run(t, a, "INSERT INTO cursor VALUES ('x', 1, 2), ('y', 3, 4)");
    run(t, b, "INSERT INTO cursor VALUES ('y', 3, 9), ('z', 0, 0)");
    run(t, b, "UPDATE cursor SET last_change = 4 WHERE consumer = 'y'");
    run(t, b, "DELETE FROM cursor WHERE consumer = 'z'");
    run(t, b, "INSERT INTO cursor VALUES ('x', 1, 2)");
    CHECK_OK(compare(t, a, b));
}

TEST(records_with_another_value_are_not_the_same)
{
    static const char *const changes[] = {
        "INSERT INTO cursor VALUES ('x', 1, 3)",
        "INSERT INTO cursor VALUES ('x1', 1, 2)",
        "INSERT INTO cursor VALUES ('x', 1, 2), ('y', 1, 2)",
        "INSERT INTO person VALUES (1, 0); DELETE FROM person", /* a number given away */
        "CREATE TABLE more (x)",
        "DROP INDEX signal_person",
        "CREATE TRIGGER t AFTER INSERT ON cursor BEGIN DELETE FROM cursor; END",
        "INSERT INTO measure VALUES (1, 'k', 1, 'q', 0.5, NULL, 0)",
    };
    struct db *a = new_record(t, "one");
    run(t, a, "INSERT INTO cursor VALUES ('x', 1, 2)");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct db *b = new_record(t, str_format(t->arena, "b%zu", i).ptr);
        run(t, b, changes[i]);
        const struct err *e = compare(t, a, b);
        CHECK_THAT(e && e->why == WHY_INVALID, "%s", changes[i]);
    }
}

/* Kinds and lengths are part of it: NULL is not '', '12' is not 1 and '2'. */
TEST(values_that_only_look_alike_are_not_the_same)
{
    static const char *const alike[] = {
        "INSERT INTO measure VALUES (1, 'a', 1, 'bc', NULL, '', 0)",
        "INSERT INTO measure VALUES (1, 'ab', 1, 'c', NULL, '', 0)",
        "INSERT INTO measure VALUES (1, 'a', 1, 'bc', NULL, NULL, 0)",
        "INSERT INTO measure VALUES (1, 'a', 1, 'bc', 0.0, '', 0)",
    };
    enum { ALIKE = sizeof alike / sizeof *alike };
    struct db *records[ALIKE];
    for (size_t i = 0; i < ALIKE; i++) {
        records[i] = new_record(t, str_format(t->arena, "r%zu", i).ptr);
        run(t, records[i], alike[i]);
        for (size_t j = 0; j < i; j++)
            CHECK_THAT(compare(t, records[i], records[j]), "%zu and %zu", i, j);
    }
}

TEST(what_is_derived_is_not_compared_and_can_be_forgotten)
{
    struct db *a = new_record(t, "one"), *b = new_record(t, "two");
    run(t, a, "INSERT INTO segment VALUES (1, 2, 3, 4, 5)");
    run(t, a, "INSERT INTO segment_column VALUES (1, 'x', 1, 'f')");
    run(t, a, "INSERT INTO column_text VALUES ('x', 1, 't')");
    CHECK_OK(compare(t, a, b));
    run(t, a, "INSERT INTO cursor VALUES ('columns', 1, 2)");
    CHECK(compare(t, a, b));
    CHECK_OK(content_forget(t->arena, a));
    CHECK_OK(compare(t, a, b));
    run(t, a, "INSERT INTO segment VALUES (1, 2, 3, 4, 5)"); /* no longer there */
}

/* "sessions links" */
static str signed_in(struct test *t, struct db *db)
{
    struct backup_table *tables;
    size_t len;
    uint64_t sessions = 0, links = 0;
    CHECK_OK(content_of_record(t->arena, db, NULL, &tables, &len));
    for (size_t i = 0; i < len; i++) {
        sessions += str_equal(tables[i].name, S("session")) ? tables[i].rows : 0;
        links += str_equal(tables[i].name, S("sign_in_link")) ? tables[i].rows : 0;
    }
    return str_format(t->arena, "%d %d", (int)sessions, (int)links);
}

TEST(who_was_signed_in_is_forgotten_but_for_the_way_in)
{
    struct db *db = new_record(t, "one");
    run(t, db, "INSERT INTO sign_in_link VALUES (1, x'01', NULL, 0, 0, NULL)");
    CHECK_OK(content_forget(t->arena, db));
    CHECK_STR(signed_in(t, db), S("0 1"));
    run(t, db, "INSERT INTO user VALUES (1, x'', x'', x'', 'administrator', NULL, 0, NULL)");
    run(t, db, "INSERT INTO session VALUES (1, 1, x'02', 0, 0, 0, x'')");
    run(t, db, "INSERT INTO sign_in_link VALUES (2, x'03', 1, 0, 0, 7)");
    CHECK_STR(signed_in(t, db), S("1 2"));
    CHECK_OK(content_forget(t->arena, db));
    CHECK_STR(signed_in(t, db), S("0 1")); /* the one that was used */
}

TEST(the_schema_is_the_one_that_the_steps_make)
{
    struct backup_table should, *is;
    size_t len;
    CHECK_OK(content_of_schema(t->arena, migration_index_len, &should));
    CHECK_OK(content_of_record(t->arena, new_record(t, "one"), NULL, &is, &len));
    CHECK_STR(is[0].name, should.name);
    CHECK_STR(secret_to_hex(t->arena, secret_hash_str(&is[0].hash)),
              secret_to_hex(t->arena, secret_hash_str(&should.hash)));
}
