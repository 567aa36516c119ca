/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/conf.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"

enum { NAME_BYTES = 60 };

static const char prefix[] = "ATTUNE_"; /* of names in the environment */

struct setting {
    str value, origin;
};

struct settings {
    struct arena *arena;
    const struct conf *const *declared;
    unsigned declared_len;
    struct setting *values; /* in the order of declared */
};

static size_t find(const struct settings *s, str name)
{
    size_t i = 0;
    while (i < s->declared_len && !str_equal(str_of_chars(s->declared[i]->name), name))
        i++;
    return i;
}

static str nearest(struct arena *a, const struct settings *s, str name)
{
    str *names = ARENA_ARRAY(a, str, s->declared_len);
    for (size_t i = 0; i < s->declared_len; i++)
        names[i] = str_of_chars(s->declared[i]->name);
    return text_suggest(a, name, names, s->declared_len);
}

/* ---- what a value must be ---- */

static bool to_whole(str text, int64_t *out)
{
    int64_t value = 0;
    bool is_negative = text.len > 1 && text.ptr[0] == '-';
    for (size_t i = is_negative; i < text.len; i++) {
        char c = text.ptr[i];
        if (c < '0' || c > '9' || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, c - '0', &value))
            return false;
    }
    *out = is_negative ? -value : value;
    return text.len > 0;
}

static bool to_bool(str text, bool *out)
{
    *out = str_equal_ignoring_case(text, S("yes"));
    return *out || str_equal_ignoring_case(text, S("no"));
}

static struct err *refuse(struct arena *a, const struct conf *c, str value, str origin,
                          const char *why)
{
    struct err *e = err_make(a, WHY_USAGE, __FILE__, __LINE__, "%.*s: %s %s: %.*s.", STR(origin),
                             c->name, why, STR(text_quote(a, value)));
    e->at = origin;
    return e;
}

static struct err *check(struct arena *a, const struct conf *c, str value, str origin)
{
    int64_t whole = 0;
    bool yes = false;
    const char *why = NULL;
    if (c->kind == CONF_WHOLE && (!to_whole(value, &whole) || whole < c->lo || whole > c->hi))
        why = str_format(a, "must be a whole number from %lld to %lld, and is", (long long)c->lo,
                         (long long)c->hi)
                  .ptr;
    else if (c->kind == CONF_BOOL && !to_bool(value, &yes))
        why = "must be yes or no, and is";
    else if (c->refuse && value.len)
        why = c->refuse(a, value);
    return why ? refuse(a, c, value, origin, why) : NULL;
}

static struct err *take(struct arena *a, struct settings *s, size_t which, str value, str origin)
{
    TRY(check(a, s->declared[which], value, origin));
    s->values[which] = (struct setting){str_copy(s->arena, value), str_copy(s->arena, origin)};
    return NULL;
}

/* ---- the file ---- */

static struct err *unknown_key(struct arena *a, const struct settings *s, str key, str origin)
{
    str near = nearest(a, s, key);
    struct err *e =
        err_make(a, WHY_USAGE, __FILE__, __LINE__, "%.*s: there is no setting %.*s%s%.*s%s",
                 STR(origin), STR(text_quote(a, key)), near.len ? "; did you mean " : ".",
                 STR(near), near.len ? "?" : "");
    e->at = origin;
    return e;
}

static struct err *take_line(struct arena *a, struct settings *s, str line, str origin,
                             const size_t *lines_of)
{
    str value, key = str_trim(str_cut(line, '=', &value));
    if (!key.len && !value.ptr)
        return NULL;
    if (!value.ptr) {
        struct err *e = err_make(a, WHY_USAGE, __FILE__, __LINE__,
                                 "%.*s: a setting is written \"key = value\", not %.*s.",
                                 STR(origin), STR(text_quote(a, line)));
        e->at = origin;
        return e;
    }
    size_t which = find(s, key);
    if (which == s->declared_len)
        return unknown_key(a, s, key, origin);
    if (lines_of[which])
        FAIL(a, WHY_USAGE, "%.*s: %.*s was set before, in line %zu.", STR(origin), STR(key),
             lines_of[which]);
    return take(a, s, which, str_trim(value), origin);
}

