/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/condition_plan.h"

#include <assert.h>

#include "ask/condition_hint.h"
#include "ask/judge.h"
#include "base/date.h"

struct planner {
    struct arena *arena;
    const struct column *const *columns; /* [field] */
    struct condition_hints hints;
    /* The order of dates in a column, found out once. */
    const struct column **ordered;
    enum date_order *orders;
    size_t ordered_len, ordered_room;
};

/* One set under construction. */
struct set {
    struct filter *filter;
    bool *has;
};

static enum date_order order_of(const struct dictionary *d)
{
    size_t month_first = 0, day_first = 0;
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        enum date_evidence e = date_evidence_of(dictionary_text(d, code));
        month_first += e == DATE_SAYS_MONTH;
        day_first += e == DATE_SAYS_DAY;
    }
    return day_first > month_first ? DATE_DAY_FIRST : DATE_MONTH_FIRST;
}

/* Asked only where the comparison has a date, since it reads every text. */
static enum date_order order_for(struct planner *p, const struct condition *leaf,
                                 const struct column *column)
{
    bool has_date = false;
    for (size_t i = 0; i < leaf->values_len; i++)
        has_date = has_date || leaf->values[i].kind == VALUE_DATE;
    if (!has_date)
        return DATE_MONTH_FIRST;
    for (size_t i = 0; i < p->ordered_len; i++)
        if (p->ordered[i] == column)
            return p->orders[i];
    if (p->ordered_len == p->ordered_room) {
        size_t room = p->ordered_room;
        p->ordered =
            arena_grow_array(p->arena, p->ordered, p->ordered_len, &room, sizeof *p->ordered);
        p->orders = arena_grow_array(p->arena, p->orders, p->ordered_len, &p->ordered_room,
                                     sizeof *p->orders);
    }
    p->ordered[p->ordered_len] = column;
    p->orders[p->ordered_len] = order_of(column_dictionary(column));
    return p->orders[p->ordered_len++];
}

static struct set set_make(struct planner *p, const struct column *column, bool everything)
{
    assert(column); /* the caller read what condition_bind() asked for */
    uint32_t size = dictionary_size(column_dictionary(column));
    struct set s = {ARENA_NEW(p->arena, struct filter), ARENA_ARRAY(p->arena, bool, size)};
    for (uint32_t code = 0; code < size; code++)
        s.has[code] = everything;
    *s.filter = (struct filter){
        .kind = FILTER_SET, .column = column, .has = s.has, .has_missing = everything};
    return s;
}

/* Lets through what it let through and (all) or (any) the comparison fulfils. */
static struct err *add_leaf(struct planner *p, struct set *s, const struct condition *leaf,
                            bool is_negated, bool all)
{
    struct condition turned = *leaf;
    turned.is_negated = leaf->is_negated != is_negated;
    const struct dictionary *d = column_dictionary(s->filter->column);
    struct judge j = judge_make(p->arena, &turned, order_for(p, leaf, s->filter->column));
    bool missing = judge_missing(&j) == TRUTH_YES;
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        str value = str_trim(dictionary_text(d, code));
        bool is_in = value.len > 0 ? judge_value(&j, value) == TRUTH_YES : missing;
        s->has[code] = all ? s->has[code] && is_in : s->has[code] || is_in;
    }
    bool *has_missing = &s->filter->has_missing;
    *has_missing = all ? *has_missing && missing : *has_missing || missing;
    condition_hint_collect(p->arena, &p->hints, leaf, s->filter->column, &j);
    if (arena_over_budget(p->arena))
        FAIL(p->arena, WHY_LIMIT, "The condition needs more memory than one question may take.");
    return NULL;
}

/* Without the nots around it; each turns *is_negated. */
static const struct condition *peel(const struct condition *c, bool *is_negated)
{
    while (c->kind == CONDITION_NOT) {
        *is_negated = !*is_negated;
        c = c->parts[0];
    }
    return c;
}

static struct err *plan_one(struct planner *p, const struct condition *c, bool is_negated,
                            const struct filter **out);

/* The set of that column among those of a group, a new one where there is none. */
static struct set *set_of(struct planner *p, struct set *sets, size_t *len,
                          const struct column *column, bool everything)
{
    for (size_t i = 0; i < *len; i++)
        if (sets[i].filter->column == column)
            return &sets[i];
    sets[*len] = set_make(p, column, everything);
    return &sets[(*len)++];
}

static struct err *plan_group(struct planner *p, const struct condition *c, bool is_negated,
                              const struct filter **out)
{
    bool all = (c->kind == CONDITION_ALL) != is_negated;
    struct set *sets = ARENA_ARRAY(p->arena, struct set, c->parts_len);
    const struct filter **parts = ARENA_ARRAY(p->arena, const struct filter *, c->parts_len);
    size_t sets_len = 0, len = 0;
    for (size_t i = 0; i < c->parts_len; i++) {
        bool part_negated = is_negated;
        const struct condition *part = peel(c->parts[i], &part_negated);
        if (part->kind == CONDITION_LEAF) {
            assert(part->field != FIELD_UNBOUND);
            const struct column *column = p->columns[part->field];
            struct set *s = set_of(p, sets, &sets_len, column, all);
            TRY(add_leaf(p, s, part, part_negated, all));
        } else {
            TRY(plan_one(p, part, part_negated, &parts[len++]));
        }
    }
    for (size_t i = 0; i < sets_len; i++)
        parts[len++] = sets[i].filter;
    struct filter *group = ARENA_NEW(p->arena, struct filter);
    *group =
        (struct filter){.kind = all ? FILTER_ALL : FILTER_ANY, .parts = parts, .parts_len = len};
    *out = len == 1 ? parts[0] : group;
    return NULL;
}

static struct err *plan_one(struct planner *p, const struct condition *c, bool is_negated,
                            const struct filter **out)
{
    c = peel(c, &is_negated);
    if (c->kind != CONDITION_LEAF)
        return plan_group(p, c, is_negated, out);
    assert(c->field != FIELD_UNBOUND);
    struct set s = set_make(p, p->columns[c->field], false);
    TRY(add_leaf(p, &s, c, is_negated, false));
    *out = s.filter;
    return NULL;
}

struct err *condition_plan(struct arena *a, const struct condition *c,
                           const struct column *const *columns, struct condition_plan *out)
{
    enum { ROOM = 4 };
    struct planner p = {.arena = a,
                        .columns = columns,
                        .ordered = ARENA_ARRAY(a, const struct column *, ROOM),
                        .orders = ARENA_ARRAY(a, enum date_order, ROOM),
                        .ordered_room = ROOM};
    const struct filter *filter = NULL;
    if (c)
        TRY(plan_one(&p, c, false, &filter));
    *out =
        (struct condition_plan){.filter = filter, .hints = p.hints.hints, .hints_len = p.hints.len};
    return NULL;
}
