/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The client of bench/http, for Attune and its peers alike: one thread, connections that
 * stay, and on each one request at a time.
 *
 * usage: load_http PORT PROCESS CLIENTS REQUESTS STATUS TOKEN TARGET [FROM SPAN]
 *
 * GETs TARGET, or POSTs rows FROM … FROM + REQUESTS - 1 of the survey (survey.h), a signal
 * each.  All are made before any is sent, and the first tenth of them warms up and is not
 * counted.  Any reply but one of STATUS, and for GET of another length, ends it.
 *
 * Prints CPU seconds of PROCESS, wall seconds, milliseconds that 50 and 99 in a hundred did
 * not exceed, and the bytes of the last body.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/zone.h"
#include "latency.h"
#include "survey.h"

enum {
    CLIENTS_MOST = 256, /* as many as the server takes from one address */
    REPLY_BYTES = 256 * 1024,
    REQUEST_BYTES = 16 * 1024,
    KEY_CHARS = 2 * SURVEY_KEY_BYTES,
    EVENTS = 64,
    WAIT_MS = 60000,
    WARM_SHARE = 10
};

struct client {
    int socket;
    int64_t began_ns;
    size_t have;
    char reply[REPLY_BYTES + 1];
};

struct load {
    uint64_t port, process, clients, requests, status, from, span;
    const char *token, *target;
    bool posts;
    struct arena *arena;
    str *bytes; /* of each request; GETs share one */
    struct client *all;
    int poll;
    size_t sent, answered, body_len;
    int64_t *took_ns;
};

static _Noreturn void fail(const char *doing, const char *why)
{
    (void)fprintf(stderr, "load_http: %s: %s\n", doing, why);
    exit(EXIT_FAILURE);
}

/* ---- what is sent ---- */

static void write_text(struct json *j, const char *key, const char *text)
{
    json_key(j, str_of_chars(key));
    json_text(j, str_of_chars(text));
}

static void write_answers(struct json *j, const struct survey_row *row)
{
    json_key(j, S("answers"));
    json_open_object(j);
    for (size_t i = 0; i < SURVEY_ANSWERS; i++) {
        if (i >= SURVEY_NUMBERS) {
            write_text(j, survey_fields[i], row->answers[i]);
            continue;
        }
        json_key(j, str_of_chars(survey_fields[i]));
        json_literal(j, str_of_chars(row->answers[i]));
    }
    if (row->comment)
        write_text(j, survey_comment_field, row->comment);
    json_close_object(j);
}

static str signal_of(struct load *l, uint64_t index)
{
    struct survey_row row = survey_row(index, l->span, false);
    struct buf out = buf_make(l->arena, REQUEST_BYTES);
    struct json j = json_make(&out);
    char key[KEY_CHARS + 1];
    for (size_t i = 0; i < SURVEY_KEY_BYTES; i++)
        (void)snprintf(key + 2 * i, 3, "%02x", row.key[i]);
    json_open_object(&j);
    write_text(&j, "key", key);
    json_key(&j, S("at"));
    json_text(&j, usec_to_str(l->arena, row.at));
    write_text(&j, "channel", row.channel);
    write_text(&j, "language", row.language);
    write_text(&j, "touchpoint", row.touchpoint);
    json_key(&j, S("weight"));
    json_number(&j, row.weight_pct / 100.0);
    write_answers(&j, &row);
    json_close_object(&j);
    return buf_str(&out);
}

static str request_of(struct load *l, str body)
{
    str about = l->posts ? str_format(l->arena,
                                      "Content-Type: application/json\r\n"
                                      "Content-Length: %zu\r\n",
                                      body.len)
                         : S("");
    return str_format(l->arena,
                      "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%llu\r\n"
                      "Authorization: Bearer %s\r\n%.*s\r\n%.*s",
                      l->posts ? "POST" : "GET", l->target, (unsigned long long)l->port, l->token,
                      STR(about), STR(body));
}

static void make_requests(struct load *l)
{
    l->bytes = ARENA_ARRAY(l->arena, str, l->requests);
    for (size_t i = 0; i < l->requests; i++)
        l->bytes[i] = l->posts || i == 0
                          ? request_of(l, l->posts ? signal_of(l, l->from + i) : S(""))
                          : l->bytes[0];
}

/* ---- sending and taking ---- */

static void send_next(struct load *l, struct client *c)
{
    str bytes = l->bytes[l->sent++];
    c->have = 0;
    c->began_ns = latency_now_ns();
    /* A socket that has nothing to send has room for it. */
    if (send(c->socket, bytes.ptr, bytes.len, MSG_NOSIGNAL) != (ssize_t)bytes.len)
        fail("a request cannot be sent", strerror(errno));
}

