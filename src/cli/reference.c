/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/reference.h"

#include "base/limits.h"
#include "cli/arguments.h"

str reference_term(struct arena *a, const struct option *option)
{
    return option->kind == OPTION_FLAG ? str_format(a, "--%s", option->name)
                                       : str_format(a, "--%s %s", option->name, option->value);
}

str reference_about(struct arena *a, const struct option *option)
{
    if (option->kind != OPTION_CHOICE)
        return str_of_chars(option->about);
    struct buf b = buf_make(a, 64 * KIB);
    buf_addf(&b, "%s: ", option->about);
    for (const char *const *choice = option->choices; *choice; choice++)
        buf_addf(&b, "%s%s", choice == option->choices ? "" : choice[1] ? ", " : " or ", *choice);
    return buf_str(&b);
}

str reference_usage(struct arena *a, const struct command *command)
{
    struct buf b = buf_make(a, 64 * KIB);
    size_t others = 0;
    buf_addf(&b, "attune %s", command->name);
    if (command->arguments)
        buf_addf(&b, command->arguments_min ? " %s" : " [%s]", command->arguments);
    for (size_t i = 0; i < command->options_len; i++) {
        others += !command->options[i].needed;
        if (command->options[i].needed)
            buf_addf(&b, " %.*s", STR(reference_term(a, &command->options[i])));
    }
    if (others)
        buf_add(&b, S(" [options]"));
    return buf_str(&b);
}

const struct option **reference_options(struct arena *a, const struct command *command, size_t *len)
{
    *len = command->options_len + arguments_common_len;
    const struct option **all = ARENA_ARRAY(a, const struct option *, *len);
    for (size_t i = 0; i < command->options_len; i++)
        all[i] = &command->options[i];
    for (size_t i = 0; i < arguments_common_len; i++)
        all[command->options_len + i] = &arguments_common[i];
    return all;
}

str reference_example(str *rest, str *answers)
{
    str line = str_cut(*rest, '\n', rest);
    *answers = S("");
    for (size_t i = 0; i + 3 <= line.len; i++)
        if (str_equal(str_slice(line, i, i + 3), S(" # "))) {
            *answers = str_slice(line, i + 3, line.len);
            return str_trim(str_slice(line, 0, i));
        }
    return line;
}

bool reference_has_measures(const struct command *command)
{
    for (size_t i = 0; i < command->options_len; i++)
        if (command->options[i].kind == OPTION_TEXT &&
            str_equal(str_of_chars(command->options[i].value), S("MEASURE")))
            return true;
    return false;
}
