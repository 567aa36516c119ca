/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_changes.h"

#include "base/text.h"

static bool has_column(const struct import_plan *p, str name)
{
    for (size_t i = 0; i < p->columns_len; i++)
        if (text_equal_ignoring_case(p->columns[i].column, name))
            return true;
    return false;
}

static bool has_field(const struct import_plan *p, size_t known)
{
    for (size_t i = 0; i < p->columns_len; i++)
        if (p->columns[i].known == known)
            return true;
    return false;
}

static bool is_known(const struct import_known *k, str column)
{
    for (size_t i = 0; i < k->aliases_len; i++)
        if (!k->aliases[i].is_of_wave && text_equal_ignoring_case(k->aliases[i].column, column))
            return true;
    return false;
}

struct import_changes import_changes_of(struct arena *a, const struct import_plan *plan,
                                        const struct import_known *known)
{
    str *came = ARENA_ARRAY(a, str, plan->columns_len),
        *gone = ARENA_ARRAY(a, str, known->aliases_len);
    size_t came_len = 0, gone_len = 0;
    for (size_t i = 0; i < plan->columns_len; i++) {
        const struct import_plan_column *c = &plan->columns[i];
        if (c->field.len && c->known == IMPORT_NONE && c->alias.len && !is_known(known, c->column))
            came[came_len++] = c->column;
    }
    for (size_t i = 0; i < known->aliases_len; i++) {
        const struct import_known_alias *alias = &known->aliases[i];
        if (!alias->is_of_wave && !has_column(plan, alias->column) &&
            !has_field(plan, alias->field))
            gone[gone_len++] = alias->column;
    }
    return (struct import_changes){came, gone, came_len, gone_len};
}
