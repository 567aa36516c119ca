/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Which columns say who answered, when, and how much an answer counts.
 */
#include "listen/export_form.h"
#include "listen/import_plan_private.h"

/* A column that says who is kept sealed with the person, and not as a field. */
static bool is_personal(const struct planning *p, enum import_role role, size_t column)
{
    bool says_who =
        role == IMPORT_ROLE_PERSON || role == IMPORT_ROLE_EMAIL || role == IMPORT_ROLE_ACCOUNT;
    return says_who && import_plan_what(p, column) != LAYOUT_CASE;
}

/* A column that says who is kept sealed with the person, and not as a field; nor is one
 * that only says what the signal is. */
static void take_role(struct planning *p, enum import_role role, size_t column)
{
    const struct import_map_column *m = p->facts[column].section;
    p->plan.roles[role] = column;
    bool is_of_signal = is_personal(p, role, column) || role == IMPORT_ROLE_SIGNAL_KIND ||
                        role == IMPORT_ROLE_ASSUMED_TIME || p->plan.is_export;
    if (is_of_signal && (!m || (!m->has_kind && m->field.len == 0)))
        p->columns[column].kind = IMPORT_SKIP;
}

static const struct import_map_name *said_of(const struct planning *p, enum import_role role)
{
    static const struct import_map_name nothing = {.line = 0};
    return p->ask->map ? &p->ask->map->roles[role] : &nothing;
}

/* ---- key ---- */

static void check_key(struct planning *p)
{
    size_t column = p->plan.roles[IMPORT_ROLE_KEY];
    if (column == IMPORT_NONE)
        return;
    const struct import_profile_column *c = &p->facts[column].profile;
    p->plan.key_may_repeat = c->more;
    if (c->missing == 0 && c->repeats == 0)
        return;
    str name = import_plan_quote(p, column);
    str why = c->repeats > 0 ? str_format(p->a, "%.*s repeats", STR(name))
                             : str_format(p->a, "%.*s is empty in %llu of the records", STR(name),
                                          (unsigned long long)c->missing);
    p->plan.roles[IMPORT_ROLE_KEY] = IMPORT_NONE;
    p->plan.key_may_repeat = false;
    import_plan_ask_line(p, "key_repeats", S("key: none"),
                         str_format(p->a,
                                    "%.*s, so it cannot tell the records apart; what they "
                                    "say does.",
                                    STR(why)));
    import_plan_part_column(p, "column", column);
}

/* ---- what the layout says, where the map says nothing ---- */

/* Not of a column in which nothing stands; and a key only where a map names it
 * (contract.md §8). */
static void take_layout_roles(struct planning *p)
{
    const struct layout_reading *layout = p->ask->layout;
    for (unsigned what = 0; layout && what < LAYOUT_WHAT_COUNT; what++) {
        enum import_role role = layout_role((enum layout_what)what);
        size_t column = layout->roles[what];
        if (column == LAYOUT_NONE || what == LAYOUT_KEY || said_of(p, role)->line)
            continue;
        if (p->plan.roles[role] == IMPORT_NONE && p->facts[column].profile.cells > 0)
            take_role(p, role, column);
    }
}

static void propose_key(struct planning *p)
{
    size_t column = p->ask->layout ? p->ask->layout->roles[LAYOUT_KEY] : LAYOUT_NONE;
    if (column == LAYOUT_NONE || said_of(p, IMPORT_ROLE_KEY)->line)
        return;
    const struct import_profile_column *c = &p->facts[column].profile;
    if (c->missing || c->repeats || c->cells == 0)
        return;
    import_plan_ask_role(
        p, "key", IMPORT_ROLE_KEY, column,
        str_format(p->a,
                   "%.*s is the number that the tool gave each answer. As the key it tells them "
                   "apart, so that one that was changed since is refused and not taken twice.",
                   STR(import_plan_quote(p, column))));
}

/* ---- e-mail and weight, where nobody says anything ---- */

static void propose_email(struct planning *p)
{
    for (size_t i = 0; i < p->ask->header_len; i++) {
        const struct import_map_column *m = p->facts[i].section;
        if (!import_plan_is_of_emails(&p->facts[i]) || (m && (m->has_kind || m->field.len > 0)))
            continue;
        take_role(p, IMPORT_ROLE_EMAIL, i);
        import_plan_ask_line(
            p, "email", S("email: none"),
            str_format(p->a,
                       "%.*s holds addresses: they say who answered, and are kept sealed with the "
                       "person.",
                       STR(import_plan_quote(p, i))));
        import_plan_part_column(p, "column", i);
        return;
    }
}

static bool may_weigh(const struct plan_facts *f)
{
    const struct import_profile_column *c = &f->profile;
    return (f->says & SAYS_WEIGHT) && c->cells > 0 && c->numbers == c->cells &&
           decimal_compare(c->min, decimal_of_int(0)) > 0;
}

