/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/secret.h"
#include <assert.h>
#include <sodium.h>
void secret_init(void)
{
    int ok = sodium_init();
    assert(ok >= 0);
    (void)ok;
}
void secret_random(void *into, size_t len)
{
    randombytes_buf(into, len);
}
struct secret_key secret_key_make(void)
{
    struct secret_key k;
    randombytes_buf(k.bytes, sizeof k.bytes);
    return k;
}
struct secret_key secret_key_for(const struct secret_key *m, const char *purpose)
{
    struct secret_key k;
    char c[8] = {0};
    for (int i = 0; i < 8 && purpose[i]; i++)
        c[i] = purpose[i];
    crypto_kdf_derive_from_key(k.bytes, sizeof k.bytes, 1, c, m->bytes);
    return k;
}
struct secret_hash secret_hash(const struct secret_key *key, str v)
{
    struct secret_hash h;
    crypto_generichash(h.bytes, sizeof h.bytes, (const unsigned char *)v.ptr, v.len, key->bytes,
                       sizeof key->bytes);
    return h;
}
str secret_hash_str(const struct secret_hash *h)
{
    return (str){(const char *)h->bytes, sizeof h->bytes};
}
uint64_t secret_sip(const struct secret_key *key, str v)
{
    uint64_t out;
    crypto_shorthash((unsigned char *)&out, (const unsigned char *)v.ptr, v.len, key->bytes);
    return out;
}
struct secret_hash secret_hash_parts(const str *parts, size_t len)
{
    crypto_generichash_state s;
    struct secret_hash h;
    crypto_generichash_init(&s, NULL, 0, sizeof h.bytes);
    for (size_t i = 0; i < len; i++) {
        uint64_t n = parts[i].len;
        crypto_generichash_update(&s, (const unsigned char *)&n, 8);
        crypto_generichash_update(&s, (const unsigned char *)parts[i].ptr, parts[i].len);
    }
    crypto_generichash_final(&s, h.bytes, sizeof h.bytes);
    return h;
}
