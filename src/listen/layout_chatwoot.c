/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Chatwoot: satisfaction with conversations, 1 to 5, as its interface lists them.
 */
#include "listen/layout_text.h"

static const struct layout_known known[] = {
    {S_INIT("message_id"), LAYOUT_KEY},           {S_INIT("created_at"), LAYOUT_TIME},
    {S_INIT("contact_id"), LAYOUT_PERSON},        {S_INIT("feedback_message"), LAYOUT_COMMENT},
    {S_INIT("assigned_agent_id"), LAYOUT_CHOICE}, {S_INIT("account_id"), LAYOUT_CHOICE},
    {S_INIT("conversation_id"), LAYOUT_ID},       {S_INIT("id"), LAYOUT_ID},
};

static bool is_chatwoot(struct arena *a, const struct layout_sample *s)
{
    static const str header[] = {S_INIT("rating"), S_INIT("feedback_message"),
                                 S_INIT("conversation_id"), S_INIT("created_at")};
    return layout_has_all(a, s, header, sizeof header / sizeof *header);
}

LAYOUT(chatwoot) = {.name = "chatwoot",
                    .what = "an export of Chatwoot",
                    .known = known,
                    .known_len = sizeof known / sizeof *known,
                    .is = is_chatwoot};
