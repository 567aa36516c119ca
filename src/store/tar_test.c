/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/tar.h"

#include "base/test.h"

static const struct tar_member member = {
    .name = {"keys/installation.key", 21}, .mode = 0600, .bytes = 32, .at_s = 1772357400};

TEST(a_member_comes_back_as_it_was_put_in)
{
    static const uint64_t sizes[] = {
        0, 1, 511, 512, 077777777777, 0100000000000, 1ULL << 40, (1ULL << 54) - 1};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char block[TAR_BLOCK];
        struct tar_member in = member, out;
        in.bytes = sizes[i];
        tar_of_member(&in, block);
        CHECK(tar_to_member(block, &out));
        CHECK_STR(out.name, in.name);
        CHECK_INT(out.bytes, sizes[i]);
        CHECK_INT(out.mode, 0600);
        CHECK_INT(out.at_s, in.at_s);
    }
}

/* tar --format=ustar --owner=root:0 --group=root:0 writes these octal fields. */
TEST(a_block_is_that_of_the_standard)
{
    char block[TAR_BLOCK];
    tar_of_member(&member, block);
    CHECK_STR(((str){block + 100, 8}), S("0000600\0"));
    CHECK_STR(((str){block + 124, 12}), S("00000000040\0"));
    CHECK_STR(((str){block + 136, 12}), S("15151003430\0"));
    CHECK_STR(((str){block + 257, 8}), S("ustar\00000"));
    CHECK_INT(block[156], '0');
}

TEST(every_bit_of_a_block_is_guarded)
{
    char block[TAR_BLOCK];
    struct tar_member out;
    tar_of_member(&member, block);
    for (int bit = 0; bit < TAR_BLOCK * 8; bit++) {
        char changed[TAR_BLOCK];
        memcpy(changed, block, sizeof changed);
        changed[bit / 8] = (char)(changed[bit / 8] ^ (1 << bit % 8));
        CHECK_THAT(!tar_to_member(changed, &out) || str_equal(out.name, member.name), "bit %d",
                   bit);
        CHECK_THAT(!tar_to_member(changed, &out) || out.bytes == member.bytes, "bit %d", bit);
    }
}

TEST(zeros_are_no_member)
{
    char block[TAR_BLOCK] = {0};
    struct tar_member out;
    CHECK(!tar_to_member(block, &out));
    CHECK(tar_is_zero(block, sizeof block));
    block[TAR_BLOCK - 1] = 1;
    CHECK(!tar_is_zero(block, sizeof block));
}

TEST(files_are_filled_up_to_whole_blocks)
{
    CHECK_INT(tar_padding(0), 0);
    CHECK_INT(tar_padding(1), 511);
    CHECK_INT(tar_padding(512), 0);
    CHECK_INT(tar_padding(513), 511);
}
