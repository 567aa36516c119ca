/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/owner_socket.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"

enum { MS_PER_S = 1000, NS_PER_MS = 1000000, US_PER_MS = 1000 };

static const char name[] = "attune.sock";
static const char new_name[] = "attune.sock.new"; /* until it is ready */

int64_t owner_socket_now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * MS_PER_S + now.tv_nsec / NS_PER_MS;
}

static struct sockaddr_un address_in(int folder, const char *file)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void)snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", folder, file);
    return address;
}

static int open_folder(str dir)
{
    struct arena *a = arena_make(0);
    int folder = open(str_to_chars(a, dir), O_PATH | O_DIRECTORY | O_CLOEXEC);
    arena_done(a);
    return folder;
}

/* On Linux the mode of an unbound socket is what the file gets, less the umask: it is
 * never wider.  The second look is for other kernels, before the file has its name. */
static bool bind_private(int listener, int folder)
{
    struct sockaddr_un address = address_in(folder, new_name);
    (void)unlinkat(folder, new_name, 0);
    return fchmod(listener, 0600) == 0 &&
           bind(listener, (const struct sockaddr *)&address, sizeof address) == 0 &&
           fchmodat(folder, new_name, 0600, 0) == 0 &&
           listen(listener, (int)LIMIT_OWNER_COMMANDS) == 0 &&
           renameat(folder, new_name, folder, name) == 0;
}

struct err *owner_socket_listen(struct arena *a, str dir, struct owner_socket *out)
{
    struct owner_socket s = {.listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0),
                             .folder = open_folder(dir)};
    bool is_ready = s.listener >= 0 && s.folder >= 0 && bind_private(s.listener, s.folder);
    if (!is_ready) {
        int number = errno;
        owner_socket_close(&s);
        FAIL(a, number == EACCES || number == EPERM ? WHY_DENIED : WHY_FAILED,
             "The socket \"%.*s/%s\" cannot be made: %s.", STR(dir), name, strerror(number));
    }
    *out = s;
    return NULL;
}

void owner_socket_close(struct owner_socket *s)
{
    if (s->folder >= 0) {
        (void)unlinkat(s->folder, name, 0);
        (void)close(s->folder);
    }
    if (s->listener >= 0)
        (void)close(s->listener);
    *s = (struct owner_socket){-1, -1};
}

int owner_socket_connect(str dir, int wait_ms)
{
    struct timeval wait = {wait_ms / MS_PER_S, (suseconds_t)(wait_ms % MS_PER_S) * US_PER_MS};
    int folder = open_folder(dir), end = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un address = address_in(folder, name);
    bool is_connected = folder >= 0 && end >= 0 &&
                        setsockopt(end, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait) == 0 &&
                        connect(end, (const struct sockaddr *)&address, sizeof address) == 0;
    if (folder >= 0)
        (void)close(folder);
    if (is_connected)
        return end;
    if (end >= 0)
        (void)close(end);
    return -1;
}

bool owner_socket_is_allowed(int socket)
{
    struct ucred peer;
    socklen_t len = sizeof peer;
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 &&
           (peer.uid == geteuid() || peer.uid == 0);
}

/* ---- messages ---- */

/* Room for the descriptors beside a message. */
union control {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(int) * OWNER_DESCRIPTORS)];
};

bool owner_socket_send(int socket, str message, const int descriptors[OWNER_DESCRIPTORS])
{
    union control control = {.bytes = {0}};
    struct iovec part = {.iov_len = message.len};
    struct msghdr header = {.msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes};
    struct cmsghdr *beside = CMSG_FIRSTHDR(&header);
    *beside = (struct cmsghdr){.cmsg_level = SOL_SOCKET,
                               .cmsg_type = SCM_RIGHTS,
                               .cmsg_len = CMSG_LEN(sizeof(int) * OWNER_DESCRIPTORS)};
    memcpy(&part.iov_base, &message.ptr, sizeof part.iov_base); /* it is only read */
    memcpy(CMSG_DATA(beside), descriptors, sizeof(int) * OWNER_DESCRIPTORS);
    while (part.iov_len > 0) {
        ssize_t sent = sendmsg(socket, &header, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        part.iov_base = (char *)part.iov_base + sent;
        part.iov_len -= (size_t)sent;
        header.msg_control = NULL; /* they went with the first byte */
        header.msg_controllen = 0;
    }
    return true;
}

static bool wait_until(int socket, int64_t deadline_ms)
{
    struct pollfd wait = {.fd = socket, .events = POLLIN};
    for (;;) {
        int64_t left = deadline_ms - owner_socket_now_ms();
        int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
        if (ready >= 0 || errno != EINTR)
            return ready > 0;
    }
}

static void close_descriptor(void *what)
{
    (void)close(*(const int *)what);
}

/* Closes them with the arena; false unless there are as many as there should be. */
static bool keep_descriptors(struct arena *a, struct msghdr *header,
                             int descriptors[OWNER_DESCRIPTORS])
{
    size_t len = 0;
    const struct cmsghdr *beside = CMSG_FIRSTHDR(header);
    if (beside && beside->cmsg_level == SOL_SOCKET && beside->cmsg_type == SCM_RIGHTS)
        len = (beside->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < len && i < OWNER_DESCRIPTORS; i++) {
        int *kept = ARENA_NEW(a, int);
        memcpy(kept, CMSG_DATA(beside) + i * sizeof(int), sizeof(int));
        arena_defer(a, close_descriptor, kept);
        descriptors[i] = *kept;
    }
    return len == OWNER_DESCRIPTORS && !(header->msg_flags & MSG_CTRUNC);
}

/* len bytes; descriptors may be NULL: what comes beside is dropped. */
static bool receive(struct arena *a, int socket, int64_t deadline_ms, struct iovec part,
                    int *descriptors)
{
    while (part.iov_len > 0) {
        union control control = {.bytes = {0}};
        struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
        if (descriptors) {
            header.msg_control = control.bytes;
            header.msg_controllen = sizeof control.bytes;
        }
        if (!wait_until(socket, deadline_ms))
            return false;
        ssize_t got = recvmsg(socket, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got <= 0 || (descriptors && !keep_descriptors(a, &header, descriptors)))
            return false;
        descriptors = NULL;
        part.iov_base = (char *)part.iov_base + got;
        part.iov_len -= (size_t)got;
    }
    return true;
}

bool owner_socket_receive(struct arena *a, int socket, int wait_ms, str *message,
                          int descriptors[OWNER_DESCRIPTORS])
{
    int64_t deadline_ms = owner_socket_now_ms() + wait_ms;
    unsigned char head[OWNER_HEAD_BYTES] = {0};
    size_t len = 0;
    if (!receive(a, socket, deadline_ms, (struct iovec){head, sizeof head}, descriptors) ||
        !owner_message_length(head, &len))
        return false;
    char *bytes = arena_take(a, len);
    if (!receive(a, socket, deadline_ms, (struct iovec){bytes, len}, NULL))
        return false;
    *message = (str){bytes, len};
    return true;
}
