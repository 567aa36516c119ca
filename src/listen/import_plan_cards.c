/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A column of card numbers has no place among answers: who holds them has duties that no
 * survey is worth.  It is left out, and said.
 */
#include "listen/card_number.h"
#include "listen/import_plan_private.h"

enum { CARDS_MIN = 4, CARDS_PCT = 90 }; /* by chance one number in ten looks like one */

void import_plan_refuse_cards(struct planning *p, size_t column)
{
    const struct import_profile_column *c = &p->facts[column].profile;
    size_t cards = 0;
    for (size_t i = 0; i < c->texts_len; i++)
        cards += card_number_is(c->texts[i].text);
    if (cards < CARDS_MIN || cards * 100 < c->texts_len * CARDS_PCT)
        return;
    p->columns[column].kind = IMPORT_SKIP;
    p->columns[column].is_refused = true;
    import_plan_ask_column(
        p, "card_numbers", column, S("kind: skip"),
        str_format(p->a,
                   "%.*s holds the numbers of payment cards: %zu different ones, with their check "
                   "digits. They are refused, and nothing of the column is kept.",
                   STR(import_plan_quote(p, column)), cards));
    import_plan_part_count(p, "n", cards);
}
