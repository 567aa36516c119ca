/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/layout.h"

#include <string.h>

#include "base/text.h"
#include "engine/dictionary.h"
#include "listen/answers.h"
#include "listen/layout_index.h"
#include "listen/layout_text.h"

static struct layout_sample with_folded(struct arena *a, const struct layout_sample *s)
{
    struct layout_sample out = *s;
    str *folded = ARENA_ARRAY(a, str, s->width);
    for (size_t i = 0; i < s->width; i++)
        folded[i] = layout_fold(a, s->header[i]);
    out.folded = folded;
    return out;
}

/* ---- which ---- */

const struct layout *layout_of(struct arena *a, const struct layout_sample *s)
{
    struct layout_sample sample = with_folded(a, s);
    const struct layout *found = NULL;
    for (unsigned i = 0; i < layout_index_len; i++)
        if ((!found || found->yields) && layout_index[i]->is(a, &sample) &&
            (!found || !layout_index[i]->yields))
            found = layout_index[i];
    return found;
}

bool layout_fits(struct arena *a, const struct layout_sample *s, const struct layout *layout)
{
    struct layout_sample sample = with_folded(a, s);
    return layout->is(a, &sample);
}

const struct layout *layout_called(str name)
{
    for (unsigned i = 0; i < layout_index_len; i++)
        if (str_equal_ignoring_case(str_of_chars(layout_index[i]->name), name))
            return layout_index[i];
    return NULL;
}

const str *layout_names(struct arena *a, size_t *len)
{
    str *names = ARENA_ARRAY(a, str, layout_index_len);
    for (unsigned i = 0; i < layout_index_len; i++)
        names[i] = str_of_chars(layout_index[i]->name);
    *len = layout_index_len;
    return names;
}

/* ---- what its columns are ---- */

enum import_role layout_role(enum layout_what what)
{
    static const enum import_role roles[LAYOUT_WHAT_COUNT] = {
        [LAYOUT_FIELD] = IMPORT_ROLE_COUNT,       [LAYOUT_TIME] = IMPORT_ROLE_TIME,
        [LAYOUT_PERSON] = IMPORT_ROLE_PERSON,     [LAYOUT_EMAIL] = IMPORT_ROLE_EMAIL,
        [LAYOUT_ACCOUNT] = IMPORT_ROLE_ACCOUNT,   [LAYOUT_CHANNEL] = IMPORT_ROLE_CHANNEL,
        [LAYOUT_UNIT] = IMPORT_ROLE_UNIT,         [LAYOUT_TOUCHPOINT] = IMPORT_ROLE_TOUCHPOINT,
        [LAYOUT_LANGUAGE] = IMPORT_ROLE_LANGUAGE, [LAYOUT_CASE] = IMPORT_ROLE_PERSON,
        [LAYOUT_KEY] = IMPORT_ROLE_KEY,           [LAYOUT_ID] = IMPORT_ROLE_COUNT,
        [LAYOUT_COMMENT] = IMPORT_ROLE_COUNT,     [LAYOUT_CHOICE] = IMPORT_ROLE_COUNT,
        [LAYOUT_DATE] = IMPORT_ROLE_COUNT,        [LAYOUT_NUMBER] = IMPORT_ROLE_COUNT,
        [LAYOUT_PRIVATE] = IMPORT_ROLE_COUNT,
    };
    return roles[what];
}

enum import_kind layout_kind(enum layout_what what)
{
    static const enum import_kind kinds[LAYOUT_WHAT_COUNT] = {
        [LAYOUT_FIELD] = IMPORT_KIND_COUNT, [LAYOUT_TIME] = IMPORT_DATE,
        [LAYOUT_PERSON] = IMPORT_SKIP,      [LAYOUT_EMAIL] = IMPORT_SKIP,
        [LAYOUT_ACCOUNT] = IMPORT_SKIP,     [LAYOUT_CHANNEL] = IMPORT_CHOICE,
        [LAYOUT_UNIT] = IMPORT_CHOICE,      [LAYOUT_TOUCHPOINT] = IMPORT_CHOICE,
        [LAYOUT_LANGUAGE] = IMPORT_CHOICE,  [LAYOUT_CASE] = IMPORT_ID,
        [LAYOUT_KEY] = IMPORT_ID,           [LAYOUT_ID] = IMPORT_ID,
        [LAYOUT_COMMENT] = IMPORT_COMMENT,  [LAYOUT_CHOICE] = IMPORT_CHOICE,
        [LAYOUT_DATE] = IMPORT_DATE,        [LAYOUT_NUMBER] = IMPORT_NUMBER,
        [LAYOUT_PRIVATE] = IMPORT_SKIP,
    };
    return kinds[what];
}

/* Of the sample's cells that say something, those that are dates. */
static bool holds_dates(const struct layout_sample *s, const struct layout_reading *r,
                        size_t column)
{
    size_t cells = 0, dates = 0;
    for (size_t i = r->header_records; i < s->records_len; i++) {
        str cell = s->records[i][column];
        int32_t day = 0;
        if (answers_is_missing_word(cell))
            continue;
        cells++;
        dates +=
            date_of_str(cell, DATE_MONTH_FIRST, &day) || date_of_str(cell, DATE_DAY_FIRST, &day);
    }
    return dates * 2 > cells;
}

/* A tool that does not know who answered writes a word there. */
static bool holds_addresses(const struct layout_sample *s, const struct layout_reading *r,
                            size_t column)
{
    for (size_t i = r->header_records; i < s->records_len; i++) {
        str cell = s->records[i][column];
        if (!answers_is_missing_word(cell) && !str_has(cell, '@'))
            return false;
    }
    return true;
}

