/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/command.h"

#include "base/test.h"

static const struct option options[] = {
    {.name = "by", .kind = OPTION_TEXT, .repeats = true},
    {.name = "all", .kind = OPTION_FLAG},
    {.name = "per", .kind = OPTION_TEXT},
};

TEST(call_knows_what_was_given)
{
    struct given given[] = {
        {&options[0], S("area")}, {&options[1], {NULL, 0}}, {&options[0], S("sex")}};
    struct call c = {.arena = t->arena, .given = given, .given_len = 3};
    CHECK(call_has(&c, "by") && call_has(&c, "all") && !call_has(&c, "per"));
    CHECK_STR(call_value(&c, "by"), S("area"));
    CHECK(call_value(&c, "per").ptr == NULL);
    size_t len = 9;
    const str *values = call_values(&c, "by", &len);
    CHECK_INT(len, 2);
    CHECK_STR(values[0], S("area"));
    CHECK_STR(values[1], S("sex"));
    (void)call_values(&c, "per", &len);
    CHECK_INT(len, 0);
}

TEST(call_is_to_end_when_it_is_told)
{
    atomic_bool told = false;
    struct call alone = {.arena = t->arena}, c = {.arena = t->arena, .is_to_end = &told};
    CHECK(!call_is_to_end(&alone) && !call_is_to_end(&c));
    atomic_store(&told, true);
    CHECK(call_is_to_end(&c));
}
