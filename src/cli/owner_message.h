/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * owner_message — what a process and the owner of a data folder say to each other on
 * DIR/attune.sock.
 *
 *   request  4 bytes, the length of the rest, lowest first; with the first of them come
 *            three descriptors (SCM_RIGHTS): standard input, output and error.  The rest
 *            are texts, each ended by a zero byte: "attune-command", the version of the
 *            program, what time it is (microseconds since 1970-01-01 UTC), what day it is
 *            (days), NAME=value of the variables in base/caller.h, an empty one, the
 *            words of the command line.
 *   answers  2 bytes each: an owner_answer and, behind OWNER_DONE, the exit status; else
 *            0.  OWNER_TAKEN comes before anything is done; an OWNER_DONE follows it.
 */
#ifndef CLI_OWNER_MESSAGE_H
#define CLI_OWNER_MESSAGE_H

#include "base/caller.h"
#include "base/err.h"
#include "base/zone.h"

enum {
    OWNER_HEAD_BYTES = 4,
    OWNER_DESCRIPTORS = 3,
    OWNER_ANSWER_BYTES = 2,
};

enum owner_answer {
    OWNER_NO_ANSWER, /* is never sent */
    OWNER_TAKEN,
    OWNER_DONE,
    OWNER_FULL,          /* LIMIT_OWNER_COMMANDS are running */
    OWNER_REFUSED,       /* for this user and root alone */
    OWNER_OTHER_VERSION, /* the owner is another version of the program */
    OWNER_NOT_READ,      /* the request is none */
    OWNER_ANSWER_COUNT
};

struct owner_request {
    str version;
    usec_t now; /* and the day, as in struct call */
    int64_t now_day;
    const char *variables[CALLER_VARIABLES]; /* as in struct caller; NULL where not set */
    str *words;                              /* from the command's name on */
    size_t words_len;
};

/* With its head.  LIMIT where it is longer than LIMIT_OWNER_REQUEST_BYTES. */
struct err *owner_message_of_request(struct arena *a, const struct owner_request *request,
                                     str *message);
/* The length in a head; false where it is more than the limit. */
bool owner_message_length(const unsigned char head[OWNER_HEAD_BYTES], size_t *len);
/* Without its head.  INVALID where it is none; all texts are copies. */
struct err *owner_message_to_request(struct arena *a, str message, struct owner_request *request);

#endif
