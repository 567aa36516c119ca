/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/conf.h"

#include "base/test.h"

static const char *refuse_x(struct arena *a, str value)
{
    (void)a;
    return str_equal(value, S("x")) ? "must be anything but x, and is" : NULL;
}

static const struct conf address = {
    .name = "address", .kind = CONF_TEXT, .fallback = "here", .refuse = refuse_x};
static const struct conf rooms = {
    .name = "rooms", .kind = CONF_WHOLE, .fallback = "7", .lo = 1, .hi = 100};
static const struct conf open_late = {.name = "open_late", .kind = CONF_BOOL, .fallback = "no"};
static const struct conf *const declared[] = {&address, &rooms, &open_late, NULL};

static struct err *load(struct test *t, const char *file, const char *const *environment,
                        struct settings **out)
{
    struct settings_from from = {.declared = declared,
                                 .declared_len = 3,
                                 .environment = environment,
                                 .file = file ? test_write(t, "attune.conf", str_of_chars(file))
                                              : S("no/such/file")};
    return settings_load(t->arena, &from, out);
}

TEST(settings_without_a_file_are_what_is_built_in)
{
    struct settings *s = NULL;
    CHECK_OK(load(t, NULL, NULL, &s));
    CHECK_STR(settings_text(s, &address), S("here"));
    CHECK_INT(settings_whole(s, &rooms), 7);
    CHECK(!settings_bool(s, &open_late));
    CHECK_STR(settings_origin(s, &rooms), S("built in"));
}

TEST(the_environment_stands_over_the_file_and_the_command_line_over_both)
{
    const char *const environment[] = {"PATH=/bin", "ATTUNE_ROOMS=30", "ATTUNE_SOMETHING_ELSE=x",
                                       NULL};
    struct settings *s = NULL;
    CHECK_OK(load(t, "# ours\n\n rooms = 20\r\naddress = a = b # not a comment\nopen_late=YES\n",
                  environment, &s));
    CHECK_STR(settings_text(s, &address), S("a = b # not a comment"));
    CHECK_STR(settings_origin(s, &address), S("attune.conf, line 4"));
    CHECK_INT(settings_whole(s, &rooms), 30);
    CHECK_STR(settings_origin(s, &rooms), S("ATTUNE_ROOMS"));
    CHECK(settings_bool(s, &open_late));
    CHECK_OK(settings_set(t->arena, s, &rooms, S("40")));
    CHECK_INT(settings_whole(s, &rooms), 40);
    CHECK_STR(settings_origin(s, &rooms), S("the command line"));
}

TEST(settings_that_are_wrong_are_refused_with_their_place)
{
    static const struct {
        const char *file, *sentence;
    } wrong[] = {
        {"rooms = 7\n\nadress = x\n",
         "attune.conf, line 3: there is no setting \"adress\"; did you mean address?"},
        {"zzzzzzzz = x\n", "attune.conf, line 1: there is no setting \"zzzzzzzz\"."},
        {"rooms = 101\n",
         "attune.conf, line 1: rooms must be a whole number from 1 to 100, and is: \"101\"."},
        {"rooms = 99999999999999999999\n", "attune.conf, line 1: rooms must be a whole number from "
                                           "1 to 100, and is: \"99999999999999999999\"."},
        {"rooms =\n",
         "attune.conf, line 1: rooms must be a whole number from 1 to 100, and is: \"\"."},
        {"open_late = maybe\n", "attune.conf, line 1: open_late must be yes or no, and is: "
                                "\"maybe\"."},
        {"address = x\n", "attune.conf, line 1: address must be anything but x, and is: \"x\"."},
        {"rooms = 1\nrooms = 2\n", "attune.conf, line 2: rooms was set before, in line 1."},
        {"rooms\n", "attune.conf, line 1: a setting is written \"key = value\", not \"rooms\"."},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct settings *s = NULL;
        struct err *e = load(t, wrong[i].file, NULL, &s);
        CHECK(e && e->why == WHY_USAGE);
        CHECK_STR(e->text, str_of_chars(wrong[i].sentence));
    }
}

TEST(a_slip_in_the_environment_is_refused)
{
    struct settings *s = NULL;
    struct err *e = load(t, NULL, (const char *const[]){"ATTUNE_ADRESS=x", NULL}, &s);
    CHECK(e && e->why == WHY_USAGE);
    CHECK_STR(e->text, S("ATTUNE_ADRESS: there is no setting \"adress\"; did you mean address?"));
}
