/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/axis.h"

struct axis axis_of_column(const struct column *c)
{
    return (struct axis){.column = c, .points_len = column_codes(c)};
}

uint32_t axis_point(const struct axis *axis, uint32_t code)
{
    if (code >= CODE_NOT_APPLICABLE)
        return AXIS_NONE;
    return axis->points ? axis->points[code] : code;
}
