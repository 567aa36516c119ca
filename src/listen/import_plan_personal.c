/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Which columns say who somebody is: telephones, names, where one lives, addresses of
 * computers.  They are kept like what people wrote, sealed and in no column that anybody
 * may look through; which is asked.
 */
#include "listen/import_plan_private.h"
#include "listen/import_words_personal.h"
#include "listen/personal_text.h"

enum {
    PCT_NEARLY_ALL = 90, /* of the different texts */
    PCT_MOST = 60,
    PCT_DIFFERENT = 80,     /* different texts of all cells, where no name speaks for it */
    TEXTS_MIN = 5,          /* fewer have a shape by chance */
    ADDRESS_CHARACTERS = 80 /* on average: what is longer is a comment */
};

static bool is_pct_of_texts(const struct import_profile_column *c, bool (*is)(str), unsigned pct)
{
    size_t n = 0;
    for (size_t i = 0; i < c->texts_len; i++)
        n += is(c->texts[i].text);
    return c->texts_len > 0 && n * 100 >= c->texts_len * pct;
}

static bool differ(const struct import_profile_column *c, unsigned pct)
{
    return c->distinct * 100 >= c->cells * pct;
}

static bool is_of_phones(const struct import_profile_column *c, unsigned names)
{
    if (!differ(c, PCT_MOST) || !is_pct_of_texts(c, personal_text_is_phone, PCT_NEARLY_ALL))
        return false;
    if (names & NAMES_PHONE_NUMBER)
        return true;
    bool is_grouped = is_pct_of_texts(c, personal_text_is_grouped_phone, PCT_MOST);
    bool is_enough = c->texts_len >= TEXTS_MIN && differ(c, PCT_DIFFERENT);
    return is_grouped && ((names & NAMES_PHONE) || is_enough);
}

/* Versions look like addresses, and repeat. */
static bool is_of_computers(const struct import_profile_column *c, unsigned names)
{
    if (!is_pct_of_texts(c, personal_text_is_ip, PCT_NEARLY_ALL))
        return false;
    return (names & NAMES_COMPUTER) || (c->texts_len >= TEXTS_MIN && differ(c, PCT_MOST));
}

static bool is_of_persons(const struct import_profile_column *c, unsigned names)
{
    if (names & NAMES_PERSON)
        return is_pct_of_texts(c, personal_text_is_name, PCT_NEARLY_ALL);
    return (names & NAMES_SOMETHING) && c->texts_len >= TEXTS_MIN && differ(c, PCT_DIFFERENT) &&
           is_pct_of_texts(c, personal_text_is_full_name, PCT_NEARLY_ALL);
}

/* The address of a place that many were at repeats. */
static bool is_of_addresses(const struct import_profile_column *c, unsigned names)
{
    return (names & NAMES_ADDRESS) && differ(c, PCT_MOST) &&
           c->characters <= c->cells * ADDRESS_CHARACTERS &&
           is_pct_of_texts(c, personal_text_is_address, PCT_MOST);
}

enum plan_personal import_plan_personal(struct arena *a, str name, const struct plan_facts *f)
{
    const struct import_profile_column *c = &f->profile;
    if (c->cells == 0 || f->is_of_dates || import_plan_is_of_emails(f))
        return PERSONAL_NOT;
    unsigned names = import_words_personal(a, name);
    if (is_pct_of_texts(c, personal_text_is_iban, PCT_NEARLY_ALL))
        return PERSONAL_BANK;
    if (is_of_computers(c, names))
        return PERSONAL_COMPUTER;
    if (is_of_phones(c, names))
        return PERSONAL_PHONE;
    if (is_of_persons(c, names))
        return PERSONAL_NAME;
    return is_of_addresses(c, names) ? PERSONAL_ADDRESS : PERSONAL_NOT;
}

void import_plan_ask_personal(struct planning *p, size_t column)
{
    static const char *const codes[PERSONAL_COUNT] = {
        [PERSONAL_NOT] = "",      [PERSONAL_COMPUTER] = "computer", [PERSONAL_PHONE] = "phone",
        [PERSONAL_NAME] = "name", [PERSONAL_ADDRESS] = "address",   [PERSONAL_BANK] = "bank"};
    static const char *const called[PERSONAL_COUNT] = {
        [PERSONAL_NOT] = "",
        [PERSONAL_COMPUTER] = "addresses of computers",
        [PERSONAL_PHONE] = "telephone numbers",
        [PERSONAL_NAME] = "names of people",
        [PERSONAL_ADDRESS] = "postal addresses",
        [PERSONAL_BANK] = "numbers of bank accounts"};
    const struct plan_facts *f = &p->facts[column];
    const struct import_map_column *m = f->section;
    bool is_said = m && (m->has_kind || m->field.len > 0 || m->has_personal);
    if (p->columns[column].kind != IMPORT_COMMENT)
        return;
    p->columns[column].is_personal = is_said ? m->is_personal : f->personal != PERSONAL_NOT;
    if (is_said || f->personal == PERSONAL_NOT)
        return;
    const char *why = f->personal == PERSONAL_NAME || f->personal == PERSONAL_ADDRESS
                          ? "by its name and its cells"
                          : "by the shape of nearly all of its cells";
    import_plan_ask_column(p, "personal", column, S("kind: skip"),
                           str_format(p->a,
                                      "%.*s holds %s, %s. It is kept sealed, like what people "
                                      "wrote, and nobody can look through it; the line leaves it "
                                      "out.",
                                      STR(import_plan_quote(p, column)), called[f->personal], why));
    import_plan_part(p, "what", str_of_chars(codes[f->personal]));
}
