/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_wave_db.h"

#include "base/text.h"
#include "engine/dictionary.h"

STATEMENT(field_share);
STATEMENT(field_share_note);
STATEMENT(field_share_renamed);

enum {
    WAVES_MAX = 32,
    ALIKE_MIN = 4, /* columns; of fewer it says little that their names are the same */
};

/* ---- which they are ---- */

static struct err *wave_called(struct arena *a, struct db *db, const struct source *source, str key,
                               struct source *out)
{
    struct source *all = NULL;
    size_t len = 0;
    if (str_equal(key, source->key))
        FAIL(a, WHY_USAGE, "The map calls %.*s a wave of itself; an earlier source goes there.",
             STR(text_quote(a, key)));
    TRY(source_find(a, db, key, out));
    if (out->id)
        return NULL;
    TRY(source_list(a, db, &all, &len));
    str *keys = ARENA_ARRAY(a, str, len);
    for (size_t i = 0; i < len; i++)
        keys[i] = all[i].key;
    str near = text_suggest(a, key, keys, len);
    str hint = near.len ? str_format(a, "; did you mean %.*s?", STR(text_quote(a, near))) : S(".");
    FAIL(a, WHY_MISSING, "There is no source %.*s that this could be a wave of%.*s",
         STR(text_quote(a, key)), STR(hint));
}

struct err *import_waves_find(struct arena *a, struct db *db, const struct source *source,
                              const struct import_map *map, struct import_waves *out)
{
    struct source *list = ARENA_ARRAY(a, struct source, WAVES_MAX);
    struct source next = {.id = 0};
    *out = (struct import_waves){list, 0};
    if (map && map->has_wave) {
        if (map->wave.len)
            TRY(wave_called(a, db, source, map->wave, &next));
    } else if (source->wave_of) {
        TRY(source_by_id(a, db, source->wave_of, &next));
    }
    while (next.id && out->len < WAVES_MAX) {
        bool is_new = next.id != source->id;
        for (size_t i = 0; i < out->len; i++)
            is_new = is_new && list[i].id != next.id;
        if (!is_new)
            return NULL;
        list[out->len++] = next;
        TRY(source_by_id(a, db, next.wave_of, &next));
    }
    return NULL;
}

struct err *import_waves_guess(struct arena *a, struct db *db, const str *header, size_t len,
                               str *source, size_t *same)
{
    struct source *sources = NULL;
    struct field_alias *aliases = NULL;
    size_t sources_len = 0, aliases_len = 0;
    struct dictionary *names = dictionary_make(a);
    *source = S("");
    *same = 0;
    for (size_t i = 0; i < len; i++)
        (void)dictionary_add(names, text_to_lower(a, header[i]));
    TRY(source_list(a, db, &sources, &sources_len));
    TRY(field_alias_list(a, db, &aliases, &aliases_len));
    for (size_t s = 0; s < sources_len; s++) {
        size_t found = 0;
        for (size_t i = 0; i < aliases_len; i++)
            found += aliases[i].source == sources[s].id &&
                     dictionary_find(names, text_to_lower(a, aliases[i].name)) != CODE_MISSING;
        if (found < *same || found < ALIKE_MIN || found * 2 < len)
            continue;
        *same = found; /* of equals the later */
        *source = sources[s].key;
    }
    return NULL;
}

/* ---- sharing ---- */

static struct err *share_by(struct arena *a, struct db *db, const struct statement *statement,
                            int64_t field)
{
    struct query *q = db_query(db, statement);
    query_bind_int(q, 1, field);
    return query_run(a, q);
}

struct err *import_wave_share(struct arena *a, struct db *db, int64_t field)
{
    TRY(share_by(a, db, SQL(field_share_note), field));
    TRY(share_by(a, db, SQL(field_share), field));
    return db_changes(db) ? NULL : share_by(a, db, SQL(field_share_renamed), field);
}
