/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Typeform: the token of the answer, one column a question, and three or more of its own
 * behind them.
 */
#include "listen/layout_text.h"

static const struct layout_known known[] = {
    {S_INIT("#"), LAYOUT_KEY},
    {S_INIT("Submit Date (UTC)"), LAYOUT_TIME},
    {S_INIT("Stage Date (UTC)"), LAYOUT_TIME},
    {S_INIT("Start Date (UTC)"), LAYOUT_TIME},
    {S_INIT("Network ID"), LAYOUT_PRIVATE},
    {S_INIT("Response Type"), LAYOUT_CHOICE},
    {S_INIT("Ending"), LAYOUT_CHOICE},
};

static bool is_typeform(struct arena *a, const struct layout_sample *s)
{
    static const str header[] = {S_INIT("#"), S_INIT("Start Date (UTC)"),
                                 S_INIT("Submit Date (UTC)")};
    return layout_has_all(a, s, header, sizeof header / sizeof *header);
}

LAYOUT(typeform) = {.name = "typeform",
                    .what = "an export of Typeform",
                    .known = known,
                    .known_len = sizeof known / sizeof *known,
                    .is = is_typeform};
