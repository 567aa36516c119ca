/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/caller.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const caller_variable_names[CALLER_VARIABLES] = {
    "COLUMNS", "TERM", "NO_COLOR", "CLICOLOR_FORCE", "LC_ALL", "LC_CTYPE", "LANG", "TZ",
};

static _Thread_local const struct caller *current;

void caller_set(const struct caller *caller)
{
    current = caller;
}

int caller_input(void)
{
    return current ? current->input : STDIN_FILENO;
}

bool caller_is_to_end(void)
{
    return current && current->is_to_end && atomic_load(current->is_to_end);
}

const char *caller_variable(const char *name)
{
    size_t i = 0;
    while (i < CALLER_VARIABLES && strcmp(caller_variable_names[i], name) != 0)
        i++;
    assert(i < CALLER_VARIABLES);
    return current && current->variables ? current->variables[i] : getenv(name);
}
