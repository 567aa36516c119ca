/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_known_db.h"

#include "engine/dictionary.h"
#include "listen/answers_json.h"
#include "listen/import_db.h"

STATEMENT(import_answers_of_source);

enum {
    SAMPLE_SIGNALS = 4000, /* of each wave, any: enough to tell one scale from another */
    TEXTS_MAX = 64,        /* different answers of a field; with more they are not compared */
};

struct knowing {
    struct arena *a;
    struct db *db;
    struct field *fields;
    struct field_alias *aliases;
    size_t fields_len, aliases_len;
    struct import_known_field *known;
    struct import_known_alias *names;
    int64_t *ids; /* of the known fields */
    size_t len, names_len;
    size_t *index; /* [id of a field]: of the known one; IMPORT_NONE: it is none */
    int64_t last;  /* id of a field */
    struct dictionary *named;
};

static size_t index_of(const struct knowing *k, int64_t field)
{
    return field < 0 || field > k->last ? IMPORT_NONE : k->index[field];
}

/* The list is by id. */
static void index_fields(struct knowing *k)
{
    k->last = k->fields_len ? k->fields[k->fields_len - 1].id : 0;
    k->index = ARENA_ARRAY(k->a, size_t, (size_t)k->last + 1);
    for (int64_t i = 0; i <= k->last; i++)
        k->index[i] = IMPORT_NONE;
}

/* Those of a source, 0: those that all share. */
static void add_fields(struct knowing *k, int64_t source)
{
    for (size_t i = 0; i < k->fields_len; i++) {
        const struct field *f = &k->fields[i];
        if (f->source != source)
            continue;
        k->ids[k->len] = f->id;
        k->index[f->id] = k->len;
        k->known[k->len++] = (struct import_known_field){.key = f->key,
                                                         .label = f->label,
                                                         .is_shared = f->source == 0,
                                                         .is_context = f->is_context,
                                                         .kind = import_kind_of_field(f->kind),
                                                         .has_scale = f->has_scale,
                                                         .scale = f->scale,
                                                         .has_missing = f->has_missing,
                                                         .proposes = f->proposes,
                                                         .meaning = f->meaning,
                                                         .missing = f->missing,
                                                         .missing_len = f->missing_len};
    }
}

/* What a source calls the fields, where nothing before it is called so. */
static void add_names(struct knowing *k, int64_t source, str wave)
{
    for (size_t i = 0; i < k->aliases_len; i++) {
        const struct field_alias *alias = &k->aliases[i];
        size_t field = alias->source == source ? index_of(k, alias->field) : IMPORT_NONE;
        if (field == IMPORT_NONE)
            continue;
        struct import_known_field *f = &k->known[field];
        bool is_own = !wave.len && !f->is_shared; /* which may have another name by now */
        if (!f->seen.name.len && (wave.len || is_own)) {
            f->wave = wave;
            f->seen = (struct wave_column){.name = alias->name, .label = f->label, .kind = f->kind};
        }
        uint32_t before = dictionary_size(k->named);
        if (dictionary_add(k->named, alias->name) == before || !wave.len)
            k->names[k->names_len++] =
                (struct import_known_alias){alias->name, field, wave.len > 0};
    }
}

/* ---- how earlier waves answered ---- */

struct answered {
    struct dictionary *texts;
    uint64_t counts[TEXTS_MAX];
    bool more;
};

static void count_text(struct arena *a, struct answered *of, str text)
{
    if (!of->texts)
        of->texts = dictionary_make(a);
    uint32_t code = dictionary_find(of->texts, text);
    if (code == CODE_MISSING && dictionary_size(of->texts) == TEXTS_MAX) {
        of->more = true;
        return;
    }
    of->counts[code == CODE_MISSING ? dictionary_add(of->texts, text) : code]++;
}

static void count_answers(const struct knowing *k, struct answered *all, str json)
{
    struct arena *scratch = arena_make(0);
    struct answers_scan scan = answers_scan_make(scratch, json);
    int64_t field = 0;
    str text;
    while (answers_scan_next(&scan, &field, &text)) {
        size_t at = index_of(k, field);
        if (at != IMPORT_NONE && k->known[at].seen.name.len)
            count_text(k->a, &all[at], text);
    }
    arena_done(scratch);
}

static struct err *sample(const struct knowing *k, int64_t source, struct answered *all)
{
    bool found = false;
    struct query *q = db_query(k->db, SQL(import_answers_of_source));
    query_bind_int(q, 1, source);
    query_bind_int(q, 2, SAMPLE_SIGNALS);
    for (;;) {
        TRY(query_next(k->a, q, &found));
        if (!found)
            return NULL;
        count_answers(k, all, query_text(q, 0));
    }
}

static struct err *look_at_answers(struct knowing *k, int64_t source,
                                   const struct import_waves *waves)
{
    struct answered *all = ARENA_ARRAY(k->a, struct answered, k->len);
    if (source)
        TRY(sample(k, source, all));
    for (size_t i = 0; i < waves->len; i++)
        TRY(sample(k, waves->list[i].id, all));
    for (size_t i = 0; i < k->len; i++) {
        struct wave_column *seen = &k->known[i].seen;
        seen->texts_len = all[i].texts ? dictionary_size(all[i].texts) : 0;
        struct scale_text *texts = ARENA_ARRAY(k->a, struct scale_text, seen->texts_len);
        for (uint32_t t = 0; t < seen->texts_len; t++)
            texts[t] = (struct scale_text){dictionary_text(all[i].texts, t), all[i].counts[t]};
        seen->texts = texts;
        seen->more = all[i].more;
    }
    return NULL;
}

static struct err *add_waves(struct knowing *k, int64_t source, const struct import_waves *waves)
{
    for (size_t i = 0; i < waves->len; i++)
        add_fields(k, waves->list[i].id);
    for (size_t i = 0; i < waves->len; i++)
        add_names(k, waves->list[i].id, waves->list[i].key);
    for (size_t i = 0; i < k->len; i++)
        if (k->known[i].wave.len || k->known[i].kind == IMPORT_SCORE)
            TRY(field_code_list(k->a, k->db, k->ids[i], &k->known[i].codes,
                                &k->known[i].codes_len));
    return waves->len || source ? look_at_answers(k, source, waves) : NULL;
}

struct err *import_known_load(struct arena *a, struct db *db, int64_t source,
                              const struct import_waves *waves, struct import_known *known,
                              int64_t **ids)
{
    struct knowing k = {.a = a, .db = db, .named = dictionary_make(a)};
    TRY(field_list(a, db, &k.fields, &k.fields_len));
    TRY(field_alias_list(a, db, &k.aliases, &k.aliases_len));
    index_fields(&k);
    k.known = ARENA_ARRAY(a, struct import_known_field, k.fields_len);
    k.ids = ARENA_ARRAY(a, int64_t, k.fields_len);
    k.names = ARENA_ARRAY(a, struct import_known_alias, k.aliases_len);
    add_fields(&k, 0);
    if (source)
        add_fields(&k, source);
    add_names(&k, source, S(""));
    TRY(add_waves(&k, source, waves));
    *known = (struct import_known){
        .fields = k.known, .fields_len = k.len, .aliases = k.names, .aliases_len = k.names_len};
    *ids = k.ids;
    return NULL;
}
