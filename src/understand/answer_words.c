/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/answer_words.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"

#define MINUS "\xE2\x88\x92"

enum { LISTED_IN_WORDS = 3, MISSING_IN_WORDS = 20 };

str words_number(struct arena *a, double number, int places)
{
    char digits[64];
    double shown = fabs(number);
    (void)snprintf(digits, sizeof digits, "%.*f", places, shown);
    str plain = str_of_chars(digits), rest = {NULL, 0};
    str whole = str_cut(plain, '.', &rest);
    struct buf b = buf_make(a, 256);
    bool zero = true;
    for (size_t i = 0; i < plain.len; i++)
        zero = zero && (plain.ptr[i] == '0' || plain.ptr[i] == '.');
    if (number < 0 && !zero)
        buf_add(&b, S(MINUS));
    for (size_t i = 0; i < whole.len; i++) {
        if (i > 0 && (whole.len - i) % 3 == 0)
            buf_add_char(&b, ',');
        buf_add_char(&b, whole.ptr[i]);
    }
    if (rest.ptr)
        buf_addf(&b, ".%.*s", STR(rest));
    return buf_str(&b);
}

/* As many places as the number has, six at most. */
static str words_exact(struct arena *a, double number)
{
    int places = 0;
    for (double unit = 1; places < 6 && rint(number * unit) / unit != number; unit *= 10)
        places++;
    return words_number(a, number, places);
}

str words_count(struct arena *a, double count)
{
    return words_number(a, count, 0);
}

int words_places(const struct metric *m)
{
    return m->family == FAMILY_MEAN && m->fields == FIELDS_ONE ? 2 : 1;
}

str words_interval(struct arena *a, const struct estimate *e, int places)
{
    if (!e->has_interval)
        return S("");
    return str_format(a, "%.*s to %.*s", STR(words_number(a, e->lo, places)),
                      STR(words_number(a, e->hi, places)));
}

str words_status(const struct estimate *e)
{
    if (e->n > 0 && e->n < BASE_TOO_FEW) /* whatever else is to be said of them */
        return S("too few answers");
    switch (e->status) {
    case STATUS_NO_DATA:
        return S("no answers");
    case STATUS_TOO_FEW:
        return S("too few answers");
    case STATUS_LOW_BASE:
        return S("few answers");
    case STATUS_DEGENERATE:
        return e->has_persons && e->persons < e->n ? S("all persons alike")
                                                   : S("all answers equal");
    case STATUS_SUPPRESSED:
        return S("protected");
    case STATUS_NOT_CONVERGED:
        return S("no solution found");
    case STATUS_OK:
    case STATUS_COUNT:
        break;
    }
    return e->has_value && !e->has_interval ? S("one person") : S("");
}

/* Why there is no verdict, and what it would take. */
static str words_cannot_tell(struct arena *a, const struct answer_row *row)
{
    const struct contrast *c = &row->contrast;
    if (c->other.n == 0)
        return S("nothing to compare with");
    if (row->estimate.n < BASE_TOO_FEW || c->other.n < BASE_TOO_FEW)
        return S("too few answers to tell");
    if (!c->difference.has_interval)
        return S("cannot tell: no interval");
    if (!(c->matters > 0))
        return S("cannot tell: all to compare with are equal");
    if (!c->has_more_n || c->more_n < 1)
        return S("cannot tell");
    str more = words_count(a, c->more_n);
    if (row->has_by_date)
        return str_format(a, "cannot tell yet (+%.*s by %.*s)", STR(more),
                          STR(period_label(a, PERIOD_DAY, row->by_date)));
    return str_format(a, "cannot tell yet (+%.*s)", STR(more));
}

str words_verdict(struct arena *a, const struct answer_row *row, int places)
{
    const struct contrast *c = &row->contrast;
    str by = words_number(a, fabs(c->difference.diff), places);
    switch (c->verdict) {
    case VERDICT_UP:
        return str_format(a, "higher by %.*s", STR(by));
    case VERDICT_DOWN:
        return str_format(a, "lower by %.*s", STR(by));
    case VERDICT_UP_SMALL:
        return str_format(a, "higher by %.*s, too little to matter", STR(by));
    case VERDICT_DOWN_SMALL:
        return str_format(a, "lower by %.*s, too little to matter", STR(by));
    case VERDICT_SAME:
        return S("no difference that matters");
    case VERDICT_CANNOT_TELL:
    case VERDICT_COUNT:
        break;
    }
    return words_cannot_tell(a, row);
}

str words_limits(const struct answer_row *row)
{
    if (!row->has_limits)
        return S("");
    if (row->limits.out)
        return row->estimate.value > row->limits.centre ? S("above limits") : S("below limits");
    return row->limits.run ? S("8 on one side") : S("within");
}

