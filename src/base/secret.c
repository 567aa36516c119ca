/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/secret.h"

#include <assert.h>
#include <pthread.h>
#include <sodium/core.h>
#include <sodium/crypto_aead_xchacha20poly1305.h>
#include <sodium/crypto_generichash.h>
#include <sodium/crypto_kdf.h>
#include <sodium/crypto_pwhash.h>
#include <sodium/crypto_shorthash_siphash24.h>
#include <sodium/utils.h>

#include "base/limits.h"
#include "base/text.h"

/* <sodium/randombytes.h>, and so <sodium.h>, has a member of a name that base/banned.h poisons. */
void randombytes_buf(void *into, size_t len);

enum {
    PURPOSE_ID = 1,
    SEAL_VERSION = 1,
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    SEAL_BYTES = 1 + NONCE_BYTES + TAG_BYTES, /* version, nonce, value, tag */
    STREAM_ALIGNMENT = 64,
};

/* One size of key fits all. */
static_assert(SECRET_KEY_BYTES == crypto_kdf_KEYBYTES, "keys are for deriving keys");
static_assert((int)SECRET_KEY_BYTES == (int)crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
              "keys are for sealing");
static_assert(SECRET_KEY_BYTES <= crypto_generichash_KEYBYTES_MAX &&
                  SECRET_KEY_BYTES >= crypto_shorthash_siphash24_KEYBYTES,
              "keys are for hashing");

static const unsigned char *bytes_of(str s)
{
    return (const unsigned char *)s.ptr;
}

/* ---- keys ---- */

void secret_init(void)
{
    if (sodium_init() >= 0)
        return;
    (void)fprintf(stderr, "attune: this machine gives no random numbers\n");
    abort();
}

void secret_random(void *into, size_t len)
{
    randombytes_buf(into, len);
}

struct secret_key secret_key_make(void)
{
    struct secret_key key;
    crypto_kdf_keygen(key.bytes);
    return key;
}

struct secret_key secret_key_for(const struct secret_key *master, const char *purpose)
{
    char context[crypto_kdf_CONTEXTBYTES] = {0};
    size_t len = strlen(purpose);
    assert(len > 0 && len <= sizeof context);
    for (size_t i = 0; i < len; i++)
        context[i] = purpose[i];
    struct secret_key key;
    (void)crypto_kdf_derive_from_key(key.bytes, sizeof key.bytes, PURPOSE_ID, context,
                                     master->bytes);
    return key;
}

/* ---- sealed values ---- */

str secret_seal(struct arena *a, const struct secret_key *key, str value, str place)
{
    unsigned char *sealed = arena_take(a, SEAL_BYTES + value.len);
    unsigned char *nonce = sealed + 1;
    sealed[0] = SEAL_VERSION;
    randombytes_buf(nonce, NONCE_BYTES);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + NONCE_BYTES, NULL, bytes_of(value),
                                                     value.len, bytes_of(place), place.len, NULL,
                                                     nonce, key->bytes);
    return (str){(const char *)sealed, SEAL_BYTES + value.len};
}

struct err *secret_open(struct arena *a, const struct secret_key *key, str sealed, str place,
                        str *value)
{
    if (sealed.len < SEAL_BYTES || sealed.ptr[0] != SEAL_VERSION)
        FAIL(a, WHY_INVALID, "What is kept at %.*s is no sealed value that this version can open.",
             STR(text_quote(a, place)));
    const unsigned char *nonce = bytes_of(sealed) + 1;
    size_t len = sealed.len - SEAL_BYTES;
    unsigned char *opened = arena_take(a, len + 1);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(opened, NULL, NULL, nonce + NONCE_BYTES,
                                                   len + TAG_BYTES, bytes_of(place), place.len,
                                                   nonce, key->bytes) != 0)
        FAIL(a, WHY_INVALID,
             "The sealed value at %.*s does not open: it was changed, or sealed by another key or "
             "for another place.",
             STR(text_quote(a, place)));
    *value = (str){(const char *)opened, len};
    return NULL;
}

