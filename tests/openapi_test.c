/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Whether the document that a server gives is one of OpenAPI 3.1, and whether what is held
 * against it would be found out.
 */
#include "api.h"
#include "openapi.h"

/* ---- its structure ---- */

/* Those members of OpenAPI 3.1 that routes use; what is none of them is a mistake.  What they
 * hold: "text", "bool", "any" object, or an object of this table; "[" a list of it, "{" an
 * object with any names whose values are it. */
static const struct {
    const char *object, *member, *holds;
    bool is_needed;
} members[] = {
    {"document", "openapi", "text", true},
    {"document", "info", "info", true},
    {"document", "servers", "[server", true},
    {"document", "paths", "{path", true},
    {"document", "components", "components", true},
    {"info", "title", "text", true},
    {"info", "version", "text", true},
    {"info", "license", "license", false},
    {"license", "name", "text", true},
    {"license", "identifier", "text", false},
    {"server", "url", "text", true},
    {"components", "schemas", "{any", true},
    {"components", "securitySchemes", "{scheme", true},
    {"scheme", "type", "text", true},
    {"scheme", "scheme", "text", false},
    {"scheme", "in", "text", false},
    {"scheme", "name", "text", false},
    {"path", "get", "operation", false},
    {"path", "post", "operation", false},
    {"path", "put", "operation", false},
    {"path", "patch", "operation", false},
    {"path", "delete", "operation", false},
    {"operation", "operationId", "text", true},
    {"operation", "summary", "text", true},
    {"operation", "description", "text", false},
    {"operation", "tags", "[text", true},
    {"operation", "parameters", "[parameter", true},
    {"operation", "requestBody", "body", false},
    {"operation", "responses", "{response", true},
    {"operation", "security", "[any", true},
    {"parameter", "name", "text", true},
    {"parameter", "in", "text", true},
    {"parameter", "required", "bool", true},
    {"parameter", "description", "text", false},
    {"parameter", "schema", "any", true},
    {"body", "required", "bool", true},
    {"body", "content", "{content", true},
    {"response", "description", "text", true},
    {"response", "content", "{content", false},
    {"content", "schema", "any", false},
    {"content", "x-line-schema", "any", false},
};
enum { MEMBERS = sizeof members / sizeof *members };

static void check_holds(const char *at, json_t *value, const char *what);

/* What a member of an object holds; NULL: it has none of that name. */
static const char *held(const char *object, const char *member)
{
    for (size_t i = 0; i < MEMBERS; i++)
        if (strcmp(members[i].object, object) == 0 && strcmp(members[i].member, member) == 0)
            return members[i].holds;
    return NULL;
}

static void check_object(const char *at, json_t *value, const char *object)
{
    const char *name = NULL;
    json_t *member = NULL;
    CHECK_THAT(json_is_object(value), "%s is no object", at);
    for (size_t i = 0; i < MEMBERS; i++)
        CHECK_THAT(strcmp(members[i].object, object) != 0 || !members[i].is_needed ||
                       json_object_get(value, members[i].member),
                   "%s: no %s", at, members[i].member);
    json_object_foreach(value, name, member)
    {
        const char *holds = held(object, name);
        CHECK_THAT(holds, "%s: a %s has no %s", at, object, name);
        check_holds(name, member, holds);
    }
}

static void check_holds(const char *at, json_t *value, const char *what)
{
    size_t i = 0;
    const char *name = NULL;
    json_t *one = NULL;
    if (*what == '[') {
        CHECK_THAT(json_is_array(value), "%s is no list", at);
        json_array_foreach(value, i, one)
        {
            check_holds(at, one, what + 1);
        }
    } else if (*what == '{') {
        CHECK_THAT(json_is_object(value), "%s is no object", at);
        json_object_foreach(value, name, one)
        {
            check_holds(name, one, what + 1);
        }
    } else if (strcmp(what, "text") == 0) {
        CHECK_THAT(json_string_length(value) > 0, "%s says nothing", at);
    } else if (strcmp(what, "bool") == 0) {
        CHECK_THAT(json_is_boolean(value), "%s is neither true nor false", at);
    } else if (strcmp(what, "any") == 0) {
        CHECK_THAT(json_is_object(value), "%s is no object", at);
    } else {
        check_object(at, value, what);
    }
}

/* ---- what a structure does not say ---- */

/* Every {name} of the path is a parameter of it, and no other is. */
static void check_path(str path, json_t *operation)
{
    size_t i = 0, in_path = 0, named = 0;
    json_t *parameter = NULL;
    json_array_foreach(json_object_get(operation, "parameters"), i, parameter)
    {
        bool is_of_path = str_equal(run_text(parameter, "in"), S("path"));
        in_path += is_of_path;
        CHECK(!is_of_path || json_is_true(json_object_get(parameter, "required")));
    }
    for (size_t at = 0; at < path.len; at++)
        named += path.ptr[at] == '{';
    CHECK_THAT(in_path == named, "%.*s has %zu parameters", STR(path), in_path);
}

