/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * HubSpot: feedback submissions by the names of their properties.
 */
#include "listen/layout_text.h"

static const struct layout_known known[] = {
    {S_INIT("hs_object_id"), LAYOUT_KEY},
    {S_INIT("hs_submission_timestamp"), LAYOUT_TIME},
    {S_INIT("hs_createdate"), LAYOUT_TIME},
    {S_INIT("hs_lastmodifieddate"), LAYOUT_DATE},
    {S_INIT("hs_contact_id"), LAYOUT_PERSON},
    {S_INIT("hs_visitor_id"), LAYOUT_ID},
    {S_INIT("hs_contact_email_rollup"), LAYOUT_EMAIL},
    {S_INIT("hs_contact_firstname"), LAYOUT_PRIVATE},
    {S_INIT("hs_contact_lastname"), LAYOUT_PRIVATE},
    {S_INIT("hs_survey_channel"), LAYOUT_CHANNEL},
    {S_INIT("hs_content"), LAYOUT_COMMENT},
    {S_INIT("hs_response_group"), LAYOUT_CHOICE},
    {S_INIT("hs_sentiment"), LAYOUT_CHOICE},
    {S_INIT("hs_survey_id"), LAYOUT_CHOICE},
    {S_INIT("hs_survey_name"), LAYOUT_CHOICE},
    {S_INIT("hs_survey_type"), LAYOUT_CHOICE},
    {S_INIT("hs_submission_name"), LAYOUT_CHOICE},
    {S_INIT("hs_ingestion_id"), LAYOUT_ID},
    {S_INIT("hs_engagement_id"), LAYOUT_ID},
    {S_INIT("hs_knowledge_article_id"), LAYOUT_ID},
};

static bool is_hubspot(struct arena *a, const struct layout_sample *s)
{
    static const str header[] = {S_INIT("hs_submission_timestamp"), S_INIT("hs_value"),
                                 S_INIT("hs_survey_type")};
    return layout_has_all(a, s, header, sizeof header / sizeof *header);
}

LAYOUT(hubspot) = {.name = "hubspot",
                   .what = "an export of HubSpot",
                   .known = known,
                   .known_len = sizeof known / sizeof *known,
                   .is = is_hubspot};
