/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/condition_bind.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"

static const struct catalogue_field fields[] = {
    {S_INIT("BAREA"), S_INIT("column 1")},     {S_INIT("gate"), S_INIT("column 2")},
    {S_INIT("two words"), S_INIT("column 3")}, {S_INIT("גיל"), S_INIT("column 4")},
    {S_INIT("twice"), S_INIT("column 5")},     {S_INIT("Twice"), S_INIT("column 6")},
};
static const struct catalogue catalogue = {.fields = fields,
                                           .fields_len = sizeof fields / sizeof fields[0],
                                           .noun = S_INIT("column"),
                                           .nouns = S_INIT("columns")};

static struct err *bind_with(struct test *t, const char *text, const struct catalogue *with,
                             struct condition **c)
{
    struct condition_fields needed = {NULL, 0};
    CHECK_OK(condition_of_str(t->arena, str_of_chars(text), c));
    return condition_bind(t->arena, *c, with, &needed);
}

static struct err *bind(struct test *t, const char *text, struct condition **c,
                        struct condition_fields *needed)
{
    CHECK_OK(condition_of_str(t->arena, str_of_chars(text), c));
    return condition_bind(t->arena, *c, &catalogue, needed);
}

TEST(condition_bind_lists_the_fields_needed)
{
    struct condition *c = NULL;
    struct condition_fields needed = {NULL, 0};
    CHECK_OK(bind(t, "`Two Words` = 1 and (barea = A or not BAREA = B) and גיל > 3", &c, &needed));
    CHECK_INT(needed.fields_len, 3);
    CHECK_INT(needed.fields[0], 0);
    CHECK_INT(needed.fields[1], 2);
    CHECK_INT(needed.fields[2], 3);
    CHECK_INT(c->parts[0]->field, 2);
    CHECK_INT(c->parts[2]->field, 3);
    CHECK(condition_mentions(c, 0));
    CHECK(!condition_mentions(c, 1));
    CHECK(condition_mentions(c, 2));
    CHECK(!condition_mentions(c, FIELD_UNBOUND));
}

TEST(condition_bind_of_no_condition_needs_nothing)
{
    struct condition_fields needed = {NULL, 99};
    CHECK_OK(condition_bind(t->arena, NULL, &catalogue, &needed));
    CHECK_INT(needed.fields_len, 0);
}

TEST(condition_bind_points_at_an_unknown_name)
{
    struct condition *c = NULL;
    struct condition_fields needed = {NULL, 99};
    struct err *e = bind(t, "גיל > 3 and not (BARAE = A)", &c, &needed);
    CHECK(e && e->why == WHY_USAGE);
    CHECK_INT(e->position, 18);
    CHECK_STR(e->text, S("There is no column \"BARAE\"; did you mean BAREA?"));
    CHECK_INT(needed.fields_len, 99);
}

TEST(condition_bind_points_at_a_name_that_two_share)
{
    struct condition *c = NULL;
    struct condition_fields needed = {NULL, 99};
    CHECK_OK(bind(t, "Twice = 1 or twice = 2", &c, &needed));
    CHECK_INT(needed.fields_len, 2);
    struct err *e = bind(t, "gate = 1 or TWICE = 2", &c, &needed);
    CHECK(e && e->position == 13);
    CHECK_STR(e->text, S("\"TWICE\" may be \"twice\" (column 5) or \"Twice\" (column 6); write it "
                         "exactly as it is."));
}

TEST(condition_bind_limits_the_fields)
{
    size_t len = LIMIT_FIELDS + 1;
    struct catalogue_field *many = ARENA_ARRAY(t->arena, struct catalogue_field, len);
    struct buf text = buf_make(t->arena, LIMIT_EXPRESSION_BYTES);
    for (size_t i = 0; i < len; i++) {
        many[i].name = str_format(t->arena, "f%zu", i);
        buf_addf(&text, "%sf%zu = 1", i > 0 ? " or " : "", i);
    }
    struct catalogue all = {.fields = many, .fields_len = len};
    struct condition *c = NULL;
    struct condition_fields needed;
    CHECK_OK(condition_of_str(t->arena, buf_str(&text), &c));
    struct err *e = condition_bind(t->arena, c, &all, &needed);
    CHECK(e && e->why == WHY_LIMIT);
    CHECK_STR(e->text, S("The condition speaks of more than 256 fields."));
}

/* BAREA is a tree of Europe above Madrid and Lyon; gate fails; the others have none. */
static struct err *texts_under(struct arena *a, void *knows, size_t field, str text, str **texts,
                               size_t *len)
{
    static const char *const europe[] = {"Europe", "Madrid", "Lyon"};
    ++*(size_t *)knows;
    if (field == 1)
        FAIL(a, WHY_DENIED, "The tree of gates is closed.");
    if (field != 0)
        return NULL;
    *texts = ARENA_ARRAY(a, str, 3);
    for (size_t i = 0; i < 3; i++)
        (*texts)[i] = str_of_chars(europe[i]);
    *len = str_equal(text, S("Europe")) ? 3 : 0;
    return NULL;
}

TEST(condition_bind_finds_what_stands_under_a_text)
{
    size_t asked = 0;
    struct condition *c = NULL;
    struct catalogue trees = catalogue;
    trees.under = texts_under;
    trees.knows = &asked;
    CHECK_OK(bind_with(t, "barea under Europe or BAREA not under \" Europe \"", &trees, &c));
    CHECK_INT(asked, 2);
    CHECK_STR(condition_to_text(t->arena, c),
              S("barea in (Europe, Madrid, Lyon) or BAREA not in (Europe, Madrid, Lyon)"));
    CHECK(c->parts[0]->is_of_tree && c->parts[1]->is_of_tree);
    CHECK_INT(c->parts[0]->values[2].position, 13);
    CHECK_OK(bind_with(t, "BAREA in (Europe, Madrid)", &trees, &c));
    CHECK(!c->is_of_tree);
}

TEST(condition_bind_points_at_what_has_no_place_in_a_tree)
{
    size_t asked = 0;
    struct condition *c = NULL;
    struct catalogue trees = catalogue;
    trees.under = texts_under;
    trees.knows = &asked;
    struct err *e = bind_with(t, "not BAREA under 30", &trees, &c);
    CHECK(e && e->why == WHY_USAGE);
    CHECK_INT(e->position, 17);
    CHECK_STR(e->text, S("There is no \"30\" in the tree of \"BAREA\"; write the name as it stands "
                         "there."));
    e = bind_with(t, "twice under A", &trees, &c);
    CHECK(e && e->why == WHY_USAGE);
    CHECK_INT(e->position, 1);
    CHECK_STR(e->text, S("The column \"twice\" has no tree, so nothing stands under a value of it; "
                         "use = or in with values, and < or > with numbers."));
    e = bind_with(t, "gate under A", &trees, &c);
    CHECK(e && e->why == WHY_DENIED);
    CHECK_INT(e->position, 12);
}

TEST(condition_bind_says_why_there_are_no_trees)
{
    struct condition *c = NULL;
    struct catalogue none = catalogue;
    none.no_tree = S("a file has none");
    struct err *e = bind_with(t, "gate = 1 or barea under A", &none, &c);
    CHECK(e && e->why == WHY_USAGE);
    CHECK_INT(e->position, 13);
    CHECK_STR(e->text, S("The column \"BAREA\" has no tree (a file has none), so nothing stands "
                         "under a value of it; use = or in with values, and < or > with numbers."));
}