/* The only column of that name. */
static void propose_weight(struct planning *p)
{
    size_t found = IMPORT_NONE, len = 0;
    for (size_t i = 0; i < p->ask->header_len; i++)
        if (may_weigh(&p->facts[i]) && p->columns[i].kind != IMPORT_SKIP) {
            found = i;
            len++;
        }
    if (len != 1)
        return;
    take_role(p, IMPORT_ROLE_WEIGHT, found);
    import_plan_ask_line(p, "weight", S("weight: none"),
                         str_format(p->a,
                                    "%.*s is taken as how much an answer counts where a question "
                                    "says \"weighted\".",
                                    STR(import_plan_quote(p, found))));
    import_plan_part_column(p, "column", found);
}

static struct err *check_weight(const struct planning *p)
{
    size_t line = said_of(p, IMPORT_ROLE_WEIGHT)->line, column = p->plan.roles[IMPORT_ROLE_WEIGHT];
    if (line == 0 || column == IMPORT_NONE || p->facts[column].profile.numbers > 0 ||
        p->facts[column].profile.cells == 0)
        return NULL;
    PLAN_FAIL(p, line, "Line %zu of the map: %.*s holds no numbers, so it is no weight.", line,
              STR(import_plan_quote(p, column)));
}

/* ---- time ---- */

static bool holds_dates(const struct plan_facts *f)
{
    const struct import_profile_column *c = &f->profile;
    int32_t day = 0;
    if (f->is_of_epochs)
        return true;
    if (c->cells > c->dates[DATE_NONE] || c->texts_len == 0)
        return true;
    for (size_t i = 0; i < c->texts_len; i++) /* lone years, too */
        if (date_of_str(c->texts[i].text, DATE_DAY_FIRST, &day))
            return true;
    return false;
}

/* As more of the dates say that leave no choice; months first where none does, or as
 * many: understand/time_axis decides alike. */
static bool order_of(const struct import_profile_column *c, enum date_order *order)
{
    uint64_t day = c->dates[DATE_SAYS_DAY], month = c->dates[DATE_SAYS_MONTH];
    *order = day > month ? DATE_DAY_FIRST : DATE_MONTH_FIRST;
    return c->dates[DATE_SAYS_NOTHING] == 0 || day != month;
}

static struct err *check_time(struct planning *p)
{
    const struct import_map *m = p->ask->map;
    size_t column = p->plan.roles[IMPORT_ROLE_TIME], line = said_of(p, IMPORT_ROLE_TIME)->line;
    const struct import_profile_column *c = &p->facts[column].profile;
    if (!holds_dates(&p->facts[column]))
        PLAN_FAIL(p, line, "Line %zu of the map: %.*s holds no dates, so it cannot say when.", line,
                  STR(import_plan_quote(p, column)));
    bool is_clear = order_of(c, &p->plan.time_order);
    if (m && m->has_time_order) {
        p->plan.time_order = m->time_order;
        return NULL;
    }
    p->plan.time_order_guessed = !is_clear;
    if (!is_clear) {
        import_plan_ask_line(
            p, "time_order", S("time order: day first"),
            str_format(p->a,
                       "Nothing in %.*s says whether days or months stand first; months are taken "
                       "to.",
                       STR(import_plan_quote(p, column))));
        import_plan_part_column(p, "column", column);
    }
    return NULL;
}

/* How well a column of dates may say when somebody answered; 0: not. */
static unsigned rank_of_time(const struct plan_facts *f)
{
    if (!f->is_of_dates || (f->says & SAYS_BIRTH))
        return 0;
    unsigned rank = f->says & SAYS_ELSE ? 1 : f->says & SAYS_END ? 4 : f->says & SAYS_START ? 2 : 3;
    return rank + (f->profile.distinct > 1 ? 4 : 0);
}

static size_t best_time(const struct planning *p)
{
    size_t best = IMPORT_NONE;
    for (size_t i = 0; i < p->ask->header_len; i++) {
        unsigned rank = rank_of_time(&p->facts[i]);
        unsigned best_rank = best == IMPORT_NONE ? 0 : rank_of_time(&p->facts[best]);
        bool has_more = best != IMPORT_NONE && rank == best_rank &&
                        p->facts[i].profile.cells > p->facts[best].profile.cells;
        if (rank > best_rank || (rank > 0 && has_more))
            best = i;
    }
    return best;
}

static void ask_for_time(struct planning *p)
{
    size_t best = p->ask->time_is_given ? IMPORT_NONE : best_time(p);
    if (best == IMPORT_NONE)
        return;
    enum date_order order;
    str hint = order_of(&p->facts[best].profile, &order)
                   ? S("")
                   : S(" Add \"time order: day first\" where 1/2 is the first of February.");
    p->asked_time = best;
    import_plan_ask_role(
        p, "time", IMPORT_ROLE_TIME, best,
        str_format(p->a,
                   "%.*s holds dates. Unless the map says that they are when somebody answered, "
                   "the time of import is taken, and trends leave these answers out.%.*s",
                   STR(import_plan_quote(p, best)), STR(hint)));
    if (hint.len)
        import_plan_part(p, "order", S("day first"));
}

