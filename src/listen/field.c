/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/field.h"

static const str names[FIELD_KIND_COUNT] = {
    [FIELD_SCORE] = S_INIT("score"),     [FIELD_CHOICE] = S_INIT("choice"),
    [FIELD_NUMBER] = S_INIT("number"),   [FIELD_TEXT] = S_INIT("text"),
    [FIELD_DATE] = S_INIT("date"),       [FIELD_ID] = S_INIT("id"),
    [FIELD_COMMENT] = S_INIT("comment"),
};

str field_kind_name(enum field_kind kind)
{
    return names[kind];
}

bool field_kind_of_name(str name, enum field_kind *kind)
{
    for (unsigned i = 0; i < FIELD_KIND_COUNT; i++)
        if (str_equal(name, names[i])) {
            *kind = (enum field_kind)i;
            return true;
        }
    return false;
}

bool field_has_column(enum field_kind kind)
{
    return kind != FIELD_COMMENT;
}
