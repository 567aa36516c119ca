/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/owner_client.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/ending.h"
#include "cli/owner_socket.h"

struct client {
    int socket;
    bool was_taken;
    bool hung_up;
};

/* Before it is taken nothing is lost.  Afterwards the owner is told, ends the command
 * where that does no harm, and answers. */
static void hang_up(struct client *c)
{
    if (!c->was_taken)
        ending_now();
    (void)shutdown(c->socket, SHUT_WR);
    c->hung_up = true;
}

/* False at the deadline. */
static bool wait_for_answer(struct client *c, int64_t deadline_ms)
{
    for (;;) {
        struct pollfd polls[] = {{.fd = c->socket, .events = POLLIN},
                                 {.fd = c->hung_up ? -1 : ending_descriptor(), .events = POLLIN}};
        int64_t left = deadline_ms - owner_socket_now_ms();
        if (!c->was_taken && left <= 0)
            return false;
        if (poll(polls, sizeof polls / sizeof *polls, c->was_taken ? -1 : (int)left) <= 0)
            continue;
        if (polls[0].revents) /* first: it may say that the command is under way */
            return true;
        if (polls[1].revents)
            hang_up(c);
    }
}

/* None where the owner is gone, or nothing came in time. */
static enum owner_answer read_answer(struct client *c, int64_t deadline_ms, int *status)
{
    unsigned char bytes[OWNER_ANSWER_BYTES] = {0};
    size_t len = 0;
    while (len < sizeof bytes) {
        if (!wait_for_answer(c, deadline_ms))
            return OWNER_NO_ANSWER;
        ssize_t got = recv(c->socket, bytes + len, sizeof bytes - len, MSG_DONTWAIT);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got <= 0)
            return OWNER_NO_ANSWER;
        len += (size_t)got;
    }
    *status = bytes[1];
    return bytes[0] < OWNER_ANSWER_COUNT ? (enum owner_answer)bytes[0] : OWNER_NOT_READ;
}

static struct err *judge(struct arena *a, str dir, enum owner_answer first)
{
    switch (first) {
    case OWNER_REFUSED:
        FAIL(a, WHY_DENIED,
             "The data folder \"%.*s\" is in use by a process of another user, which takes no "
             "commands from this one.",
             STR(dir));
    case OWNER_OTHER_VERSION:
        FAIL(a, WHY_CONFLICT,
             "The process that owns the data folder \"%.*s\" is another version of Attune; start "
             "it anew.",
             STR(dir));
    case OWNER_DONE:
    case OWNER_NOT_READ:
        FAIL(a, WHY_FAILED,
             "The process that owns the data folder \"%.*s\" did not understand what it was sent.",
             STR(dir));
    case OWNER_NO_ANSWER:
    case OWNER_TAKEN:
    case OWNER_FULL:
    case OWNER_ANSWER_COUNT:
        break;
    }
    return NULL;
}

static struct err *talk(struct arena *a, str dir, struct client *c, int64_t deadline_ms,
                        enum owner_answer *answer, int *status)
{
    int given = 0;
    enum owner_answer first = read_answer(c, deadline_ms, &given);
    TRY(judge(a, dir, first));
    if (first != OWNER_TAKEN) {
        *answer = first;
        return NULL;
    }
    c->was_taken = true;
    if (read_answer(c, 0, &given) != OWNER_DONE)
        FAIL(a, WHY_FAILED,
             "The process that owns the data folder \"%.*s\" ended before it answered; run the "
             "command again.",
             STR(dir));
    *answer = OWNER_DONE;
    *status = given;
    return NULL;
}

struct err *owner_client_run(struct arena *a, str dir, str request, int wait_ms,
                             enum owner_answer *answer, int *status)
{
    static const int streams[OWNER_DESCRIPTORS] = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};
    int64_t deadline_ms = owner_socket_now_ms() + wait_ms;
    struct client c = {.socket = owner_socket_connect(dir, wait_ms)};
    *answer = OWNER_NO_ANSWER;
    if (c.socket < 0)
        return NULL;
    /* Where it did not go through, an answer may say why. */
    (void)owner_socket_send(c.socket, request, streams);
    struct err *e = talk(a, dir, &c, deadline_ms, answer, status);
    (void)close(c.socket);
    return e;
}
