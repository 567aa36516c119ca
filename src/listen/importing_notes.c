/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What somebody should know of an import that no number says.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/importing_private.h"

struct import_note *importing_note(struct importing *i, const char *code, const char *key,
                                   uint64_t number, str text)
{
    struct import_note *note = &i->notes[i->report.notes_len++];
    *note = (struct import_note){.code = code, .key = key, .number = number, .text = text};
    return note;
}

/* What the door refused before an earlier import was stopped is counted, but not known. */
static void add_refused_before(struct importing *i)
{
    uint64_t before = (uint64_t)i->refused_before;
    if (before)
        importing_note(
            i, "refused_before", "n", before,
            str_format(i->a,
                       "%llu of the refused were refused before the import was stopped, and "
                       "are not listed; the same command again lists them.",
                       (unsigned long long)before));
}

static void add_hidden(struct importing *i)
{
    const struct table_workbook *w = &i->table.workbook;
    if (!w->hidden_rows && !w->hidden_columns)
        return;
    struct import_note *note = importing_note(
        i, "hidden_cells", "rows", w->hidden_rows,
        str_format(i->a,
                   "%llu rows and %zu columns are hidden in the sheet; they were read as any.",
                   (unsigned long long)w->hidden_rows, w->hidden_columns));
    note->also_key = "columns";
    note->also = w->hidden_columns;
}

static void add_mixed_note(struct importing *i, const struct table_mixed *mixed)
{
    bool one = mixed->records == 1;
    struct import_note *note = importing_note(
        i, "mixed_encoding", "records", mixed->records,
        str_format(i->a,
                   "%llu record%s, in %.*s, %s not in the encoding of the rest; what is not was "
                   "read character by character.",
                   (unsigned long long)mixed->records, one ? "" : "s",
                   STR(table_mixed_lines(i->a, mixed)), one ? "is" : "are"));
    note->lines = mixed->lines;
    note->lines_len = table_mixed_listed(mixed);
}

static void add_left_out(struct importing *i)
{
    uint64_t left_out = i->table.left_out;
    if (left_out)
        importing_note(
            i, "left_out", "records", left_out,
            str_format(i->a,
                       "%llu record%s left out: %.*s says that %s a preview, a test or spam. "
                       "In the map: left out: none",
                       (unsigned long long)left_out, left_out == 1 ? " is" : "s are",
                       STR(text_quote(i->a, i->table.header[i->table.reading->status])),
                       left_out == 1 ? "it is" : "each is"));
}

static void add_cards(struct importing *i)
{
    unsigned long long cards = i->refusals.cards;
    if (cards)
        importing_note(
            i, "cards_masked", "numbers", cards,
            str_format(i->a,
                       "%llu number%s of payment cards within what people wrote %s masked but "
                       "for the last four digits.",
                       cards, cards == 1 ? "" : "s", cards == 1 ? "is" : "are"));
}

static void add_left_out_by_map(struct importing *i)
{
    uint64_t left_out = i->table.left_out_by_map;
    if (left_out)
        importing_note(i, "left_out_by_map", "records", left_out,
                       str_format(i->a, "%llu record%s left out, as the map says.",
                                  (unsigned long long)left_out, left_out == 1 ? " is" : "s are"));
}

