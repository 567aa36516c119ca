/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/catalogue_db.h"

#include "base/text.h"
#include "engine/dictionary.h"
#include "listen/field_db.h"
#include "people/unit_db.h"

/* In this order a name hides those of the next. */
enum rank { RANK_SHARED, RANK_SOURCE, RANK_UNASKED, RANK_SIGNAL, RANK_FULL };

struct maker {
    struct arena *a;
    struct field *fields;
    size_t fields_len;
    struct source *sources;
    size_t sources_len;
    struct catalogue_field *names;
    struct record_name *means;
    enum rank *ranks;
    size_t len, names_room, means_room, ranks_room;
    struct dictionary *seen; /* names in lower case */
    enum rank *best;         /* [code of seen] */
    size_t best_room;
};

static const struct {
    str name;
    enum column_of of;
} built_in[] = {
    {S_INIT("source"), COLUMN_SOURCE},   {S_INIT("kind"), COLUMN_KIND},
    {S_INIT("channel"), COLUMN_CHANNEL}, {S_INIT("language"), COLUMN_LANGUAGE},
    {S_INIT("unit"), COLUMN_UNIT},       {S_INIT("relationship"), COLUMN_RELATIONSHIP},
    {S_INIT("weight"), COLUMN_WEIGHT},   {S_INIT("touchpoint"), COLUMN_TOUCHPOINT},
};

static bool means_same(const struct record_name *a, const struct record_name *b)
{
    return a->column.of == b->column.of && a->column.field == b->column.field &&
           a->source == b->source;
}

static void note_rank(struct maker *m, str name, enum rank rank)
{
    uint32_t code = dictionary_find(m->seen, name);
    if (code != CODE_MISSING) {
        m->best[code] = rank < m->best[code] ? rank : m->best[code];
        return;
    }
    code = dictionary_add(m->seen, name);
    if (code >= m->best_room)
        m->best = arena_grow_array(m->a, m->best, code, &m->best_room, sizeof *m->best);
    m->best[code] = rank;
}

static void push(struct maker *m, str name, str full, struct record_name means, enum rank rank)
{
    name = text_to_lower(m->a, name);
    if (m->len == m->names_room) {
        m->names = arena_grow_array(m->a, m->names, m->len, &m->names_room, sizeof *m->names);
        m->means = arena_grow_array(m->a, m->means, m->len, &m->means_room, sizeof *m->means);
        m->ranks = arena_grow_array(m->a, m->ranks, m->len, &m->ranks_room, sizeof *m->ranks);
    }
    m->names[m->len] = (struct catalogue_field){.name = name, .place = full};
    m->means[m->len] = means;
    m->ranks[m->len++] = rank;
    note_rank(m, name, rank);
}

/* Under its plain name and its full one. */
static void add(struct maker *m, str first, str name, struct record_name means, enum rank rank)
{
    str full = str_format(m->a, "%.*s.%.*s", STR(first), STR(name));
    push(m, name, full, means, rank);
    push(m, full, full, means, RANK_FULL);
}

static const struct source *source_of(const struct maker *m, int64_t id)
{
    for (size_t i = 0; i < m->sources_len; i++)
        if (m->sources[i].id == id)
            return &m->sources[i];
    return NULL;
}

static const struct field *field_of(const struct maker *m, int64_t id)
{
    for (size_t i = 0; i < m->fields_len; i++)
        if (m->fields[i].id == id)
            return &m->fields[i];
    return NULL;
}

/* What a source calls its own 1 to 10 "satisfaction" is not to be hidden by the shared
 * field, which would answer that nobody said anything.  Whoever asks a shared field has a
 * name for it. */
static enum rank rank_of_shared(const struct field *f, const struct field_alias *aliases,
                                size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (aliases[i].field == f->id)
            return RANK_SHARED;
    return f->is_context ? RANK_SHARED : RANK_UNASKED;
}

static void add_fields(struct maker *m, const struct field_alias *aliases, size_t len)
{
    for (size_t i = 0; i < m->fields_len; i++) {
        const struct field *f = &m->fields[i];
        struct record_name means = {.column = {COLUMN_FIELD, f}, .source = f->source};
        const struct source *source = source_of(m, f->source);
        if (source)
            add(m, source->key, f->key, means, RANK_SOURCE);
        else
            push(m, f->key, f->key, means, rank_of_shared(f, aliases, len));
    }
}

