/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_report_cmd.h"

#include "base/limits.h"
#include "base/text.h"
#include "draw/sheet.h"

enum { REFUSED_SHOWN = 5, DIGITS_MAX = 32, THOUSAND = 1000 };

/* 2,831 */
static str count_text(struct arena *a, uint64_t n)
{
    struct buf b = buf_make(a, DIGITS_MAX);
    uint64_t part = 1;
    while (n / part >= THOUSAND)
        part *= THOUSAND;
    buf_addf(&b, "%u", (unsigned)(n / part));
    for (part /= THOUSAND; part > 0; part /= THOUSAND)
        buf_addf(&b, ",%03u", (unsigned)(n / part % THOUSAND));
    return buf_str(&b);
}

static str plural(uint64_t n, str one, str many)
{
    return n == 1 ? one : many;
}

/* ---- what was taken ---- */

static str title_of(struct arena *a, const struct import_report *r)
{
    str n = count_text(a, r->taken), records = plural(r->taken, S("record"), S("records"));
    if (r->dry_run)
        return str_format(a, "%.*s: %.*s %.*s would be taken", STR(r->source), STR(n),
                          STR(records));
    return str_format(a, "%.*s: %.*s %.*s taken", STR(r->source), STR(n), STR(records));
}

static str subtitle_of(struct arena *a, const struct import_report *r)
{
    struct buf b = buf_make(a, KIB);
    buf_addf(&b, "of %.*s in the file", STR(count_text(a, r->rows)));
    if (r->duplicates)
        buf_addf(&b, "; %.*s known already", STR(count_text(a, r->duplicates)));
    if (r->refused)
        buf_addf(&b, "; %.*s refused", STR(count_text(a, r->refused)));
    if (r->resumed)
        buf_add(&b, S("; went on where an earlier import had stopped"));
    if (r->dry_run)
        buf_add(&b, S("; a trial: nothing was written"));
    return buf_str(&b);
}

/* ---- columns ---- */

static str name_of(struct arena *a, const struct import_plan *p, size_t i)
{
    str name = p->columns[i].column;
    return name.len ? name : str_format(a, "column %zu", i + 1);
}

static str missing_of(struct arena *a, const struct import_plan_column *c)
{
    struct buf b = buf_make(a, KIB);
    for (size_t i = 0; i < c->missing_len; i++) {
        buf_add(&b, i ? S(", ") : S(""));
        buf_add(&b, c->missing[i]);
    }
    return buf_str(&b);
}

static str kind_of(struct arena *a, const struct import_plan *p, size_t i)
{
    const struct import_plan_column *c = &p->columns[i];
    str kind = c->kind == IMPORT_SKIP ? S("not kept") : import_kind_name(c->kind);
    if (c->has_scale)
        kind = str_format(a, "%.*s %.*s–%.*s", STR(kind), STR(decimal_to_str(a, c->scale.lo)),
                          STR(decimal_to_str(a, c->scale.hi)));
    enum import_role role;
    if (import_report_role(p, i, &role))
        kind = str_format(a, "%.*s, says the %.*s", STR(kind), STR(import_role_name(role)));
    return kind;
}

static bool means_something(struct arena *a, const struct import_plan *p)
{
    for (size_t i = 0; i < p->columns_len; i++)
        if (meaning_text(a, &p->columns[i].meaning).len)
            return true;
    return false;
}

/* Each column in a row: a trial is there to be looked through. */
static struct sheet *list_columns(struct arena *a, const struct import_plan *p)
{
    const struct sheet_column columns[] = {
        {.header = S("Column"), .kind = SHEET_TEXT, .shrinks = true},
        {.header = S("Field"), .kind = SHEET_TEXT, .shrinks = true},
        {.header = S("Kind"), .kind = SHEET_TEXT},
        {.header = S("Missing"), .kind = SHEET_TEXT, .shrinks = true, .leaves = 2},
        {.header = S("Measures"), .kind = SHEET_TEXT, .shrinks = true, .leaves = 1},
    };
    size_t len = sizeof columns / sizeof *columns;
    struct sheet *s = sheet_make(a, columns, means_something(a, p) ? len : len - 1);
    for (size_t i = 0; i < p->columns_len; i++) {
        const struct import_plan_column *c = &p->columns[i];
        sheet_add_row(s, c->kind == IMPORT_SKIP ? TONE_FAINT : TONE_PLAIN);
        sheet_put(s, 0, name_of(a, p, i), TONE_PLAIN);
        sheet_put(s, 1, c->field, TONE_PLAIN);
        sheet_put(s, 2, kind_of(a, p, i), TONE_PLAIN);
        sheet_put(s, 3, missing_of(a, c), TONE_PLAIN);
        str means = meaning_text(a, &c->meaning);
        if (means.len)
            sheet_put(s, len - 1, means, TONE_PLAIN);
    }
    return s;
}

