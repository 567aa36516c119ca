/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a later wave of a survey shares with the earlier ones.  A field is the same where its
 * column has the same name, scale and codes; everything else is asked, and nothing is
 * converted.
 */
#include "base/text.h"
#include "listen/import_plan_private.h"

static str range_text(struct arena *a, struct scale_range r)
{
    return str_format(a, "%.*s to %.*s", STR(decimal_to_str(a, r.lo)),
                      STR(decimal_to_str(a, r.hi)));
}

void import_plan_ask_wave(struct planning *p)
{
    str alike = p->ask->alike;
    if (!alike.len)
        return;
    import_plan_ask_line(
        p, "wave", str_format(p->a, "wave of: %.*s", STR(alike)),
        str_format(
            p->a,
            "%zu of its %zu columns are called as those of %.*s, which are on record. If "
            "this is another wave of it, its answers go to the same fields; if it is a later "
            "file of the very same source: source: %.*s.",
            p->ask->alike_same, p->ask->header_len, STR(text_quote(p->a, alike)), STR(alike)));
    import_plan_part_count(p, "same", p->ask->alike_same);
    import_plan_part_count(p, "columns", p->ask->header_len);
    import_plan_part(p, "source", alike);
}

/* ---- the same name ---- */

static struct wave_column column_of(const struct planning *p, size_t i)
{
    const struct import_plan_column *c = &p->columns[i];
    const struct import_profile_column *profile = &p->facts[i].profile;
    return (struct wave_column){.name = c->column,
                                .label = c->label,
                                .kind = c->kind,
                                .texts = profile->texts,
                                .texts_len = profile->texts_len,
                                .more = profile->more};
}

static bool has_another_label(const struct import_plan_column *c,
                              const struct import_known_field *f, struct field_code *is,
                              struct field_code *was)
{
    for (size_t i = 0; i < c->codes_len; i++)
        for (size_t k = 0; k < f->codes_len; k++)
            if (str_equal(c->codes[i].code, f->codes[k].code) &&
                !text_equal_ignoring_case(c->codes[i].label, f->codes[k].label)) {
                *is = c->codes[i];
                *was = f->codes[k];
                return true;
            }
    return false;
}

static void ask_apart(struct planning *p, const char *code, size_t column,
                      const struct import_known_field *f, str text)
{
    import_plan_ask_column(
        p, code, column, str_format(p->a, "field: %.*s", STR(f->key)),
        str_format(p->a, "%.*s It is kept apart, and nothing is converted.", STR(text)));
    import_plan_part(p, "wave", f->wave);
}

static bool codes_fit(struct planning *p, size_t column, const struct import_known_field *f)
{
    struct field_code is, was;
    if (!has_another_label(&p->columns[column], f, &is, &was))
        return true;
    ask_apart(p, "codes_changed", column, f,
              str_format(p->a, "Code %.*s of %.*s stands for %.*s, and stood for %.*s in %.*s.",
                         STR(text_quote(p->a, is.code)), STR(import_plan_quote(p, column)),
                         STR(text_quote(p->a, is.label)), STR(text_quote(p->a, was.label)),
                         STR(text_quote(p->a, f->wave))));
    import_plan_part(p, "code", is.code);
    import_plan_part(p, "is", is.label);
    import_plan_part(p, "was", was.label);
    return false;
}

