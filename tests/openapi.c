/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "openapi.h"

#include "base/json_lex.h"
#include "base/limits.h"
#include "http/openapi.h"
#include "http/route_index.h"

struct checking {
    struct test *t;
    json_t *document;
};

static str mistake_of(const struct checking *c, str at, json_t *schema, json_t *value);

/* ---- values ---- */

static bool is_of_type(const char *type, json_t *value)
{
    const struct {
        const char *name;
        bool is;
    } types[] = {
        {"object", json_is_object(value)},   {"array", json_is_array(value)},
        {"string", json_is_string(value)},   {"number", json_is_number(value)},
        {"boolean", json_is_boolean(value)}, {"null", json_is_null(value)},
        {"integer", json_is_integer(value)}, /* a real one without a fraction does not come */
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i].name) == 0)
            return types[i].is;
    return false;
}

static str say(const struct checking *c, str at, const char *what)
{
    return str_format(c->t->arena, "%.*s: %s", STR(at.len ? at : S("the whole")), what);
}

static str check_type(const struct checking *c, str at, json_t *rule, json_t *value)
{
    size_t i = 0;
    json_t *type = NULL;
    bool is = json_is_string(rule) && is_of_type(json_string_value(rule), value);
    json_array_foreach(rule, i, type)
    {
        is = is || is_of_type(json_string_value(type), value);
    }
    return is ? S("") : say(c, at, "another type");
}

static str check_required(const struct checking *c, str at, json_t *rule, json_t *value)
{
    size_t i = 0;
    json_t *name = NULL;
    if (json_is_object(value))
        json_array_foreach(
            rule, i,
            name) if (!json_object_get(value,
                                       json_string_value(
                                           name))) return say(c, at,
                                                              str_format(c->t->arena, "no %s",
                                                                         json_string_value(name))
                                                                  .ptr);
    return S("");
}

static str check_properties(const struct checking *c, str at, json_t *schema, json_t *value)
{
    const char *name = NULL;
    json_t *member = NULL, *known = json_object_get(schema, "properties"),
           *others = json_object_get(schema, "additionalProperties");
    if (!json_is_object(value))
        return S("");
    json_object_foreach(value, name, member)
    {
        str here = json_lex_pointer(c->t->arena, at, str_of_chars(name)), found = S("");
        json_t *rule = json_object_get(known, name);
        if (!rule && json_is_false(others))
            return say(c, here, "is not to be there");
        if (!rule && json_is_object(others))
            rule = others;
        if (rule)
            found = mistake_of(c, here, rule, member);
        if (found.len)
            return found;
    }
    return S("");
}

static str check_items(const struct checking *c, str at, json_t *rule, json_t *value)
{
    size_t i = 0;
    json_t *item = NULL;
    if (!json_is_array(value))
        return S("");
    json_array_foreach(value, i, item)
    {
        str here = str_format(c->t->arena, "%.*s/%zu", STR(at), i);
        str found = mistake_of(c, here, rule, item);
        if (found.len)
            return found;
    }
    return S("");
}

static str check_enum(const struct checking *c, str at, json_t *rule, json_t *value)
{
    size_t i = 0;
    json_t *one = NULL;
    json_array_foreach(rule, i, one)
    {
        if (json_equal(one, value))
            return S("");
    }
    return say(c, at, "is none of the values");
}

static str check_one_of(const struct checking *c, str at, json_t *rule, json_t *value)
{
    size_t i = 0, fitting = 0;
    json_t *one = NULL;
    json_array_foreach(rule, i, one)
    {
        fitting += mistake_of(c, at, one, value).len == 0;
    }
    return fitting == 1 ? S("") : say(c, at, "fits none or several of oneOf");
}

static str check_bounds(const struct checking *c, str at, const char *name, json_t *rule,
                        json_t *value)
{
    double bound = json_number_value(rule);
    bool fits = true;
    if (strcmp(name, "minimum") == 0)
        fits = !json_is_number(value) || json_number_value(value) >= bound;
    else if (strcmp(name, "maximum") == 0)
        fits = !json_is_number(value) || json_number_value(value) <= bound;
    else if (strcmp(name, "minLength") == 0)
        fits = !json_is_string(value) || (double)json_string_length(value) >= bound;
    else if (strcmp(name, "maxItems") == 0)
        fits = !json_is_array(value) || (double)json_array_size(value) <= bound;
    else
        return say(c, at, str_format(c->t->arena, "the rule %s is not known here", name).ptr);
    return fits ? S("") : say(c, at, name);
}