/* "recommend (NETPRO), q7all, …": keys, with the column where it is called otherwise. */
static str fields_of_kind(struct arena *a, const struct import_plan *p, enum import_kind kind,
                          size_t *len)
{
    struct buf b = buf_make(a, 2 * KIB); /* more does not fit into a line */
    *len = 0;
    for (int pass = 0; pass < 2; pass++) /* fields that all sources share come first */
        for (size_t i = 0; i < p->columns_len; i++) {
            const struct import_plan_column *c = &p->columns[i];
            if (c->kind != kind || c->is_shared != (pass == 0))
                continue;
            buf_add(&b, (*len)++ ? S(", ") : S(""));
            buf_add(&b, c->field.len ? c->field : name_of(a, p, i));
            if (!c->is_shared)
                continue;
            buf_add(&b, S(" ("));
            buf_add(&b, name_of(a, p, i));
            buf_add_char(&b, ')');
        }
    return buf_str(&b);
}

static struct sheet *sum_up_columns(struct arena *a, const struct import_plan *p)
{
    static const str nouns[IMPORT_KIND_COUNT] = {
        [IMPORT_SCORE] = S_INIT("scores"),     [IMPORT_CHOICE] = S_INIT("choices"),
        [IMPORT_NUMBER] = S_INIT("numbers"),   [IMPORT_TEXT] = S_INIT("texts"),
        [IMPORT_COMMENT] = S_INIT("comments"), [IMPORT_DATE] = S_INIT("dates"),
        [IMPORT_ID] = S_INIT("ids"),           [IMPORT_SKIP] = S_INIT("not kept"),
    };
    const struct sheet_column columns[] = {
        {.header = S("Kind"), .kind = SHEET_TEXT},
        {.header = S("Columns"), .kind = SHEET_NUMBER},
        {.header = S("Fields"), .kind = SHEET_TEXT, .shrinks = true},
    };
    struct sheet *s = sheet_make(a, columns, sizeof columns / sizeof *columns);
    for (unsigned kind = 0; kind < IMPORT_KIND_COUNT; kind++) {
        size_t len = 0;
        str fields = fields_of_kind(a, p, (enum import_kind)kind, &len);
        if (len == 0)
            continue;
        sheet_add_row(s, kind == IMPORT_SKIP ? TONE_FAINT : TONE_PLAIN);
        sheet_put(s, 0, nouns[kind], TONE_PLAIN);
        sheet_put(s, 1, count_text(a, len), TONE_PLAIN);
        sheet_put(s, 2, fields, TONE_PLAIN);
    }
    return s;
}

static struct sheet *sheet_of(struct arena *a, const struct import_report *r)
{
    static const struct import_plan nothing = {.columns_len = 0};
    const struct import_plan *p = r->plan ? r->plan : &nothing;
    return r->dry_run ? list_columns(a, p) : sum_up_columns(a, p);
}

/* ---- below the table ---- */

static void add_refused(struct arena *a, struct sheet *s, const struct import_report *r)
{
    size_t shown = r->refused_listed < REFUSED_SHOWN ? r->refused_listed : REFUSED_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        const struct refusal *x = &r->refused_first[i];
        str place = x->column.len ? str_format(a, ", %.*s", STR(text_quote(a, x->column))) : S("");
        str value = x->value.len ? str_format(a, " %.*s", STR(text_quote(a, x->value))) : S("");
        sheet_add_note(s, str_format(a, "Refused: line %llu%.*s:%.*s %.*s",
                                     (unsigned long long)x->line, STR(place), STR(value),
                                     STR(x->reason)));
    }
    if (r->refused > shown)
        sheet_add_note(s, str_format(a, "%.*s more refused; --format json lists the first %zu.",
                                     STR(count_text(a, r->refused - shown)), LIMIT_REFUSED_LISTED));
}

static void add_notes(struct arena *a, struct sheet *s, const struct import_report *r)
{
    for (size_t i = 0; i < r->notes_len; i++)
        sheet_add_note(s, r->notes[i].text);
    for (size_t i = 0; r->plan && i < r->plan->questions_len; i++) {
        const struct import_question *q = &r->plan->questions[i];
        struct buf b = buf_make(a, q->text.len + q->map.len + sizeof " In the map: ");
        bool has_lines = str_has(q->map, '\n');
        buf_add(&b, q->text);
        buf_add(&b, has_lines ? S(" In the map:") : S(" In the map: "));
        if (!has_lines)
            buf_add(&b, q->map); /* not by a format: a name may hold a NUL */
        sheet_add_note(s, buf_str(&b));
        for (str rest = has_lines ? q->map : (str){NULL, 0}; rest.ptr;)
            sheet_add_note_line(s, str_cut(rest, '\n', &rest));
    }
}

void import_report_to_text(struct arena *a, const struct import_report *r, struct terminal t,
                           struct buf *out)
{
    struct sheet *s = sheet_of(a, r);
    sheet_set_title(s, title_of(a, r), subtitle_of(a, r));
    add_refused(a, s, r);
    add_notes(a, s, r);
    sheet_print(s, t, out);
}
