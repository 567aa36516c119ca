/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The CSV of an answer (contract.md §2): columns of `by`, of a choice, then
 * value, lo, hi, n, n_eff, status, method.
 */
#include "base/cell.h"
#include "base/json.h"
#include "understand/answer.h"

static void write_number(struct buf *out, bool has, double number)
{
    if (has)
        json_format_number(out, number);
    buf_add_char(out, ',');
}

static void write_header(const struct answer *answer, struct buf *out)
{
    for (size_t k = 0; k < answer->keys_len; k++) {
        cell_to_csv(out, answer->keys[k]);
        buf_add_char(out, ',');
    }
    if (answer->has_choices)
        buf_add(out, S("choice,"));
    buf_add(out, S("value,lo,hi,n,n_eff,status,method\n"));
}

static void write_row(const struct answer *answer, const struct answer_row *row, struct buf *out)
{
    const struct estimate *e = &row->estimate;
    for (size_t k = 0; k < answer->keys_len; k++) {
        if (row->by[k].known)
            cell_to_csv(out, row->by[k].text);
        buf_add_char(out, ',');
    }
    if (answer->has_choices) {
        cell_to_csv(out, row->choice);
        buf_add_char(out, ',');
    }
    write_number(out, e->has_value, e->value);
    write_number(out, e->has_interval, e->lo);
    write_number(out, e->has_interval, e->hi);
    write_number(out, true, (double)e->n);
    write_number(out, true, e->n_eff);
    buf_add(out, status_name(e->status));
    buf_add_char(out, ',');
    if (e->method)
        buf_add(out, str_of_chars(e->method));
    buf_add_char(out, '\n');
}

void answer_to_csv(const struct answer *answer, struct buf *out)
{
    write_header(answer, out);
    for (size_t i = 0; i < answer->rows_len; i++)
        write_row(answer, &answer->rows[i], out);
}