static double part_number(const struct note *note, const char *key)
{
    for (size_t i = 0; i < note->parts_len; i++)
        if (str_equal(str_of_chars(note->parts[i].key), str_of_chars(key)))
            return note->parts[i].number;
    return 0;
}

static str part_text(const struct note *note, const char *key)
{
    for (size_t i = 0; i < note->parts_len; i++)
        if (str_equal(str_of_chars(note->parts[i].key), str_of_chars(key)))
            return note->parts[i].text;
    return S("");
}

static str words_scale_guessed(struct arena *a, const struct note *note)
{
    if (note->parts_len == 0)
        return str_format(
            a, "Each item's scale was taken from the codes that occur in it, and they differ%s",
            note->of_record ? "." : "; --scale LO-HI gives all of them one.");
    return str_format(a, "The scale was taken from the codes that occur: %.*s to %.*s%s",
                      STR(words_exact(a, note->parts[0].number)),
                      STR(words_exact(a, note->parts[0].second)),
                      note->of_record ? "; a map of the import can say it otherwise."
                                      : "; --scale LO-HI says it otherwise.");
}

static str words_chance_only(struct arena *a, const struct note *note)
{
    if (str_equal(part_text(note, "reached"), S("open")))
        return S("Everybody could answer: the intervals know chance only, not who chose to.");
    return str_format(a, "The intervals know chance only, not who chose to answer%s",
                      note->of_record ? "." : "; --reached says how people were reached.");
}

static str words_finite_population(struct arena *a, const struct note *note)
{
    bool in_period = part_text(note, "in").len > 0;
    return str_format(a, "%s%.*s of %.*s people answered%s; the intervals know that.",
                      in_period ? "Up to " : "", STR(words_count(a, part_number(note, "n"))),
                      STR(words_count(a, part_number(note, "population"))),
                      in_period ? " in a period" : "");
}

static str words_census(struct arena *a, const struct note *note)
{
    return str_format(a, "All %.*s people answered%s: such a value has no sampling error.",
                      STR(words_count(a, part_number(note, "population"))),
                      part_text(note, "in").len > 0 ? " in a period" : "");
}

static str words_no_weight(struct arena *a, const struct note *note)
{
    double n = part_number(note, "n");
    return str_format(a, "%.*s answer%s left out: the weight is empty, no number or not above 0.",
                      STR(words_count(a, n)), n == 1 ? " is" : "s are");
}

static str words_compared(struct arena *a, const struct note *note)
{
    return str_format(a,
                      "%.*s comparisons were looked at; higher and lower hold after correction for "
                      "that (Benjamini\xE2\x80\x93Hochberg, q at most 0.05).",
                      STR(words_count(a, part_number(note, "n"))));
}

static str words_running(struct arena *a, const struct note *note)
{
    double n = part_number(note, "n");
    return str_format(a, "The running period %.*s is left out with its %.*s answer%s.",
                      STR(part_text(note, "period")), STR(words_count(a, n)), n == 1 ? "" : "s");
}

static str words_mixed(struct arena *a, const struct note *note)
{
    double n = part_number(note, "records");
    struct table_mixed mixed = {.records = (uint64_t)n};
    for (size_t i = 0; i < note->parts_len; i++)
        if (note->parts[i].kind == NOTE_LINES)
            memcpy(mixed.lines, note->parts[i].lines,
                   note->parts[i].lines_len * sizeof *mixed.lines);
    return str_format(a,
                      "%.*s record%s, in %.*s, %s not in the encoding of the rest; what is not was "
                      "read character by character.",
                      STR(words_count(a, n)), n == 1 ? "" : "s", STR(table_mixed_lines(a, &mixed)),
                      n == 1 ? "is" : "are");
}

static str words_left_out(struct arena *a, const struct note *note)
{
    double n = part_number(note, "records");
    return str_format(a, "%.*s record%s left out: the file says that %s a preview, a test or spam.",
                      STR(words_count(a, n)), n == 1 ? " is" : "s are",
                      n == 1 ? "it is" : "each is");
}

static str words_grew(struct arena *a, const struct note *note)
{
    (void)a;
    (void)note;
    return S("The file grew while it was read; its last, incomplete record is left out.");
}

static str words_other_sheets(struct arena *a, const struct note *note)
{
    double n = part_number(note, "n");
    return str_format(a,
                      "The sheet %.*s was read; %.*s other%s of the workbook %s something in %s "
                      "(--sheet).",
                      STR(text_quote(a, part_text(note, "sheet"))), STR(words_count(a, n)),
                      n == 1 ? "" : "s", n == 1 ? "has" : "have", n == 1 ? "it" : "them");
}

