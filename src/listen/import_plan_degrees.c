/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Answers in words.  A cell that is the label of a code counts as the code ("Strongly agree" as
 * 5, "10 - Extremely likely" as 10), where a map or the record says what codes stand for; and of
 * columns whose words stand in an order it is asked whether they are scores.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "engine/dictionary.h"
#include "listen/degree.h"
#include "listen/import_plan_private.h"
#include "listen/no_answer.h"

enum {
    NUMBERED_MAX = 16, /* different texts of a scale with words beside its numbers */
    CODE_DIGITS = 2,
    TEXTS_JOIN_MIN = 2, /* degrees of a column that belongs to others */
};

/* ---- from words to codes ---- */

/* Takes what stands between a number and its words, and around these, off their ends. */
static str without_marks(str s)
{
    static const str fronts[] = {S_INIT("–"), S_INIT("—"), S_INIT("-"), S_INIT("="),
                                 S_INIT(":"), S_INIT("."), S_INIT("("), S_INIT("[")};
    size_t i = 0;
    for (s = str_trim(s); i < sizeof fronts / sizeof *fronts;) {
        if (!str_starts_with(s, fronts[i])) {
            i++;
            continue;
        }
        s = str_trim(str_slice(s, fronts[i].len, s.len));
        i = 0; /* a loop: a cell may be a megabyte of dashes */
    }
    bool is_closed = s.len > 0 && str_has(S(")]"), s.ptr[s.len - 1]);
    return is_closed ? str_trim(str_slice(s, 0, s.len - 1)) : s;
}

/* "10 - Extremely likely", "1 (poor)": the number at its front and the words behind it, with a
 * mark between them. */
static bool is_numbered(str text, str *number, str *words)
{
    size_t digits = 0;
    while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
        digits++;
    str rest = str_trim(str_slice(text, digits, text.len));
    *number = str_slice(text, 0, digits);
    *words = without_marks(rest);
    bool is_marked = words->len > 0 && words->ptr != rest.ptr;
    return digits > 0 && digits <= CODE_DIGITS && is_marked &&
           !str_has(S("0123456789"), words->ptr[0]);
}

static str code_of(const struct field_code *codes, size_t len, str cell)
{
    str number, words;
    bool has_number = is_numbered(cell, &number, &words);
    for (size_t i = 0; i < len; i++) {
        str label = codes[i].label;
        if (label.len && (text_equal_ignoring_case(label, cell) ||
                          (has_number && str_equal(codes[i].code, number) &&
                           text_equal_ignoring_case(label, words))))
            return codes[i].code;
    }
    return cell;
}

str import_plan_answer(const struct import_plan_column *c, str cell)
{
    struct decimal value;
    if (c->spoken_len == 0 || decimal_of_str(cell, &value))
        return cell;
    return code_of(c->spoken, c->spoken_len, cell);
}

/* The profile then reads as one of a file with codes. */
void import_plan_hear_words(struct planning *p, size_t column, const struct field_code *codes,
                            size_t len)
{
    struct import_plan_column *c = &p->columns[column];
    struct import_profile_column *profile = &p->facts[column].profile;
    if (c->kind != IMPORT_SCORE || len == 0 || p->plan.is_export)
        return;
    c->spoken = codes;
    c->spoken_len = len;
    struct scale_text *texts = ARENA_ARRAY(p->a, struct scale_text, profile->texts_len);
    bool is_changed = false;
    for (size_t i = 0; i < profile->texts_len; i++) {
        const struct scale_text *t = &profile->texts[i];
        texts[i] = (struct scale_text){import_plan_answer(c, t->text), t->count};
        if (texts[i].text.ptr == t->text.ptr)
            continue;
        is_changed = true;
        profile->numbers += t->count;
        profile->wholes += t->count;
    }
    if (!is_changed)
        return;
    profile->texts = texts;
    import_plan_count_codes(p->a, &p->facts[column], c->decimal_comma);
}

/* ---- words in an order ---- */

/* Columns that are answered with the same words. */
struct alike {
    str labels[DEGREES_MAX];
    size_t labels_len;
    size_t *columns; /* room for all */
    size_t len;
};

