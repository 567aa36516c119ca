/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "http/link.h"

enum { WAIT_MS = 20000, ARGS_MAX = 16, BLOCK_BYTES = 65536 };

int64_t client_now_ms(void)
{
    return link_now_ms();
}

/* ---- the server ---- */

const char *served_folder(struct test *t)
{
    return str_format(t->arena, "%.*s/data", STR(t->dir)).ptr;
}

static const char *test_server(struct test *t)
{
    str attune = str_of_chars(getenv("ATTUNE"));
    while (attune.len && attune.ptr[attune.len - 1] != '/')
        attune.len--;
    return str_format(t->arena, "%.*stests/test_server", STR(attune)).ptr;
}

static struct served start(struct test *t, const char *program, const char *const *args,
                           const char *const *env)
{
    const char *all[ARGS_MAX] = {"serve", "--data", served_folder(t), "--listen", "127.0.0.1:0"};
    for (size_t i = 0; args && args[i]; i++)
        all[5 + i] = args[i];
    if (access(served_folder(t), F_OK) != 0)
        CHECK_INT(RUN(t, "init", served_folder(t)).status, 0);
    struct served s = {
        .running = run_start(t, &(struct run){.args = all, .env = env, .program = program})};
    str line = run_wait_for(t, &s.running, "\n");
    CHECK(str_starts_with(line, S("listening on http://127.0.0.1:")));
    for (size_t i = sizeof "listening on http://127.0.0.1:" - 1; line.ptr[i] != '\n'; i++)
        s.port = (uint16_t)(s.port * 10 + (line.ptr[i] - '0'));
    return s;
}

struct served served_start(struct test *t, const char *const *args, const char *const *env)
{
    return start(t, test_server(t), args, env);
}

struct served served_start_attune(struct test *t, const char *const *args)
{
    return start(t, NULL, args, NULL);
}

struct ran served_stop(struct test *t, struct served *s)
{
    (void)kill(s->running.process, SIGTERM);
    struct ran ran = run_end(t, &s->running);
    CHECK_THAT(ran.status == 0, "the server ends with %d: %.*s", ran.status, STR(ran.err));
    return ran;
}

double served_metric(struct test *t, const struct served *s, const char *name)
{
    struct client_reply reply = client_ask(t, s, "GET /metrics", "", S(""));
    CHECK_INT(reply.status, 200);
    str rest = reply.body, wanted = str_format(t->arena, "%s ", name);
    while (rest.len) {
        str line = str_cut(rest, '\n', &rest);
        if (str_starts_with(line, wanted))
            return strtod(str_to_chars(t->arena, str_slice(line, wanted.len, line.len)), NULL);
    }
    test_fail(__FILE__, __LINE__, "there is no metric %s", name);
}

/* ---- the client ---- */

int client_connect(struct test *t, const struct served *s, const char *from)
{
    int one = 1, end = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in here = {.sin_family = AF_INET};
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons(s->port)};
    (void)t;
    (void)inet_pton(AF_INET, "127.0.0.1", &there.sin_addr);
    if (from) {
        CHECK(inet_pton(AF_INET, from, &here.sin_addr) == 1);
        CHECK(bind(end, (const struct sockaddr *)&here, sizeof here) == 0);
    }
    CHECK(end >= 0);
    (void)setsockopt(end, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    CHECK_THAT(connect(end, (const struct sockaddr *)&there, sizeof there) == 0,
               "the server does not take a connection: %s", strerror(errno));
    return end;
}

bool client_send(struct test *t, int socket, str bytes)
{
    (void)t;
    while (bytes.len) {
        ssize_t sent = send(socket, bytes.ptr, bytes.len, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return false;
        bytes = str_slice(bytes, (size_t)sent, bytes.len);
    }
    return true;
}

str client_header(const struct client_reply *reply, const char *name)
{
    str rest = reply->head;
    (void)str_cut(rest, '\n', &rest);
    while (rest.len) {
        str value, found = str_cut(str_cut(rest, '\n', &rest), ':', &value);
        if (str_equal_ignoring_case(found, str_of_chars(name)))
            return str_trim(value);
    }
    return (str){NULL, 0};
}

static bool wait_for(int socket, int64_t deadline)
{
    struct pollfd p = {.fd = socket, .events = POLLIN};
    int64_t left = deadline - client_now_ms();
    return left > 0 && poll(&p, 1, (int)left) > 0;
}

/* Exactly what belongs to it, so that the next reply stays in the socket. */
static bool read_head(int socket, struct buf *head, int64_t deadline)
{
    char c;
    while (head->len < 4 || memcmp(head->ptr + head->len - 4, "\r\n\r\n", 4) != 0) {
        CHECK_THAT(wait_for(socket, deadline), "no reply within time, after %zu bytes", head->len);
        if (recv(socket, &c, 1, 0) != 1)
            return false;
        buf_add_char(head, c);
    }
    return true;
}

static str read_body(struct test *t, int socket, size_t len, int64_t deadline)
{
    char *bytes = arena_take(t->arena, len + 1);
    size_t have = 0;
    while (have < len) {
        CHECK_THAT(wait_for(socket, deadline), "a body stops after %zu of %zu bytes", have, len);
        ssize_t got = recv(socket, bytes + have, len - have, 0);
        CHECK_THAT(got > 0, "a body ends after %zu of %zu bytes", have, len);
        have += (size_t)got;
    }
    return (str){bytes, len};
}

struct client_reply client_read(struct test *t, int socket, bool is_head, int wait_ms)
{
    int64_t deadline = client_now_ms() + wait_ms;
    struct buf head = buf_make(t->arena, MIB);
    struct client_reply reply = {.status = 0};
    do {
        head.len = 0;
        if (!read_head(socket, &head, deadline))
            return reply;
    } while (str_starts_with(buf_str(&head), S("HTTP/1.1 100 ")));
    reply.head = buf_str(&head);
    CHECK(str_starts_with(reply.head, S("HTTP/1.")) && reply.head.len > 12);
    for (size_t i = 9; i < 12; i++)
        reply.status = reply.status * 10 + (reply.head.ptr[i] - '0');
    size_t len = 0;
    str length = client_header(&reply, "content-length");
    for (size_t i = 0; i < length.len; i++)
        len = len * 10 + (size_t)(length.ptr[i] - '0');
    bool has_body = !is_head && reply.status != 204 && reply.status != 304;
    reply.body = has_body ? read_body(t, socket, len, deadline) : S("");
    return reply;
}

bool client_is_closed(int socket, int wait_ms)
{
    char c;
    return wait_for(socket, client_now_ms() + wait_ms) && recv(socket, &c, 1, 0) <= 0;
}

struct client_reply client_ask(struct test *t, const struct served *s, const char *what,
                               const char *headers, str body)
{
    int end = client_connect(t, s, NULL);
    str length =
        body.ptr && body.len ? str_format(t->arena, "Content-Length: %zu\r\n", body.len) : S("");
    str head = str_format(t->arena, "%s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n%s%.*s\r\n", what,
                          s->port, headers, STR(length));
    CHECK(client_send(t, end, head));
    (void)client_send(t, end, body);
    struct client_reply reply =
        client_read(t, end, str_starts_with(str_of_chars(what), S("HEAD ")), WAIT_MS);
    (void)close(end);
    return reply;
}