static void add_aliases(struct maker *m, const struct field_alias *aliases, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        const struct source *source = source_of(m, aliases[i].source);
        const struct field *f = field_of(m, aliases[i].field);
        struct record_name means = {.column = {COLUMN_FIELD, f}, .source = aliases[i].source};
        if (source && f)
            add(m, source->key, aliases[i].name, means, RANK_SOURCE);
    }
}

static void add_built_in(struct maker *m)
{
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++)
        add(m, S("signal"), built_in[i].name,
            (struct record_name){.column = {.of = built_in[i].of}}, RANK_SIGNAL);
}

/* Whether entry i stands under its name before entry last does. */
static bool stands_already(const struct maker *m, size_t i, size_t last)
{
    return str_equal(m->names[i].name, m->names[last].name) &&
           means_same(&m->means[i], &m->means[last]);
}

/* Leaves out what is hidden, and the same twice.  Entries of one name are chained, so
 * that a thousand columns cost no million comparisons. */
static void leave_out_hidden(struct maker *m)
{
    size_t kept = 0, names = dictionary_size(m->seen);
    size_t *first = ARENA_ARRAY(m->a, size_t, names), *next = ARENA_ARRAY(m->a, size_t, m->len);
    for (size_t i = 0; i < m->len; i++) {
        uint32_t code = dictionary_find(m->seen, m->names[i].name);
        bool out = m->ranks[i] > m->best[code];
        for (size_t at = first[code]; at && !out; at = next[at - 1])
            out = stands_already(m, at - 1, i);
        if (out)
            continue;
        m->names[kept] = m->names[i];
        m->means[kept] = m->means[i];
        m->ranks[kept] = m->ranks[i];
        next[kept] = first[code];
        first[code] = kept + 1;
        kept++;
    }
    m->len = kept;
}

/* Units with their texts as the column of units has them. */
struct tree {
    const struct record_name *means;
    struct unit *units;
    size_t len;
    struct column_names names; /* in the order of units */
};

/* Below the roots that are called so; units stand behind their parents or not, so
 * until nothing is added. */
static size_t mark_below(const struct tree *tree, bool *in)
{
    size_t marked = 0, before = SIZE_MAX;
    while (marked != before) {
        before = marked;
        for (size_t i = 0; i < tree->len; i++)
            for (size_t p = 0; p < tree->len && !in[i]; p++)
                if (in[p] && tree->units[i].parent == tree->units[p].id) {
                    in[i] = true;
                    marked++;
                }
    }
    return marked;
}

static struct err *texts_under(struct arena *a, void *knows, size_t field, str text, str **texts,
                               size_t *len)
{
    const struct tree *tree = knows;
    *texts = NULL;
    *len = 0;
    if (tree->means[field].column.of != COLUMN_UNIT)
        return NULL;
    bool *in = ARENA_ARRAY(a, bool, tree->len);
    for (size_t i = 0; i < tree->len; i++)
        in[i] = text_equal_ignoring_case(tree->units[i].key, text) ||
                text_equal_ignoring_case(tree->units[i].name, text);
    (void)mark_below(tree, in);
    *texts = ARENA_ARRAY(a, str, tree->len + 1);
    for (size_t i = 0; i < tree->len; i++)
        if (in[i])
            (*texts)[(*len)++] = tree->names.texts[i];
    return NULL;
}

static struct err *make_tree(struct arena *a, struct db *db, const struct record_name *means,
                             struct tree **out)
{
    struct tree *tree = ARENA_NEW(a, struct tree);
    tree->means = means;
    TRY(unit_list(a, db, &tree->units, &tree->len));
    TRY(columns_names(a, db, COLUMN_UNIT, &tree->names));
    *out = tree;
    return NULL;
}

struct err *catalogue_load(struct arena *a, struct db *db, struct record_catalogue *out)
{
    struct maker m = {.a = a, .seen = dictionary_make(a)};
    struct field_alias *aliases = NULL;
    size_t aliases_len = 0;
    struct tree *tree = NULL;
    TRY(source_list(a, db, &m.sources, &m.sources_len));
    TRY(field_list(a, db, &m.fields, &m.fields_len));
    TRY(field_alias_list(a, db, &aliases, &aliases_len));
    add_fields(&m, aliases, aliases_len);
    add_aliases(&m, aliases, aliases_len);
    add_built_in(&m);
    leave_out_hidden(&m);
    TRY(make_tree(a, db, m.means, &tree));
    *out = (struct record_catalogue){.names = {.fields = m.names,
                                               .fields_len = m.len,
                                               .places_are_names = true,
                                               .under = texts_under,
                                               .knows = tree},
                                     .means = m.means,
                                     .sources = m.sources,
                                     .sources_len = m.sources_len};
    return NULL;
}