static void add_joined(struct importing *i)
{
    const struct join *j = i->table.wish.join;
    const struct join_counts *n = &i->table.joined;
    if (!j || !join_has_key(j))
        return;
    struct buf b = buf_make(i->a, 8 * KIB);
    buf_addf(&b, "%llu of %llu records have their row in %.*s, by %.*s",
             (unsigned long long)n->matched, (unsigned long long)n->matched + n->unmatched,
             STR(text_quote(i->a, j->name)), STR(text_quote(i->a, j->by_name)));
    if (!str_equal(j->by_name, j->to_name))
        buf_addf(&b, " = %.*s", STR(text_quote(i->a, j->to_name)));
    if (n->unmatched && n->first_unmatched.len)
        buf_addf(&b, "; %llu have not, such as that of %.*s", (unsigned long long)n->unmatched,
                 STR(text_quote(i->a, n->first_unmatched)));
    else if (n->unmatched)
        buf_addf(&b, "; %llu have no key", (unsigned long long)n->unmatched);
    if (n->unused)
        buf_addf(&b, "; %llu of its %llu keys are no record's", (unsigned long long)n->unused,
                 (unsigned long long)j->keys.keys);
    if (j->keys.repeated)
        buf_addf(&b, "; %llu rows repeat another", (unsigned long long)j->keys.repeated);
    if (j->keys.keyless)
        buf_addf(&b, "; %llu have no key", (unsigned long long)j->keys.keyless);
    if (j->keys.refused)
        buf_addf(&b, "; %llu have another number of cells than its header, and are left out",
                 (unsigned long long)j->keys.refused);
    buf_add_char(&b, '.');
    importing_note(i, "joined", "records", n->matched, buf_str(&b));
}

enum { NAMES_SAID = 5 };

static str names_text(struct arena *a, const str *names, size_t len)
{
    struct buf b = buf_make(a, MIB);
    for (size_t n = 0; n < len && n < NAMES_SAID; n++)
        buf_addf(&b, "%s%.*s", n ? ", " : "", STR(text_quote(a, names[n])));
    if (len > NAMES_SAID)
        buf_addf(&b, " and %zu more", len - NAMES_SAID);
    return buf_str(&b);
}

static void add_columns(struct importing *i, const char *code, const str *names, size_t len,
                        const char *what)
{
    if (len == 0)
        return;
    struct import_note *note =
        importing_note(i, code, "columns", len,
                       str_format(i->a, "%s: %.*s.", what, STR(names_text(i->a, names, len))));
    note->names = names;
    note->names_len = len;
}

static void add_changes(struct importing *i)
{
    const struct import_changes *c = &i->changes;
    add_columns(i, "columns_new", c->came, c->came_len,
                "Columns that no file of this source had before");
    add_columns(i, "columns_gone", c->gone, c->gone_len,
                "Columns that files of this source had, and this one has not");
}

static void add_memory(struct importing *i)
{
    const struct import_memory *m = i->ask.memory;
    if (m)
        importing_note(i, "remembered", "import", (uint64_t)m->import,
                       str_format(i->a,
                                  "The columns are taken for what they were the last time, in "
                                  "import %lld (%.*s); the map says what that is.",
                                  (long long)m->import, STR(text_quote(i->a, m->name))));
}

/* A file of this kind was read with a map before, and this one is not. */
static void add_unused_memory(struct importing *i)
{
    const struct import_memory *m = &i->unused;
    if (m->import)
        importing_note(i, "read_otherwise", "import", (uint64_t)m->import,
                       str_format(i->a,
                                  "Import %lld (%.*s) was read by a map, and this file without "
                                  "one: its columns may be taken for something else. --as-before "
                                  "reads it as that one.",
                                  (long long)m->import, STR(text_quote(i->a, m->name))));
}

void importing_add_notes(struct importing *i)
{
    add_memory(i);
    add_unused_memory(i);
    add_changes(i);
    add_refused_before(i);
    add_joined(i);
    add_left_out(i);
    add_left_out_by_map(i);
    add_cards(i);
    if (i->table.mixed.records)
        add_mixed_note(i, &i->table.mixed);
    if (i->table.left_out_tail || i->lines.left_out_tail)
        importing_note(
            i, "file_grew", "records_left_out", 1,
            S("The file grew while it was read; its last record was not complete and is left "
              "out."));
    add_hidden(i);
    if (!i->is_lines && !i->ask.at_is_given && i->plan.roles[IMPORT_ROLE_TIME] == IMPORT_NONE)
        importing_note(
            i, "assumed_times", NULL, 0,
            S("Nothing says when these answers were given: the time of the import is assumed, "
              "and trends leave them out."));
}
