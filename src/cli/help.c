/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/help.h"

#include "base/limits.h"
#include "base/text.h"
#include "cli/command_index.h"
#include "cli/reference.h"
#include "draw/terminal.h"
#include "understand/metric.h"
#include "understand/metric_index.h"

enum {
    TEXT_WIDTH_MAX = 100, /* lines longer than that are hard to read */
    INDENT = 2,
    GAP = 2,
    TERM_WIDTH_MAX = 28, /* a longer term stands on a line of its own */
    ABOUT_WIDTH_MIN = 30 /* less room beside the terms: below them */
};

struct page {
    struct arena *arena;
    struct terminal terminal;
    size_t width;
    struct buf out;
};

/* A term and what it is about. */
struct entry {
    str term, about;
};

static struct page page_make(struct call *c)
{
    struct page p = {.arena = c->arena, .terminal = terminal_of_stream(c->out)};
    p.width = p.terminal.width < TEXT_WIDTH_MAX ? p.terminal.width : TEXT_WIDTH_MAX;
    p.out = buf_make(c->arena, MIB);
    return p;
}

static struct err *print(struct call *c, const struct page *p)
{
    (void)fwrite(p->out.ptr, 1, p->out.len, c->out);
    return NULL;
}

static void add(struct page *p, enum tone tone, str s)
{
    str safe = p->terminal.utf8 ? text_escape(p->arena, s) : text_to_ascii(p->arena, s);
    terminal_add(p->terminal, &p->out, tone, safe);
}

static void add_blanks(struct page *p, size_t blanks)
{
    buf_add_repeated(&p->out, S(" "), blanks);
}

static void add_heading(struct page *p, str title)
{
    buf_add_char(&p->out, '\n');
    add(p, TONE_STRONG, title);
    buf_add_char(&p->out, '\n');
}

/* Wrapped.  Lines stand behind indent blanks; those of the first one are there
 * already, and empty lines have none. */
static void add_wrapped(struct page *p, enum tone tone, str text, size_t indent)
{
    size_t width = p->width > indent + 10 ? p->width - indent : 10;
    bool first = true;
    do {
        str line = text_wrap_next(&text, width);
        if (!first && line.len)
            add_blanks(p, indent);
        add(p, tone, line);
        buf_add_char(&p->out, '\n');
        first = false;
    } while (text.len);
}

static void add_paragraphs(struct page *p, const char *text, size_t indent)
{
    add_blanks(p, indent);
    add_wrapped(p, TONE_PLAIN, str_of_chars(text), indent);
}

/* Cells of the column of terms; 0: what they are about stands below them. */
static size_t width_of_terms(const struct page *p, const struct entry *entries, size_t len)
{
    size_t widest = 0;
    for (size_t i = 0; i < len; i++) {
        size_t width = text_width(entries[i].term);
        widest = width > widest && width <= TERM_WIDTH_MAX ? width : widest;
    }
    return INDENT + widest + GAP + ABOUT_WIDTH_MIN <= p->width ? widest : 0;
}

static void add_entries(struct page *p, const struct entry *entries, size_t len)
{
    size_t terms = width_of_terms(p, entries, len);
    size_t about_at = terms ? INDENT + terms + GAP : (size_t)3 * INDENT;
    for (size_t i = 0; i < len; i++) {
        size_t width = text_width(entries[i].term);
        add_blanks(p, INDENT);
        if (terms && width <= terms) {
            add(p, TONE_STRONG, entries[i].term);
            add_blanks(p, terms + GAP - width);
        } else {
            add_wrapped(p, TONE_STRONG, entries[i].term, INDENT);
            add_blanks(p, about_at);
        }
        add_wrapped(p, TONE_PLAIN, entries[i].about, about_at);
    }
}

static void add_options(struct page *p, const struct command *command)
{
    size_t len = 0;
    const struct option **options = reference_options(p->arena, command, &len);
    struct entry *entries = ARENA_ARRAY(p->arena, struct entry, len);
    for (size_t i = 0; i < len; i++)
        entries[i] = (struct entry){reference_term(p->arena, options[i]),
                                    reference_about(p->arena, options[i])};
    add_heading(p, S("Options"));
    add_entries(p, entries, len);
}

