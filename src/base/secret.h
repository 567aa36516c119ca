/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * secret — randomness, sealed values and keyed hashes (libsodium behind it).
 *
 * Everything hangs on one installation key; what it is used for has a subkey of its
 * own, so that no use says anything about another.
 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { SECRET_KEY_BYTES = 32, SECRET_HASH_BYTES = 16 };

struct secret_key {
    unsigned char bytes[SECRET_KEY_BYTES];
};

/* Before anything else here, once a process; cheap to repeat. */
void secret_init(void);
void secret_random(void *into, size_t len);
struct secret_key secret_key_make(void);
/* The key for one purpose (at most 8 characters: "seal", "lookup", "token"). */
struct secret_key secret_key_for(const struct secret_key *master, const char *purpose);

/* XChaCha20-Poly1305 with a random nonce; place binds the value to where it stands
 * ("identity", "value", row), so that a sealed value copied elsewhere does not
 * open. */
str secret_seal(struct arena *a, const struct secret_key *key, str value, str place);
/* INVALID where it was changed, or sealed by another key or for another place. */
struct err *secret_open(struct arena *a, const struct secret_key *key, str sealed, str place,
                        str *value);

/* 16 bytes of keyed BLAKE2b, for look-up by equality. */
struct secret_hash {
    unsigned char bytes[SECRET_HASH_BYTES];
};
struct secret_hash secret_hash(const struct secret_key *key, str value);
str secret_hash_str(const struct secret_hash *hash); /* a view of its bytes */
/* Keyed SipHash-2-4; it takes the first 16 bytes of the key. */
uint64_t secret_sip(const struct secret_key *key, str value);
/* In constant time. */
bool secret_equal(str a, str b);

/* Passwords: argon2id with SECRET_PASSWORD_MEMORY and SECRET_PASSWORD_TIMES; the salt, the
 * parameters and the hash as one text.  Costly on purpose: LIMIT_PASSWORDS_AT_ONCE are
 * hashed at a time, LIMIT_PASSWORDS_WAITING wait for at most LIMIT_PASSWORDS_WAIT_MS, then
 * it is BUSY; LIMIT where the password is longer than any may be. */
#define SECRET_PASSWORD_MEMORY ((size_t)64 << 20) /* bytes */
enum { SECRET_PASSWORD_TIMES = 3 };
struct err *secret_password_hash(struct arena *a, str password, str *hash);
/* hash empty: it is not, and takes as long to say so. */
struct err *secret_password_is(struct arena *a, str hash, str password, bool *is_it);
/* Made with less than is asked today, so that it should be made anew. */
bool secret_password_is_weak(struct arena *a, str hash);

/* 16 bytes of unkeyed BLAKE2b over parts, for contents: length-prefixed, so that
 * "ab","c" and "a","bc" differ. */
struct secret_hash secret_hash_parts(const str *parts, size_t len);
/* 16 bytes of unkeyed BLAKE2b piece by piece, for files: wherever the bytes are cut, the
 * hash is the same.  Asking for it ends the stream. */
struct secret_stream;
struct secret_stream *secret_stream_make(struct arena *a);
void secret_stream_add(struct secret_stream *s, str bytes);
struct secret_hash secret_stream_hash(struct secret_stream *s);

/* Crockford's base32, lower case, without padding: 0-9 a-z but i l o u.  Reading
 * takes either case, and o for 0, i and l for 1; false where a letter is not one, or
 * where it is no whole number of bytes (bits left over, or not zero). */
str secret_to_base32(struct arena *a, str bytes);
bool secret_of_base32(struct arena *a, str text, str *bytes);
str secret_to_hex(struct arena *a, str bytes);

#endif