/* #/components/schemas/problem */
static json_t *referred(const struct checking *c, const char *reference)
{
    str rest = str_of_chars(reference);
    json_t *found = c->document;
    CHECK(str_starts_with(rest, S("#/")));
    (void)str_cut(rest, '/', &rest);
    while (rest.ptr) {
        str name = str_cut(rest, '/', &rest);
        found = json_object_get(found, str_to_chars(c->t->arena, name));
    }
    CHECK_THAT(found, "there is no %s", reference);
    return found;
}

static bool is_said_to_people(const char *name)
{
    static const char *const names[] = {"format",      "default", "examples",
                                        "description", "title",   "properties"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true; /* or looked at with another rule */
    return false;
}

static str check_rule(const struct checking *c, str at, const char *name, json_t *rule,
                      json_t *value)
{
    if (strcmp(name, "$ref") == 0)
        return mistake_of(c, at, referred(c, json_string_value(rule)), value);
    if (strcmp(name, "type") == 0)
        return check_type(c, at, rule, value);
    if (strcmp(name, "required") == 0)
        return check_required(c, at, rule, value);
    if (strcmp(name, "items") == 0)
        return check_items(c, at, rule, value);
    if (strcmp(name, "enum") == 0)
        return check_enum(c, at, rule, value);
    if (strcmp(name, "oneOf") == 0)
        return check_one_of(c, at, rule, value);
    if (is_said_to_people(name) || strcmp(name, "additionalProperties") == 0)
        return S("");
    return check_bounds(c, at, name, rule, value);
}

static str mistake_of(const struct checking *c, str at, json_t *schema, json_t *value)
{
    const char *name = NULL;
    json_t *rule = NULL;
    json_object_foreach(schema, name, rule)
    {
        str found = check_rule(c, at, name, rule, value);
        if (found.len)
            return found;
    }
    return check_properties(c, at, schema, value);
}

str openapi_schema_mistake(struct test *t, json_t *document, json_t *schema, json_t *value)
{
    struct checking c = {.t = t, .document = document};
    return mistake_of(&c, S(""), schema, value);
}

json_t *openapi_of_all(struct test *t)
{
    struct buf out = buf_make(t->arena, LIMIT_OUTPUT_BYTES);
    struct route *shown = ARENA_ARRAY(t->arena, struct route, route_index_len);
    const struct route **routes = ARENA_ARRAY(t->arena, const struct route *, route_index_len);
    for (unsigned i = 0; i < route_index_len; i++) {
        shown[i] = *route_index[i];
        shown[i].is_hidden = false;
        routes[i] = &shown[i];
    }
    openapi_of_routes(routes, route_index_len, S("http://127.0.0.1"), S("1"), &out);
    return run_parse(t, buf_str(&out));
}

/* ---- exchanges ---- */

/* "/things/{id}" takes "/things/7"; "{rest*}" takes what is left. */
static bool is_path(str pattern, str path)
{
    while (pattern.ptr && path.ptr) {
        str wanted = str_cut(pattern, '/', &pattern);
        bool is_open = wanted.len && wanted.ptr[0] == '{';
        if (is_open && wanted.ptr[wanted.len - 2] == '*')
            return true;
        str part = str_cut(path, '/', &path);
        if (!is_open && !str_equal(wanted, part))
            return false;
    }
    return !pattern.ptr && !path.ptr;
}

static json_t *path_of(json_t *document, str path)
{
    const char *pattern = NULL;
    json_t *item = NULL;
    json_object_foreach(json_object_get(document, "paths"), pattern, item)
    {
        if (is_path(str_of_chars(pattern), path))
            return item;
    }
    return NULL;
}

static json_t *operation_of(struct test *t, json_t *path, str method)
{
    char *key = str_to_chars(t->arena, str_equal(method, S("HEAD")) ? S("GET") : method);
    for (char *c = key; *c; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 'a' - 'A' : *c);
    return json_object_get(path, key);
}

/* Names of the query: each is declared, and what is required is there. */
static str query_mistake(struct test *t, json_t *operation, str query)
{
    size_t i = 0;
    json_t *parameter = NULL, *parameters = json_object_get(operation, "parameters");
    json_array_foreach(parameters, i, parameter)
    {
        bool is_there = !str_equal(run_text(parameter, "in"), S("query"));
        const char *name = run_text(parameter, "name").ptr;
        for (str rest = query; rest.ptr && rest.len;) {
            str value, one = str_cut(str_cut(rest, '&', &rest), '=', &value);
            is_there = is_there || str_equal(one, str_of_chars(name));
        }
        if (!is_there && json_is_true(json_object_get(parameter, "required")))
            return str_format(t->arena, "it was done without %s", name);
    }
    for (str rest = query; rest.ptr && rest.len;) {
        str value, one = str_cut(str_cut(rest, '&', &rest), '=', &value);
        bool is_declared = false;
        json_array_foreach(parameters, i, parameter)
        {
            is_declared = is_declared || (str_equal(run_text(parameter, "in"), S("query")) &&
                                          str_equal(one, run_text(parameter, "name")));
        }
        if (!is_declared)
            return str_format(t->arena, "it was done with %.*s", STR(one));
    }
    return S("");
}

/* What of "content" is for this media type; NULL: nothing. */
static json_t *content_of(struct test *t, json_t *holder, str type)
{
    str rest, plain = str_trim(str_cut(type, ';', &rest));
    return json_object_get(json_object_get(holder, "content"), str_to_chars(t->arena, plain));
}

static str json_mistake(struct test *t, json_t *document, json_t *schema, str text)
{
    json_error_t error;
    json_t *value = json_loadb(text.ptr, text.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
    if (!value && json_error_code(&error) == json_error_numeric_overflow)
        return S(""); /* its numbers are larger than a double's */
    if (!value)
        return S("the body is no JSON");
    str found = openapi_schema_mistake(t, document, schema, value);
    json_decref(value);
    return found;
}

static str body_mistake(struct test *t, json_t *document, json_t *content, str body)
{
    json_t *schema = json_object_get(content, "schema"),
           *of_line = json_object_get(content, "x-line-schema");
    str found = S("");
    if (!of_line)
        return schema ? json_mistake(t, document, schema, body) : S("");
    while (body.len && !found.len)
        found = json_mistake(t, document, of_line, str_cut(body, '\n', &body));
    return found;
}

/* Lines are not looked at: each may be refused, and the others taken. */
static str sent_mistake(struct test *t, json_t *document, json_t *operation,
                        const struct openapi_exchange *x)
{
    json_t *wanted = json_object_get(operation, "requestBody");
    if (!x->sent_type.len)
        return json_is_true(json_object_get(wanted, "required")) ? S("it was done without a body")
                                                                 : S("");
    json_t *content = content_of(t, wanted, x->sent_type);
    if (!content)
        return str_format(t->arena, "it takes no %.*s", STR(x->sent_type));
    bool is_json = str_starts_with(x->sent_type, S("application/json"));
    return is_json ? body_mistake(t, document, content, x->sent) : S("");
}

static str reply_mistake(struct test *t, json_t *document, json_t *operation,
                         const struct openapi_exchange *x)
{
    char status[16];
    (void)snprintf(status, sizeof status, "%d", x->status);
    json_t *responses = json_object_get(operation, "responses"),
           *response = json_object_get(responses, status);
    if (!response)
        return str_format(t->arena, "the status %s is not said", status);
    if (!x->type.len)
        return json_object_get(response, "content")
                   ? str_format(t->arena, "%s comes without a type", status)
                   : S("");
    json_t *content = content_of(t, response, x->type);
    if (!content)
        return str_format(t->arena, "%s comes as %.*s", status, STR(x->type));
    bool is_json = json_object_get(content, "schema") != NULL;
    return x->body.len && is_json ? body_mistake(t, document, content, x->body) : S("");
}

/* What no operation answers: an address that is not there, a method that it does not take. */
static str other_mistake(struct test *t, json_t *document, const struct openapi_exchange *x)
{
    json_t *problem = json_object_get(
        json_object_get(json_object_get(document, "components"), "schemas"), "problem");
    if (str_equal(x->method, S("OPTIONS")) && x->status == 204)
        return x->type.len ? S("204 comes with a type") : S("");
    if (x->status < 400)
        return S("it is not in the document");
    if (!str_equal(x->type, S("application/problem+json")))
        return str_format(t->arena, "%d comes as %.*s", x->status, STR(x->type));
    return x->body.len ? json_mistake(t, document, problem, x->body) : S("");
}

str openapi_mistake(struct test *t, json_t *document, const struct openapi_exchange *x)
{
    str query, path = str_cut(x->target, '?', &query), found = S("");
    bool is_done = x->status < 300;
    json_t *item = path_of(document, path),
           *operation = item ? operation_of(t, item, x->method) : NULL;
    if (!operation)
        return other_mistake(t, document, x);
    if (is_done)
        found = query_mistake(t, operation, query);
    if (!found.len && is_done)
        found = sent_mistake(t, document, operation, x);
    return found.len ? found : reply_mistake(t, document, operation, x);
}
