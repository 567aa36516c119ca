/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Formbricks: twelve columns of its own or less, the questions, and what is known of the
 * person.
 */
#include "listen/layout_text.h"

static const struct layout_known known[] = {
    {S_INIT("Response ID"), LAYOUT_KEY},
    {S_INIT("Timestamp"), LAYOUT_TIME},
    {S_INIT("User ID"), LAYOUT_PERSON},
    {S_INIT("Formbricks ID (internal)"), LAYOUT_ID},
    {S_INIT("Verified Email"), LAYOUT_EMAIL},
    {S_INIT("person.email"), LAYOUT_EMAIL},
    {S_INIT("Survey ID"), LAYOUT_CHOICE},
    {S_INIT("Finished"), LAYOUT_CHOICE},
    {S_INIT("No."), LAYOUT_ID},
    {S_INIT("ipAddress"), LAYOUT_PRIVATE},
    {S_INIT("person.firstName"), LAYOUT_PRIVATE},
    {S_INIT("person.lastName"), LAYOUT_PRIVATE},
};

static bool is_formbricks(struct arena *a, const struct layout_sample *s)
{
    static const str header[] = {S_INIT("No."), S_INIT("Response ID"), S_INIT("Timestamp"),
                                 S_INIT("Finished"), S_INIT("Survey ID")};
    return layout_has_all(a, s, header, sizeof header / sizeof *header);
}

LAYOUT(formbricks) = {.name = "formbricks",
                      .what = "an export of Formbricks",
                      .known = known,
                      .known_len = sizeof known / sizeof *known,
                      .is = is_formbricks};
