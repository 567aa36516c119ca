/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the answers of a column mean.  What is only proposed is no question: it changes no
 * answer and no score, and stands with the column.  A sign that several currencies have is one.
 */
#include "base/amount.h"
#include "base/text.h"
#include "listen/import_plan_private.h"
#include "listen/import_words.h"
#include "listen/meaning_words.h"

/* What the layout says was asked, else the name of the column. */
static str question_of(const struct planning *p, size_t column)
{
    const struct import_plan_column *c = &p->columns[column];
    return c->label.len ? c->label : c->column;
}

/* Choices of degrees: "very satisfied", "worse than expected". */
static bool is_of_degrees(const struct planning *p, size_t column)
{
    const struct import_profile_column *c = &p->facts[column].profile;
    size_t degrees = 0;
    for (size_t i = 0; i < c->texts_len && !c->more; i++)
        degrees += import_words_is_degree(p->a, c->texts[i].text);
    return degrees > 0 && degrees * 2 >= c->texts_len;
}

/* Choices that say so themselves: "Better than expected". */
static bool is_against_expectation(const struct planning *p, size_t column)
{
    const struct import_profile_column *c = &p->facts[column].profile;
    for (size_t i = 0; i < c->texts_len && !c->more; i++) {
        struct meaning m = meaning_of_words(p->a, c->texts[i].text);
        if (str_equal(m.of[ASPECT_MEASURES], S("against expectation")))
            return true;
    }
    return false;
}

/* Signs that several currencies have, the usual one of each first. */
static const struct {
    str sign, currencies[7];
} signs[] = {
    {S_INIT("$"),
     {S_INIT("USD"), S_INIT("CAD"), S_INIT("AUD"), S_INIT("NZD"), S_INIT("SGD"), S_INIT("HKD"),
      S_INIT("MXN")}},
    {S_INIT("¥"), {S_INIT("JPY"), S_INIT("CNY")}},
    {S_INIT("kr"), {S_INIT("SEK"), S_INIT("NOK"), S_INIT("DKK")}},
};
enum { SIGNS = sizeof signs / sizeof *signs, OF_SIGN = 7 };

/* What stands beside the numbers leaves no doubt, or the name takes it away: "price_usd" of $5.
 * A name of another currency than the sign's says nothing. */
static str currency_of(str unit, str named)
{
    str letters;
    if (unit.len == 0)
        return named;
    if (currency_of_str(unit, &letters))
        return unit;
    for (size_t i = 0; i < SIGNS; i++)
        for (size_t k = 0; k < OF_SIGN && str_equal(unit, signs[i].sign); k++)
            if (named.len && str_equal(signs[i].currencies[k], named))
                return named;
    return S("");
}

static struct meaning proposed(const struct planning *p, size_t column)
{
    const struct import_plan_column *c = &p->columns[column];
    const struct plan_facts *f = &p->facts[column];
    struct meaning said = meaning_of_words(p->a, question_of(p, column)), m = {.of = {{NULL, 0}}};
    if (c->kind == IMPORT_NUMBER) {
        m.of[ASPECT_CURRENCY] = currency_of(f->unit, said.of[ASPECT_CURRENCY]);
        return m;
    }
    if (c->kind != IMPORT_SCORE && !(c->kind == IMPORT_CHOICE && is_of_degrees(p, column)))
        return m;
    if (is_against_expectation(p, column))
        said.of[ASPECT_MEASURES] = S("against expectation");
    said.of[ASPECT_CURRENCY] = S("");
    said.of[ASPECT_BETTER] = c->kind == IMPORT_SCORE ? f->better : S("");
    return said;
}

/* A dollar of which country? */
static void ask_currency(struct planning *p, size_t column)
{
    for (size_t i = 0; i < SIGNS; i++)
        if (str_equal(p->facts[column].unit, signs[i].sign)) {
            import_plan_ask_column(
                p, "currency", column,
                str_format(p->a, "currency: %.*s", STR(signs[i].currencies[0])),
                str_format(p->a,
                           "%.*s is in %.*s, which is the sign of several currencies; its numbers "
                           "are taken without one.",
                           STR(import_plan_quote(p, column)), STR(signs[i].sign)));
            import_plan_part(p, "sign", signs[i].sign);
            import_plan_part(p, "currency", signs[i].currencies[0]);
        }
}

/* What all sources share means the same in all of them. */
static struct err *check(const struct planning *p, const struct import_map_column *m,
                         const struct import_known_field *f)
{
    for (unsigned i = 0; i < ASPECT_COUNT; i++) {
        str said = m->meaning.of[i], is = f->meaning.of[i];
        if (f->is_shared && said.len && is.len && !str_equal(said, is))
            PLAN_FAIL(p, m->name.line,
                      "Line %zu of the map: the field %.*s that all sources share is on record "
                      "with \"%.*s: %.*s\"; a column of which something else is true needs a "
                      "field of its own.",
                      m->name.line, STR(text_quote(p->a, f->key)), STR(aspect_name((enum aspect)i)),
                      STR(is));
    }
    return NULL;
}

struct err *import_plan_take_meaning(struct planning *p, size_t column)
{
    struct import_plan_column *c = &p->columns[column];
    const struct import_map_column *m = p->facts[column].section;
    const struct import_known_field *known =
        c->known == IMPORT_NONE ? NULL : &p->ask->known->fields[c->known];
    if (c->field.len == 0)
        return NULL;
    if (m && known)
        TRY(check(p, m, known));
    if (m)
        c->meaning = m->meaning;
    if (known)
        c->meaning = meaning_over(c->meaning, known->meaning);
    c->meaning = meaning_over(c->meaning, proposed(p, column));
    c->has_new_meaning = known && !meaning_equal(&c->meaning, &known->meaning);
    if (c->kind == IMPORT_NUMBER && c->meaning.of[ASPECT_CURRENCY].len == 0)
        ask_currency(p, column);
    return NULL;
}
