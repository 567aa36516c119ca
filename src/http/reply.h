/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * reply — what the server answers: status, headers, and a body that is text, memory
 * that stays, or a file.
 *
 * The headers that every reply carries (security, request id, length, compression) are
 * the server's matter.  An error becomes a problem document (RFC 9457), whose status
 * follows from its why.
 */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "base/err.h"
#include "base/json.h"

struct request;
struct store;

struct reply_header {
    str name, value;
};

/* An answer that goes on. */
struct reply_stream {
    /* Adds to out what there is to say by now, nothing where there is nothing; *is_over: it
     * was the last.  Every now and then, on the one thread of all streams, so it reads the
     * record and no more.  An error ends it. */
    struct err *(*next)(struct arena *a, struct store *s, void *what, struct buf *out,
                        bool *is_over);
    void *what; /* the request's; NULL next: it does not go on */
};

struct reply {
    int status;
    str type;        /* media type with charset */
    struct buf text; /* the body, where it was written here … */
    str body;        /* … or where it lies elsewhere and stays until the request is done */
    int file;        /* … or the descriptor of a file, the request's from then on; -1: none */
    uint64_t file_len;
    struct reply_stream stream; /* … or what goes on */
    struct reply_header *headers;
    size_t headers_len, headers_room;
    str etag;         /* with its quotes; empty: none */
    str policy;       /* Content-Security-Policy; empty: that of its type */
    str cache;        /* Cache-Control; empty: no-store, with an etag: private, no-cache */
    bool is_plain;    /* not to be compressed: it holds a secret beside what others choose */
    unsigned retry_s; /* Retry-After; 0: none */
    bool is_last;     /* the connection is closed behind it */
};

/* A JSON document of the given status, to be written and closed by the caller. */
struct json reply_json(struct request *rq, int status);
/* A body that the caller writes into the buf. */
struct buf *reply_text(struct request *rq, int status, str type);
/* A body that lies where it stays: embedded files, the arena. */
void reply_static(struct request *rq, int status, str type, str body);
/* From a descriptor, which is closed with the request. */
void reply_file(struct request *rq, int status, str type, int file, uint64_t len);
/* Server-sent events (text/event-stream), as long as there is something to say. */
void reply_events(struct request *rq, struct reply_stream stream);
void reply_empty(struct request *rq, int status);
/* 303, so that what follows is a GET.  to: a path, or an address below the public one. */
void reply_redirect(struct request *rq, str to);
/* Kept until the request is done, not copied.  What would end the line is refused by an
 * assertion: whoever takes it from outside checks it. */
void reply_header(struct request *rq, const char *name, str value);
/* Names the version of what will be answered; true: the client has it, 304 is set and
 * nothing more is to be done.  tag: letters, digits, '-', '_', without quotes. */
bool reply_has_etag(struct request *rq, str tag);

/* ---- problems ---- */

/* HTTP status of a why: contract.md §1. */
int reply_status_of_why(enum why why);
/* "Not found": the title of its problem documents. */
const char *reply_title_of_status(int status);
/* Instead of whatever was there. */
void reply_problem(struct request *rq, const struct err *e);
/* One with a status and a stable code of its own, in capitals: "UNKNOWN_PARAMETER". */
void reply_problem_of(struct request *rq, int status, const char *code, str detail);
/* The same left open, so that the caller adds members ("errors") and closes it. */
struct json reply_open_problem(struct request *rq, int status, const char *code, str detail);

#endif
