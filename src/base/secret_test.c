/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/secret.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>

#include "base/limits.h"
#include "base/test.h"
#include "base/test_random.h"

/* The bytes 0, 1, 2 …, as published vectors have them. */
static struct secret_key counting_key(unsigned first)
{
    struct secret_key key;
    for (unsigned i = 0; i < SECRET_KEY_BYTES; i++)
        key.bytes[i] = (unsigned char)(first + i);
    return key;
}

static str counting_bytes(struct test *t, unsigned first, size_t len)
{
    unsigned char *bytes = arena_take(t->arena, len);
    for (size_t i = 0; i < len; i++)
        bytes[i] = (unsigned char)(first + i);
    return (str){(const char *)bytes, len};
}

static str of_hex(struct test *t, const char *hex)
{
    size_t len = strlen(hex) / 2;
    unsigned char *bytes = arena_take(t->arena, len);
    for (size_t i = 0; i < len; i++) {
        for (size_t k = 2 * i; k < 2 * i + 2; k++)
            bytes[i] =
                (unsigned char)(bytes[i] << 4 | (hex[k] <= '9' ? hex[k] - '0' : hex[k] - 'a' + 10));
    }
    return (str){(const char *)bytes, len};
}

static str hex_of_hash(struct test *t, struct secret_hash hash)
{
    return secret_to_hex(t->arena, secret_hash_str(&hash));
}

static str random_bytes(struct test *t, struct test_random *r, size_t len)
{
    char *bytes = arena_take(t->arena, len);
    for (size_t i = 0; i < len; i++)
        bytes[i] = (char)test_random_below(r, 256);
    return (str){bytes, len};
}

/* ---- keys ---- */

TEST(secret_random_bytes_differ)
{
    secret_init();
    secret_init();
    struct secret_key a = secret_key_make(), b = secret_key_make();
    CHECK(memcmp(a.bytes, b.bytes, sizeof a.bytes) != 0);
    unsigned char first[32] = {0}, second[32] = {0};
    secret_random(first, sizeof first);
    secret_random(second, sizeof second);
    CHECK(memcmp(first, second, sizeof first) != 0);
}

/* libsodium's key derivation is BLAKE2b with the number as salt and the purpose as person:
 *   python3 -c "import hashlib; print(hashlib.blake2b(b'', digest_size=32, key=bytes(range(32)),
 *       salt=(1).to_bytes(16, 'little'), person=b'seal'.ljust(16, b'\0')).hexdigest())" */
TEST(secret_key_for_a_purpose_is_its_own)
{
    secret_init();
    struct secret_key master = counting_key(0);
    struct secret_key seal = secret_key_for(&master, "seal");
    str seal_bytes = {(const char *)seal.bytes, sizeof seal.bytes};
    CHECK_STR(secret_to_hex(t->arena, seal_bytes),
              S("f047a6d84c9a95a3720d07699e525721400a37f4643a6280193bc940af7475d7"));
    struct secret_key eight = secret_key_for(&master, "KDF test");
    str eight_bytes = {(const char *)eight.bytes, sizeof eight.bytes};
    CHECK_STR(secret_to_hex(t->arena, eight_bytes),
              S("13fea52bb8cba063f3ed93de27ed07e06d8c6367474e6ae4c9282913ac3c3a03"));
    struct secret_key other = counting_key(1), other_seal = secret_key_for(&other, "seal");
    CHECK(memcmp(seal.bytes, other_seal.bytes, sizeof seal.bytes) != 0);
}

/* ---- sealed values ---- */

TEST(secret_opens_what_it_sealed)
{
    secret_init();
    struct test_random r = {1};
    struct secret_key key = secret_key_make();
    for (size_t len = 0; len < 200; len++) {
        str value = random_bytes(t, &r, len), opened = {NULL, 7};
        str place = random_bytes(t, &r, test_random_below(&r, 30));
        str sealed = secret_seal(t->arena, &key, value, place);
        CHECK_INT(sealed.len, len + 41);
        CHECK_OK(secret_open(t->arena, &key, sealed, place, &opened));
        CHECK(str_equal(opened, value));
        CHECK(!str_equal(sealed, secret_seal(t->arena, &key, value, place)));
    }
}