static void check_responses(const char *path, json_t *operation)
{
    const char *status = NULL;
    size_t successes = 0;
    json_t *response = NULL;
    json_object_foreach(json_object_get(operation, "responses"), status, response)
    {
        bool has_body = json_object_get(response, "content") != NULL, is_problem = *status >= '4',
             is_empty = strcmp(status, "204") == 0 || strcmp(status, "304") == 0;
        CHECK_THAT(strlen(status) == 3 && *status >= '2' && *status <= '5', "%s: %s", path, status);
        CHECK_THAT(has_body || !is_problem, "%s: %s without a body", path, status);
        CHECK_THAT(!has_body || !is_empty, "%s: %s with a body", path, status);
        successes += *status == '2';
    }
    CHECK_THAT(successes, "%s is never done", path);
}

static void check_security(json_t *document, json_t *operation)
{
    size_t i = 0;
    const char *name = NULL;
    json_t *one = NULL, *scopes = NULL, *schemes = run_at(document, "components/securitySchemes");
    json_array_foreach(json_object_get(operation, "security"), i, one)
    {
        json_object_foreach(one, name, scopes)
        {
            CHECK_THAT(json_object_get(schemes, name), "there is no scheme %s", name);
        }
    }
}

TEST(the_document_of_the_server_is_one_of_openapi)
{
    struct api api = api_start(t);
    json_t *item = NULL, *operation = NULL;
    check_object("the document", api.document, "document");
    CHECK_STR(run_text(api.document, "openapi"), S("3.1.0"));
    const char *path = NULL, *method = NULL;
    json_object_foreach(json_object_get(api.document, "paths"), path, item)
    {
        CHECK_THAT(path[0] == '/', "%s", path);
        json_object_foreach(item, method, operation)
        {
            check_path(str_of_chars(path), operation);
            check_responses(path, operation);
            check_security(api.document, operation);
        }
    }
    api_stop(&api);
}

/* ---- what is found out ---- */

#define PROBLEM(code)                                                                              \
    "{\"type\":\"about:blank\",\"title\":\"a\",\"status\":400,\"code\":\"" code                    \
    "\",\"detail\":\"a\",\"request\":\"a\"}"
#define ACCEPTED "{\"accepted\":0,\"duplicates\":1,\"ids\":[\"a\"]}"
#define SENT "{\"key\":\"a\",\"at\":\"2026-03-01T09:30:00Z\",\"answers\":{}}"

TEST(an_exchange_that_is_not_in_the_document_is_found_out)
{
    static const struct {
        const char *what, *sent_type, *sent;
        int status;
        const char *type, *body, *mistake;
    } all[] = {
        {"POST /api/v1/signals", "application/json", SENT, 200, "application/json", ACCEPTED, ""},
        {"POST /api/v1/signals", "application/json", SENT, 202, "application/json", ACCEPTED,
         "the status 202 is not said"},
        {"POST /api/v1/signals", "application/json", SENT, 200, "text/html", ACCEPTED,
         "200 comes as text/html"},
        {"POST /api/v1/signals", "application/json", SENT, 200, "", "", "200 comes without a type"},
        {"POST /api/v1/signals", "application/json", "{}", 200, "application/json", ACCEPTED,
         "oneOf"},
        {"POST /api/v1/signals", "text/plain", SENT, 200, "application/json", ACCEPTED,
         "it takes no text/plain"},
        {"POST /api/v1/signals", "", "", 200, "application/json", ACCEPTED, "without a body"},
        {"POST /api/v1/signals", "application/x-ndjson", SENT, 200, "application/x-ndjson",
         "{\"line\":1,\"status\":\"lost\",\"id\":null,\"error\":null}\n",
         "/status: is none of the values"},
        {"POST /api/v1/signals", "application/json", SENT, 400, "application/problem+json",
         PROBLEM("TARGET"), ""},
        {"POST /api/v1/signals", "application/json", SENT, 400, "application/problem+json",
         PROBLEM("MISSING"), "/code: is none of the values"},
        {"POST /api/v1/signals", "application/json", SENT, 429, "application/problem+json",
         PROBLEM("BUSY"), "the status 429 is not said"},
        {"GET /api/v1/query?q=a", "", "", 304, "", "", ""},
        {"GET /api/v1/me", "", "", 304, "", "", "the status 304 is not said"},
        {"GET /api/v1/query", "", "", 200, "application/json", "{}", "without q"},
        {"GET /api/v1/me?a=b", "", "", 200, "application/json", "{}", "with a"},
        {"GET /nothing", "", "", 200, "text/plain", "a", "it is not in the document"},
        {"GET /nothing", "", "", 404, "text/html", "a", "404 comes as text/html"},
        {"PUT /api/v1/me", "", "", 405, "application/problem+json", "{}", "no type"},
    };
    struct api api = api_start(t);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        str target, method = str_cut(str_of_chars(all[i].what), ' ', &target);
        struct openapi_exchange x = {.method = method,
                                     .target = target,
                                     .sent_type = str_of_chars(all[i].sent_type),
                                     .sent = str_of_chars(all[i].sent),
                                     .status = all[i].status,
                                     .type = str_of_chars(all[i].type),
                                     .body = str_of_chars(all[i].body)};
        str mistake = openapi_mistake(t, api.document, &x);
        CHECK_THAT(*all[i].mistake ? run_has(mistake, all[i].mistake) : !mistake.len,
                   "%zu: %s: \"%.*s\"", i, all[i].what, STR(mistake));
    }
    api_stop(&api);
}