/* A column of ids, or of codes that its name calls so. */
static bool is_of_ids(const struct planning *p, size_t column)
{
    const struct plan_facts *f = &p->facts[column];
    bool is_named = (f->says & SAYS_ID) && !f->is_of_dates;
    return p->columns[column].kind == IMPORT_ID || (is_named && f->profile.distinct > 1);
}

bool import_plan_has_role(const struct planning *p, size_t column)
{
    for (unsigned i = 0; i < IMPORT_ROLE_COUNT; i++)
        if (p->plan.roles[i] == column)
            return true;
    return false;
}

/* The only one of its kind; of a column that the map says something else of nothing is asked. */
static size_t find_ids(const struct planning *p, enum import_words of)
{
    size_t found = IMPORT_NONE;
    for (size_t i = 0; i < p->ask->header_len; i++) {
        const struct import_map_column *m = p->facts[i].section;
        bool is_said = (m && (m->has_kind || m->field.len)) || import_plan_has_role(p, i);
        if (!(p->facts[i].says & of) || !is_of_ids(p, i) || is_said)
            continue;
        if (found != IMPORT_NONE)
            return IMPORT_NONE;
        found = i;
    }
    return found;
}

static bool is_open(const struct planning *p, enum import_role role)
{
    return said_of(p, role)->line == 0 && p->plan.roles[role] == IMPORT_NONE;
}

static void ask_for_ids(struct planning *p, enum import_role role, enum import_words of,
                        const char *code, str what)
{
    size_t column = is_open(p, role) ? find_ids(p, of) : IMPORT_NONE;
    if (column != IMPORT_NONE)
        import_plan_ask_role(p, code, role, column,
                             str_format(p->a,
                                        "%.*s may say %.*s; without it, it is a field like any.",
                                        STR(import_plan_quote(p, column)), STR(what)));
}

static void ask_for_who(struct planning *p)
{
    if (is_open(p, IMPORT_ROLE_EMAIL))
        ask_for_ids(p, IMPORT_ROLE_PERSON, SAYS_WHO, "person",
                    S("who answered. The line counts the answers of one person together and keeps "
                      "it sealed"));
    ask_for_ids(
        p, IMPORT_ROLE_ACCOUNT, SAYS_ACCOUNT, "account",
        S("for which customer somebody answered. The line keeps the answers of one customer "
          "together"));
}

/* An export says by the names of its columns what they are: nothing is proposed. */
static void take_export_roles(struct planning *p)
{
    for (size_t i = 0; i < p->ask->header_len; i++) {
        enum export_column column = export_column_of_name(p->ask->header[i]);
        enum import_role role = column < EXPORT_COLUMNS ? export_column_role(column) : 0;
        if (column == EXPORT_COLUMNS || said_of(p, role)->line)
            continue;
        take_role(p, role, i);
    }
}

static struct err *take_said_roles(struct planning *p)
{
    for (unsigned i = 0; i < IMPORT_ROLE_COUNT; i++) {
        const struct import_map_name *n = said_of(p, (enum import_role)i);
        p->plan.roles[i] = IMPORT_NONE;
        if (!n->line || n->is_none)
            continue;
        if (p->columns[n->position].is_refused)
            PLAN_FAIL(
                p, n->line,
                "Line %zu of the map: %.*s holds the numbers of payment cards, which are never "
                "kept.",
                n->line, STR(import_plan_quote(p, n->position)));
        take_role(p, (enum import_role)i, n->position);
    }
    return NULL;
}

struct err *import_plan_choose_roles(struct planning *p)
{
    TRY(take_said_roles(p));
    if (p->plan.is_export)
        take_export_roles(p);
    check_key(p);
    if (p->plan.is_export)
        return check_weight(p);
    take_layout_roles(p);
    propose_key(p);
    if (said_of(p, IMPORT_ROLE_EMAIL)->line == 0 && p->plan.roles[IMPORT_ROLE_EMAIL] == IMPORT_NONE)
        propose_email(p);
    if (said_of(p, IMPORT_ROLE_WEIGHT)->line == 0)
        propose_weight(p);
    TRY(check_weight(p));
    ask_for_who(p);
    if (p->plan.roles[IMPORT_ROLE_TIME] != IMPORT_NONE)
        return check_time(p);
    if (said_of(p, IMPORT_ROLE_TIME)->line == 0)
        ask_for_time(p);
    return NULL;
}

/* ---- other dates ---- */

void import_plan_ask_date_order(struct planning *p, size_t column)
{
    const struct import_plan_column *c = &p->columns[column];
    const struct import_profile_column *profile = &p->facts[column].profile;
    enum date_order unused;
    bool is_time = p->plan.roles[IMPORT_ROLE_TIME] == column || p->asked_time == column;
    if (c->kind != IMPORT_DATE || c->has_date_order || is_time || p->plan.is_export ||
        order_of(profile, &unused))
        return;
    import_plan_ask_column(
        p, "date_order", column, S("date order: day first"),
        str_format(p->a,
                   "Nothing in %.*s says whether days or months stand first. Its dates stay as "
                   "they are written, and questions read them with months first.",
                   STR(import_plan_quote(p, column))));
}
