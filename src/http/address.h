/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * address — addresses of the internet: who asks, where to listen, whom to trust.
 *
 * IPv4 and IPv6; one that maps IPv4 into IPv6 is the IPv4 address.  No names are looked
 * up: "localhost" is 127.0.0.1.
 */
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/err.h"
#include "base/str.h"

enum { ADDRESS_BYTES = 16 };

struct address {
    unsigned char bytes[ADDRESS_BYTES]; /* IPv4: mapped, ::ffff:a.b.c.d */
};

struct address_range {
    struct address address;
    unsigned bits; /* of 128 */
};

struct address_ranges {
    const struct address_range *items;
    size_t len;
};

struct address address_of_socket(const struct sockaddr *socket);
bool address_of_str(str text, struct address *out); /* "192.0.2.1", "2001:db8::1", "[::1]" */
str address_to_str(struct arena *a, struct address address);
bool address_is_loopback(struct address address);
bool address_equal(struct address a, struct address b);
/* Whom a limit counts as one: an IPv4 address, the /64 of an IPv6 one. */
struct address address_neighbourhood(struct address address);

/* "10.0.0.0/8, ::1, 192.0.2.7" with commas or blanks.  USAGE. */
struct err *address_ranges_of_str(struct arena *a, str text, struct address_ranges *out);
bool address_is_within(struct address address, const struct address_ranges *ranges);

/* Where to listen: "127.0.0.1:7414", "[::1]:0", "localhost", "8080", "*:80".  A port that is
 * absent is fallback.  USAGE. */
struct err *address_of_listen(struct arena *a, str text, uint16_t fallback,
                              struct sockaddr_storage *out, socklen_t *len);
/* "127.0.0.1:7414", "[::1]:7414" */
str address_to_listen(struct arena *a, const struct sockaddr *socket);

#endif
