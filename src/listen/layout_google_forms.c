/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Google Forms, by a sheet or by the form itself: a time stamp, perhaps an address, and
 * one column a question.  Rows of a grid are "Question [Row]"; several ticks stand in one
 * cell.
 */
#include "listen/layout_text.h"

static const struct layout_known known[] = {
    {S_INIT("Timestamp"), LAYOUT_TIME},
    {S_INIT("Zeitstempel"), LAYOUT_TIME},
    {S_INIT("Horodateur"), LAYOUT_TIME},
    {S_INIT("Marca temporal"), LAYOUT_TIME},
    {S_INIT("Informazioni cronologiche"), LAYOUT_TIME},
    {S_INIT("Carimbo de data/hora"), LAYOUT_TIME},
    {S_INIT("Tijdstempel"), LAYOUT_TIME},
    {S_INIT("Username"), LAYOUT_EMAIL},
    {S_INIT("Email Address"), LAYOUT_EMAIL},
    {S_INIT("Nutzername"), LAYOUT_EMAIL},
    {S_INIT("E-Mail-Adresse"), LAYOUT_EMAIL},
    {S_INIT("Nom d'utilisateur"), LAYOUT_EMAIL},
    {S_INIT("Adresse e-mail"), LAYOUT_EMAIL},
    {S_INIT("Nombre de usuario"), LAYOUT_EMAIL},
    {S_INIT("Dirección de correo electrónico"), LAYOUT_EMAIL},
    {S_INIT("Indirizzo email"), LAYOUT_EMAIL},
    {S_INIT("Endereço de e-mail"), LAYOUT_EMAIL},
    {S_INIT("E-mailadres"), LAYOUT_EMAIL},
};

/* The time stamp stands first. */
static bool is_google_forms(struct arena *a, const struct layout_sample *s)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].what == LAYOUT_TIME && s->width > 1 &&
            str_equal(s->folded[0], layout_fold(a, known[i].name)))
            return true;
    return false;
}

LAYOUT(google_forms) = {.name = "google_forms",
                        .what = "an export of Google Forms",
                        .yields = true,
                        .known = known,
                        .known_len = sizeof known / sizeof *known,
                        .is = is_google_forms};
