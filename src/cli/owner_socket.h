/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * owner_socket — DIR/attune.sock: how it is made, found, and how a message with
 * descriptors goes through it.
 *
 * It is reached through the opened folder (/proc/self/fd/N/attune.sock), so that the
 * folder may lie as deep as it likes: an address holds 107 bytes.  It does not know
 * what is said.
 */
#ifndef CLI_OWNER_SOCKET_H
#define CLI_OWNER_SOCKET_H

#include "cli/owner_message.h"

struct owner_socket {
    int listener, folder; /* -1: closed */
};

/* For who holds the folder's lock: what another owner left behind is replaced.  From its
 * first moment on nobody else may connect (0600). */
struct err *owner_socket_listen(struct arena *a, str dir, struct owner_socket *out);
/* Removes it, and refuses who waits; once is enough. */
void owner_socket_close(struct owner_socket *s);
/* The other end, or -1 where nobody listens; who waits for longer than wait_ms to be let in
 * or to be read is let down. */
int owner_socket_connect(str dir, int wait_ms);
/* Whether who is at the other end is this process's user, or root. */
bool owner_socket_is_allowed(int socket);

/* False where it did not go through wholly. */
bool owner_socket_send(int socket, str message, const int descriptors[OWNER_DESCRIPTORS]);
/* A message of owner_message.h without its head, in at most wait_ms from now; the
 * descriptors are closed with the arena.  False where it is none. */
bool owner_socket_receive(struct arena *a, int socket, int wait_ms, str *message,
                          int descriptors[OWNER_DESCRIPTORS]);

/* Of a clock that never goes back. */
int64_t owner_socket_now_ms(void);

#endif
