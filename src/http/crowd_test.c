/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/crowd.h"

#include "base/test.h"

enum { MOST = 64, ADDRESSES = 100, STEPS = 20000 };

static struct address numbered(unsigned number)
{
    struct address a = {.bytes = {0x20, 0x01, [7] = (unsigned char)number}};
    return a;
}

TEST(a_crowd_counts_as_a_table_of_all_addresses_would)
{
    struct crowd *c = crowd_make(t->arena, MOST, 7);
    unsigned counts[ADDRESSES] = {0}, total = 0;
    uint64_t random = 1;
    for (int i = 0; i < STEPS; i++) {
        random = random * 6364136223846793005U + 1442695040888963407U;
        unsigned which = (unsigned)(random >> 33) % ADDRESSES;
        if (counts[which] && (random >> 20) % 2) {
            crowd_remove(c, numbered(which));
            counts[which]--;
            total--;
        } else if (total < MOST) {
            crowd_add(c, numbered(which));
            counts[which]++;
            total++;
        }
        CHECK_INT(crowd_count(c, numbered(which)), counts[which]);
    }
}
