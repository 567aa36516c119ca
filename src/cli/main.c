/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The composition root: finds the command, runs it, answers with its exit
 * status.  contract.md §1.
 */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include "ask/mistake.h"
#include "base/command.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/command_index.h"
#include "cli/help.h"
#include "cli/now.h"
#include "draw/terminal.h"

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

/* words: all that follows the program's name. */
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
    TRY(now_set(c));
    if (call_has(c, "help"))
        return help_print_command(c, c->command);
    return c->command->run(c, status);
}

/* The place in words; a sentence about an option begins with it. */
static str place_of(const struct err *e)
{
    if (e->at.len || !str_starts_with(e->text, S("--")))
        return e->at;
    size_t len = 2;
    while (len < e->text.len && e->text.ptr[len] != ':' && e->text.ptr[len] != ' ')
        len++;
    return str_slice(e->text, 0, len);
}

static void print_error_json(struct call *c, const struct err *e)
{
    struct buf out = buf_make(c->arena, MIB);
    struct json j = json_make(&out);
    json_open_object(&j);
    json_key(&j, S("error"));
    json_open_object(&j);
    json_key(&j, S("code"));
    json_text(&j, why_name(e->why));
    json_key(&j, S("text"));
    json_text(&j, e->text);
    json_key(&j, S("at"));
    if (e->position)
        json_whole(&j, (int64_t)e->position);
    else if (place_of(e).len)
        json_text(&j, place_of(e));
    else
        json_none(&j);
    json_close_object(&j);
    json_close_object(&j);
    (void)fprintf(c->out, "%.*s\n", STR(buf_str(&out)));
}

/* One sentence; on a terminal, the place in the condition below it. */
static void print_error(struct call *c, const struct err *e)
{
    (void)fprintf(c->err, "attune: %.*s\n", STR(e->text));
    if (!e->position || !e->source.len || !isatty(fileno(c->err)))
        return;
    struct terminal t = terminal_of_stream(c->err);
    str view = mistake_view(c->arena, S("    "), e->source, e->position, t.width);
    (void)fprintf(c->err, "%.*s\n", STR(view));
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

int main(int argc, char **argv)
{
    (void)setlocale(LC_CTYPE, "");
    (void)signal(SIGPIPE, SIG_IGN);
    struct call c = {.arena = arena_make(LIMIT_COMMAND_BYTES), .out = stdout, .err = stderr};
    size_t len = argc > 0 ? (size_t)argc - 1 : 0;
    str *words = ARENA_ARRAY(c.arena, str, len);
    for (size_t i = 0; i < len; i++)
        words[i] = str_of_chars(argv[i + 1]);
    int status = 0;
    struct err *e = run(&c, words, len, &status);
    if (e) {
        e->text = text_escape(c.arena, e->text); /* it may quote what would steer a terminal */
        status = why_exit_status(e->why);
        if (arguments_want_json(words, len))
            print_error_json(&c, e);
        print_error(&c, e);
    }
    if (!flush_all(&c))
        status = why_exit_status(WHY_FAILED);
    arena_done(c.arena);
    return status;
}
