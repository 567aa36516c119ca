/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/source_change.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "people/audit_db.h"

enum { NAME_MAX_BYTES = 200 };

static struct err *no_such(struct arena *a, struct db *db, str key)
{
    struct source *sources = NULL;
    size_t len = 0;
    TRY(source_list(a, db, &sources, &len));
    str *keys = ARENA_ARRAY(a, str, len);
    for (size_t i = 0; i < len; i++)
        keys[i] = sources[i].key;
    str like = text_suggest(a, key, keys, len);
    if (like.len)
        FAIL(a, WHY_MISSING, "There is no source called %.*s; did you mean %.*s?",
             STR(text_quote(a, key)), STR(text_quote(a, like)));
    FAIL(a, WHY_MISSING, "There is no source called %.*s.", STR(text_quote(a, key)));
}

struct err *source_get(struct arena *a, struct db *db, str key, struct source *out)
{
    TRY(source_find(a, db, key, out));
    return out->id ? NULL : no_such(a, db, key);
}

static struct err *rename_to(struct arena *a, str name, struct source *source)
{
    name = str_trim(name);
    if (name.len == 0 || name.len > NAME_MAX_BYTES) {
        struct err *e = err_make(a, WHY_USAGE, __FILE__, __LINE__,
                                 "name: a source's name has 1 to %d bytes.", NAME_MAX_BYTES);
        e->at = S("name");
        return e;
    }
    source->name = name;
    return NULL;
}

static void days_to_json(struct arena *a, struct json *j, const char *key, bool has, int32_t day)
{
    json_key(j, str_of_chars(key));
    if (has)
        json_text(j, period_label(a, PERIOD_DAY, day));
    else
        json_none(j);
}

static void people_to_json(struct json *j, const char *key, int64_t people)
{
    json_key(j, str_of_chars(key));
    if (people)
        json_whole(j, people);
    else
        json_none(j);
}

static void reach_to_json(struct arena *a, struct json *j, const struct reach *r)
{
    json_key(j, S("reached"));
    json_text(j, r->reached);
    people_to_json(j, "invited", r->invited);
    people_to_json(j, "population", r->population);
    days_to_json(a, j, "from", r->has_first, r->first_day);
    days_to_json(a, j, "to", r->has_last, r->last_day);
}

void source_to_json(struct arena *a, struct json *j, const struct source *source, uint64_t signals)
{
    double rate = 0;
    bool has_rate = reach_response_rate(&source->reach, signals, &rate);
    json_open_object(j);
    json_key(j, S("key"));
    json_text(j, source->key);
    json_key(j, S("name"));
    json_text(j, source->name);
    reach_to_json(a, j, &source->reach);
    json_key(j, S("wave_of"));
    if (source->wave_of)
        json_text(j, source->wave_of_key);
    else
        json_none(j);
    json_key(j, S("signals"));
    json_whole(j, (int64_t)signals);
    json_key(j, S("response_rate"));
    json_number_or_null(j, has_rate, rate);
    json_close_object(j);
}

struct changing {
    const struct source_change *change;
    struct source source;
};

/* The audit says what it is now, not what it was: that stands in the line before. */
static struct err *audit(struct arena *a, struct db *db, const struct changing *c)
{
    struct buf detail = buf_make(a, LIMIT_LOG_LINE_BYTES);
    struct json j = json_make(&detail);
    json_open_object(&j);
    json_key(&j, S("name"));
    json_text(&j, c->source.name);
    reach_to_json(a, &j, &c->source.reach);
    json_close_object(&j);
    return audit_add(a, db,
                     &(struct audit){.at = c->change->now,
                                     .actor = c->change->actor,
                                     .action = S("source.changed"),
                                     .object = c->source.key,
                                     .detail = buf_str(&detail)});
}

static struct err *apply(struct arena *a, struct db *db, void *what)
{
    struct changing *c = what;
    TRY(source_get(a, db, c->change->key, &c->source));
    if (c->change->name.ptr)
        TRY(rename_to(a, c->change->name, &c->source));
    TRY(reach_apply(a, &c->change->reach, &c->source.reach));
    TRY(source_set(a, db, &c->source));
    return audit(a, db, c);
}

struct err *source_change(struct arena *a, struct store *s, const struct source_change *change,
                          struct source *out)
{
    struct changing c = {.change = change};
    struct write w = {.apply = apply, .what = &c, .arena = a};
    TRY(store_write(s, &w));
    *out = c.source;
    return NULL;
}