/* draft-irtf-cfrg-xchacha-03, A.3.1, behind the version of ours. */
TEST(secret_opens_what_the_draft_sealed)
{
    secret_init();
    struct secret_key key = counting_key(0x80);
    str sealed = of_hex(t, "01404142434445464748494a4b4c4d4e4f5051525354555657"
                           "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
                           "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
                           "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
                           "21f9664c97637da9768812f615c68b13b52e"
                           "c0875924c1c7987947deafd8780acf49");
    str opened = {NULL, 0};
    CHECK_OK(secret_open(t->arena, &key, sealed, of_hex(t, "50515253c0c1c2c3c4c5c6c7"), &opened));
    CHECK_STR(opened, S("Ladies and Gentlemen of the class of '99: If I could offer you only one "
                        "tip for the future, sunscreen would be it."));
}

static void should_not_open(struct test *t, const struct secret_key *key, str sealed, str place)
{
    str value = S("untouched");
    struct err *e = secret_open(t->arena, key, sealed, place, &value);
    CHECK(e && e->why == WHY_INVALID);
    CHECK_STR(value, S("untouched"));
}

TEST(secret_does_not_open_what_was_changed_or_moved)
{
    secret_init();
    struct secret_key key = secret_key_make(), other = secret_key_make();
    str place = S("identity 12"), value = S("ana@example.com");
    str sealed = secret_seal(t->arena, &key, value, place);
    should_not_open(t, &other, sealed, place);
    should_not_open(t, &key, sealed, S("identity 13"));
    should_not_open(t, &key, sealed, S(""));
    for (size_t bit = 0; bit < sealed.len * 8; bit++) {
        char *changed = str_to_chars(t->arena, sealed);
        changed[bit / 8] = (char)(changed[bit / 8] ^ 1 << bit % 8);
        should_not_open(t, &key, (str){changed, sealed.len}, place);
    }
    for (size_t len = 0; len < sealed.len; len++)
        should_not_open(t, &key, str_copy(t->arena, str_slice(sealed, 0, len)), place);
    should_not_open(t, &key, str_format(t->arena, "%.*s.", STR(sealed)), place);
}

TEST(secret_that_does_not_open_names_the_place)
{
    secret_init();
    struct secret_key key = secret_key_make();
    str value = {NULL, 0}, sealed = secret_seal(t->arena, &key, S("x"), S("here"));
    struct err *e = secret_open(t->arena, &key, sealed, S("there\n"), &value);
    CHECK(e != NULL);
    CHECK_STR(e->text,
              S("The sealed value at \"there\\n\" does not open: it was changed, or sealed "
                "by another key or for another place."));
    e = secret_open(t->arena, &key, S("plain"), S("there"), &value);
    CHECK(e != NULL);
    CHECK_STR(e->text, S("What is kept at \"there\" is no sealed value that this version can "
                         "open."));
}

/* ---- hashes ---- */

/* python3 -c "import hashlib; print(hashlib.blake2b(b'abc', digest_size=16,
 *     key=bytes(range(32))).hexdigest())" */
TEST(secret_hash_is_keyed_blake2b)
{
    secret_init();
    struct secret_key key = counting_key(0), other = counting_key(1);
    CHECK_STR(hex_of_hash(t, secret_hash(&key, S("abc"))), S("1a64be47e4729d951c302ee543f97cf3"));
    CHECK(!str_equal(hex_of_hash(t, secret_hash(&other, S("abc"))),
                     S("1a64be47e4729d951c302ee543f97cf3")));
    CHECK_INT(secret_hash(&key, (str){NULL, 0}).bytes[0], secret_hash(&key, S("")).bytes[0]);
}

/* Aumasson and Bernstein, SipHash, appendix A; and the first of their list of vectors. */
TEST(secret_sip_is_siphash_2_4)
{
    secret_init();
    struct secret_key key = counting_key(0);
    CHECK_INT(secret_sip(&key, counting_bytes(t, 0, 15)), 0xa129ca6149be45e5);
    CHECK_INT(secret_sip(&key, (str){NULL, 0}), 0x726fdb47dd0e0e31);
}

