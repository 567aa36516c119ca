/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/address.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/text.h"

enum { V4_AT = 12, ALL_BITS = 128, V4_BITS = 32, NETWORK_BYTES = 8, TEXT_BYTES = 64 };

static const unsigned char mapped[V4_AT] = {[10] = 0xFF, [11] = 0xFF};

static struct address of_v4(const void *four)
{
    struct address address;
    memcpy(address.bytes, mapped, V4_AT);
    memcpy(address.bytes + V4_AT, four, sizeof(struct in_addr));
    return address;
}

static bool is_v4(struct address address)
{
    return memcmp(address.bytes, mapped, V4_AT) == 0;
}

struct address address_of_socket(const struct sockaddr *socket)
{
    struct address address = {.bytes = {0}};
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    if (socket->sa_family == AF_INET) {
        memcpy(&v4, socket, sizeof v4);
        return of_v4(&v4.sin_addr);
    }
    if (socket->sa_family == AF_INET6) {
        memcpy(&v6, socket, sizeof v6);
        memcpy(address.bytes, &v6.sin6_addr, ADDRESS_BYTES);
    }
    return address;
}

bool address_of_str(str text, struct address *out)
{
    char chars[TEXT_BYTES];
    struct in_addr v4;
    struct address address;
    if (text.len >= 2 && text.ptr[0] == '[' && text.ptr[text.len - 1] == ']')
        text = str_slice(text, 1, text.len - 1);
    if (!text.len || text.len >= sizeof chars || memchr(text.ptr, 0, text.len))
        return false;
    memcpy(chars, text.ptr, text.len);
    chars[text.len] = 0;
    if (inet_pton(AF_INET, chars, &v4) == 1)
        address = of_v4(&v4);
    else if (inet_pton(AF_INET6, chars, address.bytes) != 1)
        return false;
    *out = address;
    return true;
}

str address_to_str(struct arena *a, struct address address)
{
    char chars[TEXT_BYTES] = {0};
    if (is_v4(address))
        (void)inet_ntop(AF_INET, address.bytes + V4_AT, chars, sizeof chars);
    else
        (void)inet_ntop(AF_INET6, address.bytes, chars, sizeof chars);
    return str_copy(a, str_of_chars(chars));
}

bool address_is_loopback(struct address address)
{
    static const unsigned char one[ADDRESS_BYTES] = {[ADDRESS_BYTES - 1] = 1};
    return is_v4(address) ? address.bytes[V4_AT] == 127
                          : memcmp(address.bytes, one, sizeof one) == 0;
}

bool address_equal(struct address a, struct address b)
{
    return memcmp(a.bytes, b.bytes, ADDRESS_BYTES) == 0;
}

struct address address_neighbourhood(struct address address)
{
    if (!is_v4(address))
        memset(address.bytes + NETWORK_BYTES, 0, ADDRESS_BYTES - NETWORK_BYTES);
    return address;
}

/* ---- ranges ---- */

static bool to_number(str text, unsigned most, unsigned *out)
{
    unsigned value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        value = value * 10 + (unsigned)(text.ptr[i] - '0');
        if (value > most)
            return false;
    }
    *out = value;
    return text.len > 0;
}

static bool to_range(str text, struct address_range *out)
{
    struct address_range range = {.bits = ALL_BITS};
    str bits, address = str_cut(text, '/', &bits);
    if (!address_of_str(address, &range.address))
        return false;
    unsigned most = is_v4(range.address) && !str_has(address, ':') ? V4_BITS : ALL_BITS;
    if (bits.ptr && !to_number(bits, most, &range.bits))
        return false;
    if (bits.ptr && most == V4_BITS)
        range.bits += ALL_BITS - V4_BITS;
    *out = range;
    return true;
}

