/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/condition_bind.h"

#include "ask/mistake.h"
#include "base/limits.h"
#include "base/text.h"
#include "engine/dictionary.h"

struct binder {
    struct arena *arena;
    const struct catalogue *catalogue;
    struct dictionary *names; /* spellings seen */
    size_t *field_of;         /* [spelling] */
    size_t field_of_room;
    bool *is_needed; /* [field] */
    size_t needed;
};

static struct err *no_tree(struct binder *b, const struct condition *c)
{
    const struct catalogue *all = b->catalogue;
    str noun = all->noun.len > 0 ? all->noun : S("field"), why = S("");
    str name = text_quote(b->arena, str_trim(all->fields[c->field].name));
    if (all->no_tree.len > 0)
        why = str_format(b->arena, " (%.*s)", STR(all->no_tree));
    return MISTAKE(b->arena, c->position, WHY_USAGE,
                   "The %.*s %.*s has no tree%.*s, so nothing stands under a value of it; use = or "
                   "in with values, and < or > with numbers.",
                   STR(noun), STR(name), STR(why));
}

/* "under" becomes "in": the texts that stand below the one asked for. */
static struct err *bind_under(struct binder *b, struct condition *c)
{
    const struct catalogue *all = b->catalogue;
    const struct value *asked = &c->values[0];
    str *texts = NULL;
    size_t len = 0;
    if (!all->under)
        return no_tree(b, c);
    struct err *e = all->under(b->arena, all->knows, c->field, asked->text, &texts, &len);
    if (e)
        return e->position > 0 ? e : mistake_at(b->arena, asked->position, e);
    if (!texts)
        return no_tree(b, c);
    str name = text_quote(b->arena, str_trim(all->fields[c->field].name));
    str quoted = text_quote(b->arena, asked->text);
    if (len == 0)
        return MISTAKE(b->arena, asked->position, WHY_USAGE,
                       "There is no %.*s in the tree of %.*s; write the name as it stands there.",
                       STR(quoted), STR(name));
    struct value *values = ARENA_ARRAY(b->arena, struct value, len);
    for (size_t i = 0; i < len; i++)
        values[i] =
            (struct value){.kind = VALUE_TEXT, .text = texts[i], .position = asked->position};
    c->comparison = COMPARISON_IN;
    c->is_of_tree = true;
    c->values = values;
    c->values_len = len;
    return NULL;
}

static struct err *bind_name(struct binder *b, struct condition *c)
{
    size_t spellings = dictionary_size(b->names), field = 0;
    uint32_t spelling = dictionary_find(b->names, c->name);
    if (spelling != CODE_MISSING) {
        c->field = b->field_of[spelling];
        return NULL;
    }
    TRY(catalogue_find(b->arena, b->catalogue, c->name, c->position, &field));
    if (!b->is_needed[field] && ++b->needed > LIMIT_FIELDS)
        return MISTAKE(b->arena, c->position, WHY_LIMIT,
                       "The condition speaks of more than %zu fields.", LIMIT_FIELDS);
    b->is_needed[field] = true;
    if (spellings == b->field_of_room)
        b->field_of = arena_grow_array(b->arena, b->field_of, spellings, &b->field_of_room,
                                       sizeof *b->field_of);
    b->field_of[dictionary_add(b->names, c->name)] = field;
    c->field = field;
    return NULL;
}

static struct err *bind_leaf(struct binder *b, struct condition *c)
{
    TRY(bind_name(b, c));
    return c->comparison == COMPARISON_UNDER ? bind_under(b, c) : NULL;
}

static struct err *bind_all(struct binder *b, struct condition *c)
{
    if (c->kind == CONDITION_LEAF)
        return bind_leaf(b, c);
    for (size_t i = 0; i < c->parts_len; i++)
        TRY(bind_all(b, c->parts[i]));
    return NULL;
}

struct err *condition_bind(struct arena *a, struct condition *c, const struct catalogue *catalogue,
                           struct condition_fields *out)
{
    enum { SPELLINGS = 16 };
    struct binder b = {.arena = a,
                       .catalogue = catalogue,
                       .names = dictionary_make(a),
                       .field_of = ARENA_ARRAY(a, size_t, SPELLINGS),
                       .field_of_room = SPELLINGS,
                       .is_needed = ARENA_ARRAY(a, bool, catalogue->fields_len)};
    if (c)
        TRY(bind_all(&b, c));
    size_t *fields = ARENA_ARRAY(a, size_t, b.needed);
    size_t len = 0;
    for (size_t i = 0; i < catalogue->fields_len; i++)
        if (b.is_needed[i])
            fields[len++] = i;
    *out = (struct condition_fields){fields, len};
    return NULL;
}
