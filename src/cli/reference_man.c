/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The reference as a man page: attune(1), in roff with the man macros.
 */
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/command_index.h"
#include "cli/manual.h"
#include "cli/reference.h"
#include "cli/version.h"
#include "understand/metric.h"
#include "understand/metric_index.h"

/* One paragraph of text; nothing in it is taken for roff. */
static void add_text(struct buf *out, str text)
{
    if (text.len && (text.ptr[0] == '.' || text.ptr[0] == '\''))
        buf_add(out, S("\\&"));
    while (text.len) {
        static const struct {
            uint32_t code_point;
            str roff;
        } special[] = {{'\\', S_INIT("\\e")},  {'-', S_INIT("\\-")},   {'\'', S_INIT("\\(aq")},
                       {'`', S_INIT("\\(ga")}, {'"', S_INIT("\\(dq")}, {'^', S_INIT("\\(ha")},
                       {'~', S_INIT("\\(ti")}};
        uint32_t c = 0;
        size_t i = 0;
        (void)text_next(&text, &c);
        while (i < sizeof special / sizeof *special && special[i].code_point != c)
            i++;
        if (i < sizeof special / sizeof *special)
            buf_add(out, special[i].roff);
        else if (c >= 0x80)
            buf_addf(out, "\\[u%04X]", (unsigned)c);
        else
            buf_add_char(out, (char)c);
    }
    buf_add_char(out, '\n');
}

static void add_line(struct buf *out, const char *macro, str text)
{
    buf_addf(out, "%s ", macro);
    add_text(out, text);
}

/* .SH "EXIT STATUS" */
static void add_heading(struct buf *out, const char *macro, str title)
{
    buf_addf(out, "%s \"", macro);
    add_text(out, title);
    out->len--; /* the line goes on */
    buf_add(out, S("\"\n"));
}

static str upper(struct arena *a, str s)
{
    struct buf b = buf_make(a, s.len);
    for (size_t i = 0; i < s.len; i++)
        buf_add_char(&b,
                     s.ptr[i] >= 'a' && s.ptr[i] <= 'z' ? (char)(s.ptr[i] - 'a' + 'A') : s.ptr[i]);
    return buf_str(&b);
}

/* Paragraphs are separated by empty lines. */
static void add_paragraphs(struct buf *out, const char *text)
{
    for (str rest = str_of_chars(text); rest.len;) {
        str paragraph = str_cut(rest, '\n', &rest);
        if (!paragraph.len)
            continue;
        buf_add(out, S(".PP\n"));
        add_text(out, paragraph);
    }
}

static void add_entry(struct buf *out, str term, str about)
{
    buf_add(out, S(".TP\n.B "));
    add_text(out, term);
    add_text(out, about);
}

static void add_options(struct arena *a, const struct option *options, size_t len, struct buf *out)
{
    for (size_t i = 0; i < len; i++)
        add_entry(out, reference_term(a, &options[i]), reference_about(a, &options[i]));
}

static void add_examples(const struct command *command, struct buf *out)
{
    for (str rest = str_of_chars(command->examples), answers; rest.len;) {
        str example = reference_example(&rest, &answers);
        buf_add(out, S(".PP\n"));
        if (answers.len)
            add_text(out, answers);
        buf_add(out, S(".RS 4\n.nf\n"));
        add_text(out, example);
        buf_add(out, S(".fi\n.RE\n"));
    }
}

static void add_commands(struct arena *a, struct buf *out)
{
    buf_add(out, S(".SH COMMANDS\n"));
    for (unsigned i = 0; i < command_index_len; i++) {
        const struct command *command = command_index[i];
        add_heading(out, ".SS", reference_usage(a, command));
        buf_add(out, S(".PP\n"));
        add_text(out, str_format(a, "%s.", command->summary));
        if (command->description)
            add_paragraphs(out, command->description);
        add_options(a, command->options, command->options_len, out);
    }
    buf_add(out, S(".SS Options of every command\n"));
    add_options(a, arguments_common, arguments_common_len, out);
    buf_add(out, S(".SH MEASURES\n"));
    for (unsigned i = 0; i < metric_index_len; i++)
        add_entry(out, str_of_chars(metric_index[i]->name),
                  str_format(a, "%s: %s", metric_index[i]->title, metric_index[i]->about));
}

static void add_manual(struct arena *a, struct buf *out)
{
    for (size_t s = 0; s < manual_len; s++) {
        add_heading(out, ".SH", upper(a, str_of_chars(manual[s].title)));
        for (size_t p = 0; p < manual[s].parts_len; p++) {
            const struct manual_part *part = &manual[s].parts[p];
            if (part->text)
                add_paragraphs(out, part->text);
            for (const struct manual_entry *e = part->entries; e && e->term; e++)
                add_entry(out, str_of_chars(e->term), str_of_chars(e->about));
        }
    }
}

void reference_to_man(struct arena *a, struct buf *out)
{
    buf_addf(out, ".\\\" SPDX-License-Identifier: AGPL-3.0-or-later\n"
                  ".\\\" Made by `attune help --as man`.\n");
    buf_addf(out, ".TH ATTUNE 1 \"\" \"Attune %s\" \"User Commands\"\n", version_number);
    buf_add(out, S(".nh\n.ad l\n.SH NAME\n"));
    buf_addf(out, "attune \\- %s\n.SH SYNOPSIS\n", manual_summary);
    for (unsigned i = 0; i < command_index_len; i++) {
        buf_add(out, i ? S(".br\n") : S(""));
        add_line(out, ".B", reference_usage(a, command_index[i]));
    }
    buf_add(out, S(".SH DESCRIPTION\n"));
    add_paragraphs(out, manual_description);
    add_commands(a, out);
    add_manual(a, out);
    buf_add(out, S(".SH EXAMPLES\n"));
    for (unsigned i = 0; i < command_index_len; i++)
        if (command_index[i]->examples)
            add_examples(command_index[i], out);
    buf_add(out, S(".SH COPYRIGHT\n"));
    add_paragraphs(out, manual_licence);
}