struct err *address_ranges_of_str(struct arena *a, str text, struct address_ranges *out)
{
    struct address_range *items = NULL;
    size_t len = 0, room = 0, at = 0;
    while (at < text.len) {
        size_t from = at;
        while (at < text.len && !str_has(S(", \t"), text.ptr[at]))
            at++;
        str word = str_slice(text, from, at++);
        if (!word.len)
            continue;
        if (len == room)
            items = arena_grow_array(a, items, len, &room, sizeof *items);
        if (!to_range(word, &items[len++]))
            FAIL(a, WHY_USAGE, "%.*s is no address and no range such as 10.0.0.0/8.",
                 STR(text_quote(a, word)));
    }
    *out = (struct address_ranges){items, len};
    return NULL;
}

static bool is_in_range(struct address address, const struct address_range *range)
{
    size_t whole = range->bits / 8, rest = range->bits % 8;
    if (memcmp(address.bytes, range->address.bytes, whole) != 0)
        return false;
    return !rest || (address.bytes[whole] ^ range->address.bytes[whole]) >> (8 - rest) == 0;
}

bool address_is_within(struct address address, const struct address_ranges *ranges)
{
    for (size_t i = 0; i < ranges->len; i++)
        if (is_in_range(address, &ranges->items[i]))
            return true;
    return false;
}

/* ---- where to listen ---- */

/* Where the port begins: behind the last colon that is not part of an IPv6 address. */
static str cut_port(str text, str *port)
{
    size_t colons = 0, last = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == ':') {
            colons++;
            last = i;
        }
    bool is_bracketed = text.len && text.ptr[0] == '[';
    *port = (str){NULL, 0};
    if (is_bracketed ? (last > 0 && text.ptr[last - 1] == ']') : colons == 1) {
        *port = str_slice(text, last + 1, text.len);
        return str_slice(text, 0, last);
    }
    unsigned number = 0;
    if (!colons && to_number(text, UINT16_MAX, &number)) {
        *port = text;
        return S("");
    }
    return text;
}

static socklen_t fill(struct address address, bool is_any, uint16_t port,
                      struct sockaddr_storage *out)
{
    *out = (struct sockaddr_storage){.ss_family = AF_UNSPEC};
    if (!is_any && is_v4(address)) {
        struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
        memcpy(&v4.sin_addr, address.bytes + V4_AT, sizeof v4.sin_addr);
        memcpy(out, &v4, sizeof v4);
        return sizeof v4;
    }
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    if (!is_any)
        memcpy(&v6.sin6_addr, address.bytes, ADDRESS_BYTES);
    memcpy(out, &v6, sizeof v6);
    return sizeof v6;
}

struct err *address_of_listen(struct arena *a, str text, uint16_t fallback,
                              struct sockaddr_storage *out, socklen_t *len)
{
    struct address address = {.bytes = {0}};
    str port, host = cut_port(str_trim(text), &port);
    unsigned number = fallback;
    bool is_any = str_equal(host, S("*"));
    if (!host.len || str_equal_ignoring_case(host, S("localhost")))
        host = S("127.0.0.1");
    if ((!is_any && !address_of_str(host, &address)) || str_is_empty(str_trim(text)) ||
        (port.ptr && !to_number(port, UINT16_MAX, &number)))
        FAIL(a, WHY_USAGE,
             "%.*s is nothing to listen at; write it as 127.0.0.1:7414 or [::1]:7414.",
             STR(text_quote(a, text)));
    *len = fill(address, is_any, (uint16_t)number, out);
    return NULL;
}

str address_to_listen(struct arena *a, const struct sockaddr *socket)
{
    struct address address = address_of_socket(socket);
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    if (socket->sa_family == AF_INET) {
        memcpy(&v4, socket, sizeof v4);
        return str_format(a, "%.*s:%u", STR(address_to_str(a, address)), ntohs(v4.sin_port));
    }
    memcpy(&v6, socket, sizeof v6);
    return str_format(a, "[%.*s]:%u", STR(address_to_str(a, address)), ntohs(v6.sin6_port));
}
