/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_twice.h"

#include "base/test.h"
#include "base/test_random.h"

enum { CONTENTS = 50000, RECORD_BYTES = 100 };

/* Contents 0 … CONTENTS - 1, those divisible by `every` once more behind them. */
static struct import_twice *noted(struct test *t, uint64_t file_bytes, uint64_t every)
{
    struct import_twice *twice = import_twice_make(t->arena, file_bytes);
    uint64_t taken = 0;
    for (uint64_t i = 0; i < 2 * (uint64_t)CONTENTS; i++) {
        struct test_random content = {i % CONTENTS};
        if (i >= CONTENTS && i % CONTENTS % every)
            continue;
        taken += RECORD_BYTES;
        import_twice_note(twice, test_random_next(&content), taken);
    }
    return twice;
}

static size_t count_who_may(const struct import_twice *twice, uint64_t every, size_t *repeated)
{
    size_t others = 0;
    *repeated = 0;
    for (uint64_t i = 0; i < CONTENTS; i++) {
        struct test_random content = {i};
        bool may = import_twice_may(twice, test_random_next(&content));
        *repeated += may && i % every == 0;
        others += may && i % every != 0;
    }
    return others;
}

TEST(all_contents_that_stand_twice_may_and_few_of_the_others)
{
    size_t repeated = 0;
    struct import_twice *twice = noted(t, (uint64_t)CONTENTS * RECORD_BYTES, 10);
    size_t others = count_who_may(twice, 10, &repeated);
    CHECK_INT(repeated, CONTENTS / 10);
    CHECK(others < CONTENTS / 10);
    CHECK_INT(import_twice_len(twice), repeated + others);
}

TEST(contents_of_a_file_that_is_longer_than_was_said_are_found_as_well)
{
    size_t repeated = 0;
    struct import_twice *twice = noted(t, 0, 7);
    (void)count_who_may(twice, 7, &repeated);
    CHECK_INT(repeated, (CONTENTS + 6) / 7);
}

TEST(a_content_that_stands_among_the_first_and_far_behind_may_stand_twice)
{
    struct import_twice *twice = import_twice_make(t->arena, 1000000);
    for (uint64_t i = 0; i < 20000; i++)
        import_twice_note(twice, i << 40 | i, i + 1);
    import_twice_note(twice, UINT64_C(3) << 40 | 3, 20001);
    import_twice_note(twice, 0, 20002);
    CHECK(import_twice_may(twice, UINT64_C(3) << 40 | 3));
    CHECK(import_twice_may(twice, 0)); /* the first of all was so, too */
    CHECK(!import_twice_may(twice, UINT64_C(4) << 40 | 4));
}

TEST(cells_say_where_they_end)
{
    struct buf one = buf_make(t->arena, 100), two = buf_make(t->arena, 100);
    import_twice_add_cells(&one, (str[]){S_INIT("ab"), S_INIT("c")}, 2);
    import_twice_add_cells(&two, (str[]){S_INIT("a"), S_INIT("bc")}, 2);
    CHECK_INT(one.len, two.len);
    CHECK(!str_equal(buf_str(&one), buf_str(&two)));
}