static bool is_open(const struct planning *p, size_t column)
{
    const struct import_plan_column *c = &p->columns[column];
    const struct plan_facts *f = &p->facts[column];
    const struct import_map_column *m = f->section;
    bool is_said = m && (m->has_kind || m->codes_len);
    bool may_be = c->kind == IMPORT_CHOICE || c->kind == IMPORT_TEXT || c->kind == IMPORT_SCORE;
    return may_be && !is_said && c->known == IMPORT_NONE && !c->is_refused && !f->profile.more &&
           f->profile.cells > 0 && !import_plan_has_role(p, column);
}

static bool has_label(const struct alike *g, str label)
{
    for (size_t i = 0; i < g->labels_len; i++)
        if (text_equal_ignoring_case(g->labels[i], label))
            return true;
    return false;
}

/* The labels of a column, beside those in *g; false: it holds something else too. */
static bool add_labels(const struct import_profile_column *c, struct alike *g, size_t *shared)
{
    *shared = 0;
    for (size_t i = 0; i < c->texts_len; i++) {
        str text = c->texts[i].text;
        if (no_answer_says(text))
            continue;
        if (has_label(g, text))
            ++*shared;
        else if (g->labels_len == DEGREES_MAX)
            return false;
        else
            g->labels[g->labels_len++] = text;
    }
    return true;
}

/* A column joins those with which it shares words, where all of theirs make one scale. */
static bool join_alike(const struct planning *p, struct alike *g, size_t column)
{
    struct alike more = *g;
    struct degrees unused;
    size_t shared = 0;
    bool is_first = g->len == 0;
    if (!add_labels(&p->facts[column].profile, &more, &shared) ||
        (!is_first && shared < TEXTS_JOIN_MIN) ||
        !degrees_of_labels(p->a, more.labels, more.labels_len, &unused))
        return false;
    more.columns[more.len++] = column;
    *g = more;
    return true;
}

static void add_missing(const struct planning *p, struct buf *b, size_t column)
{
    const struct import_profile_column *c = &p->facts[column].profile;
    size_t len = 0;
    for (size_t i = 0; i < c->texts_len; i++)
        if (no_answer_says(c->texts[i].text)) {
            buf_add(b, len++ ? S(", ") : S("\nmissing: "));
            import_map_add_code(b, c->texts[i].text);
        }
}

static void add_section(const struct planning *p, struct buf *b, size_t column)
{
    str name = import_map_section(p->a, p->ask->header[column], column, p->facts[column].is_shared);
    buf_addf(b, "%s[", b->len ? "\n" : "");
    buf_add(b, name);
    buf_add(b, S("] "));
}

/* "[A] degrees: low, high" of each column. */
static str degree_lines(const struct planning *p, const struct alike *g, const struct degrees *d)
{
    struct buf b = buf_make(p->a, LIMIT_MAP_BYTES);
    for (size_t k = 0; k < g->len; k++) {
        add_section(p, &b, g->columns[k]);
        for (size_t i = 0; i < d->len; i++) {
            buf_add(&b, i ? S(", ") : S("degrees: "));
            if (d->labels[i].len)
                import_map_add_code(&b, d->labels[i]);
            else
                buf_add(&b, S("-"));
        }
        add_missing(p, &b, g->columns[k]);
    }
    return buf_str(&b);
}

static str first_given(const struct degrees *d)
{
    size_t i = 0;
    while (d->labels[i].len == 0)
        i++;
    return d->labels[i];
}

static str last_given(const struct degrees *d)
{
    size_t i = d->len - 1;
    while (d->labels[i].len == 0)
        i--;
    return d->labels[i];
}

