/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The reference as Markdown: docs/COMMANDS.md.
 */
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/command_index.h"
#include "cli/manual.h"
#include "cli/reference.h"
#include "understand/metric.h"
#include "understand/metric_index.h"

enum { LINE_WIDTH = 100 };

/* Text in which nothing is taken for Markdown; an underscore within a word is none. */
static void add_text(struct buf *out, str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (str_has(S("\\`*<>|[]"), text.ptr[i]))
            buf_add_char(out, '\\');
        buf_add_char(out, text.ptr[i]);
    }
}

static void add_paragraphs(struct arena *a, const char *text, struct buf *out)
{
    struct buf safe = buf_make(a, out->max);
    add_text(&safe, str_of_chars(text));
    for (str rest = buf_str(&safe); rest.len;) {
        str line = text_wrap_next(&rest, LINE_WIDTH);
        buf_add(out, str_starts_with(line, S("- ")) ? S("\\") : S("")); /* no list */
        buf_add(out, line);
        buf_add_char(out, '\n');
    }
    buf_add_char(out, '\n');
}

/* `a | b` in a table: the bar is escaped even there.  A text with a backquote
 * stands between two. */
static void add_code(struct buf *out, str text)
{
    str fence = str_has(text, '`') ? S("``") : S("`");
    buf_add(out, fence);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '|')
            buf_add_char(out, '\\');
        buf_add_char(out, text.ptr[i]);
    }
    buf_add(out, fence);
}

static void begin_table(struct buf *out)
{
    buf_add(out, S("| | |\n|---|---|\n"));
}

static void add_entry(struct buf *out, str term, str about)
{
    buf_add(out, S("| "));
    add_code(out, term);
    buf_add(out, S(" | "));
    add_text(out, about);
    buf_add(out, S(" |\n"));
}

static void add_options(struct arena *a, const struct option *options, size_t len, struct buf *out)
{
    if (len == 0)
        return;
    begin_table(out);
    for (size_t i = 0; i < len; i++)
        add_entry(out, reference_term(a, &options[i]), reference_about(a, &options[i]));
    buf_add_char(out, '\n');
}

static void add_examples(const struct command *command, struct buf *out)
{
    buf_add(out, S("```sh\n"));
    for (str rest = str_of_chars(command->examples), answers; rest.len;) {
        str example = reference_example(&rest, &answers);
        if (answers.len)
            buf_addf(out, "# %.*s\n", STR(answers));
        buf_addf(out, "%.*s\n", STR(example));
    }
    buf_add(out, S("```\n\n"));
}

static void add_command(struct arena *a, const struct command *command, struct buf *out)
{
    buf_addf(out, "## attune %s\n\n", command->name);
    buf_addf(out, "%s.\n\n", command->summary);
    buf_addf(out, "```text\n%.*s\n```\n\n", STR(reference_usage(a, command)));
    if (command->description)
        add_paragraphs(a, command->description, out);
    add_options(a, command->options, command->options_len, out);
    if (reference_has_measures(command)) {
        buf_add(out, S("The measures:\n\n"));
        begin_table(out);
        for (unsigned i = 0; i < metric_index_len; i++)
            add_entry(out, str_of_chars(metric_index[i]->name),
                      str_format(a, "%s: %s", metric_index[i]->title, metric_index[i]->about));
        buf_add_char(out, '\n');
    }
    if (command->examples)
        add_examples(command, out);
}

static void add_section(struct arena *a, const struct manual_section *section, struct buf *out)
{
    buf_addf(out, "## %s\n\n", section->title);
    for (size_t p = 0; p < section->parts_len; p++) {
        const struct manual_part *part = &section->parts[p];
        if (part->text)
            add_paragraphs(a, part->text, out);
        if (!part->entries)
            continue;
        begin_table(out);
        for (const struct manual_entry *e = part->entries; e->term; e++)
            add_entry(out, str_of_chars(e->term), str_of_chars(e->about));
        buf_add_char(out, '\n');
    }
}

void reference_to_markdown(struct arena *a, struct buf *out)
{
    buf_add(out, S("<!-- Made by `attune help --as markdown`; make docs writes it anew. -->\n\n"
                   "# Commands\n\n"));
    add_paragraphs(a, manual_description, out);
    for (unsigned i = 0; i < command_index_len; i++)
        add_command(a, command_index[i], out);
    buf_add(out, S("## Options of every command\n\n"));
    add_options(a, arguments_common, arguments_common_len, out);
    for (size_t i = 0; i < manual_len; i++)
        add_section(a, &manual[i], out);
    out->len--; /* one line break at the end, not two */
}