static str words_title(struct arena *a, const struct note *note)
{
    return str_format(a, "The names of the columns stand in line %.0f, below %.*s.",
                      part_number(note, "line"), STR(text_quote(a, part_text(note, "title"))));
}

static str words_hidden(struct arena *a, const struct note *note)
{
    double rows = part_number(note, "rows"), columns = part_number(note, "columns");
    return str_format(a, "%.*s row%s and %.*s column%s are hidden in the sheet, and count as any.",
                      STR(words_count(a, rows)), rows == 1 ? "" : "s", STR(words_count(a, columns)),
                      columns == 1 ? "" : "s");
}

static str words_date_order(struct arena *a, const struct note *note)
{
    (void)a;
    (void)note;
    return S("No date says whether the month or the day stands first; the month was taken.");
}

static str words_assumed(struct arena *a, const struct note *note)
{
    double n = part_number(note, "n");
    return str_format(a,
                      "%.*s answer%s left out: nothing says when %s given, and the time of the "
                      "import was assumed.",
                      STR(words_count(a, n)), n == 1 ? " is" : "s are",
                      n == 1 ? "it was" : "they were");
}

static str words_sources(struct arena *a, const struct note *note)
{
    struct buf b = buf_make(a, MIB);
    const struct note_part *part = &note->parts[0];
    buf_add(&b, S("Answers of several sources: "));
    for (size_t i = 0; i < part->counts_len; i++)
        buf_addf(&b, "%s%.*s (%.*s)", i ? ", " : "", STR(part->counts[i].name),
                 STR(words_count(a, (double)part->counts[i].n)));
    buf_add_char(&b, '.');
    return buf_str(&b);
}

str words_note(struct arena *a, const struct note *note)
{
    static const struct {
        str code;
        str (*words)(struct arena *a, const struct note *note);
    } all[] = {
        {S_INIT("scale_guessed"), words_scale_guessed},
        {S_INIT("chance_only"), words_chance_only},
        {S_INIT("finite_population"), words_finite_population},
        {S_INIT("census"), words_census},
        {S_INIT("no_weight"), words_no_weight},
        {S_INIT("compared"), words_compared},
        {S_INIT("running_period_left_out"), words_running},
        {S_INIT("mixed_encoding"), words_mixed},
        {S_INIT("assumed_times"), words_assumed},
        {S_INIT("sources"), words_sources},
        {S_INIT("left_out"), words_left_out},
        {S_INIT("file_grew"), words_grew},
        {S_INIT("other_sheets"), words_other_sheets},
        {S_INIT("hidden_cells"), words_hidden},
        {S_INIT("title_above"), words_title},
        {S_INIT("date_order_guessed"), words_date_order},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_equal(all[i].code, str_of_chars(note->code)))
            return all[i].words(a, note);
    return str_of_chars(note->code);
}

str words_refused(struct arena *a, const struct answer *answer)
{
    struct buf b = buf_make(a, 8192);
    buf_addf(&b, "%.*s refused: ", STR(words_count(a, (double)answer->refused_len)));
    for (size_t i = 0; i < answer->refused_listed && i < LISTED_IN_WORDS; i++) {
        const struct refusal *r = &answer->refused[i];
        buf_addf(&b, "%s", i ? "; " : "");
        if (r->signal.len)
            buf_addf(&b, "signal %.*s", STR(r->signal));
        else
            buf_addf(&b, "line %llu", (unsigned long long)r->line);
        if (r->column.len)
            buf_addf(&b, ", %.*s in %.*s", STR(text_quote(a, r->value)),
                     STR(text_quote(a, r->column)));
        buf_addf(&b, " (%.*s)", STR(r->reason));
    }
    if (answer->refused_len > LISTED_IN_WORDS)
        buf_add(&b, S("; \xE2\x80\xA6 --format json lists the first hundred"));
    buf_add_char(&b, '.');
    return buf_str(&b);
}

str words_missing(struct arena *a, const struct answer *answer)
{
    struct buf b = buf_make(a, 8192);
    buf_add(&b, S("Taken as no answer: "));
    for (size_t i = 0; i < answer->missing_len && i < MISSING_IN_WORDS; i++)
        buf_addf(&b, "%s%.*s", i ? ", " : "", STR(text_escape(a, answer->missing[i])));
    if (answer->missing_len > MISSING_IN_WORDS)
        buf_addf(&b, " and %zu more", answer->missing_len - MISSING_IN_WORDS);
    buf_add(&b, answer->of_record ? S(".") : S("; --missing none or --scale says otherwise."));
    return buf_str(&b);
}