static bool scale_fits(struct planning *p, size_t column, const struct import_known_field *f)
{
    struct wave_column now = column_of(p, column);
    struct scale_range is, was;
    if (now.kind != IMPORT_SCORE || f->kind != IMPORT_SCORE)
        return true;
    str name = import_plan_quote(p, column), wave = text_quote(p->a, f->wave);
    switch (wave_scale(p->a, &now, &f->seen, &is, &was)) {
    case WAVE_SCALE_SAME:
        break;
    case WAVE_SCALE_CHANGED:
        ask_apart(p, "wave_scale", column, f,
                  str_format(p->a, "%.*s goes from %.*s, and went from %.*s in %.*s.", STR(name),
                             STR(range_text(p->a, is)), STR(range_text(p->a, was)), STR(wave)));
        import_plan_part(p, "lo", decimal_to_str(p->a, is.lo));
        import_plan_part(p, "hi", decimal_to_str(p->a, is.hi));
        import_plan_part(p, "was_lo", decimal_to_str(p->a, was.lo));
        import_plan_part(p, "was_hi", decimal_to_str(p->a, was.hi));
        return false;
    case WAVE_SCALE_TURNED:
        ask_apart(p, "wave_turned", column, f,
                  str_format(p->a,
                             "The answers of %.*s lie the other way round than in %.*s, as if its "
                             "scale were turned.",
                             STR(name), STR(wave)));
        return false;
    }
    return true;
}

/* Dates, say, in a field of numbers: every answer would be refused when it is asked. */
static bool kind_fits(struct planning *p, size_t column, const struct import_known_field *f)
{
    const struct import_profile_column *c = &p->facts[column].profile;
    enum import_kind kind = p->columns[column].kind;
    bool is_of_numbers = c->numbers * 2 >= c->cells, fits = true;
    if (f->kind == IMPORT_NUMBER)
        fits = is_of_numbers;
    else if (f->kind == IMPORT_SCORE)
        fits = kind != IMPORT_DATE;
    else if (f->kind == IMPORT_DATE)
        fits = kind == IMPORT_DATE || !is_of_numbers;
    if (fits || c->cells == 0)
        return true;
    ask_apart(p, "wave_kind", column, f,
              str_format(p->a, "%.*s is a %.*s, and was a %.*s in %.*s.",
                         STR(import_plan_quote(p, column)), STR(import_kind_name(kind)),
                         STR(import_kind_name(f->kind)), STR(text_quote(p->a, f->wave))));
    import_plan_part(p, "is_kind", import_kind_name(kind));
    import_plan_part(p, "was_kind", import_kind_name(f->kind));
    return false;
}

/* How many of a hundred answers are numbers. */
static unsigned numbers_pct(const struct wave_column *c)
{
    uint64_t numbers = 0, all = 0;
    for (size_t i = 0; i < c->texts_len; i++) {
        struct decimal unused;
        all += c->texts[i].count;
        numbers += scale_number(c->texts[i].text, false, &unused) ? c->texts[i].count : 0;
    }
    return all ? (unsigned)(numbers * 100 / all) : 0;
}

/* The answer that was given most, of numbers or of words. */
static str example(const struct wave_column *c, bool of_numbers)
{
    size_t most = 0;
    uint64_t n = 0;
    for (size_t i = 0; i < c->texts_len; i++) {
        struct decimal unused;
        if (scale_number(c->texts[i].text, false, &unused) == of_numbers && c->texts[i].count > n) {
            n = c->texts[i].count;
            most = i;
        }
    }
    return c->texts[most].text;
}

/* A choice all of whose answers are known, and none by a code book. */
static bool is_plain_choice(const struct wave_column *c, size_t codes_len)
{
    return c->kind == IMPORT_CHOICE && !c->more && codes_len == 0 && c->texts_len > 0;
}

/* Codes in one wave and words in the other, where no code book says what they mean: in one
 * field they would be segments of one wave each. */
static bool words_fit(struct planning *p, size_t column, const struct import_known_field *f)
{
    enum { AS_GOOD_AS_ALL = 90, AS_GOOD_AS_NONE = 10 };
    struct wave_column now = column_of(p, column);
    struct wave_column before = f->seen;
    before.kind = f->kind;
    if (!is_plain_choice(&now, p->columns[column].codes_len) ||
        !is_plain_choice(&before, f->codes_len))
        return true;
    unsigned is = numbers_pct(&now), was = numbers_pct(&before);
    if ((is < AS_GOOD_AS_ALL || was > AS_GOOD_AS_NONE) &&
        (was < AS_GOOD_AS_ALL || is > AS_GOOD_AS_NONE))
        return true;
    str now_said = example(&now, is > was), said_before = example(&before, was > is);
    ask_apart(p, "wave_words", column, f,
              str_format(p->a,
                         "Answers of %.*s are such as %.*s, and were such as %.*s in %.*s; a code "
                         "book can say which is which.",
                         STR(import_plan_quote(p, column)), STR(text_quote(p->a, now_said)),
                         STR(text_quote(p->a, said_before)), STR(text_quote(p->a, f->wave))));
    import_plan_part(p, "is", now_said);
    import_plan_part(p, "was", said_before);
    return false;
}

