/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mhd — the bytes of HTTP/1.1: libmicrohttpd, which no other file knows.
 */
#ifndef HTTP_MHD_H
#define HTTP_MHD_H

#include "http/exchange.h"

struct mhd;

struct mhd_options {
    int listener; /* mhd's from then on */
    unsigned threads, connections;
    struct links *links;
    struct server *server;
};

struct err *mhd_start(struct arena *a, const struct mhd_options *options, struct mhd **out);
/* No more connections are taken. */
void mhd_quiesce(struct mhd *m);
/* Every exchange that was queued must be resumed before. */
void mhd_stop(struct mhd *m);
/* The reply of an exchange that waited is ready.  It must not be looked at afterwards. */
void mhd_resume(struct exchange *ex);
/* Within stream_read(): its connection sleeps until it is resumed. */
void mhd_suspend(struct exchange *ex);

#endif
