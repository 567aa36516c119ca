/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/xlsx_reference.h"

bool xlsx_take_reference(str *rest, size_t *column, uint64_t *row)
{
    size_t i = 0, letters = 0;
    uint64_t number = 0;
    for (; i < rest->len && rest->ptr[i] >= 'A' && rest->ptr[i] <= 'Z' && i < 4; i++)
        letters = letters * 26 + (size_t)(rest->ptr[i] - 'A') + 1;
    size_t digits_from = i;
    for (; i < rest->len && rest->ptr[i] >= '0' && rest->ptr[i] <= '9' && i < digits_from + 8; i++)
        number = number * 10 + (uint64_t)(rest->ptr[i] - '0');
    if (letters == 0 || number == 0)
        return false;
    *column = letters - 1;
    *row = number;
    *rest = str_slice(*rest, i, rest->len);
    return true;
}

bool xlsx_range_of_str(str s, struct xlsx_range *out)
{
    if (!xlsx_take_reference(&s, &out->first_column, &out->first_row))
        return false;
    out->last_column = out->first_column;
    out->last_row = out->first_row;
    if (s.len == 0)
        return true;
    s = str_slice(s, 1, s.len);
    return xlsx_take_reference(&s, &out->last_column, &out->last_row);
}
