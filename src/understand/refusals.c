/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/refusals.h"

#include "base/limits.h"

static void list(struct arena *a, struct refusals *r, struct refusal refusal)
{
    if (r->listed == r->room)
        r->list = arena_grow_array(a, r->list, r->listed, &r->room, sizeof *r->list);
    r->list[r->listed++] = refusal;
}

struct refusals refusals_of_records(struct arena *a, const struct answers *answers)
{
    struct refusals r = {.len = answers->refused_records};
    for (size_t i = 0; i < answers->refused_len; i++)
        list(a, &r, answers->refused[i]);
    return r;
}

/* At most LIMIT_REFUSED_VALUE_BYTES, not within a character. */
static str cut_value(str value)
{
    if (value.len <= LIMIT_REFUSED_VALUE_BYTES)
        return value;
    size_t len = LIMIT_REFUSED_VALUE_BYTES;
    while (len > 0 && ((unsigned char)value.ptr[len] & 0xC0U) == 0x80U)
        len--;
    return str_slice(value, 0, len);
}

/* refused[code], and why in words. */
struct refused_codes {
    const bool *refused;
    const struct scale *scale; /* NULL: no dates */
};

static str reason_of(struct arena *a, const struct refused_codes *codes, str value)
{
    return codes->scale ? scale_refusal(a, codes->scale, value) : S("not a date");
}

static void add_cells(struct arena *a, struct refusals *r, const struct answers *answers,
                      const struct column *column, const struct refused_codes *codes)
{
    uint32_t *block = ARENA_ARRAY(a, uint32_t, BLOCK_ROWS);
    size_t listed = 0;
    for (size_t b = 0; b < column_blocks(column); b++) {
        size_t rows = column_read_block(column, b, block);
        for (size_t i = 0; i < rows; i++) {
            if (block[i] >= CODE_NOT_APPLICABLE || !codes->refused[block[i]])
                continue;
            r->len++;
            if (listed++ >= LIMIT_REFUSED_LISTED)
                continue;
            str value = dictionary_text(column_dictionary(column), block[i]);
            list(a, r,
                 (struct refusal){.line =
                                      answers_line(answers, column_block_first_row(column, b) + i),
                                  .column = column_name(column),
                                  .value = cut_value(value),
                                  .reason = reason_of(a, codes, value)});
        }
    }
}

void refusals_add_scale(struct arena *a, struct refusals *r, const struct answers *answers,
                        const struct column *column, const struct scale *scale)
{
    uint32_t size = column_codes(column);
    bool *refused = ARENA_ARRAY(a, bool, size);
    for (uint32_t code = 0; code < size; code++)
        refused[code] = scale->codes[code].meaning == SCALE_REFUSED;
    add_cells(a, r, answers, column, &(struct refused_codes){refused, scale});
}

void refusals_add_times(struct arena *a, struct refusals *r, const struct answers *answers,
                        const struct column *column, const struct time_axis *time)
{
    add_cells(a, r, answers, column, &(struct refused_codes){time->refused, NULL});
}

static int by_line(const void *left, const void *right)
{
    const struct refusal *a = left, *b = right;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return str_compare(a->column, b->column);
}

const struct refusal *refusals_sorted(struct refusals *r, size_t *len)
{
    if (r->listed)
        qsort(r->list, r->listed, sizeof *r->list, by_line);
    *len = r->listed < LIMIT_REFUSED_LISTED ? r->listed : LIMIT_REFUSED_LISTED;
    return r->list;
}