static struct err *take_text(struct arena *a, struct settings *s, str text, str file)
{
    size_t *lines_of = ARENA_ARRAY(a, size_t, s->declared_len + 1);
    str name = file;
    for (size_t i = 0; i < file.len; i++)
        if (file.ptr[i] == '/')
            name = str_slice(file, i + 1, file.len);
    if (!text_is_utf8(text))
        FAIL(a, WHY_USAGE, "\"%.*s\" is not UTF-8.", STR(file));
    for (size_t number = 1; text.len; number++) {
        str line = str_trim(str_cut(text, '\n', &text));
        if (!line.len || line.ptr[0] == '#')
            continue;
        str origin = str_format(a, "%.*s, line %zu", STR(name), number);
        TRY(take_line(a, s, line, origin, lines_of));
        lines_of[find(s, str_trim(str_cut(line, '=', &(str){NULL, 0})))] = number;
    }
    return NULL;
}

static struct err *take_file(struct arena *a, struct settings *s, str path)
{
    struct file *file = NULL;
    size_t len = 0, got = 0;
    struct err *e = path.len ? file_open(a, path, &file) : NULL;
    if (!file && (!e || e->why == WHY_MISSING))
        return NULL;
    TRY(e);
    char *bytes = arena_take(a, LIMIT_CONF_BYTES + 1);
    do {
        TRY(file_read(a, file, bytes + len, LIMIT_CONF_BYTES + 1 - len, &got));
        len += got;
    } while (got && len <= LIMIT_CONF_BYTES);
    if (len > LIMIT_CONF_BYTES)
        FAIL(a, WHY_LIMIT, "\"%.*s\" is longer than %zu KiB.", STR(path), LIMIT_CONF_BYTES / KIB);
    return take_text(a, s, (str){bytes, len}, path);
}

/* ---- the environment ---- */

/* ATTUNE_PUBLIC_URL is public_url. */
static str name_of_variable(struct arena *a, str variable)
{
    str upper = str_slice(variable, sizeof prefix - 1, variable.len);
    char *lower = arena_take(a, upper.len + 1);
    for (size_t i = 0; i < upper.len; i++) {
        char c = upper.ptr[i];
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (str){lower, upper.len};
}

static struct err *take_variable(struct arena *a, struct settings *s, str variable, str value)
{
    str name = name_of_variable(a, variable);
    size_t which = find(s, name);
    if (which < s->declared_len)
        return take(a, s, which, str_trim(value), variable);
    return name.len <= NAME_BYTES && nearest(a, s, name).len ? unknown_key(a, s, name, variable)
                                                             : NULL;
}

static struct err *take_environment(struct arena *a, struct settings *s, const char *const *all)
{
    for (; all && *all; all++) {
        str value, variable = str_cut(str_of_chars(*all), '=', &value);
        if (value.ptr && str_starts_with(variable, str_of_chars(prefix)))
            TRY(take_variable(a, s, variable, value));
    }
    return NULL;
}

/* ---- from outside ---- */

struct err *settings_load(struct arena *a, const struct settings_from *from, struct settings **out)
{
    struct settings *s = ARENA_NEW(a, struct settings);
    *s = (struct settings){
        .arena = a, .declared = from->declared, .declared_len = from->declared_len};
    s->values = ARENA_ARRAY(a, struct setting, s->declared_len);
    for (size_t i = 0; i < s->declared_len; i++)
        s->values[i] = (struct setting){str_of_chars(s->declared[i]->fallback), S("built in")};
    TRY(take_file(a, s, from->file));
    TRY(take_environment(a, s, from->environment));
    *out = s;
    return NULL;
}

struct err *settings_set(struct arena *a, struct settings *s, const struct conf *conf, str value)
{
    return take(a, s, find(s, str_of_chars(conf->name)), value, S("the command line"));
}

static const struct setting *value_of(const struct settings *s, const struct conf *conf)
{
    static const struct setting none = {.value = {"", 0}};
    size_t which = find(s, str_of_chars(conf->name));
    return which < s->declared_len ? &s->values[which] : &none;
}

str settings_text(const struct settings *s, const struct conf *conf)
{
    return value_of(s, conf)->value;
}

int64_t settings_whole(const struct settings *s, const struct conf *conf)
{
    int64_t whole = 0;
    (void)to_whole(value_of(s, conf)->value, &whole);
    return whole;
}

bool settings_bool(const struct settings *s, const struct conf *conf)
{
    bool yes = false;
    (void)to_bool(value_of(s, conf)->value, &yes);
    return yes;
}

str settings_origin(const struct settings *s, const struct conf *conf)
{
    return value_of(s, conf)->origin;
}
