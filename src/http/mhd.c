/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/mhd.h"

#include <microhttpd.h>
#include <unistd.h>

#include "base/limits.h"

enum { STREAM_BLOCK = 16 * 1024, SILENCE_S = 75 }; /* behind our own deadlines */

struct mhd {
    struct mhd_options options;
    struct MHD_Daemon *daemon;
    int quiet_listener; /* -1: the library has it */
};

/* ---- connections ---- */

static enum MHD_Result may_connect(void *what, const struct sockaddr *from, socklen_t len)
{
    struct mhd *m = what;
    return len && links_admit(m->options.links, from) ? MHD_YES : MHD_NO;
}

static void notice_connection(void *what, struct MHD_Connection *c, void **context,
                              enum MHD_ConnectionNotificationCode code)
{
    struct mhd *m = what;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (*context)
            links_close(m->options.links, *context);
        *context = NULL;
        return;
    }
    const union MHD_ConnectionInfo *socket =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *from =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    *context = links_open(m->options.links, socket->connect_fd, from->client_addr);
    if (!*context)
        (void)shutdown(socket->connect_fd, SHUT_RDWR);
}

/* The library is about to take the query apart, name by name, into what it keeps of the
 * connection: a thousand names leave no room for an answer.  Nobody reads them there (pairs.c
 * does it from our copy), so the query ends behind its question mark.  The text is const for
 * callbacks but lies in the library's own buffer, which it writes to next. */
static void hide_query(const char *target)
{
    char *mark = NULL;
    const char *found = strchr(target, '?');
    memcpy(&mark, &found, sizeof mark);
    if (mark && mark[1])
        mark[1] = '\0';
}

static void *begin(void *what, const char *target, struct MHD_Connection *c)
{
    struct mhd *m = what;
    const union MHD_ConnectionInfo *context =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct exchange *ex = context->socket_context
                              ? exchange_begin(m->options.server, context->socket_context, target)
                              : NULL;
    hide_query(target);
    return ex;
}

static void finish(void *what, struct MHD_Connection *c, void **context,
                   enum MHD_RequestTerminationCode code)
{
    (void)what;
    (void)c;
    if (*context)
        exchange_done(*context, code == MHD_REQUEST_TERMINATED_COMPLETED_OK);
    *context = NULL;
}

/* Paths and queries are decoded elsewhere. */
static size_t leave_as_is(void *what, struct MHD_Connection *c, char *text)
{
    (void)what;
    (void)c;
    return strlen(text);
}

/* ---- requests ---- */

static enum MHD_Result take_header(void *what, enum MHD_ValueKind kind, const char *name,
                                   size_t name_len, const char *value, size_t value_len)
{
    struct pairs *headers = what;
    (void)kind;
    if (headers->len > LIMIT_HTTP_HEADERS)
        return MHD_NO;
    headers->items[headers->len++] =
        (struct pair){{name, name_len}, value ? (str){value, value_len} : S("")};
    return MHD_YES;
}

static ssize_t read_stream(void *what, uint64_t position, char *bytes, size_t room)
{
    struct exchange *ex = what;
    bool is_over = false;
    (void)position;
    size_t len = exchange_stream(ex, bytes, room, &is_over);
    return is_over ? (ssize_t)MHD_CONTENT_READER_END_OF_STREAM : (ssize_t)len;
}

