/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune help [TOPIC] — a command, or a section of the manual, on the terminal; or
 * the whole reference as a man page, as Markdown or as a completion for bash.
 */
#include "base/limits.h"
#include "base/text.h"
#include "cli/command_index.h"
#include "cli/help.h"
#include "cli/reference.h"

static const char *const forms[] = {"text", "man", "markdown", "bash", NULL};

static const struct option options[] = {
    {.name = "as",
     .kind = OPTION_CHOICE,
     .choices = forms,
     .value = "FORM",
     .about = "the whole reference as a file, if not as text for the terminal"},
};

static struct err *help_unknown(struct call *c, str topic)
{
    size_t len = 0;
    str *names = ARENA_ARRAY(c->arena, str, (size_t)command_index_len + manual_len);
    for (unsigned i = 0; i < command_index_len; i++)
        names[len++] = str_of_chars(command_index[i]->name);
    for (size_t i = 0; i < manual_len; i++)
        names[len++] = str_of_chars(manual[i].name);
    str near = text_suggest(c->arena, topic, names, len);
    if (near.len)
        FAIL(c->arena, WHY_USAGE, "There is no help about %.*s; did you mean %.*s?",
             STR(text_quote(c->arena, topic)), STR(near));
    FAIL(c->arena, WHY_USAGE, "There is no help about %.*s; attune help lists what there is.",
         STR(text_quote(c->arena, topic)));
}

static struct err *help_about(struct call *c, str topic)
{
    for (unsigned i = 0; i < command_index_len; i++)
        if (str_equal(str_of_chars(command_index[i]->name), topic))
            return help_print_command(c, command_index[i]);
    const struct manual_section *section = manual_find(topic);
    return section ? help_print_section(c, section) : help_unknown(c, topic);
}

static struct err *help_run(struct call *c, int *status)
{
    static const struct {
        str form;
        void (*write)(struct arena *a, struct buf *out);
    } files[] = {
        {S_INIT("man"), reference_to_man},
        {S_INIT("markdown"), reference_to_markdown},
        {S_INIT("bash"), reference_to_bash},
    };
    str form = call_value(c, "as");
    *status = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (!str_equal(form, files[i].form))
            continue;
        if (c->arguments_len)
            FAIL(c->arena, WHY_USAGE, "--as %.*s is about everything; it takes no %.*s.", STR(form),
                 STR(text_quote(c->arena, c->arguments[0])));
        struct buf out = buf_make(c->arena, MIB);
        files[i].write(c->arena, &out);
        (void)fwrite(out.ptr, 1, out.len, c->out);
        return NULL;
    }
    return c->arguments_len ? help_about(c, c->arguments[0]) : help_print_all(c);
}

COMMAND(help) = {
    .name = "help",
    .summary = "Say how attune is used",
    .arguments = "TOPIC",
    .arguments_max = 1,
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .description =
        "TOPIC is a command, or one of those that attune help lists. Without it, both are "
        "listed.",
    .examples = "attune help score # one command\n"
                "attune help conditions # the language of --where\n"
                "attune help --as man > attune.1 # the whole reference",
    .run = help_run,
};
