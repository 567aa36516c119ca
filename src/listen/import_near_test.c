/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/test.h"
#include "listen/import_near.h"

static struct secret_key key_of_test(void)
{
    struct secret_key master = {.bytes = {1, 2, 3}};
    secret_init();
    return import_near_key(&master);
}

/* The hash of a record with the mark of its place. */
static struct secret_hash marked(const str *cells, size_t len)
{
    struct secret_key key = key_of_test();
    struct secret_hash hash = secret_hash_parts(cells, len);
    import_near_mark(&key, cells, len, &hash);
    return hash;
}

static bool begin_alike(str one, str other)
{
    struct secret_hash a = marked((const str[]){S("A"), one, S("x")}, 3);
    struct secret_hash b = marked((const str[]){S("B"), other, S("y")}, 3);
    CHECK(memcmp(a.bytes + 2, b.bytes + 2, SECRET_HASH_BYTES - 2) != 0);
    return memcmp(a.bytes, b.bytes, 2) == 0;
}

TEST(keys_of_records_whose_numbers_are_near_begin_alike)
{
    CHECK(begin_alike(S("00409601"), S("00409999")));
    CHECK(!begin_alike(S("00409601"), S("00809601")));
    CHECK(begin_alike(S("2026-03-01 09:30:00"), S("2026-03-01T09:31:07")));
    CHECK(!begin_alike(S("2026-03-01 09:30:00"), S("2026-03-02 09:30:00")));
}

TEST(a_record_without_a_long_number_keeps_its_hash)
{
    static const str cells[][2] = {{S_INIT("7"), S_INIT("12345")},
                                   {S_INIT("R_1234567"), S_INIT("")},
                                   {S_INIT("3.5"), S_INIT("1.5e1234567")}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct secret_hash is = marked(cells[i], 2), plain = secret_hash_parts(cells[i], 2);
        CHECK(memcmp(is.bytes, plain.bytes, SECRET_HASH_BYTES) == 0);
    }
}

TEST(the_mark_is_that_of_the_installation)
{
    struct secret_key mine = key_of_test(), master = {.bytes = {9}};
    struct secret_key theirs = import_near_key(&master);
    const str cells[] = {S("00409601")};
    struct secret_hash a = secret_hash_parts(cells, 1), b = a;
    import_near_mark(&mine, cells, 1, &a);
    import_near_mark(&theirs, cells, 1, &b);
    CHECK(memcmp(a.bytes, b.bytes, 2) != 0);
}
