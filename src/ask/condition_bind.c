/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/condition_bind.h"

#include "ask/mistake.h"
#include "base/limits.h"
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

static struct err *bind_leaf(struct binder *b, struct condition *c)
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
