/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/combine.h"

#include "base/test.h"
#include "base/test_random.h"
#include "engine/drawn.h"

enum { AXES = 3, CODES = 5 };

/* Three columns, seen as themselves, through points, and with codes that are none. */
struct items {
    struct column *columns[AXES];
    struct axis axes[AXES];
};

static const uint32_t points[AXES][CODES] = {
    {0, 1, 2, 3, 4}, {7, 7, AXIS_NONE, 0, 9}, {AXIS_SKIP, 1, AXIS_NONE, 1, 2}};

static struct items draw_items(struct test *t, struct test_random *r, size_t rows)
{
    struct items items;
    for (size_t x = 0; x < AXES; x++) {
        items.columns[x] = column_make(t->arena, S("x"));
        for (size_t i = 0; i < CODES; i++)
            (void)dictionary_add(column_dictionary(items.columns[x]),
                                 str_format(t->arena, "%zu", i));
        for (size_t i = 0; i < rows; i++) {
            size_t code = test_random_below(r, CODES + 2);
            column_add(items.columns[x], code < CODES ? (uint32_t)code : CODE_MISSING);
        }
        items.axes[x] = (struct axis){items.columns[x], x ? points[x] : NULL, 10};
    }
    return items;
}

TEST(combined_axes_say_the_points_of_each_row)
{
    struct test_random r = {1};
    static const size_t lengths[] = {0, 1, 100, BLOCK_ROWS - 1, BLOCK_ROWS, BLOCK_ROWS + 1};
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
        struct items items = draw_items(t, &r, lengths[l]);
        const struct column *all = combine_axes(t->arena, items.axes, AXES);
        CHECK_INT(column_rows(all), lengths[l]);
        for (size_t i = 0; i < lengths[l]; i++) {
            uint32_t code = column_code(all, i);
            bool any = false;
            for (size_t x = 0; x < AXES; x++) {
                uint32_t should = axis_point(&items.axes[x], column_code(items.columns[x], i));
                any = any || should < AXIS_SKIP;
                if (code != CODE_MISSING)
                    CHECK_INT(combine_point(all, code, x), should);
            }
            CHECK((code != CODE_MISSING) == any);
        }
    }
}

TEST(combined_axes_have_the_blocks_of_their_columns)
{
    struct test_random r = {3};
    for (int i = 0; i < 50; i++) {
        struct drawn_blocks blocks = drawn_blocks_of(&r, 6, 200);
        uint32_t *one = ARENA_ARRAY(t->arena, uint32_t, blocks.all);
        uint32_t *two = ARENA_ARRAY(t->arena, uint32_t, blocks.all);
        const struct axis axes[] = {
            axis_of_column(drawn_column(t->arena, &r, &blocks, 40, one)),
            axis_of_column(drawn_column(t->arena, &r, &blocks, 300, two)),
        };
        const struct column *all = combine_axes(t->arena, axes, 2);
        CHECK(column_has_blocks_of(all, axes[0].column));
        for (size_t row = 0; row < blocks.all; row++) {
            uint32_t code = column_code(all, row);
            CHECK((code == CODE_MISSING) ==
                  (one[row] >= CODE_NOT_APPLICABLE && two[row] >= CODE_NOT_APPLICABLE));
            if (code == CODE_MISSING)
                continue;
            CHECK_INT(combine_point(all, code, 0), axis_point(&axes[0], one[row]));
            CHECK_INT(combine_point(all, code, 1), axis_point(&axes[1], two[row]));
        }
    }
}

TEST(combined_axes_give_each_combination_one_code)
{
    struct test_random r = {2};
    struct items items = draw_items(t, &r, 20000);
    const struct column *all = combine_axes(t->arena, items.axes, AXES);
    uint32_t size = dictionary_size(column_dictionary(all));
    CHECK(size <= 6 * 4 * 4); /* distinct points of each, with none */
    for (uint32_t c = 0; c < size; c++)
        for (uint32_t other = 0; other < c; other++) {
            bool same = true;
            for (size_t x = 0; x < AXES; x++)
                same = same && combine_point(all, c, x) == combine_point(all, other, x);
            CHECK(!same);
        }
}
