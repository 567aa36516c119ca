/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/arguments.h"

#include <string.h>

#include "base/text.h"

const struct option arguments_common[] = {
    {.name = "now",
     .kind = OPTION_TEXT,
     .value = "TIME",
     .about = "what time it is, instead of the clock's: a date, a time where this machine is, or "
              "2026-03-01T09:30:00Z; the running period is the one that holds it"},
    {.name = "help", .kind = OPTION_FLAG, .about = "say how the command is used"},
};
const size_t arguments_common_len = sizeof arguments_common / sizeof *arguments_common;

static const struct option *find_in(const struct option *options, size_t len, str name)
{
    for (size_t i = 0; i < len; i++)
        if (str_equal(str_of_chars(options[i].name), name))
            return &options[i];
    return NULL;
}

static const struct option *find_option(const struct command *command, str name)
{
    const struct option *o = find_in(command->options, command->options_len, name);
    return o ? o : find_in(arguments_common, arguments_common_len, name);
}

static struct err *unknown_option(struct call *c, str name)
{
    struct arena *a = c->arena;
    size_t len = c->command->options_len + arguments_common_len;
    str *names = ARENA_ARRAY(a, str, len);
    for (size_t i = 0; i < len; i++)
        names[i] = str_of_chars(i < c->command->options_len
                                    ? c->command->options[i].name
                                    : arguments_common[i - c->command->options_len].name);
    str near = text_suggest(a, name, names, len);
    if (near.len)
        FAIL(a, WHY_USAGE, "attune %s has no option --%.*s; did you mean --%.*s?", c->command->name,
             STR(text_escape(a, name)), STR(near));
    FAIL(a, WHY_USAGE, "attune %s has no option --%.*s; attune help %s lists them.",
         c->command->name, STR(text_escape(a, name)), c->command->name);
}

static struct err *check_choice(struct call *c, const struct option *o, str value)
{
    struct buf words = buf_make(c->arena, 4096);
    for (const char *const *choice = o->choices; *choice; choice++) {
        if (str_equal(str_of_chars(*choice), value))
            return NULL;
        buf_addf(&words, "%s%s", choice == o->choices ? "" : choice[1] ? ", " : " or ", *choice);
    }
    FAIL(c->arena, WHY_USAGE, "--%s takes %.*s, not %.*s.", o->name, STR(buf_str(&words)),
         STR(text_quote(c->arena, value)));
}

static struct err *take_option(struct call *c, const struct option *o, str value)
{
    for (size_t i = 0; i < c->given_len && !o->repeats && o->kind != OPTION_FLAG; i++)
        if (c->given[i].option == o)
            FAIL(c->arena, WHY_USAGE, "--%s is given twice.", o->name);
    if (o->kind == OPTION_CHOICE)
        TRY(check_choice(c, o, value));
    c->given[c->given_len++] = (struct given){o, value};
    return NULL;
}

/* A word that can be no value but is the next option; --field=--by says otherwise. */
static bool is_option(const struct call *c, str word)
{
    str rest;
    if (!str_starts_with(word, S("--")))
        return false;
    return word.len == 2 ||
           find_option(c->command, str_cut(str_slice(word, 2, word.len), '=', &rest)) != NULL;
}

/* The option in words[*i], with its value, which may be the word behind. */
static struct err *read_option(struct call *c, const str *words, size_t len, size_t *i)
{
    str rest = {NULL, 0}, name = str_cut(str_slice(words[*i], 2, words[*i].len), '=', &rest);
    const struct option *o = find_option(c->command, name);
    if (!o)
        return unknown_option(c, name);
    if (o->kind == OPTION_FLAG) {
        if (rest.ptr)
            FAIL(c->arena, WHY_USAGE, "--%s takes no value.", o->name);
        return take_option(c, o, S(""));
    }
    if (!rest.ptr) {
        if (*i + 1 == len || is_option(c, words[*i + 1]))
            FAIL(c->arena, WHY_USAGE, "--%s needs a value: --%s %s.", o->name, o->name, o->value);
        rest = words[++*i];
    }
    return take_option(c, o, rest);
}

/* -measure, or a file of that name. */
static struct err *single_dash(struct call *c, str word)
{
    FAIL(c->arena, WHY_USAGE,
         "Options begin with two dashes: -%.*s; a file whose name begins with a dash stands behind "
         "a lone --.",
         STR(text_escape(c->arena, word)));
}

static struct err *check_arguments(struct call *c)
{
    const struct command *command = c->command;
    if (call_has(c, "help"))
        return NULL;
    if (c->arguments_len < command->arguments_min)
        FAIL(c->arena, WHY_USAGE, "attune %s needs %s; attune help %s says more.", command->name,
             command->arguments, command->name);
    if (c->arguments_len > command->arguments_max)
        FAIL(c->arena, WHY_USAGE, "attune %s does not know what to do with %.*s.", command->name,
             STR(text_quote(c->arena, c->arguments[command->arguments_max])));
    return NULL;
}

struct err *arguments_parse(struct call *c, const str *words, size_t words_len)
{
    bool only_arguments = false;
    c->arguments = ARENA_ARRAY(c->arena, str, words_len);
    c->given = ARENA_ARRAY(c->arena, struct given, words_len);
    for (size_t i = 0; i < words_len; i++) {
        if (!only_arguments && str_equal(words[i], S("--")))
            only_arguments = true;
        else if (!only_arguments && str_starts_with(words[i], S("--")))
            TRY(read_option(c, words, words_len, &i));
        else if (!only_arguments && str_equal(words[i], S("-h")))
            TRY(take_option(c, find_option(c->command, S("help")), S("")));
        else if (!only_arguments && words[i].len > 1 && words[i].ptr[0] == '-')
            return single_dash(c, words[i]);
        else
            c->arguments[c->arguments_len++] = words[i];
    }
    return check_arguments(c);
}

bool arguments_want_json(const str *words, size_t words_len)
{
    for (size_t i = 0; i < words_len; i++) {
        if (str_equal(words[i], S("--format=json")))
            return true;
        if (i > 0 && str_equal(words[i - 1], S("--format")) && str_equal(words[i], S("json")))
            return true;
    }
    return false;
}