/* What a column is that could be this, where another is, or its cells say no. */
static enum layout_what lesser(enum layout_what what, bool may)
{
    if (what == LAYOUT_TIME)
        return may ? LAYOUT_DATE : LAYOUT_FIELD;
    if (what == LAYOUT_PERSON || what == LAYOUT_CASE || what == LAYOUT_KEY)
        return LAYOUT_ID;
    return what == LAYOUT_EMAIL || what == LAYOUT_ACCOUNT ? LAYOUT_PRIVATE : LAYOUT_CHOICE;
}

void layout_settle(const struct layout_sample *s, struct layout_reading *r, size_t column,
                   enum layout_what what)
{
    bool may = (what != LAYOUT_TIME || holds_dates(s, r, column)) &&
               (what != LAYOUT_EMAIL || holds_addresses(s, r, column));
    if (layout_role(what) == IMPORT_ROLE_COUNT) {
        r->columns[column].what = what;
    } else if (may && r->roles[what] == LAYOUT_NONE) {
        r->columns[column].what = what;
        r->roles[what] = column;
    } else {
        r->columns[column].what = lesser(what, may);
    }
}

static void settle_known(struct arena *a, const struct layout_sample *s, struct layout_reading *r)
{
    str *folded = ARENA_ARRAY(a, str, s->width);
    for (size_t i = 0; i < s->width; i++)
        folded[i] = layout_fold(a, r->columns[i].name);
    for (size_t k = 0; k < r->layout->known_len; k++) {
        str name = layout_fold(a, r->layout->known[k].name);
        for (size_t i = 0; i < s->width; i++)
            if (r->columns[i].what == LAYOUT_FIELD && str_equal(folded[i], name)) {
                layout_settle(s, r, i, r->layout->known[k].what);
                break;
            }
    }
}

/* ---- names ---- */

/* How many columns have each name. */
static uint32_t *count_names(struct arena *a, const struct layout_reading *r, bool labels,
                             uint32_t *code_of)
{
    struct dictionary *names = dictionary_make(a);
    uint32_t *count = ARENA_ARRAY(a, uint32_t, r->columns_len);
    for (size_t i = 0; i < r->columns_len; i++) {
        const struct layout_column *c = &r->columns[i];
        code_of[i] = dictionary_add(names, text_to_lower(a, labels ? c->label : c->name));
        count[code_of[i]]++;
    }
    return count;
}

/* A name that several columns have makes way for what was asked, where only one was asked
 * that. */
static void tell_names_apart(struct arena *a, struct layout_reading *r)
{
    uint32_t *name = ARENA_ARRAY(a, uint32_t, r->columns_len);
    uint32_t *label = ARENA_ARRAY(a, uint32_t, r->columns_len);
    const uint32_t *names = count_names(a, r, false, name);
    const uint32_t *labels = count_names(a, r, true, label);
    for (size_t i = 0; i < r->columns_len; i++) {
        struct layout_column *c = &r->columns[i];
        if (names[name[i]] < 2 || labels[label[i]] != 1 || c->label.len == 0)
            continue;
        c->name = c->label;
        c->key_name = c->label;
    }
}

/* ---- records that are no answers ---- */

static bool has_answers(const struct layout_sample *s, const struct layout_reading *r)
{
    for (size_t i = r->header_records; i < s->records_len; i++)
        if (!r->layout->is_left_out(s->records[i][r->status]))
            return true;
    return false;
}

/* ---- all of it ---- */

static struct layout_reading plain(struct arena *a, const struct layout_sample *s)
{
    struct layout_reading r = {.width = s->width, .columns_len = s->width, .status = LAYOUT_NONE};
    r.measures.name = r.measures.label = LAYOUT_NONE;
    for (unsigned i = 0; i < LAYOUT_WHAT_COUNT; i++)
        r.roles[i] = LAYOUT_NONE;
    r.columns = ARENA_ARRAY(a, struct layout_column, s->width);
    for (size_t i = 0; i < s->width; i++)
        r.columns[i] =
            (struct layout_column){s->header[i], s->header[i], s->header[i], LAYOUT_FIELD};
    return r;
}

struct layout_reading layout_read(struct arena *a, const struct layout_sample *s,
                                  const struct layout *layout)
{
    struct layout_sample sample = with_folded(a, s);
    struct layout_reading r = plain(a, &sample);
    r.layout = layout;
    if (!layout)
        return r;
    for (size_t i = 0; i < r.width; i++)
        r.columns[i].label = layout_plain_text(a, r.columns[i].label);
    if (layout->read)
        layout->read(a, &sample, &r);
    settle_known(a, &sample, &r);
    r.leaves_out = layout->is_left_out && r.status != LAYOUT_NONE && has_answers(&sample, &r);
    tell_names_apart(a, &r);
    return r;
}

void layout_add_column(struct arena *a, struct layout_reading *r, struct layout_column column)
{
    struct layout_column *all = ARENA_ARRAY(a, struct layout_column, r->columns_len + 1);
    memcpy(all, r->columns, r->columns_len * sizeof *all);
    all[r->columns_len++] = column;
    r->columns = all;
}

void layout_add_measures(struct arena *a, struct layout_reading *r, const str *names,
                         const str *labels, size_t len)
{
    struct layout_column *all = ARENA_ARRAY(a, struct layout_column, r->columns_len + len);
    memcpy(all, r->columns, r->columns_len * sizeof *all);
    for (size_t i = 0; i < len; i++)
        all[r->columns_len + i] = (struct layout_column){
            names[i], layout_plain_text(a, labels[i].len ? labels[i] : names[i]), names[i],
            LAYOUT_FIELD};
    r->columns = all;
    r->columns_len += len;
    r->measures.names = names;
    r->measures.names_len = len;
    tell_names_apart(a, r);
}
