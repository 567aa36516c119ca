/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/arguments.h"

#include "base/test.h"

static const char *const colours[] = {"red", "blue", NULL};
static const struct option options[] = {
    {.name = "text", .kind = OPTION_TEXT, .value = "T", .about = "a text"},
    {.name = "many", .kind = OPTION_TEXT, .repeats = true, .value = "T", .about = "some texts"},
    {.name = "colour", .kind = OPTION_CHOICE, .choices = colours, .value = "C", .about = "one"},
};
static const struct command command = {.name = "paint",
                                       .arguments = "FILE",
                                       .arguments_min = 1,
                                       .arguments_max = 2,
                                       .options = options,
                                       .options_len = 3};

static struct err *parse(struct test *t, const char *const *words, struct call *c)
{
    str list[16];
    size_t len = 0;
    for (; words[len]; len++)
        list[len] = str_of_chars(words[len]);
    *c = (struct call){.arena = t->arena, .command = &command};
    return arguments_parse(c, list, len);
}
#define PARSE(t, c, ...) parse((t), (const char *const[]){__VA_ARGS__, NULL}, (c))

static void check_refused(const struct err *e, const char *sentence)
{
    CHECK(e != NULL);
    CHECK_INT(e->why, WHY_USAGE);
    CHECK_STR(e->text, str_of_chars(sentence));
}

TEST(arguments_take_values_behind_blanks_and_equals_signs)
{
    struct call c;
    CHECK_OK(PARSE(t, &c, "a", "--text", "x=y", "--many=1", "--many", "-2", "b", "--colour=blue"));
    CHECK_INT(c.arguments_len, 2);
    CHECK_STR(c.arguments[1], S("b"));
    CHECK_STR(call_value(&c, "text"), S("x=y"));
    CHECK_STR(call_value(&c, "colour"), S("blue"));
    size_t len = 0;
    str *many = call_values(&c, "many", &len);
    CHECK_INT(len, 2);
    CHECK_STR(many[1], S("-2"));
    CHECK_OK(PARSE(t, &c, "a", "--text=a=b", "--many="));
    CHECK_STR(call_value(&c, "text"), S("a=b"));
    CHECK(call_has(&c, "many") && call_value(&c, "many").len == 0);
    CHECK(!call_has(&c, "colour") && !call_value(&c, "colour").ptr);
}

TEST(arguments_behind_a_lone_double_dash_are_no_options)
{
    struct call c;
    CHECK_OK(PARSE(t, &c, "--text", "x", "--", "--text", "-h"));
    CHECK_INT(c.arguments_len, 2);
    CHECK_STR(c.arguments[0], S("--text"));
    CHECK_OK(PARSE(t, &c, "-"));
    CHECK_STR(c.arguments[0], S("-"));
}

TEST(arguments_that_are_wrong_are_named)
{
    struct call c;
    check_refused(PARSE(t, &c, "a", "--txet", "x"),
                  "attune paint has no option --txet; did you mean --text?");
    check_refused(PARSE(t, &c, "a", "--zzz"),
                  "attune paint has no option --zzz; attune help paint lists them.");
    check_refused(PARSE(t, &c, "a", "--text"), "--text needs a value: --text T.");
    check_refused(PARSE(t, &c, "a", "--text", "--many", "1"), "--text needs a value: --text T.");
    check_refused(PARSE(t, &c, "a", "--text", "1", "--text", "2"), "--text is given twice.");
    check_refused(PARSE(t, &c, "a", "--colour", "green"),
                  "--colour takes red or blue, not \"green\".");
    check_refused(PARSE(t, &c, "a", "--help=1"), "--help takes no value.");
    check_refused(PARSE(t, &c, "--text", "1"), "attune paint needs FILE; attune help paint says "
                                               "more.");
    check_refused(PARSE(t, &c, "a", "b", "c"), "attune paint does not know what to do with \"c\".");
    check_refused(PARSE(t, &c, "-x"), "Options begin with two dashes: --x; a file whose name "
                                      "begins with a dash stands behind a lone --.");
}

TEST(arguments_ask_for_help_in_three_ways)
{
    struct call c;
    CHECK_OK(PARSE(t, &c, "--help"));
    CHECK(call_has(&c, "help"));
    CHECK_OK(PARSE(t, &c, "-h", "--help"));
    CHECK(call_has(&c, "help"));
}

TEST(arguments_want_json_even_where_they_are_wrong)
{
    const str apart[] = {S("--zzz"), S("--format"), S("json")};
    const str joined[] = {S("--format=json")};
    const str other[] = {S("json"), S("--format"), S("csv")};
    CHECK(arguments_want_json(apart, 3));
    CHECK(arguments_want_json(joined, 1));
    CHECK(!arguments_want_json(other, 3));
}
