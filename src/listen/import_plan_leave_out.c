/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Records that look like trials of a survey, or like answers of its own staff.  They are taken
 * until somebody says otherwise: who leaves answers out decides what a score says.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/import_key.h"
#include "listen/import_plan_private.h"
#include "people/own_domain_db.h"

enum {
    SOME_PCT = 20,  /* of the cells: what more records say is no exception */
    FLAG_VALUES = 3 /* yes, no and a third at most: more, and it is a question about staff */
};

/* Words of a column's name; whole ones. */
static const str names_of_flags[] = {
    S_INIT("test"),    S_INIT("tests"),    S_INIT("testing"),     S_INIT("preview"),
    S_INIT("dummy"),   S_INIT("staff"),    S_INIT("internal"),    S_INIT("employee"),
    S_INIT("intern"),  S_INIT("interne"),  S_INIT("mitarbeiter"), S_INIT("prueba"),
    S_INIT("interno"), S_INIT("empleado"), S_INIT("employé"),     S_INIT("essai"),
};
static const str names_of_states[] = {S_INIT("status"), S_INIT("role"), S_INIT("origin"),
                                      S_INIT("respondent"), S_INIT("rolle")};
static const str yes[] = {S_INIT("yes"), S_INIT("true"), S_INIT("1"),   S_INIT("y"),
                          S_INIT("x"),   S_INIT("ja"),   S_INIT("oui"), S_INIT("si"),
                          S_INIT("sí"),  S_INIT("wahr"), S_INIT("vrai")};
static const str states[] = {S_INIT("test"),       S_INIT("preview"),  S_INIT("staff"),
                             S_INIT("internal"),   S_INIT("employee"), S_INIT("dummy"),
                             S_INIT("mitarbeiter")};
/* What people write who try a survey out. */
static const str trials[] = {S_INIT("test"),

                             S_INIT("test test"),
                             S_INIT("testtest"),
                             S_INIT("this is a test"),
                             S_INIT("asdf"),
                             S_INIT("asdfasdf"),
                             S_INIT("nur ein test"),
                             S_INIT("ceci est un test"),
                             S_INIT("esto es una prueba")};

#define IS_ONE_OF(text, list) is_one_of((text), (list), sizeof(list) / sizeof *(list))

static bool is_one_of(str text, const str *list, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text_equal_ignoring_case(text, list[i]))
            return true;
    return false;
}

#define HAS_WORD(p, column, list) has_word((p), (column), (list), sizeof(list) / sizeof *(list))

static bool has_word(const struct planning *p, size_t column, const str *list, size_t len)
{
    str rest = import_key_of_name(p->a, p->ask->header[column]);
    while (rest.len)
        if (is_one_of(str_cut(rest, '_', &rest), list, len))
            return true;
    return false;
}

/* Texts of a column that are in a list, behind commas as a map has them. */
struct found {
    struct buf line;
    str first;
    uint64_t records;
};

static struct found find(const struct planning *p, size_t column, const str *list, size_t len)
{
    const struct import_profile_column *c = &p->facts[column].profile;
    struct found f = {.line = buf_make(p->a, LIMIT_MAP_BYTES)};
    buf_add(&f.line, S("leave out: "));
    for (size_t i = 0; i < c->texts_len; i++) {
        if (!is_one_of(c->texts[i].text, list, len))
            continue;
        buf_add(&f.line, f.records ? S(", ") : S(""));
        import_map_add_code(&f.line, c->texts[i].text);
        if (!f.records)
            f.first = c->texts[i].text;
        f.records += c->texts[i].count;
    }
    if (f.records * 100 > c->cells * SOME_PCT)
        f.records = 0;
    return f;
}
#define FIND(p, column, list) find((p), (column), (list), sizeof(list) / sizeof *(list))

static struct found find_any(const struct planning *p, size_t column, enum import_kind kind)
{
    if (p->facts[column].profile.distinct <= FLAG_VALUES && HAS_WORD(p, column, names_of_flags))
        return FIND(p, column, yes);
    if (HAS_WORD(p, column, names_of_states))
        return FIND(p, column, states);
    if (kind == IMPORT_COMMENT || kind == IMPORT_TEXT)
        return FIND(p, column, trials);
    return (struct found){.records = 0};
}

/* Addresses of those who sign in here, by their domains. */
static struct found find_staff(const struct planning *p, size_t column)
{
    const struct import_profile_column *c = &p->facts[column].profile;
    const struct import_plan_ask *ask = p->ask;
    struct found f = {.line = buf_make(p->a, LIMIT_MAP_BYTES)};
    buf_add(&f.line, S("leave out: "));
    for (size_t d = 0; d < ask->own_domains_len; d++) {
        str domain = ask->own_domains[d];
        uint64_t records = 0;
        for (size_t i = 0; i < c->texts_len; i++)
            if (str_equal(own_domain_of(p->a, c->texts[i].text), domain))
                records += c->texts[i].count;
        if (records == 0)
            continue;
        str at = str_format(p->a, "@%.*s", STR(domain));
        buf_add(&f.line, f.records ? S(", ") : S(""));
        import_map_add_code(&f.line, at);
        if (!f.records)
            f.first = at;
        f.records += records;
    }
    if (f.records * 100 > c->cells * SOME_PCT)
        f.records = 0;
    return f;
}

static void ask_staff(struct planning *p, size_t column)
{
    struct found found = find_staff(p, column);
    if (!found.records)
        return;
    import_plan_ask_column(
        p, "staff", column, buf_str(&found.line),
        str_format(p->a,
                   "%llu record%s an address at %.*s in %.*s, as those who sign in here do. %s "
                   "taken until the map leaves %s out.",
                   (unsigned long long)found.records, found.records == 1 ? " has" : "s have",
                   STR(str_slice(found.first, 1, found.first.len)),
                   STR(import_plan_quote(p, column)), found.records == 1 ? "It is" : "They are",
                   found.records == 1 ? "it" : "them"));
    import_plan_part_count(p, "n", found.records);
    import_plan_part(p, "text", found.first);
}

void import_plan_ask_leave_out(struct planning *p, size_t column)
{
    const struct plan_facts *f = &p->facts[column];
    enum import_kind kind = p->columns[column].kind;
    if (f->section && f->section->leave_out_len)
        return;
    if (import_plan_is_of_emails(f))
        ask_staff(p, column);
    if (kind == IMPORT_SKIP)
        return;
    struct found found = find_any(p, column, kind);
    if (!found.records)
        return;
    import_plan_ask_column(
        p, "test_answers", column, buf_str(&found.line),
        str_format(
            p->a,
            "%llu record%s %.*s in %.*s, as a trial or the answer of somebody who works here "
            "does. %s taken until the map leaves %s out.",
            (unsigned long long)found.records, found.records == 1 ? " has" : "s have",
            STR(text_quote(p->a, found.first)), STR(import_plan_quote(p, column)),
            found.records == 1 ? "It is" : "They are", found.records == 1 ? "it" : "them"));
    import_plan_part_count(p, "n", found.records);
    import_plan_part(p, "text", found.first);
}
