/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/test.h"
#include "stats/xoshiro.h"

/* The first numbers of the authors' reference code, state {1, 2, 3, 4}. */
TEST(xoshiro_gives_the_reference_numbers)
{
    (void)t;
    struct xoshiro x = {{1, 2, 3, 4}};
    static const uint64_t should[] = {11520, 0, 1509978240, 1215971899390074240};
    for (size_t i = 0; i < sizeof should / sizeof *should; i++)
        CHECK(xoshiro_next(&x) == should[i]);
}

TEST(the_same_seed_gives_the_same_numbers)
{
    (void)t;
    struct xoshiro a = xoshiro_of_seed(42), b = xoshiro_of_seed(42), c = xoshiro_of_seed(43);
    int equal = 0;
    for (int i = 0; i < 100; i++) {
        uint64_t number = xoshiro_next(&a);
        CHECK(number == xoshiro_next(&b));
        equal += number == xoshiro_next(&c);
    }
    CHECK_INT(equal, 0);
}

TEST(every_number_below_comes_about_equally_often)
{
    (void)t;
    struct xoshiro x = xoshiro_of_seed(15);
    double counts[7] = {0}, squares = 0;
    for (int i = 0; i < 70000; i++)
        counts[xoshiro_below(&x, 7)]++;
    for (int i = 0; i < 7; i++)
        squares += (counts[i] - 10000) * (counts[i] - 10000) / 10000;
    CHECK(squares < 22.46); /* χ²(6), 0.999 */
}