static void add_measures(struct page *p)
{
    struct entry *entries = ARENA_ARRAY(p->arena, struct entry, metric_index_len);
    for (unsigned i = 0; i < metric_index_len; i++)
        entries[i] = (struct entry){
            str_of_chars(metric_index[i]->name),
            str_format(p->arena, "%s: %s", metric_index[i]->title, metric_index[i]->about)};
    add_heading(p, S("Measures"));
    add_entries(p, entries, metric_index_len);
}

/* Commands are not wrapped, so that they can be copied. */
static void add_examples(struct page *p, const char *examples)
{
    add_heading(p, S("Examples"));
    for (str rest = str_of_chars(examples), answers; rest.len;) {
        str command = reference_example(&rest, &answers);
        if (answers.len) {
            add_blanks(p, INDENT);
            add_wrapped(p, TONE_PLAIN, str_format(p->arena, "# %.*s", STR(answers)), INDENT);
        }
        add_blanks(p, INDENT);
        add(p, TONE_STRONG, command);
        buf_add(&p->out, rest.len && answers.len ? S("\n\n") : S("\n"));
    }
}

static void add_manual_entries(struct page *p, const struct manual_entry *manual_entries)
{
    size_t len = 0;
    while (manual_entries[len].term)
        len++;
    struct entry *entries = ARENA_ARRAY(p->arena, struct entry, len);
    for (size_t i = 0; i < len; i++)
        entries[i] = (struct entry){str_of_chars(manual_entries[i].term),
                                    str_of_chars(manual_entries[i].about)};
    add_entries(p, entries, len);
}

struct err *help_print_all(struct call *c)
{
    struct page p = page_make(c);
    struct entry *entries =
        ARENA_ARRAY(c->arena, struct entry, (size_t)command_index_len + manual_len);
    add_wrapped(&p, TONE_STRONG, str_format(c->arena, "attune: %s", manual_summary), 0);
    buf_add_char(&p.out, '\n');
    add_paragraphs(&p, manual_description, 0);
    add_heading(&p, S("Commands"));
    for (unsigned i = 0; i < command_index_len; i++)
        entries[i] = (struct entry){str_of_chars(command_index[i]->name),
                                    str_of_chars(command_index[i]->summary)};
    add_entries(&p, entries, command_index_len);
    add_heading(&p, S("More about"));
    for (size_t i = 0; i < manual_len; i++)
        entries[i] = (struct entry){str_of_chars(manual[i].name), str_of_chars(manual[i].summary)};
    add_entries(&p, entries, manual_len);
    buf_add_char(&p.out, '\n');
    add_paragraphs(&p,
                   "attune help score, or attune help conditions, says the rest; the same stands "
                   "in man attune.",
                   0);
    return print(c, &p);
}

struct err *help_print_command(struct call *c, const struct command *command)
{
    struct page p = page_make(c);
    str usage = reference_usage(c->arena, command);
    add_wrapped(&p, TONE_STRONG,
                str_format(c->arena, "attune %s: %s", command->name, command->summary), 0);
    buf_add(&p.out, S("\nUsage: "));
    add_wrapped(&p, TONE_PLAIN, usage, S("Usage: ").len);
    if (command->description) {
        buf_add_char(&p.out, '\n');
        add_paragraphs(&p, command->description, 0);
    }
    if (reference_has_measures(command))
        add_measures(&p);
    add_options(&p, command);
    if (command->examples)
        add_examples(&p, command->examples);
    buf_add_char(&p.out, '\n');
    add_paragraphs(&p, "attune help lists what there is more to read.", 0);
    return print(c, &p);
}

struct err *help_print_section(struct call *c, const struct manual_section *section)
{
    struct page p = page_make(c);
    add(&p, TONE_STRONG, str_of_chars(section->title));
    buf_add(&p.out, S("\n"));
    for (size_t i = 0; i < section->parts_len; i++) {
        buf_add_char(&p.out, '\n');
        if (section->parts[i].text)
            add_paragraphs(&p, section->parts[i].text, 0);
        if (section->parts[i].text && section->parts[i].entries)
            buf_add_char(&p.out, '\n');
        if (section->parts[i].entries)
            add_manual_entries(&p, section->parts[i].entries);
    }
    return print(c, &p);
}
