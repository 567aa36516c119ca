/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * stream — answers that go on: what each is to say is made now and then by one thread for
 * all of them, and sent as it comes.
 *
 * A stream takes no worker and no thread of the library: its connection sleeps while
 * nothing is to be said.  There are few at once, each ends after a while, and each says
 * something now and then, so that one whose client is gone is noticed.
 */
#ifndef HTTP_STREAM_H
#define HTTP_STREAM_H

#include "http/request.h"

struct exchange;
struct streams;
struct stream;

/* Their thread reads the record on a connection of its own. */
struct err *streams_make(struct arena *a, const struct store *store, struct streams **out);
/* Nothing more is to be said; all wake to hear it. */
void streams_end(struct streams *s);
size_t streams_count(struct streams *s);

/* For a reply that has a stream; NULL where there are too many. */
struct stream *stream_open(struct streams *s, struct exchange *ex);
/* The library's thread: up to room bytes; 0: the connection was put to sleep, or, where
 * *is_over, nothing more will come. */
size_t stream_read(struct stream *stream, char *bytes, size_t room, bool *is_over);
/* The connection is done with it: the request's arena is the streams' from then on. */
void stream_close(struct stream *stream);

#endif