static void ask_alike(struct planning *p, const struct alike *g)
{
    struct degrees d;
    if (!degrees_of_labels(p->a, g->labels, g->labels_len, &d))
        return;
    str more = g->len > 2 ? str_format(p->a, " and %zu more columns are", g->len - 1)
               : g->len == 2
                   ? str_format(p->a, " and %.*s are", STR(import_plan_quote(p, g->columns[1])))
                   : S(" is");
    str until = g->len > 1 ? S("They are choices until the map makes scores of 1 to")
                           : S("It is a choice until the map makes a score of 1 to");
    import_plan_ask_line(
        p, "degrees", degree_lines(p, g, &d),
        str_format(
            p->a,
            "%.*s%.*s answered in words that stand in an order, from %.*s to %.*s. %.*s %zu of %s.",
            STR(import_plan_quote(p, g->columns[0])), STR(more),
            STR(text_quote(p->a, first_given(&d))), STR(text_quote(p->a, last_given(&d))),
            STR(until), d.len, g->len > 1 ? "them" : "it"));
    import_plan_part_column(p, "column", g->columns[0]);
    import_plan_part(p, "low", first_given(&d));
    import_plan_part(p, "high", last_given(&d));
    import_plan_part_count(p, "points", d.len);
    if (g->len > 1)
        import_plan_part_count(p, "more", g->len - 1);
}

/* ---- numbers with words beside them ---- */

/* "[A] kind: score" and what its codes stand for; empty: it is no such column. */
static str numbered_lines(const struct planning *p, size_t column, str *example)
{
    const struct import_profile_column *c = &p->facts[column].profile;
    struct buf b = buf_make(p->a, LIMIT_MAP_BYTES);
    struct dictionary *seen = dictionary_make(p->a);
    size_t named = 0, numbers = 0;
    add_section(p, &b, column);
    buf_add(&b, S("kind: score"));
    for (size_t i = 0; i < c->texts_len; i++) {
        str text = c->texts[i].text, number = text, words = {NULL, 0};
        struct decimal value;
        if (no_answer_says(text))
            continue;
        bool is_named = is_numbered(text, &number, &words);
        if (!decimal_of_str(number, &value) || dictionary_size(seen) != numbers ||
            decimal_compare(value, decimal_of_int(10)) > 0)
            return S("");
        (void)dictionary_add(seen, number);
        numbers++;
        if (!is_named)
            continue;
        *example = named++ ? *example : text;
        buf_addf(&b, "\ncode %.*s: ", STR(number));
        import_map_add_code(&b, words);
    }
    add_missing(p, &b, column);
    bool is_scale = named > 0 && numbers >= DEGREES_MIN && dictionary_size(seen) == numbers;
    return is_scale ? buf_str(&b) : S("");
}

static str lines_of_numbered(const struct planning *p, size_t column, str *example)
{
    if (!is_open(p, column) || p->facts[column].profile.texts_len > NUMBERED_MAX)
        return S("");
    return numbered_lines(p, column, example);
}

bool import_plan_is_numbered(const struct planning *p, size_t column)
{
    str unused = {NULL, 0};
    return lines_of_numbered(p, column, &unused).len > 0;
}

static void ask_numbered(struct planning *p, size_t column)
{
    str example = {NULL, 0}, lines = lines_of_numbered(p, column, &example);
    if (lines.len == 0)
        return;
    import_plan_ask_line(p, "numbered", lines,
                         str_format(p->a,
                                    "%.*s has words beside some of its numbers, as in %.*s. Such "
                                    "cells count as numbers only where the map says so.",
                                    STR(import_plan_quote(p, column)),
                                    STR(text_quote(p->a, example))));
    import_plan_part_column(p, "column", column);
    import_plan_part(p, "text", example);
}

void import_plan_ask_degrees(struct planning *p)
{
    size_t len = p->ask->header_len;
    bool *is_done = ARENA_ARRAY(p->a, bool, len);
    size_t *columns = ARENA_ARRAY(p->a, size_t, len);
    for (size_t i = 0; i < len && !p->plan.is_export; i++) {
        struct alike g = {.columns = columns};
        ask_numbered(p, i);
        if (is_done[i] || !is_open(p, i) || !join_alike(p, &g, i))
            continue;
        for (size_t k = 0; k < len; k++) /* one before may have had too few words to begin */
            if (k != i && !is_done[k] && is_open(p, k))
                is_done[k] = join_alike(p, &g, k);
        ask_alike(p, &g);
    }
}