/* ---- hashes ---- */

struct secret_hash secret_hash(const struct secret_key *key, str value)
{
    struct secret_hash hash;
    (void)crypto_generichash(hash.bytes, sizeof hash.bytes, bytes_of(value), value.len, key->bytes,
                             sizeof key->bytes);
    return hash;
}

str secret_hash_str(const struct secret_hash *hash)
{
    return (str){(const char *)hash->bytes, sizeof hash->bytes};
}

/* The eight bytes of a number, the lowest first, on every machine. */
static void to_little_endian(uint64_t number, unsigned char bytes[8])
{
    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
}

static uint64_t of_little_endian(const unsigned char bytes[8])
{
    uint64_t number = 0;
    for (unsigned i = 0; i < 8; i++)
        number |= (uint64_t)bytes[i] << (8 * i);
    return number;
}

uint64_t secret_sip(const struct secret_key *key, str value)
{
    unsigned char hash[crypto_shorthash_siphash24_BYTES];
    (void)crypto_shorthash_siphash24(hash, bytes_of(value), value.len, key->bytes);
    return of_little_endian(hash);
}

bool secret_equal(str a, str b)
{
    return a.len == b.len && (a.len == 0 || sodium_memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* ---- passwords ---- */

static struct {
    pthread_mutex_t lock;
    pthread_cond_t is_free;
    unsigned hashing, waiting;
} passwords = {.lock = PTHREAD_MUTEX_INITIALIZER, .is_free = PTHREAD_COND_INITIALIZER};

static bool begin_password(void)
{
    struct timespec end;
    bool is_in_time = true;
    (void)clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += LIMIT_PASSWORDS_WAIT_MS / 1000;
    (void)pthread_mutex_lock(&passwords.lock);
    bool has_room = passwords.waiting < LIMIT_PASSWORDS_WAITING;
    passwords.waiting += has_room;
    while (has_room && is_in_time && passwords.hashing >= LIMIT_PASSWORDS_AT_ONCE)
        is_in_time = pthread_cond_timedwait(&passwords.is_free, &passwords.lock, &end) == 0;
    bool may = has_room && passwords.hashing < LIMIT_PASSWORDS_AT_ONCE;
    passwords.waiting -= has_room;
    passwords.hashing += may;
    (void)pthread_mutex_unlock(&passwords.lock);
    return may;
}

static void end_password(void)
{
    (void)pthread_mutex_lock(&passwords.lock);
    passwords.hashing--;
    (void)pthread_cond_signal(&passwords.is_free);
    (void)pthread_mutex_unlock(&passwords.lock);
}

static struct err *take_turn(struct arena *a, str password)
{
    if (password.len > LIMIT_PASSWORD_BYTES)
        FAIL(a, WHY_LIMIT, "A password has at most %zu bytes.", LIMIT_PASSWORD_BYTES);
    if (!begin_password())
        FAIL(a, WHY_BUSY, "Too many people sign in at this moment; try again.");
    return NULL;
}

struct err *secret_password_hash(struct arena *a, str password, str *hash)
{
    char *text = arena_take(a, crypto_pwhash_STRBYTES);
    TRY(take_turn(a, password));
    int failed = crypto_pwhash_str_alg(text, password.ptr ? password.ptr : "", password.len,
                                       SECRET_PASSWORD_TIMES, SECRET_PASSWORD_MEMORY,
                                       crypto_pwhash_ALG_ARGON2ID13);
    end_password();
    if (failed)
        FAIL(a, WHY_BUSY, "There is not enough memory to hash a password now; try again.");
    *hash = str_of_chars(text);
    return NULL;
}

struct err *secret_password_is(struct arena *a, str hash, str password, bool *is_it)
{
    str other;
    if (!hash.len || hash.len >= crypto_pwhash_STRBYTES) {
        TRY(secret_password_hash(a, password, &other));
        *is_it = false;
        return NULL;
    }
    const char *text = str_to_chars(a, hash);
    TRY(take_turn(a, password));
    *is_it = crypto_pwhash_str_verify(text, password.ptr ? password.ptr : "", password.len) == 0;
    end_password();
    return NULL;
}

bool secret_password_is_weak(struct arena *a, str hash)
{
    return crypto_pwhash_str_needs_rehash(str_to_chars(a, hash), SECRET_PASSWORD_TIMES,
                                          SECRET_PASSWORD_MEMORY) != 0;
}

/* ---- hashes of contents ---- */

struct secret_stream {
    crypto_generichash_state state; /* asks for an alignment of 64 bytes */
};

static void begin(struct secret_stream *s)
{
    (void)crypto_generichash_init(&s->state, NULL, 0, SECRET_HASH_BYTES);
}

struct secret_stream *secret_stream_make(struct arena *a)
{
    unsigned char *taken = arena_take(a, sizeof(struct secret_stream) + STREAM_ALIGNMENT - 1);
    size_t over = (uintptr_t)taken % STREAM_ALIGNMENT;
    void *aligned = taken + (over ? STREAM_ALIGNMENT - over : 0);
    begin(aligned);
    return aligned;
}

void secret_stream_add(struct secret_stream *s, str bytes)
{
    (void)crypto_generichash_update(&s->state, bytes_of(bytes), bytes.len);
}

struct secret_hash secret_stream_hash(struct secret_stream *s)
{
    struct secret_hash hash;
    (void)crypto_generichash_final(&s->state, hash.bytes, sizeof hash.bytes);
    return hash;
}

struct secret_hash secret_hash_parts(const str *parts, size_t len)
{
    struct secret_stream s;
    begin(&s);
    for (size_t i = 0; i < len; i++) {
        unsigned char prefix[8];
        to_little_endian(parts[i].len, prefix);
        secret_stream_add(&s, (str){(const char *)prefix, sizeof prefix});
        secret_stream_add(&s, parts[i]);
    }
    return secret_stream_hash(&s);
}

/* ---- as text ---- */

static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

str secret_to_base32(struct arena *a, str bytes)
{
    size_t len = 0;
    char *text = arena_take(a, bytes.len / 5 * 8 + 8);
    unsigned bits = 0, held = 0; /* held: how many of the low bits wait */
    for (size_t i = 0; i < bytes.len; i++) {
        bits = bits << 8 | (unsigned char)bytes.ptr[i];
        for (held += 8; held >= 5; held -= 5)
            text[len++] = letters[bits >> (held - 5) & 31];
        bits &= 31;
    }
    if (held > 0)
        text[len++] = letters[bits << (5 - held) & 31];
    return (str){text, len};
}

/* 0..31; 32: it is no letter of it. */
static unsigned value_of_letter(char c)
{
    char lower = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    if (lower == 'o')
        return 0;
    if (lower == 'i' || lower == 'l')
        return 1;
    unsigned value = 0;
    while (value < 32 && letters[value] != lower)
        value++;
    return value;
}

bool secret_of_base32(struct arena *a, str text, str *bytes)
{
    size_t len = 0;
    char *out = arena_take(a, text.len / 8 * 5 + 5);
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned value = value_of_letter(text.ptr[i]);
        if (value == 32)
            return false;
        bits = (bits << 5 | value) & 0xFFF;
        held += 5;
        if (held >= 8) {
            held -= 8;
            out[len++] = (char)(bits >> held & 0xFF);
        }
    }
    /* What remains pads the last byte: less than a letter, and zero. */
    if (held >= 5 || (bits & ((1U << held) - 1)) != 0)
        return false;
    *bytes = (str){out, len};
    return true;
}

str secret_to_hex(struct arena *a, str bytes)
{
    char *text = arena_take(a, bytes.len * 2 + 1);
    (void)sodium_bin2hex(text, bytes.len * 2 + 1, bytes_of(bytes), bytes.len);
    return (str){text, bytes.len * 2};
}
