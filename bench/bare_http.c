/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A peer of bench/http: the HTTP library and nothing else, with the settings of
 * src/http/mhd.c.  It reads what is sent and answers every request with the same bytes, in
 * the library's threads.
 *
 * usage: bare_http REPLY
 *
 * REPLY is a file: the status alone on a line, headers, an empty line, the body.  Prints
 * where it listens, as attune serve does, and ends when its standard input does.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"

enum { REPLY_BYTES = 1024 * 1024, HEADERS = 64, MOVERS = 2, BACKLOG = 1024, SILENCE_S = 75 };

struct reply {
    unsigned status;
    const char *names[HEADERS], *values[HEADERS];
    size_t headers, body_len;
    char *body;
};

static _Noreturn void fail(const char *what)
{
    (void)fprintf(stderr, "bare_http: %s\n", what);
    exit(EXIT_FAILURE);
}

/* Cuts the line off: what is behind it. */
static char *end_line(char *line)
{
    char *end = strchr(line, '\n');
    if (!end)
        fail("the reply ends within its head");
    *end = '\0';
    return end + 1;
}

static void read_reply(const char *path, struct reply *out)
{
    static char bytes[REPLY_BYTES + 1];
    FILE *file = fopen(path, "rb");
    if (!file)
        fail(strerror(errno));
    size_t len = fread(bytes, 1, REPLY_BYTES, file);
    (void)fclose(file);
    char *rest = end_line(bytes);
    for (const char *digit = bytes; *digit; digit++)
        out->status = out->status * 10 + (unsigned)(*digit - '0');
    for (char *line = rest; *line != '\n'; line = rest) {
        rest = end_line(line);
        char *colon = strstr(line, ": ");
        if (!colon || out->headers == HEADERS)
            fail("the reply has a header that cannot be sent");
        *colon = '\0';
        out->names[out->headers] = line;
        out->values[out->headers++] = colon + 2;
    }
    out->body = rest + 1;
    out->body_len = len - (size_t)(out->body - bytes);
}

static enum MHD_Result send_reply(struct MHD_Connection *c, const struct reply *r)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(r->body_len, r->body, MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    for (size_t i = 0; i < r->headers; i++)
        (void)MHD_add_response_header(response, r->names[i], r->values[i]);
    enum MHD_Result is_queued = MHD_queue_response(c, r->status, response);
    MHD_destroy_response(response);
    return is_queued;
}

static enum MHD_Result answer(void *what, struct MHD_Connection *c, const char *path,
                              const char *method, const char *version, const char *bytes,
                              size_t *bytes_len, void **context)
{
    (void)path, (void)method, (void)version, (void)bytes;
    if (!*context) { /* the head */
        *context = what;
        return MHD_YES;
    }
    if (*bytes_len) {
        *bytes_len = 0;
        return MHD_YES;
    }
    return send_reply(c, what);
}

static int listen_somewhere(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t len = sizeof at;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener < 0 || bind(listener, (const struct sockaddr *)&at, len) != 0 ||
        listen(listener, BACKLOG) != 0 || getsockname(listener, (struct sockaddr *)&at, &len) != 0)
        fail(strerror(errno));
    (void)printf("listening on http://127.0.0.1:%d\n", ntohs(at.sin_port));
    (void)fflush(stdout);
    return listener;
}

int main(int argc, char **argv)
{
    static struct reply reply;
    char c;
    if (argc != 2)
        fail("usage: bare_http REPLY");
    read_reply(argv[1], &reply);
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_SUSPEND_RESUME, 0, NULL, NULL,
                         answer, &reply, MHD_OPTION_LISTEN_SOCKET, listen_somewhere(),            //
                         MHD_OPTION_THREAD_POOL_SIZE, (unsigned)MOVERS,                           //
                         MHD_OPTION_CONNECTION_LIMIT, (unsigned)LIMIT_HTTP_CONNECTIONS,           //
                         MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)LIMIT_HTTP_CONNECTION_BYTES, //
                         MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE_S,                      //
                         MHD_OPTION_STRICT_FOR_CLIENT, 1,                                         //
                         MHD_OPTION_END);
    if (!daemon)
        fail("the library refuses");
    while (read(STDIN_FILENO, &c, 1) > 0)
        continue;
    MHD_stop_daemon(daemon);
    return EXIT_SUCCESS;
}
