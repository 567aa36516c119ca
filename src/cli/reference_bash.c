/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The completion for bash: commands, options, the words an option takes, the
 * measures, and files.
 */
#include "cli/command_index.h"
#include "cli/manual.h"
#include "cli/reference.h"
#include "understand/metric.h"
#include "understand/metric_index.h"

/* --option=value comes as three words, since = separates words. */
static const char head[] =
    "# SPDX-License-Identifier: AGPL-3.0-or-later\n"
    "# Completion of attune for bash. Made by `attune help --as bash`.\n"
    "\n"
    "_attune()\n"
    "{\n"
    "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
    "    local command=${COMP_WORDS[1]} words='' files=''\n"
    "    COMPREPLY=()\n"
    "    if [[ $current == '=' ]]; then\n"
    "        current=\n"
    "    elif [[ $before == '=' ]]; then\n"
    "        before=${COMP_WORDS[COMP_CWORD-2]}\n"
    "    fi\n";

static const char tail[] =
    "    if [[ $files ]]; then\n"
    "        compopt -o filenames 2>/dev/null\n"
    "        mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
    "    else\n"
    "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
    "    fi\n"
    "}\n"
    "complete -F _attune attune\n";

static void add_metrics(struct buf *out)
{
    for (unsigned i = 0; i < metric_index_len; i++)
        buf_addf(out, "%s%s", i ? " " : "", metric_index[i]->name);
}

static void add_topics(struct buf *out)
{
    for (unsigned i = 0; i < command_index_len; i++)
        buf_addf(out, "%s%s", i ? " " : "", command_index[i]->name);
    for (size_t i = 0; i < manual_len; i++)
        buf_addf(out, " %s", manual[i].name);
}

/* What may stand behind an option: words, files, or what nobody can know. */
static void add_value(const struct option *option, struct buf *out)
{
    if (option->kind == OPTION_FLAG)
        return;
    buf_addf(out, "        --%s) ", option->name);
    if (option->choices) {
        buf_add(out, S("words='"));
        for (const char *const *choice = option->choices; *choice; choice++)
            buf_addf(out, "%s%s", choice == option->choices ? "" : " ", *choice);
        buf_add(out, S("' ;;\n"));
    } else if (str_equal(str_of_chars(option->value), S("MEASURE"))) {
        buf_add(out, S("words='"));
        add_metrics(out);
        buf_add(out, S("' ;;\n"));
    } else if (str_equal(str_of_chars(option->value), S("FILE"))) {
        buf_add(out, S("files=yes ;;\n"));
    } else {
        buf_add(out, S("return ;;\n"));
    }
}

static void add_argument(const struct command *command, struct buf *out)
{
    str called = command->arguments ? str_of_chars(command->arguments) : S("");
    if (str_equal(called, S("FILE"))) {
        buf_add(out, S("files=yes"));
    } else if (str_equal(called, S("TOPIC"))) {
        buf_add(out, S("words='"));
        add_topics(out);
        buf_add(out, S("'"));
    } else {
        buf_add(out, S("return"));
    }
}

static void add_command(struct arena *a, const struct command *command, struct buf *out)
{
    size_t len = 0;
    const struct option **options = reference_options(a, command, &len);
    buf_addf(out, "    %s)\n        case $before in\n", command->name);
    for (size_t i = 0; i < len; i++)
        add_value(options[i], out);
    buf_add(out, S("        *)\n            if [[ $current == -* ]]; then\n"
                   "                words='"));
    for (size_t i = 0; i < len; i++)
        buf_addf(out, "%s--%s", i ? " " : "", options[i]->name);
    buf_add(out, S("'\n            else\n                "));
    add_argument(command, out);
    buf_add(out, S("\n            fi ;;\n        esac ;;\n"));
}

void reference_to_bash(struct arena *a, struct buf *out)
{
    buf_add(out, str_of_chars(head));
    buf_add(out, S("    if ((COMP_CWORD == 1)); then\n        command=\n    fi\n"
                   "    case $command in\n    '') words='"));
    for (unsigned i = 0; i < command_index_len; i++)
        buf_addf(out, "%s ", command_index[i]->name);
    buf_add(out, S("--help --version' ;;\n"));
    for (unsigned i = 0; i < command_index_len; i++)
        add_command(a, command_index[i], out);
    buf_add(out, S("    *) return ;;\n    esac\n"));
    buf_add(out, str_of_chars(tail));
}
