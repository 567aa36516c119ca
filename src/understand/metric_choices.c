/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Shares of the choices of a question with several ticks, of those who ticked
 * any or said no to one; they do not add to 100.  methodology.md §1.2, §1.5.
 */
#include "understand/metric.h"

METRIC(choices) = {
    .name = "choices",
    .title = "Choices",
    .about = "percent that ticked each choice, several ticks allowed; one row a choice",
    .family = FAMILY_SHARE,
    .fields = FIELDS_CHOICES,
    .matters = 3,
};
