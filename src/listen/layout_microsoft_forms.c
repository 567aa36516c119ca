/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Microsoft Forms: ID, start, completion, address and name, then one column a question.
 */
#include "listen/layout_text.h"

static const struct layout_known known[] = {
    {S_INIT("ID"), LAYOUT_KEY},
    {S_INIT("Completion time"), LAYOUT_TIME},
    {S_INIT("Start time"), LAYOUT_TIME},
    {S_INIT("Last modified time"), LAYOUT_DATE},
    {S_INIT("Email"), LAYOUT_EMAIL},
    {S_INIT("Name"), LAYOUT_PRIVATE},
    {S_INIT("Language"), LAYOUT_LANGUAGE},
    {S_INIT("Fertigstellungszeit"), LAYOUT_TIME},
    {S_INIT("Startzeit"), LAYOUT_TIME},
    {S_INIT("Uhrzeit der letzten Änderung"), LAYOUT_DATE},
    {S_INIT("E-Mail"), LAYOUT_EMAIL},
    {S_INIT("Sprache"), LAYOUT_LANGUAGE},
};

static bool is_microsoft_forms(struct arena *a, const struct layout_sample *s)
{
    static const str english[] = {S_INIT("ID"), S_INIT("Start time"), S_INIT("Completion time"),
                                  S_INIT("Email"), S_INIT("Name")};
    static const str german[] = {S_INIT("ID"), S_INIT("Startzeit"), S_INIT("Fertigstellungszeit"),
                                 S_INIT("E-Mail"), S_INIT("Name")};
    return layout_has_all(a, s, english, sizeof english / sizeof *english) ||
           layout_has_all(a, s, german, sizeof german / sizeof *german);
}

LAYOUT(microsoft_forms) = {.name = "microsoft_forms",
                           .what = "an export of Microsoft Forms",
                           .known = known,
                           .known_len = sizeof known / sizeof *known,
                           .is = is_microsoft_forms};