/* hashlib.blake2b(b'abc', digest_size=16), of b'', and of bytes(i % 251 for i in range(1000)). */
TEST(secret_stream_is_blake2b_wherever_it_is_cut)
{
    secret_init();
    struct secret_stream *s = secret_stream_make(t->arena);
    CHECK_STR(hex_of_hash(t, secret_stream_hash(s)), S("cae66941d9efbd404e4d88758ea67670"));
    s = secret_stream_make(t->arena);
    secret_stream_add(s, S("abc"));
    CHECK_STR(hex_of_hash(t, secret_stream_hash(s)), S("cf4ab791c62b8d2b2109c90275287816"));
    struct test_random r = {2};
    for (int i = 0; i < 200; i++) {
        (void)random_bytes(t, &r, test_random_below(&r, 100)); /* it stands elsewhere each time */
        s = secret_stream_make(t->arena);
        for (size_t done = 0, len; done < 1000; done += len) {
            len = test_random_below(&r, 300);
            len = len > 1000 - done ? 1000 - done : len;
            char *part = arena_take(t->arena, len);
            for (size_t k = 0; k < len; k++)
                part[k] = (char)((done + k) % 251);
            secret_stream_add(s, (str){part, len});
        }
        CHECK_STR(hex_of_hash(t, secret_stream_hash(s)), S("bca120dfd89cd95d82898473a5b01c90"));
    }
}

#define PARTS(...)                                                                                 \
    hex_of_hash(t, secret_hash_parts((const str[]){__VA_ARGS__},                                   \
                                     sizeof((const str[]){__VA_ARGS__}) / sizeof(str)))

/* Each part has its length before it, in eight bytes, the lowest first. */
TEST(secret_hash_of_parts_knows_where_they_end)
{
    secret_init();
    CHECK_STR(PARTS(S("ab"), S("c")), S("4826ed043ab3cdec576d8541fa5d5a80"));
    CHECK(!str_equal(PARTS(S("ab"), S("c")), PARTS(S("a"), S("bc"))));
    CHECK(!str_equal(PARTS(S("ab"), S("c")), PARTS(S("abc"))));
    CHECK(!str_equal(PARTS(S("abc"), S("")), PARTS(S("abc"))));
    CHECK(!str_equal(PARTS(S("")), hex_of_hash(t, secret_hash_parts(NULL, 0))));
}

TEST(secret_equal_is_equality)
{
    secret_init();
    CHECK(secret_equal(S("token"), S("token")) && secret_equal(S(""), (str){NULL, 0}));
    CHECK(!secret_equal(S("token"), S("tokem")) && !secret_equal(S("token"), S("token ")));
    CHECK(!secret_equal(S("token"), S("")) && !secret_equal(S("aoken"), S("token")));
}

/* ---- as text ---- */

TEST(secret_to_base32_and_back_is_the_same)
{
    struct test_random r = {3};
    for (size_t len = 0; len < 100; len++) {
        str bytes = random_bytes(t, &r, len), again = {NULL, 7};
        str text = secret_to_base32(t->arena, bytes);
        CHECK_INT(text.len, (len * 8 + 4) / 5);
        CHECK(secret_of_base32(t->arena, text, &again) && str_equal(again, bytes));
    }
}

/* By hand: 0xFF is 11111 111(00); 0x00 0x44 0x32 is 00000 00001 00010 00011 0010(0). */
TEST(secret_to_base32_uses_crockfords_letters)
{
    CHECK_STR(secret_to_base32(t->arena, S("")), S(""));
    CHECK_STR(secret_to_base32(t->arena, S("\xFF")), S("zw"));
    CHECK_STR(secret_to_base32(t->arena, (str){"\0\x44\x32", 3}), S("01234"));
    /* 0 to 31, five bits each. */
    str all = of_hex(t, "00443214c74254b635cf84653a56d7c675be77df");
    CHECK_STR(secret_to_base32(t->arena, all), S("0123456789abcdefghjkmnpqrstvwxyz"));
}

