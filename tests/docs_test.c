/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Whether docs/API.md and docs/SERVER.md say all that there is, and what they show works.
 */
#include <unistd.h>

#include "api.h"
#include "base/conf.h"
#include "base/conf_index.h"
#include "base/limits.h"
#include "http/route_index.h"

/* Of the tree in which the program was built. */
static str document(struct test *t, const char *path)
{
    str attune = str_of_chars(getenv("ATTUNE"));
    for (int slashes = 0; attune.len && slashes < 2;)
        slashes += attune.ptr[--attune.len] == '/';
    str file = str_format(t->arena, "%.*s/%s", STR(attune), path);
    if (access(file.ptr, R_OK) != 0)
        test_skip("there are no documents beside the build");
    return test_read(t, file);
}

static str replaced(struct test *t, str text, const char *part, str by)
{
    struct buf b = buf_make(t->arena, MIB);
    size_t len = strlen(part);
    for (size_t i = 0; i < text.len;) {
        bool is = str_starts_with(str_slice(text, i, text.len), str_of_chars(part));
        if (is)
            buf_add(&b, by);
        else
            buf_add_char(&b, text.ptr[i]);
        i += is ? len : 1;
    }
    return buf_str(&b);
}

/* What stands between ```sh and ```. */
static str commands_of(struct test *t, str document)
{
    struct buf b = buf_make(t->arena, MIB);
    bool is_in = false;
    for (str rest = document; rest.len;) {
        str line = str_cut(rest, '\n', &rest);
        if (str_starts_with(line, S("```")))
            is_in = str_equal(line, S("```sh"));
        else if (is_in && !run_has(line, " init ") && !run_has(line, " serve "))
            buf_addf(&b, "%.*s\n", STR(line));
    }
    return buf_str(&b);
}

TEST(the_examples_of_the_document_for_programs_work_as_they_are_written)
{
    if (access("/usr/bin/curl", X_OK) != 0)
        test_skip("there is no curl");
    struct api api = api_start(t);
    str port = str_format(t->arena, "127.0.0.1:%u", api.served.port);
    str commands = commands_of(t, document(t, "docs/API.md"));
    commands = replaced(t, commands, "127.0.0.1:7414", port);
    commands = replaced(t, commands, "build/attune", str_of_chars(getenv("ATTUNE")));
    commands = replaced(t, commands, "--name shop", S("--name example")); /* it is there */
    commands = replaced(t, commands, "my-data", str_of_chars(served_folder(t)));
    str script = str_format(
        t->arena, "set -eu\ncurl() { command curl -sS --fail-with-body \"$@\"; echo; }\n%.*s",
        STR(commands));
    struct ran ran = run_program(
        t, &(struct run){.program = "/bin/sh", .args = ARGS(run_file(t, "examples", script))});
    CHECK_THAT(ran.status == 0, "%d: %.*s%.*s", ran.status, STR(ran.out), STR(ran.err));
    CHECK(run_has(ran.out, "{\"accepted\":1,\"duplicates\":0,"));
    CHECK(run_has(ran.out, "{\"accepted\":2,\"duplicates\":0,"));
    CHECK(run_has(ran.out, "{\"line\":1,\"status\":\"duplicate\","));
    CHECK(run_has(ran.out, "\"12\\\" is outside the scale 0 to 10.\"}"));
    CHECK(run_has(ran.out, "{\"n\":1,\"n_words\":1,\"signals\":[{"));
    api_stop(&api);
}

static bool has_code(struct test *t, str text, const char *code)
{
    return run_has(text, str_format(t->arena, "`%s`", code).ptr);
}

TEST(the_documents_name_every_address_and_every_code)
{
    str api = document(t, "docs/API.md"), server = document(t, "docs/SERVER.md");
    struct route_answer follows;
    for (unsigned i = 0; i < route_index_len; i++) {
        const struct route *r = route_index[i];
        str asked = str_format(t->arena, "| `%s %s` |", route_method_name(r->method), r->path);
        CHECK_THAT(r->is_hidden || run_has(api, asked.ptr) || run_has(server, asked.ptr),
                   "no document has %.*s", STR(asked));
        for (size_t k = 0; k < r->answers_len; k++)
            CHECK_THAT(!r->answers[k].code || has_code(t, api, r->answers[k].code) ||
                           has_code(t, server, r->answers[k].code),
                       "no document has the code %s", r->answers[k].code);
        for (size_t k = 0; route_follows(r, k, &follows); k++)
            CHECK_THAT(has_code(t, api, follows.code), "docs/API.md has no code %s", follows.code);
    }
}

TEST(the_document_of_the_server_names_every_setting)
{
    str server = document(t, "docs/SERVER.md");
    for (unsigned i = 0; i < conf_index_len; i++) {
        const struct conf *conf = conf_index[i];
        const char *fallback = *conf->fallback ? conf->fallback : "none";
        bool is_plain =
                 run_has(server, str_format(t->arena, "| `%s` | %s |", conf->name, fallback).ptr),
             is_quoted =
                 run_has(server, str_format(t->arena, "| `%s` | `%s` |", conf->name, fallback).ptr);
        CHECK_THAT(is_plain || is_quoted, "docs/SERVER.md has no line of %s, %s without it",
                   conf->name, fallback);
    }
}
