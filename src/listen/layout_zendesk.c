/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Zendesk: satisfaction ratings as its interface lists them.
 */
#include "listen/layout_text.h"

static const struct layout_known known[] = {
    {S_INIT("id"), LAYOUT_KEY},
    {S_INIT("updated_at"), LAYOUT_TIME},
    {S_INIT("created_at"), LAYOUT_TIME},
    {S_INIT("requester_id"), LAYOUT_PERSON},
    {S_INIT("score"), LAYOUT_CHOICE},
    {S_INIT("reason"), LAYOUT_CHOICE},
    {S_INIT("reason_code"), LAYOUT_CHOICE},
    {S_INIT("reason_id"), LAYOUT_CHOICE},
    {S_INIT("comment"), LAYOUT_COMMENT},
    {S_INIT("assignee_id"), LAYOUT_CHOICE},
    {S_INIT("group_id"), LAYOUT_CHOICE},
    {S_INIT("ticket_id"), LAYOUT_ID},
    {S_INIT("url"), LAYOUT_ID},
};

static bool is_zendesk(struct arena *a, const struct layout_sample *s)
{
    static const str header[] = {S_INIT("score"), S_INIT("ticket_id"), S_INIT("requester_id"),
                                 S_INIT("assignee_id"), S_INIT("created_at")};
    return layout_has_all(a, s, header, sizeof header / sizeof *header);
}

LAYOUT(zendesk) = {.name = "zendesk",
                   .what = "an export of Zendesk",
                   .kind = "ticket",
                   .known = known,
                   .known_len = sizeof known / sizeof *known,
                   .is = is_zendesk};