TEST(secret_of_base32_takes_what_people_type)
{
    str is = {NULL, 0}, should = {NULL, 0};
    CHECK(secret_of_base32(t->arena, S("0123456789abcdefghjkmnpqrstvwxyz"), &should));
    CHECK(secret_of_base32(t->arena, S("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), &is));
    CHECK(str_equal(is, should));
    CHECK(secret_of_base32(t->arena, S("01100011"), &should));
    CHECK(secret_of_base32(t->arena, S("oiLO0OIl"), &is) && str_equal(is, should));
}

TEST(secret_of_base32_refuses_what_it_never_writes)
{
    str is = S("untouched");
    for (size_t len = 0; len < 20; len++) {
        bool should = len % 8 != 1 && len % 8 != 3 && len % 8 != 6;
        str zeros = str_slice(S("00000000000000000000"), 0, len), bytes = {NULL, 0};
        CHECK_THAT(secret_of_base32(t->arena, zeros, &bytes) == should, "%zu letters", len);
    }
    /* Two letters are ten bits: the last two are zero. */
    CHECK(secret_of_base32(t->arena, S("z4"), &is));
    is = S("untouched");
    CHECK(!secret_of_base32(t->arena, S("z1"), &is) && !secret_of_base32(t->arena, S("z2"), &is));
    CHECK(!secret_of_base32(t->arena, S("0000001"), &is)); /* three bits too many */
    CHECK(secret_of_base32(t->arena, S("0000008"), &is));
    is = S("untouched");
    static const char *const texts[] = {"0u", "0U", "0-", "0 ", "0=", "0\xC3\xA9",
                                        "@0", "[0", "`0", "{0", "/0", ":0"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        CHECK_THAT(!secret_of_base32(t->arena, str_of_chars(texts[i]), &is), "%s", texts[i]);
    CHECK(!secret_of_base32(t->arena, (str){"0\0", 2}, &is));
    CHECK_STR(is, S("untouched"));
}

TEST(secret_to_hex_is_lower_case)
{
    CHECK_STR(secret_to_hex(t->arena, S("\x01\xAB\xFF")), S("01abff"));
    CHECK_STR(secret_to_hex(t->arena, S("")), S(""));
}

/* ---- passwords ---- */

TEST(secret_password_is_what_was_hashed_and_nothing_else)
{
    str hash, again;
    bool is_it = false;
    CHECK_OK(secret_password_hash(t->arena, S("quiet orange ferry"), &hash));
    CHECK(str_starts_with(hash, S("$argon2id$v=19$m=65536,t=3,p=1$")));
    CHECK_OK(secret_password_is(t->arena, hash, S("quiet orange ferry"), &is_it));
    CHECK(is_it);
    CHECK_OK(secret_password_is(t->arena, hash, S("quiet orange ferrY"), &is_it));
    CHECK(!is_it);
    CHECK_OK(secret_password_hash(t->arena, S("quiet orange ferry"), &again));
    CHECK(!str_equal(hash, again)); /* the salt */
    CHECK(!secret_password_is_weak(t->arena, hash));
}

TEST(secret_password_hashed_with_less_is_weak)
{
    CHECK(
        secret_password_is_weak(t->arena, S("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
                                            "VxQ8l7Cz0l5mvS0jS8Wq0yQZ7nqk2k3oJm3w3m3m3m0")));
    CHECK(secret_password_is_weak(t->arena, S("")));
}

TEST(secret_password_of_nobody_is_hashed_all_the_same)
{
    bool is_it = true;
    CHECK_OK(secret_password_is(t->arena, S(""), S("quiet orange ferry"), &is_it));
    CHECK(!is_it);
    char *long_one = arena_take(t->arena, LIMIT_PASSWORD_BYTES + 1);
    str password = {long_one, LIMIT_PASSWORD_BYTES + 1};
    struct err *e = secret_password_is(t->arena, S(""), password, &is_it);
    CHECK(e && e->why == WHY_LIMIT);
}

enum { SIGNING_IN = 24 };

static atomic_uint hashed, told_to_wait;

static void *hash_one(void *what)
{
    struct arena *a = arena_make(0);
    str hash;
    struct err *e = secret_password_hash(a, S("quiet orange ferry"), &hash);
    (void)what;
    (void)atomic_fetch_add(e ? &told_to_wait : &hashed, !e || e->why == WHY_BUSY);
    arena_done(a);
    return NULL;
}

static size_t memory_most(void)
{
    struct rusage used;
    (void)getrusage(RUSAGE_SELF, &used);
    return (size_t)used.ru_maxrss * KIB;
}

TEST(secret_passwords_at_once_take_bounded_memory_and_the_rest_is_busy)
{
    pthread_t threads[SIGNING_IN];
    size_t before = memory_most();
    for (size_t i = 0; i < SIGNING_IN; i++)
        CHECK(pthread_create(&threads[i], NULL, hash_one, NULL) == 0);
    for (size_t i = 0; i < SIGNING_IN; i++)
        (void)pthread_join(threads[i], NULL);
    CHECK_INT(hashed + told_to_wait, SIGNING_IN);
    CHECK(hashed >= LIMIT_PASSWORDS_AT_ONCE && told_to_wait > 0);
    size_t grew = memory_most() - before;
    size_t two_and_a_half =
        LIMIT_PASSWORDS_AT_ONCE * SECRET_PASSWORD_MEMORY + SECRET_PASSWORD_MEMORY / 2;
    CHECK_THAT(grew < two_and_a_half, "%zu MiB", grew / MIB);
}
