/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * link — the connections that are open: how many, from where, and until when.
 *
 * The library's own time-out counts silence only; here each connection has a moment at
 * which it is shut down whatever it sends.  Any thread.
 */
#ifndef HTTP_LINK_H
#define HTTP_LINK_H

#include <stdatomic.h>

#include "http/address.h"

struct links;

struct link {
    struct address address;
    atomic_int_fast64_t deadline_ms;
    atomic_bool is_expecting; /* more must come before it is answered: who hangs up is let go */
    bool was_used;            /* answered a request before; the library's thread's */
    /* Private to link.c, under its lock: */
    int socket;        /* -1: none */
    atomic_bool *told; /* set where the time is over, for who works on its request; NULL: nobody */
    unsigned hung_up;  /* how often it was seen to have */
    struct link *next;
};

struct links_options {
    size_t most;
    unsigned most_of_one;                /* from one neighbourhood … */
    const struct address_ranges *exempt; /* … but for these (proxies) */
    void (*tick)(void *what);            /* ten times a second; or NULL */
    void *what;
};

struct err *links_make(struct arena *a, const struct links_options *options, struct links **out);
/* Whether one more may come from there. */
bool links_admit(struct links *l, const struct sockaddr *from);
/* NULL where there is no room. */
struct link *links_open(struct links *l, int socket, const struct sockaddr *from);
/* Before its socket is closed. */
void links_close(struct links *l, struct link *link);
/* From when on a request is worked on; NULL: none is. */
void links_work(struct links *l, struct link *link, atomic_bool *told);

/* Ends those on which nothing is worked on, or all. */
void links_shut(struct links *l, bool all);
/* Tells whoever works on something that time is over. */
void links_tell(struct links *l);

struct links_counts {
    size_t open;
    uint64_t opened, refused, expired;
};
struct links_counts links_counts(struct links *l);

/* Of a clock that never goes back. */
int64_t link_now_ms(void);
/* The same with parts of a millisecond. */
int64_t link_now_us(void);

#endif
