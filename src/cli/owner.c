/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One thread listens, watches for callers that hang up, and starts a thread for each
 * connection; the latter alone reads from it, so that nobody who is slow keeps others
 * waiting.
 */
#include "cli/owner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/arguments.h"
#include "cli/ending.h"
#include "cli/failure.h"
#include "cli/owner_message.h"
#include "cli/owner_socket.h"
#include "cli/version.h"

enum { CALM_MS = 50 }; /* where the kernel has no descriptor left for a connection */

struct connection {
    struct owner *owner;
    pthread_t thread;
    int socket;
    bool is_used;
    atomic_bool is_to_end, is_done;
};

struct owner {
    struct store *store;
    owner_perform *perform;
    int wake; /* a connection is done, or all shall be */
    atomic_bool is_stopping;
    pthread_t thread;
    /* The listening thread's: */
    struct owner_socket socket;
    bool is_told; /* that the process ends */
    struct connection connections[LIMIT_OWNER_COMMANDS];
};

static void wake(const struct owner *o)
{
    uint64_t one = 1;
    (void)!write(o->wake, &one, sizeof one);
}

/* ---- one connection, in its thread ---- */

static bool answer(int socket, enum owner_answer what, int status)
{
    const unsigned char bytes[OWNER_ANSWER_BYTES] = {(unsigned char)what, (unsigned char)status};
    return send(socket, bytes, sizeof bytes, MSG_NOSIGNAL | MSG_DONTWAIT) == sizeof bytes;
}

static void close_stream(void *what)
{
    (void)fclose(what);
}

/* fdopen() would refuse what cannot be written to; here that shows when it is written
 * to, as in the caller's process. */
static FILE *stream_of(struct arena *a, int descriptor)
{
    FILE *stream = fopen("/dev/null", "we");
    if (!stream)
        return NULL;
    arena_defer(a, close_stream, stream);
    return dup3(descriptor, fileno(stream), O_CLOEXEC) >= 0 ? stream : NULL;
}

/* Gives the exit status. */
static int run_for_caller(struct connection *c, struct arena *a,
                          const struct owner_request *request,
                          const int descriptors[OWNER_DESCRIPTORS])
{
    const struct caller caller = {
        .input = descriptors[0], .is_to_end = &c->is_to_end, .variables = request->variables};
    struct call call = {.arena = a,
                        .now = request->now,
                        .now_day = request->now_day,
                        .out = stream_of(a, descriptors[1]),
                        .err = stream_of(a, descriptors[2]),
                        .is_to_end = &c->is_to_end};
    if (!call.out || !call.err)
        return why_exit_status(WHY_FAILED);
    (void)setvbuf(call.err, NULL, _IONBF, 0); /* as standard error is */
    caller_set(&caller);
    struct err *e = store_share(a, c->owner->store, &call.store);
    int status =
        e ? failure_print(&call, e, arguments_want_json(request->words, request->words_len))
          : c->owner->perform(&call, request->words, request->words_len);
    caller_set(NULL);
    return status;
}

/* What is answered, and the exit status; nothing where nobody is there any more. */
static enum owner_answer run_request(struct connection *c, struct arena *a, int *status)
{
    struct owner_request request;
    int descriptors[OWNER_DESCRIPTORS];
    str message;
    if (!owner_socket_is_allowed(c->socket))
        return OWNER_REFUSED;
    if (!owner_socket_receive(a, c->socket, LIMIT_OWNER_REQUEST_MS, &message, descriptors) ||
        owner_message_to_request(a, message, &request))
        return OWNER_NOT_READ;
    if (!str_equal(request.version, str_of_chars(version_number)))
        return OWNER_OTHER_VERSION;
    if (atomic_load(&c->is_to_end) || !answer(c->socket, OWNER_TAKEN, 0))
        return OWNER_NO_ANSWER;
    *status = run_for_caller(c, a, &request, descriptors);
    return OWNER_DONE;
}

static void *serve(void *what)
{
    struct connection *c = what;
    struct arena *a = arena_make(LIMIT_COMMAND_BYTES);
    int status = 0;
    enum owner_answer end = run_request(c, a, &status);
    arena_done(a); /* its output is closed before its caller goes on */
    if (end != OWNER_NO_ANSWER)
        (void)answer(c->socket, end, status);
    atomic_store(&c->is_done, true);
    wake(c->owner);
    return NULL;
}

