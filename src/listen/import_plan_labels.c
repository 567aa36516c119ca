/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the labels of its codes say of a column: "Terminal B" makes it a choice, "very
 * satisfied" a score on the scale of its labels, "Don't know" is no answer.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/import_plan_private.h"
#include "listen/import_words.h"
#include "listen/meaning_words.h"
#include "listen/no_answer.h"

enum { RATING_POINTS_MAX = 11, RATING_POINTS_MIN = 4, WORDS_ASKED = 8 };

/* What was counted of a column's labels. */
struct label_census {
    size_t answers, ratings; /* labels that are no "no answer"; those of a degree */
    bool are_whole;          /* their codes are */
    struct scale_range range;
    int lo_side, hi_side;     /* of the labels at its ends: good (1), bad (-1) or neither */
    uint64_t cells, labelled; /* cells that are no "no answer"; with a label of their own */
};

static const struct field_code *code_of(const struct import_plan_column *c, str text)
{
    struct decimal value, other;
    bool is_number = scale_number(text, c->decimal_comma, &value);
    for (size_t i = 0; i < c->codes_len; i++) {
        str code = c->codes[i].code;
        if (str_equal(code, text) || (is_number && scale_number(code, c->decimal_comma, &other) &&
                                      decimal_equal(value, other)))
            return &c->codes[i];
    }
    return NULL;
}

static void widen(struct label_census *n, struct decimal value, int side, bool is_first)
{
    if (is_first || decimal_compare(value, n->range.lo) < 0) {
        n->range.lo = value;
        n->lo_side = side;
    }
    if (is_first || decimal_compare(value, n->range.hi) > 0) {
        n->range.hi = value;
        n->hi_side = side;
    }
}

static void count_label(struct arena *a, struct label_census *n, const struct field_code *code)
{
    struct decimal value;
    if (no_answer_says(code->label))
        return;
    n->ratings += import_words_is_degree(a, code->label);
    if (!scale_number(code->code, true, &value) || !decimal_is_whole(value))
        n->are_whole = false;
    else
        widen(n, value, meaning_side_of_label(a, code->label), n->answers == 0);
    n->answers++;
}

static struct label_census count_labels(const struct planning *p, size_t column)
{
    const struct import_plan_column *c = &p->columns[column];
    const struct import_profile_column *profile = &p->facts[column].profile;
    struct label_census n = {.are_whole = true};
    for (size_t i = 0; i < c->codes_len; i++)
        count_label(p->a, &n, &c->codes[i]);
    for (size_t i = 0; i < profile->texts_len; i++) {
        const struct field_code *code = code_of(c, profile->texts[i].text);
        if (code && no_answer_says(code->label))
            continue;
        n.cells += profile->texts[i].count;
        n.labelled += code ? profile->texts[i].count : 0;
    }
    return n;
}

/* Two ends are enough; else most labels speak of a degree. */
static bool is_rating(const struct label_census *n)
{
    return n->answers > 1 && n->are_whole && n->ratings * 2 >= n->answers &&
           n->range.hi.mantissa - n->range.lo.mantissa < RATING_POINTS_MAX;
}

static bool is_choice(const struct label_census *n)
{
    return n->answers > 1 && n->ratings * 2 < n->answers && n->labelled * 2 >= n->cells &&
           n->cells > 0;
}

/* Adds codes that the labels call no answer; the map's word on them is the last. */
static void find_missing_labels(struct planning *p, size_t column)
{
    struct import_plan_column *c = &p->columns[column];
    const struct import_map_column *m = p->facts[column].section;
    if (m->has_missing || (c->kind != IMPORT_SCORE && c->kind != IMPORT_NUMBER))
        return;
    str *all = ARENA_ARRAY(p->a, str, c->codes_len);
    size_t len = 0;
    for (size_t i = 0; i < c->codes_len; i++)
        if (no_answer_says(c->codes[i].label))
            all[len++] = c->codes[i].code;
    c->missing_given = all;
    c->missing_given_len = len;
}

/* The scale of the labels, where it refuses nothing that occurs. */
static void find_scale(struct planning *p, size_t column, struct scale_range range)
{
    struct import_plan_column *c = &p->columns[column];
    const struct import_profile_column *profile = &p->facts[column].profile;
    struct scale_options options = {.given = &range,
                                    .missing = c->missing_given,
                                    .missing_len = c->missing_given_len,
                                    .proposes = c->proposes,
                                    .decimal_comma = c->decimal_comma};
    if (profile->more)
        return;
    struct scale s = scale_of_texts(p->a, profile->texts, profile->texts_len, &options);
    for (size_t i = 0; i < profile->texts_len; i++)
        if (s.codes[i].meaning == SCALE_REFUSED)
            return;
    c->has_scale = true;
    c->scale = range;
}

static void ask_words(struct planning *p, size_t column, str entry, str words)
{
    import_plan_ask_column(
        p, "missing_words", column, entry,
        str_format(p->a,
                   "%.*s has %.*s among its numbers, and such cells are refused; the line takes "
                   "them as no answer.",
                   STR(import_plan_quote(p, column)), STR(words)));
    import_plan_part(p, "words", words);
}

/* A line of the map with the words that occur, as "missing: Don't know, Never used". */
void import_plan_ask_missing(struct planning *p, size_t column)
{
    const struct import_plan_column *c = &p->columns[column];
    const struct import_profile_column *profile = &p->facts[column].profile;
    struct buf entry = buf_make(p->a, MIB), words = buf_make(p->a, MIB);
    size_t len = 0;
    if (!c->proposes || c->missing_given_len || p->facts[column].numbers * 2 < RATING_POINTS_MIN)
        return;
    for (size_t i = 0; i < profile->texts_len && len < WORDS_ASKED; i++) {
        str text = profile->texts[i].text;
        struct decimal number;
        if (scale_number(text, c->decimal_comma, &number) || !no_answer_says(text))
            continue;
        buf_add(&entry, len ? S(", ") : S("missing: "));
        import_map_add_code(&entry, text);
        buf_addf(&words, "%s%.*s", len++ ? ", " : "", STR(text_quote(p->a, text)));
    }
    if (len)
        ask_words(p, column, buf_str(&entry), buf_str(&words));
}

static str better_end(const struct label_census *n)
{
    if (!n->are_whole || n->lo_side == n->hi_side)
        return S("");
    return n->lo_side < n->hi_side ? S("high") : S("low");
}

/* A choice or a score, where nobody said so. */
static void choose_kind(struct planning *p, size_t column, const struct label_census *n)
{
    struct import_plan_column *c = &p->columns[column];
    struct plan_facts *f = &p->facts[column];
    if (f->section->has_kind || c->has_scale)
        return;
    f->is_labelled = is_choice(n);
    if (f->is_labelled)
        c->kind = IMPORT_CHOICE;
    else if (is_rating(n) && f->profile.numbers * 2 >= f->profile.cells)
        c->kind = IMPORT_SCORE;
}

void import_plan_read_labels(struct planning *p, size_t column)
{
    struct import_plan_column *c = &p->columns[column];
    struct plan_facts *f = &p->facts[column];
    if (c->codes_len == 0 || c->kind == IMPORT_SKIP)
        return;
    struct label_census n = count_labels(p, column);
    choose_kind(p, column, &n);
    f->better = better_end(&n);
    find_missing_labels(p, column);
    if (c->kind == IMPORT_SCORE && !c->has_scale && is_rating(&n))
        find_scale(p, column, n.range);
}