static uint64_t number_at(const char *digits)
{
    uint64_t number = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++)
        number = number * 10 + (uint64_t)(*digits - '0');
    return number;
}

/* False while more is to come. */
static bool is_whole(struct load *l, struct client *c)
{
    static const char length[] = "\r\nContent-Length: ";
    c->reply[c->have] = '\0';
    const char *end = strstr(c->reply, "\r\n\r\n"), *given = strcasestr(c->reply, length);
    if (!end)
        return false;
    if (number_at(c->reply + sizeof "HTTP/1.1") != l->status || !given || given > end)
        fail("a reply is another than was wanted", c->reply);
    size_t body_len = number_at(given + sizeof length - 1);
    size_t whole = (size_t)(end + 4 - c->reply) + body_len;
    if (whole > REPLY_BYTES || c->have > whole)
        fail("a reply is too long", c->reply);
    if (c->have < whole)
        return false;
    if (!l->posts && l->answered > 0 && body_len != l->body_len)
        fail("a reply is of another length than the one before", c->reply);
    l->body_len = body_len;
    return true;
}

static void take(struct load *l, struct client *c, size_t until)
{
    ssize_t got = recv(c->socket, c->reply + c->have, REPLY_BYTES - c->have, 0);
    if (got <= 0)
        fail("a connection ends", got ? strerror(errno) : "it was closed");
    c->have += (size_t)got;
    if (!is_whole(l, c))
        return;
    l->took_ns[l->answered++] = latency_now_ns() - c->began_ns;
    if (l->sent < until)
        send_next(l, c);
}

/* Until so many are answered. */
static void drive(struct load *l, size_t until)
{
    struct epoll_event events[EVENTS];
    for (size_t i = 0; i < l->clients && l->sent < until; i++)
        send_next(l, &l->all[i]);
    while (l->answered < until) {
        int len = epoll_wait(l->poll, events, EVENTS, WAIT_MS);
        if (len <= 0)
            fail("waiting for a reply", len ? strerror(errno) : "none came within time");
        for (int i = 0; i < len; i++)
            take(l, events[i].data.ptr, until);
    }
}

static void connect_all(struct load *l)
{
    int one = 1;
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons((uint16_t)l->port)};
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    l->poll = epoll_create1(EPOLL_CLOEXEC);
    l->all = calloc(l->clients, sizeof *l->all);
    for (size_t i = 0; l->all && i < l->clients; i++) {
        struct client *c = &l->all[i];
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        c->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        (void)setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (connect(c->socket, (const struct sockaddr *)&there, sizeof there) != 0 ||
            epoll_ctl(l->poll, EPOLL_CTL_ADD, c->socket, &event) != 0)
            fail("a connection cannot be made", strerror(errno));
    }
}

/* ---- */

static double cpu_seconds(const struct load *l)
{
    clockid_t clock;
    struct timespec used = {0};
    if (clock_getcpuclockid((pid_t)l->process, &clock) != 0 || clock_gettime(clock, &used) != 0)
        fail("the server's CPU time cannot be read", strerror(errno));
    return (double)used.tv_sec + (double)used.tv_nsec * 1e-9;
}

static void run(struct load *l)
{
    l->took_ns = ARENA_ARRAY(l->arena, int64_t, l->requests);
    make_requests(l);
    connect_all(l);
    size_t warm = l->requests / WARM_SHARE;
    drive(l, warm);
    double cpu = cpu_seconds(l);
    int64_t began_ns = latency_now_ns();
    drive(l, l->requests);
    double wall = (double)(latency_now_ns() - began_ns) * 1e-9;
    cpu = cpu_seconds(l) - cpu;
    size_t len = l->requests - warm;
    double middle = latency_ms(l->took_ns + warm, len, 50);
    (void)printf("%.6f %.6f %.4f %.4f %zu\n", cpu, wall, middle,
                 latency_ms(l->took_ns + warm, len, 99), l->body_len);
}

int main(int argc, char **argv)
{
    struct load l = {.posts = argc == 10};
    uint64_t *const numbers[] = {NULL,      &l.port, &l.process, &l.clients, &l.requests,
                                 &l.status, NULL,    NULL,       &l.from,    &l.span};
    if (argc != 8 && argc != 10)
        fail("usage", "load_http PORT PROCESS CLIENTS REQUESTS STATUS TOKEN TARGET [FROM SPAN]");
    for (int i = 1; i < argc; i++)
        if (numbers[i])
            *numbers[i] = number_at(argv[i]);
    l.token = argv[6];
    l.target = argv[7];
    if (l.clients == 0 || l.clients > CLIENTS_MOST || l.requests < WARM_SHARE)
        fail("usage", "1 to 256 clients and at least 10 requests");
    l.arena = arena_make(0);
    run(&l);
    arena_done(l.arena);
    return EXIT_SUCCESS;
}