/* ---- the listening thread ---- */

static struct connection *free_connection(struct owner *o)
{
    for (size_t i = 0; i < LIMIT_OWNER_COMMANDS; i++)
        if (!o->connections[i].is_used)
            return &o->connections[i];
    return NULL;
}

static void take_in(struct owner *o)
{
    int socket = accept4(o->socket.listener, NULL, NULL, SOCK_CLOEXEC);
    if (socket < 0) {
        if (errno != EINTR && errno != ECONNABORTED)
            (void)poll(NULL, 0, CALM_MS);
        return;
    }
    struct connection *c = free_connection(o);
    if (c) {
        *c = (struct connection){.owner = o, .socket = socket};
        c->is_used = pthread_create(&c->thread, NULL, serve, c) == 0;
    }
    if (!c || !c->is_used) {
        (void)answer(socket, OWNER_FULL, 0);
        (void)close(socket);
    }
}

/* Gives how many are left. */
static size_t let_go(struct owner *o)
{
    size_t left = 0;
    for (size_t i = 0; i < LIMIT_OWNER_COMMANDS; i++) {
        struct connection *c = &o->connections[i];
        if (c->is_used && atomic_load(&c->is_done)) {
            (void)pthread_join(c->thread, NULL);
            (void)close(c->socket);
            c->is_used = false;
        }
        left += c->is_used;
    }
    return left;
}

static void tell_all(struct owner *o)
{
    o->is_told = true;
    owner_socket_close(&o->socket);
    for (size_t i = 0; i < LIMIT_OWNER_COMMANDS; i++)
        if (o->connections[i].is_used)
            atomic_store(&o->connections[i].is_to_end, true);
}

static void wait_for_news(struct owner *o)
{
    enum { WAKE, END, LISTENER, OWN };
    struct pollfd polls[OWN + LIMIT_OWNER_COMMANDS] = {
        [WAKE] = {.fd = o->wake, .events = POLLIN},
        [END] = {.fd = o->is_told ? -1 : ending_descriptor(), .events = POLLIN},
        [LISTENER] = {.fd = o->socket.listener, .events = POLLIN}};
    for (size_t i = 0; i < LIMIT_OWNER_COMMANDS; i++) {
        const struct connection *c = &o->connections[i];
        bool may_hang_up = c->is_used && !atomic_load(&c->is_to_end);
        polls[OWN + i] = (struct pollfd){.fd = may_hang_up ? c->socket : -1, .events = POLLRDHUP};
    }
    if (poll(polls, OWN + LIMIT_OWNER_COMMANDS, -1) < 0)
        return;
    uint64_t times;
    if (polls[WAKE].revents)
        (void)!read(o->wake, &times, sizeof times);
    for (size_t i = 0; i < LIMIT_OWNER_COMMANDS; i++)
        if (polls[OWN + i].revents)
            atomic_store(&o->connections[i].is_to_end, true);
    if (polls[LISTENER].revents)
        take_in(o);
}

static void *listen_until_end(void *what)
{
    struct owner *o = what;
    while (let_go(o) > 0 || !atomic_load(&o->is_stopping)) {
        if (!o->is_told && atomic_load(ending_flag()))
            tell_all(o);
        wait_for_news(o);
    }
    owner_socket_close(&o->socket);
    return NULL;
}

static void stop(void *what)
{
    struct owner *o = what;
    atomic_store(&o->is_stopping, true);
    wake(o);
    (void)pthread_join(o->thread, NULL);
    (void)close(o->wake);
}

struct err *owner_start(struct arena *a, struct store *store, owner_perform *perform)
{
    struct owner *o = ARENA_NEW(a, struct owner);
    *o = (struct owner){.store = store, .perform = perform};
    TRY(owner_socket_listen(a, store_dir(store), &o->socket));
    o->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (o->wake < 0 || pthread_create(&o->thread, NULL, listen_until_end, o) != 0) {
        owner_socket_close(&o->socket);
        if (o->wake >= 0)
            (void)close(o->wake);
        FAIL(a, WHY_FAILED, "No thread could be started to take commands for \"%.*s\".",
             STR(store_dir(store)));
    }
    arena_defer(a, stop, o);
    return NULL;
}
