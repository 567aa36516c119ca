/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/weights.h"

#include "base/limits.h"
#include "base/text.h"
#include "engine/tally.h"
#include "listen/scale.h"

struct err *weights_of_column(struct arena *a, const struct column *column, bool decimal_comma,
                              const int64_t **out)
{
    const struct dictionary *d = column_dictionary(column);
    int64_t *weights = ARENA_ARRAY(a, int64_t, dictionary_size(d));
    int64_t largest = 0;
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        struct decimal weight;
        if (!scale_number(dictionary_text(d, code), decimal_comma, &weight))
            continue;
        if (decimal_compare(weight, decimal_of_int(LIMIT_WEIGHT)) > 0)
            FAIL(a, WHY_LIMIT, "A weight of %.*s is taken for a mistake; the largest is %d.",
                 STR(text_quote(a, dictionary_text(d, code))), LIMIT_WEIGHT);
        if (!decimal_to_units(weight, 6, &weights[code]))
            weights[code] = 0;
        largest = weights[code] > largest ? weights[code] : largest;
    }
    size_t rows = column_rows(column);
    if (largest > INT64_MAX / (int64_t)(rows + 1))
        FAIL(a, WHY_LIMIT, "%zu rows with weights of up to %lld are too many to be summed exactly.",
             rows, (long long)(largest / WEIGHT_UNITS));
    *out = weights;
    return NULL;
}
