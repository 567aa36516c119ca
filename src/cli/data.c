/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/data.h"

#include <poll.h>
#include <unistd.h>

#include "base/caller.h"
#include "base/limits.h"
#include "cli/ending.h"
#include "cli/owner_client.h"
#include "cli/owner_socket.h"
#include "cli/version.h"
#include "store/lock.h"

enum { PAUSE_MS = 20, FOLDER_BYTES = 4096 };

static struct err *find_folder(struct call *c, str *dir)
{
    *dir = call_value(c, "data");
    if (!dir->len)
        FAIL(c->arena, WHY_USAGE, "attune %s needs --data DIR, the data folder.", c->command->name);
    return NULL;
}

/* ---- words that mean the same in the owner's process ---- */

static bool is_path(const char *name)
{
    return name && (str_starts_with(str_of_chars(name), S("FILE")) ||
                    str_equal(str_of_chars(name), S("DIR")));
}

static str absolute(struct arena *a, str here, str path)
{
    if (!path.len || path.ptr[0] == '/' || str_equal(path, S("-")))
        return path;
    return str_format(a, "%.*s%s%.*s", STR(here), here.len > 1 ? "/" : "", STR(path));
}

/* Alone too, so that it says the same wherever it runs. */
static struct err *make_absolute(struct call *c)
{
    char here[FOLDER_BYTES];
    if (!getcwd(here, sizeof here))
        FAIL(c->arena, WHY_MISSING, "The folder that this was started in is gone, or too deep.");
    for (size_t i = 0; i < c->arguments_len && is_path(c->command->arguments); i++)
        c->arguments[i] = absolute(c->arena, str_of_chars(here), c->arguments[i]);
    for (size_t i = 0; i < c->given_len; i++)
        if (is_path(c->given[i].option->value) &&
            !str_equal(str_of_chars(c->given[i].option->name), S("data")))
            c->given[i].value = absolute(c->arena, str_of_chars(here), c->given[i].value);
    return NULL;
}

/* The words from which the owner reads the same. */
static struct err *make_request(struct call *c, str *request)
{
    struct owner_request r = {
        .version = str_of_chars(version_number), .now = c->now, .now_day = c->now_day};
    for (size_t i = 0; i < CALLER_VARIABLES; i++)
        r.variables[i] = caller_variable(caller_variable_names[i]);
    r.words = ARENA_ARRAY(c->arena, str, c->given_len + c->arguments_len + 2);
    r.words[r.words_len++] = str_of_chars(c->command->name);
    for (size_t i = 0; i < c->given_len; i++) {
        const struct given *g = &c->given[i];
        r.words[r.words_len++] =
            g->option->kind == OPTION_FLAG
                ? str_format(c->arena, "--%s", g->option->name)
                : str_format(c->arena, "--%s=%.*s", g->option->name, STR(g->value));
    }
    r.words[r.words_len++] = S("--");
    for (size_t i = 0; i < c->arguments_len; i++)
        r.words[r.words_len++] = c->arguments[i];
    return owner_message_of_request(c->arena, &r, request);
}

/* ---- ways to run it ---- */

static void done_with(void *what)
{
    arena_done(what);
}

/* The folder is this process's until the call's arena is done. */
static struct err *own(struct call *c, str dir, owner_perform *perform)
{
    struct arena *a = arena_make(0); /* let go at once where it is another's */
    struct err *e = store_open(
        a, dir, (struct store_options){.role = STORE_OWNS, .doing = c->command->name}, &c->store);
    if (!e)
        e = owner_start(a, c->store, perform);
    if (!e) {
        arena_defer(c->arena, done_with, a);
        return NULL;
    }
    e = err_copy(c->arena, e);
    c->store = NULL;
    arena_done(a);
    return e;
}

static void be_caller(struct call *c)
{
    struct caller *self = ARENA_NEW(c->arena, struct caller);
    *self = (struct caller){.input = STDIN_FILENO, .is_to_end = ending_flag()};
    caller_set(self);
    c->is_to_end = ending_flag();
}

static struct err *run_as_owner(struct call *c, int *status)
{
    be_caller(c);
    return c->command->run(c, status);
}

struct err *data_own(struct call *c, str dir, owner_perform *perform)
{
    ending_watch();
    TRY(own(c, dir, perform));
    be_caller(c);
    return NULL;
}

static struct err *still_busy(struct call *c, str dir, enum owner_answer last)
{
    struct lock_holder holder = lock_holder(c->arena, dir);
    str who = lock_holder_text(c->arena, &holder);
    if (last == OWNER_FULL)
        FAIL(c->arena, WHY_BUSY,
             "The data folder \"%.*s\" is in use by %.*s, which runs %zu commands already; try "
             "again.",
             STR(dir), STR(who), LIMIT_OWNER_COMMANDS);
    FAIL(c->arena, WHY_BUSY,
         "The data folder \"%.*s\" is in use by %.*s, which takes no commands now; try again.",
         STR(dir), STR(who));
}

/* Who owns it may be about to begin or to end: lock and socket are tried in turn. */
static struct err *run_writing(struct call *c, str dir, owner_perform *perform, int *status)
{
    str request;
    int64_t deadline_ms = owner_socket_now_ms() + LIMIT_OWNER_WAIT_MS, left_ms = 0;
    enum owner_answer answer = OWNER_NO_ANSWER, last = OWNER_NO_ANSWER;
    TRY(make_absolute(c));
    TRY(make_request(c, &request));
    while ((left_ms = deadline_ms - owner_socket_now_ms()) > 0) {
        if (!lock_holder(c->arena, dir).is_held) {
            struct err *e = own(c, dir, perform);
            if (!e)
                return run_as_owner(c, status);
            if (e->why != WHY_BUSY)
                return e;
        }
        TRY(owner_client_run(c->arena, dir, request, (int)left_ms, &answer, status));
        if (answer == OWNER_DONE)
            return NULL;
        if (answer != OWNER_NO_ANSWER) /* the last try may have no time left for one */
            last = answer;
        if (atomic_load(ending_flag()))
            ending_now();
        (void)poll(NULL, 0, PAUSE_MS);
    }
    return still_busy(c, dir, last);
}

struct err *data_run(struct call *c, owner_perform *perform, int *status)
{
    str dir;
    if (c->store && c->command->data != DATA_WRITES)
        FAIL(c->arena, WHY_USAGE, "attune %s is nothing that an owner runs for others.",
             c->command->name);
    if (c->store || c->command->data == DATA_NONE)
        return c->command->run(c, status);
    TRY(find_folder(c, &dir));
    if (c->command->data == DATA_READS) {
        TRY(store_open(c->arena, dir, (struct store_options){.role = STORE_READS}, &c->store));
        return c->command->run(c, status);
    }
    ending_watch();
    if (c->command->data == DATA_WRITES)
        return run_writing(c, dir, perform, status);
    TRY(own(c, dir, perform));
    return run_as_owner(c, status);
}
