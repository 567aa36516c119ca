/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/perform.h"

#include <errno.h>

#include "base/text.h"
#include "cli/arguments.h"
#include "cli/command_index.h"
#include "cli/data.h"
#include "cli/failure.h"
#include "cli/help.h"
#include "cli/now.h"

static const struct command *find_command(str name)
{
    for (unsigned i = 0; i < command_index_len; i++)
        if (str_equal(str_of_chars(command_index[i]->name), name))
            return command_index[i];
    return NULL;
}

static struct err *unknown_command(struct arena *a, str name)
{
    str *names = ARENA_ARRAY(a, str, command_index_len);
    for (unsigned i = 0; i < command_index_len; i++)
        names[i] = str_of_chars(command_index[i]->name);
    str near = text_suggest(a, name, names, command_index_len);
    if (near.len)
        FAIL(a, WHY_USAGE, "There is no command %.*s; did you mean %.*s?", STR(text_quote(a, name)),
             STR(near));
    FAIL(a, WHY_USAGE, "There is no command %.*s; attune help lists them.",
         STR(text_quote(a, name)));
}

static struct err *run(struct call *c, const str *words, size_t len, int *status)
{
    str name = len ? words[0] : S("help");
    if (str_equal(name, S("--help")) || str_equal(name, S("-h")))
        name = S("help");
    if (str_equal(name, S("--version")))
        name = S("version");
    c->command = find_command(name);
    if (!c->command)
        return unknown_command(c->arena, name);
    TRY(arguments_parse(c, words + (len > 0), len > 0 ? len - 1 : 0));
    if (!c->store) /* else it is what the caller's clock said */
        TRY(now_set(c));
    if (call_has(c, "help"))
        return help_print_command(c, c->command);
    return data_run(c, perform_words, status);
}

/* Nothing is acknowledged that was not written.  A reader that is gone is an
 * error like a full disk: SIGPIPE is ignored. */
static bool flush_all(struct call *c)
{
    errno = 0;
    bool written = fflush(c->out) == 0 && !ferror(c->out);
    if (!written)
        (void)fprintf(c->err, "attune: The answer could not be written%s%s.\n", errno ? ": " : "",
                      errno ? strerror(errno) : "");
    return written;
}

int perform_words(struct call *c, const str *words, size_t len)
{
    int status = 0;
    struct err *e = run(c, words, len, &status);
    if (e)
        status = failure_print(c, e, arguments_want_json(words, len));
    return flush_all(c) ? status : why_exit_status(WHY_FAILED);
}