static struct MHD_Response *response_of(struct exchange *ex)
{
    const struct reply *r = &ex->rq.reply;
    void *body = NULL;
    if (ex->stream)
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK, read_stream, ex,
                                                 NULL);
    if (r->file >= 0) {
        int file = dup(r->file); /* the library closes its own */
        struct MHD_Response *response =
            file >= 0 ? MHD_create_response_from_fd64(r->file_len, file) : NULL;
        if (!response && file >= 0)
            (void)close(file);
        return response;
    }
    memcpy(&body, &r->body.ptr, sizeof body); /* it is only read */
    return MHD_create_response_from_buffer(r->body.len, body, MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result send_reply(struct MHD_Connection *c, struct exchange *ex)
{
    const struct reply *r = &ex->rq.reply;
    struct MHD_Response *response = response_of(ex);
    if (!response)
        return MHD_NO; /* ends the connection */
    for (size_t i = 0; i < r->headers_len; i++)
        (void)MHD_add_response_header(response, str_to_chars(ex->rq.arena, r->headers[i].name),
                                      str_to_chars(ex->rq.arena, r->headers[i].value));
    exchange_send(ex);
    enum MHD_Result is_queued = MHD_queue_response(c, (unsigned)r->status, response);
    MHD_destroy_response(response);
    return is_queued;
}

static enum MHD_Result take_head(struct MHD_Connection *c, struct exchange *ex, const char *method,
                                 const char *version)
{
    struct pairs headers = {.items =
                                ARENA_ARRAY(ex->rq.arena, struct pair, LIMIT_HTTP_HEADERS + 1)};
    ex->handle = c;
    (void)MHD_get_connection_values_n(c, MHD_HEADER_KIND, take_header, &headers);
    if (exchange_head(ex, method, version, &headers))
        return MHD_YES;
    /* An answer to the head alone ends the connection: only where a body should not come. */
    return ex->rq.reply.is_last ? send_reply(c, ex) : MHD_YES;
}

static enum MHD_Result answer(void *what, struct MHD_Connection *c, const char *path,
                              const char *method, const char *version, const char *bytes,
                              size_t *bytes_len, void **context)
{
    struct exchange *ex = *context;
    (void)what;
    (void)path;
    if (!ex)
        return MHD_NO;
    switch (ex->stage) {
    case STAGE_HEAD:
        return take_head(c, ex, method, version);
    case STAGE_BODY:
        if (*bytes_len) {
            bool goes_on = exchange_body(ex, (str){bytes, *bytes_len});
            *bytes_len = 0;
            return goes_on ? MHD_YES : MHD_NO;
        }
        if (exchange_whole(ex))
            return send_reply(c, ex);
        MHD_suspend_connection(c);
        exchange_queue(ex);
        return MHD_YES;
    case STAGE_RUNS:
        return MHD_YES;
    case STAGE_ANSWERED:
        break;
    }
    return send_reply(c, ex);
}

void mhd_suspend(struct exchange *ex)
{
    MHD_suspend_connection(ex->handle);
}

void mhd_resume(struct exchange *ex)
{
    MHD_resume_connection(ex->handle);
}

/* ---- from start to end ---- */

struct err *mhd_start(struct arena *a, const struct mhd_options *options, struct mhd **out)
{
    struct mhd *m = ARENA_NEW(a, struct mhd);
    *m = (struct mhd){.options = *options, .quiet_listener = -1};
    m->daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_SUSPEND_RESUME, 0, may_connect, m,
                         answer, m, MHD_OPTION_LISTEN_SOCKET, options->listener,                  //
                         MHD_OPTION_THREAD_POOL_SIZE, options->threads,                           //
                         MHD_OPTION_CONNECTION_LIMIT, options->connections,                       //
                         MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)LIMIT_HTTP_CONNECTION_BYTES, //
                         MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE_S,                      //
                         MHD_OPTION_STRICT_FOR_CLIENT, 1,                                         //
                         MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,                                    //
                         MHD_OPTION_UNESCAPE_CALLBACK, leave_as_is, m,                            //
                         MHD_OPTION_NOTIFY_CONNECTION, notice_connection, m,                      //
                         MHD_OPTION_URI_LOG_CALLBACK, begin, m,                                   //
                         MHD_OPTION_NOTIFY_COMPLETED, finish, m,                                  //
                         MHD_OPTION_END);
    if (!m->daemon)
        FAIL(a, WHY_FAILED, "The server could not be started: the library refuses.");
    *out = m;
    return NULL;
}

void mhd_quiesce(struct mhd *m)
{
    int listener = MHD_quiesce_daemon(m->daemon);
    if (listener >= 0) {
        (void)shutdown(listener, SHUT_RD); /* who comes is refused, not kept waiting */
        m->quiet_listener = listener;
    }
}

void mhd_stop(struct mhd *m)
{
    MHD_stop_daemon(m->daemon);
    if (m->quiet_listener >= 0)
        (void)close(m->quiet_listener);
}