bool import_plan_wave_fits(struct planning *p, size_t column, size_t known)
{
    const struct import_known_field *f = &p->ask->known->fields[known];
    if (!f->wave.len || (p->facts[column].section && p->facts[column].section->field.len))
        return true;
    return kind_fits(p, column, f) && words_fit(p, column, f) && codes_fit(p, column, f) &&
           scale_fits(p, column, f);
}

/* ---- another name ---- */

static str reasons(struct arena *a, const struct wave_match *m)
{
    const char *parts[3];
    size_t len = 0;
    if (m->by_name)
        parts[len++] = "their names";
    if (m->by_label)
        parts[len++] = "their questions";
    if (m->by_answers)
        parts[len++] = "their answers";
    if (len < 2)
        return str_of_chars(len ? parts[0] : "their names and answers");
    return len == 2 ? str_format(a, "%s and %s", parts[0], parts[1])
                    : str_format(a, "%s, %s and %s", parts[0], parts[1], parts[2]);
}

/* Columns that went to no field that is on record, and of which nobody said where to. */
static bool is_homeless(const struct planning *p, size_t i)
{
    const struct plan_facts *f = &p->facts[i];
    bool is_said = f->section && f->section->field.len;
    return p->columns[i].field.len && p->columns[i].known == IMPORT_NONE && !f->is_shared &&
           !is_said;
}

static void ask_renamed(struct planning *p, size_t column, const struct import_known_field *f,
                        const struct wave_match *m)
{
    import_plan_ask_column(
        p, "renamed", column, str_format(p->a, "field: %.*s", STR(f->key)),
        str_format(p->a,
                   "%.*s may be what was called %.*s in %.*s: %.*s are alike. It is kept apart "
                   "until somebody says so.",
                   STR(import_plan_quote(p, column)), STR(text_quote(p->a, f->seen.name)),
                   STR(f->wave.len ? text_quote(p->a, f->wave) : S("the files before")),
                   STR(reasons(p->a, m))));
    import_plan_part(p, "was", f->seen.name);
    import_plan_part(p, "wave", f->wave.len ? f->wave : S("before"));
}

void import_plan_ask_renamed(struct planning *p, const bool *is_taken)
{
    const struct import_known *k = p->ask->known;
    struct wave_column *now = ARENA_ARRAY(p->a, struct wave_column, p->ask->header_len);
    struct wave_column *before = ARENA_ARRAY(p->a, struct wave_column, k->fields_len);
    size_t *column = ARENA_ARRAY(p->a, size_t, p->ask->header_len);
    size_t *known = ARENA_ARRAY(p->a, size_t, k->fields_len);
    size_t now_len = 0, before_len = 0, len = 0;
    for (size_t i = 0; i < p->ask->header_len; i++)
        if (is_homeless(p, i)) {
            now[now_len] = column_of(p, i);
            column[now_len++] = i;
        }
    for (size_t i = 0; i < k->fields_len; i++)
        if (k->fields[i].seen.name.len && !is_taken[i]) {
            before[before_len] = k->fields[i].seen;
            known[before_len++] = i;
        }
    struct wave_match *found = ARENA_ARRAY(p->a, struct wave_match, now_len);
    wave_match(now, now_len, before, before_len, found, &len);
    for (size_t i = 0; i < len; i++)
        ask_renamed(p, column[found[i].now], &k->fields[known[found[i].before]], &found[i]);
}
