/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/plan_of_test.h"

#include "listen/laid_table.h"

struct plan_table plan_read(struct test *t, str path)
{
    struct laid_table *laid = NULL;
    struct table_record record;
    struct plan_table table = {.len = 0};
    bool found = false;
    CHECK_OK(laid_open(t->arena, &(struct laid_wish){.source = {.path = path}}, &laid));
    laid_select_all(laid);
    table.header = laid_header(laid, &table.len);
    table.layout = laid_reading(laid);
    table.profile = import_profile_make(t->arena, table.len, table_decimal_comma(laid_file(laid)));
    for (;;) {
        CHECK_OK(laid_next(laid, &record, &found));
        if (!found)
            return table;
        if (record.fault == TABLE_SOUND)
            import_profile_add(table.profile, record.cells);
    }
}

struct import_known plan_init_knows(void)
{
    return (struct import_known){.fields = import_canonical_fields,
                                 .fields_len = IMPORT_CANONICAL_FIELDS};
}

struct err *plan_try(struct test *t, const struct plan_table *table, const char *map,
                     struct import_known known, struct import_plan *out)
{
    struct import_map m = {.columns_len = 0};
    if (map)
        CHECK_OK(import_map_of_str(t->arena, str_of_chars(map), &m));
    struct import_plan_ask ask = {.header = table->header,
                                  .header_len = table->len,
                                  .profile = table->profile,
                                  .map = map ? &m : NULL,
                                  .known = &known,
                                  .layout = table->layout};
    return import_plan_make(t->arena, &ask, out);
}

struct import_plan plan_of_table(struct test *t, const struct plan_table *table, const char *map)
{
    struct import_plan plan = {.columns_len = 0};
    CHECK_OK(plan_try(t, table, map, plan_init_knows(), &plan));
    CHECK_INT(plan.columns_len, table->len);
    return plan;
}

struct import_plan plan_of_file(struct test *t, const char *shared)
{
    struct plan_table table = plan_read(t, test_shared(t, shared));
    return plan_of_table(t, &table, NULL);
}

struct plan_table plan_table_of(struct test *t, const char *csv)
{
    return plan_read(t, test_write(t, "table.csv", str_of_chars(csv)));
}

struct plan_table plan_column_of(struct test *t, const char *name, const char *cells)
{
    str text = str_format(t->arena, "%s,x", name);
    for (str rest = str_of_chars(cells); rest.ptr;) {
        str cell = str_cut(rest, ' ', &rest); /* STR() reads its argument twice */
        text = str_format(t->arena, "%.*s\n%.*s,1", STR(text), STR(cell));
    }
    return plan_read(t, test_write(t, "table.csv", text));
}

const struct import_plan_column *plan_column_called(const struct import_plan *p, const char *name)
{
    for (size_t i = 0; i < p->columns_len; i++)
        if (str_equal(p->columns[i].column, str_of_chars(name)))
            return &p->columns[i];
    test_fail(__FILE__, __LINE__, "there is no column \"%s\"", name);
}

str plan_missing_text(struct test *t, const struct import_plan_column *c)
{
    str list = S("");
    for (size_t i = 0; i < c->missing_len; i++)
        list = str_format(t->arena, "%.*s%s%.*s", STR(list), i ? "," : "", STR(c->missing[i]));
    return list;
}

str plan_column_text(struct test *t, const struct import_plan_column *c)
{
    str missing = plan_missing_text(t, c);
    return str_format(t->arena, "%.*s %.*s%s%.*s", STR(import_kind_name(c->kind)), STR(c->field),
                      missing.len ? " " : "", STR(missing));
}

str plan_questions_text(struct test *t, const struct import_plan *p)
{
    str list = S("");
    for (size_t i = 0; i < p->questions_len; i++)
        list = str_format(t->arena, "%.*s%s: %.*s\n", STR(list), p->questions[i].code,
                          STR(p->questions[i].map));
    return list;
}
