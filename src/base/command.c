/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/command.h"

#include <string.h>

bool call_has(const struct call *c, const char *option)
{
    for (size_t i = 0; i < c->given_len; i++)
        if (strcmp(c->given[i].option->name, option) == 0)
            return true;
    return false;
}

str call_value(const struct call *c, const char *option)
{
    for (size_t i = 0; i < c->given_len; i++)
        if (strcmp(c->given[i].option->name, option) == 0)
            return c->given[i].value;
    return (str){NULL, 0};
}

str *call_values(const struct call *c, const char *option, size_t *len)
{
    str *values = ARENA_ARRAY(c->arena, str, c->given_len);
    *len = 0;
    for (size_t i = 0; i < c->given_len; i++)
        if (strcmp(c->given[i].option->name, option) == 0)
            values[(*len)++] = c->given[i].value;
    return values;
}

bool call_is_to_end(const struct call *c)
{
    return c->is_to_end && atomic_load(c->is_to_end);
}
