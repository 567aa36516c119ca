/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/public_id.h"

enum { ID_BYTES = 8, PUBLIC_BYTES = 16 };

static void put_number(char *bytes, uint64_t number)
{
    for (int i = 0; i < ID_BYTES; i++)
        bytes[i] = (char)(unsigned char)(number >> (56 - 8 * i));
}

static void public_bytes(const struct secret_key *key, int64_t id, char bytes[PUBLIC_BYTES])
{
    put_number(bytes, (uint64_t)id);
    put_number(bytes + ID_BYTES, secret_sip(key, (str){bytes, ID_BYTES}));
}

str public_id_make(struct arena *a, const struct secret_key *key, str prefix, int64_t id)
{
    char bytes[PUBLIC_BYTES];
    public_bytes(key, id, bytes);
    return str_format(a, "%.*s%.*s", STR(prefix),
                      STR(secret_to_base32(a, (str){bytes, sizeof bytes})));
}

bool public_id_read(struct arena *a, const struct secret_key *key, str prefix, str text,
                    int64_t *id)
{
    str bytes;
    char should[PUBLIC_BYTES];
    uint64_t number = 0;
    if (!str_starts_with(text, prefix) ||
        !secret_of_base32(a, str_slice(text, prefix.len, text.len), &bytes) ||
        bytes.len != PUBLIC_BYTES)
        return false;
    for (int i = 0; i < ID_BYTES; i++)
        number = number << 8 | (unsigned char)bytes.ptr[i];
    public_bytes(key, (int64_t)number, should);
    if (!secret_equal(bytes, (str){should, sizeof should}))
        return false;
    *id = (int64_t)number;
    return true;
}
